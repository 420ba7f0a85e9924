"""`archive wacz`: selected articles' captures in one file, for programs that replay them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.command import complain, read_archive_option
from archive.cli.common import OUTPUT, filter_options, filters_of, reading
from archive.model.counting import many
from archive.model.errors import Damaged, UsageError
from archive.model.safe_text import visible_line


@click.command()
@click.argument("query", required=False)
@filter_options
@click.option("--id", "ids", multiple=True, metavar="ID", help="This article; may be repeated.")
@click.option("--text", is_flag=True, help="Put the text of each page into the list of pages.")
@click.option(
    "--output",
    type=OUTPUT,
    required=True,
    help="The file: .wacz, or .warc.gz for the records alone.",
)
@read_archive_option
def wacz(
    folder: Path,
    query: str | None,
    ids: tuple[str, ...],
    text: bool,
    output: Path,
    **filters: Any,
) -> None:
    """Write the captures of articles to a WACZ or WARC file, for ReplayWeb.page, pywb and others.

    Without QUERY, filters and --id those of all articles are written. All captures of an article
    are in it, and those that they repeat; nothing that was taken down is. The same selection of the
    same archive gives the same bytes. Exit code 76: a capture is damaged, and is not in it.
    """
    from archive.db.filters import NO_FILTERS
    from archive.interchange.wacz import Wanted, write_wacz

    chosen = filters_of(filters)
    if ids and (query or chosen != NO_FILTERS):
        raise UsageError("--id names the articles: without a query and without filters")
    wanted = Wanted(query=query, filters=chosen, ids=ids, text=text)
    with reading(folder) as archive:
        packed = write_wacz(archive, wanted, output)
    for line in packed.damaged:
        complain("archive", f"left out: {line}")
    articles, captures = many(packed.articles, "article"), many(packed.captures, "capture")
    click.echo(visible_line(f"{articles}, {captures} in {output}"))
    if packed.damaged:
        raise Damaged(f"{output}: made without {many(len(packed.damaged), 'damaged capture')}")
