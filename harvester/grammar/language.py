"""The language of a text, by its characters."""

from __future__ import annotations

import re

_SAMPLE = 1_000  # characters that are looked at
_FEW_LETTERS = 20
_HANZI = re.compile("[\u3400-\u9fff]+")
_LATIN = re.compile("[A-Za-z]+")
_TRADITIONAL = re.compile(
    "[這個們來對時會說國為發經過還後種關開門問間東車見長學習與將從實現業產動點應該進邊讓聽買賣]"
)
_SIMPLIFIED = re.compile(
    "[这个们来对时会说国为发经过还后种关开门问间东车见长学习与将从实现业产动点应该进边让听买卖]"
)


def language_of(text: str, declared: str) -> str:
    """The language of a text by its characters: zh-Hans, zh-Hant or en, else what is declared.

    >>> language_of("湘潭市人大常委会履职以来", "zh-CN")
    'zh-Hans'
    """
    sample = text[:_SAMPLE]
    hanzi = _HANZI.search(sample)
    # where the first run of Hanzi outweighs all of ASCII, the letters need not be counted
    if hanzi is None or 20 * len(hanzi[0]) < len(sample.encode("ascii", "ignore")):
        latin = sum(map(len, _LATIN.findall(sample)))
        if hanzi is None:
            return "en" if latin > _FEW_LETTERS else declared
        if latin > _FEW_LETTERS and latin > 20 * sum(map(len, _HANZI.findall(sample))):
            return "en"
    traditional = len(_TRADITIONAL.findall(sample))
    if traditional and traditional > len(_SIMPLIFIED.findall(sample)):
        return "zh-Hant"
    return "zh-Hans"
