"""Leases: which pending addresses a run has taken, to visit them.

An address that is leased is given to no other request; a crash leaves the lease, and the next run
releases it. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from archive.db.events import utc
from harvester.frontier.migrations import LEASE_ORDER
from harvester.model.visit import Address, Days, Listing

_LEASED = (
    "key", "url", "station", "kind", "article", "alternate", "found", "published_on",
    "tries", "redirects", "depth", "is_start", "article_count", "new_count", "new_hours", "read_at",
    "capture", "payload_digest", "etag", "last_modified", "station_digest",
)  # fmt: skip

#: Columns that only lists have: the fields of `Listing`.
_OF_A_LIST = ("depth", "is_start", "article_count", "new_count", "new_hours", "read_at")


class Leases:
    """The leased addresses of all stations.

    Every method that writes expects to be inside the archive's transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def release(self) -> int:
        """Make what a crashed run had leased due again; return how many addresses that were."""
        return self._db.execute(
            "UPDATE crawl_frontier SET state = 'pending', run = NULL WHERE state = 'leased'"
        ).rowcount

    def lease(self, station: str, most: int, *, days: Days, run: str) -> list[Address]:
        """Take up to `most` pending addresses, oldest discovery first.

        Lists go alone, so that what they name is known before an article is leased. Addresses
        that are known to be of other days stay pending.
        """
        rows = self._db.execute(
            f"""SELECT {", ".join(_LEASED)} FROM crawl_frontier
                WHERE station = ? AND state = 'pending'
                  AND (published_on IS NULL OR published_on BETWEEN ? AND ?)
                ORDER BY {LEASE_ORDER}, key LIMIT ?""",
            (station, *days.bounds(), most),
        ).fetchall()
        addresses = [_address(row) for row in rows]
        lists = [address for address in addresses if address.kind != "article"]
        addresses = lists or addresses
        self._db.executemany(
            "UPDATE crawl_frontier SET state = 'leased', run = ? WHERE key = ?",
            [(run, address.key) for address in addresses],
        )
        return addresses

    def unlease(self, addresses: Iterable[Address]) -> None:
        """Return leased addresses that were not visited."""
        self._db.executemany(
            """UPDATE crawl_frontier SET state = 'pending', run = NULL
               WHERE key = ? AND state = 'leased'""",
            [(address.key,) for address in addresses],
        )

    def has_pending(self, station: str, *, days: Days) -> bool:
        """Whether this station has an address that could be leased now."""
        row = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM crawl_frontier WHERE station = ?
               AND state = 'pending' AND (published_on IS NULL OR published_on BETWEEN ? AND ?))""",
            (station, *days.bounds()),
        ).fetchone()
        return bool(row[0])

    def claim(self, address: Address, *, run: str, now: datetime) -> Address | None:
        """Discover and lease one address that a kept capture speaks of.

        None where a later visit has said what became of the address: an imported page of 2019
        must not undo that.
        """
        self._db.execute(
            """INSERT INTO crawl_frontier (url, station, kind, article, alternate, found, state,
                   discovered_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?)
               ON CONFLICT (url) DO UPDATE
                   SET alternate = coalesce(alternate, excluded.alternate)""",
            (
                address.url, address.station, address.kind, address.article, address.alternate,
                address.found, utc(now),
            ),
        )  # fmt: skip
        row = self._db.execute(
            f"""UPDATE crawl_frontier SET state = 'leased', run = ?
                WHERE url = ? AND (settled_at IS NULL OR settled_at <= ?
                                   OR outcome = 'quarantined')
                RETURNING {", ".join(_LEASED)}""",
            (run, address.url, utc(now)),
        ).fetchone()
        return None if row is None else _address(row)


def _address(row: tuple[object, ...]) -> Address:
    known = dict(zip(_LEASED, row, strict=True))
    listing = {column: known.pop(column) for column in _OF_A_LIST}
    return Address(listing=Listing(**listing), **known)  # type: ignore[arg-type]  # SQL's types
