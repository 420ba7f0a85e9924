"""A selection of articles as WACZ: their captures, an index and a list of pages in one file.

Programs such as ReplayWeb.page and pywb show it as it is. Only the selected captures are in it, and
those that they repeat; each is written as this version writes it. The same selection of the same
archive gives the same bytes, so no moment of its making stands in it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from archive.db.identity import identity
from archive.db.moment import one_moment
from archive.db.sql import Row, rows
from archive.files.atomic_file import written_whole
from archive.model.errors import Damaged, NothingFound, StorageError, UsageError
from archive.model.version import __version__
from archive.search.search import Filters, matches
from archive.store.archive import Archive
from archive.store.replay import captures_of, captures_taken_down, entry_of, location
from archive.warc import Earlier, Stored
from archive.warc.exchange import (
    metadata_record,
    request_record,
    response_record,
    worth_compressing,
)
from archive.warc.record import compress, sha256
from archive.warc.warcinfo import Maker, warcinfo_record

_WARC = "data.warc.gz"
_LINES_A_BLOCK = 1024
#: All members of the ZIP file have one moment, so that it follows from the selection alone.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_PROGRAM = f"regional-news-harvester/{__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles: those with these ids, or all that a query and filters find.

    `text`: whether the list of pages has the text of each.
    """

    query: str | None = None
    filters: Filters
    ids: tuple[str, ...] = ()
    text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """How many articles and captures are in a WACZ; and which captures could not be read."""

    articles: int
    captures: int
    damaged: tuple[str, ...]


def write_wacz(archive: Archive, wanted: Wanted, output: Path) -> Packed:
    """Write the selected articles' captures to a WACZ file, or to the WARC file in it alone.

    Raises UsageError, NothingFound (also of an id), TakenDown or StorageError; then nothing is
    written.
    """
    is_warc = output.name.endswith(".warc.gz")
    if output.suffix != ".wacz" and not is_warc:
        raise UsageError(f"{output}: name a file that ends in .wacz or .warc.gz")
    if is_warc and wanted.text:
        raise UsageError(f"{output}: a WARC file has no list of pages for their text")
    try:
        with one_moment(archive.connection), closing(_Selected(archive)) as selected:
            for article in _articles(archive, wanted):
                selected.add(article)
            if not selected.articles:
                raise NothingFound("no article matches; nothing is written")
            with written_whole(output) as file:
                if is_warc:
                    file.writelines(selected.members())
                else:
                    _write_zip(file, selected, with_text=wanted.text)
            return selected.summary()
    except OSError as error:
        raise StorageError(f"{output}: {error.strerror}; nothing is written") from error


def _write_zip(file: BinaryIO, selected: _Selected, *, with_text: bool) -> None:
    with ZipFile(file, "w", ZIP_STORED) as zip_file:
        package = _Package(zip_file)
        package.write(f"archive/{_WARC}", selected.members())
        blocks: list[bytes] = []
        package.write("indexes/index.cdx.gz", selected.index(blocks))
        package.write("indexes/index.idx", blocks)
        package.write("pages/pages.jsonl", selected.pages(with_text=with_text))
        package.close()


def _articles(archive: Archive, wanted: Wanted) -> Iterable[str]:
    if not wanted.ids:
        return matches(archive.connection, wanted.query, wanted.filters)
    for article in wanted.ids:
        archive.article(article)  # raises where it is not held, or was taken down
    return sorted(set(wanted.ids))


class _Selected:
    """The selected captures, in a database of their own on disk: they may outgrow memory."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._taken_down = captures_taken_down(archive.connection)
        self._scratch = sqlite3.connect("", isolation_level=None)
        for columns in (
            "articles (id TEXT PRIMARY KEY)",
            "captures (id TEXT PRIMARY KEY, is_revisit INTEGER, captured_at TEXT, row TEXT)",
            "written (id TEXT PRIMARY KEY, line TEXT)",
        ):
            self._scratch.execute(f"CREATE TABLE {columns} WITHOUT ROWID")
        self._scratch.execute("BEGIN")
        self._damaged: list[str] = []

    def close(self) -> None:
        """Drop the selection."""
        self._scratch.close()

    @property
    def articles(self) -> int:
        """How many articles are selected."""
        return self._count("articles")

    def add(self, article: str) -> None:
        """Select an article: its captures, but what shows an article that was taken down."""
        self._scratch.execute("INSERT INTO articles VALUES (?)", (article,))
        for row in captures_of(self._archive.connection, article):
            if row["id"] in self._taken_down or (row["status"] == 304 and not row["revisit_of"]):
                continue
            self._scratch.execute(
                "INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?)",
                (row["id"], row["revisit_of"] is not None, row["captured_at"], json.dumps(row)),
            )

    def members(self) -> Iterator[bytes]:
        """The WARC file, record by record; what a revisit repeats comes before it."""
        newest = self._scratch.execute("SELECT max(captured_at) FROM captures").fetchone()[0]
        at = datetime.fromisoformat(newest) if newest else datetime(1980, 1, 1, tzinfo=UTC)
        of = identity(self._archive.connection) or "an archive"
        info = compress(warcinfo_record(_WARC, of, Maker(_PROGRAM), at), stored=False)
        yield info
        offset = len(info)
        rows_of = "SELECT row FROM captures ORDER BY is_revisit, captured_at, id"
        for (packed_row,) in self._scratch.execute(rows_of):
            row: Row = json.loads(packed_row)
            try:
                first, companions = self._records(row)
            except Damaged as error:
                self._damaged.append(str(error))
                continue
            entry = replace(entry_of(row), length=len(first), offset=offset, file=_WARC)
            line = entry.line(recordDigest=sha256(first))
            self._scratch.execute("INSERT INTO written VALUES (?, ?)", (row["id"], line))
            yield first
            yield companions
            offset += len(first) + len(companions)

    def _records(self, row: Row) -> tuple[bytes, bytes]:
        """The record of a capture, and those that accompany it. Raises Damaged."""
        capture = self._archive.capture(row["id"])
        earlier = self._repeated(row) if row["revisit_of"] else None
        response = response_record(capture, earlier)
        companions = (request_record(capture), metadata_record(capture, earlier))
        return (
            compress(response, stored=not worth_compressing(capture)),
            b"".join(compress(record, stored=False) for record in companions),
        )

    def _repeated(self, row: Row) -> Earlier:
        """What a revisit repeats. Raises Damaged where that is not in the file."""
        written = "SELECT 1 FROM written WHERE id = ?"
        if self._scratch.execute(written, (row["revisit_of"],)).fetchone() is None:
            raise Damaged(f"{row['id']}: the capture that it repeats is not in the file")
        item = self._archive.captures.item_at(location(row))
        if not isinstance(item, Stored) or item.revisit_of is None:
            raise Damaged(f"{row['id']}: its record is no revisit")
        return replace(item.revisit_of, payload_digest=row["repeated"])

    def index(self, blocks: list[bytes]) -> Iterator[bytes]:
        """The index in compressed blocks of lines; `blocks` gets the lines that find a block."""
        head = json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
        blocks.append(f"!meta 0 {head}\n".encode())
        offset = 0
        written_lines = self._scratch.execute("SELECT line FROM written ORDER BY line")
        while lines := [line for (line,) in written_lines.fetchmany(_LINES_A_BLOCK)]:
            deflate = zlib.compressobj(wbits=31)
            block = deflate.compress("".join(f"{line}\n" for line in lines).encode())
            block += deflate.flush()
            position = json.dumps({"offset": offset, "length": len(block), "digest": sha256(block)})
            blocks.append(f"{lines[0].partition(' {')[0]} {position}\n".encode())
            yield block
            offset += len(block)

    def pages(self, *, with_text: bool) -> Iterator[bytes]:
        """The list of pages: each revision, as its first capture shows it."""
        head = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": with_text}
        yield _json_line(head)
        for (article,) in self._scratch.execute("SELECT id FROM articles ORDER BY id"):
            for page in rows(self._archive.connection, _PAGES, article):
                written = "SELECT 1 FROM written WHERE id = ?"
                if self._scratch.execute(written, (page.pop("capture"),)).fetchone():
                    revision = page.pop("revision")
                    page["id"] = f"{article}@{revision}"
                    if with_text:
                        page["text"] = self._archive.article(article, revision).body
                    yield _json_line(page)

    def summary(self) -> Packed:
        """What is in the file."""
        captures = self._count("written")
        return Packed(articles=self.articles, captures=captures, damaged=tuple(self._damaged))

    def _count(self, table: str) -> int:
        return int(self._scratch.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


_PAGES = """SELECT h.revision, h.title, c.id AS capture, c.url, c.captured_at AS ts
    FROM history AS h
    JOIN revision_captures AS r ON r.article = h.article AND r.revision = h.revision
    JOIN captures AS c ON c.id = r.capture
    WHERE h.article = ? AND r.part = (SELECT min(part) FROM revision_captures AS first
        WHERE first.article = h.article AND first.revision = h.revision)
    ORDER BY h.revision"""


class _Package:
    """The members of a ZIP file, and the list that vouches for them."""

    def __init__(self, zip_file: ZipFile) -> None:
        self._zip = zip_file
        self._resources: list[dict[str, Any]] = []

    def write(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write a member, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_member(path), "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self._resources.append(
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{digest.hexdigest()}",
                "bytes": size,
            }
        )

    def close(self) -> None:
        """Write datapackage.json, and its own digest."""
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "software": _PROGRAM,
            "resources": self._resources,
        }
        content = json.dumps(package, indent=2).encode() + b"\n"
        self._zip.writestr(_member("datapackage.json"), content)
        vouched = {"path": "datapackage.json", "hash": sha256(content)}
        self._zip.writestr(
            _member("datapackage-digest.json"), json.dumps(vouched, indent=2).encode() + b"\n"
        )


def _member(path: str) -> ZipInfo:
    """A member of the ZIP file, stored as it is: programs read pieces of it."""
    return ZipInfo(path, _ZIP_DATE)


def _json_line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
