"""What a revision says as we read it, and the captures that it was read from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.article import Article, Credit
from archive.events import Event, write_event
from archive.rows import Row, article_from, credit_rows, insert, one, rows, said, update

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
    found = rows(
        connection,
        "SELECT capture FROM revision_captures WHERE article = ? AND revision = ? ORDER BY part",
        article_id,
        revision,
    )
    return [row["capture"] for row in found]


def attach(
    connection: sqlite3.Connection, article: Article, revision: str, captures: Sequence[str]
) -> None:
    """Add credits and captures of a new revision."""
    for row in credit_rows(article, revision):
        insert(connection, "credits", row)
    _attach_captures(connection, article.id, revision, captures)


def store(connection: sqlite3.Connection, article: Article, revision: str) -> None:
    """Write another reading of a revision over the former one."""
    table, key = place_of(connection, article.id, revision)
    update(connection, table, said(article), key)
    connection.execute(
        "DELETE FROM credits WHERE article = ? AND revision = ?", (article.id, revision)
    )
    for row in credit_rows(article, revision):
        insert(connection, "credits", row)


def store_from(
    connection: sqlite3.Connection, article: Article, revision: str, captures: Sequence[str]
) -> None:
    """Write a reading of other captures over the former one."""
    store(connection, article, revision)
    connection.execute(
        "DELETE FROM revision_captures WHERE article = ? AND revision = ?", (article.id, revision)
    )
    _attach_captures(connection, article.id, revision, captures)


def replace(connection: sqlite3.Connection, article: Article, row: Row, agent: str) -> bool:
    """Store another reading of a revision, if it differs; what it replaces goes into `events`."""
    former_article = stored_article(connection, row)
    new = said(article)
    former = {name: row[name] for name in new if row[name] != new[name] and name not in _DERIVED}
    if not _same_credits(former_article, article):
        former["credits"] = former_article.record()["credits"]
    if not former:
        return False
    store(connection, article, row["revision"])
    event = Event(
        type="rereading",
        agent=agent,
        article=article.id,
        revision=row["revision"],
        detail={"former": former},
    )
    write_event(connection, event)
    return True


def place_of(connection: sqlite3.Connection, article_id: str, revision: str) -> tuple[str, Row]:
    """The table and the key under which a revision is held."""
    current = one(connection, "SELECT revision FROM articles WHERE id = ?", article_id)
    if current is not None and current["revision"] == revision:
        return "articles", {"id": article_id}
    return "revisions", {"article": article_id, "revision": revision}


def _attach_captures(
    connection: sqlite3.Connection, article_id: str, revision: str, captures: Sequence[str]
) -> None:
    for part, capture in enumerate(captures, start=1):
        row = {"article": article_id, "revision": revision, "part": part, "capture": capture}
        insert(connection, "revision_captures", row)


def _same_credits(one: Article, other: Article) -> bool:
    """Whether the credits differ in no more than positions that a reader had not counted."""
    return [_bare(credit) for credit in one.credits] == [_bare(credit) for credit in other.credits]


def _bare(credit: Credit) -> tuple[str, str, str | None, str | None]:
    return credit.role, credit.name, credit.role_printed, credit.affiliation
