"""`archive export`: articles out, with a codebook and a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import (
    PATH,
    dataset_options,
    filter_options,
    making_dataset,
    reading,
    report_dataset,
    selection_of,
    shape_of,
)
from archive.cli.progress import progress

_THEN = (
    "goes on from the last checkpoint (the first is made after 8 MB), or begins anew where there is"
    " none yet or the archive is written to meanwhile"
)


@click.command()
@click.argument("query", required=False)
@filter_options
@dataset_options
@click.option("--again", type=PATH, help="A former export (its folder, or the file of its "
              "articles): the same revisions, whatever they are now.")  # fmt: skip
@read_archive_option
def export(
    folder: Path, query: str | None, output: Path, again: Path | None, **options: Any
) -> None:
    """Write articles to a file, with codebook and manifest.

    Without QUERY all articles are written. The same query on the same archive gives the same data.
    With --again a dataset is made again as it was cited, from an archive that has gone on; what
    was taken down since is told, and is not in it. The same command after an interrupt goes on
    where that one stopped, if nothing was written to the archive meanwhile, and says so.
    """
    from archive.dataset.export import export as write

    selection, shape = selection_of(query, again, options), shape_of(options)
    with making_dataset(_THEN), reading(folder) as archive, progress("articles") as show:
        report_dataset(write(archive, selection, shape, output, show))
