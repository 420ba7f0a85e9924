"""Saved pages: read a file, or a manifest of files, without network or archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.article import Capture
from harvester.errors import BadManifest, HarvestError, NotAnArticle
from harvester.reading import read_article

if TYPE_CHECKING:
    from archive.article import Article
    from harvester.station import Station
    from harvester.station_files import Stations

#: The address of a saved page whose own address is not known.
UNKNOWN_URL = "http://unknown.invalid/"


def read_file(path: Path, *, url: str | None, station: str | None, stations: Stations) -> Article:
    """Read one saved page.

    Raises NotAnArticle, NoStation or StationError; OSError where the file cannot be read.
    """
    address = url or UNKNOWN_URL
    return read_article([_capture(path, address)], _station(address, station, stations), address)


def read_manifest(manifest: Path, stations: Stations) -> Iterator[dict[str, Any]]:
    """Read the pages that a manifest names; one record, or one reason, for each of its rows.

    Rows are `{"file", "url"?, "station"?}`, paths relative to the manifest. A page that is no
    article or cannot be read gives `{"file", "error", "kind"}`. Raises BadManifest.
    """
    lines = manifest.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(manifest, number, line)
        name = row["file"]
        try:
            article = read_file(
                manifest.parent / name,
                url=row.get("url"),
                station=row.get("station"),
                stations=stations,
            )
        except NotAnArticle as error:
            yield {"file": name, "error": str(error), "kind": error.kind}
        except HarvestError as error:
            yield {"file": name, "error": str(error), "kind": "station"}
        except (OSError, ValueError) as error:
            yield {"file": name, "error": str(error), "kind": "unreadable"}
        else:
            yield {"file": name} | article.record()


def _row(manifest: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadManifest(f"{manifest}, line {number}: not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("file"), str):
        raise BadManifest(f'{manifest}, line {number}: expected an object with "file"')
    return row


def _capture(path: Path, url: str) -> Capture:
    """A saved page as a capture: its bytes, and the time the file was last changed."""
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Capture(
        id=f"file:{path.name}", url=url, status=200, captured_at=saved, body=path.read_bytes()
    )


def _station(url: str, name: str | None, stations: Stations) -> Station:
    return stations.get(name) if name else stations.for_page(url)
