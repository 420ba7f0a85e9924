"""How much two texts share at most: a bound that costs a twentieth of their alignment.

Of the hash of each run of 8 letters 16 bits are kept. A passage that two texts share is a row of
runs whose bits both have; the reverse need not be so. Most candidates share a phrase or two, and so
little is known of them without aligning them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from archive.compare.fingerprints import GRAM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    #: The last 16 bits of the hash of each run of a text, in the order of the text.
    Bits = NDArray[np.uint16]
    Letters = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_DIFFERENT = 1 << 16


def bits_of(hashes: NDArray[np.uint64]) -> Bits:
    """The bits that are kept of the hashes of the runs of a text."""
    import numpy as np

    return hashes.astype(np.uint16)


def most_shared(text: Bits, others: Sequence[Bits], row: int) -> tuple[Letters, Flags]:
    """How many letters of each other text may stand in this one, and whether `row` in a row may.

    Of this text no more letters stand in the other one. Each text has a run, and `row` is more.

    >>> from archive.compare.alignment import gram_hashes_of
    >>> bits = [bits_of(gram_hashes_of(each)) for each in ("路灯新亮了三百盏", "三百盏亮了路灯新")]
    >>> [found.tolist() for found in most_shared(bits[0], bits, 9)]
    [[8, 0], [False, False]]
    """
    import numpy as np

    marks = np.zeros(_DIFFERENT, dtype=np.bool_)
    marks[text] = True
    found = marks.take(np.concatenate(others), mode="wrap").nonzero()[0]
    ends = found.searchsorted(np.array([*accumulate(map(len, others))]))
    counts = ends.copy()
    counts[1:] -= ends[:-1]
    owners = np.arange(len(others)).repeat(counts)
    found += owners * GRAM  # no run reaches from one text into the next
    # each run adds the letters up to the next one, and the last one of a text all of its own
    reached = np.zeros(len(found) + 1, dtype=np.int64)
    reached[-1] = GRAM
    np.minimum(found[1:] - found[:-1], GRAM, out=reached[1:-1])
    reached = reached.cumsum()
    runs = row - GRAM
    in_row = np.zeros(len(others), dtype=np.bool_)
    in_row[owners[:-runs][found[runs:] - found[:-runs] == runs]] = True
    return reached[ends] - reached[ends - counts], in_row
