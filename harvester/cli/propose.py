"""`harvest propose`: a layout for pages that none fits any more."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option, complain
from archive.model.safe_text import visible, visible_line
from harvester.cli.common import load, station_files_option

#: Pages that are shown, known and new values side by side.
_SHOWN = 10


@click.command()
@click.argument("station")
@click.option("--yes", is_flag=True,
              help="Write it to the station's file; without it, it is only shown.")  # fmt: skip
@archive_option
@station_files_option
def propose(station: str, yes: bool, folder: Path, more: Path | None) -> int:
    """Learn a layout from pages that none fits, and show it on ten of them.

    Learnt from pages of articles that were known before a redesign, by where their fields stand
    now; else from articles that were read without a layout. With --yes it is written before all
    other layouts to the station's file in the archive's folder; `harvest reread` then shows what it
    changes.
    """
    from harvester.offline import propose as proposing

    found = proposing.propose(folder, load(more, folder).get(station))
    for line in found.side_by_side(_SHOWN):
        click.echo(visible_line(line))
    click.echo(visible(f"\n{found.toml}"))
    complain("harvest", found.summary())
    if yes and found.does_harm:
        complain("harvest", "not written: mend it by hand, or put it behind the other layouts")
        return 1
    if yes and not found.is_of_use:
        complain("harvest", "not written, since the pages are read as well without it")
        return 1
    if yes:
        further = () if more is None else (more,)
        path = proposing.write(found, folder, *further)
        complain("harvest", f"{path}: written; `harvest reread --apply` reads the pages that wait")
    return 0
