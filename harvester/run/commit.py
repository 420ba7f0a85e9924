"""What one visit leaves in the archive: captures, article, links, the outcome of its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archive.db.events import utc
from archive.db.rights_reservations import reserve
from archive.history.addresses import Role
from archive.history.merge import Status
from archive.store.set_aside import take_back_captures
from harvester.extract.read_article import read_article
from harvester.frontier.unread import UNCHANGED
from harvester.model.errors import NotAnArticle
from harvester.model.url import canonical
from harvester.model.visit import Committed
from harvester.redesign.doubt import OPEN
from harvester.redesign.judge import judge

if TYPE_CHECKING:
    from archive.db.rights_reservations import Reservation
    from archive.history.comparison import Judgement
    from archive.model.article import Article, Capture
    from archive.store.archive import Archive
    from archive.store.former_pages import Shown
    from harvester.config.stations import Stations
    from harvester.model.station import Station
    from harvester.model.visit import Address, Visit
    from harvester.run.tables import CrawlTables

#: Outcomes without an article that say something about an article that is held.
_STATUSES: dict[str, Status] = {"unchanged": "unchanged", "gone": "gone", "withdrawn": "withdrawn"}


class Writer:
    """Writes visits, each inside the transaction of the caller.

    `described` are the stations whose descriptions are held already; `corrections` and
    `templates` the captures that differ as in a redesign, and of which it is decided that the
    station did so, or its template.
    """

    def __init__(self, archive: Archive, stations: Stations, tables: CrawlTables, run: str) -> None:
        self.archive = archive
        self.stations = stations
        self.frontier = tables.frontier
        self.unread = tables.unread
        self.run = run
        self.described: set[str] = set()
        self.corrections: set[str] = set()
        self.templates: set[str] = set()
        self._tallies = tables.tallies

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Begin a transaction and commit it; where it is rolled back, forget what it described."""
        described = set(self.described)
        try:
            with self.archive.transaction():
                yield
                self.unread.advance_watermark()
        except BaseException:
            self.described = described
            raise

    def write(self, visit: Visit) -> Committed:
        """Captures, article, links and outcome of one visit, inside the transaction."""
        now = visit.at or datetime.now(UTC)
        for capture in visit.captures:
            self.archive.index_capture(capture)
        settles = True
        if visit.address.key is None:  # a kept capture: its address may be new, or settled since
            taken = self.frontier.leases.claim(visit.address, run=self.run, now=now)
            self._describe(visit.address)
            settles = taken is not None
            visit = replace(visit, address=taken or visit.address)
        self._set_aside(visit)
        for capture_id, reserved in visit.reservations.items():
            reserve(self.archive.connection, capture_id, reserved)
        committed = self._known(self._hold(visit))
        visit = committed.visit
        if settles:
            # Settled before its links: an address that redirects must not count as the one that
            # has the article.
            self.frontier.settle(visit, now=now)
        self._add_links(visit, now)
        self.unread.read(visit)
        return committed

    def tally(self, committed: Iterable[Committed]) -> None:
        """Count what visits brought, in the transaction that holds them."""
        self._tallies.add(committed)

    def write_orphan(self, capture: Capture, reserved: Sequence[Reservation]) -> None:
        """Write a capture that belongs to no visit, and what it reserves."""
        self.archive.index_capture(capture)
        reserve(self.archive.connection, capture.id, reserved)

    def quarantine(self, visit: Visit) -> None:
        """Settle an address whose visit cannot be written down; its captures are set aside."""
        now, address = datetime.now(UTC), visit.address
        detail = visit.detail or ""
        if address.key is None:
            address = (
                self.frontier.leases.claim(address, run=self.run, now=visit.at or now) or address
            )
        self.frontier.quarantine(address, detail, now=now)
        self.unread.wait(capture.id for capture in visit.captures)
        for capture in visit.captures:
            self.archive.set_aside(capture.id, detail)
        self.tally([Committed(visit=visit)])

    def _set_aside(self, visit: Visit) -> None:
        """Set aside the capture that could not be read; take back those that were read."""
        if not visit.captures:
            return
        if visit.set_aside:
            shown = visit.own_capture or visit.captures[-1]
            waits = self.unread.waiting_as(shown)
            self.archive.set_aside(waits.capture if waits else shown.id, visit.detail or "")
        else:
            read = [capture.id for capture in visit.captures]
            take_back_captures(self.archive.connection, read)

    def _known(self, committed: Committed) -> Committed:
        """A page that waits already and was served unchanged waits once, and is told as known."""
        visit = committed.visit
        own = visit.own_capture if visit.outcome == "quarantined" else None
        waits = self.unread.waiting_as(own) if own else None
        if waits is None:
            return committed
        known = replace(visit, detail=f"{UNCHANGED}{waits.why}")
        return replace(committed, visit=known, result=committed.result and "waiting")

    def _hold(self, visit: Visit) -> Committed:
        """Hold the article, or note that its address answered without one."""
        article, address = visit.article, visit.address
        if article is None:
            sight = "gone" if visit.leads_to_another else _STATUSES.get(visit.outcome)
            if sight is not None and address.article and visit.captures:
                self.archive.note_status(address.url, visit.captures[-1], sight)
            return Committed(visit=visit)
        stored = self.archive.store_article(
            article,
            visit.parts,
            read_again=self._read_again(article),
            judge=self._judge(article, visit),
        )
        if stored.outcome == "suspected":
            detail = f"{stored.doubt}; what was known stays"
            suspect = replace(visit, article=None, outcome="quarantined", detail=detail)
            is_new = not detail.startswith(OPEN) and visit.parts[0] not in self.templates
            return Committed(visit=suspect, result="suspected" if is_new else "doubtful")
        seen_at = utc(visit.captures[0].captured_at)
        further = [*self.frontier.addresses_of(article.id), *_parts(visit)]
        if address.alternate is not None:
            if canonical(address.alternate) == address.alternate:
                further.append((address.alternate, "mobile"))
            elif visit.own_capture is None:  # with its parameters alone it answered
                further.append((address.alternate, "also"))
        for url, role in further:
            self.archive.add_address(
                article.id, url, station=address.station, role=role, seen_at=seen_at
            )
        unfitted = article.layout == "generic" and self._has_layouts(address)
        return Committed(visit=visit, result=stored.outcome, unfitted=unfitted)

    def _has_layouts(self, address: Address) -> bool:
        """Whether the station of an address has layouts, of which one ought to fit."""
        return bool(self.stations.for_article(address.station, address.url).layouts)

    def _add_links(self, visit: Visit, now: datetime) -> None:
        address = visit.address
        for link in visit.links:
            added = self.frontier.add(link, station=address.station, found=address.url, now=now)
            if link.kind == "sitemap":
                self.frontier.requeue_sitemap(link, run=self.run)
            elif link.kind != "article":
                self.frontier.requeue(link.url, run=self.run)
            if added == "duplicate" and link.article is not None:
                self.archive.add_address(
                    link.article, link.url, station=address.station, role="also", seen_at=utc(now)
                )

    def _read_again(self, article: Article) -> Callable[[list[Capture]], Article | None]:
        """Today's reading of earlier captures: captures are compared as read by one reader."""

        def again(captures: list[Capture]) -> Article | None:
            station = self.stations.for_article(article.station, article.url)
            try:
                return read_article(captures, station, article.url)
            except NotAnArticle:
                return None

        return again

    def _judge(
        self, article: Article, visit: Visit
    ) -> Callable[[Shown, Shown], Judgement | None] | None:
        """Whether the station changed its words or its markup; None where that is decided."""
        first = visit.parts[0] if visit.parts else None
        if first in self.corrections:
            return None
        is_template = first in self.templates

        def look(earlier: Shown, later: Shown) -> Judgement | None:
            station = self.stations.for_article(article.station, article.url)
            return judge(earlier, later, station, is_template=is_template)

        return look

    def _describe(self, address: Address) -> None:
        """Hold the description of a station that the run did not begin with."""
        if address.station not in self.described:
            station = self.stations.for_article(address.station, address.url)
            named = replace(station, name=address.station)
            self.archive.station(row_of(named), station.text)
            self.described.add(address.station)


def row_of(station: Station) -> dict[str, str | None]:
    """What the table `stations` holds of a station."""
    return {
        "name": station.name,
        "title": station.title,
        "publisher": station.publisher,
        "place": station.place,
        "place_name": station.place_name,
        "home": station.home,
        "language": station.language,
        "timezone": station.zone.key,
        "tested_on": station.reads,
        "digest": station.digest,
    }


def _parts(visit: Visit) -> list[tuple[str, Role]]:
    """The addresses of the second and later parts that an article was read from."""
    further = {capture.id: capture.url for capture in visit.captures}
    return [(further[part], "part") for part in visit.parts[1:] if part in further]
