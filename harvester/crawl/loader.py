"""Makes each station a spider, beside the operator's own: `scrapy crawl rednet-xiangtan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy.spiderloader import SpiderLoader

from harvester.config.stations import Stations
from harvester.crawl.resolver import PublicResolver
from harvester.crawl.spider import StationSpider
from harvester.model.errors import NoStation

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

    from harvester.crawl.robots import RobotsCache
    from harvester.model.station import Station
    from harvester.run.run import Run


class StationSpiderLoader:
    """Scrapy's spider loader over the stations' files."""

    def __init__(self, stations: Stations, others: SpiderLoader | None = None) -> None:
        self.stations = stations
        self._others = others  # spiders of the operator's own, in SPIDER_MODULES

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The operator's own stations, in the archive's folder, come before the shipped ones."""
        folders = [Path(folder) for folder in settings.getlist("STATION_FOLDERS")]
        stations = Stations.load(*folders, Path(settings["NEWS_ARCHIVE"]))
        return cls(stations, SpiderLoader.from_settings(settings))

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of a station, or one of the operator's; KeyError where there is neither."""
        if self._others is not None and spider_name in self._others.list():
            own = self._others.load(spider_name)
            PublicResolver.allow(getattr(own, "allowed_domains", None) or ())
            return own
        try:
            return spider_of(self.stations.get(spider_name), stations=self.stations)
        except NoStation as error:
            raise KeyError(str(error)) from error

    def list(self) -> list[str]:
        """The names of all stations, and of the operator's own spiders."""
        others = [] if self._others is None else self._others.list()
        return [*others, *(station.name for station in self.stations)]

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]  # `list` is the method above
        """The stations whose host this is, for `scrapy shell URL`."""
        station = self.stations.for_url(request.url)
        return [] if station is None else [station.name]


def spider_of(
    station: Station,
    *,
    stations: Stations,
    run: Run | None = None,
    robots: RobotsCache | None = None,
) -> type[StationSpider]:
    """The spider class of one station, with its delay; without a run it begins one of its own.

    Spiders that are given one `robots` ask for each robots.txt once between them.
    """
    PublicResolver.allow(station.hosts)
    return type(
        "StationSpider_" + station.name.replace("-", "_"),
        (StationSpider,),
        {
            "__doc__": f"Visits {station.title}.",
            "name": station.name,
            "station": station,
            "stations": stations,
            "run": run,
            "robots": {} if robots is None else robots,
            "custom_settings": {"STATION_DELAY": station.delay},
        },
    )
