"""A package: a dataset that describes itself, and is the same to the byte wherever it is made.

The same state of an archive, the same selection and description and the same versions of software
give the same files: the only time in them is that of the archive's last change.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive.dataset import csv, parquet
from archive.dataset.articles import ARTICLES
from archive.dataset.codebook import codebooks
from archive.dataset.columns import Column, Table
from archive.dataset.export import (
    Counted,
    Exported,
    Progress,
    Shape,
    related_rows,
    typed,
    watched,
)
from archive.dataset.file_names import unfinished
from archive.dataset.output import Output
from archive.dataset.profiles import Profile, prepare
from archive.dataset.related import COVERAGE, CREDITS, LINEAGES, LINKS, STATIONS
from archive.dataset.selection import Batches, Selection, at_one_moment
from archive.db.identity import identity
from archive.files.outside_json import LARGEST_LIST, parsed
from archive.model.errors import UsageError
from archive.publish import bag
from archive.publish.card import LINEAGE, State, card, sources
from archive.publish.cite import CHECKSUMS, DESCRIPTION
from archive.publish.descriptions import File, citation_cff, croissant, datapackage
from archive.publish.meta import Meta
from archive.store.archive import Archive

#: The tables of a package, beside the articles.
TABLES = (CREDITS, LINEAGES, LINKS, COVERAGE, STATIONS)
_NAME = "regional-news"
_DESCRIPTIONS = (
    "README.md",
    "CODEBOOK.md",
    "LINEAGE.md",
    "CITATION.cff",
    "SOURCES.json",
    DESCRIPTION,
    "croissant.json",
)
#: The files and folders of a package.
_FILES = ("data", *_DESCRIPTIONS, *bag.FILES, CHECKSUMS)


def package(
    archive: Archive,
    selection: Selection,
    meta: Meta,
    folder: Path,
    progress: Progress | None = None,
) -> Exported:
    """Write a package to a folder, which is new, empty, or holds a former package.

    Raises UsageError where something else stands there, NothingFound or StorageError; then nothing
    is written.
    """
    request = _request(archive, selection)
    connection = archive.connection
    former = _former(folder, request, identity(connection))
    prepare(connection, selection.profile, archive.folder)
    with at_one_moment(archive, selection, folder, "no package is made") as (source, total):
        state = State.of(connection)
        with Output(folder) as output:
            files = []
            for table, columns in _tables(selection.profile):
                rows = (
                    watched(source.rows(table, columns), total, progress)
                    if table is ARTICLES
                    else related_rows(connection, source, selection, table, columns)
                )
                files.append(_written(output, table, columns, rows))
            if selection.cited is not None:
                request["left_out"] = list(source.left_out)
            _describe(output, meta, state, files, request)
            output.publish(former)
    return Exported(data=folder, articles=files[0].rows, left_out=source.left_out)


def _tables(profile: Profile) -> list[tuple[Table, tuple[Column, ...]]]:
    shape = Shape(form="csv", related=tuple(table.name for table in TABLES))
    return [(ARTICLES, shape.of_articles(profile)), *shape.tables(profile)]


def _written(output: Output, table: Table, columns: tuple[Column, ...], rows: Batches) -> File:
    """The CSV file of a table; beside it the same rows, read once, are written as Parquet."""
    name = f"data/{table.name}"
    counted = Counted(rows)
    with output.file(f"{name}.csv") as cells, output.file(f"{name}.parquet") as sink, typed(name):
        csv.write_header(cells, columns, mark=False)
        parquet.write(sink, columns, csv.passing(cells, columns, counted))
    entry = output.files[-1]
    return File(entry["name"], entry["sha256"], entry["bytes"], counted.count, table, columns)


def _request(archive: Archive, selection: Selection) -> dict[str, Any]:
    """What was asked for, without what was not given."""
    request = selection.request(archive.folder)
    filters = {name: value for name, value in request["filters"].items() if value}
    given = {key: value for key, value in request.items() if value is not None or key == "query"}
    return given | {"filters": filters}


def _describe(
    output: Output, meta: Meta, state: State, files: list[File], request: dict[str, Any]
) -> None:
    """Write the descriptions, and the checksums of all files last."""
    cite_as = f"{', '.join(each.name for each in meta.creators) or meta.publisher or ''}"
    cite_as = f"{cite_as} ({meta.version}): {meta.title}".strip()
    book = [
        (f"{file.name} and {file.table.name}.parquet", file.table.row, file.columns)
        for file in files
    ]
    contents = (
        card(meta, state, files, request),
        codebooks(book),
        LINEAGE,
        citation_cff(meta, state.as_of),
        _json(sources(state) | {"selection": request}),
        _json(datapackage(meta, _NAME, state.as_of, files)),
        _json(croissant(meta, _NAME, state.as_of, files, cite_as)),
    )
    for name, content in zip(_DESCRIPTIONS, contents, strict=True):
        output.write(name, content.encode())
    *first, last = bag.FILES
    for name, content in zip(first, bag.contents(meta, state.as_of, output.files), strict=True):
        output.write(name, content.encode())
    tags = [file for file in output.files if not file["name"].startswith("data/")]
    output.write(last, bag.listed(tags).encode())
    output.write(CHECKSUMS, bag.listed(output.files).encode())


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _former(folder: Path, request: dict[str, Any], archive_id: str | None) -> tuple[str, ...]:
    """What of a former package is replaced: all, where its description says that it is ours.

    A package that was killed on the way is ours, too: it holds unfinished files alone, or its
    description has no name yet. Raises UsageError where something else stands there, or a package
    of another selection or archive.
    """
    if not folder.exists():
        return ()
    if any(_is_ours(path) for path in (folder / DESCRIPTION, unfinished(folder, DESCRIPTION))):
        _refuse_another(folder / "SOURCES.json", request, archive_id or "")
        return _FILES
    left = {unfinished(folder, name) for name in _FILES}
    if not folder.is_dir() or any(path not in left for path in folder.iterdir()):
        raise UsageError(f"{folder}: it holds something else than a package; name a new folder")
    return ()


def _refuse_another(sources_there: Path, request: dict[str, Any], archive_id: str) -> None:
    """Raises UsageError where the package there has other articles than are asked for now."""
    try:
        former = parsed(sources_there.read_bytes(), largest=LARGEST_LIST)
        there, archive_there = former["selection"], former["archive"]
        there.pop("left_out", None)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return  # killed before this file had its name
    if there != request or archive_there != archive_id:
        another = "selection" if there != request else "archive"
        raise UsageError(
            f"{sources_there.parent}: the package there is of another {another}, and would be"
            " replaced; name another folder, or remove it"
        )


def _is_ours(description: Path) -> bool:
    try:
        record = parsed(description.read_bytes(), largest=LARGEST_LIST)
        return bool(record["name"] == _NAME)
    except (OSError, ValueError, LookupError, TypeError):
        return False
