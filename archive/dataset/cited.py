"""The articles of an earlier export, in the revisions that it had: a dataset made again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.dataset.csv import unguarded
from archive.files.outside_json import parsed
from archive.model.errors import UsageError

_LARGEST = 1 << 27  # characters of a record, as JSON
_CSV_FIELD = 1 << 27  # characters; a body is longer than the csv module expects


@dataclass(frozen=True, slots=True)
class Citation:
    """One revision of one article: `id@revision`."""

    article: str
    revision: str


def citations_in(path: Path) -> list[Citation]:
    """What a file of an export cites, in its order: `articles.jsonl` or `articles.csv`.

    Of other files the columns or keys `id` and `revision` are enough. Raises UsageError.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = (parsed(line, largest=_LARGEST) for line in file)
            rows = _cells(file) if path.suffix == ".csv" else lines
            csv.field_size_limit(_CSV_FIELD)
            return list(_citations(path, rows))
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as an export: {error}") from error


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
