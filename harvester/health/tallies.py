"""Tallies: what the visits of each day brought, by station and measure.

Written in the commit that holds the visits, so that a station's past need not be counted out of
its articles. A day is that of the captures, UTC. `harvester.health.days` reads them.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from archive.db.events import utc

if TYPE_CHECKING:
    from archive.model.article import Article
    from harvester.model.visit import Address, Committed

#: Fields whose share among the articles of a day is counted, as `field:source`.
FIELDS = ("published", "source", "authors", "editors", "images")
#: Visits without an answer; `postponed`: its host did not even give a robots.txt.
UNANSWERED = ("article:failed", "article:postponed", "list:failed", "list:postponed")
#: Length is counted as its logarithm, in hundredths: a few long texts must not hide many short.
LOG_UNIT = 100

#: (station, ISO day, measure)
_Key = tuple[str, str, str]


class Tallies:
    """The table `crawl_tallies`; what writes expects to be inside the archive's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        #: False in a run whose visits say nothing of how a station fares now: of past days, of
        #: captures that others made, or that were counted before.
        self.counting = True

    def add(self, committed: Iterable[Committed]) -> None:
        """Count visits that are committed by this transaction."""
        counts = Counter[_Key]()
        for each in committed:
            day = utc(each.visit.at or datetime.now(UTC))[:10]
            for measure, count in _measures(each).items():
                counts[each.visit.address.station, day, measure] += count
        self._add(counts)

    def add_postponed(self, address: Address, now: datetime) -> None:
        """Count a visit that was put off, because its host gave nothing."""
        self._add({(address.station, utc(now)[:10], f"{_what(address)}:postponed"): 1})

    def _add(self, counts: Mapping[_Key, int]) -> None:
        if not self.counting:
            return
        self._db.executemany(
            """INSERT INTO crawl_tallies VALUES (?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET count = count + excluded.count""",
            [(*key, count) for key, count in counts.items()],
        )

    def add_suspected(self, captures: Iterable[str]) -> None:
        """Count captures of which a run's end has decided that their markup has changed."""
        counts = Counter[_Key]()
        for capture in captures:
            station, day = self._db.execute(
                "SELECT station, substr(captured_at, 1, 10) FROM captures WHERE id = ?", (capture,)
            ).fetchone()
            counts[station, day, "suspected"] += 1
        self._add(counts)

    def add_outage(self, today: date, stations: Iterable[str]) -> None:
        """Count what these stations did not answer today as the fault of this computer."""
        if not self.counting:
            return
        marks = ", ".join("?" * len(UNANSWERED))
        self._db.executemany(
            f"""INSERT INTO crawl_tallies SELECT station, day, 'outage', sum(count)
                FROM crawl_tallies WHERE station = ? AND day = ? AND measure IN ({marks})
                GROUP BY station, day ON CONFLICT DO UPDATE SET count = excluded.count""",
            [(station, today.isoformat(), *UNANSWERED) for station in stations],
        )

    def rename(self, former: str, station: str) -> None:
        """Give a station the days that it had under a former name."""
        self._db.execute(
            """INSERT INTO crawl_tallies SELECT ?2, day, measure, count FROM crawl_tallies
               WHERE station = ?1 ON CONFLICT DO UPDATE SET count = count + excluded.count""",
            (former, station),
        )
        self._db.execute("DELETE FROM crawl_tallies WHERE station = ?", (former,))


def are_counted(connection: sqlite3.Connection) -> bool:
    """Whether an archive has tallies: one that was never crawled has none."""
    cursor = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'crawl_tallies')"
    )
    return bool(cursor.fetchone()[0])


def _measures(committed: Committed) -> Counter[str]:
    """What one visit adds to which measures."""
    visit = committed.visit
    if committed.result in ("suspected", "doubtful", "waiting"):
        measure = "doubtful" if committed.result == "doubtful" else "suspected"
        return Counter({"article:suspected": 1, measure: 1})
    measures = Counter({f"{_what(visit.address)}:{visit.outcome}": 1})
    if visit.article is None or committed.result is None:
        return measures
    measures[committed.result] += 1
    measures["read"] += 1
    measures["unfitted"] += committed.unfitted
    for field in FIELDS:
        measures[f"field:{field}"] += bool(getattr(visit.article, field))
    measures.update(_length(visit.article))
    if committed.result == "new":
        measures.update(_lag(visit.article, visit.at or datetime.now(UTC)))
    return +measures


def _what(address: Address) -> str:
    return "article" if address.kind == "article" else "list"


def _length(article: Article) -> dict[str, int]:
    """The length of the text, and its square: a mean and its spread can be had from the sums."""
    log = math.log(1 + len(article.body))
    return {"length": round(LOG_UNIT * log), "length_squared": round(LOG_UNIT * log * log)}


def _lag(article: Article, captured_at: datetime) -> dict[str, int]:
    """Minutes from the printed time to the capture, where a minute is printed."""
    printed = article.published
    if printed is None or not isinstance(printed.value, datetime):
        return {}
    minutes = (captured_at - printed.value).total_seconds() / 60
    return {"lagged": 1, "lag_minutes": max(0, round(minutes))}
