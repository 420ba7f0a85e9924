"""Rows of articles as schema.org NewsArticle: one JSON-LD object a line, UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from archive.dataset.columns import Column
from archive.dataset.values import Sink, Values

_CONTEXT = "https://schema.org"
#: Column → property of NewsArticle, where the value is the same.
_SAME = {
    "id": "identifier",
    "url": "url",
    "title": "headline",
    "subtitle": "alternativeHeadline",
    "published_at": "datePublished",
    "body": "articleBody",
    "language": "inLanguage",
    "revision": "version",
    "other_urls": "sameAs",
}


def write(sink: Sink, columns: Sequence[Column], batches: Iterable[list[Values]]) -> None:
    r"""Write one line for each article; columns that NewsArticle has no property for are left out.

    >>> from io import BytesIO
    >>> sink, title = BytesIO(), Column(name="title", kind="text", meaning="headline", sql="title")
    >>> write(sink, [title], [[["题"]]])
    >>> sink.getvalue().decode()
    '{"@context":"https://schema.org","@type":"NewsArticle","headline":"题"}\n'
    """
    names = [column.name for column in columns]
    for batch in batches:
        for row in batch:
            record = news_article(dict(zip(names, row, strict=True)))
            sink.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def news_article(row: dict[str, Any]) -> dict[str, Any]:
    """A NewsArticle of the columns of an article; what the page does not say is not there.

    >>> news_article({"authors": ["周一帆"], "source": None, "kicker": "x"})["author"]
    [{'@type': 'Person', 'name': '周一帆'}]
    """
    article: dict[str, Any] = {"@context": _CONTEXT, "@type": "NewsArticle"}
    article |= {name: row.get(column) for column, name in _SAME.items()}
    article |= {
        "author": _named("Person", row.get("authors")),
        "editor": _named("Person", row.get("editors")),
        "publisher": _organisation(row.get("station_title") or row.get("station")),
        "sourceOrganization": _organisation(row.get("source")),
        "contentLocation": row.get("place_name")
        and {"@type": "Place", "name": row["place_name"], "identifier": row.get("place")},
        "isBasedOn": row.get("parent") and {"@type": "NewsArticle", "identifier": row["parent"]},
        "image": [
            {"@type": "ImageObject", "contentUrl": image["url"]}
            | {name: image[key] for key, name in _OF_IMAGE.items() if image.get(key)}
            for image in row.get("images") or ()
        ],
    }
    return {name: value for name, value in article.items() if value}


_OF_IMAGE = {"caption": "caption", "credit": "creditText"}


def _named(kind: str, names: list[str] | None) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name} for name in names or ()]


def _organisation(name: str | None) -> dict[str, str] | None:
    return {"@type": "NewsMediaOrganization", "name": name} if name else None
