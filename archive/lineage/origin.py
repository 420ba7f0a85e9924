"""Decide which article of a lineage had the text first, and what that rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.compare.media_names import canonical_medium, media_of
from archive.compare.publication import Publication
from archive.compare.time_interval import are_ordered

#: What the origin rests on: a credit, printed times, or the times of first visits; `undecided`
#: where printed times overlap, `not held` where the credited medium's article is not archived.
Basis = Literal["credit", "printed", "captured", "undecided", "not held"]
#: Whether a copy names its source: the origin or its parent, none, or another one.
Credit = Literal["given", "missing", "other"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a lineage; its article is None where it is undecided or not archived."""

    article: int | None
    basis: Basis
    credited: str | None  # the medium that most copies name, as printed
    credit_margin: int = 0  # how many more copies name it than any other medium


def origin_of(copies: Sequence[Publication]) -> Origin:
    """Decide the origin of a lineage, whose articles are given by rank."""
    credited, margin = _credited(copies)
    if credited is not None:
        wanted = canonical_medium(credited)
        own = next((copy for copy in copies if wanted in media_of(copy)), None)
        if own is not None:
            return Origin(own.key, "credit", credited, margin)
        return Origin(None, "not held", credited, margin)
    first, *others = copies
    if first.original_title:  # an article with 原标题 has its text from elsewhere
        return Origin(None, "undecided", None)
    if first.printed is None or any(copy.printed is None for copy in others):
        known = first.first_seen is not None and all(
            first.first_seen != copy.first_seen for copy in others
        )
        return Origin(first.key if known else None, "captured" if known else "undecided", None)
    if all(copy.printed and are_ordered(first.printed, copy.printed) for copy in others):
        return Origin(first.key, "printed", None)
    return Origin(None, "undecided", None)


def credit_of(copy: Publication, parent: Publication | None, origin: Origin) -> Credit | None:
    """Whether a copy names its source; None for the origin."""
    first = canonical_medium(origin.credited) if origin.credited else None
    if copy.key == origin.article or first in media_of(copy):
        return None
    if copy.credits is None:
        return "missing" if parent is not None else None
    named = canonical_medium(copy.credits)
    right = {first}
    if parent is not None:
        right |= {*media_of(parent), canonical_medium(parent.credits) if parent.credits else None}
    if named in right:
        return "given"
    return "other" if parent is not None else None


def credits_other_medium(copy: Publication) -> bool:
    """Whether an article names a medium other than its own as its source."""
    return copy.credits is not None and canonical_medium(copy.credits) not in media_of(copy)


def _credited(copies: Sequence[Publication]) -> tuple[str | None, int]:
    """The medium that most copies name as their source, and its lead over the next one."""
    named = [copy.credits for copy in copies if copy.credits and credits_other_medium(copy)]
    counted = Counter(map(canonical_medium, named))
    most = max(counted, key=lambda name: counted[name], default=None)
    credited = next((name for name in named if canonical_medium(name) == most), None)
    others = (count for name, count in counted.items() if name != most)
    return credited, max(counted.values(), default=0) - max(others, default=0)
