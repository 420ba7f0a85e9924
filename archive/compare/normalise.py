"""Text as it is compared: simplified script, half width, small letters, only letters and digits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from archive.analysis.terms import folds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Characters of a text that are compared; what stands behind is not. The longest law has 110,000.
LIMIT = 200_000

_UNKNOWN = 0xFFFFFFFF  # no code point: an entry of the table that is not computed yet
_DROPPED = 0
_KANA, _IDEOGRAPHS = 0x3040, 0x3100  # first code points of the scripts whose letters say more


def normalise(text: str) -> str:
    """The letters and digits of a text, folded; of its first `LIMIT` characters.

    >>> normalise("據《湘潭日報》７月２２日訊，GDP 增長 1,234.5 億元。")
    '据湘潭日报7月22日讯gdp增长12345亿元'
    """
    return normalise_codes(text).tobytes().decode("utf-32-le", "surrogatepass")


def offsets_of(text: str) -> list[int]:
    """The offset in the text of each character of `normalise(text)`.

    >>> offsets_of("第 1 页。")
    [0, 2, 4]
    """
    offsets: list[int] = _folded(text).nonzero()[0].tolist()
    return offsets


def normalise_codes(text: str) -> NDArray[np.uint32]:
    """The code points of `normalise(text)`."""
    folded = _folded(text)
    codes: NDArray[np.uint32] = folded[folded != _DROPPED]
    return codes


def codes_of(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def information_of(letters: str) -> NDArray[np.float32]:
    """How much each letter says: a Chinese character 1, a kana 1/2, a letter or digit 1/3.

    Seven English words have as many letters as 39 Chinese characters, which are a whole sentence.

    >>> float(information_of("路灯").sum()), float(information_of("lamps1").sum())
    (2.0, 2.0)
    """
    import numpy as np

    codes = codes_of(letters)
    weights: NDArray[np.float32] = np.where(codes >= _IDEOGRAPHS, 1.0, 1 / 3).astype(np.float32)
    weights[(codes >= _KANA) & (codes < _IDEOGRAPHS)] = 0.5
    return weights


def _folded(text: str) -> NDArray[np.uint32]:
    """The compared code point at each offset of a text; 0 where nothing is compared."""
    import numpy as np

    codes = codes_of(text[:LIMIT])
    table = _table()
    folded: NDArray[np.uint32] = table[codes]
    if folded.max(initial=0) == _UNKNOWN:
        for code in np.unique(codes[folded == _UNKNOWN]).tolist():
            table[code] = ord(_compared(code) or "\0")
        folded = table[codes]
    return folded


@cache
def _table() -> NDArray[np.uint32]:
    import numpy as np

    return np.full(0x110000, _UNKNOWN, dtype="<u4")


def _compared(code: int) -> str | None:
    """The compared form of a code point; None for one that is neither letter nor digit.

    A letter whose small form has several characters stays as it is, so that offsets are kept.
    """
    character = folds().get(code, chr(code))
    if not character.isalnum():
        return None
    small = character.lower()
    return small if len(small) == 1 else character
