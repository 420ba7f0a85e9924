"""What a run notes on its way, for its report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.model.article import Capture


@dataclass(slots=True, kw_only=True)
class RunNotes:
    """Notes of one run; its counts are in `harvester.run.stats`."""

    #: station → hosts that gave nothing, and why
    troubles: dict[str, list[str]] = field(default_factory=dict)
    #: robots.txt → the answer that was obeyed: status, and the capture that holds it
    robots: dict[str, dict[str, object]] = field(default_factory=dict)
    #: stations of which lists are to be read in this run
    lists_due: set[str] = field(default_factory=set)
    #: stations whose own hours are over, or have not begun
    outside_hours: list[str] = field(default_factory=list)
    #: stations that used up their share of the run's time
    out_of_time: list[str] = field(default_factory=list)

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
