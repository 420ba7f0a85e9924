"""The rows of a hidden article, packed in `takedowns.withheld` so that no search reads them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import Any

from archive.db.sql import Row, insert, one, rows
from archive.files import inflate
from archive.files.contained_path import SEE
from archive.files.outside_json import Unreadable, parsed
from archive.model.errors import Damaged

#: The tables whose rows make an article, in the order in which they can be put back.
_TABLES = {
    "articles": "id",
    "revisions": "article",
    "credits": "article",
    "addresses": "article",
    "revision_captures": "article",
    "sightings": "article",
}
#: Bytes of JSON that a takedown may hold.
LARGEST = 1 << 28
_SCALAR = (str, int, float, type(None))
#: Events that a takedown itself wrote: they stay readable.
_OWN = "('hidden', 'unhidden', 'erased')"
#: What stays of an event's detail once its article is taken down: which decision it follows from.
BARE_DETAIL = f"""CASE WHEN type IN {_OWN} THEN detail
    WHEN json_extract(detail, '$.decision') IS NOT NULL
    THEN json_object('decision', json_extract(detail, '$.decision')) END"""


def pack(connection: sqlite3.Connection, article: str, linked: list[str]) -> bytes:
    """All rows of an article, and the details of its events, in one piece that no search reads."""
    stored: dict[str, Any] = {
        table: rows(connection, f"SELECT * FROM {table} WHERE {key} = ?", article)
        for table, key in _TABLES.items()
    }
    stored["linked"] = linked
    stored["details"] = rows(
        connection,
        f"SELECT id, detail FROM events WHERE article = ? AND detail IS NOT NULL"
        f" AND type NOT IN {_OWN}",
        article,
    )
    return _packed(stored)


def renumbered(row: Row, articles: int, events: int) -> bytes:
    """The rows of a hidden article, packed with higher numbers of articles and events.

    For an archive that holds other rows under the former ones. Raises Damaged.
    """
    stored = unpack(row)
    for each in stored["articles"]:
        each["key"] += articles
    for each in stored["details"]:
        each["id"] += events
    return _packed(stored)


def _packed(stored: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(stored, ensure_ascii=False).encode())


def unpack(row: Row) -> dict[str, Any]:
    """The rows of a hidden article, as `pack` packed them. Raises Damaged."""
    record = f"takedown {row['article']}"
    try:
        packed = inflate.whole(BytesIO(row["withheld"]), LARGEST, inflate.ZLIB)
        stored = parsed(packed, largest=LARGEST)
    except (inflate.InflateError, Unreadable, TypeError) as error:
        raise Damaged(f"{record}: its rows cannot be unpacked: {error}{SEE}") from error
    if not (isinstance(stored, dict) and stored.keys() == {*_TABLES, "linked", "details"}):
        raise Damaged(f"{record}: what is packed in it is no article{SEE}")
    lists = [stored[table] for table in (*_TABLES, "details")]
    if not (_are(stored["linked"], str) and all(_are(each, dict) for each in lists)):
        raise Damaged(f"{record}: what is packed in it are no rows{SEE}")
    if not all(_are([*each.values()], _SCALAR) for each in chain.from_iterable(lists)):
        raise Damaged(f"{record}: what is packed in its rows are no values{SEE}")
    if any(each.keys() != {"id", "detail"} for each in stored["details"]):
        raise Damaged(f"{record}: what is packed in it are no events{SEE}")
    return stored


def hidden(connection: sqlite3.Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each hidden article with all its rows: table → rows. Raises Damaged."""
    for row in rows(connection, "SELECT article, withheld FROM takedowns WHERE action = 'hide'"):
        yield row["article"], unpack(row)


def put_back(connection: sqlite3.Connection, article: str) -> dict[str, Any]:
    """Put the rows of a hidden article back into the tables; gives what was packed."""
    row = one(connection, "SELECT article, withheld FROM takedowns WHERE article = ?", article)
    assert row is not None
    stored = unpack(row)
    for table in _TABLES:
        for each in stored[table]:
            if table == "articles" and _is_used(connection, each["key"]):
                del each["key"]  # another article has got its number meanwhile
            insert(connection, table, each)
    for event in stored["details"]:
        connection.execute(
            "UPDATE events SET detail = ? WHERE id = ?", (event["detail"], event["id"])
        )
    return stored


def clear(connection: sqlite3.Connection, article: str) -> None:
    """Remove the rows of an article; of its events the fact stays, not what they tell of it."""
    for table, key in reversed(_TABLES.items()):
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (article,))
    connection.execute(f"UPDATE events SET detail = {BARE_DETAIL} WHERE article = ?", (article,))


def _are(values: Any, kind: type | tuple[type, ...]) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def _is_used(connection: sqlite3.Connection, key: int) -> bool:
    return one(connection, "SELECT 1 FROM articles WHERE key = ?", key) is not None
