"""The folder of an export: the data, its codebook, and a manifest that vouches for both.

The same query on the same archive gives the same bytes of data. Nothing stands under its final
name before all of it is written; the manifest is named last, so a folder with a manifest is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from archive.dataset.cited import Citation
from archive.dataset.codebook import CSV_COLUMNS, MEANINGS, codebook
from archive.dataset.csv import csv
from archive.dataset.jsonl import jsonl
from archive.db.events import utc
from archive.db.sql import one
from archive.files.outside_json import parsed
from archive.files.plain_file import sync_folder
from archive.model.errors import NothingFound, StorageError, UsageError
from archive.model.version import __version__
from archive.search.search import Filters, matches
from archive.store.archive import Archive

Format = Literal["jsonl", "csv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles: all that a query and filters find; without a query, all.

    Or those that are cited, in the revisions that are cited, whatever they say today.
    """

    query: str | None = None
    filters: Filters = field(default_factory=Filters)
    cited: tuple[Citation, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the data file, the number of articles in it, and what is left out.

    `left_out` are those that are cited and not held, or not shown, each with the reason.
    """

    data: Path
    articles: int
    left_out: tuple[str, ...] = ()


def export(archive: Archive, selection: Selection, form: Format, output: Path) -> Exported:
    """Write the selected articles to a folder, or, where `output` has the form's ending, to it.

    `data` gives data/articles.csv, data/codebook.md and data/manifest.json; `data/jan.csv` gives
    data/jan.csv, data/jan.codebook.md and data/jan.manifest.json. Raises UsageError where these
    names belong to another dataset, NothingFound or StorageError; then nothing is written.
    """
    if output.suffix in {f".{other}" for other in get_args(Format)} - {f".{form}"}:
        raise UsageError(f"{output}: a {form} export is asked for; name a folder or a .{form} file")
    is_file = output.suffix == f".{form}"
    data = output if is_file else output / f"articles.{form}"
    beside = f"{output.stem}." if is_file else ""
    _refuse_another(data.parent / f"{beside}manifest.json", data.name)
    left_out: list[str] = []
    with closing(records(archive, selection, [])) as found:
        if next(found, None) is None:
            raise NothingFound("no article matches; nothing is exported")
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(
                records(archive, selection, left_out)
            ) as found,  # before the archive is, on any error
            _Package(data.parent) as package,
        ):
            articles = package.write(data.name, csv(found) if form == "csv" else jsonl(found))
            if form == "csv":
                articles -= 1  # the header
            book = codebook(data.name, CSV_COLUMNS if form == "csv" else MEANINGS)
            package.write(f"{beside}codebook.md", [book.encode()])
            package.files[0]["rows"] = articles
            manifest = _manifest(selection, form, package.files) | {"left_out": left_out}
            manifest["archive"] = _state(archive.connection)
            package.write(f"{beside}manifest.json", [_written(manifest)])
            package.publish()
    except OSError as error:
        raise StorageError(f"{output}: {error.strerror}; nothing is exported") from error
    return Exported(data=data, articles=articles, left_out=tuple(left_out))


def _refuse_another(manifest: Path, data: str) -> None:
    """Raises UsageError where the manifest vouches for another data file than this one."""
    if not manifest.exists():
        return
    try:
        vouched_for = parsed(manifest.read_bytes(), largest=_LARGEST)["files"][0]["name"]
    except (ValueError, LookupError, TypeError):
        vouched_for = None
    if vouched_for != data:
        raise UsageError(
            f"{manifest}: it belongs to {vouched_for or 'something else'}, and an export of {data}"
            f" would replace it; name another folder or file"
        )


def records(
    archive: Archive, selection: Selection, left_out: list[str]
) -> Generator[dict[str, Any], None, None]:
    """The record of each selected article, with its revision and state, in the order of ids.

    What is cited comes in the order of the citations; what cannot be given goes to `left_out`.
    """
    connection = archive.connection
    connection.execute("BEGIN")  # all of it as the archive stands at one moment
    try:
        for citation in _selected(connection, selection):
            held = one(
                connection,
                "SELECT revision, state, first_seen_at, last_seen_at FROM articles WHERE id = ?",
                citation.article,
            )
            revision = citation.revision or None
            try:
                record = archive.article(citation.article, revision).to_dict()
            except NothingFound as error:
                left_out.append(str(error))
                continue
            yield record | (held or {}) | ({"revision": revision} if revision else {})
    finally:
        connection.execute("ROLLBACK")


def _selected(connection: sqlite3.Connection, selection: Selection) -> Iterable[Citation]:
    """What is selected; an empty revision is the current one."""
    if selection.cited is not None:
        return selection.cited
    return [
        Citation(found, "") for found in matches(connection, selection.query, selection.filters)
    ]


def _manifest(selection: Selection, form: Format, files: list[dict[str, Any]]) -> dict[str, Any]:
    cited = selection.cited
    return {
        "program": f"archive {__version__}",
        "created": utc(datetime.now(UTC)),
        "format": form,
        "query": selection.query,
        "filters": asdict(selection.filters),
        "cited": None if cited is None else len(cited),
        "files": files,
    }


def _written(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"


def _state(connection: sqlite3.Connection) -> dict[str, Any]:
    """What the archive held when this was taken from it."""
    state = one(
        connection,
        "SELECT (SELECT count(*) FROM articles) AS articles,"
        " (SELECT count(*) FROM history) AS revisions,"
        " (SELECT max(at) FROM sightings) AS latest_sighting,"
        " (SELECT user_version FROM pragma_user_version) AS schema",
    )
    return state or {}


_LARGEST = 1 << 26  # bytes of a manifest


class _Package:
    """Files of one folder that get their names together, once all are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[dict[str, Any]] = []

    def __enter__(self) -> _Package:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self.files:
            self._unfinished(file["name"]).unlink(missing_ok=True)

    def write(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write and sync a file under its unfinished name; the number of its pieces."""
        digest, size, count = hashlib.sha256(), 0, 0
        self.files.append({"name": name, "sha256": "", "bytes": 0, "rows": None})
        with self._unfinished(name).open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size, count = size + len(piece), count + 1
            file.flush()
            os.fsync(file.fileno())
        self.files[-1] |= {"sha256": digest.hexdigest(), "bytes": size}
        return count

    def publish(self) -> None:
        """Give all files their names, the manifest last; a former manifest goes first."""
        (self.folder / self.files[-1]["name"]).unlink(missing_ok=True)
        for file in self.files:
            self._unfinished(file["name"]).rename(self.folder / file["name"])
        sync_folder(self.folder)

    def _unfinished(self, name: str) -> Path:
        return self.folder / f".{name}.unfinished"
