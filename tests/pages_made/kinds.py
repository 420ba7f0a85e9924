"""Pages that are articles, and pages that are none, and what our reader takes each of them for.

Every page is one of the kinds in `kinds_articles` and `kinds_others`, in one of a few frames.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from pages_made.kinds_articles import ARTICLES
from pages_made.kinds_frames import Kind
from pages_made.kinds_others import OTHERS
from pages_made.readers import read_ours


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one page: its kind, what was expected, what we said."""

    kind: str
    expected: frozenset[str]  # empty: an article
    said: str  # "article", or what it was refused as
    title: str

    @property
    def is_right(self) -> bool:
        """Whether an article was accepted, or another page refused for what it is."""
        return self.said == "article" if not self.expected else self.said in self.expected


def judge(pages: int, first: int = 0) -> list[Verdict]:
    """So many pages of each kind, read."""
    verdicts = []
    kinds: list[tuple[str, frozenset[str], Kind]] = [
        (n, frozenset(), k) for n, k in ARTICLES.items()
    ]
    kinds += [(name, refused_as, kind) for name, (refused_as, kind) in OTHERS.items()]
    for name, expected, kind in kinds:
        for seed in range(first, first + pages):
            page = kind(random.Random(f"{name} {seed}"))
            record = read_ours(page.encode() if isinstance(page, str) else page)
            said = str(record.get("kind") or "article")
            verdicts.append(Verdict(name, expected, said, str(record.get("title", ""))))
    return verdicts
