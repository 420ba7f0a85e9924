"""Reads captures that are kept already: imported, adopted after a dead run, or being rebuilt."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.model.article import Capture
from archive.model.errors import ArchiveError, Damaged, NothingFound
from archive.store.set_aside import take_back_captures
from harvester.model.url import article_id, canonical_form
from harvester.model.visit import Address, AddressKind, Visit
from harvester.run.process import Fetched, Needs, is_condition_refused, process

if TYPE_CHECKING:
    from harvester.model.station import Station
    from harvester.run.run import Run

logger = logging.getLogger(__name__)

#: Kinds of captures that say something of an address of the frontier, and of which kind it is.
_KINDS: dict[str, AddressKind] = {
    "page": "article",
    "list": "list",
    "sitemap": "sitemap",
    "feed": "feed",
    "json": "json",
}


def process_stored(run: Run, captures: Iterable[str]) -> list[str]:
    """Read recorded captures as if they had just been fetched: hold articles, settle addresses.

    Second parts are read with the first. Those that are not read before the run is told to stop
    wait for the next one. Returns what could not be read back from its WARC; its row stays.
    """
    problems = []
    parts: set[str] = set()
    silent: list[str] = []
    aside: list[tuple[str, str]] = []
    for identifier in captures:
        if run.is_over:
            break
        try:
            capture = run.archive.capture(identifier)
        except Damaged as error:
            problems.append(str(error))
            continue
        except NothingFound:  # a part of an article that was found to be erased
            continue
        try:
            visit = None if capture.url in parts else _visit(run, capture)
        except ArchiveError:
            raise
        except Exception as error:  # as by an address of which no host can be made
            aside.append((identifier, str(error)))
            visit = None
        if visit is None:
            silent.append(identifier)
            run.note(capture)
        else:
            run.settle(visit)
            parts.update(part.url for part in visit.captures[1:])
    run.flush(lambda: _forget(run, silent, aside))
    return problems


def _forget(run: Run, silent: Iterable[str], aside: Iterable[tuple[str, str]]) -> None:
    """Captures that say nothing of an address wait no longer, nor do those that are set aside."""
    run.tables.unread.forget(silent)
    unread = dict(aside)
    take_back_captures(run.archive.connection, [each for each in silent if each not in unread])
    for capture, reason in unread.items():
        run.archive.set_aside(capture, reason)


def _visit(run: Run, capture: Capture) -> Visit | None:
    """What a capture says of its address; None where it says nothing (robots.txt, parts, 412).

    Raises ValueError for an address of which no host can be made.
    """
    kind = _KINDS.get(capture.kind)
    if kind is None or is_condition_refused(capture):
        return None
    station = _station(run, capture)
    if any(pattern.search(capture.url) for pattern in station.parts):
        return None
    canonical_url, is_alternate = canonical_form(capture.url, station)
    address = Address(
        url=canonical_url,
        station=station.name,
        kind=kind,
        article=article_id(canonical_url, station) if kind == "article" else None,
        alternate=capture.url if is_alternate else None,
        found=capture.found,
    )
    return _processed(run, address, capture, station)


def _processed(run: Run, address: Address, capture: Capture, station: Station) -> Visit:
    """The visit that a capture makes, with the further ones that the archive has."""
    captures = [capture]
    fetched = Fetched(answer=capture, captures=(capture,), at=capture.captured_at)
    try:
        while isinstance(result := process(address, fetched, station), Needs):
            further = _stored_at(run, result.url, capture)
            captures += [] if further is None else [further]
            fetched = result.answered(further, captures)
    except ArchiveError:
        raise
    except Exception as error:
        # A bug of ours must not keep all other captures from being read.
        logger.exception("reading %s failed", capture.url)
        visit = Visit(
            address=address,
            captures=tuple(captures),
            station_digest=station.digest,
            at=capture.captured_at,
        )
        return visit.cannot_be_read(error)
    return result


def _stored_at(run: Run, url: str, first: Capture) -> Capture | None:
    """The stored capture of a further address that was made with the first one."""
    stored = run.archive.capture_at(url, first.captured_at)
    return None if stored is None else run.archive.capture(stored)


def _station(run: Run, capture: Capture) -> Station:
    """The station that the capture was made for; one without a file keeps its name."""
    if capture.station is None:
        return run.stations.for_page(capture.url)
    station = run.stations.for_article(capture.station, capture.url)
    return replace(station, name=capture.station)
