"""From a request to what is sent: which page an address means, and what a failure looks like."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from archive.model.errors import ArchiveError, NothingFound, TakenDown, UsageError
from archive.room.answer import Answer, Page
from archive.room.pages.article import article_page
from archive.room.pages.dataset import dataset_file
from archive.room.pages.lineage import lineage_page
from archive.room.pages.medium import media_page, medium_page
from archive.room.pages.memento import memento, timegate, timemap
from archive.room.pages.original import captured_bytes, original_page
from archive.room.pages.person import person_page
from archive.room.pages.place import place_page, places_page
from archive.room.pages.revisions import changes_page
from archive.room.pages.runs import runs_page
from archive.room.pages.search import search_page
from archive.room.pages.station import station_page, stations_page
from archive.room.pages.trends import trends_page
from archive.room.reading import Reading
from archive.room.rendering import rendered
from archive.room.request import OF_ANOTHER, Request
from archive.store.archive import Archive

#: First part of an address → its page.
_PAGES: dict[str, Callable[[Archive, Request], Page | Answer]] = {
    "search": search_page,
    "trends": trends_page,
    "stations": stations_page,
    "places": places_page,
    "media": media_page,
    "runs": runs_page,
}
#: Parts of an address but for the second, which names an article, a station … → its page.
_NAMED: dict[tuple[str, ...], Callable[[Archive, Request, str], Page | Answer]] = {
    ("article",): article_page,
    ("article", "original"): original_page,
    ("article", "captured"): captured_bytes,
    ("article", "changes"): changes_page,
    ("dataset",): dataset_file,
    ("lineage",): lineage_page,
    ("medium",): medium_page,
    ("person",): person_page,
    ("place",): place_page,
    ("station",): station_page,
}
_TIMEMAP = re.compile(r"/timemap/link/(?P<url>.+)")
_TIMEGATE = re.compile(r"/timegate/(?P<url>.+)")
_MEMENTO = re.compile(r"/web/(?P<stamp>[^/]+)/(?P<url>.+)")
_MEMENTOS = tuple(prefix.strip("/") for prefix in OF_ANOTHER)
_STATUS = ((TakenDown, 410), (NothingFound, 404), (UsageError, 400), (ArchiveError, 503))


def is_of_room(path: str) -> bool:
    """Whether a path is one of the room's own pages, or its style sheet."""
    first = path.removesuffix(".json").strip("/").partition("/")[0]
    return first in {"", "room.css", *_PAGES, *(key[0] for key in _NAMED), *_MEMENTOS}


class Room:
    """The reading room of one archive."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def answer(self, path: str, query: str, origin: str, headers: dict[str, str]) -> Answer:
        """The answer to GET `path?query`, both escaped as they were sent."""
        request = Request(segments=(), origin=origin, headers=headers)
        try:
            request = Request.of(path, query, origin=origin, headers=headers)
            with self._reading.archive() as archive:
                found = _page(archive, request)
            return rendered(found, request) if isinstance(found, Page) else found
        except ArchiveError as error:
            return rendered(_failed(error, self._reading.folder), request)


def _page(archive: Archive, request: Request) -> Page | Answer:
    """The page of an address. Raises NothingFound where it means none."""
    if request.target.startswith(OF_ANOTHER):
        return _of_memento(archive, request)
    first, *others = request.segments or ("search",)
    if not others and first in _PAGES:
        return _PAGES[first](archive, request)
    if others and (first, *others[1:]) in _NAMED:
        return _NAMED[first, *others[1:]](archive, request, others[0])
    raise NothingFound(f"{request.target[:200]}: there is no such page")


def _of_memento(archive: Archive, request: Request) -> Answer:
    """The addresses of RFC 7089, in which another address stands, escaped or as it is."""
    if at := _TIMEMAP.fullmatch(request.target):
        return timemap(archive, request, _plain(at["url"]))
    if at := _TIMEGATE.fullmatch(request.target):
        return timegate(archive, request, _plain(at["url"]))
    if at := _MEMENTO.fullmatch(request.target):
        return memento(archive, request, at["stamp"], _plain(at["url"]))
    raise NothingFound(f"{request.target[:200]}: there is no such page")


def _plain(url: str) -> str:
    """The address, where it was escaped as a whole: http%3A%2F%2Fa.example%2F1.

    >>> _plain("http%3A%2F%2Fa.example%2F1"), _plain("http://a.example/%E6%A0%91")
    ('http://a.example/1', 'http://a.example/%E6%A0%91')
    """
    return url if "://" in url else unquote(url)


def _failed(error: ArchiveError, folder: Path) -> Page:
    """A page that says why there is nothing else; without the paths of this machine."""
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    data = {
        "status": status,
        "error": str(error).replace(str(folder), "the archive"),
        "taken_down": isinstance(error, TakenDown),
    }
    return Page(template="failed.html", data=data, status=status)
