"""Fingerprints of a text: two texts that share 39 characters in a row share one of them.

Every 8 neighbouring characters give a hash; of every 32 neighbouring hashes the smallest is kept
(winnowing: Schleimer, Wilkerson, Aiken 2003). Two texts that share a run of 8 + 32 - 1 = 39
characters therefore share a fingerprint, and a text has about 6 for every 100 characters. The
opening of a text, by which a short item is found, is looked at more closely: there 15 characters
in a row are enough, and 11 between two short texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.compare.normalise import normalise_codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Raised whenever the same text would give other fingerprints.
VERSION = 2
GRAM = 8
WINDOW = 32
#: A run of so many characters, of letters and digits, is never overlooked.
GUARANTEED_MATCH = GRAM + WINDOW - 1

_OPENING = 150  # hashes of an opening, or of a short text
_OPENING_WINDOW = 8
_SHORT_WINDOW = 4

_WORD = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15  # odd, so that no character is lost
_SPREAD = 0xD6E8FEB86659FD93
_BITS = 48  # six bytes in a row of SQLite; two of 60 million fingerprints meet by chance


def fingerprints_of(text: str) -> list[int]:
    """The fingerprints of a text, ascending, each once; none for less than 8 letters.

    >>> fingerprints_of("七月二十二日，路灯亮了。") == fingerprints_of("七月二十二日路燈亮了")
    True
    >>> len(fingerprints_of("少于八个字"))
    0
    """
    import numpy as np

    codes = normalise_codes(text)
    if len(codes) < GRAM:
        return []
    hashes = (hash_grams(codes) * np.uint64(_SPREAD)) >> np.uint64(64 - _BITS)
    minima = [_window_minima(hashes, WINDOW), _window_minima(hashes[:_OPENING], _OPENING_WINDOW)]
    if len(hashes) <= _OPENING:
        minima.append(_window_minima(hashes, _SHORT_WINDOW))
    fingerprints: list[int] = np.unique(np.concatenate(minima)).tolist()
    return fingerprints


def hash_grams(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Hash each `GRAM` neighbouring code points; fewer have no hash."""
    import numpy as np

    sums = codes.astype(np.uint64)
    for step, power in ((1, _BASE), (2, _BASE**2 & _WORD), (4, _BASE**4 & _WORD)):
        sums = sums[:-step] * np.uint64(power) + sums[step:]
    return sums


def _window_minima(hashes: NDArray[np.uint64], window: int) -> NDArray[np.uint64]:
    """The minimum of every `window` neighbours, by doubling: of 2, 4, 8, 16, 32."""
    import numpy as np

    if len(hashes) <= window:
        least: NDArray[np.uint64] = hashes.min(keepdims=True)
        return least
    step = 1
    while step < window:
        hashes = np.minimum(hashes[:-step], hashes[step:])
        step *= 2
    return hashes
