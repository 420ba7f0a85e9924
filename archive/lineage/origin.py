"""Who had a text first, as far as the archive and the pages can tell, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.compare.media_names import medium, mediums_of
from archive.compare.publication import Publication
from archive.compare.time_interval import decided

#: What the origin rests on: a credit, printed times, or when pages were seen; `undecided` where
#: printed times overlap, `not held` where the credited medium's own article is not in the archive.
Ground = Literal["credit", "printed", "captured", "undecided", "not held"]
#: Whether a copy names its source: the origin or its own parent, nobody, or somebody else.
Credit = Literal["given", "missing", "other"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The article that had a text first; None where that is undecided or it is not held."""

    article: int | None
    ground: Ground
    credited: str | None  # the medium that the copies name, as printed
    lead: int = 0  # so many more copies name it than any other one


def origin_of(copies: Sequence[Publication]) -> Origin:
    """The origin of a lineage, whose articles are given by rank."""
    credited, lead = _credited(copies)
    if credited is not None:
        wanted = medium(credited)
        held = next((copy for copy in copies if wanted in mediums_of(copy)), None)
        if held is not None:
            return Origin(held.key, "credit", credited, lead)
        return Origin(None, "not held", credited, lead)
    first, *others = copies
    if first.original_title:  # whoever prints 原标题 has the text from elsewhere
        return Origin(None, "undecided", None)
    if first.printed is None or any(copy.printed is None for copy in others):
        known = first.seen is not None and all(first.seen != copy.seen for copy in others)
        return Origin(first.key if known else None, "captured" if known else "undecided", None)
    if all(copy.printed and decided(first.printed, copy.printed) for copy in others):
        return Origin(first.key, "printed", None)
    return Origin(None, "undecided", None)


def credit_of(copy: Publication, parent: Publication | None, origin: Origin) -> Credit | None:
    """Whether a copy names where it has its text from; None for the one that had it first."""
    first = medium(origin.credited) if origin.credited else None
    if copy.key == origin.article or first in mediums_of(copy):
        return None
    if copy.credits is None:
        return "missing" if parent is not None else None
    named = medium(copy.credits)
    right = {first}
    if parent is not None:
        right |= {*mediums_of(parent), medium(parent.credits) if parent.credits else None}
    if named in right:
        return "given"
    return "other" if parent is not None else None


def names_another(copy: Publication) -> bool:
    """Whether an article names a medium as its source that is not its own."""
    return copy.credits is not None and medium(copy.credits) not in mediums_of(copy)


def _credited(copies: Sequence[Publication]) -> tuple[str | None, int]:
    """The medium that most copies name as their source, and how many more than any other one."""
    named = [copy.credits for copy in copies if copy.credits and names_another(copy)]
    counted = Counter(map(medium, named))
    most = max(counted, key=lambda name: counted[name], default=None)
    credited = next((name for name in named if medium(name) == most), None)
    others = (count for name, count in counted.items() if name != most)
    return credited, max(counted.values(), default=0) - max(others, default=0)
