"""Unicode folding before tokenization: drop ignorables, expand ligature-like signs, compose kana.

Pages carry marks of no width (blanks, joiners, directions, variants), which part a word for nobody
but a program; signs such as ① and ℃, which are typed as 1 and °C; and kana whose voicing mark is a
character of its own. `archive.analysis.terms_sql` says the same in SQL.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

#: Characters of no width, first and last code point (Unicode: Default_Ignorable_Code_Point).
UNSEEN = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # joiner of letters
    (0x061C, 0x061C),  # direction
    (0x180B, 0x180F),  # Mongolian variants
    (0x200B, 0x200F),  # blank of no width, joiners, directions
    (0x202A, 0x202E),  # directions
    (0x2060, 0x206F),  # joiner of words, directions
    (0xFE00, 0xFE0F),  # variants
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xE0100, 0xE01EF),  # variants of ideographs
)
#: Voicing marks that combine with the kana before them; printed in half width → combining.
VOICING = {0xFF9E: "\u3099", 0xFF9F: "\u309a"}

_VARIANT = re.compile("[\U000e0100-\U000e01ef]")

Rows = dict[int, str]


@cache
def rows() -> Rows:
    """Code point → what the index holds for it, of one character or several (archive/fold.tsv)."""
    text = (Path(__file__).parent / "fold.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {
        int(printed, 16): "".join(chr(int(code, 16)) for code in folded.split())
        for printed, folded, _ in lines
    }


@cache
def spellings() -> Rows:
    """Code point → what is read for it: nothing, or several characters."""
    unseen = {code: "" for first, last in UNSEEN for code in range(first, last + 1)}
    marks = dict.fromkeys([*VOICING, *map(ord, VOICING.values())], "")
    return unseen | marks | {code: text for code, text in rows().items() if len(text) > 1}


@cache
def voiced() -> dict[str, str]:
    """Kana, of full or half width, and the mark behind it → the one character that they make."""
    half = {rows()[code]: chr(code) for code in range(0xFF61, 0xFFA0) if code in rows()}
    made = {unicodedata.normalize("NFD", chr(code)): chr(code) for code in range(0x3041, 0x3100)}
    pairs = {pair: one for pair, one in made.items() if pair[1:] in VOICING.values()}
    return pairs | {half[two[0]] + two[1]: one for two, one in pairs.items() if two[0] in half}


def spelled(text: str) -> str:
    """Text without what is not seen, and with signs spelled out.

    >>> spelled("湘\u200b潭①号，35℃，ｶﾞ")
    '湘潭·1·号，35·°C·，ガ'
    """
    if _special().search(text) or _VARIANT.search(text):
        text = _pair().sub(lambda pair: voiced()[pair[0]], text.translate(VOICING))
        text = _special().sub(lambda sign: spellings()[ord(sign[0])], _VARIANT.sub("", text))
    return text


def places(text: str) -> list[int]:
    """Where in the original each character of the spelled text comes from, its end included.

    >>> places("湘\u200b潭")
    [0, 2, 3]
    """
    came: list[int] = []
    before = ""
    for index, character in enumerate(text):
        spelling = spellings().get(ord(character), character)
        if before + VOICING.get(ord(character), character) in voiced():
            before = ""
        else:
            came += [index] * len(spelling)
            before = character
    return [*came, len(text)]


@cache
def _special() -> re.Pattern[str]:
    """Any character of the basic plane that is not read as it stands: found fast among them."""
    signs = (re.escape(chr(code)) for code in spellings() if code <= 0xFFFF)
    return re.compile(f"[{''.join(signs)}]")


@cache
def _pair() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, voiced())))
