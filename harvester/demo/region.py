"""The demo region on one day: its stations, every answer that they give, and what is true of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from harvester.demo.expected import Expected, expectations
from harvester.demo.newsroom import stories
from harvester.demo.press import DemoPage, Press
from harvester.demo.stations import BASE_PORT, STATIONS, DemoStation
from harvester.demo.story import Story

__all__ = ["DemoPage", "Expected", "Region"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """All stations on one day. `pages[station][path]` is the answer to a path without its query."""

    day: int
    stations: tuple[DemoStation, ...]
    pages: Mapping[str, Mapping[str, DemoPage]]
    expected: tuple[Expected, ...]  # what a crawl of the day must hold
    withdrawn: tuple[Expected, ...]  # what one that crawled the day before holds besides
    refused: tuple[str, ...]  # addresses that robots.txt forbids

    @classmethod
    def build(cls, day: int = 1, ports: Sequence[int] | None = None) -> Region:
        """The region on day 1 or 2, the same for ever; `ports` are the stations', in order."""
        used = ports or range(BASE_PORT, BASE_PORT + len(STATIONS))
        stations = {
            station.name: replace(station, port=port)
            for station, port in zip(STATIONS, used, strict=True)
        }
        all_stories = stories(day)
        true = expectations(all_stories, stations)
        shown = _by_station(all_stories)
        return cls(
            day=day,
            stations=tuple(stations.values()),
            pages={
                name: Press(station, shown[name], day).print_all()
                for name, station in stations.items()
            },
            expected=tuple(item for item in true if item.state in {"live", "changed"}),
            withdrawn=tuple(item for item in true if item.state in {"gone", "withdrawn"}),
            refused=tuple(
                stations[story.station].url(stations[story.station].path(story))
                for story in all_stories
                if story.road == "forbidden"
            ),
        )


def _by_station(all_stories: Sequence[Story]) -> dict[str, list[Story]]:
    shown: dict[str, list[Story]] = defaultdict(list)
    for story in all_stories:
        for name in filter(None, (story.station, story.also)):
            shown[name].append(story)
    return shown
