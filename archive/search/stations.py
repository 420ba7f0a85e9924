"""The stations that a search names: by their key, or by the place where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.analysis.folding import spelled
from archive.analysis.terms import fold
from archive.db.filters import Filters, lying_in, several
from archive.model.errors import NothingFound, UsageError
from archive.model.name_globs import is_glob, matched
from archive.model.suggest import alike
from archive.search.query import Term, Terms

if TYPE_CHECKING:
    import sqlite3

_LIKENESS = 0.5  # of 1: what two names must share to be proposed for each other
_PROPOSED = 3  # names


def in_place(connection: sqlite3.Connection, place: str) -> Terms:
    """The stations of a place, by a part of its name or the beginning of its code, as terms."""
    stations = connection.execute(
        "SELECT title || ' ' || name, coalesce(place_name, ''), coalesce(place, '') FROM stations"
    )
    code = place if place.isdecimal() and place.isascii() else None
    return tuple(
        Term(text=fold(station), field="station", first=True)
        for station, name, number in stations
        if (number.startswith(code) if code else place in fold(name))
    )


def names(connection: sqlite3.Connection) -> str:
    """What the index holds of the stations themselves: all titles and names, folded."""
    stations = connection.execute("SELECT title || ' ' || name FROM stations")
    return fold(spelled("\n".join(station for (station,) in stations)))


def known_in(connection: sqlite3.Connection, filters: Filters) -> Filters:
    """The filters with the stations that their globs stand for.

    Raises UsageError where they name a station or a place that no station has, and NothingFound
    where a glob matches none.
    """
    stations = known(connection, filters.stations)
    for place in filters.places:
        lies, values = lying_in((place,))
        exists = f"SELECT EXISTS (SELECT 1 FROM stations AS s WHERE {lies})"
        if not connection.execute(exists, values).fetchone()[0]:
            raise UsageError(
                f"no station lies in {place!r}: give a code (430300) or a part of a name (湘潭);"
                " the table `stations` has both"
            )
    return replace(filters, station=stations)


def known(connection: sqlite3.Connection, wanted: Sequence[str]) -> tuple[str, ...]:
    """The stations of these names and globs.

    Raises NothingFound where a glob matches none, and UsageError for an unknown name, with those
    that are like it.
    """
    return several([name for each in wanted for name in _known(connection, each)])


def _known(connection: sqlite3.Connection, name: str) -> list[str]:
    if is_glob(name):
        every = "SELECT name FROM stations UNION SELECT DISTINCT station FROM articles ORDER BY 1"
        if names := matched(name, [row[0] for row in connection.execute(every)]):
            return names
        raise NothingFound(
            f"no station matches {name!r}; `archive stats` lists those that there are"
        )
    is_known = (
        "SELECT EXISTS (SELECT 1 FROM stations WHERE name = ?1)"
        " OR EXISTS (SELECT 1 FROM articles WHERE station = ?1)"
    )
    if connection.execute(is_known, (name,)).fetchone()[0]:
        return [name]
    near = ", ".join(_stations_alike(connection, name))
    proposed = f"did you mean {near}?" if near else "`archive stats` lists those that there are"
    raise UsageError(f"no station has the name {name!r}; {proposed}")


def _stations_alike(connection: sqlite3.Connection, name: str) -> list[str]:
    """Stations whose name or title is like this one, or has it in it, the most alike first."""
    titles = dict(connection.execute("SELECT name, title FROM stations ORDER BY name"))
    folded = fold(name).lower()
    station_of = {fold(title).lower(): station for station, title in titles.items()}
    station_of |= {station.lower(): station for station in titles}
    near = alike(folded, station_of, most=_PROPOSED, likeness=_LIKENESS)
    near += [name for name in station_of if folded in name]
    stations = list(dict.fromkeys(station_of[name] for name in near))[:_PROPOSED]
    return [f"{station} ({titles[station]})" for station in stations]
