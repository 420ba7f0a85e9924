"""`harvest hosts`: the hosts that are left alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.command import archive_option
from archive.model.safe_text import visible_line
from harvester.cli.common import json_option, station_option


@click.command()
@archive_option
@click.option(
    "--release", metavar="HOST", help="End the backoff of this host; the next run contacts it."
)
@station_option
@json_option
def hosts(folder: Path, release: str | None, wanted: Sequence[str], as_json: bool) -> int:
    """List the hosts under backoff.

    Each has the time until which crawls leave it alone, and the reason. With --station, only hosts
    of which these stations have addresses.
    """
    from harvester.frontier import backoffs

    if release is not None and wanted:
        raise click.UsageError("--release names one host; it cannot be combined with --station")
    if release is not None:
        released = backoffs.release(folder, release)
        click.echo(f"{released.host} may be asked again; it was left alone until {released.until}")
        return 0
    entries = backoffs.backed_off_hosts(folder, wanted)
    if as_json:
        click.echo(
            json.dumps([asdict(backoff) for backoff in entries], ensure_ascii=False, indent=1)
        )
        return 0
    lines = [f"{backoff.host}  until {backoff.until}  {backoff.reason}" for backoff in entries]
    for line in lines or ["no host is left alone"]:
        click.echo(visible_line(line))
    return 0
