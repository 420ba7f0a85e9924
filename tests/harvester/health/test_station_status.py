"""The status of a station, from its tallies."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from harvester.frontier.migrations import migrations
from harvester.health.station_status import statuses

TODAY = date(2026, 6, 30)


def test_a_station_that_is_visited_once_a_week_has_its_pace_by_the_day() -> None:
    """70 new articles in one visit are ten a day."""
    database = Database(memory=True)
    database["runs"].create({"id": str})
    migrations.apply(database)
    database["crawl_tallies"].insert_all(
        {"station": "ferry", "day": day, "measure": measure, "count": count}
        for day in ("2026-06-16", "2026-06-23", "2026-06-30")
        for measure, count in (("new", 70), ("list:captured", 3), ("list:quarantined", 1))
    )
    assert database.conn is not None
    (ferry,) = statuses(database.conn, TODAY)
    assert (ferry.new_per_day, ferry.last_new, ferry.longest_silence) == (10.0, TODAY, 7)
    assert ferry.answers == {"list:captured": 9, "list:quarantined": 3}
    assert ferry.answered == 1.0
