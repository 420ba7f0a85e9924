"""The command `harvest`, for operators: one module a command.

Whatever is slow to import is imported inside the command that needs it.
"""

from __future__ import annotations

import click

from archive.cli.command import run as run_command
from archive.model.version import __version__
from harvester.cli.add import add
from harvester.cli.alarm import alarm
from harvester.cli.backfill import backfill
from harvester.cli.cluster import cluster
from harvester.cli.crawl import crawl, run
from harvester.cli.demo import demo
from harvester.cli.hosts import hosts
from harvester.cli.import_warc import import_warc
from harvester.cli.propose import propose
from harvester.cli.read import read
from harvester.cli.reread import reread
from harvester.cli.schedule import schedule
from harvester.cli.set_aside import set_aside
from harvester.cli.stations import stations
from harvester.cli.status import status
from harvester.cli.undo_corrections import undo_corrections
from harvester.model.errors import HarvestError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="harvest")
def cli() -> None:
    """Gather the pages of regional stations, keep them as sent, and read them."""


for _command in (add, read, crawl, backfill, run, schedule, status, alarm, hosts, stations, reread):
    cli.add_command(_command)
for _command in (propose, undo_corrections, set_aside, import_warc, demo, cluster):
    cli.add_command(_command)


def main() -> None:
    """The console script `harvest`."""
    run_command(cli, "harvest", (HarvestError,))
