"""Who wrote, who edited, who is named: the credits of what is held today, as views."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.db.filters import Names, several
from archive.db.sql import Row, one, rows
from archive.model.errors import UsageError
from archive.model.suggest import proposed
from archive.search.stations import known

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which names are looked up: all, unless something is given. `name` may be a part of one."""

    name: str | None = None
    role: str | None = None
    station: Names = None


def names(connection: sqlite3.Connection, wanted: Wanted, *, limit: int = 20) -> list[Row]:
    """The most frequent names, as rows of the view `names`; counted within a station, if given.

    Raises UsageError for a station or a role that is not known.
    """
    stations = known(connection, several(wanted.station))
    named = json.dumps(stations) if stations else None
    conditions: dict[str, Any] = {
        "instr(name, ?)": wanted.name,
        "role = ?": wanted.role,
        "station IN (SELECT value FROM json_each(?))": named,
    }
    given = {condition: value for condition, value in conditions.items() if value is not None}
    often = rows(
        connection,
        "SELECT name, role, sum(articles) AS articles, count(*) AS stations FROM name_counts"
        f" WHERE {' AND '.join(given) or 1}"
        " GROUP BY name, role ORDER BY 3 DESC, name, role LIMIT ?",
        *given.values(),
        limit,
    )
    people = [row | _published(connection, row, named) for row in often]
    if not people and wanted.role is not None:
        _refuse_unknown_role(connection, wanted.role)
    return people


def _published(connection: sqlite3.Connection, row: Row, stations: str | None) -> Row:
    """When the articles were published, first and last, in which a name has this role."""
    days = one(
        connection,
        "SELECT min(published_at) AS first_published, max(published_at) AS last_published"
        " FROM credited WHERE name = ? AND role = ?"
        " AND (?3 IS NULL OR station IN (SELECT value FROM json_each(?3)))",
        row["name"],
        row["role"],
        stations,
    )
    assert days is not None
    return days


def _refuse_unknown_role(connection: sqlite3.Connection, role: str) -> None:
    """Raises UsageError where no credit has this role, and says which was meant."""
    roles = [row["role"] for row in rows(connection, "SELECT DISTINCT role FROM name_counts")]
    if roles and role not in roles:
        raise UsageError(f"no credit has the role {role!r}; {proposed(role, roles)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """What a name is credited with: in how many articles, by role, by station, by year."""

    articles: int
    roles: list[Row]
    stations: list[Row]
    years: list[Row]


def credits_of(connection: sqlite3.Connection, name: str) -> Credits:
    """The credits of one name, from the counts that are kept; each row has `articles`.

    An article in which the name has two roles counts once for its station and its year.
    """
    counted = "count(DISTINCT c.key) AS articles FROM credited AS c"
    (articles,) = connection.execute(
        "SELECT count(DISTINCT key) FROM credited WHERE name = ?", (name,)
    ).fetchone()
    return Credits(
        articles=articles,
        roles=rows(
            connection,
            "SELECT role, sum(articles) AS articles, count(*) AS stations FROM name_counts"
            " WHERE name = ? GROUP BY role ORDER BY 2 DESC, role",
            name,
        ),
        stations=rows(
            connection,
            f"SELECT c.station, s.title, {counted} LEFT JOIN stations AS s ON s.name = c.station"
            " WHERE c.name = ? GROUP BY c.station ORDER BY 3 DESC, c.station",
            name,
        ),
        years=rows(
            connection,
            f"SELECT substr(c.published_at, 1, 4) AS year, {counted}"
            " WHERE c.name = ? AND c.published_at IS NOT NULL GROUP BY year ORDER BY year",
            name,
        ),
    )


def credited_articles(
    connection: sqlite3.Connection, name: str, *, limit: int, offset: int
) -> list[Row]:
    """The articles that credit a name, newest first, with its roles in each."""
    return rows(
        connection,
        "SELECT a.id, a.title, a.station, a.published_at, a.source, c.roles FROM ("
        " SELECT key, group_concat(role) AS roles, max(published_at) AS published_at"
        " FROM credited WHERE name = ? GROUP BY key"
        " ORDER BY max(published_at) DESC, key DESC LIMIT ? OFFSET ?) AS c"
        " CROSS JOIN articles AS a ON a.key = c.key ORDER BY a.published_at DESC, a.key DESC",
        name,
        limit,
        offset,
    )
