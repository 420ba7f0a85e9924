"""`archive export`: articles out, with a codebook and a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.command import archive_option, complain
from archive.cli.common import PATH, dataset_options, filter_options, filters_of, reading, shape_of
from archive.cli.progress import progress
from archive.model.counting import many
from archive.model.errors import UsageError
from archive.model.safe_text import visible_line


@click.command()
@click.argument("query", required=False)
@filter_options
@dataset_options
@click.option("--again", type=PATH, help="A former export: the same revisions, whatever they are "
              "now.")  # fmt: skip
@archive_option
def export(
    folder: Path, query: str | None, output: Path, again: Path | None, **options: Any
) -> None:
    """Write articles to a file, with codebook and manifest.

    Without QUERY all articles are written. The same query on the same archive gives the same data.
    With --again a dataset is made again as it was cited, from an archive that has gone on; what
    was taken down since is told, and is not in it.
    """
    from archive.dataset.cited import citations_in
    from archive.dataset.export import export as write
    from archive.dataset.selection import Selection
    from archive.db.filters import NO_FILTERS

    filters, shape = filters_of(options), shape_of(options)
    if again is not None and (query or filters != NO_FILTERS):
        raise UsageError("--again names the articles: without a query and without filters")
    cited = tuple(citations_in(again)) if again else None
    selection = Selection(query=query, filters=filters, cited=cited)
    with reading(folder) as archive, progress("articles") as tell:
        exported = write(archive, selection, shape, output, tell)
    for told in exported.left_out:
        complain("archive", f"left out: {told}")
    click.echo(visible_line(f"{many(exported.articles, 'article')} in {exported.data}"))
