"""How rare is what two texts share: how many lineages have the same runs of 8 characters.

A form is a text that many lineages have; what it shares says little. Of the runs of a text one in
four is counted, chosen by its hash, so that a run is counted in every text or in none. Two runs in
67 million may be counted as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Protocol

from archive.compare.fingerprints import GRAM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grams = NDArray[np.uint32]
    Counts = NDArray[np.int64]

#: One of so many runs is counted.
SAMPLED = 4
#: Bits of the number that a counted run is known by.
BITS = 26

_SPREAD = 0x9FB21C651E98DF25
_SPREAD_FURTHER = 0xD6E8FEB86659FD93
_LITTLE = 4.0  # information of a run of 8 letters, of which most are Latin ones or digits
_KNOWN = 2  # other lineages that have what two texts share make it a form
_SAMPLE = 64  # runs that are looked up, at most, to see whether a text is a form
_FEW = 2  # other lineages that may have a run which is still rare


class Frequencies(Protocol):
    """How many lineages have each run."""

    def lineages_having(self, grams: Grams) -> Counts:
        """The number of lineages for each of some runs."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """What the counted runs that two texts share say of them."""

    shared: int  # counted runs that both have, as many as were looked up
    rare: int  # of these, the ones that few other lineages have
    others: float  # other lineages that have such a run: the median
    coverage: float  # share of the first text, each run weighed by its rarity
    other_coverage: float  # the same of the second text

    @property
    def rare_share(self) -> float:
        """Share of the shared runs that few other lineages have; 1 where none was counted."""
        return self.rare / self.shared if self.shared else 1.0

    @property
    def is_known_form(self) -> bool:
        """Whether several other lineages have what the two share."""
        return self.others >= _KNOWN


#: What is assumed before any lineage is known: nothing is held by others.
UNKNOWN = Rarity(0, 0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a run that one text has, the other one, or both, is counted for these two alone."""

    left: int
    right: int
    both: int


def sample_grams(hashes: NDArray[np.uint64], information: NDArray[np.float32]) -> Grams:
    """The runs that are counted, of the hashes of all runs of a text; ascending, each once.

    `information` is of each letter. Eight Latin letters are two words that any text may have: there
    a run is three times as long.
    """
    import numpy as np

    reached = np.concatenate(([0.0], np.cumsum(information, dtype="f8")))
    says_little = reached[GRAM : GRAM + len(hashes)] - reached[: len(hashes)] < _LITTLE
    starts = says_little[: max(0, len(hashes) - 2 * GRAM)].nonzero()[0]
    longer = hashes[starts]
    for step, power in ((GRAM, _SPREAD), (2 * GRAM, _SPREAD_FURTHER)):
        longer += hashes[starts + step] * np.uint64(power)
    whole = np.concatenate((hashes[~says_little], longer))
    mixed = (whole * np.uint64(_SPREAD)) >> np.uint64(64 - BITS - 2)
    chosen = mixed[mixed % np.uint64(SAMPLED) == 0] >> np.uint64(2)
    return np.unique(chosen.astype(np.uint32))


def rarity(left: Grams, right: Grams, frequencies: Frequencies, own: Counted) -> Rarity:
    """Measure how rare the runs are that two texts share."""
    import numpy as np

    shared = np.intersect1d(left, right, assume_unique=True)
    if not len(shared):
        return UNKNOWN
    some = shared[:: len(shared) // _SAMPLE + 1]  # in the order of hashes: as good as by chance
    others = np.maximum(frequencies.lineages_having(some) - own.both, 0)
    rare = int((others <= _FEW).sum())
    middle = float(median(others.tolist()))
    if middle < _KNOWN:
        return Rarity(len(some), rare, middle, 1.0, 1.0)
    of_both = _weight(shared, frequencies, own.both)
    coverages = []
    for text, alone in ((left, own.left), (right, own.right)):
        beside = _weight(text, frequencies, alone) - _weight(shared, frequencies, alone)
        coverages.append(of_both / (of_both + beside))
    return Rarity(len(some), rare, middle, *coverages)


def _weight(grams: Grams, frequencies: Frequencies, own: int) -> float:
    """The weight of some runs; one that n other lineages have weighs 1 / (1 + n)."""
    import numpy as np

    others = np.maximum(frequencies.lineages_having(grams) - own, 0)
    return float((1 / (1 + others)).sum())
