"""Stations and platforms: TOML files, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

#: What a station's layouts have been tried on: a real page, a page of our own, or nothing yet.
Reads = Literal["verified", "fixture", "unverified"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A second form of each address, for example for telephones: `pattern` matches it and
    `canonical` (a replacement with \\1 …) makes the first form of it."""

    pattern: re.Pattern[str]
    canonical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """An outlet: its own file with what its platforms give, checked, ready to use."""

    name: str
    title: str
    reads: Reads = "unverified"
    publisher: str | None = None
    place: str | None = None  # GB/T 2260, six digits
    home: str | None = None
    hosts: tuple[str, ...] = ()  # hosts whose pages are this station's
    lists: tuple[str, ...] = ()  # list pages to begin at
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    next_page: str | None = None  # CSS: links from one list page to the next
    articles: tuple[re.Pattern[str], ...] = ()  # an article's address; (?P<id>…) is its id
    parts: tuple[re.Pattern[str], ...] = ()  # addresses of second and later parts
    twins: tuple[Twin, ...] = ()
    layouts: tuple[Layout, ...] = ()
    platforms: tuple[str, ...] = ()
    id_space: str | None = None
    language: str = "zh-CN"
    timezone: str = "Asia/Shanghai"
    encoding: str | None = None
    delay: float = 2.0  # seconds between two requests to one host
    pictures: bool = False
    formerly: tuple[str, ...] = ()
    digest: str | None = None  # of the station file and its platform files; None: no file
    text: str = ""  # the files themselves, kept with the archive by digest
