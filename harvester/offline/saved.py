"""Saved pages: read a file, or a manifest of files, without network or archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.files.outside_json import Unreadable, parsed
from archive.model.article import Capture
from archive.warc.record import GZIP_MAGIC
from harvester.extract.read_article import read_article
from harvester.model.errors import BadManifest, HarvestError, NotAnArticle
from harvester.model.url import canonical

if TYPE_CHECKING:
    from archive.model.article import Article
    from harvester.config.stations import Stations

#: The address of a saved page whose own address is not known.
UNKNOWN_URL = "http://unknown.invalid/"


def read_file(path: Path, *, url: str | None, station: str | None, stations: Stations) -> Article:
    """Read one saved page.

    Raises BadManifest for what is no http(s) address, NotAnArticle (which names the file),
    NoStation or StationError; OSError where the file cannot be read.
    """
    try:
        address = canonical(url) if url else UNKNOWN_URL
    except ValueError as error:
        raise BadManifest(f"{path}: {error}") from error
    try:
        chosen = stations.get(station) if station else stations.for_page(address)
        return read_article([_capture(path, address)], chosen, address)
    except NotAnArticle as error:
        raise NotAnArticle(error.kind, f"{path}: {error}") from error


def read_manifest(manifest: Path, stations: Stations) -> Iterator[dict[str, Any]]:
    """Read the pages that a manifest names; one record, or one reason, for each of its rows.

    Rows are `{"file", "url"?, "station"?}`, paths relative to the manifest. A row that names no
    page, and a page that is no article or cannot be read, give `{"file", "error", "kind"}`.
    Raises BadManifest where no row at all names a page.
    """
    lines = manifest.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [_row(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not any("error" not in row for row in rows):
        raise BadManifest(f'{manifest}: no line is an object with "file": it is no manifest')
    for row in rows:
        yield row if "error" in row else _read_row(manifest.parent, row, stations)


def _read_row(folder: Path, row: dict[str, Any], stations: Stations) -> dict[str, Any]:
    name = row["file"]
    try:
        article = read_file(
            folder / name, url=row.get("url"), station=row.get("station"), stations=stations
        )
    except NotAnArticle as error:
        return {"file": name, "error": str(error), "kind": error.kind}
    except HarvestError as error:
        return {"file": name, "error": str(error), "kind": "station"}
    except OSError as error:
        return {"file": name, "error": str(error), "kind": "unreadable"}
    return {"file": name} | article.to_dict()


def _row(number: int, line: str) -> dict[str, Any]:
    """A row of the manifest, or why it is none."""
    try:
        row = parsed(line)
    except Unreadable as error:
        return {"file": None, "error": f"line {number}: {error}", "kind": "manifest"}
    name = row.get("file") if isinstance(row, dict) and "error" not in row else None
    if isinstance(name, str) and "\0" not in name:
        return dict(row)
    reason = f'line {number}: expected an object with "file"'
    return {"file": None, "error": reason, "kind": "manifest"}


def _capture(path: Path, url: str) -> Capture:
    """A saved page as a capture: its bytes, and the time the file was last changed.

    A client that unpacks nothing saves what the server packed.
    """
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    body = path.read_bytes()
    packed = (("Content-Encoding", "gzip"),) if body.startswith(GZIP_MAGIC) else ()
    return Capture(
        id=f"file:{path.name}", url=url, status=200, captured_at=saved, body=body, headers=packed
    )
