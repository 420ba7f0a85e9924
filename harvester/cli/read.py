"""`harvest read`: one saved page, or many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.command import archive_option, complain
from archive.files.atomic_file import written
from archive.model.safe_text import visible
from harvester.cli.common import (
    FILE,
    contact_option,
    json_option,
    load,
    station_files_option,
    web_address,
)
from harvester.model.errors import NoAnswer

if TYPE_CHECKING:
    from archive.model.article import Article
    from harvester.config.stations import Stations


@click.command()
@click.argument("page", metavar="[FILE|URL]", required=False)
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
@contact_option
@json_option
def read(
    page: str | None, url: str | None, station: str | None, manifest: Path | None,
    output: Path | None, folder: Path, more: Path | None, contact: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Read one page and print its record: a saved one, or one that is fetched from its address.

    Or many saved ones, named by a manifest. Nothing is archived.
    """
    from archive.cli.render import article_lines
    from harvester.offline.saved import read_file, read_manifest

    stations = load(more, folder)
    if manifest is not None and page is None:
        return _write_records(read_manifest(manifest, stations), output)
    if page is None or manifest is not None:
        raise click.UsageError("give either FILE or --manifest")
    if page.lower().startswith(("http://", "https://")):
        context = click.get_current_context()
        address = web_address(context, context.command.params[0], page)
        record = _fetched(address, station, stations, contact).to_dict()
    else:
        file = FILE.convert(page, None, click.get_current_context())
        record = read_file(file, url=url, station=station, stations=stations).to_dict()
    if as_json:
        click.echo(json.dumps({"file": page} | record, ensure_ascii=False, indent=1))
    else:
        click.echo(visible("\n".join(article_lines(record, evidence=True))))
    return 0


def _fetched(url: str, station: str | None, stations: Stations, contact: str | None) -> Article:
    """The article at an address, after one polite request."""
    from harvester.crawl.fetch import run_with_fetch
    from harvester.extract.read_article import read_article

    chosen = stations.get(station) if station else stations.for_page(url)
    capture = run_with_fetch(lambda fetch: fetch(url), [url], contact=contact)
    if capture.status != HTTPStatus.OK:
        raise NoAnswer(f"{url}: the server answered {capture.status}")
    return read_article([capture], chosen, url)


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
