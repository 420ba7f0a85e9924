"""The crawl's own account of its frontier: what there is, what is due, and what is in trouble.

Nothing is written here. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from archive.db.events import utc
from archive.history.comparison import SUSPECTED
from harvester.frontier.frontier import RECHECKS
from harvester.frontier.unread import UNCHANGED
from harvester.redesign.doubt import OPEN


@dataclass(frozen=True, slots=True)
class Due:
    """What a run would visit: so many lists, new articles and known ones; `following` is UTC."""

    lists: int
    new: int
    known: int
    following: str | None  # when the next thing is due that is not due yet


class Status:
    """What the frontier's tables say to whoever asks."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def due(self, station: str, *, now: datetime) -> Due:
        """What a run of a station that began now would visit, and when the next thing is due."""
        waiting = """SELECT is_start, kind, settled_at FROM crawl_frontier
            WHERE station = :station AND state = 'pending'
            UNION ALL SELECT is_start, kind, settled_at FROM crawl_frontier
            WHERE state = 'leased' AND station = :station
            UNION ALL SELECT is_start, kind, settled_at FROM crawl_frontier
            WHERE station = :station AND state IN ('settled', 'retry') AND due_at <= :now"""
        row = self._db.execute(
            f"""SELECT coalesce(sum(is_start), 0),
                   coalesce(sum(kind = 'article' AND settled_at IS NULL), 0),
                   coalesce(sum(kind = 'article' AND settled_at IS NOT NULL), 0)
               FROM ({waiting})""",
            {"station": station, "now": utc(now)},
        ).fetchone()
        lists, new, known = row
        return Due(lists, new, min(known, RECHECKS), self.next_due(station, now=now))

    def next_due(self, station: str, *, now: datetime) -> str | None:
        """When the next thing of a station is due that is not due yet, UTC."""
        row = self._db.execute(
            """SELECT min(due_at) FROM crawl_frontier
               WHERE station = ? AND state IN ('settled', 'retry') AND due_at > ?""",
            (station, utc(now)),
        ).fetchone()
        return None if row[0] is None else str(row[0])

    def outcomes(self, run: str) -> Counter[tuple[str, str, str]]:
        """How many addresses a run visited, by (station, kind, outcome)."""
        rows = self._db.execute(
            """SELECT station, kind, outcome, count(*) FROM crawl_frontier
               WHERE run = ? AND outcome IS NOT NULL GROUP BY 1, 2, 3""",
            (run,),
        )
        return Counter({tuple(row[:3]): row[3] for row in rows})

    def states(self) -> Counter[str]:
        """How many of all addresses that were ever discovered are in each state.

        No address is ever taken away, so that the last key is their number. All but the settled
        ones are counted, in indexes of their own.
        """
        (discovered,) = self._db.execute("SELECT max(key) FROM crawl_frontier").fetchone()
        counts = Counter[str]()
        for state in ("pending", "leased", "retry"):
            (counts[state],) = self._db.execute(
                f"SELECT count(*) FROM crawl_frontier WHERE state = '{state}'"
            ).fetchone()
        counts["settled"] = (discovered or 0) - counts.total()
        return +counts

    def unexplained(self) -> int:
        """How many addresses are settled without an outcome."""
        row = self._db.execute(
            "SELECT count(*) FROM crawl_frontier WHERE state = 'settled' AND outcome IS NULL"
        ).fetchone()
        return int(row[0])

    def troubled_lists(self, station: str) -> list[tuple[str, str, str | None, str | None]]:
        """(address, outcome, detail, when it was last read) of named lists that were not read.

        Their last visit counts, in whatever run it was: a list that is down is told until it is up.
        """
        return self._db.execute(
            """SELECT url, outcome, detail, read_at FROM crawl_frontier
               WHERE station = ? AND kind != 'article' AND is_start
                 AND outcome NOT IN ('captured', 'unchanged', 'redirect') ORDER BY key""",
            (station,),
        ).fetchall()

    def long_lists(self, station: str, run: str) -> list[tuple[str, str]]:
        """(address, what of it was not read) of lists that a run read in part."""
        return self._db.execute(
            """SELECT url, detail FROM crawl_frontier WHERE run = ? AND station = ?
               AND kind != 'article' AND outcome = 'captured' AND detail IS NOT NULL
               ORDER BY key""",
            (run, station),
        ).fetchall()

    def failed_pages(self, station: str, run: str) -> list[tuple[str, str, str]]:
        """(address, outcome, why) of all that failed in a run.

        The lists that a file names are left out, pages whose markup changed, and those that wait
        since an earlier run: they are reported otherwise.
        """
        return self._db.execute(
            """SELECT url, outcome, coalesce(detail, outcome) FROM crawl_frontier WHERE run = ?
               AND station = ? AND outcome IN ('failed', 'quarantined') AND NOT is_start
               AND NOT (coalesce(detail, '') LIKE ? OR coalesce(detail, '') LIKE ?
                        OR coalesce(detail, '') LIKE ?) ORDER BY key""",
            (run, station, f"{SUSPECTED}%", f"{OPEN}%", f"{UNCHANGED}%"),
        ).fetchall()

    def still_waiting(self, run: str) -> dict[str, int]:
        """Station → how many pages that wait for a better reader came unchanged in a run."""
        return dict(
            self._db.execute(
                """SELECT station, count(*) FROM crawl_frontier WHERE run = ?
                   AND outcome = 'quarantined' AND NOT is_start AND detail LIKE ?
                   GROUP BY station ORDER BY station""",
                (run, f"{UNCHANGED}%"),
            )
        )

    def moved_lists(self, station: str, run: str) -> list[tuple[str, str]]:
        """(address, where it leads) of named lists that a run was sent on from."""
        return self._db.execute(
            """SELECT url, leads_to FROM crawl_frontier WHERE station = ? AND kind != 'article'
               AND is_start AND outcome = 'redirect' AND run = ? ORDER BY key""",
            (station, run),
        ).fetchall()

    def ever_captured(self, station: str) -> bool:
        """Whether an article of this station was ever read."""
        row = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM crawl_frontier WHERE station = ?1 AND kind = 'article'
                   AND capture IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM crawl_frontier WHERE station = ?1 AND kind = 'article'
                   AND outcome = 'captured' AND capture IS NULL)""",  # from an alternate
            (station,),
        ).fetchone()
        return bool(row[0])
