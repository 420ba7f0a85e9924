"""`harvest undo-corrections`: what was called a correction, and was a redesign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.cli.common import login_name
from archive.model.safe_text import visible_line
from harvester.cli.common import DAY, load, station_files_option

if TYPE_CHECKING:
    from harvester.offline.undo_corrections import Correction


@click.command("undo-corrections")
@click.argument("subject", metavar="RUN|STATION")
@click.option("--since", type=DAY, help="Only corrections of this day (UTC) and later ones.")
@click.option("--all", "everything", is_flag=True,
              help="Also those of which the pages show other words.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Take them back; without it, they are only listed.")
@click.option("--reason", default="redesign", help="Why, in words that may be shown.")
@click.option("--decided-by", metavar="NAME", help="Who decides it; else your login name.")
@archive_option
@trust_option
@station_files_option
def undo_corrections(
    subject: str, since: datetime | None, everything: bool, yes: bool, reason: str,
    decided_by: str | None, folder: Path, more: Path | None,
) -> int:  # fmt: skip
    """List the corrections that a run found, or that were found of a station, and take them back.

    Those are taken back of which the pages show other markup and no other words. The article is
    again as it was before, and the page waits for a layout that reads it. The decision is kept in
    decisions.jsonl and stands when archive.db is made again.
    """
    from archive.store.archive import Archive
    from harvester.config.held_stations import with_held
    from harvester.offline import undo_corrections as undoing

    stations = with_held(folder, load(more, folder), lambda line: complain("harvest", line))
    first = since.date().isoformat() if since else ""
    with Archive.read_only(folder) as archive:
        found = undoing.corrections(archive, stations, subject, first)
    taken = [each for each in found if everything or not each.stands]
    for each in found:
        click.echo(visible_line(str(each)))
    if yes and taken:
        by = decided_by or login_name()
        undoing.take_back(folder, stations, taken, by=by, reason=reason)
    will = "taken back" if yes else "would be taken back"
    click.echo(
        f"{len(taken)} of {len(found)} corrections {will}{_further(found, taken, yes)}", err=True
    )
    return 0


def _further(found: Sequence[Correction], taken: Sequence[Correction], yes: bool) -> str:
    """What takes back those that were not."""
    if taken:
        return "" if yes else "; --yes does it"
    return "; the pages show other words, and only --all takes them back" if found else ""
