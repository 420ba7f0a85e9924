"""A page as well-kept libraries read it: the texts of other languages, and witnesses for ours.

They are imported only where they are asked: trafilatura alone takes a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Mapping

_MOST = 2**20  # bytes; a larger page would take these readers seconds


def independent_texts(sent: bytes, url: str) -> Mapping[str, str]:
    """The text of a page, whose bytes are UTF-8, as each of them finds it.

    Empty for a page so large that they would take seconds.
    """
    if len(sent) > _MOST:
        return {}
    html = sent.decode("utf-8", "replace")
    return {
        "trafilatura": "\n".join(trafilatura_text(html, url)),
        "readability": "\n".join(readability_text(html)),
    }


def trafilatura_text(html: str, url: str) -> tuple[str, ...]:
    """The lines of the main text as trafilatura reads it; empty where it finds none.

    Tables are left out: it takes the tables that lay a page out for text. `html` is decoded.
    """
    from trafilatura import extract

    text = extract(html, url=url, include_comments=False, include_tables=False)
    return tuple(line for line in (text or "").splitlines() if line.strip())


def readability_text(html: str) -> tuple[str, ...]:
    """The lines of the main text as Readability reads it; empty where it finds none.

    It is the copy of readability-lxml that trafilatura carries: the same choice of container.
    """
    from lxml.html import document_fromstring
    from trafilatura.readability_lxml import Document
    from trafilatura.utils import load_html

    tree = load_html(html)
    summary = "" if tree is None else Document(tree).summary()
    if not summary.strip():
        return ()
    lines = document_fromstring(summary).text_content().splitlines()
    return tuple(line.strip() for line in lines if line.strip())
