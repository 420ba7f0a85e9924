"""`harvest read`: one saved page, or many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.cli.command import archive_option, complain
from archive.files.atomic_file import written
from archive.model.safe_text import visible
from harvester.cli.common import (
    FILE,
    json_option,
    load,
    station_files_option,
)


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--url", help="The address that the page was saved from.")
@click.option("--station", help="Read the page by the rules of this station.")
@click.option("--manifest", type=FILE, help='Many pages: {"file", "url"?, "station"?} a line.')
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the records of --manifest to this file.",
)
@archive_option
@station_files_option
@json_option
def read(
    file: Path | None, url: str | None, station: str | None, manifest: Path | None,
    output: Path | None, folder: Path, more: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Read one saved page and print its record; or many, named by a manifest."""
    from archive.cli.render import article_lines
    from harvester.offline.saved import read_file, read_manifest

    stations = load(more, folder)
    if manifest is not None and file is None:
        return _write_records(read_manifest(manifest, stations), output)
    if file is None or manifest is not None:
        raise click.UsageError("give either FILE or --manifest")
    record = read_file(file, url=url, station=station, stations=stations).to_dict()
    if as_json:
        click.echo(json.dumps({"file": str(file)} | record, ensure_ascii=False, indent=1))
    else:
        click.echo(visible("\n".join(article_lines(record, evidence=True))))
    return 0


def _write_records(records: Iterator[dict[str, Any]], output: Path | None) -> int:
    """One JSON line a row; 1 where some pages gave a reason instead of a record."""
    errors = 0
    with written(output) as file:
        for record in records:
            errors += "error" in record
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    if errors:
        complain("harvest", f"{errors} pages gave no article; their rows say why")
    return 1 if errors else 0
