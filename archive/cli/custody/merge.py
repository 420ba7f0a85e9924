"""`archive merge`: one archive out of many."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import complain, trust_option
from archive.cli.common import OUTPUT, PATH
from archive.cli.progress import progress
from archive.model.counting import many
from archive.model.safe_text import visible_line


@click.command()
@click.argument("shards", type=PATH, nargs=-1, required=True, metavar="SHARD...")
@click.option("--into", "to", type=OUTPUT, required=True, help="The new archive, a new folder.")
@click.option("--link", is_flag=True, help="Hard links to WARC files, where the disk is the same.")
@trust_option
def merge(shards: tuple[Path, ...], to: Path, link: bool) -> None:
    """Merge archives of different stations into a new one; they stay as they are.

    Captures, articles with their history, runs, events, decisions and takedowns are copied, each
    record once its digest has shown that it is what was stored. Search index and lineages are made
    of all articles together. No station, article or address may be held in two of them.
    """
    from archive.merging.merge import merge as merge_archives

    with progress("records") as tell:
        merged = merge_archives(shards, to, link=link, on_progress=tell)
    for note in merged.notes:
        complain("archive", note)
    click.echo(
        visible_line(
            f"{many(merged.articles, 'article')} and {many(merged.captures, 'capture')} of"
            f" {many(merged.stations, 'station')} in {to}"
        )
    )
