"""Recognise a body that is no news: a notice of rights, a log-in or a player."""

from __future__ import annotations

import re
from functools import cache

from archive.analysis.terms import fold
from archive.knowledge.page_notices import page_notices

_LONGEST = 1_000  # characters of such a body
_SHARE = 0.8  # of its characters that stand in sentences of that kind
_SENTENCE = re.compile(r"[^。！？!?\n.]*(?:[。！？!?\n]|\.(?:\s|$)|\.|$)")


def is_page_notice(body: str) -> bool:
    """Whether a body says nothing but what the page is for, or not for.

    >>> is_page_notice("免责声明：本文仅代表作者个人观点，与本网无关。请读者自行核实相关内容。")
    True
    >>> is_page_notice("Please log in to read this article. Already a subscriber?")
    True
    >>> is_page_notice("桐花巷的路灯亮了。转载请注明出处。")
    False
    """
    text = body.strip()
    if not text or len(text) > _LONGEST or not _phrases().search(fold(text).lower()):
        return False
    sentences = [match[0] for match in _SENTENCE.finditer(text)]
    of_kind = sum(len(each) for each in sentences if _phrases().search(fold(each).lower()))
    return of_kind >= _SHARE * len(text)


@cache
def _phrases() -> re.Pattern[str]:
    phrases = fold("\n".join(page_notices())).lower().split("\n")
    return re.compile("|".join(map(re.escape, phrases)))
