"""What SQLite gives for a column, as a typed value: numbers, truth, lists and objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import orjson

from archive.dataset.columns import Column, Kind
from archive.model.errors import Damaged

Values = list[Any]  # of the columns of one row: None, text, number, bool, list or dict


class Sink(Protocol):
    """What a table is written to: bytes, from the beginning to the end."""

    def write(self, piece: bytes, /) -> Any:
        """Write a piece."""


Reader = Callable[[Sequence[Sequence[Any]]], list[Values]]


def reader_of(columns: Sequence[Column]) -> Reader:
    """A function that makes typed values of rows. Raises Damaged where a value is none.

    It takes a column at a time: most need nothing done, the others one function each.
    """
    decoders = [
        (at, column, decoder)
        for at, column in enumerate(columns)
        if (decoder := _DECODERS.get(column.kind)) is not None
    ]

    def read(batch: Sequence[Sequence[Any]]) -> list[Values]:
        rows = list(map(list, batch))
        for at, column, decode in decoders:
            for row in rows:
                if row[at] is not None:
                    try:
                        row[at] = decode(row[at])
                    except (ValueError, TypeError, AttributeError, KeyError) as error:
                        raise Damaged(
                            f"{row[0]}: its row cannot be understood ({column.name}: {error});"
                            " see `archive verify`"
                        ) from error
        return rows

    return read


def _texts(text: str) -> list[Any]:
    """A list of texts; SQLite made it, and most are empty.

    >>> _texts("[]"), _texts('["甲","乙"]')
    ([], ['甲', '乙'])
    """
    texts: list[Any] = orjson.loads(text) if text != "[]" else []
    return texts


def _objects(text: str) -> list[Any]:
    r"""A list of objects; a body that another program wrote without blocks has its lines as such.

    >>> _objects('[{"url": "/a.jpg"}]'), _objects('"路灯"')
    ([{'url': '/a.jpg'}], [{'kind': 'paragraph', 'text': '路灯'}])
    """
    value = orjson.loads(text)
    if isinstance(value, str):
        lines = value.split("\n") if value else []
        return [{"kind": "paragraph", "text": line} for line in lines]
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return value
    raise ValueError("no list of objects")


def _evidence(text: str) -> dict[str, Any]:
    """Evidence as a record shows it: without what only the archive needs to read it back.

    >>> _evidence('{"source": {"from": null, "at": 1, "also": [{"from": "x", "method": "label",'
    ...           ' "printed": "y", "why": "z"}]}}')
    {'source': {'from': None, 'also': [{'from': 'x', 'method': 'label', 'printed': 'y'}]}}
    """
    fields: dict[str, Any] = orjson.loads(text)
    for shown in fields.values():
        shown.pop("at", None)
        if shown["also"]:
            shown["also"] = [
                {key: other[key] for key in ("from", "method", "printed")}
                for other in shown["also"]
            ]
    return fields


_DECODERS: dict[Kind, Callable[[Any], Any]] = {
    "boolean": bool,
    "texts": _texts,
    "objects": _objects,
    "object": _evidence,
    "counts": orjson.loads,
}
