"""What pages say of themselves instead of news (archive/knowledge/page_notices.tsv)."""

from __future__ import annotations

from functools import cache

from archive.knowledge.table import read_table


@cache
def page_notices() -> tuple[str, ...]:
    """Phrases of notices of rights, log-ins and players, in lower case.

    >>> {"免责声明", "please log in", "ihr browser unterstützt"} <= set(page_notices())
    True
    """
    return tuple(phrase for phrases in read_table("page_notices.tsv") for phrase in phrases)
