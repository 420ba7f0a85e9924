"""What keeps a station from giving articles though its file can be used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from harvester.model.station import Station


def weaknesses(station: Station, today: date | None = None) -> Iterator[str]:
    """One line for each weakness of a station that shows without asking its servers.

    >>> list(weaknesses(Station(name="a", title="A", lists=("http://a.example/",))))
    ['articles: no pattern says which addresses are articles, so nothing is read']
    """
    today = today or date.today()  # noqa: DTZ011  (the operator's own day)
    if not station.articles:
        yield "articles: no pattern says which addresses are articles, so nothing is read"
    if not (
        station.lists or station.sitemaps or station.feeds
        or station.json_lists or station.dated_lists
    ):  # fmt: skip
        yield "lists: nothing is named at which a crawl begins"
    for key in ("sitemaps", "feeds", "json_lists"):
        for address in getattr(station, key):
            host = urlsplit(address).netloc.lower()
            if host not in station.hosts and host not in station.shared_hosts:
                yield f"{key}: {address} is on a host that is not the station's; add it to hosts"
    if station.until_date is not None and station.until_date < today:
        yield f"until: it is closed since {station.until_date}; nothing new is fetched"
