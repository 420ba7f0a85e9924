"""What people are called by their work: 记者, 研究员, 副主任; in other languages staff writer.

The data stand in archive/knowledge/titles.tsv and writers_roles.tsv.
"""

from __future__ import annotations

import re
from functools import cache

from archive.knowledge.table import read_table


@cache
def titles() -> frozenset[str]:
    """All titles of the file.

    >>> {"研究员", "评论委员"} <= titles()
    True
    """
    return frozenset(word for _, words in read_table("titles.tsv") for word in words.split())


def ends_in_title(text: str) -> bool:
    """Whether a text ends in a title: 青棠网专栏作者."""
    return text.endswith(_ends())


@cache
def _ends() -> tuple[str, ...]:
    return tuple(titles())


@cache
def writing_titles() -> frozenset[str]:
    """The titles of those who write for media, before or after whose names they stand alone.

    >>> "评论委员" in writing_titles(), "主任" in writing_titles()
    (True, False)
    """
    rows = (words for kind, words in read_table("titles.tsv") if kind == "reporting")
    return frozenset(word for words in rows for word in words.split())


@cache
def title_pattern() -> str:
    """A pattern for one title, the longer ones first."""
    return "|".join(sorted(map(re.escape, titles()), key=lambda title: (-len(title), title)))


@cache
def writers_roles() -> frozenset[str]:
    """What writers are called in bylines of other languages, in lower case.

    >>> {"writer", "redakteurin"} <= writers_roles()
    True
    """
    rows = (words for _, words in read_table("writers_roles.tsv"))
    return frozenset(word for words in rows for word in words.split())
