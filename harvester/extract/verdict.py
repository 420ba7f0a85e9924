"""Verdict: whether a page is an article, by its signs and one table of weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harvester.claims.claim import Claim
from harvester.claims.weights import probability, read_weights

TABLE = Path(__file__).with_name("article_weights.tsv")
#: How likely a page must be an article: to lose one is worse than to keep a list.
THRESHOLD = 0.3
#: The sign that costs most: whether two independent readers find the same text.
AGREEMENT = "agreement of readers"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictClaim(Claim):
    """That a page is an article, and `why` it is taken for one."""

    field: str = "article"
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely a page is an article, and the signs that weigh most."""

    likelihood: float
    why: str
    digest: str

    @property
    def is_article(self) -> bool:
        """Whether the page is taken for an article."""
        return self.likelihood >= THRESHOLD

    def claim(self) -> VerdictClaim:
        """The verdict as evidence."""
        return VerdictClaim(
            printed=f"{self.likelihood:.2f}",
            where=f"weights {self.digest}",
            method="generic",
            why=self.why,
        )


def judge(signs: Mapping[str, float], agreement: Callable[[], float]) -> Verdict:
    """The verdict on a page; independent readers are only asked where it depends on them."""
    weights = read_weights(TABLE)
    without, with_it = ({**signs, AGREEMENT: share} for share in (0.0, 1.0))
    decided = [probability(weights.odds(each)) >= THRESHOLD for each in (without, with_it)]
    known = without if decided[0] == decided[1] else {**signs, AGREEMENT: agreement()}
    return Verdict(probability(weights.odds(known)), weights.reasons(known), weights.digest)
