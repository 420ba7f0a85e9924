"""Makes each station a spider: `scrapy list`, `scrapy crawl rednet-xiangtan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from harvester.config.stations import Stations
from harvester.crawl.resolver import PublicResolver
from harvester.crawl.spider import StationSpider
from harvester.model.errors import NoStation

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.settings import BaseSettings

    from harvester.crawl.robots import RobotsCache
    from harvester.model.station import Station
    from harvester.run.run import Run


class StationSpiderLoader:
    """Scrapy's spider loader over the stations' files."""

    def __init__(self, stations: Stations) -> None:
        self.stations = stations

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The operator's own stations, in the archive's folder, come before the shipped ones."""
        folders = [Path(folder) for folder in settings.getlist("STATION_FOLDERS")]
        return cls(Stations.load(*folders, Path(settings["NEWS_ARCHIVE"])))

    def load(self, spider_name: str) -> type[StationSpider]:
        """The spider of a station; KeyError where there is none, as Scrapy expects."""
        try:
            return spider_of(self.stations.get(spider_name), stations=self.stations)
        except NoStation as error:
            raise KeyError(str(error)) from error

    def list(self) -> list[str]:
        """The names of all stations."""
        return [station.name for station in self.stations]

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
    PublicResolver.named.update(urlsplit(f"//{host}").hostname or "" for host in station.hosts)
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
