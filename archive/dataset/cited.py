"""The articles of an earlier export, in the revisions that it had: a dataset made again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.dataset import parquet
from archive.dataset.csv import unguarded
from archive.files.contained_path import inside
from archive.files.outside_json import LARGEST_LIST, parsed
from archive.model.errors import UsageError

_LARGEST = 1 << 27  # characters of a record, as JSON
_CSV_FIELD = 1 << 27  # characters; a body is longer than the csv module expects


@dataclass(frozen=True, slots=True)
class Citation:
    """One revision of one article: `id@revision`."""

    article: str
    revision: str


def citations_in(path: Path) -> list[Citation]:
    """What an export or package cites, in its order: its folder, or a file of its articles.

    Of other files (JSON lines, CSV, Parquet) the columns or keys `id` and `revision` are enough.
    Raises UsageError.
    """
    try:
        return [
            citation
            for file in (_files_of(path) if path.is_dir() else [path])
            for citation in _citations(file, _rows(file))
        ]
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as an export: {error}") from error


def _files_of(folder: Path) -> list[Path]:
    """The files of the articles in the folder of an export or a package."""
    manifest = folder / "manifest.json"
    if manifest.exists():
        try:
            files = parsed(manifest.read_bytes(), largest=LARGEST_LIST)["files"]
            names = [file["name"] for file in files]
            top = names[0].partition("/")[0]
            return [_file_in(folder, name) for name in names if name.partition("/")[0] == top]
        except (LookupError, TypeError, AttributeError) as error:
            raise UsageError(f"{manifest}: it is not of an export") from error
    package = folder / "data" / "articles.csv"
    if not package.exists():
        raise UsageError(f"{folder}: there is no export or package in this folder")
    return [package]


def _file_in(folder: Path, name: str) -> Path:
    """The file of a name in which there may be folders: articles/year=2022/part-0.parquet."""
    for part in name.split("/"):
        folder = inside(folder, part, "manifest.json")
    return folder


def _rows(file: Path) -> Iterator[Any]:
    if file.suffix == ".parquet":
        parquet.require()
        yield from parquet.rows_of(file, ("id", "revision"))
        return
    csv.field_size_limit(_CSV_FIELD)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        if file.suffix == ".csv":
            yield from _cells(lines)
        else:
            yield from (parsed(line, largest=_LARGEST) for line in lines)


def _cells(file: Iterable[str]) -> Iterator[dict[str, str]]:
    """The rows of a table, each cell without the mark that keeps a spreadsheet from calculating."""
    for row in csv.DictReader(file):
        yield {
            name: unguarded(cell)
            for name, cell in row.items()
            if isinstance(name, str) and isinstance(cell, str)
        }


def _citations(path: Path, rows: Iterator[Any]) -> Iterator[Citation]:
    for number, row in enumerate(rows, start=1):
        article, revision = (
            (row.get("id"), row.get("revision")) if isinstance(row, dict) else ("", "")
        )
        if not (isinstance(article, str) and article and isinstance(revision, str) and revision):
            raise UsageError(f"{path}, record {number}: it has no id and revision")
        yield Citation(article, revision)
