"""What pages say that are no articles, by kind (notice_words.tsv)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_OTHER_MARKS = 2  # beside a refusal


@cache
def words_of(kind: str) -> Mapping[str, re.Pattern[str]]:
    """The words of a kind of notice, by the mark that they are."""
    written = Path(__file__).with_name("notice_words.tsv").read_text("utf-8")
    patterns: dict[str, list[str]] = {}
    for line in written.splitlines():
        if line[0] != "#" and (row := line.split("\t"))[0] == kind:
            patterns.setdefault(row[1], []).append(row[2])
    return {mark: re.compile("|".join(each), re.I | re.M) for mark, each in patterns.items()}


def says(kind: str, text: str) -> bool:
    """Whether a text has the words of a kind whose words are enough by themselves.

    >>> says("captcha", "请完成安全验证"), says("captcha", "请完成作业")
    (True, False)
    """
    return words_of(kind)["says"].search(text) is not None


def is_block_page(title: str, text: str) -> bool:
    """Whether a page refuses its visitor: it says so, and who was refused, by what, or what to do.

    >>> is_block_page("Blocked", "Your request was denied. Write to the owner of the site.")
    True
    >>> is_block_page("", "法院拒绝其请求")
    False
    """
    marks = words_of("blocked")
    if not marks["refusal"].search(text):
        return False
    others = [
        marks["name"].search(title),
        *(marks[x].search(text) for x in ("visitor", "guard", "remedy")),
    ]
    return sum(found is not None for found in others) >= _OTHER_MARKS
