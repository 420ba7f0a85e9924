"""`archive package` and `archive cite`: datasets that can be cited, and how they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from archive.cli.command import archive_option, complain
from archive.cli.common import PATH, filter_options, filters_of, reading
from archive.cli.progress import progress
from archive.model.counting import many
from archive.model.errors import UsageError
from archive.model.safe_text import visible, visible_line

_CITED = re.compile(r"(.+)@(\d{14}(?:-\d+)?)")


@click.command()
@click.argument("directory", type=PATH)
@click.argument("query", required=False)
@filter_options
@click.option(
    "--meta",
    "description",
    type=PATH,
    help="TOML: title, description, version, license, contact, url, doi, [[creators]] …",
)
@click.option(
    "--again",
    type=PATH,
    help="A former package's data/articles.csv, or an export: the same revisions.",
)
@archive_option
def package(
    folder: Path,
    directory: Path,
    query: str | None,
    description: Path | None,
    again: Path | None,
    **options: Any,
) -> None:
    """Write a dataset that describes itself to DIRECTORY: data, codebook, coverage, citation.

    Each table is there as CSV and as Parquet, described for frictionless (datapackage.json) and for
    mlcroissant (croissant.json). The same state of the archive, selection, description and version
    of the program give the same bytes.
    """
    from archive.dataset import parquet
    from archive.dataset.cited import citations_in
    from archive.dataset.selection import Selection
    from archive.db.filters import NO_FILTERS
    from archive.publish.meta import Meta
    from archive.publish.package import package as write

    parquet.require()
    filters = filters_of(options)
    if again is not None and (query or filters != NO_FILTERS):
        raise UsageError("--again names the articles: without a query and without filters")
    meta = Meta.read(description) if description else Meta()
    cited = tuple(citations_in(again)) if again else None
    selection = Selection(query=query, filters=filters, cited=cited)
    with reading(folder) as archive, progress("articles") as tell:
        made = write(archive, selection, meta, directory, tell)
    for told in made.left_out:
        complain("archive", f"left out: {told}")
    click.echo(visible_line(f"{many(made.articles, 'article')} in {made.data}"))


@click.command()
@click.argument("what", metavar="ID[@REVISION]|PACKAGE")
@click.option(
    "--style",
    type=click.Choice(["bibtex", "ris", "gbt7714"]),
    default="gbt7714",
    show_default=True,
    help="For LaTeX, for reference managers, or as GB/T 7714 has it.",
)
@archive_option
def cite(folder: Path, what: str, style: Any) -> None:
    """Print how an article, at one revision, or a package is cited.

    PACKAGE is a folder that `archive package` made; the citation holds the digest of its list of
    checksums.
    """
    from archive.publish.cite import article_reference, package_reference
    from archive.publish.reference import written
    from archive.store.naming import article_named

    if Path(what).is_dir():
        reference = package_reference(Path(what))
    else:
        with reading(folder) as archive:
            cited = _CITED.fullmatch(what)
            given, revision = cited.groups() if cited else (what, None)
            article = article_named(archive.connection, given)
            reference = article_reference(archive, article, revision)
    click.echo(visible(written(reference, style)))
