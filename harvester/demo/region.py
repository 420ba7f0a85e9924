"""The demo region on one day: its stations, every answer that they give, and what is true of it."""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from archive.article import Precision
from harvester.demo import pages
from harvester.demo.newsroom import stories
from harvester.demo.stations import BASE_PORT, STATIONS, DemoStation
from harvester.demo.story import CHINA, Story

#: When pages that belong to no article were last changed, by day.
_MORNING = {1: datetime(2026, 7, 20, 6, tzinfo=CHINA), 2: datetime(2026, 7, 21, 6, tzinfo=CHINA)}
_STATES = {"gone": "gone", "missing": "gone", "notice": "withdrawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPage:
    """One answer: status, headers beside the usual ones, and the body before any coding."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    modified: datetime | None = None  # None: the station does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is true of one article, taken from what its page was made of, never from a reader.

    `published_at` is as precise as the page prints it. `paragraphs` counts the lines of `body`.
    `addresses` are all that lead to it, the canonical one of its own station first. `state` is
    live, changed (corrected), gone (410, 404) or withdrawn (a notice).
    """

    key: str
    id: str
    station: str
    url: str
    title: str
    published_at: str
    published_precision: Precision
    source: str | None
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    paragraphs: int
    body: str
    kicker: str | None = None
    subtitle: str | None = None
    original_title: str | None = None
    parts: int = 1
    addresses: tuple[str, ...] = ()
    taken_from: tuple[str, ...] = ()  # ids; several for a roundup
    relation: str | None = None
    template: str | None = None
    state: str = "live"

    @property
    def republished_from(self) -> str | None:
        """The id of the article whose text it carries (of a roundup, the first)."""
        return self.taken_from[0] if self.taken_from else None


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
        """The region on day 1 or 2; `ports` are the stations', in order. The same for ever."""
        used = ports or range(BASE_PORT, BASE_PORT + len(STATIONS))
        stations = tuple(
            replace(station, port=port) for station, port in zip(STATIONS, used, strict=True)
        )
        return _Press(day, stations).region()


class _Press:
    """Prints every page of one day."""

    def __init__(self, day: int, stations: tuple[DemoStation, ...]) -> None:
        self.day = day
        self.stations = {station.name: station for station in stations}
        self.stories = stories(day)
        self.pages: dict[str, dict[str, DemoPage]] = {name: {} for name in self.stations}
        self.by_station: dict[str, list[Story]] = defaultdict(list)
        for story in self.stories:
            self.by_station[story.station].append(story)
            if story.also:
                self.by_station[story.also].append(story)

    def region(self) -> Region:
        for station in self.stations.values():
            self._articles(station)
            self._lists(station)
            self._files(station)
        known = [self._expected(story) for story in self.stories if story.road != "forbidden"]
        return Region(
            day=self.day,
            stations=tuple(self.stations.values()),
            pages=self.pages,
            expected=tuple(item for item in known if item.state in {"live", "changed"}),
            withdrawn=tuple(item for item in known if item.state in {"gone", "withdrawn"}),
            refused=tuple(
                self._url(story) for story in self.stories if story.road == "forbidden"
            ),
        )

    def _articles(self, station: DemoStation) -> None:
        held = self.by_station[station.name]
        for position, story in enumerate(held):
            older = [other for other in held[max(0, position - 3) : position] if _open(other)]
            sheet = pages.Sheet(story=story, station=station, related=older, day=self.day)
            path = station.path(story)
            if story.withdrawn:
                self._withdraw(station, story)
                continue
            self._put(station, path, pages.article_page(sheet), story)
            if story.split:
                second = pages.article_page(replace(sheet, part=2))
                self._put(station, path.replace(".html", "_2.html"), second, story)
            if station.platform == "demo-press" and story.road != "forbidden":
                twin = _twin(station, path)
                other = "press-moment" if station.template == "press-pc" else "press-pc"
                self._put(station, twin, pages.article_page(sheet, other), story)
            if story.road == "moved":
                self.pages[station.name][_old_path(station, story)] = DemoPage(
                    status=301, headers={"Location": station.url(path)}, body=b""
                )
            self._pictures(station, story)

    def _withdraw(self, station: DemoStation, story: Story) -> None:
        path = station.path(story)
        if story.withdrawn == "gone":
            html = pages.missing_page(station, "您要查看的内容已删除")
            self._put(station, path, html, story, status=410)
        elif story.withdrawn == "notice":
            self._put(station, path, pages.withdrawn_page(station), story)

    def _lists(self, station: DemoStation) -> None:
        shown = [
            story
            for story in reversed(self.by_station[station.name])
            if story.road not in {"sitemap", "feed"} and not story.withdrawn
        ]
        items = {
            story.key: pages.list_item(station, story, self._link(station, story))
            for story in shown
        }
        for section in station.sections:
            here = [items[s.key] for s in shown if station.section_of(s) == section]
            size = station.page_size
            count = max(1, -(-len(here) // size))
            for number in range(1, count + 1):
                links = here[(number - 1) * size : number * size]
                html = pages.list_page(station, section, links, (number, count))
                self._put(station, station.list_path(section, number), html)
        self._put(station, "/", pages.home_page(station, list(items.values())[:6]))

    def _link(self, station: DemoStation, story: Story) -> str:
        """The address by which a list links a story."""
        path = station.path(story)
        if story.road == "moved":
            return _old_path(station, story)
        if story.road == "mobile":
            return _twin(station, path)
        if story.road == "tracked":
            return f"{path}?utm_source=index&utm_medium=list"
        return f"{path}?from=list" if station.content_id(story) % 11 == 0 else path

    def _files(self, station: DemoStation) -> None:
        held = [story for story in self.by_station[station.name] if _open(story)]
        robots = "User-agent: *\nDisallow: /content/900/\nDisallow: /admin/\n"
        if station.sitemap:
            robots += f"Sitemap: {station.url('/sitemap.xml')}\n"
            text = pages.sitemap(station, [s for s in held if s.road != "feed"])
            self._file(station, "/sitemap.xml", text, "application/xml; charset=utf-8")
        if station.feed:
            newest = [story for story in held if story.road == "feed"] + held[-8:]
            once = {story.key: story for story in newest}
            text = pages.feed(station, once.values())
            self._file(station, "/rss.xml", text, "application/rss+xml; charset=utf-8")
        self._file(station, "/robots.txt", robots, "text/plain; charset=utf-8")
        about = pages.missing_page(station, f"{station.title}是虚构的演示站点")
        self._put(station, "/about.html", about)

    def _pictures(self, station: DemoStation, story: Story) -> None:
        for position, block in enumerate(story.blocks, start=1):
            if block.kind == "caption":
                path = f"/pic/{station.content_id(story)}_{position}.png"
                self.pages[station.name][path] = DemoPage(
                    body=_png(station.number),
                    headers={"Content-Type": "image/png"},
                    modified=story.published,
                )

    def _put(
        self,
        station: DemoStation,
        path: str,
        html: str,
        story: Story | None = None,
        *,
        status: int = 200,
    ) -> None:
        changed = (story.changed or story.published) if story else _MORNING[self.day]
        kind = "text/html" if station.encoding == "gbk" else "text/html; charset=utf-8"
        self.pages[station.name][path] = DemoPage(
            body=html.encode(station.encoding),
            status=status,
            headers={"Content-Type": kind},
            modified=changed if station.validators and status == 200 else None,
        )

    def _file(self, station: DemoStation, path: str, text: str, kind: str) -> None:
        self.pages[station.name][path] = DemoPage(
            body=text.encode(), headers={"Content-Type": kind}, modified=_MORNING[self.day]
        )

    def _url(self, story: Story) -> str:
        station = self.stations[story.station]
        return station.url(station.path(story))

    def _id(self, story: Story) -> str:
        station = self.stations[story.station]
        return f"{station.id_space}:{station.content_id(story)}"

    def _expected(self, story: Story) -> Expected:
        station = self.stations[story.station]
        by_key = {other.key: other for other in self.stories}
        at, precision = _as_printed(story.published, station)
        state = _STATES[story.withdrawn] if story.withdrawn else None
        return Expected(
            key=story.key,
            id=self._id(story),
            station=story.station,
            url=self._url(story),
            title=story.title,
            published_at=at,
            published_precision=precision,
            source=story.source,
            authors=story.authors,
            editors=station.editors_of(story),
            paragraphs=len(story.blocks),
            body=story.text,
            kicker=story.kicker,
            subtitle=story.subtitle,
            original_title=story.original_title,
            parts=2 if story.split else 1,
            addresses=self._addresses(story),
            taken_from=tuple(self._id(by_key[key]) for key in story.taken_from),
            relation=story.relation,
            template=story.template,
            state=state or ("changed" if story.changed else "live"),
        )

    def _addresses(self, story: Story) -> tuple[str, ...]:
        names = [story.station, *([story.also] if story.also else [])]
        found = []
        for station in (self.stations[name] for name in names):
            path = station.path(story)
            found.append(station.url(path))
            if station.platform == "demo-press":
                found.append(station.url(_twin(station, path)))
        if story.road == "moved":
            station = self.stations[story.station]
            found.append(station.url(_old_path(station, story)))
        return tuple(found)


def _open(story: Story) -> bool:
    return story.withdrawn is None and story.road != "forbidden"


def _twin(station: DemoStation, path: str) -> str:
    return ("/m" if station.template == "press-pc" else "/pc") + path


def _old_path(station: DemoStation, story: Story) -> str:
    return f"/c/{story.published:%Y/%m/%d}/{station.content_id(story)}.htm"


def _as_printed(moment: datetime, station: DemoStation) -> tuple[str, Precision]:
    if station.platform == "demo-press":
        return moment.isoformat(), "second"
    if station.platform == "demo-cms":
        return moment.replace(second=0).isoformat(), "minute"
    return moment.date().isoformat(), "day"


def _png(shade: int) -> bytes:
    """A grey square of 8 × 8 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([24 * shade]) * 8) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(rows, 9)),
            chunk(b"IEND", b""),
        )
    )
