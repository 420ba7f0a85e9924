"""The crawl's own account: every address ever discovered has one state and one latest outcome.

Its table lives in `archive.db`, so that a page's links and the outcome of its address are in
the same commit as the page. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from harvester.visit import Address, AddressKind, Link, Visit

if TYPE_CHECKING:
    from sqlite_utils import Database

    from archive.holding import Role

migrations = Migrations("crawl")

#: Redirects followed from one address to the next; RFC 9110 leaves the bound to the client.
MAX_REDIRECTS = 5
#: Failed visits in a row until an address is settled as failed.
MAX_TRIES = 5
#: Lists first, so that a short run learns what is new before it reads what is old.
KIND_ORDER: tuple[AddressKind, ...] = ("list", "sitemap", "feed", "article")

_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)


@migrations()
def m001_frontier(db: Database) -> None:
    """One row an address."""
    db.execute(
        """
        CREATE TABLE crawl_frontier (
            key           INTEGER PRIMARY KEY,
            url           TEXT NOT NULL UNIQUE,
            station       TEXT NOT NULL,
            kind          TEXT NOT NULL,
            article       TEXT,
            twin          TEXT,
            found         TEXT,
            dated         TEXT,
            state         TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'retry', 'settled')),
            outcome       TEXT,
            detail        TEXT,
            leads_to      TEXT,
            tries         INTEGER NOT NULL DEFAULT 0,
            redirects     INTEGER NOT NULL DEFAULT 0,
            due_at        TEXT,
            discovered_at TEXT NOT NULL,
            settled_at    TEXT,
            run           TEXT,
            capture       TEXT,
            captured_at   TEXT,
            payload_digest TEXT,
            etag          TEXT,
            last_modified TEXT
        )
        """
    )
    db.execute("CREATE INDEX crawl_frontier_due ON crawl_frontier (station, state, due_at)")
    db.execute("CREATE INDEX crawl_frontier_article ON crawl_frontier (article)")
    db.execute("CREATE INDEX crawl_frontier_leads ON crawl_frontier (leads_to)")


@migrations()
def m002_stations_at_rest(db: Database) -> None:
    """Stations that asked to be left alone for a while."""
    db.execute(
        """
        CREATE TABLE crawl_rests (
            station TEXT PRIMARY KEY,
            until   TEXT NOT NULL,
            reason  TEXT NOT NULL
        )
        """
    )


@migrations()
def m003_reader_of_lists(db: Database) -> None:
    """With which station file a list was read: a mended one finds more on the same bytes."""
    db.execute("ALTER TABLE crawl_frontier ADD COLUMN station_digest TEXT")


class Frontier:
    """The addresses of all stations, in the archive's own database.

    Every method that writes expects to be inside the archive's transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def release(self) -> int:
        """Make what a dead run had leased due again; returns how many addresses that were."""
        return self._db.execute(
            "UPDATE crawl_frontier SET state = 'pending' WHERE state = 'leased'"
        ).rowcount

    def plan(self, station: str, starts: Iterable[Link], *, now: datetime) -> None:
        """Make due what the next run is to visit: the lists, and what has come of age."""
        for link in starts:
            self.add(link, station=station, found=None, now=now)
            self._db.execute(
                "UPDATE crawl_frontier SET state = 'pending' WHERE url = ? AND state != 'leased'",
                (link.url,),
            )
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending'
               WHERE station = ? AND state IN ('settled', 'retry') AND due_at <= ?""",
            (station, _iso(now)),
        )

    def recheck(self, station: str) -> None:
        """Make every known article of the station due now, whatever its age."""
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending'
               WHERE station = ? AND kind = 'article' AND state IN ('settled', 'retry')
                 AND outcome NOT IN ('duplicate', 'offsite')""",
            (station,),
        )

    def rest(self, station: str, until: datetime, reason: str) -> None:
        """Leave a station alone until a moment."""
        self._db.execute(
            """INSERT INTO crawl_rests (station, until, reason) VALUES (?, ?, ?)
               ON CONFLICT (station) DO UPDATE SET until = excluded.until,
                   reason = excluded.reason""",
            (station, _iso(until), reason),
        )

    def resting(self, station: str, *, now: datetime) -> str | None:
        """Until when and why a station is left alone, in words; None where it is not."""
        row = self._db.execute(
            "SELECT until, reason FROM crawl_rests WHERE station = ? AND until > ?",
            (station, _iso(now)),
        ).fetchone()
        return f"left alone until {row[0]}: {row[1]}" if row else None

    def lease(self, station: str, most: int, *, since: date | None, run: str) -> list[Address]:
        """Take up to `most` pending addresses, lists first, oldest discovery first.

        Addresses that are known to be dated before `since` stay pending.
        """
        rows = self._db.execute(
            f"""SELECT {", ".join(_LEASED)} FROM crawl_frontier
                WHERE station = ? AND state = 'pending' AND (dated IS NULL OR dated >= ?)
                ORDER BY {_kind_order()}, key LIMIT ?""",
            (station, since.isoformat() if since else "", most),
        ).fetchall()
        addresses = [Address(**dict(zip(_LEASED, row, strict=True))) for row in rows]
        self._db.executemany(
            "UPDATE crawl_frontier SET state = 'leased', run = ? WHERE key = ?",
            [(run, address.key) for address in addresses],
        )
        return addresses

    def take(self, address: Address, *, run: str, now: datetime) -> Address:
        """Discover and lease one address that a kept capture speaks of."""
        self._db.execute(
            """INSERT INTO crawl_frontier (url, station, kind, article, twin, found, state,
                   discovered_at) VALUES (?, ?, ?, ?, ?, ?, 'leased', ?)
               ON CONFLICT (url) DO UPDATE SET twin = coalesce(twin, excluded.twin)""",
            (
                address.url, address.station, address.kind, address.article, address.twin,
                address.found, _iso(now),
            ),
        )  # fmt: skip
        self._db.execute(
            "UPDATE crawl_frontier SET state = 'leased', run = ? WHERE url = ?", (run, address.url)
        )
        row = self._db.execute(
            f"SELECT {', '.join(_LEASED)} FROM crawl_frontier WHERE url = ?", (address.url,)
        ).fetchone()
        return Address(**dict(zip(_LEASED, row, strict=True)))

    def give_back(self, addresses: Iterable[Address]) -> None:
        """Return leased addresses that were not visited."""
        self._db.executemany(
            "UPDATE crawl_frontier SET state = 'pending' WHERE key = ? AND state = 'leased'",
            [(address.key,) for address in addresses],
        )

    def has_pending(self, station: str, *, since: date | None) -> bool:
        """Whether this station has an address that could be leased now."""
        row = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM crawl_frontier WHERE station = ?
               AND state = 'pending' AND (dated IS NULL OR dated >= ?))""",
            (station, since.isoformat() if since else ""),
        ).fetchone()
        return bool(row[0])

    def known(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses that were discovered before."""
        marks = ",".join("?" * len(urls))
        rows = self._db.execute(f"SELECT url FROM crawl_frontier WHERE url IN ({marks})", urls)
        return {row[0] for row in rows}

    def add(self, link: Link, *, station: str, found: str | None, now: datetime) -> None:
        """Discover an address; one that is known already is left as it is.

        A second address of an article that is known by another one is settled as its duplicate,
        unless the other one could not be read.
        """
        other = (
            link.article
            and self._db.execute(
                """SELECT url FROM crawl_frontier WHERE article = ? AND url != ?
               AND (outcome IS NULL OR outcome IN ('captured', 'unchanged'))
               ORDER BY key LIMIT 1""",
                (link.article, link.url),
            ).fetchone()
        )
        state, outcome, leads_to = ("settled", "duplicate", other[0]) if other else _PENDING
        if link.redirects > MAX_REDIRECTS:
            state, outcome = "settled", "failed"
        self._db.execute(
            """INSERT INTO crawl_frontier (url, station, kind, article, twin, found, dated,
                   state, outcome, detail, leads_to, redirects, discovered_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING""",
            (
                link.url, station, link.kind, link.article, link.twin, found, link.dated,
                state, outcome,
                "too many redirects" if outcome == "failed" else None,
                leads_to, link.redirects, _iso(now),
            ),
        )  # fmt: skip

    def renew(self, url: str, *, run: str) -> None:
        """Make a settled list page due again, because the page before it had news."""
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending'
               WHERE url = ? AND state = 'settled' AND run IS NOT ?""",
            (url, run),
        )

    def addresses_of(self, article: str) -> list[tuple[str, Role]]:
        """Every further address known to lead to an article, with its role."""
        return self._db.execute(
            """WITH named AS (SELECT url, twin, outcome FROM crawl_frontier WHERE article = ?1)
               SELECT url, 'also' FROM named WHERE outcome = 'duplicate'
               UNION SELECT twin, 'mobile' FROM named WHERE twin IS NOT NULL
               UNION SELECT r.url, 'redirect' FROM crawl_frontier AS r
                   JOIN named ON r.leads_to = named.url WHERE r.outcome = 'redirect'""",
            (article,),
        ).fetchall()

    def ever_captured(self, station: str) -> bool:
        """Whether an article of this station was ever read."""
        row = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM crawl_frontier
               WHERE station = ? AND kind = 'article' AND capture IS NOT NULL)""",
            (station,),
        ).fetchone()
        return bool(row[0])

    def settle(self, visit: Visit, *, now: datetime) -> None:
        """Write down what became of an address, and when it is due next."""
        address, outcome = visit.address, visit.outcome
        failed = outcome in ("failed", "quarantined", "gone")
        tries = address.tries + 1 if failed else 0
        retry = outcome == "failed" and tries < MAX_TRIES
        last = visit.captures[-1] if visit.captures else None
        whole = last if last is not None and outcome in ("captured", "unchanged") else None
        self._db.execute(
            """UPDATE crawl_frontier SET state = ?, outcome = ?, detail = ?, leads_to = ?,
                   tries = ?, due_at = ?, settled_at = ?,
                   article = coalesce(?, article), dated = coalesce(?, dated),
                   capture = coalesce(?, capture), captured_at = coalesce(?, captured_at),
                   payload_digest = coalesce(?, payload_digest),
                   etag = coalesce(?, etag), last_modified = coalesce(?, last_modified),
                   station_digest = coalesce(?, station_digest)
               WHERE key = ?""",
            (
                "retry" if retry else "settled", outcome, visit.detail, visit.redirect,
                tries, _iso_or_none(next_due(visit, tries=tries, now=now)), _iso(now),
                visit.article.id if visit.article else None, _published(visit),
                whole.id if whole and outcome == "captured" else None,
                _iso(whole.captured_at) if whole and outcome == "captured" else None,
                whole.payload_digest if whole and outcome == "captured" else None,
                whole.header("etag") if whole else None,
                whole.header("last-modified") if whole else None,
                visit.station_digest, address.key,
            ),
        )  # fmt: skip

    def counts(self, run: str | None = None) -> Counter[tuple[str, str, str]]:
        """How many addresses there are by (station, state, outcome); of one run, if it is named."""
        rows = self._db.execute(
            """SELECT station, state, coalesce(outcome, ''), count(*) FROM crawl_frontier
               WHERE ?1 IS NULL OR run = ?1 GROUP BY 1, 2, 3""",
            (run,),
        )
        return Counter({(station, state, outcome): n for station, state, outcome, n in rows})


def next_due(visit: Visit, *, tries: int, now: datetime) -> datetime | None:
    """When an address is to be visited again; None is never.

    Articles are watched for corrections and withdrawals, less often as they age: after half
    their age, at least a day, at most 180 days. What could not be read fades out by doubling.
    """
    if visit.address.kind != "article":
        return None  # each run begins at the lists: `plan` makes them due
    fading = min(_DAY * int(2**tries), 180 * _DAY)
    match visit.outcome:
        case "captured" | "unchanged":
            return now + min(max(_age(visit, now) / 2, _DAY), 180 * _DAY)
        case "failed" if tries < MAX_TRIES:
            return now + _QUARTER * int(4 ** (tries - 1))
        case "failed" | "quarantined" | "gone" | "withdrawn":
            return now + fading
        case "robots":
            return now + 7 * _DAY
        case _:
            return None


def _published(visit: Visit) -> str | None:
    """The day printed on the article that was visited, or known of it before; ISO 8601."""
    printed = visit.article.published if visit.article else None
    return printed.iso()[:10] if printed else visit.address.dated


def _age(visit: Visit, now: datetime) -> timedelta:
    """How long ago the article was published; nothing, where that is not known."""
    day = _published(visit)
    if day is None:
        return timedelta()
    return max(now - datetime.combine(date.fromisoformat(day), time(), UTC), timedelta())


_LEASED = (
    "key", "url", "station", "kind", "article", "twin", "found", "dated", "tries", "redirects",
    "capture", "captured_at", "payload_digest", "etag", "last_modified", "station_digest",
)  # fmt: skip
_PENDING = ("pending", None, None)


def _kind_order() -> str:
    cases = " ".join(f"WHEN '{kind}' THEN {i}" for i, kind in enumerate(KIND_ORDER))
    return f"CASE kind {cases} END"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else _iso(moment)
