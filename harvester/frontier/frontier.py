"""The frontier: every address ever discovered has one state and one latest outcome.

Its tables live in `archive.db`, so that a page's links and the outcome of its address are in the
same commit as the page. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from archive.db.events import utc
from archive.db.sql import update
from harvester.frontier.coverage import Coverage
from harvester.frontier.leases import Leases
from harvester.frontier.recrawl_schedule import (
    MAX_TRIES,
    READABLE,
    change_rate_after,
    next_due,
    published,
)
from harvester.model.url import canonical
from harvester.model.visit import Address, Link, Outcome, Visit, is_conditional

if TYPE_CHECKING:
    from archive.history.addresses import Role

#: Redirects followed from one address to the next; RFC 9110 leaves the bound to the client.
MAX_REDIRECTS = 5
#: Pages followed from a list (下一页): a calendar without end is a trap, not an archive.
MAX_DEPTH = 2000
#: Known articles visited again by one run of a station: what is new must not wait for them.
RECHECKS = 300
_DAY = timedelta(days=1)
#: Outcomes after which an address is visited ever more rarely.
_FADING: tuple[Outcome, ...] = ("failed", "quarantined", "gone", "withdrawn")
#: SQLite's own bound on parameters is 32,766.
_CHUNK = 500


#: What a link makes of its address: it is new, was known before, is a further address of an article
#: that can be had elsewhere, or is never to be followed.
Discovery = Literal["new", "known", "duplicate", "trap"]


class Frontier:
    """The addresses of all stations, in the archive's own database.

    Every method that writes expects to be inside the archive's transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.leases = Leases(connection)
        self._coverage = Coverage(connection)

    # --- what is due ---------------------------------------------------------------------------

    def last_run(self) -> str | None:
        """When the run before this one began."""
        row = self._db.execute("SELECT started_at FROM runs ORDER BY rowid DESC LIMIT 1").fetchone()
        return str(row[0]) if row else None

    def mend_dates(self, stations: Iterable[str], *, now: datetime) -> None:
        """Make due what is put off for more than a year: nothing is, unless the clock was wrong."""
        wrong = utc(now + 366 * _DAY)
        self._db.executemany(
            """UPDATE crawl_frontier SET due_at = ?1
               WHERE station = ?2 AND state IN ('settled', 'retry') AND due_at > ?3""",
            [(utc(now), station, wrong) for station in stations],
        )

    def plan(
        self,
        station: str,
        starts: Sequence[Link],
        *,
        now: datetime,
        all_lists: bool = True,
        digest: str | None = None,
    ) -> bool:
        """Make due what the next run is to visit; says whether a list of the station is among it.

        That is all its lists, or only those whose time has come, or that were read with another
        station file than that of this `digest`; and what has come of age, the longest overdue
        first, as far as the budget of rechecks goes. A list that another station
        (or this one, as another kind of list) named before is this station's from now on, and is
        read anew.
        """
        self._forget_former_starts(station, starts)
        for link in starts:
            self._start(station, link, now)
        moment = utc(now)
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending' WHERE station = ?1 AND kind != 'article'
               AND state IN ('settled', 'retry') AND (is_start OR (kind = 'sitemap' AND found
                   IS NOT NULL))
               AND (?2 OR due_at IS NULL OR due_at <= ?3
                    OR (read_at IS NOT NULL AND station_digest IS NOT ?4))""",
            (station, all_lists, moment, digest),
        )
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending'
               WHERE station = ? AND state IN ('settled', 'retry') AND state = 'retry'
                 AND due_at <= ?""",
            (station, moment),
        )
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending' WHERE key IN (
                   SELECT key FROM crawl_frontier WHERE station = ?
                   AND state IN ('settled', 'retry') AND state = 'settled'
                   AND due_at <= ? AND kind = 'article' ORDER BY due_at LIMIT ?)""",
            (station, moment, RECHECKS),
        )
        row = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM crawl_frontier
               WHERE station = ? AND kind != 'article' AND is_start AND state = 'pending')""",
            (station,),
        ).fetchone()
        return bool(row[0])

    def _forget_former_starts(self, station: str, starts: Sequence[Link]) -> None:
        """The lists that the station's file does not name any more begin no crawl."""
        named = {link.url for link in starts}
        former = self._db.execute(
            """SELECT key, url FROM crawl_frontier
               WHERE station = ? AND kind != 'article' AND is_start""",
            (station,),
        ).fetchall()
        self._db.executemany(
            "UPDATE crawl_frontier SET is_start = 0 WHERE key = ?",
            [(key,) for key, url in former if url not in named],
        )

    def _start(self, station: str, link: Link, now: datetime) -> None:
        """Note that the station's file names a list."""
        self.add(link, station=station, found=None, now=now)
        self._db.execute(
            """UPDATE crawl_frontier SET station = ?1, kind = ?2, depth = 0, article = NULL,
                   payload_digest = NULL, etag = NULL, last_modified = NULL, due_at = NULL
               WHERE url = ?3 AND (station != ?1 OR kind != ?2)""",
            (station, link.kind, link.url),
        )
        self._db.execute(
            "UPDATE crawl_frontier SET is_start = 1 WHERE url = ? AND NOT is_start", (link.url,)
        )
        self._coverage.list_is_due(station, link.url, now=now)

    def rename(self, former: str, station: str) -> None:
        """Give a station the addresses that it had under a former name; its lists are read anew."""
        self._db.execute(
            """UPDATE crawl_frontier SET station = ?1, is_start = 0, station_digest = NULL
               WHERE station = ?2""",
            (station, former),
        )
        self._coverage.rename(former, station)

    def recheck(self, station: str) -> None:
        """Make every known article of the station due now, whatever its age."""
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending'
               WHERE station = ? AND kind = 'article' AND state IN ('settled', 'retry')
                 AND outcome NOT IN ('duplicate', 'offsite', 'erased')""",
            (station,),
        )

    def postpone(self, address: Address, until: datetime, reason: str) -> None:
        """Put off an address, and all that is due on its host, because the host gives nothing.

        It counts as no try of theirs. Articles that can be had elsewhere are visited there.
        """
        site = address.url.split("/", 3)
        first = "/".join(site[:3]) + "/"
        last = first[:-1] + "0"  # the character after /
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'retry', due_at = ?, run = NULL, detail = ?
               WHERE key = ? OR key IN (
                   SELECT key FROM crawl_frontier INDEXED BY crawl_frontier_pending
                   WHERE state = 'pending' AND url >= ? AND url < ?)""",
            (utc(until), reason, address.key, first, last),
        )
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending', outcome = NULL, leads_to = NULL
               WHERE outcome = 'duplicate' AND leads_to >= ? AND leads_to < ?
                 AND NOT (url >= ? AND url < ?)""",
            (first, last, first, last),
        )

    # --- what is discovered --------------------------------------------------------------------

    def known(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses that were discovered before."""
        known: set[str] = set()
        for first in range(0, len(urls), _CHUNK):
            chunk = urls[first : first + _CHUNK]
            marks = ",".join("?" * len(chunk))
            rows = self._db.execute(f"SELECT url FROM crawl_frontier WHERE url IN ({marks})", chunk)
            known.update(row[0] for row in rows)
        return known

    def add(self, link: Link, *, station: str, found: str | None, now: datetime) -> Discovery:
        """Discover an address, and say what that made of it.

        One that is known already is left as it is, but for its mobile form. A second address of an
        article that can be had at another one is settled as its duplicate; it is revived when the
        other one fails (`settle`).
        """
        trap = _trap(link)
        other = None if trap else self._other_address(link, station)
        outcome = "failed" if trap else "duplicate" if other else None
        is_new = self._db.execute(
            """INSERT INTO crawl_frontier (url, station, kind, article, alternate, found,
                   published_on, state, outcome, detail, leads_to, redirects, depth, discovered_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING""",
            (
                link.url, station, link.kind, link.article, link.alternate, found,
                link.published_on, "settled" if outcome else "pending", outcome, trap, other,
                link.redirects, link.depth, utc(now),
            ),
        ).rowcount  # fmt: skip
        if not is_new and link.alternate is not None:
            self._db.execute(
                "UPDATE crawl_frontier SET alternate = ?1 WHERE url = ?2 AND alternate IS NULL",
                (link.alternate, link.url),
            )
        if not is_new:
            return "known"
        return "trap" if trap else "duplicate" if other else "new"

    def _other_address(self, link: Link, station: str) -> str | None:
        """Another address at which the article of a link was had, or is about to be."""
        if link.article is None:
            return None
        row = self._db.execute(
            """SELECT url FROM crawl_frontier WHERE article = ?1 AND url != ?2
               AND (outcome IN ('captured', 'unchanged', 'erased')
                    OR (outcome IS NULL AND station = ?3 AND state IN ('pending', 'leased')))
               ORDER BY key LIMIT 1""",
            (link.article, link.url, station),
        ).fetchone()
        return None if row is None else str(row[0])

    def requeue(self, url: str, *, run: str) -> None:
        """Make a list page due again, because the page before it had news."""
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending'
               WHERE url = ? AND state IN ('settled', 'retry') AND run IS NOT ?
                 AND NOT (outcome IS 'failed' AND tries = 0)""",  # a trap stays shut
            (url, run),
        )

    def requeue_sitemap(self, link: Link, *, run: str) -> None:
        """Make a sitemap due now that its index says to have changed since it was read."""
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'pending'
               WHERE url = ? AND state IN ('settled', 'retry') AND run IS NOT ?
                 AND ? >= substr(read_at, 1, 10)""",
            (link.url, run, link.changed),
        )

    def addresses_of(self, article: str) -> list[tuple[str, Role]]:
        """Every further address known to lead to an article, with its role."""
        named = self._db.execute(
            """WITH named AS (SELECT url, alternate, outcome FROM crawl_frontier WHERE article = ?1)
               SELECT url, 'also' FROM named WHERE outcome = 'duplicate'
               UNION SELECT alternate, 'mobile' FROM named WHERE alternate IS NOT NULL
               UNION SELECT r.url, 'redirect' FROM crawl_frontier AS r
                   JOIN named ON r.leads_to = named.url WHERE r.outcome = 'redirect'""",
            (article,),
        )
        # an alternate with parameters that are taken for tracking is no address of its own
        return [(url, role) for url, role in named if role != "mobile" or canonical(url) == url]

    # --- what became of it ---------------------------------------------------------------------

    def settle(self, visit: Visit, *, now: datetime) -> None:
        """Write down what became of an address, and when it is due next."""
        address, outcome = visit.address, visit.outcome
        tries = address.tries + 1 if outcome in _FADING else 0
        retry = outcome == "failed" and tries < MAX_TRIES
        changes: dict[str, object] = {
            "state": "retry" if retry else "settled", "outcome": outcome, "detail": visit.detail,
            "leads_to": visit.redirect, "tries": tries, "settled_at": utc(now),
            "due_at": _iso_or_none(next_due(visit, tries=tries, now=now)),
            "published_on": published(visit) or address.published_on,
            "article": visit.article.id if visit.article else address.article,
        }  # fmt: skip
        update(self._db, "crawl_frontier", changes | _validators(visit), {"key": address.key})
        if address.kind != "article" and outcome in READABLE:
            self._was_read(visit, now)
        # A page that was had and fails is tried again first: it may be down for an hour.
        if (
            address.article is not None
            and outcome not in READABLE
            and not (retry and address.capture)
        ):
            self._db.execute(
                """UPDATE crawl_frontier SET state = 'pending', outcome = NULL, leads_to = NULL
                   WHERE article = ? AND outcome = 'duplicate'""",
                (address.article,),
            )

    def _was_read(self, visit: Visit, now: datetime) -> None:
        """A list was read: note how often it has news, and the days that the reading covers."""
        rate = change_rate_after(visit, now=now)
        self._db.execute(
            "UPDATE crawl_frontier SET new_count = ?, new_hours = ?, read_at = ? WHERE key = ?",
            (rate.new_count, rate.new_hours, utc(now), visit.address.key),
        )
        self._coverage.list_was_read(visit, now=now)

    def quarantine(self, address: Address, detail: str, *, now: datetime) -> None:
        """The last resort: settle an address whose visit cannot be written down."""
        self._db.execute(
            """UPDATE crawl_frontier SET state = 'settled', outcome = 'quarantined', detail = ?,
                   due_at = ?, settled_at = ? WHERE key = ?""",
            (detail, utc(now + 7 * _DAY), utc(now), address.key),
        )


def _validators(visit: Visit) -> dict[str, object]:
    """What the next visit is made with and compared with; nothing: what is known stays.

    An article in parts, or one read from its alternate, has none: that its first page did not
    change would say nothing of the other parts. Nor has one that failed when it was asked for with
    a condition: some servers break at one.
    """
    own = visit.own_capture
    if visit.outcome in ("failed", "quarantined") and any(map(is_conditional, visit.captures)):
        return {"etag": None, "last_modified": None}
    if visit.outcome != "captured":
        return {}
    is_whole = len(visit.parts) <= 1 and (visit.article is None or visit.article.complete)
    compared = own if is_whole else None
    return {
        "capture": own and own.id,
        "payload_digest": compared and compared.payload_digest,
        "etag": compared and compared.header("etag"),
        "last_modified": compared and compared.header("last-modified"),
        "station_digest": visit.station_digest,
        "article_count": visit.article_count,
    }


def _trap(link: Link) -> str | None:
    if link.redirects > MAX_REDIRECTS:
        return "too many redirects"
    if link.depth > MAX_DEPTH:
        return f"more than {MAX_DEPTH} pages from the list that the station names"
    return None


def _iso_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else utc(moment)
