"""`archive cdxj`: an index of the WARC files, for programs that replay them."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import complain, read_archive_option
from archive.cli.common import PATH, reading
from archive.model.counting import many
from archive.model.safe_text import visible_line


@click.command()
@click.option("--output", type=PATH, help="The index; one that is there is brought up to date.")
@read_archive_option
def cdxj(folder: Path, output: Path | None) -> None:
    """Write an index of the WARC files, for pywb and other programs that replay them.

    CDXJ, sorted: SURT key, 14-digit timestamp, JSON with url, mime, status, digest, length, offset
    and filename. It has responses and revisits alone, so that pages of any version of this program
    are replayed. What was taken down is not in it. Without --output it is printed.
    """
    from archive.interchange.cdxj_index import write_index

    with reading(folder) as archive:
        made = write_index(archive, output)
    for reason, count in made.left_out.items():
        complain("archive", f"left out: {many(count, 'capture')}: {reason}")
    changed = f"{made.added:,} added, {made.removed:,} removed"
    summary = f"{many(made.captures, 'capture')} in {output or 'the index'}: {changed}"
    click.echo(visible_line(summary), err=output is None)
