"""Text to index terms.

Chinese is written without blanks, so the index holds every two neighbouring characters (and the
last of a run alone), folded to simplified script and half width: 付鼎臣 is held as 付鼎 鼎臣 臣.
Then any word of one, two or many characters is found, and no dictionary has to know it. The same
is written in SQL in `archive.analysis.terms_sql`; a property test holds the two together.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from archive.analysis.folding import rows, spelled, spellings

#: Characters written without blanks between words, first and last code point.
UNSPACED = (
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3040, 0x30FA),  # kana; the middle dot 30FB separates
    (0x30FC, 0x312F),  # kana, Bopomofo
    (0x31A0, 0x31BF),  # Bopomofo
    (0x31F0, 0x31FF),  # kana
    (0x3400, 0x4DBF),  # ideographs, extension A
    (0x4E00, 0x9FFF),  # ideographs
    (0xAC00, 0xD7A3),  # Hangul
    (0xE000, 0xF8FF),  # private use: where old GB 18030 pages keep rare characters of names
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x3FFFF),  # ideographs, extensions B and later
)
#: Signs that stand for no word, whether they stand about one or alone; first and last code point.
SEPARATORS = (
    (0x0020, 0x002F),  # blank, ASCII signs
    (0x003A, 0x0040),
    (0x005B, 0x0060),
    (0x007B, 0x007E),
    (0x00A1, 0x00A9),  # signs of Latin-1, but for its letters and small digits
    (0x00AB, 0x00B1),
    (0x00B4, 0x00B4),
    (0x00B6, 0x00B8),
    (0x00BB, 0x00BB),
    (0x00BF, 0x00BF),
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x2010, 0x205E),  # dashes, quotation marks, …
    (0x20A0, 0x20BF),  # currencies
    (0x2190, 0x2426),  # arrows, mathematics, technical signs
    (0x2500, 0x2775),  # lines, squares, weather, ornaments
    (0x2794, 0x2BFF),  # arrows, mathematics
    (0x2E00, 0x2E2E),  # rarer punctuation
    (0x3001, 0x3004),  # ideographic punctuation
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x303D, 0x303F),
    (0x30FB, 0x30FB),  # middle dot
    (0xFE10, 0xFE19),  # upright punctuation
    (0xFE30, 0xFE6B),  # upright, small
    (0x1F300, 0x1FAFF),  # pictures
)
_SIGNS = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in SEPARATORS)
_AROUND = re.compile(f"^[{_SIGNS}]+|[{_SIGNS}]+$")
_CHARS = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)
_RUNS = re.compile(f"([{_CHARS}]+)")
_WORDS = re.compile(f"[{_CHARS}]+|[^\\W_{_CHARS}]+")
_UNSPACED = re.compile(f"[{_CHARS}]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")  # the basic plane
_PUNCTUATION = "，：；！？（）"  # most of what is folded in simplified text
#: A letter or digit of a script that puts blanks between words.
SPACED = f"[^\\W_{_CHARS}]"

#: Blanks and what steers a terminal, first and last code point: they part the words of a query.
BLANKS = (
    (0x0001, 0x0020),
    (0x007F, 0x00A0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
)
SPELLED = 3  # more than the class of any two others together
_BLANK = {code: " " for first, last in BLANKS for code in range(first, last + 1)}
_NOT_SEARCHABLE = {0: " "} | _BLANK | dict.fromkeys(range(0xD800, 0xE000), " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """A run of code points that begins with `first` and ends before the next run.

    `folded` replaces a run of one, by one character, by several or by none; None leaves the
    characters as they are. `character_class` says whether they are written without blanks between
    words (0 or 1), or are none themselves, and spelled by others (SPELLED).
    """

    first: int
    folded: str | None
    character_class: int


@cache
def folds() -> dict[int, str]:
    """Code point → the character that the index holds for it (archive/fold.tsv).

    SQLite reads the last two of the basic plane, which are no characters, as one that is unknown.
    """
    single = {code: folded for code, folded in rows().items() if len(folded) == 1}
    return single | dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


@cache
def unfolded() -> dict[str, str]:
    """Character of the index → the other characters that it stands for."""
    printed: dict[str, str] = {}
    for code, folded in folds().items():
        printed[folded] = printed.get(folded, "") + chr(code)
    return printed


def characters() -> Iterator[Character]:
    """Fold and class of all of Unicode as runs, ascending: the rows of the table `characters`."""
    singles, spelled_ones = folds(), spellings()
    table = singles | spelled_ones
    firsts = {0} | {edge for first, last in UNSPACED for edge in (first, last + 1)}
    firsts |= {edge for code in table for edge in (code, code + 1)}
    for first in sorted(firsts):
        is_unspaced = _UNSPACED.match(singles.get(first, chr(first)))
        character_class = SPELLED if first in spelled_ones else int(is_unspaced is not None)
        yield Character(first=first, folded=table.get(first), character_class=character_class)


def fold(text: str) -> str:
    """Text in simplified script and half width, place by place as long as the original.

    >>> fold("漢字，ＡＢＣ")
    '汉字,ABC'
    """
    if _BEYOND.search(text):
        return text.translate(folds())
    folded = _folded()
    for wide in _PUNCTUATION:
        text = text.replace(wide, folded[wide])
    return _foldable().sub(lambda match: folded[match[0]], text)


@cache
def _foldable() -> re.Pattern[str]:
    """Any character of the basic plane that is folded: found twice as fast as by translate()."""
    return re.compile(f"[{''.join(map(re.escape, _folded()))}]")


@cache
def _folded() -> dict[str, str]:
    """Character of the basic plane that is folded → what it is folded to."""
    return {chr(code): folded for code, folded in folds().items() if code <= 0xFFFF}


def segment(text: str) -> str:
    """Text as the index holds it: folded, neighbouring characters in pairs, blanks between.

    As in all text functions of SQLite, text ends at a NUL.

    >>> segment("付鼎臣2022年到湘潭")
    '付鼎 鼎臣 臣 2022 年到 到湘 湘潭 潭 '
    """
    text = text.partition("\0")[0]
    pieces = _RUNS.split(fold(spelled(text)))
    runs = pieces[1::2]
    pairs = _pairs(" ".join(runs))
    end = -3
    for index, run in enumerate(runs):
        begin = end + 3  # the blank that was put behind each run
        end = begin + 3 * len(run)
        pieces[2 * index + 1] = " " + pairs[begin : end - 1]
    terms = "".join(pieces)
    return terms if pieces[0] else terms[1:]


def _pairs(text: str) -> str:
    """Each character with the one behind it and a blank: one loop in C instead of one a pair.

    >>> _pairs("付鼎臣")
    '付鼎 鼎臣 臣  '
    """
    characters = array("I", text.encode("utf-32-le", "surrogatepass"))
    pairs = array("I", b" \0\0\0") * (3 * len(characters))
    pairs[0::3] = characters
    pairs[1:-3:3] = characters[1:]
    return pairs.tobytes().decode("utf-32-le", "surrogatepass")


def typed(text: str) -> str:
    """What somebody typed, spelled and folded, without what cannot be searched for."""
    return fold(spelled(text.translate(_NOT_SEARCHABLE)))


def bare(text: str) -> str:
    """A folded word without the signs that stand about it.

    >>> bare("《中国-日本》,")
    '中国-日本'
    """
    return _AROUND.sub("", text)


def pieces(text: str) -> list[str]:
    """The runs of a folded text that the index can hold, in their order.

    >>> pieces("付鼎臣，GDP是?")
    ['付鼎臣', 'GDP', '是']
    """
    return _WORDS.findall(text)


def words(text: str) -> list[str]:
    """The terms that the index holds for a free text, each once, without single characters.

    >>> words("付鼎臣是谁？ GDP")
    ['付鼎', '鼎臣', '臣是', '是谁', 'gdp']
    """
    return list(dict.fromkeys(each_word(text)))


def each_word(text: str) -> Iterator[str]:
    """The same, each as often as it stands there.

    >>> list(each_word("路灯，路灯"))
    ['路灯', '路灯']
    """
    runs = pieces(typed(text).lower())
    pairs = (map(str.__add__, run, run[1:]) if _UNSPACED.match(run) else (run,) for run in runs)
    return chain.from_iterable(pairs)
