"""`harvest alarm`: send an alarm, to see that it arrives, or from a systemd unit."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option, complain
from archive.model.errors import UsageError


@click.command()
@archive_option
@click.option("--text", help="What it says; without it, that this is a test.")
def alarm(folder: Path, text: str | None) -> int:
    """Send a test alarm to all whom alarms.toml names."""
    from harvester.health.alarms import NAME, Alarm, read_alarms

    alarms = read_alarms(folder)
    if not alarms.ways:
        raise UsageError(f"{folder / NAME}: there is none; docs/operations.md says what it holds")
    line = f"{folder}: {text or 'this is a test'}"
    problems = alarms.send(Alarm("harvest: alarm" if text else "harvest: test alarm", [line]))
    for problem in problems.values():
        complain("harvest", problem)
    for name in alarms.ways.keys() - problems.keys():
        click.echo(f"[{name}]: delivered")
    return 1 if problems else 0
