"""`harvest status`: how each station fares, the worst first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.command import archive_option
from archive.model.errors import NothingFound
from archive.model.name_globs import is_glob, matched
from archive.model.safe_text import visible_line
from archive.model.suggest import proposed
from harvester.cli.common import json_option, station_option
from harvester.model.errors import NoStation

if TYPE_CHECKING:
    from harvester.health.machine_status import MachineStatus
    from harvester.health.station_status import StationStatus

#: Stations without a finding that are shown unless all are asked for.
_SHOWN = 20
_GIB = 1 << 30


@click.command()
@click.argument("names", metavar="[STATION]...", nargs=-1)
@archive_option
@station_option
@click.option(
    "--all", "show_all", is_flag=True, help="Show all stations, also those without a finding."
)
@json_option
def status(
    names: Sequence[str], folder: Path, wanted: Sequence[str], show_all: bool, as_json: bool
) -> int:
    """Show how each station fares against its own past, the worst first.

    One line a station: its last new article, new articles a day of late and before, the share of
    its visits that were answered, then what is unusual. Days are UTC.
    """
    from archive.db.connection import connect_read_only
    from archive.db.folder import refuse_no_archive
    from harvester.health.machine_status import machine_status
    from harvester.health.station_status import statuses
    from harvester.health.tallies import are_counted

    refuse_no_archive(folder)
    connection = connect_read_only(folder)
    try:
        if not are_counted(connection):
            raise NothingFound(
                f"{folder}: no crawl has counted its visits yet; `harvest run` begins to"
            )
        today = datetime.now(UTC).date()
        known = [row[0] for row in connection.execute("SELECT name FROM stations")]
        chosen = (*names, *wanted)
        found = statuses(
            connection, today, [n for each in chosen for n in matched(each, known)] or None
        )
        _refuse_never_visited(chosen, {each.station for each in found}, known)
    finally:
        connection.close()
    machine = machine_status(folder)
    if as_json:
        click.echo(json.dumps(_as_json(found, machine), ensure_ascii=False, indent=1, default=str))
        return 0
    for line in _lines(found, machine, show_all=show_all or bool(names or wanted)):
        click.echo(visible_line(line))
    return 0


def _refuse_never_visited(chosen: Sequence[str], visited: set[str], known: list[str]) -> None:
    for each in chosen:
        if not matched(each, visited):
            like = proposed(each, set(known) - {each})
            if each in known or is_glob(each):
                raise NothingFound(f"{each}: never visited; {like}")
            raise NoStation(f"{each}: no such station; {like}")


def _as_json(found: Sequence[StationStatus], machine: MachineStatus) -> dict[str, Any]:
    stations = [{**asdict(each), "level": each.level} for each in found]
    return {"stations": stations, "machine": asdict(machine)}


def _lines(found: Sequence[StationStatus], machine: MachineStatus, *, show_all: bool) -> list[str]:
    bad = [each for each in found if each.findings]
    well = [each for each in found if not each.findings]
    shown = well if show_all else well[:_SHOWN]
    lines = ["station                   last new    new/day  usual  answered  due next"]
    for each in (*bad, *shown):
        lines.append(_row(each))
        lines += [
            f"    {finding.kind}, since {finding.since}: {finding.message} -- {finding.advice}"
            for finding in each.findings
        ]
    if len(shown) < len(well):
        lines.append(f"and {len(well) - len(shown)} more without a finding; --all shows them")
    lines.append(
        f"{len(found)} stations, {len(bad)} with findings; "
        f"{sum(each.new_per_day for each in found):.0f} new articles a day"
    )
    return [*lines, _machine_line(machine)]


def _row(each: StationStatus) -> str:
    answered = "-" if each.answered is None else f"{each.answered:.0%}"
    return (
        f"{each.station:<25} {_day(each.last_new):<11} {each.new_per_day:>7.1f} "
        f"{each.usual_per_day:>6.1f} {answered:>9}  {each.next_due or '-'}"
    )


def _day(day: date | None) -> str:
    return "never" if day is None else day.isoformat()


def _machine_line(machine: MachineStatus) -> str:
    left = "" if machine.days_left is None else f", full in {machine.days_left} days at this pace"
    return (
        f"disk: {machine.free / _GIB:.1f} GiB free{left}; "
        f"last backup: {machine.backup_at or 'never'}; "
        f"last verification: {machine.verified_at or 'never'}"
    )
