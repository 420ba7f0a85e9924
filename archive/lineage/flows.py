"""Flows between stations: how much each took from each other one, how fast, how much changed."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.db.filters import Names, refuse_no_span, several
from archive.schema.lineage import begins, length
from archive.search.stations import known

COLUMNS = (
    "station", "taken_from_station", "articles", "unchanged", "edited", "shortened", "extended",
    "shortest_lag_hours", "mean_lag_hours", "longest_lag_hours", "undecided", "printed_earlier",
    "mean_kept", "without_source",
)  # fmt: skip


def flows_between(
    connection: sqlite3.Connection, station: Names, since: str | None, until: str | None
) -> list[dict[str, Any]]:
    """Count the copies of each pair of stations, most first; the keys are `COLUMNS`.

    `station` names one of the two, also as a glob; `since` and `until` bound the printed time of
    the later copy. Lags are of copies that were printed later; of the `undecided` ones the printed
    times overlap, and those that are `printed_earlier` credit the other station all the same.
    `mean_kept` is the share of the earlier text that stands in the later one, 0 to 1.
    Raises UsageError where `since` or `until` is no date, or no station has this name.
    """
    refuse_no_span(since, until)
    stations = known(connection, several(station))
    named = "(SELECT value FROM json_each(:stations))"
    given = {
        "a.published_at >= :since": since,
        "a.published_at < :until || '~'": until,
        f"(a.station IN {named} OR p.station IN {named})": stations,
    }
    where = " AND ".join(condition for condition, value in given.items() if value)
    return _flows(
        connection,
        where or "1",
        {"since": since, "until": until, "stations": json.dumps(stations)},
    )


def flows_of(connection: sqlite3.Connection, station: str) -> list[dict[str, Any]]:
    """The same of one station: what it took from each other one, and each other one from it.

    It reads the articles of the station and what was taken from them, and no others.
    """
    own = {"station": station}
    return [
        *_flows(connection, "a.station = :station", own),
        *_flows(connection, "p.station = :station AND a.station <> :station", own),
    ]


def _flows(
    connection: sqlite3.Connection, where: str, values: dict[str, Any]
) -> list[dict[str, Any]]:
    """The flows of the copies (`a`) and what they were taken from (`p`) under a condition."""
    middle = "(lag_at_least + lag_at_most) / 7200.0"
    ordered = "FILTER (WHERE lag_at_least >= 0)"
    cursor = connection.execute(
        f"""
        SELECT station, taken_from_station, count(*) AS articles,
            sum(relation IN ('identical', 'retitled')) AS unchanged,
            sum(relation = 'edited') AS edited,
            sum(relation IN ('shortened', 'digest')) AS shortened,
            sum(relation = 'extended') AS extended,
            round(min({middle}) {ordered}, 1) AS shortest_lag_hours,
            round(avg({middle}) {ordered}, 1) AS mean_lag_hours,
            round(max({middle}) {ordered}, 1) AS longest_lag_hours,
            sum(lag_at_least < 0 AND lag_at_most > 0) AS undecided,
            sum(lag_at_most <= 0) AS printed_earlier,
            round(avg(other_coverage), 2) AS mean_kept, sum(credit IS 'missing') AS without_source
        FROM (
            SELECT a.station, p.station AS taken_from_station, r.relation, t.credit,
                {begins("a")} - {begins("p")} - {length("p")} AS lag_at_least,
                {begins("a")} - {begins("p")} + {length("a")} AS lag_at_most, r.other_coverage
            FROM articles AS a JOIN lineage_members AS t ON t.article = a.key
            JOIN article_links AS r ON r.article = t.article AND r.other = t.parent
            JOIN articles AS p ON p.key = t.parent
            WHERE t.parent IS NOT NULL AND {where})
        GROUP BY station, taken_from_station
        ORDER BY articles DESC, station, taken_from_station""",
        values,
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
