"""Rows as JSON lines: one object a line, exact, UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import orjson

from archive.dataset.columns import Column
from archive.dataset.values import Sink, Values


def write(sink: Sink, columns: Sequence[Column], batches: Iterable[list[Values]]) -> None:
    r"""Write one line for each row.

    >>> from io import BytesIO
    >>> sink, title = BytesIO(), Column(name="title", kind="text", meaning="headline", sql="title")
    >>> write(sink, [title], [[["题"]]])
    >>> sink.getvalue().decode()
    '{"title":"题"}\n'
    """
    names = [column.name for column in columns]
    dumps, option = orjson.dumps, orjson.OPT_APPEND_NEWLINE
    for batch in batches:
        sink.write(
            b"".join([dumps(dict(zip(names, row, strict=True)), option=option) for row in batch])
        )
