"""Erased articles: a tombstone stays, with id, digests, reason and addresses.

What of them stands in files is the work of `archive.custody.erasure`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.db.sql import Row, insert, one, rows
from archive.files.contained_path import SEE, warc_inside
from archive.files.outside_json import Unreadable, parsed
from archive.history import sightings
from archive.model.errors import Damaged
from archive.store import withheld
from archive.store.takedown import Takedown, takedown_of, write_takedown
from archive.store.withheld import BARE_DETAIL, LARGEST

_KINDS = ("revisions", "captures")
_EVENTS_BARE = (
    "SELECT at, type, article, revision, capture, agent, outcome,"
    f" {BARE_DETAIL} AS detail, json_extract(detail, '$.decision') AS decision FROM events"
)
#: What the crawl's account says of the page itself, and when it would be visited again.
_OF_THE_PAGE = frozenset(
    {"detail", "due_at", "capture", "captured_at", "payload_digest", "etag", "last_modified"}
)


def erase(connection: sqlite3.Connection, takedown: Takedown, addresses: tuple[str, ...]) -> None:
    """Empty all rows of an article to a tombstone: id, digests, reason, addresses.

    `addresses` are those that a former archive knew. Its captures lose their rows; what stands in
    WARC files is listed in the tombstone until `archive.custody.erasure` has removed it.
    """
    former = takedown_of(connection, takedown.article)
    if former is not None and former.action == "hide":
        withheld.put_back(connection, takedown.article)
    captures = _captures_of(connection, takedown.article, addresses)
    captures += _set_aside_at(connection, takedown.article, addresses)
    ids = [row["id"] for row in captures]
    digests = {
        "revisions": _digests_of_revisions(connection, takedown.article),
        "captures": {row.pop("id"): row for row in captures},
    }
    write_takedown(connection, takedown, digests=digests, finished=0)
    for url in addresses:
        insert(connection, "takedown_addresses", {"url": url, "article": takedown.article})
    withheld.clear(connection, takedown.article)
    _forget_captures(connection, ids)
    _forget_frontier(connection, takedown.article)


def tombstone_of(row: Row) -> dict[str, dict[str, Any]]:
    """What a row of `takedowns` tells of an erased article: `revisions`, each with its digest, and
    `captures`, each with the WARC file that it stands in.

    Raises Damaged where it is something else, or names a file that is not in the folder `warc/`.
    """
    record = f"takedown {row['article']}"
    try:
        digests = parsed(row["digests"], largest=LARGEST)
    except (Unreadable, TypeError) as error:
        raise Damaged(f"{record}: its digests cannot be read: {error}{SEE}") from error
    by_kind = {
        kind: digests.get(kind, {}) if isinstance(digests, dict) else None for kind in _KINDS
    }
    captures = by_kind["captures"]
    whole = all(isinstance(each, dict) for each in by_kind.values()) and all(
        isinstance(about, dict) for about in (captures or {}).values()
    )
    if not whole:
        raise Damaged(f"{record}: its digests are no list of revisions and captures{SEE}")
    for capture, about in (captures or {}).items():
        warc_inside(Path("warc"), about.get("file"), f"{record}: capture {capture[:100]!r}")
    return {kind: each or {} for kind, each in by_kind.items()}


def faults(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Where a takedown says something else than one of ours does, and what."""
    for row in rows(connection, "SELECT article, action, digests, withheld FROM takedowns"):
        try:
            tombstone_of(row)
            if row["action"] == "hide":
                withheld.unpack(row)
        except Damaged as error:
            yield "archive.db", str(error).removesuffix(SEE)


def erase_captures(connection: sqlite3.Connection, article: str, captures: list[str]) -> None:
    """An erased article was captured again: the captures are erased when the archive is opened."""
    captured = [row for capture in captures for row in _capture(connection, capture)]
    _erase_found(connection, article, captured)


def _erase_found(connection: sqlite3.Connection, article: str, captures: list[Row]) -> None:
    """The same, of captures and records as `_captures_of` gives them."""
    row = one(connection, "SELECT article, digests FROM takedowns WHERE article = ?", article)
    assert row is not None
    digests = tombstone_of(row)
    ids = [capture["id"] for capture in captures]
    digests["captures"] |= {capture.pop("id"): capture for capture in captures}
    connection.execute(
        "UPDATE takedowns SET digests = ?, finished = 0 WHERE article = ?",
        (json.dumps(digests, ensure_ascii=False), article),
    )
    _forget_captures(connection, ids)


def forget_what_was_found(connection: sqlite3.Connection) -> None:
    """In a rebuild: captures of erased articles that WARC files still had are erased as well."""
    for row in rows(connection, "SELECT article FROM takedowns WHERE action = 'erase'"):
        captured = _captures_of(connection, row["article"], ())
        captured += _set_aside_at(connection, row["article"], ())
        if captured:
            _erase_found(connection, row["article"], captured)


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
        for kind, new_digests in tombstone_of(row).items():
            digests[kind] = digests.get(kind, {}) | new_digests
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


def _digests_of_revisions(connection: sqlite3.Connection, article: str) -> dict[str, str]:
    revisions = rows(
        connection, "SELECT revision, content_digest FROM history WHERE article = ?", article
    )
    return {row["revision"]: row["content_digest"] for row in revisions}


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
        sightings.forget_capture(connection, capture)
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
