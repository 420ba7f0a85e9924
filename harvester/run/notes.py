"""What a run counts and notes on its way, for its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.model.article import Capture
    from harvester.run.commit import Committed


@dataclass(slots=True, kw_only=True)
class RunNotes:
    """Counts and notes of one run; the frontier's tables say the rest."""

    #: station → what became of its articles: new, revised, unchanged …
    articles: dict[str, Counter[str]] = field(default_factory=dict)
    #: station → how many articles fitted none of its layouts
    unfitted: Counter[str] = field(default_factory=Counter)
    #: station → hosts that gave nothing, and why
    troubles: dict[str, list[str]] = field(default_factory=dict)
    #: robots.txt → the answer that was obeyed: status, and the capture that holds it
    robots: dict[str, dict[str, object]] = field(default_factory=dict)
    #: stations of which lists are to be read in this run
    lists_due: set[str] = field(default_factory=set)
    #: stations whose own hours are over, or have not begun
    outside_hours: list[str] = field(default_factory=list)

    def count(self, committed: Iterable[Committed]) -> None:
        """Count what a commit did with the articles of its visits."""
        for each in committed:
            station = each.visit.address.station
            if each.held is not None:
                self.articles.setdefault(station, Counter())[each.held] += 1
            if each.unfitted:
                self.unfitted[station] += 1

    def trouble(self, station: str, reason: str) -> bool:
        """Note why a host of a station gives nothing; says whether that is new in this run."""
        known = self.troubles.setdefault(station, [])
        if reason in known:
            return False
        known.append(reason)
        return True

    def robots_txt(self, capture: Capture) -> None:
        """Note which answer of a robots.txt is obeyed."""
        self.robots[capture.url] = {"status": capture.status, "capture": capture.id}
