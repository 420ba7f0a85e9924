"""One visit to one address: what was fetched, what was read, and what became of the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from archive.db.rights_reservations import Reservation
from archive.model.article import Article, Capture
from archive.model.safe_text import visible_line

#: What an address is: a list of whatever form to find articles on, or an article.
AddressKind = Literal["list", "sitemap", "feed", "json", "article"]

#: The answers that carry the page: 203 is one that a proxy has changed (RFC 9110, 15.3.4).
PAGE_STATUSES = frozenset(range(200, 300)) - {204, 205, 206}
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
#: The latest thing that became of a settled address; docs/operations.md explains each.
Outcome = Literal[
    "captured",  # fetched, kept and read
    "unchanged",  # 304, or the same bytes as before
    "gone",  # 404 or 410, or moved for good to what is no article
    "withdrawn",  # the station says that it took the article back
    "redirect",  # leads to another address, which was added
    "duplicate",  # another address of an article that is being visited
    "offsite",  # leads to a host that is not this station's
    "robots",  # robots.txt does not allow it
    "erased",  # what stood there was erased by a decision; it is not kept again
    "quarantined",  # fetched and kept, but no article could be read from it
    "failed",  # no answer, or one that is no page: time-out, refused, 5xx …
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is known of the address of a list, of whatever form; of an article it says nothing."""

    depth: int = 0  # how many pages from the one that the station names
    is_start: bool = False  # whether the station's file names it
    article_count: int = 0  # how many articles it named when it was last read
    new_count: float = 0.0  # new articles of late, in so many
    new_hours: float = 0.0  # hours; see `harvester.frontier.recrawl_schedule.ChangeRate`
    read_at: str | None = None  # when it was last read, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of the frontier that is now to be visited."""

    url: str
    station: str
    kind: AddressKind
    key: int | None = None  # its row; None until it has one
    article: str | None = None  # the id of the article, by the identity rule
    alternate: str | None = None  # its address for telephones, by which it was found
    found: str | None = None  # the page that it was found on
    published_on: str | None = None  # ISO day of publication, where it is known
    tries: int = 0  # failed visits in a row
    redirects: int = 0  # how many redirects led here
    listing: Listing = field(default_factory=Listing)  # what is known of a list
    capture: str | None = None  # the last whole capture of this very address
    payload_digest: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    station_digest: str | None = None  # of the station file that it was read with


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of publication that a run is asked for, both included; all, unless named.

    >>> Days(since=date(2022, 7, 1)).bounds()
    ('2022-07-01', '9999-12-31')
    """

    since: date | None = None
    until: date | None = None

    def bounds(self) -> tuple[str, str]:
        """The first and the last day, as ISO days to compare with."""
        first, last = self.since or date.min, self.until or date.max
        return first.isoformat(), last.isoformat()

    def are_over(self, day: str | None) -> bool:
        """Whether a publication of this ISO day is older than what is asked for."""
        return day is not None and self.since is not None and day < self.since.isoformat()


ALL_DAYS = Days()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address found on a page."""

    url: str
    kind: AddressKind
    article: str | None = None
    alternate: str | None = None
    published_on: str | None = None  # ISO day that the list or the address itself gives
    changed: str | None = None  # of a sitemap: ISO day of its last change, as its index says
    redirects: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Everything that one visit brought; committed whole or not at all.

    `harvester.run.process` makes it of what was fetched. Where nothing is to be read, because the
    address gave no answer or may not be asked, the edge makes it of the outcome alone.
    """

    address: Address
    captures: tuple[Capture, ...] = ()
    article: Article | None = None
    parts: tuple[str, ...] = ()  # ids of the captures the article was read from, in order
    lacks_part: bool = False  # a further part of the article could not be had
    links: tuple[Link, ...] = ()
    #: id of a capture → what its page says against its use
    reservations: Mapping[str, tuple[Reservation, ...]] = field(default_factory=dict)
    new_count: int = 0  # how many of the articles that a list names nobody had discovered before
    outcome: Outcome = "captured"
    detail: str | None = None  # why: the kind of failure, the reason of the quarantine
    redirect: str | None = None  # where a redirect leads
    is_temporary: bool = False  # a redirect that is only for now
    station_digest: str | None = None  # of the station file that it was read with
    set_aside: bool = False  # a capture of it could not be decoded or read at all
    at: datetime | None = None  # when the captures were made, where that is not now

    def cannot_be_read(self, error: Exception) -> Visit:
        """The visit after a mistake of ours while reading: its captures are kept, and set aside."""
        return replace(
            self,
            article=None,
            parts=(),
            links=(),
            outcome="quarantined",
            set_aside=True,
            detail=f"bug: {type(error).__name__}: {visible_line(str(error))}",
        )

    @property
    def article_count(self) -> int:
        """How many articles a list names."""
        return sum(link.kind == "article" for link in self.links)

    @property
    def leads_to_another(self) -> bool:
        """Whether an article's address leads, for good, to an article with another id."""
        if self.outcome != "redirect" or self.is_temporary or self.address.article is None:
            return False
        return any(link.article not in (None, self.address.article) for link in self.links)

    @property
    def own_capture(self) -> Capture | None:
        """The page at the very address that was visited, not at a part or alternate of it."""
        url = self.address.url
        pages = (c for c in reversed(self.captures) if c.url == url and c.status in PAGE_STATUSES)
        return next(pages, None)


def is_conditional(capture: Capture) -> bool:
    """Whether a page was asked for only if it had changed."""
    return any(name.lower() in _CONDITIONS for name, _ in capture.request_headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A visit as it was committed, and what the commit learned of its article."""

    visit: Visit
    result: str | None = None  # what became of the article: new, revised, unchanged …
    unfitted: bool = False  # none of the station's layouts fitted
