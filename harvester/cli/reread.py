"""`harvest reread`: captures read again, offline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    complain_of_left_out,
    json_option,
    load,
    station_files_option,
    station_option,
)

if TYPE_CHECKING:
    from harvester.config.stations import Stations


@click.command()
@archive_option
@trust_option
@station_files_option
@station_option
@click.option(
    "--apply", "apply", is_flag=True, help="Write the changes; without it, they are only reported."
)
@click.option(
    "--rebuild", is_flag=True, help="Rebuild archive.db from the WARC files and decisions.jsonl."
)
@json_option
def reread(
    folder: Path, more: Path | None, wanted: Sequence[str], apply: bool, rebuild: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Read stored captures again, offline.

    Reports what would change; with --apply, writes it.
    """
    from harvester.config.held_stations import with_held
    from harvester.offline import reread as rereading
    from harvester.run.report import counted

    if rebuild and (apply or wanted):
        raise click.UsageError(
            "--rebuild reads the whole archive; it cannot be combined with --apply or --station"
        )
    stations = with_held(folder, load(more, folder), lambda line: complain("harvest", line))
    names = [name for each in wanted for name in _names(each, stations)]
    left_out = complain_of_left_out(stations, wanted)
    if rebuild:
        rebuilt = rereading.rebuild(folder, stations)
        for message in (*rebuilt.messages, *rebuilt.problems):
            complain("harvest", message)
        if rebuilt.lost:
            complain(
                "harvest", f"{folder}/archive.db was not replaced: captures are missing from warc/"
            )
            return 1
        loaded = f" ({rebuilt.taken_over} of them loaded)" if rebuilt.taken_over else ""
        counts = f"{counted(rebuilt.captures, 'capture')}, {counted(rebuilt.articles, 'article')}"
        aside = f", {rebuilt.set_aside} set aside" if rebuilt.set_aside else ""
        click.echo(f"{counts}{loaded}{aside} in {folder}")
        return 1 if rebuilt.problems else 0
    total = problems = 0
    changes = (
        change
        for name in names or (None,)
        for change in rereading.reread(folder, stations, station=name, apply=apply)
    )
    for change in changes:
        total += change.problem is None and change.open is None
        problems += change.problem is not None
        line = json.dumps(change.row(), ensure_ascii=False) if as_json else str(change)
        click.echo(visible_line(line))
    done = "changed" if apply else "would change; --apply writes them"
    click.echo(f"{total} readings {done}", err=True)
    if problems:
        complain(
            "harvest",
            f"{problems} pages could not be read again, or stay quarantined; their lines give the"
            " reason",
        )
    return 1 if problems else left_out


def _names(wanted: str, stations: Stations) -> list[str]:
    """The stations that `--station` chooses, also `host:…`, of which no file speaks."""
    if wanted.startswith("host:"):
        return [stations.for_name(wanted).name]
    return [station.name for station in stations.chosen([wanted])]
