"""`harvest alarm`: send a test alarm, to see that it arrives."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option, complain
from archive.model.errors import UsageError


@click.command()
@archive_option
def alarm(folder: Path) -> int:
    """Send a test alarm to all whom alarms.toml names."""
    from harvester.health.alarms import NAME, Alarm, read_alarms

    alarms = read_alarms(folder)
    if not alarms.ways:
        raise UsageError(f"{folder / NAME}: there is none; docs/operations.md says what it holds")
    problems = alarms.send(Alarm("harvest: test alarm", [f"a test alarm of the archive {folder}"]))
    for problem in problems:
        complain("harvest", problem)
    for name in alarms.ways:
        if not any(f": [{name}]:" in problem for problem in problems):
            click.echo(f"[{name}]: delivered")
    return 1 if problems else 0
