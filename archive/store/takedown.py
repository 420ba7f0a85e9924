"""Articles that were taken down: hidden, and brought back; or erased, of which a tombstone stays.

A hidden article leaves the tables altogether, so that no view, index, export or other program can
show it: `archive.store.withheld` packs its rows. When the station is crawled again they are put
back for the length of one transaction, so that the history of the article goes on while no reader
sees it.

An erased one (`archive.store.erased`) is never held again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from archive.db.sql import insert, one, rows
from archive.store import withheld

Action = Literal["hide", "erase"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """What was decided of an article that is not shown. `at` is UTC to the second."""

    article: str
    action: Action
    at: str
    by: str
    reason: str
    basis: str
    decision: str

    def describe(self) -> str:
        """The takedown in one sentence, for whoever asks for the article."""
        ending = f"`archive unhide {self.article}` brings it back"
        if self.action == "erase":
            ending = "its digests are kept in the table takedowns"
        state = "hidden" if self.action == "hide" else "erased"
        return f"{self.article}: {state} since {self.at}: {self.reason} ({self.basis}); {ending}"


def takedown_of(connection: sqlite3.Connection, article: str) -> Takedown | None:
    """The takedown of an article, or None where it was not taken down."""
    row = one(
        connection,
        "SELECT article, action, at, by, reason, basis, decision FROM takedowns WHERE article = ?",
        article,
    )
    return Takedown(**row) if row else None


def is_erased(connection: sqlite3.Connection, *, article: str | None = None, url: str = "") -> bool:
    """Whether an article, or the one at an address, was erased and is never to be held again."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM takedowns WHERE action = 'erase' AND (article = ?1"
            " OR article = (SELECT article FROM takedown_addresses WHERE url = ?2)))",
            (article, url),
        ).fetchone()[0]
    )


def addresses_of(connection: sqlite3.Connection, article: str) -> tuple[str, ...]:
    """All addresses of an article, also of a hidden one."""
    urls = rows(
        connection,
        "SELECT url FROM addresses WHERE article = ?1"
        " UNION SELECT url FROM takedown_addresses WHERE article = ?1 ORDER BY url",
        article,
    )
    return tuple(row["url"] for row in urls)


def hide(connection: sqlite3.Connection, takedown: Takedown) -> None:
    """Take an article out of the tables, its rows packed."""
    _hide(connection, takedown, _linked(connection, takedown.article))


def _hide(connection: sqlite3.Connection, takedown: Takedown, linked: list[str]) -> None:
    packed = withheld.pack(connection, takedown.article, linked)
    write_takedown(connection, takedown, withheld=packed)
    withheld.clear(connection, takedown.article)


def sharing(connection: sqlite3.Connection, article: str) -> list[str]:
    """The articles that carry the text of one, or share a part of it."""
    members = rows(
        connection,
        """SELECT a.id FROM articles AS mine JOIN lineage_members AS t ON t.article = mine.key
           JOIN lineage_members AS other ON other.lineage = t.lineage AND other.article <> t.article
           JOIN articles AS a ON a.key = other.article WHERE mine.id = ?""",
        article,
    )
    return sorted({row["id"] for row in members} | set(_linked(connection, article)))


def _linked(connection: sqlite3.Connection, article: str) -> list[str]:
    """The articles that an article has links with."""
    others = rows(
        connection,
        """SELECT a.id FROM articles AS mine
           JOIN article_links AS r ON mine.key IN (r.article, r.other)
           JOIN articles AS a ON a.key = r.article + r.other - mine.key
           WHERE mine.id = ? ORDER BY a.id""",
        article,
    )
    return [row["id"] for row in others]


def unhide(connection: sqlite3.Connection, article: str) -> list[str]:
    """Put a hidden article back, as it was, and with what was seen of it meanwhile.

    Gives the articles that it was linked with when it was hidden.
    """
    linked: list[str] = withheld.put_back(connection, article)["linked"]
    connection.execute("DELETE FROM takedown_addresses WHERE article = ?", (article,))
    connection.execute("DELETE FROM takedowns WHERE article = ?", (article,))
    return linked


@contextmanager
def unhidden(connection: sqlite3.Connection, takedown: Takedown | None) -> Iterator[None]:
    """Within the block a hidden article stands in the tables, so that it can be written to."""
    if takedown is None or takedown.action != "hide":
        yield
        return
    linked = withheld.put_back(connection, takedown.article)["linked"]
    yield
    _hide(connection, takedown, linked)


def write_takedown(connection: sqlite3.Connection, takedown: Takedown, **more: Any) -> None:
    """Write the row of a takedown, and note the addresses of its article."""
    digests = json.dumps(more.pop("digests", {}), ensure_ascii=False)
    row = {
        "article": takedown.article, "action": takedown.action, "at": takedown.at,
        "by": takedown.by, "reason": takedown.reason, "basis": takedown.basis,
        "decision": takedown.decision, "digests": digests, "withheld": None, "finished": 1, **more,
    }  # fmt: skip
    changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "article")
    connection.execute(
        f"INSERT INTO takedowns ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        f" ON CONFLICT (article) DO UPDATE SET {changes}",
        tuple(row.values()),
    )
    known = rows(connection, "SELECT url FROM addresses WHERE article = ?", takedown.article)
    for address in known:
        insert(
            connection, "takedown_addresses", {"url": address["url"], "article": takedown.article}
        )
