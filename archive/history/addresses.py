"""Where an article stands: its canonical address, its twins, and when it moved."""

from __future__ import annotations

import sqlite3
from typing import Literal

from archive.db.sql import Row, insert, one
from archive.history.sightings import Sighting
from archive.model.article import Article
from archive.schema.clocks import MADE_AT

Role = Literal["canonical", "also", "mobile", "redirect", "part"]

TWINS = frozenset({"also", "mobile"})
#: What the canonical address answers when the article cannot be had there any more. A crawl looks
#: at another address only after this one has failed for a day.
_LEFT = frozenset({301, 302, 303, 307, 308, 401, 403, 404, 410, 451, 500, 502, 503, 504})


def add_address(
    connection: sqlite3.Connection, article: Article, role: Role, sighting: Sighting
) -> None:
    """Note the address at which the article was read; one that is known keeps its role."""
    row = {"url": article.url, "article": article.id, "station": article.station, "role": role}
    insert(connection, "addresses", {**row, "first_seen_at": sighting.at})


def is_twin(
    connection: sqlite3.Connection, current: Row, article: Article, sighting: Sighting
) -> bool:
    """Whether this was read at another address than the canonical one."""
    return article.url != current["url"] or _role(connection, sighting.url) in TWINS


def read_at_twin(connection: sqlite3.Connection, article_id: str, revision: str) -> bool:
    """Whether all that is held of a revision was read at a twin's address."""
    roles = connection.execute(
        "SELECT a.role FROM revision_captures AS r JOIN captures AS c ON c.id = r.capture"
        " LEFT JOIN addresses AS a ON a.url = c.url WHERE r.article = ? AND r.revision = ?",
        (article_id, revision),
    ).fetchall()
    return bool(roles) and all(role in TWINS for (role,) in roles)


def has_moved(
    connection: sqlite3.Connection, current: Row, article: Article, sighting: Sighting
) -> bool:
    """Whether the canonical address leads elsewhere or is gone, and this is where it stands now.

    A telephone's form of the address is no place to move to.
    """
    if article.url == current["url"] or _role(connection, sighting.url) == "mobile":
        return False
    if sighting.at is None or sighting.at < (current["last_seen_at"] or ""):
        return False
    last = one(
        connection,
        f"SELECT status, {MADE_AT} AS made_at FROM captures WHERE url = ? AND made_at <= ?"
        " ORDER BY made_at DESC, id DESC LIMIT 1",
        current["url"],
        sighting.at,  # a rebuild knows the answers of later days already
    )
    return (
        last is not None
        and last["status"] in _LEFT
        and (current["last_seen_at"] or "") <= last["made_at"]
    )


def move(connection: sqlite3.Connection, article: Article, sighting: Sighting) -> None:
    """Make the address at which the article was read its canonical one; the former stays known."""
    connection.execute("UPDATE articles SET url = ? WHERE id = ?", (article.url, article.id))
    connection.execute(
        "UPDATE addresses SET role = 'redirect' WHERE article = ? AND role = 'canonical'",
        (article.id,),
    )
    add_address(connection, article, "canonical", sighting)
    connection.execute("UPDATE addresses SET role = 'canonical' WHERE url = ?", (article.url,))


def _role(connection: sqlite3.Connection, url: str | None) -> str | None:
    row = one(connection, "SELECT role FROM addresses WHERE url = ?", url)
    return row["role"] if row else None
