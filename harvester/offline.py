"""Reads captures that are kept already: imported, adopted after a dead run, or being rebuilt."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from archive.article import Capture
from archive.errors import Damaged
from harvester.address import article_id, canonical_form
from harvester.discover import discover
from harvester.errors import NotAnArticle
from harvester.normalise import normalise
from harvester.page import Page, read
from harvester.reading import station_for
from harvester.visit import Address, AddressKind, Visit

if TYPE_CHECKING:
    from harvester.run import Run
    from harvester.station import Station

logger = logging.getLogger(__name__)

#: Kinds of captures that name addresses.
_LISTS: frozenset[AddressKind] = frozenset({"list", "sitemap", "feed"})


def read_kept(run: Run, captures: Iterable[str]) -> list[str]:
    """Read recorded captures as if they had just been fetched: hold articles, settle addresses.

    Second parts are read with the first. Returns what could not be read back from its WARC; its
    row stays.
    """
    problems = []
    parts: set[str] = set()
    for identifier in captures:
        try:
            capture = run.archive.capture(identifier)
        except Damaged as error:
            problems.append(str(error))
            continue
        if capture.url not in parts:
            visit = _visit(run, capture, parts)
            if visit is not None:
                run.settle(visit)
    run.flush()
    return problems


def _visit(run: Run, capture: Capture, parts: set[str]) -> Visit | None:
    """What a capture says of its address; None where it says nothing (robots.txt, parts)."""
    station = _station(run, capture)
    kind: AddressKind = next((kind for kind in _LISTS if kind == capture.kind), "article")
    is_part = any(pattern.search(capture.url) for pattern in station.parts)
    if capture.kind not in _LISTS | {"page", "redirect"} or is_part:
        return None
    try:
        form, is_twin = canonical_form(capture.url, station)
    except ValueError as error:
        logger.warning("%s: %s", capture.url, error)
        return None
    address = Address(
        url=form,
        station=station.name,
        kind=kind,
        article=article_id(form, station) if kind == "article" else None,
        twin=capture.url if is_twin else None,
        found=capture.found,
    )
    visit = Visit(address=address, captures=[capture], station_digest=station.digest)
    location = capture.header("location")
    if capture.status == 304:
        visit.outcome = "unchanged"
    elif 300 <= capture.status < 400 and location:
        visit.outcome, visit.redirect = "redirect", urljoin(capture.url, location)
    elif capture.status in (404, 410):
        visit.outcome, visit.detail = "gone", f"status {capture.status}"
    elif capture.status != 200:
        visit.outcome, visit.detail = "failed", f"status {capture.status}"
    else:
        _read(run, station, visit, parts)
    return visit


def _read(run: Run, station: Station, visit: Visit, parts: set[str]) -> None:
    capture = visit.captures[0]
    try:
        if visit.address.kind != "article":
            visit.links.extend(discover(capture, station, visit.address.kind))
            return
        page, captures = _with_parts(run, capture, station)
        visit.article = normalise(page, visit.address.article or "")
    except NotAnArticle as error:
        visit.outcome = "withdrawn" if error.kind == "withdrawn" else "quarantined"
        visit.detail = str(error)
        return
    visit.parts = tuple(part.id for part in captures)
    parts.update(part.url for part in captures[1:])
    parts.update(page.next_parts)


def _with_parts(run: Run, capture: Capture, station: Station) -> tuple[Page, list[Capture]]:
    """The page that begins with a capture, with those of its further parts that are kept."""
    captures = [capture]
    page = read(captures, station)
    while page.next_parts:
        found = run.archive.capture_at(page.next_parts[0], capture.captured_at)
        if found is None or found in [part.id for part in captures]:
            break
        captures.append(run.archive.capture(found))
        page = read(captures, station)
    return page, captures


def _station(run: Run, capture: Capture) -> Station:
    """The station that the capture was made for; one without a file keeps its name."""
    if capture.station is None:
        return run.stations.for_page(capture.url)
    station = station_for(capture.station, capture.url, run.stations)
    return replace(station, name=capture.station)
