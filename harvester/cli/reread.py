"""`harvest reread`: captures read again, offline."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    json_option,
    load,
    stations_option,
)


@click.command()
@archive_option
@trust_option
@stations_option
@click.option("--station", help="Read only the articles of this station.")
@click.option(
    "--apply", "apply", is_flag=True, help="Write the changes; without it, they are only reported."
)
@click.option(
    "--rebuild", is_flag=True, help="Rebuild archive.db from the WARC files and decisions.jsonl."
)
@json_option
def reread(
    folder: Path, more: Path | None, station: str | None, apply: bool, rebuild: bool, as_json: bool
) -> int:
    """Read stored captures again, offline.

    Reports what would change; with --apply, writes it.
    """
    from harvester.config.held_stations import with_held
    from harvester.offline import reread as rereading
    from harvester.run.report import counted

    if rebuild and (apply or station):
        raise click.UsageError(
            "--rebuild reads the whole archive; it cannot be combined with --apply or --station"
        )
    stations = with_held(folder, load(more, folder), lambda line: complain("harvest", line))
    if station is not None:
        stations.for_name(station)
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
    for change in rereading.reread(folder, stations, station=station, apply=apply):
        total += change.problem is None
        problems += change.problem is not None
        line = json.dumps(change.row(), ensure_ascii=False) if as_json else str(change)
        click.echo(visible_line(line))
    done = "changed" if apply else "would change; --apply writes them"
    click.echo(f"{total} readings {done}", err=True)
    if problems:
        complain(
            "harvest", f"{problems} revisions could not be read again; their lines give the reason"
        )
    return 1 if problems else 0
