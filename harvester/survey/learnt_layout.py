"""A layout for a site of which the general rules read otherwise than the site itself says.

What a site says of its articles, besides their pages: the headline that its lists link them by. And
lines that stand on most pages are no part of any article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from harvester.model.errors import NotAnArticle
from harvester.redesign.learn import learn
from harvester.redesign.page_places import fold
from harvester.redesign.samples import Sample, agreement, tried

if TYPE_CHECKING:
    from archive.model.article import Article
    from harvester.model.station import Layout

#: From fewer pages nothing is learnt.
_FEWEST = 3
#: The share of the pages that a line stands on, or whose lists contradict their titles.
_MOST = 0.5
_NAME = "learnt"


def learnt_layout(samples: Sequence[Sample], headlines: Mapping[str, str]) -> Layout | None:
    """A layout that reads these pages as the site says; None where the general rules do, too.

    `samples` are read by the general rules; `headlines` are the words that lists link them by.
    """
    if len(samples) < _FEWEST:
        return None
    known = [replace(sample, known=article) for sample, article in _known(samples, headlines)]
    if all(new.known == sample.known for new, sample in zip(known, samples, strict=True)):
        return None
    layout = learn(known, (), _NAME)
    if layout is None or agreement(tried(known, layout)) <= agreement(tried(known, None)):
        return None
    return layout


def _known(samples: Sequence[Sample], headlines: Mapping[str, str]) -> list[tuple[Sample, Article]]:
    """The samples, and what is known of the article of each."""
    titles = [_headline(sample, headlines.get(sample.known.url, "")) for sample in samples]
    others = sum(title is not None for title in titles)
    of_template = _lines_of_most(samples)
    return [
        (sample, _corrected(sample.known, title if others > _MOST * len(samples) else None,
                            of_template))
        for sample, title in zip(samples, titles, strict=True)
    ]  # fmt: skip


def _headline(sample: Sample, words: str) -> str | None:
    """The headline of its lists, where its page prints it and it was read otherwise."""
    wanted = fold(words)
    try:
        is_printed = any(text == wanted for _, text in sample.short_texts)
    except NotAnArticle:
        return None
    return words if wanted and is_printed and wanted != fold(sample.known.title) else None


def _lines_of_most(samples: Sequence[Sample]) -> frozenset[str]:
    counts = Counter(text for sample in samples for text in {b.text for b in sample.known.blocks})
    return frozenset(text for text, count in counts.items() if count > _MOST * len(samples))


def _corrected(article: Article, title: str | None, of_template: frozenset[str]) -> Article:
    blocks = tuple(block for block in article.blocks if block.text not in of_template)
    return replace(article, title=title or article.title, blocks=blocks)
