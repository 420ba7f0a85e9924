"""Recognise a body that is no news: a notice of rights, a log-in or a player.

Some are known by their phrases. Others are learnt: a short body that a station prints under one
headline after another is a notice of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.analysis.terms import fold
from archive.compare.boilerplate import hash_line, notice_phrases

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
    if not text or len(text) > _LONGEST or not notice_phrases().search(fold(text).lower()):
        return False
    sentences = [match[0] for match in _SENTENCE.finditer(text)]
    of_kind = sum(len(each) for each in sentences if notice_phrases().search(fold(each).lower()))
    return of_kind >= _SHARE * len(text)


def page_keys(body: str, title: str) -> tuple[int, ...]:
    """The hashes of a short body, by itself and with its headline, to be counted as lines are."""
    text = body.strip()
    if not text or len(text) > _LONGEST:
        return ()
    return hash_line(f"body {text}"), hash_line(f"body {text} {title.strip()}")


def is_learnt_notice(body: str, title: str, select_known: Callable[[list[int]], set[int]]) -> bool:
    """Whether the station prints this body under many headlines.

    `select_known` gives those of some hashes that were counted often.

    >>> text = "本页内容仅供会员阅读"
    >>> is_learnt_notice(text, "开馆", set(page_keys(text, "停水")[:1]).intersection)
    True
    >>> is_learnt_notice(text, "停水", set(page_keys(text, "停水")).intersection)
    False
    """
    keys = page_keys(body, title)
    return select_known([*keys]) == set(keys[:1]) if keys else False
