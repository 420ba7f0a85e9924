"""What a station is: its addresses, its layouts, and how its articles are recognised.

`harvester.config.stations` makes these from TOML files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from harvester.model.countries import country
from harvester.model.places import place_name

#: What a station's layouts have been tried on: a real page, a page of our own, or nothing yet.
Reads = Literal["verified", "fixture", "unverified"]
_CHINA = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One page template of a platform: where its containers stand, as CSS selectors.

    What is printed in a container is read by the shared grammar. `name` is for ever.
    """

    name: str  # "moment"; an article names it "rednet/moment"
    platform: str | None  # the platform that declares it; None where the station does
    title: str
    body: str
    published: str | None = None
    source: str | None = None
    credits: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    next_part: str | None = None  # links to the further parts of an article
    drop: tuple[str, ...] = ()  # removed from the body before it is read

    @property
    def full_name(self) -> str:
        """The name by which articles know it: rednet/moment, or moment where a station has it."""
        return f"{self.platform}/{self.name}" if self.platform else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is found on the pages of a platform, whoever uses it: any of these CSS selectors."""

    platform: str
    selectors: tuple[str, ...]
    layouts: tuple[Layout, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    r"""A second form of each address, for example for telephones.

    `pattern` is found in it, and `canonical` (a replacement with \1 …) makes the first form of it.
    """

    pattern: re.Pattern[str]
    canonical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """An outlet: its own file with what its platforms give, checked, ready to use."""

    name: str
    title: str
    reads: Reads = "unverified"
    publisher: str | None = None
    place: str | None = None  # GB/T 2260, six digits; elsewhere ISO 3166-2
    home: str | None = None
    hosts: tuple[str, ...] = ()  # hosts (with a port where it is not 80 or 443) that are its own
    paths: tuple[str, ...] = ()  # beginnings of paths on its hosts that are its own; none: all
    #: Hosts with paths that are other stations' own, on its hosts.
    others: tuple[str, ...] = field(default=(), compare=False)
    shared_hosts: tuple[str, ...] = ()  # hosts of several stations: whose list links a page has it
    lists: tuple[str, ...] = ()  # list pages to begin at
    sitemaps: tuple[str, ...] = ()
    dated_lists: tuple[str, ...] = ()  # addresses with {date:…}: the index of one day's issue
    feeds: tuple[str, ...] = ()
    json_lists: tuple[str, ...] = ()
    json_items: str = ""  # the path of the articles in a JSON list: data.list
    json_link: str = "{url}"  # an article's address, with fields of its item
    json_time: str | None = None  # the field of an item with its time
    next_page: str | None = None  # CSS: links from one list page to the next
    articles: tuple[re.Pattern[str], ...] = ()  # an article's address; (?P<id>…) is its id
    parts: tuple[re.Pattern[str], ...] = ()  # addresses of second and later parts
    twins: tuple[Twin, ...] = ()
    layouts: tuple[Layout, ...] = ()
    platforms: tuple[str, ...] = ()
    #: To recognise the platform of an unknown host by.
    fingerprints: tuple[Fingerprint, ...] = field(default=(), compare=False, repr=False)
    id_space: str | None = None
    id_spaces: tuple[str | None, ...] = ()  # one for each of `articles`; none: `id_space` for all
    language: str | None = None  # a BCP 47 tag; None: the page tells
    timezone: str | None = None  # an IANA name; None: that of its place
    encoding: str | None = None
    hours: tuple[time, time] | None = None  # of its own day, in which it may be asked
    delay: float = 2.0  # seconds between two requests to one host
    pictures: bool = False
    formerly: tuple[str, ...] = ()  # names and hosts that it had before
    from_date: date | None = None  # the first day on which it published, where that is known
    until_date: date | None = None  # the last day; after it there is nothing new to fetch
    digest: str | None = None  # of the station file and its platform files; None: no file
    text: str = ""  # the files themselves, kept with the archive by digest

    @property
    def place_name(self) -> str | None:
        """The place in words (湖南省湘潭市), or None for a station of no one place."""
        return place_name(self.place) if self.place else None

    @property
    def place_zone(self) -> str | None:
        """The zone of its place: one for all of China."""
        if self.place is None:
            return None
        abroad = country(self.place)
        return abroad.zone if abroad else _CHINA

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its days and hours: its own, that of its place, else China's."""
        return ZoneInfo(self.timezone or self.place_zone or _CHINA)

    @property
    def accept_language(self) -> str | None:
        """The languages that its server is asked for; None: those of most stations.

        >>> Station(name="a", title="A", language="de-AT").accept_language
        'de-AT,de;q=0.9,en;q=0.5'
        """
        if self.language is None:
            return None
        general = self.language.partition("-")[0]
        tags = [self.language] if general == self.language else [self.language, f"{general};q=0.9"]
        return ",".join((*tags, "en;q=0.5"))

    @property
    def areas(self) -> tuple[str, ...]:
        """Its hosts, each with each of its paths: what addresses begin with that are its own."""
        return areas(self.hosts, self.paths)

    def covers(self, url: str) -> bool:
        """Whether a canonical address is the station's own or on a host that it shares."""
        parts = urlsplit(url)
        return parts.netloc in self.shared_hosts or self.owns(parts.netloc + parts.path)

    def owns(self, place: str) -> bool:
        """Whether an address without its scheme is under its paths and not under another's.

        >>> town = Station(name="a", title="A", hosts=("x.example",), paths=("/town/",))
        >>> town.owns("x.example/town/1.html"), town.owns("x.example/1.html")
        (True, False)
        """
        own = max((len(area) for area in self.areas if place.startswith(area)), default=0)
        return own > max((len(area) for area in self.others if place.startswith(area)), default=0)

    def may_be_asked(self, moment: datetime) -> bool:
        """Whether an aware moment is within the hours in which the station may be asked.

        >>> from datetime import UTC
        >>> night = Station(name="a", title="夜", hours=(time(22), time(6)))
        >>> night.may_be_asked(datetime(2026, 7, 1, 15, tzinfo=UTC))  # 23:00 in Shanghai
        True
        """
        if self.hours is None:
            return True
        now = moment.astimezone(self.zone).time()
        first, last = self.hours
        return first <= now < last if first < last else now >= first or now < last

    def is_open(self, day: date) -> bool:
        """Whether the station published on this day, as far as its file knows."""
        begun = self.from_date is None or self.from_date <= day
        return begun and (self.until_date is None or day <= self.until_date)


def areas(hosts: Iterable[str], paths: Sequence[str]) -> tuple[str, ...]:
    """Hosts, each with each of these paths; without paths, all of it.

    >>> areas(["x.example"], ["/town/", "/county/"]), areas(["x.example"], [])
    (('x.example/town/', 'x.example/county/'), ('x.example/',))
    """
    return tuple(f"{host}{path}" for host in hosts for path in paths or ("/",))


def unknown_station(host: str, fingerprints: tuple[Fingerprint, ...] = ()) -> Station:
    """A station for a host of which no file speaks: no layouts, no article addresses.

    Its pages may be those of a platform that is known by its `fingerprints`.

    >>> unknown_station("news.example").name
    'host:news.example'
    """
    return Station(name=f"host:{host}", title=host, hosts=(host,), fingerprints=fingerprints)
