"""Decide which article of a lineage had the text first, and what that rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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


def origin_of(
    copies: Sequence[Publication], is_own_name: Callable[[Publication, str], bool]
) -> Origin:
    """Decide the origin of a lineage, whose articles are given by rank.

    `is_own_name` says whether a medium is that of an article's station under another name.
    """
    votes = _votes(copies)
    if votes.counted:
        most = votes.most
        own = votes.held.get(most) or next(
            (copy for copy in _one_of_each(copies) if is_own_name(copy, most)), None
        )
        basis: Basis = "not held" if own is None else "credit"
        return Origin(own.key if own else None, basis, votes.printed, votes.margin)
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
    named = set(map(canonical_medium, copy.credited_media))
    right = {first}
    if parent is not None:
        right |= {*media_of(parent), *map(canonical_medium, parent.credited_media)}
    if named & right:
        return "given"
    return "other" if parent is not None else None


def _one_of_each(copies: Iterable[Publication]) -> Iterable[Publication]:
    """The first article of each station."""
    first: dict[str, Publication] = {}
    for copy in copies:
        first.setdefault(copy.station, copy)
    return first.values()


def credits_other_medium(copy: Publication) -> bool:
    """Whether an article names a medium other than its own as its source."""
    return bool(_other_media(copy))


@dataclass(frozen=True, slots=True)
class _Votes:
    """The media that copies name as their sources, each counted once a copy."""

    counted: Counter[str]
    names: dict[str, str]  # medium → its name as the earliest copy prints it
    held: dict[str, Publication]  # medium → its own earliest article

    @property
    def most(self) -> str:
        """The medium with most votes; of equal ones one that is held, then the earliest named."""
        return max(self.counted, key=lambda medium: (self.counted[medium], medium in self.held))

    @property
    def printed(self) -> str:
        """The name of that medium."""
        return self.names[self.most]

    @property
    def margin(self) -> int:
        """The lead of that medium over the next one."""
        others = (count for medium, count in self.counted.items() if medium != self.most)
        return self.counted[self.most] - max(others, default=0)


def _votes(copies: Sequence[Publication]) -> _Votes:
    """Count whom the copies name; one that names another copy's medium votes as that one does."""
    held: dict[str, Publication] = {}
    for copy in copies:
        for medium in media_of(copy):
            held.setdefault(medium, copy)
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for copy in copies:
        others = _other_media(copy)
        for name in others:
            names.setdefault(canonical_medium(name), name)
        counted.update({_first_source(canonical_medium(name), held): 1 for name in others})
    return _Votes(counted, names, held)


def _first_source(medium: str, held: Mapping[str, Publication]) -> str:
    """Follow credits from copy to copy: the medium that the last one of the chain names."""
    passed = {medium}
    while (own := held.get(medium)) is not None and (others := _other_media(own)):
        following = canonical_medium(others[0])
        if following in passed:
            break
        passed.add(medium := following)
    return medium


def _other_media(copy: Publication) -> list[str]:
    """The media that an article names, without its own."""
    own = media_of(copy)
    return [name for name in copy.credited_media if canonical_medium(name) not in own]
