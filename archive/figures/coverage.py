"""Coverage: for each station and day what was published, and whether anybody looked.

A day was looked at where a list, feed or sitemap of the station was captured on it, in the
station's own zone, or where a crawl noted that a reading of its lists covers it. Captures of
articles alone do not count: they show one article, not that there were no others.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.db.filters import Filters
from archive.db.moment import one_moment
from archive.figures.days import days_between, first_day, last_day
from archive.model.errors import NothingFound
from archive.search.search import matching
from archive.search.stations import known_in

COLUMNS = ("station", "day", "articles", "lists_captured", "status")
Status = Literal["published", "nothing", "not looked"]

_LISTS = "('list', 'sitemap', 'feed', 'json')"
_BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one station: something was published, nothing was found, or nobody looked."""

    station: str
    day: str
    articles: int
    lists_captured: int
    status: Status


class Looked:
    """The days on which these stations were looked at: how many lists were captured on each."""

    def __init__(self, connection: sqlite3.Connection, stations: Collection[str]) -> None:
        named = json.dumps(sorted(stations))
        self.captured = _captured(connection, named)
        self._covered = _covered(connection, named)

    def at(self, station: str, day: str) -> bool:
        """Whether somebody looked at a station on a day, or later at what it had that day."""
        return (station, day) in self.captured or (station, day) in self._covered

    def told(self, station: str, day: str, articles: int) -> Day:
        """A day of a station on which so many articles were published."""
        status: Status = "published" if articles else "not looked"
        if not articles and self.at(station, day):
            status = "nothing"
        return Day(station, day, articles, self.captured[station, day], status)

    def days(self) -> set[tuple[str, str]]:
        """All of them: station and day."""
        return self.captured.keys() | self._covered


def coverage(connection: sqlite3.Connection, filters: Filters) -> Iterator[Day]:
    """A row for each station and each day between the bounds of the filters.

    Without bounds, from the first day that was looked at, or else published on, to the last. Raises
    UsageError for an unknown station, NothingFound where nothing was ever looked at or published.
    """
    with one_moment(connection):
        filters = known_in(connection, filters)
        stations = _stations(connection, filters)
        looked = Looked(connection, stations)
        published = _published(connection, filters)
    first, last = _bounds(filters, looked, published)
    for station in stations:
        for day in days_between(first, last):
            count = published[station, day]
            yield looked.told(station, day, count)


def _bounds(
    filters: Filters, looked: Looked, published: Counter[tuple[str, str]]
) -> tuple[str, str]:
    """The first and the last day."""
    days = [day for _, day in looked.days()]
    days = days or [day for _, day in published if day]
    if not days and not (filters.since and filters.until):
        raise NothingFound("no day was looked at, and nothing was published; say --from and --to")
    return (
        first_day(filters.since) if filters.since else min(days),
        last_day(filters.until) if filters.until else max(days),
    )


def _stations(connection: sqlite3.Connection, filters: Filters) -> list[str]:
    """The stations that are asked for: all of the archive, unless the filters name some."""
    where = Filters(station=filters.station, place=filters.place).conditions()
    sql = (
        "SELECT a.station FROM (SELECT name AS station FROM stations UNION"
        f" SELECT station FROM articles) AS a WHERE {where.where} ORDER BY 1"
    )
    return [name for (name,) in connection.execute(sql, where.values)]


def _published(connection: sqlite3.Connection, filters: Filters) -> Counter[tuple[str, str]]:
    """How many articles each station published on each day, as printed."""
    found, values = matching(connection, None, filters)
    sql = (
        "SELECT a.station, coalesce(substr(a.published_at, 1, 10), ''), count(*)"
        f" FROM {found} GROUP BY 1, 2"
    )
    return Counter({(station, day): n for station, day, n in connection.execute(sql, values)})


def _captured(connection: sqlite3.Connection, named: str) -> Counter[tuple[str, str]]:
    """How many lists of each station were captured on each of its days."""
    zones = dict(connection.execute("SELECT name, timezone FROM stations"))
    captured: Counter[tuple[str, str]] = Counter()
    for station, minute, count in connection.execute(
        "SELECT station, substr(captured_at, 1, 16), count(*) FROM captures"
        " WHERE station IN (SELECT value FROM json_each(?))"
        f" AND kind IN {_LISTS} AND status < 400 GROUP BY 1, 2",
        (named,),
    ):
        at = datetime.fromisoformat(minute).replace(tzinfo=UTC)
        captured[station, at.astimezone(_zone(zones.get(station))).date().isoformat()] += count
    return captured


def _covered(connection: sqlite3.Connection, named: str) -> set[tuple[str, str]]:
    """The days that a crawl noted as covered by a reading of the station's lists."""
    there = "SELECT 1 FROM sqlite_schema WHERE name = 'crawl_coverage' AND type = 'table'"
    if connection.execute(there).fetchone() is None:
        return set()
    covered = (
        "SELECT DISTINCT station, day FROM crawl_coverage"
        " WHERE station IN (SELECT value FROM json_each(?)) AND read"
    )
    return set(connection.execute(covered, (named,)))


@lru_cache
def _zone(name: str | None) -> tzinfo:
    """The zone of a station; of one that names none, or none that is known, that of Beijing."""
    try:
        return ZoneInfo(name) if name else _BEIJING
    except (ZoneInfoNotFoundError, ValueError):
        return _BEIJING
