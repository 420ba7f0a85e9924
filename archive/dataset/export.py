"""An export: articles and related tables, their codebook, and a manifest that vouches for all.

The same query on the same archive gives the same bytes of data. Nothing stands under its final
name before all of it is written; the manifest is named last, so a folder with a manifest is whole.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from archive.dataset import csv, json_ld, jsonl, parquet
from archive.dataset.articles import ARTICLES
from archive.dataset.checkpoint import Checkpoints, last_written
from archive.dataset.codebook import codebooks
from archive.dataset.columns import Column, Table
from archive.dataset.file_names import FileNames, Format
from archive.dataset.output import HashedFile, Output
from archive.dataset.profiles import PROMISES, Profile, further, prepare, shared
from archive.dataset.related import COVERAGE, related
from archive.dataset.selection import Batches, Cited, Found, Selection, at_one_moment, coverage_rows
from archive.db.events import utc
from archive.db.identity import identity
from archive.db.sql import one
from archive.model.errors import Damaged, UsageError
from archive.model.version import __version__
from archive.store.archive import Archive

Reached = Callable[[str, HashedFile, int], None]
Period = Literal["year", "month"]
_PROGRAM = f"archive {__version__}"
#: Called with the number of articles that are written, and of all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a dataset is written.

    `columns` are those of the articles, in this order; by default JSON lines have all, tables those
    that fit in a cell. `related` are tables beside the articles (`archive.dataset.related`).
    `mark`: CSV begins with a byte order mark. `partition` divides Parquet by the printed month or
    year. `extra` are columns beside those of the archive: the split of a sample.
    """

    form: Format = "jsonl"
    columns: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    mark: bool = True
    partition: Period | None = None
    extra: tuple[Column, ...] = ()

    def of_articles(self, profile: Profile) -> tuple[Column, ...]:
        """The columns of the articles that a profile shares. Raises UsageError."""
        if self.columns:
            chosen = _shared(profile, ARTICLES, ARTICLES.named(self.columns))
            left_out = [name for name in self.columns if name not in {each.name for each in chosen}]
            if left_out:
                raise UsageError(
                    f"{', '.join(left_out)}: not shared in the profile {profile}; leave it out"
                )
            return chosen + self.extra
        columns = (
            column
            for column in ARTICLES.columns
            if self.form in {"jsonl", "jsonld"} or column.fits_a_cell
        )
        return _shared(profile, ARTICLES, columns) + self.extra

    def tables(self, profile: Profile) -> tuple[tuple[Table, tuple[Column, ...]], ...]:
        """The related tables with their columns. Raises UsageError."""
        if self.form == "jsonld" and self.related:
            raise UsageError(
                "NewsArticle says what is an article: a related table needs another form"
            )
        return tuple(
            (table, _shared(profile, table, table.columns)) for table in related(self.related)
        )


def _shared(profile: Profile, table: Table, columns: Iterable[Column]) -> tuple[Column, ...]:
    return (*shared(profile, columns), *further(profile, table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the data file, the number of articles in it, and what is left out.

    `left_out` are those that are cited and not held, or not shown, each with the reason;
    `interrupted` says what became of an export that was interrupted.
    """

    data: Path
    articles: int
    left_out: tuple[str, ...] = ()
    interrupted: str = ""


def export(
    archive: Archive,
    selection: Selection,
    shape: Shape,
    output: Path,
    progress: Progress | None = None,
) -> Exported:
    """Write the selected articles to a folder, or, where `output` has the form's ending, to it.

    `data` gives data/articles.csv, data/codebook.md and data/manifest.json; `data/jan.csv` gives
    data/jan.csv, data/jan.codebook.md and data/jan.manifest.json. Raises UsageError where these
    names belong to another dataset, NothingFound or StorageError; then nothing is written.
    Where the same export was interrupted, it goes on from there.
    """
    names = FileNames.of(output, shape.form, is_divided=shape.partition is not None)
    profile = selection.profile
    columns, tables = (
        shape.of_articles(profile),
        shape.tables(profile),
    )  # before anything is read or written
    request = _request(archive, selection, shape)
    former = names.former_files((f"{table.name}.{shape.form}" for table, _ in tables), request)
    connection = archive.connection
    prepare(connection, profile, archive.folder)
    before = None if connection.in_transaction else last_written(archive.folder)
    with (
        at_one_moment(archive, selection, output, "nothing is exported") as (source, total),
        Output(names.folder, _checkpoints(archive, names, shape, request, before)) as files,
    ):
        writer = TableWriter(files, shape)
        done = files.rows_in(names.data)
        by_time = shape.partition is not None  # one period after the other
        rows = source.rows(ARTICLES, columns, by_time=by_time, after=done)
        articles = writer.articles(names.data, columns, watched(rows, total, progress, done))
        book = [(names.data, ARTICLES.row, columns)]
        for table, of_table in tables:
            name = names.beside(f"{table.name}.{shape.form}")
            related = related_rows(connection, source, selection, table, of_table)
            writer.table(name, of_table, related)
            book.append((name, table.row, of_table))
        files.write(names.beside("codebook.md"), codebooks(book).encode())
        manifest = {
            "program": _PROGRAM,
            "created": utc(datetime.now(UTC)),
            **request,
            "files": files.files,
            "not_promised": PROMISES[profile],
            "left_out": list(source.left_out),
            "archive": state_of(connection),
        }
        files.write(names.manifest, _written(manifest))
        files.publish(former)
    return Exported(
        data=names.folder / names.data,
        articles=articles,
        left_out=source.left_out,
        interrupted=_interrupted(done, files.refused),
    )


def _checkpoints(
    archive: Archive,
    names: FileNames,
    shape: Shape,
    request: dict[str, Any],
    before: list[list[int]] | None,
) -> Checkpoints:
    """The checkpoints of an export.

    `before` is when the archive was last written to, as it was known before the moment began: it
    is that of the moment, if it is the same now. If not, no later export has the same.
    """
    is_known = before == last_written(archive.folder)
    depends_on = {
        **request,
        "byte order mark": shape.mark,
        "partition": shape.partition,
        "program": _PROGRAM,
        "version of pyarrow": parquet.version() if shape.form == "parquet" else None,
        "state of the archive": before if is_known else uuid.uuid4().hex,
    }
    return Checkpoints(names, depends_on)


def _interrupted(done: int, refused: str) -> str:
    """What became of an interrupted export, in a sentence; none where there was none."""
    if refused:
        return f"an interrupted export was there, and this one began anew: {refused}"
    return f"went on after {done:,} articles of an interrupted export" if done else ""


class TableWriter:
    """Writes tables in the form that is asked for."""

    def __init__(self, files: Output, shape: Shape) -> None:
        self._files = files
        self._shape = shape

    def articles(self, name: str, columns: Sequence[Column], batches: Batches) -> int:
        """Write the articles that are not written yet; how many there are in all.

        Lines are added to those of an interrupted export. Of Parquet only whole files are of use: a
        file ends with what says where in it each group of rows stands.
        """
        if self._shape.partition:
            for path, part in parquet.partitions(columns, batches, self._shape.partition):
                self.table(f"{name}/{path}", columns, part)
        else:
            reached = None if self._shape.form == "parquet" else self._files.reached
            self.table(name, columns, batches, reached)
        return self._files.rows_in(name)

    def table(
        self, name: str, columns: Sequence[Column], batches: Batches, reached: Reached | None = None
    ) -> None:
        """Write a table, unless it is there. Raises Damaged for a value of another type.

        `reached` is called with each batch that is written, and how many rows there are with it.
        """
        if self._files.has(name):
            return
        begun = self._files.rows_in(name)
        with self._files.file(name) as sink, typed(name):
            rows = Counted(batches, begun, partial(reached, name, sink) if reached else None)
            self._write(sink, columns, rows)
        self._files.counted(rows.count)

    def _write(self, sink: HashedFile, columns: Sequence[Column], rows: Counted) -> None:
        match self._shape.form:
            case "jsonl":
                jsonl.write(sink, columns, rows)
            case "csv":
                if not sink.tell():
                    csv.write_header(sink, columns, mark=self._shape.mark)
                csv.write(sink, columns, rows)
            case "parquet":
                parquet.write(sink, columns, rows)
            case "jsonld":
                json_ld.write(sink, columns, rows)


@contextmanager
def typed(name: str) -> Iterator[None]:
    """Raises Damaged where the block meets a value of another type than its column in a table."""
    try:
        yield
    except (TypeError, AttributeError, ValueError) as error:
        raise Damaged(
            f"{name}: a value is not of the type of its column ({error}); see `archive verify`"
        ) from error


class Counted:
    """Batches of rows, counted as they pass, from `count` on.

    `reached` is called with the count when the next batch is asked for: then the last is written.
    """

    def __init__(
        self, batches: Batches, count: int = 0, reached: Callable[[int], None] | None = None
    ) -> None:
        self._batches = batches
        self._reached = reached
        self.count = count

    def __iter__(self) -> Batches:
        for batch in self._batches:
            self.count += len(batch)
            yield batch
            if self._reached:
                self._reached(self.count)


def related_rows(
    connection: sqlite3.Connection,
    source: Found | Cited,
    selection: Selection,
    table: Table,
    columns: Sequence[Column],
) -> Batches:
    """The rows of a related table: of what is selected, or of the days that the filters name."""
    if table is COVERAGE:
        return coverage_rows(connection, selection.filters)
    return source.rows(table, columns)


def watched(batches: Batches, total: int, progress: Progress | None, done: int = 0) -> Batches:
    """The same batches; `progress` is told of each, and of what was done before them."""
    if done and progress is not None:
        progress(done, total)
    for batch in batches:
        yield batch
        done += len(batch)
        if progress is not None:
            progress(done, total)


def _request(archive: Archive, selection: Selection, shape: Shape) -> dict[str, Any]:
    """What is asked for, as JSON gives it back: it tells one dataset from another."""
    return {
        "format": shape.form,
        **selection.request(archive.folder),
        "columns": list(shape.columns) or None,
        "related": sorted(shape.related),
        "archive_id": identity(archive.connection),
    }


def _written(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"


def state_of(connection: sqlite3.Connection) -> dict[str, Any]:
    """What the archive held when this was taken from it."""
    state = one(
        connection,
        "SELECT (SELECT count(*) FROM articles) AS articles,"
        # not of `history`, the view of both: SQLite would read the whole articles
        " (SELECT count(*) FROM articles) + (SELECT count(*) FROM revisions) AS revisions,"
        " (SELECT max(at) FROM sightings) AS latest_sighting,"
        " (SELECT user_version FROM pragma_user_version) AS schema",
    )
    return state or {}
