"""Counts of a run, by station, under path-like names: in Scrapy's stats, where a spider crawls.

So whatever reads a crawler's stats (an extension, Scrapy's own log) reads these counts, too. An
import or a rebuild has no crawler: its counts have the same interface.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from harvester.model.visit import Committed

#: What became of an article: `news/article/new`, `news/article/unchanged` …
ARTICLE = "news/article/"
#: Articles that none of their station's layouts fitted.
UNFITTED = "news/layout/unfitted"
#: What became of a visited address: `news/visit/captured`, `news/visit/gone` …
VISIT = "news/visit/"
#: Captures that were appended to the WARC, of whatever kind.
CAPTURES = "news/capture/written"


class Stats(Protocol):
    """Counts by name: what a run uses of `scrapy.statscollectors.StatsCollector`."""

    def inc_value(self, key: str, count: int = 1) -> None:
        """Add to a count, which begins at 0."""

    def get_stats(self) -> Mapping[str, Any]:
        """All counts, by name."""


class PlainStats:
    """Counts without a crawler."""

    def __init__(self) -> None:
        self._counts = Counter[str]()

    def inc_value(self, key: str, count: int = 1) -> None:
        """Add to a count."""
        self._counts[key] += count

    def get_stats(self) -> Mapping[str, int]:
        """All counts, by name."""
        return self._counts


class RunStats:
    """The counts of all stations of a run.

    >>> stats = RunStats()
    >>> stats.of("ferry").inc_value("news/article/new")
    >>> stats.articles()
    {'ferry': {'new': 1}}
    """

    def __init__(self) -> None:
        self._stations: dict[str, Stats] = {}

    def of(self, station: str) -> Stats:
        """The counts of a station."""
        return self._stations.setdefault(station, PlainStats())

    def join(self, station: str, stats: Stats) -> None:
        """Count a station in its crawler's stats from now on, with what was counted before."""
        for key, count in self.of(station).get_stats().items():
            stats.inc_value(key, count)
        self._stations[station] = stats

    def count(self, committed: Iterable[Committed]) -> None:
        """Count the visits of a commit, and what it did with their articles."""
        for each in committed:
            stats = self.of(each.visit.address.station)
            stats.inc_value(VISIT + each.visit.outcome)
            if each.result is not None:
                stats.inc_value(ARTICLE + each.result)
            if each.unfitted:
                stats.inc_value(UNFITTED)

    def decide(self, station: str, doubtful: int) -> None:
        """Count no longer as doubtful what the end of the run decides: it is counted once more."""
        self.of(station).inc_value(f"{ARTICLE}doubtful", -doubtful)
        self.of(station).inc_value(f"{VISIT}quarantined", -doubtful)

    def articles(self) -> dict[str, dict[str, int]]:
        """Station → what became of its articles (new, revised, unchanged …) → how many."""
        counts = {
            station: {
                key.removeprefix(ARTICLE): count
                for key, count in stats.get_stats().items()
                if key.startswith(ARTICLE) and count
            }
            for station, stats in self._stations.items()
        }
        return {station: articles for station, articles in counts.items() if articles}

    def unfitted(self) -> dict[str, int]:
        """Station → how many articles fitted none of its layouts, where there are any."""
        counts = {name: stats.get_stats().get(UNFITTED) for name, stats in self._stations.items()}
        return {station: count for station, count in counts.items() if count}
