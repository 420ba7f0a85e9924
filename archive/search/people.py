"""Who wrote, who edited, who is named: the credits of what is held today, as views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.db.sql import Row, rows
from archive.model.errors import UsageError
from archive.model.suggest import proposed
from archive.search.stations import refuse_unknown

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which names are looked up: all, unless something is given. `name` may be a part of one."""

    name: str | None = None
    role: str | None = None
    station: str | None = None


def names(connection: sqlite3.Connection, wanted: Wanted, *, limit: int = 20) -> list[Row]:
    """The most frequent names, as rows of the view `names`; counted within a station, if given.

    Raises UsageError for a station or a role that is not known.
    """
    refuse_unknown(connection, wanted.station)
    conditions: dict[str, Any] = {
        "instr(name, ?)": wanted.name,
        "role = ?": wanted.role,
        "station = ?": wanted.station,
    }
    given = {condition: value for condition, value in conditions.items() if value is not None}
    people = rows(
        connection,
        "SELECT name, role, count(DISTINCT article) AS articles,"
        " count(DISTINCT station) AS stations, min(published_at) AS first_published,"
        f" max(published_at) AS last_published FROM bylines WHERE {' AND '.join(given) or 1}"
        " GROUP BY name, role ORDER BY articles DESC, name, role LIMIT ?",
        *given.values(),
        limit,
    )
    if not people and wanted.role is not None:
        _refuse_unknown_role(connection, wanted.role)
    return people


def _refuse_unknown_role(connection: sqlite3.Connection, role: str) -> None:
    """Raises UsageError where no credit has this role, and says which was meant."""
    known = [row["role"] for row in rows(connection, "SELECT DISTINCT role FROM credits")]
    if known and role not in known:
        raise UsageError(f"no credit has the role {role!r}; {proposed(role, known)}")
