"""The command `archive`, for archivists and researchers: one module a command.

Whatever is slow to import is imported inside the command that needs it, so that `archive --help`
answers at once.
"""

from __future__ import annotations

import click

from archive.cli.command import run
from archive.cli.custody.backup import backup, restore
from archive.cli.custody.doctor import doctor
from archive.cli.custody.load import load
from archive.cli.custody.merge import merge
from archive.cli.custody.note import note
from archive.cli.custody.redate import redate
from archive.cli.custody.takedown import erase, hide, unhide
from archive.cli.custody.upgrade import upgrade
from archive.cli.custody.verify import verify
from archive.cli.publishing.cdxj import cdxj
from archive.cli.publishing.cluster import cluster
from archive.cli.publishing.counts import counts
from archive.cli.publishing.coverage import coverage
from archive.cli.publishing.datasette import datasette_metadata
from archive.cli.publishing.export import export
from archive.cli.publishing.package import cite, package
from archive.cli.publishing.sample import sample
from archive.cli.publishing.wacz import wacz
from archive.cli.reading.events import events
from archive.cli.reading.lineage import lineage
from archive.cli.reading.names import names
from archive.cli.reading.page import page
from archive.cli.reading.reprints import reprints
from archive.cli.reading.search import search
from archive.cli.reading.serve import serve
from archive.cli.reading.show import log, show
from archive.cli.reading.similar import similar
from archive.cli.reading.stats import stats
from archive.model.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="archive")
def cli() -> None:
    """Search, read and hand out an archive of regional news."""


for _command in (search, similar, names, show, log, stats, load, export, note):
    cli.add_command(_command)
for _command in (events, doctor, verify, upgrade, backup, restore, merge, hide, unhide, erase):
    cli.add_command(_command)
for _command in (package, cite, datasette_metadata, cluster):
    cli.add_command(_command)
for _command in (
    lineage,
    reprints,
    cdxj,
    wacz,
    redate,
    page,
    counts,
    coverage,
    sample,
    serve,
    cluster,
):
    cli.add_command(_command)


def main() -> None:
    """The console script `archive`."""
    run(cli, "archive")
