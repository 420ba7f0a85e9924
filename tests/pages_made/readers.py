"""Readers of pages, ours and others: text and address in, a record out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]
UNKNOWN = "http://unknown.invalid/"


def read_ours(page: bytes, url: str = UNKNOWN) -> Record:
    """Our record of a page, as a host that no station file speaks of."""
    from archive.model.article import Capture
    from harvester.config.stations import Stations
    from harvester.extract.read_article import read_article
    from harvester.model.errors import NotAnArticle

    global _STATIONS  # noqa: PLW0603  (loaded once, and only where we are the reader)
    _STATIONS = _STATIONS or Stations.load()
    capture = Capture(id="file:", url=url, status=200, captured_at=datetime.now(UTC), body=page)
    try:
        return read_article([capture], _STATIONS.for_page(url), url).to_dict()
    except NotAnArticle as error:
        return {"error": str(error), "kind": error.kind}


_STATIONS: Any = None


def _ours(text: str, url: str) -> Record:
    return read_ours(text.encode("utf-8", "replace"), url)


def _readability(text: str, url: str) -> Record:
    import lxml.html
    from readability import Document

    document = Document(text, url=url)
    body = lxml.html.fromstring(document.summary(html_partial=True)).text_content()
    return {"title": document.short_title(), "body": body}


def _trafilatura(text: str, url: str) -> Record:
    import trafilatura  # type: ignore[import-not-found]  # an optional peer

    found = trafilatura.bare_extraction(text, url=url, with_metadata=True, include_comments=False)
    if not found:
        return {"error": "nothing found"}
    held = found if isinstance(found, dict) else found.as_dict()
    return {
        "title": held.get("title"), "body": held.get("text"), "published_at": held.get("date"),
        "authors": [name.strip() for name in (held.get("author") or "").split(";") if name.strip()],
    }  # fmt: skip


def _newspaper(text: str, url: str) -> Record:
    import newspaper  # type: ignore[import-not-found]  # an optional peer

    language = "zh" if re.search("[\u4e00-\u9fff]{9}", text) else "en"
    article = newspaper.Article(url, language=language)
    article.download(input_html=text)
    article.parse()
    published = article.publish_date
    return {
        "title": article.title, "body": article.text, "authors": list(article.authors),
        "published_at": published.isoformat() if published else None,
    }  # fmt: skip


def _gne(text: str, url: str) -> Record:
    from gne import GeneralNewsExtractor  # type: ignore[import-not-found]  # an optional peer

    found = GeneralNewsExtractor().extract(text, host=url)
    published = (found.get("publish_time") or "").strip().replace(" ", "T")
    return {
        "title": found.get("title"), "body": found.get("content"), "published_at": published,
        "authors": [found["author"]] if found.get("author") else [],
    }  # fmt: skip


def parse(text: str, url: str) -> Record:
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser, base_url=url)
    return {}


READERS: dict[str, Callable[[str, str], Record]] = {
    "ours": _ours, "trafilatura": _trafilatura, "readability-lxml": _readability,
    "newspaper4k": _newspaper, "gne": _gne,
}  # fmt: skip
