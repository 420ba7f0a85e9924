"""Coverage: for each station and day what was published, and whether anybody looked.

A day was looked at where a list, feed or sitemap of the station was captured on it, in the
station's own zone, or where a crawl noted that a reading of its lists covers it. Captures of
articles alone do not count: they show one article, not that there were no others.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.db.filters import Filters
from archive.db.moment import one_moment
from archive.figures.days import days_between, first_day, last_day
from archive.model.errors import NothingFound
from archive.schema.list_captures import IS_LIST_CAPTURE
from archive.search.search import matching
from archive.search.stations import known_in

COLUMNS = ("station", "day", "articles", "lists_captured", "status")
Status = Literal["published", "nothing", "not looked"]

#: The quarter of an hour of a capture: 2022-07-22T16:0 to 2022-07-22T16:3. No zone of today begins
#: its days within one.
_QUARTER = "substr(captured_at, 1, 14) || (substr(captured_at, 15, 2) / 15)"
_BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one station: something was published, nothing was found, or nobody looked."""

    station: str
    day: str
    articles: int
    lists_captured: int
    status: Status


@dataclass(frozen=True, slots=True)
class Sum:
    """How many days of a station there are, and how many of each status."""

    station: str
    days: int
    published: int
    nothing: int
    not_looked: int


class Looked:
    """The days on which these stations were looked at: how many lists were captured on each."""

    def __init__(self, connection: sqlite3.Connection, stations: Collection[str]) -> None:
        self.captured = _captured(connection, stations)
        self._covered = _covered(connection, stations)

    def at(self, station: str, day: str) -> bool:
        """Whether somebody looked at a station on a day, or later at what it had that day."""
        return (station, day) in self.captured or (station, day) in self._covered

    def day_of(self, station: str, day: str, articles: int) -> Day:
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
    seen = {day for _, day in looked.days()}
    days = _between(filters, seen or {day for _, day in published})
    for station in stations:
        for day in days:
            yield looked.day_of(station, day, published[station, day])


def sums(connection: sqlite3.Connection, filters: Filters) -> list[Sum]:
    """How many days of each status each station has: the rows of `coverage`, counted.

    They are not made: there may be a million of them.
    """
    with one_moment(connection):
        filters = known_in(connection, filters)
        stations = _stations(connection, filters)
        looked = _by_station(Looked(connection, stations).days())
        published = _days_published(connection, filters)
    seen = set[str]().union(*looked.values())
    days = set(_between(filters, seen or set[str]().union(*published.values())))
    found = []
    for name in stations if days else ():
        had = published.get(name, set()) & days
        nothing = len(looked[name] & days - had)
        found.append(Sum(name, len(days), len(had), nothing, len(days) - len(had) - nothing))
    return found


def _by_station(days: Iterable[tuple[str, str]]) -> defaultdict[str, set[str]]:
    by_station: defaultdict[str, set[str]] = defaultdict(set)
    for station, day in days:
        by_station[station].add(day)
    return by_station


def _between(filters: Filters, found: Collection[str]) -> list[str]:
    """All days between the bounds; without bounds, from the first day that was found to the last.

    Raises NothingFound where neither is known.
    """
    found = [day for day in found if day]
    if not found and not (filters.since and filters.until):
        raise NothingFound("no day was looked at, and nothing was published; say --from and --to")
    first = first_day(filters.since) if filters.since else min(found)
    last = last_day(filters.until) if filters.until else max(found)
    return list(days_between(first, last))


def _stations(connection: sqlite3.Connection, filters: Filters) -> list[str]:
    """The stations that are asked for: all of the archive, unless the filters name some."""
    where = Filters(station=filters.station, place=filters.place).conditions()
    sql = (
        "SELECT a.station FROM (SELECT name AS station FROM stations UNION"
        f" SELECT station FROM articles) AS a WHERE {where.where} ORDER BY 1"
    )
    return [name for (name,) in connection.execute(sql, where.values)]


def _days_published(connection: sqlite3.Connection, filters: Filters) -> dict[str, set[str]]:
    """The days on which each station published, as printed: no more is read of an article."""
    found, values = matching(connection, None, filters)
    sql = (
        "SELECT a.station, json_group_array(DISTINCT coalesce(substr(a.published_at, 1, 10), ''))"
        f" FROM {found} GROUP BY 1"
    )
    return {name: set(json.loads(days)) for name, days in connection.execute(sql, values)}


def _published(connection: sqlite3.Connection, filters: Filters) -> Counter[tuple[str, str]]:
    """How many articles each station published on each day, as printed."""
    found, values = matching(connection, None, filters)
    sql = (
        "SELECT a.station, coalesce(substr(a.published_at, 1, 10), ''), count(*)"
        f" FROM {found} GROUP BY 1, 2"
    )
    return Counter({(station, day): n for station, day, n in connection.execute(sql, values)})


def _captured(
    connection: sqlite3.Connection, stations: Collection[str]
) -> Counter[tuple[str, str]]:
    """How many lists of these stations were captured on each of their days."""
    zones = dict(connection.execute("SELECT name, timezone FROM stations"))
    captured: Counter[tuple[str, str]] = Counter()
    for station, quarter, count in connection.execute(
        f"SELECT station, {_QUARTER}, count(*) FROM captures WHERE {IS_LIST_CAPTURE}"
        " AND station IN (SELECT value FROM json_each(?)) GROUP BY 1, 2",
        (json.dumps(list(stations)),),
    ):
        captured[station, _day(zones.get(station), quarter)] += count
    return captured


def _covered(connection: sqlite3.Connection, stations: Collection[str]) -> set[tuple[str, str]]:
    """The days that a crawl noted as covered by a reading of the lists of these stations."""
    there = "SELECT 1 FROM sqlite_schema WHERE name = 'crawl_coverage' AND type = 'table'"
    if connection.execute(there).fetchone() is None:
        return set()
    return set(
        connection.execute(
            "SELECT DISTINCT station, day FROM crawl_coverage WHERE read"
            " AND station IN (SELECT value FROM json_each(?))",
            (json.dumps(list(stations)),),
        )
    )


def _day(zone: str | None, quarter: str) -> str:
    """The day in a zone on which a quarter of an hour of UTC begins.

    >>> _day("Asia/Shanghai", "2022-07-22T15:3"), _day("Asia/Shanghai", "2022-07-22T16:0")
    ('2022-07-22', '2022-07-23')
    """
    before, after, turn = _turn(zone, quarter[:10])
    return after if quarter >= turn else before


@cache
def _turn(zone: str | None, day: str) -> tuple[str, str, str]:
    """The day in a zone when one of UTC begins, the day when it ends, and the quarter between them.

    >>> _turn("Asia/Shanghai", "2022-07-22")
    ('2022-07-22', '2022-07-23', '2022-07-22T16:0')
    """
    midnight = datetime.fromisoformat(day).replace(tzinfo=UTC)

    def local(number: int) -> str:
        at = midnight + number * timedelta(minutes=15)
        return at.astimezone(_zone(zone)).date().isoformat()

    last = local(95)
    turn = bisect_left(range(96), last, key=local)
    return local(0), last, f"{day}T{turn // 4:02}:{turn % 4}"


@lru_cache
def _zone(name: str | None) -> tzinfo:
    """The zone of a station; of one that names none, or none that is known, that of Beijing."""
    try:
        return ZoneInfo(name) if name else _BEIJING
    except (ZoneInfoNotFoundError, ValueError):
        return _BEIJING
