"""Rows as Parquet: typed, compressed by zstd, in one file or in one for each month or year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from archive.dataset.columns import Column, Kind
from archive.dataset.values import Sink, Values
from archive.model.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

#: Characters of text that are written together; a reader needs as much memory at a time.
_GROUP_CHARACTERS = 4_000_000
_GROUP_ROWS = 20_000
_NO_DATE = "__HIVE_DEFAULT_PARTITION__"


def require() -> None:
    """Raises UsageError where pyarrow, which writes Parquet, is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401  (whether it can be imported)
    except ImportError as error:
        raise UsageError(
            "Parquet is written by pyarrow, which is not installed: "
            "pip install 'regional-news-harvester[parquet]'"
        ) from error


def version() -> str:
    """The version of what writes Parquet: another one may write other bytes."""
    import pyarrow as pa

    return str(pa.__version__)


def rows_of(path: Path, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a file, these columns of them. Raises ValueError, or OSError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=list(names)):
                yield from batch.to_pylist()
    except pa.ArrowException as error:
        raise ValueError(str(error)) from error


def write(sink: Sink, columns: Sequence[Column], batches: Iterable[list[Values]]) -> None:
    """Write all rows as one file, in groups of rows that a reader can hold in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(columns)
    writer = pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd")
    with writer:
        for group in _groups(columns, batches):
            writer.write_table(_table(schema, columns, group), row_group_size=len(group))


def partitions(
    columns: Sequence[Column], batches: Iterable[list[Values]], period: Literal["year", "month"]
) -> Iterator[tuple[str, Iterator[list[Values]]]]:
    """The rows of each period, which must come one after the other, and the path of its file.

    The paths are as Hive has them, so that other programs read year and month from them: articles
    without a date have `__HIVE_DEFAULT_PARTITION__`. Raises UsageError where no column tells the
    day.
    """
    names = [column.name for column in columns]
    if "published_day" not in names:
        raise UsageError("the column published_day says where a row belongs; add it to --columns")
    at, length = names.index("published_day"), {"year": 4, "month": 7}[period]

    def period_of(row: Values) -> str:
        return (row[at] or "")[:length]

    rows = (row for batch in batches for row in batch)
    for began, of_period in groupby(rows, key=period_of):
        yield _path(began, period), _batches(of_period)


def _path(began: str, period: Literal["year", "month"]) -> str:
    """Where the rows of a period are written.

    >>> _path("2022-07", "month"), _path("", "year")
    ('year=2022/month=07/part-0.parquet', 'year=__HIVE_DEFAULT_PARTITION__/part-0.parquet')
    """
    year, _, month = began.partition("-")
    levels = [f"year={year or _NO_DATE}"]
    if period == "month":
        levels.append(f"month={month or _NO_DATE}")
    return "/".join((*levels, "part-0.parquet"))


def _batches(rows: Iterator[Values]) -> Iterator[list[Values]]:
    while batch := list(islice(rows, _GROUP_ROWS // 40)):
        yield batch


def _groups(columns: Sequence[Column], batches: Iterable[list[Values]]) -> Iterator[list[Values]]:
    """The rows in groups, each bounded in rows and in text."""
    wide = [at for at, column in enumerate(columns) if column.is_text]
    group: list[Values] = []
    size = 0
    for batch in batches:
        group += batch
        size += sum(_size(row[at]) for row in batch for at in wide)
        if size >= _GROUP_CHARACTERS or len(group) >= _GROUP_ROWS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _size(value: Any) -> int:
    """About how much a value holds: characters of a text, or things in a list."""
    return 0 if value is None else len(value)


def _table(schema: pa.Schema, columns: Sequence[Column], group: list[Values]) -> pa.Table:
    import pyarrow as pa

    arrays = [
        _array(field.type, column, values)
        for field, column, values in zip(schema, columns, zip(*group, strict=True), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(wanted: pa.DataType, column: Column, values: Sequence[Any]) -> pa.Array[Any]:
    import pyarrow as pa

    if column.kind == "date":
        return pa.array(values, pa.string()).cast(pa.date32())
    if column.kind == "moment":
        return pa.array(values, pa.string()).cast(wanted)
    if column.kind == "counts":
        return pa.array([None if v is None else list(v.items()) for v in values], wanted)
    if column.kind == "object":
        import orjson

        return pa.array([None if v is None else orjson.dumps(v).decode() for v in values], wanted)
    return pa.array(values, wanted)


def _schema(columns: Sequence[Column]) -> pa.Schema:
    """The type of each column, with its meaning beside it."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(column.name, _type(column), metadata={"description": column.meaning})
            for column in columns
        ]
    )


def _type(column: Column) -> pa.DataType:
    import pyarrow as pa

    if column.kind == "objects":
        keys = [(key, pa.int64() if key == "position" else pa.string()) for key in column.keys]
        return pa.list_(pa.struct(keys))
    types: dict[Kind, pa.DataType] = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "moment": pa.timestamp("s", tz="UTC"),
        "texts": pa.list_(pa.string()),
        "counts": pa.map_(pa.string(), pa.int64()),
        "object": pa.string(),  # JSON: each article has other fields
    }
    return types[column.kind]
