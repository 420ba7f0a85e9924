"""`archive events`: what happened, over all articles, in our words and in those of PREMIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import print_json, reading
from archive.cli.render import event_line
from archive.model.errors import NothingFound


@click.command()
@click.option("--type", "types", multiple=True, metavar="TYPE",
              help="Only events of this type, ours or of PREMIS: 'fixity check'.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only events since then (UTC): 2022-07-22, 2022.")
@click.option("--article", metavar="ID|ADDRESS", help="Only events of this article.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True,
              help="Only the latest N events.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the events as JSON.")
@read_archive_option
def events(folder: Path, as_json: bool, **wanted: Any) -> None:
    """List what happened: captures, corrections, takedowns, verifications …, oldest first.

    docs/data.md names the types, and the PREMIS term of each.
    """
    from archive.store.article_details import Wanted, events_like
    from archive.store.naming import article_named

    with reading(folder) as archive:
        if wanted["article"] is not None:
            wanted["article"] = article_named(archive.connection, wanted["article"])
        matching = events_like(archive, Wanted(**wanted))
    if as_json:
        print_json(matching)
    if not matching:
        raise NothingFound("no such event")
    if not as_json:
        for event in matching:
            click.echo(event_line(event))
