"""The command `archive`, for archivists and researchers: one module a command.

Whatever is slow to import is imported inside the command that needs it, so that `archive --help`
answers at once.
"""

from __future__ import annotations

import click

from archive.cli.backup import backup, restore
from archive.cli.cdxj import cdxj
from archive.cli.command import run
from archive.cli.counts import counts
from archive.cli.coverage import coverage
from archive.cli.doctor import doctor
from archive.cli.events import events
from archive.cli.export import export
from archive.cli.lineage import lineage
from archive.cli.load import load
from archive.cli.names import names
from archive.cli.note import note
from archive.cli.package import cite, package
from archive.cli.page import page
from archive.cli.redate import redate
from archive.cli.reprints import reprints
from archive.cli.sample import sample
from archive.cli.search import search
from archive.cli.show import log, show
from archive.cli.similar import similar
from archive.cli.stats import stats
from archive.cli.takedown import erase, hide, unhide
from archive.cli.upgrade import upgrade
from archive.cli.verify import verify
from archive.cli.wacz import wacz
from archive.model.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="archive")
def cli() -> None:
    """Search, read and hand out an archive of regional news."""


for _command in (search, similar, names, show, log, stats, load, export, note):
    cli.add_command(_command)
for _command in (events, doctor, verify, upgrade, backup, restore, hide, unhide, erase):
    cli.add_command(_command)
for _command in (package, cite):
    cli.add_command(_command)
for _command in (lineage, reprints, cdxj, wacz, redate, page, counts, coverage, sample):
    cli.add_command(_command)


def main() -> None:
    """The console script `archive`."""
    run(cli, "archive")
