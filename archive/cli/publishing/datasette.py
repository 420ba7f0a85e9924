"""`archive datasette-metadata`: what stock Datasette is told of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option
from archive.cli.common import reading


@click.command("datasette-metadata")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to a file instead of printing it.",
)
@archive_option
def datasette_metadata(folder: Path, output: Path | None) -> None:
    """Describe the archive to Datasette: tables, queries, units, and what it hides.

    `datasette archive.db -m FILE`; from Datasette 1.0 on `-m FILE -c FILE`.
    """
    from archive.files.atomic_file import written
    from archive.publish.datasette import as_json, metadata

    with reading(folder) as archive, written(output) as file:
        file.write(as_json(metadata(archive.connection)))
