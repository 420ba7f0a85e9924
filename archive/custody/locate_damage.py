"""In which of its columns an article is not what was stored, where that can be shown.

There is one digest over each table of the record, so the column is found by trial, in a copy: each
value is replaced by what the record says of it elsewhere (another revision, credits, blocks,
sightings), and where the digest is then the stored one, that column was it. Else the full-text
index may hold other words. What neither of them shows is not guessed.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Any

from archive.analysis.terms import segment
from archive.db import record_digests as seal
from archive.db.rows import Row, one, rows, said
from archive.history.readings import stored_article
from archive.model.article import EDITING_ROLES, WRITING_ROLES
from archive.schema.records import RECORDS

_PARTS = RECORDS["article"]
_PLACES = {part.table: place for place, part in enumerate(_PARTS)}
#: Column of the index → the column of `articles` that it holds.
_INDEXED = {
    "title": "title", "body": "body", "author": "authors", "editor": "editors", "source": "source",
}  # fmt: skip
#: Columns that hold moments: what one says may stand in another.
_MOMENTS = ("at", "first_seen_at", "last_seen_at", "revised_at", "superseded_at")
_CLOSED = {
    "complete": (0, 1),
    "state": ("live", "changed", "gone", "withdrawn"),
    "published_precision": (None, "second", "minute", "day"),
    "role": (
        "canonical", "also", "mobile", "redirect", "part", *WRITING_ROLES, *EDITING_ROLES,
    ),
}  # fmt: skip


def places(
    connection: sqlite3.Connection, article_id: str, found: seal.Seal, expected: seal.Seal
) -> str:
    """The tables in which the record differs, and their columns as far as they can be told."""
    tables = found.differing(expected, "article")
    wanted = expected.parts.split()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        _copy(connection, copy, article_id)
        told = [_place(copy, connection, article_id, (table, wanted)) for table in tables]
    return ", ".join(told)


def _place(
    copy: sqlite3.Connection,
    connection: sqlite3.Connection,
    article_id: str,
    asked: tuple[str, list[str]],
) -> str:
    table, wanted = asked
    for column, row in _proved(copy, article_id, table, wanted[_PLACES[table]]):
        return f"{table}.{column}{_named(table, row)}"
    if table == "articles":
        other = _other_than_indexed(connection, article_id)
        if other:
            return f"articles ({' and '.join(other)}: the full-text index has other words)"
        if all(_is_whole(copy, row) for row in rows(copy, "SELECT * FROM articles")):
            return "articles (none of the columns of what is printed)"
    return f"{table} (in which column nothing else tells)"


def _copy(connection: sqlite3.Connection, copy: sqlite3.Connection, article_id: str) -> None:
    """The rows of the record in tables without types, where values may be tried."""
    for part in _PARTS:
        names = ", ".join(part.columns)
        copy.execute(f"CREATE TABLE {part.table} ({names})")
        copy.executemany(
            f"INSERT INTO {part.table} VALUES ({', '.join('?' * len(part.columns))})",
            connection.execute(
                f"SELECT {names} FROM {part.table} WHERE {part.key} = ?", (article_id,)
            ).fetchall(),
        )


def _proved(
    copy: sqlite3.Connection, article_id: str, table: str, wanted: str
) -> Iterator[tuple[str, Row]]:
    """The columns in which another value gives the digest that was stored, with their rows."""
    change = f"UPDATE {table} SET {{}} = ? WHERE rowid = ?"
    for row, column, value in islice(_trials(copy, table), _most(copy)):
        copy.execute(change.format(column), (value, row["number"]))
        again = seal.seal_of(copy, "article", article_id)
        copy.execute(change.format(column), (row[column], row["number"]))
        if again is not None and again.parts.split()[_PLACES[table]] == wanted:
            yield column, row


def _trials(copy: sqlite3.Connection, table: str) -> Iterator[tuple[Row, str, Any]]:
    """What a column of a row may have said: first what follows from others of the row."""
    elsewhere = _values(copy)
    held = rows(copy, f"SELECT rowid AS number, * FROM {table}")
    if table in {"articles", "revisions"}:
        for row in held:
            for column, value in _following(copy, row).items():
                yield row, column, value
    for row in held:
        for column in _PARTS[_PLACES[table]].columns:
            tried = {*elsewhere[column], *_CLOSED.get(column, ()), None}
            for value in tried - {row[column]}:
                yield row, column, value


def _most(copy: sqlite3.Connection) -> int:
    """How many values are tried: less of a long record, so that a check goes on in seconds."""
    size = sum(len(str(value)) for values in _values(copy).values() for value in values)
    return min(2_000, 100_000_000 // (size + 1))


def _values(copy: sqlite3.Connection) -> dict[str, set[Any]]:
    """Name of a column → what the record says in columns of that name; moments are one name."""
    values: defaultdict[str, set[Any]] = defaultdict(set)
    for part in _PARTS:
        for row in rows(copy, f"SELECT * FROM {part.table}"):
            for column, value in row.items():
                values[column].add(value)
    moments = set().union(*(values[column] for column in _MOMENTS))
    names = {
        name
        for column in ("authors", "editors")
        for joined in values[column]
        if isinstance(joined, str)
        for name in joined.split("、")
    }
    values["name"] |= names
    values.update(dict.fromkeys(_MOMENTS, moments))
    return values


def _following(copy: sqlite3.Connection, row: Row) -> Row:
    """What the columns of a row should say by its others: body by blocks, names by credits."""
    try:
        article = stored_article(copy, row)
        follows = said(article)
        lines = row["body"].split("\n")
        if len(lines) == len(article.blocks):
            pairs = zip(article.blocks, lines, strict=True)
            blocks = tuple(replace(block, text=line) for block, line in pairs)
            follows["blocks"] = said(replace(article, blocks=blocks))["blocks"]
    except (ValueError, KeyError, TypeError, AttributeError):  # they are no JSON any more
        return {}
    return follows


def _is_whole(copy: sqlite3.Connection, row: Row) -> bool:
    """Whether what is printed has the digest that stands beside it."""
    follows = _following(copy, row)
    return bool(follows) and all(
        follows[column] == row[column]
        for column in ("content_digest", "body", "authors", "editors")
    )


def _named(table: str, row: Row) -> str:
    """Which row of a table with several of an article."""
    keys = [key for key in _PARTS[_PLACES[table]].order.split(", ") if table != "articles"]
    told = ", ".join(f"{key} {row[key]}" for key in keys)
    return told and f" ({told})"


def _other_than_indexed(connection: sqlite3.Connection, article_id: str) -> list[str]:
    """The columns of `articles` whose words are not those that the full-text index holds."""
    row = one(connection, "SELECT * FROM articles WHERE id = ?", article_id)
    if row is None:
        return []
    return [
        column
        for indexed, column in _INDEXED.items()
        if not _is_indexed(connection, row["key"], indexed, row[column])
    ]


def _is_indexed(connection: sqlite3.Connection, key: int, indexed: str, text: str | None) -> bool:
    """Whether the index holds the words of the text, from the first one on, in that column."""
    words = segment(text or "").replace('"', " ")
    if not any(character.isalnum() for character in words):
        return True  # there is nothing to look up
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND rowid = ?)",
        (f'{indexed} : ^ "{words}"', key),
    )
    return bool(found.fetchone()[0])
