"""What an article says in each field, and the words in which a page prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.model.article import Article
from harvester.redesign.page_places import fold

_SCALARS = ("title", "kicker", "subtitle", "original_title", "source")
_SENTENCE = re.compile(r"[。！？!?；;\n]+|(?<=[a-z])\.\s")


@dataclass(frozen=True, slots=True)
class Facet:
    """One field of an article, of credits those of one role: folded texts, and printed words."""

    field: str
    role: str = ""
    texts: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetPair:
    """A facet as an earlier and a later reading have it; one that says nothing has no texts."""

    was: Facet
    now: Facet

    @property
    def field(self) -> str:
        """The field of both."""
        return self.was.field


def changed_facets(earlier: Article, later: Article, fields: list[str]) -> list[FacetPair]:
    """The facets of these fields, without the body, that two readings have otherwise."""
    was, now = _facets(earlier), _facets(later)
    pairs = [
        FacetPair(was.get(key) or Facet(*key), now.get(key) or Facet(*key))
        for key in dict.fromkeys((*was, *now))
        if key[0] in fields
    ]
    return [pair for pair in pairs if pair.was.texts != pair.now.texts]


def body_lines(article: Article) -> list[str]:
    """The lines of the text without captions, which templates print in many ways; folded."""
    texts = (fold(block.text) for block in article.blocks if block.kind != "caption")
    return [text for text in texts if text]


def sentences(article: Article) -> list[str]:
    """The sentences of the text without captions, folded."""
    texts = (block.text for block in article.blocks if block.kind != "caption")
    parts = (fold(part) for text in texts for part in _SENTENCE.split(text))
    return [part for part in parts if part]


def _facets(article: Article) -> dict[tuple[str, str], Facet]:
    facets = (*_scalars(article), *_published(article), *_credits(article))
    return {(facet.field, facet.role): facet for facet in facets}


def _scalars(article: Article) -> Iterator[Facet]:
    for name in _SCALARS:
        if text := fold(getattr(article, name) or ""):
            yield Facet(name, "", (text,), _printed(article, name))


def _published(article: Article) -> Iterator[Facet]:
    if article.published is not None:
        iso = article.published.iso()
        printed = _printed(article, "published") or (fold(iso[:10]),)
        yield Facet("published", "", (iso,), printed)


def _credits(article: Article) -> Iterator[Facet]:
    printed = _printed(article, "credits")
    for role in dict.fromkeys(credit.role for credit in article.credits):
        names = tuple(fold(credit.name) for credit in article.credits if credit.role == role)
        lines = tuple(line for line in printed if any(name in line for name in names))
        yield Facet("credits", role, tuple(filter(None, names)), lines)


def _printed(article: Article, field: str) -> tuple[str, ...]:
    """The words that a field was taken from, folded."""
    texts = (fold(each.printed) for each in article.evidence if each.field == field and each.chosen)
    return tuple(text for text in texts if text)
