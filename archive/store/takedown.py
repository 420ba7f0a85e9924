"""Articles that were taken down: hidden, and brought back; or erased, of which a tombstone stays.

A hidden article leaves the tables altogether, so that no view, index, export or other program can
show it: its rows wait, packed, in `takedowns.withheld`. When the station is crawled again they are
put back for the length of one transaction, so that its history goes on behind the curtain.

An erased one is never held again. What of it stands in files is the work of
`archive.custody.erasure`.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from archive.db.sql import Row, insert, one, rows
from archive.files import inflate
from archive.files.inside import SEE, warc_inside
from archive.files.outside_json import Unreadable, parsed
from archive.history import sightings as sighting
from archive.model.errors import Damaged

Action = Literal["hide", "erase"]

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
_LARGEST = 1 << 28
_TOLD = ("revisions", "captures")
_SCALAR = (str, int, float, type(None))
#: Events that a takedown itself wrote: they stay readable.
_OWN = "('hidden', 'unhidden', 'erased')"
#: What stays of an event's detail once its article is taken down: which decision it follows from.
_BARE = f"""CASE WHEN type IN {_OWN} THEN detail
    WHEN json_extract(detail, '$.decision') IS NOT NULL
    THEN json_object('decision', json_extract(detail, '$.decision')) END"""
_EVENTS_BARE = (
    "SELECT at, type, article, revision, capture, agent, outcome,"
    f" {_BARE} AS detail, json_extract(detail, '$.decision') AS decision FROM events"
)
#: What the crawl's account says of the page itself, and when it would be visited again.
_OF_THE_PAGE = frozenset(
    {"detail", "due_at", "capture", "captured_at", "payload_digest", "etag", "last_modified"}
)


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
    found = rows(
        connection,
        "SELECT url FROM addresses WHERE article = ?1"
        " UNION SELECT url FROM takedown_addresses WHERE article = ?1 ORDER BY url",
        article,
    )
    return tuple(row["url"] for row in found)


def hide(connection: sqlite3.Connection, takedown: Takedown) -> None:
    """Take an article out of the tables, its rows packed."""
    _hide(connection, takedown, _linked(connection, takedown.article))


def _hide(connection: sqlite3.Connection, takedown: Takedown, linked: list[str]) -> None:
    _write(connection, takedown, withheld=_packed(connection, takedown.article, linked))
    _clear(connection, takedown.article)


def sharing(connection: sqlite3.Connection, article: str) -> list[str]:
    """The articles that carry the text of one, or share a part of it."""
    found = rows(
        connection,
        """SELECT a.id FROM articles AS mine JOIN lineage_members AS t ON t.article = mine.key
           JOIN lineage_members AS other ON other.lineage = t.lineage AND other.article <> t.article
           JOIN articles AS a ON a.key = other.article WHERE mine.id = ?""",
        article,
    )
    return sorted({row["id"] for row in found} | set(_linked(connection, article)))


def _linked(connection: sqlite3.Connection, article: str) -> list[str]:
    """The articles that an article has links with."""
    found = rows(
        connection,
        """SELECT a.id FROM articles AS mine
           JOIN article_links AS r ON mine.key IN (r.article, r.other)
           JOIN articles AS a ON a.key = r.article + r.other - mine.key
           WHERE mine.id = ? ORDER BY a.id""",
        article,
    )
    return [row["id"] for row in found]


def unhide(connection: sqlite3.Connection, article: str) -> list[str]:
    """Put a hidden article back, as it was, and with what was seen of it meanwhile.

    Gives the articles that it was linked with when it was hidden.
    """
    linked: list[str] = _put_back(connection, article)["linked"]
    connection.execute("DELETE FROM takedown_addresses WHERE article = ?", (article,))
    connection.execute("DELETE FROM takedowns WHERE article = ?", (article,))
    return linked


@contextmanager
def unhidden(connection: sqlite3.Connection, takedown: Takedown | None) -> Iterator[None]:
    """Within the block a hidden article stands in the tables, so that it can be written to."""
    if takedown is None or takedown.action != "hide":
        yield
        return
    linked = _put_back(connection, takedown.article)["linked"]
    yield
    _hide(connection, takedown, linked)


def erase(connection: sqlite3.Connection, takedown: Takedown, addresses: tuple[str, ...]) -> None:
    """Empty all rows of an article to a tombstone: id, digests, reason, addresses.

    `addresses` are those that a former archive knew. Its captures lose their rows; what stands in
    WARC files is listed in the tombstone until `archive.custody.erasure` has removed it.
    """
    former = takedown_of(connection, takedown.article)
    if former is not None and former.action == "hide":
        _put_back(connection, takedown.article)
    captures = _captures_of(connection, takedown.article, addresses)
    captures += _set_aside_at(connection, takedown.article, addresses)
    ids = [row["id"] for row in captures]
    digests = {
        "revisions": _digests_of_revisions(connection, takedown.article),
        "captures": {row.pop("id"): row for row in captures},
    }
    _write(connection, takedown, digests=digests, finished=0)
    for url in addresses:
        insert(connection, "takedown_addresses", {"url": url, "article": takedown.article})
    _clear(connection, takedown.article)
    _forget_captures(connection, ids)
    _forget_frontier(connection, takedown.article)


def tombstone_of(row: Row) -> dict[str, dict[str, Any]]:
    """What a row of `takedowns` tells of an erased article: `revisions`, each with its digest, and
    `captures`, each with the WARC file that it stands in.

    Raises Damaged where it is something else, or names a file that is not in the folder `warc/`.
    """
    place = f"takedown {row['article']}"
    try:
        said = parsed(row["digests"], largest=_LARGEST)
    except (Unreadable, TypeError) as error:
        raise Damaged(f"{place}: its digests cannot be read: {error}{SEE}") from error
    told = {kind: said.get(kind, {}) if isinstance(said, dict) else None for kind in _TOLD}
    captures = told["captures"]
    whole = all(isinstance(each, dict) for each in told.values()) and all(
        isinstance(about, dict) for about in (captures or {}).values()
    )
    if not whole:
        raise Damaged(f"{place}: its digests are no list of revisions and captures{SEE}")
    for capture, about in (captures or {}).items():
        warc_inside(Path("warc"), about.get("file"), f"{place}: capture {capture[:100]!r}")
    return {kind: each or {} for kind, each in told.items()}


def faults(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Where a takedown says something else than one of ours does, and what."""
    for row in rows(connection, "SELECT article, action, digests, withheld FROM takedowns"):
        try:
            tombstone_of(row)
            if row["action"] == "hide":
                _unpacked(row)
        except Damaged as error:
            yield "archive.db", str(error).removesuffix(SEE)


def erase_captures(connection: sqlite3.Connection, article: str, captures: list[str]) -> None:
    """An erased article was captured again: the captures are erased when the archive is opened."""
    found = [row for capture in captures for row in _capture(connection, capture)]
    _erase_found(connection, article, found)


def _erase_found(connection: sqlite3.Connection, article: str, captures: list[Row]) -> None:
    """The same, of captures and records as `_captures_of` gives them."""
    row = one(connection, "SELECT article, digests FROM takedowns WHERE article = ?", article)
    assert row is not None
    digests = tombstone_of(row)
    ids = [found["id"] for found in captures]
    digests["captures"] |= {found.pop("id"): found for found in captures}
    connection.execute(
        "UPDATE takedowns SET digests = ?, finished = 0 WHERE article = ?",
        (json.dumps(digests, ensure_ascii=False), article),
    )
    _forget_captures(connection, ids)


def forget_what_was_found(connection: sqlite3.Connection) -> None:
    """In a rebuild: captures of erased articles that WARC files still had are erased as well."""
    for row in rows(connection, "SELECT article FROM takedowns WHERE action = 'erase'"):
        found = _captures_of(connection, row["article"], ())
        found += _set_aside_at(connection, row["article"], ())
        if found:
            _erase_found(connection, row["article"], found)


def take_over_erased(connection: sqlite3.Connection, former: sqlite3.Connection) -> None:
    """What only a former database tells of erased articles: digests, and the bare events.

    Where it did not know of an erasure, or had not finished it, the next writer goes on with it:
    the former database is kept beside the new one.
    """
    for row in rows(connection, "SELECT article, digests FROM takedowns WHERE action = 'erase'"):
        known = one(
            former,
            "SELECT article, digests, finished FROM takedowns"
            " WHERE article = ? AND action = 'erase'",
            row["article"],
        )
        digests = tombstone_of(known) if known else {}
        for kind, found in tombstone_of(row).items():
            digests[kind] = digests.get(kind, {}) | found
        connection.execute(
            "UPDATE takedowns SET digests = ?, finished = min(finished, ?) WHERE article = ?",
            (json.dumps(digests, ensure_ascii=False), known["finished"] if known else 0,
             row["article"]),
        )  # fmt: skip
        _take_over_events(connection, former, row["article"])


def _take_over_events(
    connection: sqlite3.Connection, former: sqlite3.Connection, article: str
) -> None:
    """All events of an erased article, but those that were replayed."""
    replayed = {
        row["decision"] for row in rows(connection, f"{_EVENTS_BARE} WHERE article = ?", article)
    }
    for event in rows(former, f"{_EVENTS_BARE} WHERE article = ? ORDER BY id", article):
        decision = event.pop("decision")
        if decision is None or decision not in replayed:
            insert(connection, "events", event)


def _write(connection: sqlite3.Connection, takedown: Takedown, **more: Any) -> None:
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


def _packed(connection: sqlite3.Connection, article: str, linked: list[str]) -> bytes:
    """All rows of an article, and the details of its events, in one piece that no search reads."""
    held: dict[str, Any] = {
        table: rows(connection, f"SELECT * FROM {table} WHERE {key} = ?", article)
        for table, key in _TABLES.items()
    }
    held["linked"] = linked
    held["details"] = rows(
        connection,
        f"SELECT id, detail FROM events WHERE article = ? AND detail IS NOT NULL"
        f" AND type NOT IN {_OWN}",
        article,
    )
    return zlib.compress(json.dumps(held, ensure_ascii=False).encode())


def hidden(connection: sqlite3.Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each hidden article with all its rows: table → rows. Raises Damaged."""
    for row in rows(connection, "SELECT article, withheld FROM takedowns WHERE action = 'hide'"):
        yield row["article"], _unpacked(row)


def _unpacked(row: Row) -> dict[str, Any]:
    """The rows of a hidden article, as `_packed` packed them. Raises Damaged."""
    place = f"takedown {row['article']}"
    try:
        packed = inflate.whole(BytesIO(row["withheld"]), _LARGEST, inflate.ZLIB)
        held = parsed(packed, largest=_LARGEST)
    except (inflate.InflateError, Unreadable, TypeError) as error:
        raise Damaged(f"{place}: its rows cannot be unpacked: {error}{SEE}") from error
    if not (isinstance(held, dict) and held.keys() == {*_TABLES, "linked", "details"}):
        raise Damaged(f"{place}: what is packed in it is no article{SEE}")
    lists = [held[table] for table in (*_TABLES, "details")]
    if not (_are(held["linked"], str) and all(_are(each, dict) for each in lists)):
        raise Damaged(f"{place}: what is packed in it are no rows{SEE}")
    if not all(_are([*each.values()], _SCALAR) for each in chain.from_iterable(lists)):
        raise Damaged(f"{place}: what is packed in its rows are no values{SEE}")
    if any(each.keys() != {"id", "detail"} for each in held["details"]):
        raise Damaged(f"{place}: what is packed in it are no events{SEE}")
    return held


def _are(values: Any, kind: type | tuple[type, ...]) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def _put_back(connection: sqlite3.Connection, article: str) -> dict[str, Any]:
    row = one(connection, "SELECT article, withheld FROM takedowns WHERE article = ?", article)
    assert row is not None
    held = _unpacked(row)
    for table in _TABLES:
        for each in held[table]:
            if table == "articles" and _taken(connection, each["key"]):
                del each["key"]  # another article has got its number meanwhile
            insert(connection, table, each)
    for event in held["details"]:
        connection.execute(
            "UPDATE events SET detail = ? WHERE id = ?", (event["detail"], event["id"])
        )
    return held


def _taken(connection: sqlite3.Connection, key: int) -> bool:
    return one(connection, "SELECT 1 FROM articles WHERE key = ?", key) is not None


def _clear(connection: sqlite3.Connection, article: str) -> None:
    """Remove the rows of an article; of its events the fact stays, not what they tell of it."""
    for table, key in reversed(_TABLES.items()):
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (article,))
    connection.execute(f"UPDATE events SET detail = {_BARE} WHERE article = ?", (article,))


def _digests_of_revisions(connection: sqlite3.Connection, article: str) -> dict[str, str]:
    found = rows(
        connection, "SELECT revision, content_digest FROM history WHERE article = ?", article
    )
    return {row["revision"]: row["content_digest"] for row in found}


def _captures_of(
    connection: sqlite3.Connection, article: str, addresses: tuple[str, ...]
) -> list[Row]:
    """Every capture that may show the article: of its revisions, at its addresses, revisits."""
    return rows(
        connection,
        """WITH RECURSIVE mine (id) AS (
               SELECT capture FROM revision_captures WHERE article = ?1
               UNION SELECT c.id FROM captures AS c WHERE c.url IN (
                   SELECT url FROM addresses WHERE article = ?1
                   UNION SELECT url FROM takedown_addresses WHERE article = ?1
                   UNION SELECT value FROM json_each(?2))
               UNION SELECT c.id FROM captures AS c JOIN mine ON c.revisit_of = mine.id
               UNION SELECT c.revisit_of FROM captures AS c JOIN mine ON c.id = mine.id
                   WHERE c.revisit_of IS NOT NULL)
           SELECT id, url, status, captured_at, payload_bytes, payload_digest, warc_file AS file
           FROM captures WHERE id IN (SELECT id FROM mine) ORDER BY captured_at""",
        article,
        json.dumps(addresses),
    )


def _set_aside_at(
    connection: sqlite3.Connection, article: str, addresses: tuple[str, ...]
) -> list[Row]:
    """Records without a capture that came from the article's addresses: they may show it too."""
    return rows(
        connection,
        """SELECT record AS id, url, NULL AS status, first_seen_at AS captured_at,
                  NULL AS payload_bytes, record_digest AS payload_digest, warc_file AS file
           FROM set_aside WHERE record IS NOT NULL AND url IN (
               SELECT url FROM addresses WHERE article = ?1
               UNION SELECT url FROM takedown_addresses WHERE article = ?1
               UNION SELECT value FROM json_each(?2))""",
        article,
        json.dumps(addresses),
    )


def _capture(connection: sqlite3.Connection, capture: str) -> list[Row]:
    return rows(
        connection,
        "SELECT id, url, status, captured_at, payload_bytes, payload_digest, warc_file AS file"
        " FROM captures WHERE id = ?",
        capture,
    )


def _forget_captures(connection: sqlite3.Connection, captures: list[str]) -> None:
    """Their rows go; where another article was read from the same page, it stays without it."""
    for capture in captures:
        connection.execute("DELETE FROM revision_captures WHERE capture = ?", (capture,))
        sighting.forget_capture(connection, capture)
        connection.execute("DELETE FROM captures WHERE id = ?", (capture,))
        connection.execute("DELETE FROM set_aside WHERE record = ?", (capture,))


def _forget_frontier(connection: sqlite3.Connection, article: str) -> None:
    """The crawl's account keeps the addresses, so that they are known and never visited again.

    Its table is the harvester's; an archive that was never crawled has none.
    """
    names = {row[1] for row in connection.execute("PRAGMA table_info(crawl_frontier)")}
    if not names:
        return
    forgotten = sorted(names & _OF_THE_PAGE)
    connection.execute(
        f"""UPDATE crawl_frontier SET state = 'settled', outcome = 'erased',
            {", ".join(f"{name} = NULL" for name in forgotten)} WHERE article = ?1
            OR url IN (SELECT url FROM takedown_addresses WHERE article = ?1)""",
        (article,),
    )
