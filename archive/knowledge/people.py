"""What the names of people are told by, besides surnames: their parts, and words that are none.

The data stand in archive/knowledge/name_parts.tsv, no_names.tsv and words_like_names.tsv.
"""

from __future__ import annotations

import re
from functools import cache

from archive.knowledge.table import read_table

_LONGEST = 12  # characters of a name without a Han surname


def has_minority_form(text: str) -> bool:
    """Whether a text is two or more parts of Tibetan, Mongolian, Uyghur or Yi names.

    >>> has_minority_form("次仁卓玛"), has_minority_form("阿依努尔"), has_minority_form("整合")
    (True, True, False)
    """
    return 2 < len(text) <= _LONGEST and any(form.fullmatch(text) for form in _minority_forms())


def is_no_name(text: str) -> bool:
    """Whether a text is a word that stands where a name is expected and names no one.

    >>> [is_no_name(text) for text in ("综合整理", "国际小编", "发布日期", "号以前", "付鼎臣")]
    [True, True, True, True, False]
    """
    nobody = _words("nobody")
    return (
        text.lower() in nobody
        or (not text.isascii() and text.endswith(tuple(nobody)))  # 国际小编
        or text.lower() in _words("page")
        or text in _words("zone")
        or text.endswith(tuple(_words("time")))
        or bool(_only_work().fullmatch(text))
    )


def is_word_like_name(text: str) -> bool:
    """Whether a text begins with a surname and is a common word.

    >>> is_word_like_name("黄金周"), is_word_like_name("谭利波")
    (True, False)
    """
    return text in _words_like_names()


@cache
def _minority_forms() -> tuple[re.Pattern[str], ...]:
    """One pattern for each language, whose names begin with a part of two characters."""
    forms = []
    for _, printed in read_table("name_parts.tsv"):
        parts = sorted(printed.split(), key=len, reverse=True)
        first = "|".join(part for part in parts if len(part) > 1)
        forms.append(re.compile(f"(?:{first})(?:{'|'.join(parts)}){{0,3}}"))
    return tuple(forms)


@cache
def _only_work() -> re.Pattern[str]:
    """Verbs of editing alone, after 本报 or 本网: 综合整理, 本网采写."""
    verbs = "|".join(sorted(_words("work"), key=len, reverse=True))
    return re.compile(f"(?:本[报網网站刊台社]|自)?(?:{verbs}){{1,4}}")


@cache
def _words(kind: str) -> frozenset[str]:
    rows = read_table("no_names.tsv")
    return frozenset(word for of, words in rows if of == kind for word in words.split())


@cache
def _words_like_names() -> frozenset[str]:
    return frozenset(word for (row,) in read_table("words_like_names.tsv") for word in row.split())
