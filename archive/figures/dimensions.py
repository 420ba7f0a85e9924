"""By what articles are counted and sampled: station, place, source, state, year, month, day."""

from __future__ import annotations

from collections.abc import Iterable

from archive.model.errors import UsageError
from archive.model.suggest import proposed

#: Name → SQL on `articles AS a`; what is not known is the empty text.
DIMENSIONS = {
    "station": "a.station",
    "place": "coalesce((SELECT s.place FROM stations AS s WHERE s.name = a.station), '')",
    "source": "coalesce(a.source, '')",
    "state": "a.state",
    "language": "coalesce(a.language, '')",
    "year": "coalesce(substr(a.published_at, 1, 4), '')",
    "month": "coalesce(substr(a.published_at, 1, 7), '')",
    "day": "coalesce(substr(a.published_at, 1, 10), '')",
}
#: Those that are periods → how many characters of a day name one.
PERIODS = {"year": 4, "month": 7, "day": 10}

#: Those that are known of a station also where it published nothing.
OF_STATIONS = frozenset({"station", "place"})


def refuse_other(by: Iterable[str]) -> tuple[str, ...]:
    """The dimensions, checked. Raises UsageError for an unknown one, one twice, or two periods."""
    names = tuple(by)
    for name in names:
        if name not in DIMENSIONS:
            raise UsageError(
                f"--by {name}: articles are not told apart by it; {proposed(name, DIMENSIONS)}"
            )
        if names.count(name) > 1:
            raise UsageError(f"--by names {name} twice")
    if sum(name in PERIODS for name in names) > 1:
        raise UsageError("--by takes one of year, month and day")
    return names
