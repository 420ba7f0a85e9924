"""Pages as HTML or JSON: what was printed is shown as text, never as markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from archive.model.safe_text import visible, visible_json
from archive.room import pictures
from archive.room.answer import JSON, Answer, Page
from archive.room.network import network
from archive.room.request import Request
from archive.room.texts import Texts

_FILTERS = ("station", "place", "source", "from", "to", "in")
#: Bytes of an address from which on a page of hundreds of links would grow too large: buttons of a
#: form, which has the query once, narrow the search then.
_LONG = 100
#: Facet → the page that tells of its values.
_FACET_PAGES = {"station": "station", "place": "place", "source": "medium",
                "author": "person", "editor": "person"}  # fmt: skip
_BEIJING = timezone(timedelta(hours=8))


def rendered(page: Page, request: Request) -> Answer:
    """The page as the browser asked for it."""
    if request.wants_json:
        text = json.dumps(page.data, ensure_ascii=False, indent=1)
        return Answer(body=visible_json(text).encode(), status=page.status, content_type=JSON)
    template = _environment().get_template(page.template)
    texts = Texts(request.language)
    html = template.render(
        data=page.data, t=texts, request=request, lang=request.language, marked=marked,
        bars=pictures.bars, calendar=pictures.calendar, chart=pictures.chart, network=network,
        timeline=pictures.timeline,
        shade=pictures.shade, moment=moment, span=texts_span(texts),
        month_address=_in_month(request),
        facet_pages=_FACET_PAGES,
        **_clicked(page, request),
        facet_address=lambda facet, value: _narrowed(request, facet, value),
        data_address=_data_address,
        is_long=len(request.with_parameters()) > _LONG,
        chosen=lambda: any(request.parameters.get(name) for name in _FILTERS),
    )  # fmt: skip
    return Answer(body=html.encode("utf-8", "replace"), status=page.status)


def _clicked(page: Page, request: Request) -> dict[str, Callable[[str], str] | None]:
    """Where a bar of a page leads: to the articles of its month or year."""

    def narrowed(**chosen: str) -> Callable[[str], str]:
        return lambda period: request.address(**chosen, **{"from": period, "to": period})

    name = str(page.data.get("name", ""))
    return {
        "place_month": narrowed(place=str(page.data.get("place", ""))),
        "source_month": narrowed(source=name),
        "person_year": narrowed(q=f'person:"{name}"') if _has_word(name) else None,
    }


def _has_word(name: str) -> bool:
    """Whether a search can find a name: signs alone are no word.

    >>> [_has_word(name) for name in ("付鼎臣", "A. B.", "*", "％")]
    [True, True, False, False]
    """
    return any(map(str.isalnum, name))


def _narrowed(request: Request, facet: str, value: str) -> str | None:
    """The search with one more condition: a filter, or a field of the query for a person.

    None where the search has no word for it.
    """
    if facet == "year":
        return request.with_parameters(**{"from": value, "to": value, "in": None, "page": None})
    if facet in ("author", "editor") and not _has_word(value):
        return None
    if facet in ("author", "editor"):
        query = f'{request.text("q")} {facet}:"{value}"'.strip()
        return request.with_parameters(q=query, page=None)
    return request.with_parameters(**{facet: (value,), "page": None})


def _in_month(request: Request) -> Callable[[str], str]:
    """The search within a month, of which a page names hundreds: but for it, made once."""
    address = request.with_parameters(**{"from": None, "to": None, "in": None, "page": None})
    mark = "&" if "?" in address else "?"
    return lambda month: f"{address}{mark}from={quote(month)}&to={quote(month)}"


def _data_address(request: Request) -> str:
    """The address of the page's JSON twin."""
    path, mark, query = request.with_parameters().partition("?")
    return f"{'/search' if path == '/' else path}.json{mark}{query}"


@cache
def _environment() -> Environment:
    """Everything is escaped, and control and direction characters are shown as signs."""
    return Environment(
        loader=PackageLoader("archive.room"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


def marked(snippet: dict[str, Any]) -> Markup:
    """A snippet with the words of the query marked.

    >>> marked({"text": "<b>路灯亮了", "marks": [[3, 5]]})
    Markup('&lt;b&gt;<mark>路灯</mark>亮了')
    """
    text, at, parts = visible(snippet["text"]), 0, []
    for begin, end in snippet["marks"]:
        parts += [escape(text[at:begin]), Markup("<mark>{}</mark>").format(text[begin:end])]
        at = max(at, end)
    return Markup("").join([*parts, escape(text[at:])])


def moment(value: str | None) -> str:
    """A moment as people read it: as printed, or of UTC in Beijing time; a day as it is.

    >>> moment("2026-11-30T15:56:49Z"), moment("2026-06-15T08:05:00+08:00"), moment("2026-06-15")
    ('2026-11-30 23:56', '2026-06-15 08:05', '2026-06-15')
    """
    if not value or "T" not in value:
        return value or ""
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return value
    if value.endswith("Z"):
        read = read.astimezone(_BEIJING)
    return read.strftime("%Y-%m-%d %H:%M")


def texts_span(texts: Texts) -> Any:
    """How a time after the parent is printed: 2 小时 39 分."""

    def span(lag: list[float] | tuple[float, float] | None) -> str:
        if lag is None:
            return ""
        minutes = round(abs(lag[0]) / 60)
        days, rest = divmod(minutes, 24 * 60)
        hours, minutes = divmod(rest, 60)
        parts = ((days, "days"), (hours, "hours"), (minutes, "minutes"))
        shown = [texts(f"span.{name}", n=number) for number, name in parts if number]
        return " ".join(shown[:2]) or texts("span.same")

    return span
