"""What a search finds, as a file: the same columns and bytes that `archive export` writes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from archive.dataset import parquet
from archive.dataset.export import Shape, export
from archive.dataset.file_names import Format
from archive.dataset.selection import Selection
from archive.model.errors import UsageError
from archive.room.answer import Answer
from archive.room.pages.search import asked_for, filters_of
from archive.room.pages.trends import trends_file
from archive.room.request import Request
from archive.search.search import matching
from archive.store.archive import Archive

#: Articles that one answer holds; for more there is the command.
_MOST = 10_000
_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


def dataset_file(archive: Archive, request: Request, name: str) -> Answer:
    """The articles of a search as `articles.csv`, `.jsonl` or `.parquet`; `trends.csv`.

    Raises UsageError for another form and for more than 10,000 articles, NothingFound for none.
    """
    if name == "trends.csv":
        return trends_file(archive, request)
    form = next((form for form in _TYPES if name == f"articles.{form}"), None)
    if form is None:
        files = ", ".join(f"articles.{each}" for each in _TYPES)
        raise UsageError(f"{name[:40]}: there are {files} and trends.csv")
    if form == "parquet":
        parquet.require()
    query, filters = asked_for(request), filters_of(request)
    tables, values = matching(archive.connection, query, filters)
    (total,) = archive.connection.execute(f"SELECT count(*) FROM {tables}", values).fetchone()
    if total > _MOST:
        raise UsageError(f"{total:,} articles: for more than {_MOST:,} there is `archive export`")
    with TemporaryDirectory() as folder:
        selection = Selection(query=query, filters=filters)
        made = export(archive, selection, Shape(form=form), Path(folder) / name)
        body = made.data.read_bytes()
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return Answer(body=body, content_type=_TYPES[form], headers=headers)
