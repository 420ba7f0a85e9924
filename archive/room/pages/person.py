"""A person, by the name that is printed: roles, stations, years and articles."""

from __future__ import annotations

from typing import Any

from archive.db.filters import is_date
from archive.model.errors import NothingFound
from archive.room.answer import Page
from archive.room.request import Request
from archive.search.people import credited_articles, credits_of
from archive.store.archive import Archive

_PAGE = 20  # articles a page
_MOST_PAGES = 200


def person_page(archive: Archive, request: Request, name: str) -> Page:
    """All credits of a name. Raises NothingFound where nobody is credited by it."""
    credits = credits_of(archive.connection, name)
    if not credits.articles:
        raise NothingFound(f"{name[:60]}: no article credits this name")
    number = request.number("page", 1, most=_MOST_PAGES)
    begin = (number - 1) * _PAGE
    listed = credited_articles(archive.connection, name, limit=_PAGE, offset=begin)
    data: dict[str, Any] = {
        "name": name,
        "articles": credits.articles,
        "roles": credits.roles,
        "stations": credits.stations,
        "years": [(row["year"], row["articles"]) for row in credits.years if is_date(row["year"])],
        "page": number,
        "more": credits.articles > begin + _PAGE and number < _MOST_PAGES,
        "hits": listed,
    }
    return Page(template="person.html", data=data)
