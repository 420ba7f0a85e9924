"""Counts that are kept: how much each station has, and who is named how often in its articles.

Triggers keep them in step, whoever writes, so that nobody counts a million articles to be told a
number. `archive verify` counts anew and compares. One thing no trigger sees: a row that another
program replaces by `INSERT OR REPLACE` without `PRAGMA recursive_triggers`.

What stands here is part of one migration: another table is another migration.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

#: Fields whose share of filled articles is told.
FIELDS = ("title", "published_at", "source", "authors", "editors", "body")
STATES = ("live", "changed", "gone", "withdrawn")

#: Column of `station_counts` → what a row of each table adds to it; {row} is the row.
_OF_ARTICLES = {
    "articles": "1",
    **{state: f"({{row}}.state = '{state}')" for state in STATES},
    "complete": "{row}.complete",
    **{f"filled_{field}": f"(coalesce({{row}}.{field}, '') <> '')" for field in FIELDS},
}
_OF_REVISIONS = {"superseded": "1"}
_OF_CAPTURES = {"captures": "1"}
_TABLES: dict[str, Mapping[str, str]] = {
    "articles": _OF_ARTICLES, "revisions": _OF_REVISIONS, "captures": _OF_CAPTURES,
}  # fmt: skip
COUNTED = tuple(name for counted in _TABLES.values() for name in counted)
#: A capture may be of no station.
_STATION = "coalesce({row}.station, '')"

_STATION_COUNTS = f"""
CREATE TABLE station_counts (
    station TEXT PRIMARY KEY,
    {", ".join(f"{name} INTEGER NOT NULL DEFAULT 0" for name in COUNTED)}
) WITHOUT ROWID"""

_CREDITED = """
CREATE TABLE credited (
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    key     INTEGER NOT NULL,
    station TEXT NOT NULL,
    published_at TEXT,
    PRIMARY KEY (name, role, key)
) WITHOUT ROWID"""

_NAME_COUNTS = """
CREATE TABLE name_counts (
    name     TEXT NOT NULL,
    role     TEXT NOT NULL,
    station  TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (name, role, station)
) WITHOUT ROWID"""


def _sums() -> str:
    parts = (
        "SELECT " + ", ".join([
            _STATION.format(row="r") + " AS station",
            *(f"sum({counted[name].format(row='r')}) AS {name}" if name in counted
              else f"0 AS {name}" for name in COUNTED),
        ]) + f" FROM {table} AS r GROUP BY 1"
        for table, counted in _TABLES.items()
    )  # fmt: skip
    sums = ", ".join(f"sum({name}) AS {name}" for name in COUNTED)
    return f"SELECT station, {sums} FROM ({' UNION ALL '.join(parts)}) GROUP BY station"


#: Each table → the rows that it should have, counted anew.
COUNTED_ANEW = {
    "station_counts": _sums(),
    "credited": "SELECT DISTINCT c.name, c.role, a.key, a.station, a.published_at"
    " FROM search_credits AS c CROSS JOIN articles AS a ON a.key = c.key",
    "name_counts": "SELECT name, role, station, count(*) FROM credited GROUP BY 1, 2, 3",
}


def _count(table: str, row: str, sign: str) -> str:
    """SQL of a trigger: a row of the table is counted, or counted no more.

    Not by ON CONFLICT: in a trigger it gives way to what the writer's own statement says.
    """
    station = _STATION.format(row=row)
    changes = ", ".join(
        f"{name} = {name} {sign} {value.format(row=row)}" for name, value in _TABLES[table].items()
    )
    nothing = " AND ".join(f"{name} <= 0" for name in ("articles", "superseded", "captures"))
    return f"""INSERT INTO station_counts (station) SELECT {station}
        WHERE NOT EXISTS (SELECT 1 FROM station_counts WHERE station = {station});
    UPDATE station_counts SET {changes} WHERE station = {station};
    DELETE FROM station_counts WHERE station = {station} AND {nothing};"""


def _counting(table: str) -> Iterator[str]:
    """The triggers that count the rows of a table."""
    yield f"""CREATE TRIGGER {table}_counted AFTER INSERT ON {table} BEGIN
    {_count(table, "new", "+")} END"""
    yield f"""CREATE TRIGGER {table}_counted_no_more AFTER DELETE ON {table} BEGIN
    {_count(table, "old", "-")} END"""
    meant = [_STATION, *(value for value in _TABLES[table].values() if value != "1")]
    before, after = (", ".join(meant).replace("{row}", row) for row in ("old", "new"))
    yield f"""CREATE TRIGGER {table}_counted_anew AFTER UPDATE ON {table}
WHEN ({before}) IS NOT ({after}) BEGIN
    {_count(table, "old", "-")}
    {_count(table, "new", "+")} END"""


_SAME = "name = {row}.name AND role = {row}.role AND key = {row}.key"
_OF_TODAY = """INSERT INTO credited
    SELECT DISTINCT c.name, c.role, a.key, a.station, a.published_at
    FROM articles AS a CROSS JOIN search_credits AS c ON c.key = a.key WHERE a.key = new.key"""
_TRIGGERS = (
    # `search_credits` holds the credits of what is held today, whoever wrote them.
    f"""CREATE TRIGGER search_credits_credited AFTER INSERT ON search_credits
WHEN NOT EXISTS (SELECT 1 FROM credited WHERE {_SAME.format(row="new")}) BEGIN
    {_OF_TODAY} AND c.position = new.position; END""",
    f"""CREATE TRIGGER search_credits_credited_no_more AFTER DELETE ON search_credits
WHEN NOT EXISTS (SELECT 1 FROM search_credits WHERE {_SAME.format(row="old")}) BEGIN
    DELETE FROM credited WHERE {_SAME.format(row="old")}; END""",
    f"""CREATE TRIGGER articles_credited_anew AFTER UPDATE OF station, published_at ON articles
WHEN (old.station, old.published_at) IS NOT (new.station, new.published_at) BEGIN
    DELETE FROM credited WHERE key = new.key
        AND (name, role) IN (SELECT name, role FROM search_credits WHERE key = new.key);
    {_OF_TODAY}; END""",
    """CREATE TRIGGER credited_counted AFTER INSERT ON credited BEGIN
    INSERT INTO name_counts SELECT new.name, new.role, new.station, 0 WHERE NOT EXISTS
        (SELECT 1 FROM name_counts
         WHERE name = new.name AND role = new.role AND station = new.station);
    UPDATE name_counts SET articles = articles + 1
        WHERE name = new.name AND role = new.role AND station = new.station; END""",
    """CREATE TRIGGER credited_counted_no_more AFTER DELETE ON credited BEGIN
    UPDATE name_counts SET articles = articles - 1
        WHERE name = old.name AND role = old.role AND station = old.station;
    DELETE FROM name_counts WHERE name = old.name AND role = old.role
        AND station = old.station AND articles <= 0; END""",
)

# The first and last moments of a station stand at the ends of these; and runs that never ended are
# few among all that were.
_INDEXES = (
    "CREATE INDEX articles_first_seen ON articles (station, first_seen_at)",
    "CREATE INDEX articles_last_seen ON articles (station, last_seen_at)",
    "CREATE INDEX runs_running ON runs (id) WHERE state = 'running'",
)


def create_kept_counts(connection: sqlite3.Connection) -> None:
    """Make the tables, fill them with what is held, then the triggers that keep them in step."""
    for statement in (_STATION_COUNTS, _CREDITED, _NAME_COUNTS, *_INDEXES):
        connection.execute(statement)
    for table, rows in COUNTED_ANEW.items():
        connection.execute(f"INSERT INTO {table} {rows}")
    for table in _TABLES:
        for statement in _counting(table):
            connection.execute(statement)
    for statement in _TRIGGERS:
        connection.execute(statement)


def count_anew(connection: sqlite3.Connection) -> None:
    """Fill the tables again from what is held, within a transaction."""
    for table in ("credited", "name_counts", "station_counts"):
        connection.execute(f"DELETE FROM {table}")
    for table in ("station_counts", "credited"):  # a trigger counts the names with the latter
        connection.execute(f"INSERT INTO {table} {COUNTED_ANEW[table]}")
