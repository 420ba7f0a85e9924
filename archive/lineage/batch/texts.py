"""What a rebuild does with many texts at a time: pure functions, which workers may apply.

Each takes the rows of texts (`archive.compare.publication.text_of`) and gives plain data, so that
little goes to another process and comes back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.compare import boilerplate
from archive.compare.alignment import Aligner
from archive.compare.most_shared import bits_of
from archive.compare.page_notice import page_keys
from archive.compare.publication import TextRow, format_ranges, text_of
from archive.compare.relation import (
    Evidence,
    FoundRelation,
    Pair,
    align_pair,
    depends_on_rarity,
    judge_unknown,
)
from archive.lineage.identical_texts import SHORT
from archive.lineage.link_article import exclude_boilerplate
from archive.lineage.links import Link, judge_pairs, link_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from archive.compare.most_shared import Bits
    from archive.compare.rarity import Grams


@dataclass(frozen=True, slots=True)
class Signing:
    """Texts to sign, and the hashes of the lines that their stations print under every article."""

    rows: list[TextRow]
    known_lines: dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Signed:
    """What is known of a text by itself."""

    key: int
    digest: int
    excluded: str  # ranges of the body, as stored
    credited: str | None
    is_short: bool
    fingerprints: NDArray[np.int64]
    grams: Grams
    bits: Bits


@dataclass(frozen=True, slots=True)
class Comparing:
    """Articles, each with others that it is compared with, by key; the rows of all of them."""

    articles: list[tuple[int, list[int]]]
    rows: dict[int, TextRow]
    decided: dict[frozenset[int], FoundRelation | None]  # by a person; None is no relation


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair of articles that may be related: what it shows, and its link."""

    evidence: Evidence | None  # None where the relation does not depend on other texts
    link: Link  # as it is if no other text has what the two share


def count_lines(rows: list[TextRow]) -> dict[str, Counter[int]]:
    """Count the lines of articles by station."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for text in map(text_of, rows):
        counted[text.station].update(boilerplate.countable_lines(text.body))
        counted[text.station].update(page_keys(text.body, text.title))
    return dict(counted)


def sign(task: Signing) -> list[Signed]:
    """Exclude boilerplate from texts, and fingerprint them."""
    import numpy as np

    found = []
    for text in map(text_of, task.rows):
        made = exclude_boilerplate(text, task.known_lines.get(text.station, set()).intersection)
        found.append(
            Signed(
                made.key,
                made.digest,
                format_ranges(made.excluded),
                made.credited,
                len(made.letters) < SHORT,
                np.array(made.fingerprints, dtype=np.int64),
                made.grams,
                bits_of(made.gram_hashes),
            )
        )
    return found


def compare(task: Comparing) -> list[Compared]:
    """Compare articles; gives the pairs that may be related, of each article together."""
    return [
        Compared(pair.evidence if depends_on_rarity(found.relation) else None, link_of(pair, found))
        for key, others in task.articles
        for pair, found in _related(task, key, others)
    ]


def _related(task: Comparing, key: int, others: list[int]) -> list[tuple[Pair, FoundRelation]]:
    """The pairs of an article that may be related, each with its relation."""
    text = text_of(task.rows[key])
    aligner = Aligner(text.letters, text.gram_hashes)
    pairs = (align_pair(aligner, text, text_of(task.rows[other])) for other in others)

    def judged(pair: Pair) -> FoundRelation | None:
        if is_decided(pair):
            return task.decided[pair.ends]
        return judge_unknown(pair.evidence) if pair.may_relate else None

    def is_decided(pair: Pair) -> bool:
        return pair.ends in task.decided

    return judge_pairs(pairs, judged, is_decided)
