"""`archive sample`: a sample of articles that anybody can draw again."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import (
    dataset_options,
    filter_options,
    filters_of,
    making_dataset,
    names_of,
    profile_of,
    query_notes,
    reading,
    shape_of,
)
from archive.cli.progress import progress
from archive.model.counting import many
from archive.model.errors import NothingFound
from archive.model.safe_text import visible_line


@click.command()
@click.argument("query", required=False)
@click.option("-n", "--size", type=click.IntRange(min=1), required=True, help="How many articles.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another one, another sample.")
@click.option(
    "--by",
    multiple=True,
    metavar="NAMES",
    help="Strata, each with its share: station, place, source, state, language, and one"
    " of year, month, day; with commas, or repeated.",
)
@click.option(
    "--per",
    type=click.Choice(["article", "lineage"]),
    default="article",
    show_default=True,
    help="lineage: one article of a lineage at most.",
)
@click.option(
    "--split", metavar="SHARES", help="Add a column: train=.8,test=.2. No lineage is in two parts."
)
@filter_options
@dataset_options
@read_archive_option
def sample(
    folder: Path,
    query: str | None,
    size: int,
    seed: int,
    by: tuple[str, ...],
    per: str,
    split: str | None,
    output: Path,
    **options: Any,
) -> None:
    """Write a sample of articles, with codebook and manifest.

    The same seed on the same archive draws the same articles; the manifest says that it is a
    sample, and how it was drawn. Without strata a sample of 500 holds that of 100. An article stays
    in its part of a split while its lineage has the same first article: one that is joined with
    another lineage later may be in another part.
    """
    from archive.dataset.export import export as write
    from archive.dataset.sampling import Sampling, Split, draw
    from archive.dataset.selection import Selection
    from archive.db.moment import one_moment
    from archive.figures.dimensions import refuse_other

    filters, shape = filters_of(options), shape_of(options)
    sampling = Sampling(
        size=size, seed=seed, by=refuse_other(names_of(by)), per_lineage=per == "lineage"
    )
    parts = Split.parse(split) if split else None
    query_notes(query)
    with (
        making_dataset("begins anew, because a sample is drawn at one moment"),
        reading(folder) as archive,
        one_moment(archive.connection),
        progress("articles") as tell,
    ):
        ids = draw(archive.connection, query, filters, sampling)
        if not ids:
            raise NothingFound("no article matches; no sample is drawn")
        drawn = asdict(sampling) | {"split": split}
        selection = Selection(
            query=query, filters=filters, ids=ids, sample=drawn, profile=profile_of(options)
        )
        if parts:
            shape = replace(shape, extra=(parts.column(archive.connection, seed),))
        exported = write(archive, selection, shape, output, tell)
    click.echo(visible_line(f"{many(exported.articles, 'article')} in {exported.data}"))
