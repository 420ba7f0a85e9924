"""Prints a day's stories: every path of every station with the answer that it gives."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from harvester.demo import pages
from harvester.demo.article_pages import Sheet, article_page
from harvester.demo.stations import DemoStation
from harvester.demo.story import CHINA, Story

#: When pages that belong to no article were last changed, by day.
_MORNING = {1: datetime(2026, 7, 20, 6, tzinfo=CHINA), 2: datetime(2026, 7, 21, 12, tzinfo=CHINA)}
_ROBOTS = "User-agent: *\nDisallow: /content/900/\nDisallow: /admin/\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPage:
    """One answer: status, headers beside the usual ones, and the body before any coding."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    modified: datetime | None = None  # None: the station gives no validators


class Press:
    """One station's pages on one day; `stories` are all that it shows, the earliest first."""

    def __init__(self, station: DemoStation, stories: Sequence[Story], day: int) -> None:
        self.station = station
        self.stories = stories
        self.day = day
        self.pages: dict[str, DemoPage] = {}

    def print_all(self) -> dict[str, DemoPage]:
        """Every path with its answer."""
        for position, story in enumerate(self.stories):
            before = self.stories[max(0, position - 3) : position]
            self._article(story, [other for other in before if _is_open(other)])
        self._lists()
        self._files()
        return self.pages

    def _article(self, story: Story, related: Sequence[Story]) -> None:
        station = self.station
        path, at = station.path(story), story.changed or story.published
        if story.withdrawn:
            self._withdraw(story)
            return
        sheet = Sheet(story=story, station=station, related=related, day=self.day)
        self._put(path, article_page(sheet), at)
        if story.split:
            self._put(station.second_path(story), article_page(replace(sheet, part=2)), at)
        if station.platform == "demo-press" and story.road != "forbidden":
            other = "press-moment" if station.template == "press-pc" else "press-pc"
            twin = article_page(replace(sheet, template=other))
            self._put(station.twin_path(story), twin, at)
        if story.road == "moved":
            moved = {"Location": station.url(path)}
            self.pages[station.old_path(story)] = DemoPage(status=301, headers=moved, body=b"")
        if any(block.kind == "caption" for block in story.blocks):
            self._picture(station.picture_path(story), at)

    def _withdraw(self, story: Story) -> None:
        path = self.station.path(story)
        if story.withdrawn == "gone":
            html = pages.missing_page(self.station, "您要查看的内容已删除")
            self.pages[path] = replace(self._page(html, None), status=410)
        elif story.withdrawn == "notice":
            self._put(path, pages.withdrawn_page(self.station), _MORNING[self.day])

    def _lists(self) -> None:
        station = self.station
        shown = [
            story
            for story in reversed(self.stories)
            if story.road not in {"sitemap", "feed"} and not story.withdrawn
        ]
        items = {story.key: pages.list_item(station, story, self._link(story)) for story in shown}
        for section in station.sections:
            here = [items[s.key] for s in shown if station.section_of(s) == section]
            size = station.page_size
            count = max(1, -(-len(here) // size))
            for number in range(1, count + 1):
                links = here[(number - 1) * size : number * size]
                html = pages.list_page(station, section, links, (number, count))
                self._put(station.list_path(section, number), html, _MORNING[self.day])
        home = pages.home_page(station, list(items.values())[:6])
        self._put("/", home, _MORNING[self.day])

    def _link(self, story: Story) -> str:
        """The address by which a list links a story."""
        station = self.station
        path = station.path(story)
        if story.road == "moved":
            return station.old_path(story)
        if story.road == "mobile":
            return station.twin_path(story)
        if story.road == "tracked":
            return f"{path}?utm_source=index&utm_medium=list"
        return f"{path}?from=list" if station.content_id(story) % 11 == 0 else path

    def _files(self) -> None:
        station = self.station
        open_stories = [story for story in self.stories if _is_open(story)]
        robots = _ROBOTS
        if station.sitemap:
            robots += f"Sitemap: {station.url('/sitemap.xml')}\n"
            self._file("/sitemap.xml", pages.sitemap(station, open_stories), "application/xml")
        if station.feed:
            newest = {s.key: s for s in open_stories if s.road == "feed"} | {
                s.key: s for s in open_stories[-8:]
            }
            self._file("/rss.xml", pages.feed(station, newest.values()), "application/rss+xml")
        self._picture("/pic/logo.png", _MORNING[1])
        self._file("/robots.txt", robots, "text/plain")
        about = pages.missing_page(station, f"{station.title}是虚构的演示站点")
        self._put("/about.html", about, _MORNING[1])

    def _picture(self, path: str, modified: datetime) -> None:
        self.pages[path] = DemoPage(
            body=_grey_png(24 * self.station.number),
            headers={"Content-Type": "image/png"},
            modified=modified if self.station.validators else None,
        )

    def _put(self, path: str, html: str, modified: datetime) -> None:
        if path in self.pages:
            raise ValueError(f"two pages of {self.station.name} have the path {path}")
        self.pages[path] = self._page(html, modified)

    def _page(self, html: str, modified: datetime | None) -> DemoPage:
        return html_page(self.station, html, modified if self.station.validators else None)

    def _file(self, path: str, text: str, kind: str) -> None:
        self.pages[path] = DemoPage(
            body=text.encode(),
            headers={"Content-Type": f"{kind}; charset=utf-8"},
            modified=_MORNING[self.day],
        )


def html_page(station: DemoStation, html: str, modified: datetime | None) -> DemoPage:
    """HTML in the station's encoding; a GBK station does not name it in the header."""
    kind = "text/html" if station.encoding == "gbk" else "text/html; charset=utf-8"
    body = html.encode(station.encoding)
    return DemoPage(body=body, headers={"Content-Type": kind}, modified=modified)


def _is_open(story: Story) -> bool:
    return story.withdrawn is None and story.road != "forbidden"


def _grey_png(shade: int) -> bytes:
    """A picture of 8 × 8 pixels."""
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([shade]) * 8) * 8, 9)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
