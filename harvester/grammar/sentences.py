"""Sentences, in whatever script: what tells prose from headlines, buttons and rows."""

from __future__ import annotations

import re

#: The marks that end a sentence: Latin, Cyrillic, Greek and Hebrew share theirs; Chinese and
#: Japanese, Arabic and Urdu, Devanagari and its neighbours, Ethiopic, Armenian, Burmese, Khmer have
#: their own.
_END = re.compile(r"[.!?…](?=[\s\"'”’»)\]]|$)|[。！？；，؟۔।॥።։။៕]|;(?=\s|$)")
#: Scripts that end a sentence with a space, and put none between words.
_UNMARKED = re.compile("[\u0e00-\u0eff]{20,}")
#: Letters of which each says as much as two of an alphabet: kana, Hanzi, Hangul.
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEWEST_WORDS = 5
_FEWEST_LETTERS = 10  # of scripts that put no space between words


def has_sentence(text: str) -> bool:
    """Whether a text holds a sentence: some words and the mark that ends them.

    >>> has_sentence("Депутаты поддержали проект большинством голосов."), has_sentence("Read more")
    (True, False)
    """
    if _UNMARKED.search(text):
        return True
    if not _END.search(text):
        return False
    return len(text.split()) >= _FEWEST_WORDS or (
        not text.isascii() and len(text) >= _FEWEST_LETTERS and " " not in text[:_FEWEST_LETTERS]
    )


def width(text: str) -> int:
    """How much a text says, in letters of an alphabet: a Hanzi counts as two.

    >>> width("mairie"), width("市役所")
    (6, 6)
    """
    return len(text) + len(_WIDE.findall(text))
