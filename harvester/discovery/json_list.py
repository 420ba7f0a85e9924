"""JSON lists: the addresses in what a site's own scripts load, also within a callback (JSONP)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from harvester.discovery.bound import both_ends
from harvester.discovery.feeds import Entry, Feed, iso_day
from harvester.model.errors import NotAnArticle
from harvester.model.station import Station

#: callback({…}); or var news = […]; around the JSON itself. A file of blanks is gone through once.
_WRAPPED = re.compile(r"\s*+(?:/\*\*/)?\s*+(?:(?:var\s+)?[\w$.]{1,80}\s*+[(=])?\s*+(?=[\[{])")
_FIELD = re.compile(r"\{([^{}]+)\}")
_PAGE = re.compile(r"(?i)(?<=[?&])(page|p|pageno|pagenum|pageindex|curpage)=(\d{1,5})(?=&|$)")


def json_list(text: str, station: Station) -> Feed:
    """The articles that a JSON list names, by the station's `json_items`, `json_link`, `json_time`.

    Items without what the address is made of are passed over. Raises NotAnArticle for what is no
    JSON, and where there is nothing at `json_items`, or no item has an address: the list is not
    what it was.
    """
    items, left_out = both_ends(_items(_decoded(text), station.json_items))
    entries = [entry for item in items if (entry := _entry(item, station)) is not None]
    if items and not entries:
        raise NotAnArticle("unreadable", f"no JSON list: no item has {station.json_link!r}")
    return Feed(
        pages=tuple(entries),
        left_out=left_out,
        without_address=len(items) - len(entries),
    )


def next_page(url: str) -> str | None:
    """The address of the page after this one, where the address counts them.

    >>> next_page("https://a.example/news?channel=7&page=2")
    'https://a.example/news?channel=7&page=3'
    >>> next_page("https://a.example/news.json")
    """
    match = _PAGE.search(url)
    if match is None or not urlsplit(url).query:
        return None
    return f"{url[: match.start(2)]}{int(match[2]) + 1}{url[match.end(2) :]}"


def _decoded(text: str) -> Any:
    begins = _WRAPPED.match(text)
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, begins.end() if begins else 0)[0]
    except (ValueError, RecursionError) as error:
        raise NotAnArticle("unreadable", f"no JSON list: {error}") from error


def _items(value: Any, path: str) -> list[dict[str, Any]]:
    """The objects at a path, through lists on the way; the path "" is the whole answer."""
    reached = [value]
    for name in path.split(".") if path else ():
        objects = [each for each in _spread(reached) if isinstance(each, dict)]
        reached = [each[name] for each in objects if name in each]
    items = [each for each in _spread(reached) if isinstance(each, dict)]
    empty = bool(reached) and all(each in ([], None) for each in reached)  # a day without news
    if not items and not empty:
        raise NotAnArticle("unreadable", f"no JSON list: there is no {path!r} in it")
    return items


def _spread(values: list[Any]) -> Iterator[Any]:
    for value in values:
        yield from value if isinstance(value, list) else (value,)


def _entry(item: dict[str, Any], station: Station) -> Entry | None:
    """One article; None where a field of its address is missing."""
    fields = _FIELD.findall(station.json_link)
    values = {name: _value(item, name) for name in fields}
    if not all(values.values()):
        return None
    return Entry(
        url=_FIELD.sub(lambda match: values[match[1]], station.json_link),
        published_on=_day(_value(item, station.json_time), station) if station.json_time else None,
    )


def _value(item: Any, path: str) -> str:
    """A text or number of an item, as text; an empty one where there is none."""
    for name in path.split("."):
        item = item.get(name) if isinstance(item, dict) else None
    return str(item).strip() if isinstance(item, str | int) and not isinstance(item, bool) else ""


def _day(printed: str, station: Station) -> str | None:
    """The day of a printed time, or of seconds or milliseconds since 1970."""
    if re.fullmatch(r"\d{10}|\d{13}", printed):
        moment = datetime.fromtimestamp(int(printed[:10]), station.zone)
        return moment.date().isoformat()
    return iso_day(printed, station.zone)
