"""An export: articles and related tables, their codebook, and a manifest that vouches for all.

The same query on the same archive gives the same bytes of data. Nothing stands under its final
name before all of it is written; the manifest is named last, so a folder with a manifest is whole.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from archive.dataset import csv, jsonl, parquet
from archive.dataset.articles import ARTICLES
from archive.dataset.codebook import codebooks
from archive.dataset.columns import Column, Table
from archive.dataset.output import HashedFile, Output, refuse_others, unfinished
from archive.dataset.related import COVERAGE, related
from archive.dataset.selection import Batches, Cited, Found, Selection, at_one_moment, coverage_rows
from archive.db.events import utc
from archive.db.sql import one
from archive.files.inside import why_not
from archive.files.outside_json import LARGEST_LIST, parsed
from archive.model.errors import Damaged, UsageError
from archive.model.version import __version__
from archive.store.archive import Archive

Format = Literal["jsonl", "csv", "parquet"]
Period = Literal["year", "month"]
#: Called with the number of articles that are written, and of all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a dataset is written.

    `columns` are those of the articles, in this order; by default JSON lines have all, tables those
    that fit in a cell. `text=False` leaves out what repeats the text of articles. `related` are
    tables beside the articles (`archive.dataset.related`). `mark`: CSV begins with a byte order
    mark. `partition` divides Parquet by the printed month or year. `extra` are columns beside those
    of the archive: the split of a sample.
    """

    form: Format = "jsonl"
    columns: tuple[str, ...] = ()
    text: bool = True
    related: tuple[str, ...] = ()
    mark: bool = True
    partition: Period | None = None
    extra: tuple[Column, ...] = ()

    def of_articles(self) -> tuple[Column, ...]:
        """The columns of the articles. Raises UsageError."""
        if self.columns:
            chosen = ARTICLES.named(self.columns)
            texts = [column.name for column in chosen if column.is_text]
            if texts and not self.text:
                raise UsageError(
                    f"{', '.join(texts)}: text, and an export without text is asked for"
                )
            return chosen + self.extra
        columns = (
            column for column in ARTICLES.columns if self.form == "jsonl" or column.fits_a_cell
        )
        return self._with_or_without_text(columns) + self.extra

    def tables(self) -> tuple[tuple[Table, tuple[Column, ...]], ...]:
        """The related tables with their columns. Raises UsageError."""
        return tuple(
            (table, self._with_or_without_text(iter(table.columns)))
            for table in related(self.related)
        )

    def _with_or_without_text(self, columns: Iterator[Column]) -> tuple[Column, ...]:
        return tuple(column for column in columns if self.text or not column.is_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the data file, the number of articles in it, and what is left out.

    `left_out` are those that are cited and not held, or not shown, each with the reason.
    """

    data: Path
    articles: int
    left_out: tuple[str, ...] = ()


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
    """
    names = _Names.of(output, shape)
    columns, tables = shape.of_articles(), shape.tables()  # before anything is read or written
    former = names.former_files(f"{table.name}.{shape.form}" for table, _ in tables)
    connection = archive.connection
    with at_one_moment(archive, selection, output, "nothing is exported") as (source, total):
        names.folder.mkdir(parents=True, exist_ok=True)
        with Output(names.folder) as files:
            writer = TableWriter(files, shape)
            by_time = shape.partition is not None  # one period after the other
            batches = watched(source.rows(ARTICLES, columns, by_time=by_time), total, progress)
            articles = writer.articles(names.data, columns, batches)
            book = [(names.data, ARTICLES.row, columns)]
            for table, of_table in tables:
                name = names.beside(f"{table.name}.{shape.form}")
                rows = related_rows(connection, source, selection, table, of_table)
                writer.table(name, of_table, rows)
                book.append((name, table.row, of_table))
            files.write(names.beside("codebook.md"), codebooks(book).encode())
            manifest = _manifest(selection, shape, files.files) | {
                "left_out": list(source.left_out),
                "archive": state_of(connection),
            }
            files.write(names.manifest, _written(manifest))
            files.publish(former)
    return Exported(data=names.folder / names.data, articles=articles, left_out=source.left_out)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of the files of a dataset; `data` is a folder where it is divided."""

    folder: Path
    data: str
    prefix: str

    @classmethod
    def of(cls, output: Path, shape: Shape) -> _Names:
        """Raises UsageError where `output` has the ending of another form."""
        form = shape.form
        if output.suffix in {f".{other}" for other in get_args(Format)} - {f".{form}"}:
            raise UsageError(
                f"{output}: a {form} export is asked for; name a folder or a .{form} file"
            )
        if output.suffix != f".{form}":
            return cls(output, "articles" if shape.partition else f"articles.{form}", "")
        if shape.partition:
            raise UsageError(f"{output}: it is divided into several files; name a folder")
        return cls(output.parent, output.name, f"{output.stem}.")

    def beside(self, name: str) -> str:
        """The name of another file of the dataset."""
        return self.prefix + name

    @property
    def manifest(self) -> str:
        """The name of the manifest."""
        return self.beside("manifest.json")

    def former_files(self, tables: Iterable[str]) -> tuple[str, ...]:
        """The files and folders of the export that stands there, which this one replaces.

        Raises UsageError where they, or what has a name of this one and its `tables`, are others'.
        """
        manifest = self.folder / self.manifest
        tops = self._listed(manifest)
        if not manifest.exists():  # an export was killed while it gave the files their names
            tops = self._listed(unfinished(self.folder, self.manifest))
            tops = tops if tops[:1] == (self.data,) else ()
        elif tops[:1] != (self.data,):
            raise UsageError(
                f"{manifest}: it belongs to {tops[0] if tops else 'something else'}, and an export"
                f" of {self.data} would replace it; name another folder or file"
            )
        former = {top for top in tops if why_not(top) is None and top.startswith(self.prefix)}
        if manifest.exists():
            former.add(self.manifest)
        names = (self.data, *map(self.beside, tables), self.beside("codebook.md"))
        refuse_others(self.folder, names, former)
        return tuple(former)

    def _listed(self, manifest: Path) -> tuple[str, ...]:
        """The files and folders that a manifest vouches for; none where it is not of an export."""
        try:
            files = parsed(manifest.read_bytes(), largest=LARGEST_LIST)["files"]
            return tuple(dict.fromkeys(file["name"].partition("/")[0] for file in files))
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return ()


class TableWriter:
    """Writes tables in the form that is asked for."""

    def __init__(self, files: Output, shape: Shape) -> None:
        self._files = files
        self._shape = shape

    def articles(self, name: str, columns: Sequence[Column], batches: Batches) -> int:
        """Write the articles; how many there are."""
        if self._shape.partition:
            parts = parquet.partitions(columns, batches, self._shape.partition)
            return sum(self.table(f"{name}/{path}", columns, part) for path, part in parts)
        return self.table(name, columns, batches)

    def table(self, name: str, columns: Sequence[Column], batches: Batches) -> int:
        """Write a table; how many rows it has. Raises Damaged for a value of another type."""
        rows = _Counted(batches)
        with self._files.file(name) as sink:
            try:
                self._write(sink, columns, rows)
            except (TypeError, AttributeError, ValueError) as error:
                raise Damaged(
                    f"{name}: a value is not of the type of its column ({error});"
                    " see `archive verify`"
                ) from error
        self._files.files[-1]["rows"] = rows.count
        return rows.count

    def _write(self, sink: HashedFile, columns: Sequence[Column], rows: _Counted) -> None:
        match self._shape.form:
            case "jsonl":
                jsonl.write(sink, columns, rows)
            case "csv":
                csv.write(sink, columns, rows, mark=self._shape.mark)
            case "parquet":
                parquet.write(sink, columns, rows)


class _Counted:
    """Batches of rows, counted as they pass."""

    def __init__(self, batches: Batches) -> None:
        self._batches = batches
        self.count = 0

    def __iter__(self) -> Batches:
        for batch in self._batches:
            self.count += len(batch)
            yield batch


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


def watched(batches: Batches, total: int, progress: Progress | None) -> Batches:
    """The same batches; `progress` is told of each."""
    done = 0
    for batch in batches:
        yield batch
        done += len(batch)
        if progress is not None:
            progress(done, total)


def _manifest(selection: Selection, shape: Shape, files: list[dict[str, Any]]) -> dict[str, Any]:
    cited = selection.cited
    return {
        "program": f"archive {__version__}",
        "created": utc(datetime.now(UTC)),
        "format": shape.form,
        "query": selection.query,
        "filters": asdict(selection.filters),
        "cited": None if cited is None else len(cited),
        **({"sample": selection.sample} if selection.sample else {}),
        "files": files,
    }


def _written(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"


def state_of(connection: sqlite3.Connection) -> dict[str, Any]:
    """What the archive held when this was taken from it."""
    state = one(
        connection,
        "SELECT (SELECT count(*) FROM articles) AS articles,"
        " (SELECT count(*) FROM history) AS revisions,"
        " (SELECT max(at) FROM sightings) AS latest_sighting,"
        " (SELECT user_version FROM pragma_user_version) AS schema",
    )
    return state or {}
