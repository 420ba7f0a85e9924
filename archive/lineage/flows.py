"""Flows between stations: how much each took from each other one, how fast, how much changed."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.db.filters import Names, refuse_no_span, several
from archive.db.sql import rows
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
    named = "(SELECT value FROM json_each(?1))"
    middle = "(lag_at_least + lag_at_most) / 7200.0"
    ordered = "FILTER (WHERE lag_at_least >= 0)"
    return rows(
        connection,
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
        FROM republications
        WHERE (?1 IS NULL OR station IN {named} OR taken_from_station IN {named})
            AND (?2 IS NULL OR published_at >= ?2) AND (?3 IS NULL OR published_at < ?3 || '~')
        GROUP BY station, taken_from_station
        ORDER BY articles DESC, station, taken_from_station""",
        json.dumps(stations) if stations else None,
        since,
        until,
    )
