"""What a capture means for its address: the one place where an answer becomes an outcome.

A crawl, an import, a rebuild and the captures of a dead run all call `process`. It fetches nothing:
where it needs a further capture (the next part of an article, its address for telephones) it
returns `Needs`, and the edge asks again once it has what is needed: the spider from the network, an
import from the archive.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from archive.model.article import Article, Capture
from harvester.discovery.discover import Named, discover
from harvester.document import decoding, parser_guard
from harvester.document.deadline import Deadline
from harvester.document.refresh import meta_refresh, read_refresh
from harvester.document.script_redirect import script_redirect
from harvester.extract.choose import choose_article
from harvester.extract.missing_page import refuse_missing_list
from harvester.extract.page import Page, joined
from harvester.extract.read_page import read_one
from harvester.model.errors import CannotBeRead, NotAnArticle
from harvester.model.url import absolute, article_id, asked_form, is_article_form, of_header
from harvester.model.visit import PAGE_STATUSES, Address, Link, Visit, is_conditional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvester.document.lines import Element
    from harvester.model.station import Station

#: Parts followed of one publication; longer ones are marked incomplete.
MAX_PARTS = 50
#: Redirects that are meant for good (RFC 9110, 15.4).
_PERMANENT = frozenset({301, 308})
#: Answers that speak of the request, and of a part of a page that was not asked for.
_OF_THE_REQUEST = frozenset({204, 205, 206, 400, 412, 416, 417, 428})
_AT_ONCE = 10.0  # seconds: a page that leads on later is meant to be read
_HEAD = 2**16  # bytes in which a refresh is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a visit has got so far: the answer to its address, and to those it needed since."""

    answer: Capture
    captures: tuple[Capture, ...]  # all of the visit, in order; also tries that failed, redirects
    at: datetime | None = None  # when the captures were made, where that is not now
    #: address that was needed → its answer, in order; None where it could not be had
    further: Mapping[str, Capture | None] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()  # the parts that are read already, so that each is read once
    deadline: Deadline = field(default_factory=Deadline)  # of all readings of this visit
    is_repeated: bool = False  # the page was asked for once more, without a condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """A further capture without which the visit cannot be finished."""

    url: str
    kind: Literal["part", "page"]  # of the capture; an alternate is a page
    fetched: Fetched

    def answered(self, answer: Capture | None, captures: Sequence[Capture]) -> Fetched:
        """What the visit has got with this answer; `captures` are now all of the visit."""
        further = {**self.fetched.further, self.url: answer}
        return replace(self.fetched, further=further, captures=tuple(captures))


def process(address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
    """The visit that the captures of an address make; or what it needs to be finished."""
    begun = _begun(address, fetched, station)
    try:
        return _process(begun, fetched, station)
    except NotAnArticle as error:
        return _refused(begun, error)


def cannot_be_read(address: Address, fetched: Fetched, station: Station, reason: str) -> Visit:
    """The visit of which no reader can make anything: its page is quarantined, and set aside."""
    return _refused(_begun(address, fetched, station), CannotBeRead("unreadable", reason))


def failed_to_read(address: Address, fetched: Fetched, station: Station, error: Exception) -> Visit:
    """The visit after a bug of ours: the capture is kept, and `harvest reread` reads it again."""
    return _begun(address, fetched, station).cannot_be_read(error)


def _begun(address: Address, fetched: Fetched, station: Station) -> Visit:
    return Visit(
        address=address,
        captures=fetched.captures,
        station_digest=station.digest,
        at=fetched.at,
    )


def _refused(begun: Visit, error: NotAnArticle) -> Visit:
    return replace(
        begun,
        outcome="withdrawn" if error.kind == "withdrawn" else "quarantined",
        detail=str(error),
        set_aside=isinstance(error, CannotBeRead),
    )


def _process(begun: Visit, fetched: Fetched, station: Station) -> Visit | Needs:
    if is_condition_refused(fetched.answer) and not fetched.is_repeated:
        url = fetched.answer.url
        if url not in fetched.further:
            return Needs(url=url, kind="page", fetched=fetched)
        fetched = _repeated(fetched, url)
    status = fetched.answer.status
    if status == 304:
        return replace(begun, outcome="unchanged")
    if status in PAGE_STATUSES:
        return _page_or_refresh(begun, fetched, station)
    if 300 <= status < 400:
        location = of_header(fetched.answer.header("location") or "")
        visit, leads_back = fetched.deadline.run(
            _redirected, begun, fetched.answer, location, station
        )
        return _or_alternate(visit, fetched, station) if leads_back else visit
    outcome: Literal["gone", "failed"] = "gone" if status in (404, 410) else "failed"
    failed = replace(begun, outcome=outcome, detail=f"status {status}")
    return _or_alternate(failed, fetched, station)


def _page_or_refresh(begun: Visit, fetched: Fetched, station: Station) -> Visit | Needs:
    """The article or the list of a page; or where a page without one leads at once.

    A notice that the article is withdrawn stays one, wherever it leads.
    """
    read = _article if begun.address.kind == "article" else _list
    try:
        return read(begun, fetched, station)
    except NotAnArticle as error:
        if error.kind == "withdrawn" or isinstance(error, CannotBeRead):
            raise
        try:
            target = fetched.deadline.run(_refresh_target, fetched.answer, station)
        except NotAnArticle:  # a page of which no tree can be made
            raise error from None
        if target is None:
            raise
        visit, leads_back = _redirected(begun, fetched.answer, target, station)
        if leads_back and visit.address.alternate is not None:
            return _or_alternate(visit, fetched, station)
        if visit.outcome != "redirect":
            raise
        return visit


def _repeated(fetched: Fetched, url: str) -> Fetched:
    """The same, with the answer to the repeat without a condition, where that is one."""
    further = {each: answer for each, answer in fetched.further.items() if each != url}
    plain = fetched.further[url]
    if plain is None or plain.url != url or is_conditional(plain):
        return replace(fetched, further=further, is_repeated=True)
    return replace(fetched, answer=plain, further=further, is_repeated=True)


def is_condition_refused(capture: Capture) -> bool:
    """Whether a server answers If-None-Match or If-Modified-Since with 412, or with nothing.

    That says nothing of the page: it is asked for once more, without a condition.
    """
    is_empty = capture.status in PAGE_STATUSES and not capture.body.strip()
    return is_conditional(capture) and (capture.status in _OF_THE_REQUEST or is_empty)


def _refresh_target(capture: Capture, station: Station) -> str | None:
    """Where a page without an article leads at once, by Refresh, a meta element or a script."""
    refresh = read_refresh(of_header(capture.header("refresh") or ""))
    if refresh is not None:
        return refresh[1] if refresh[0] <= _AT_ONCE else None
    root = _head(capture, station)
    ways = (meta_refresh(root, capture.url), script_redirect(root, capture.url))
    soonest = min(filter(None, ways), default=None, key=lambda way: way[0])
    return soonest[1] if soonest is not None and soonest[0] <= _AT_ONCE else None


def _head(capture: Capture, station: Station) -> Element:
    head = decoding.content(capture)[:_HEAD]
    sent = decoding.as_utf8(head, capture.header("content-type"), station.encoding)
    return parser_guard.tree(sent)


def _list(begun: Visit, fetched: Fetched, station: Station) -> Visit:
    """A list, of whatever form, with the links that it names."""
    named = fetched.deadline.run(discover, fetched.answer, station, begun.address.kind)
    visit = replace(begun, links=named.links, detail=_passed_over(named))
    address = visit.address
    if address.kind == "list" and address.listing.depth == 0 and not visit.article_count:
        fetched.deadline.run(refuse_missing_list, fetched.answer, station)
        _refuse_silent_list(visit)
    return visit


def _passed_over(named: Named) -> str | None:
    """What of a list gave no link; None where all did."""
    notes = []
    if named.left_out:
        notes.append(f"{named.left_out} of the addresses that it names were not looked at")
    if named.without_address:
        notes.append(f"{named.without_address} of its items name no address to visit")
    return "; ".join(notes) or None


def _refuse_silent_list(visit: Visit) -> None:
    """A list page without articles where there were some: a new template, a captcha, a notice.

    It waits to be read like an article that no layout fits. A feed says itself that it is one, and
    may be empty.
    """
    before = visit.address.listing.article_count
    if before:
        raise NotAnArticle("list", f"not a list: it names no article, and named {before} before")


def _article(begun: Visit, fetched: Fetched, station: Station) -> Visit | Needs:
    """The straight line: captures → page → article, with the further parts of the page."""
    pages, lacks_part = fetched.pages, False
    for part in (fetched.answer, *fetched.further.values())[len(pages) :]:
        if part is None or part.status not in PAGE_STATUSES:
            lacks_part = part is None
            break
        pages = (*pages, fetched.deadline.run(read_one, part, station))
    else:
        following = _next_part(pages, {fetched.answer.url, *fetched.further})
        if following is not None:
            return Needs(url=following, kind="part", fetched=replace(fetched, pages=pages))
    page = joined(pages)
    article = fetched.deadline.run(choose_article, page, _id_of(begun.address, station))
    return replace(
        begun,
        article=replace(article, url=begun.address.url),
        parts=tuple(capture.id for capture in page.captures),
        lacks_part=lacks_part,
    )


def _next_part(pages: Sequence[Page], requested: set[str]) -> str | None:
    """The address of the next part of an article, if there is one and it may be followed."""
    if len(pages) >= MAX_PARTS:
        return None
    return next((url for url in joined(pages).next_parts if url not in requested), None)


def _redirected(
    begun: Visit, capture: Capture, location: str, station: Station
) -> tuple[Visit, bool]:
    """A redirect is an outcome; where it leads is an address of its own.

    Says also whether it leads back to the address itself: then its alternate may have the article.
    """
    address = begun.address
    begun = replace(begun, is_temporary=capture.status not in _PERMANENT)
    try:
        target, alternate = asked_form(absolute(capture.url, location), station)
    except ValueError as error:
        detail = f"redirects to {location!r}: {error}"
        return replace(begun, outcome="failed", detail=detail), False
    if target == address.url:
        address = replace(address, alternate=alternate or address.alternate)
        detail = f"redirects to {alternate or 'itself'}"
        if (cookie := capture.header("set-cookie")) is not None and alternate is None:
            name = cookie.partition("=")[0].strip()[:40]
            detail += f", and asks for the cookie {name!r}: a crawl keeps no cookies"
        return replace(begun, address=address, outcome="failed", detail=detail), True
    return _led_on(begun, target, alternate, station), False


def _led_on(begun: Visit, target: str, alternate: str | None, station: Station) -> Visit:
    """The visit of an address that leads to another one."""
    address = begun.address
    if not station.covers(target):
        detail = f"redirects to {target}"
        return replace(begun, outcome="offsite", detail=detail, redirect=target)
    if address.kind == "article" and not is_article_form(target, station):
        # A login page or the front page: for now, or instead of an article that is gone.
        detail = f"redirects to {target}, which is no article"
        return replace(begun, outcome="failed" if begun.is_temporary else "gone", detail=detail)
    link = Link(
        url=target,
        kind=address.kind,
        article=_id_at(target, begun, station) if address.kind == "article" else None,
        alternate=alternate,
        redirects=address.redirects + 1,
        depth=address.listing.depth,
    )
    return replace(begun, outcome="redirect", redirect=target, links=(link,))


def _id_at(target: str, visit: Visit, station: Station) -> str:
    """The id of the article to which a redirect leads.

    An id made of an address is that of the first address: a site that gave its articles other
    addresses has not published them again. A content id says itself which article it is.
    """
    there, here = article_id(target, station), visit.address.article
    was_captured = visit.address.capture is not None and not visit.is_temporary
    if was_captured and here is not None and here.startswith("url:") and there.startswith("url:"):
        return here
    return there


def _or_alternate(visit: Visit, fetched: Fetched, station: Station) -> Visit | Needs:
    """The visit; or what its alternate shows, where the canonical address never answered."""
    address = visit.address
    if address.alternate is None or address.capture is not None or address.kind != "article":
        return visit
    if address.alternate not in fetched.further:
        return Needs(url=address.alternate, kind="page", fetched=fetched)
    alternate = fetched.further[address.alternate]
    if alternate is None or alternate.status not in PAGE_STATUSES:
        return visit
    try:
        article = fetched.deadline.run(_read_alone, alternate, station, _id_of(address, station))
    except NotAnArticle:
        return visit
    return replace(
        visit,
        article=replace(article, url=address.url),
        parts=(alternate.id,),
        outcome="captured",
        detail=f"read from {alternate.url}: {visit.detail}",
    )


def _read_alone(capture: Capture, station: Station, identifier: str) -> Article:
    return choose_article(read_one(capture, station), identifier)


def _id_of(address: Address, station: Station) -> str:
    return address.article or article_id(address.url, station)
