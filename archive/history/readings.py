"""Readings: what a revision says as we read it, and the captures that it was read from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from archive.db.events import Event, write_event
from archive.db.sql import Row, insert, insert_all, one, rows, update
from archive.history import sightings
from archive.history.addresses import TWINS
from archive.history.article_rows import article_columns, article_from, credit_rows
from archive.model.article import Article, Credit

_DERIVED = frozenset({"authors", "editors", "body"})  # follow from credits and blocks


def stored_article(connection: sqlite3.Connection, row: Row) -> Article:
    """The article of a row of `articles` or `history`, with its credits."""
    article_id = row.get("id") or row["article"]
    credits = rows(
        connection,
        "SELECT * FROM credits WHERE article = ? AND revision = ? ORDER BY position",
        article_id,
        row["revision"],
    )
    return article_from({**row, "id": article_id}, credits)


def captures_shown(connection: sqlite3.Connection, article_id: str, revision: str) -> list[str]:
    """The ids of the captures that a revision was read from, in the order of parts."""
    captures = rows(
        connection,
        "SELECT capture FROM revision_captures WHERE article = ? AND revision = ? ORDER BY part",
        article_id,
        revision,
    )
    return [row["capture"] for row in captures]


def sightings_to_read(
    connection: sqlite3.Connection, article_id: str, revision: str
) -> list[tuple[str, ...]]:
    """The captures of each sighting that a revision may be read from, in their order.

    Left out are those that repeat one of the others, and those at a twin's address.
    """
    seen = {
        each.captures[0]: each.captures
        for each in sightings.of_article(connection, article_id)
        if each.revision == revision and each.captures
    }
    first = rows(
        connection,
        "SELECT c.id, c.status, c.revisit_of, a.role FROM json_each(?) AS s"
        " JOIN captures AS c ON c.id = s.value LEFT JOIN addresses AS a ON a.url = c.url"
        " ORDER BY s.key",
        json.dumps(list(seen)),
    )
    pages = [
        seen[row["id"]]
        for row in first
        if row["status"] != 304 and row["revisit_of"] not in seen and row["role"] not in TWINS
    ]
    now = tuple(captures_shown(connection, article_id, revision))
    return pages if any(each[:1] == now[:1] for each in pages) else [now, *pages]


def shown_in(connection: sqlite3.Connection, article_id: str, capture: str) -> list[str]:
    """The revisions that were read from a capture."""
    revisions = rows(
        connection,
        "SELECT revision FROM revision_captures WHERE capture = ? AND article = ?",
        capture,
        article_id,
    )
    return [row["revision"] for row in revisions]


def read_from(
    connection: sqlite3.Connection, article_id: str, revision: str, captures: Sequence[str]
) -> None:
    """Note from which captures a revision was read, where it was from others before."""
    if captures_shown(connection, article_id, revision) == list(captures):
        return
    connection.execute(
        "DELETE FROM revision_captures WHERE article = ? AND revision = ?", (article_id, revision)
    )
    for part, capture in enumerate(captures, start=1):
        row = {"article": article_id, "revision": revision, "part": part, "capture": capture}
        insert(connection, "revision_captures", row)


def attach(
    connection: sqlite3.Connection, article: Article, revision: str, captures: Sequence[str]
) -> None:
    """Add credits and captures of a new revision."""
    insert_all(connection, "credits", credit_rows(article, revision))
    read_from(connection, article.id, revision, captures)


def store(connection: sqlite3.Connection, article: Article, revision: str) -> None:
    """Replace the reading of a revision."""
    table, key = row_key(connection, article.id, revision)
    update(connection, table, article_columns(article), key)
    connection.execute(
        "DELETE FROM credits WHERE article = ? AND revision = ?", (article.id, revision)
    )
    insert_all(connection, "credits", credit_rows(article, revision))


def store_from(
    connection: sqlite3.Connection,
    article: Article,
    revision: str,
    captures: Sequence[str],
    agent: str,
) -> None:
    """Replace the reading of a revision by one of other captures.

    What another program changed there (a plain UPDATE) is kept in `events`.
    """
    table, key = row_key(connection, article.id, revision)
    row = one(connection, f"SELECT * FROM {table} WHERE {' AND '.join(f'{n} = ?' for n in key)}",
              *key.values())  # fmt: skip
    if row is not None and not _is_consistent(row, stored_article(connection, row)):
        _write_rereading_event(connection, article, row, agent)
    store(connection, article, revision)
    read_from(connection, article.id, revision, captures)


def replace(connection: sqlite3.Connection, article: Article, row: Row, agent: str) -> bool:
    """Store another reading of a revision, if it differs; what it replaces goes into `events`."""
    if not _write_rereading_event(connection, article, row, agent):
        return False
    store(connection, article, row["revision"])
    return True


def _write_rereading_event(
    connection: sqlite3.Connection, article: Article, row: Row, agent: str
) -> bool:
    """Write an event with the former values of a row; False where its reading is the same."""
    former_article = stored_article(connection, row)
    new, derived = article_columns(article), article_columns(former_article)
    former = {
        name: row[name]
        for name in new
        if row[name] != new[name] and (name not in _DERIVED or row[name] != derived[name])
    }
    if not _same_credits(former_article, article):
        former["credits"] = former_article.to_dict()["credits"]
    if not former:
        return False
    event = Event(
        type="rereading",
        agent=agent,
        article=article.id,
        revision=row["revision"],
        detail={"former": former},
    )
    write_event(connection, event)
    return True


def _is_consistent(row: Row, article: Article) -> bool:
    """Whether body, names and digest of a row are those of its blocks and credits.

    Another program may change the one without the other.
    """
    columns = article_columns(article)
    return all(row[name] == columns[name] for name in (*_DERIVED, "content_digest"))


def row_key(connection: sqlite3.Connection, article_id: str, revision: str) -> tuple[str, Row]:
    """The table and the key under which a revision is held."""
    current = one(connection, "SELECT revision FROM articles WHERE id = ?", article_id)
    if current is not None and current["revision"] == revision:
        return "articles", {"id": article_id}
    return "revisions", {"article": article_id, "revision": revision}


def _same_credits(one: Article, other: Article) -> bool:
    """Whether the credits differ in no more than positions that a reader had not counted."""
    return [_bare(credit) for credit in one.credits] == [_bare(credit) for credit in other.credits]


def _bare(credit: Credit) -> tuple[str, str, str | None, str | None]:
    return credit.role, credit.name, credit.role_printed, credit.affiliation
