"""`harvest import`: captures from WARC files of any maker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.cli.command import archive_option, complain, trust_option
from harvester.cli.common import (
    FILE,
    load,
    station_files_option,
    station_option,
)


@click.command("import")
@click.argument("files", metavar="WARC...", nargs=-1, required=True, type=FILE)
@archive_option
@trust_option
@station_files_option
@station_option
def import_warc(
    files: Sequence[Path], folder: Path, more: Path | None, wanted: Sequence[str]
) -> int:
    """Take captures from WARC files, also from other people's crawls, and read them.

    With --station, only captures of these stations; a host that no station file names is the
    station host:NAME.
    """
    from harvester.offline.importing import import_files

    imported = import_files(folder, files, load(more, folder), wanted)
    for problem in imported.problems:
        complain("harvest", problem)
    click.echo(imported.summary())
    return imported.exit_code
