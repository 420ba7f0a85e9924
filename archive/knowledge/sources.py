"""Names of news agencies in any language, and words that stand for a source and name nobody.

The data stand in archive/knowledge/agencies.tsv and no_sources.tsv.
"""

from __future__ import annotations

from functools import cache

from archive.knowledge.table import read_table


@cache
def agency_names() -> dict[str, str]:
    """Each name of a news agency → its own name.

    >>> agency_names()["路透社"], agency_names()["Deutsche Presse-Agentur"]
    ('Reuters', 'dpa')
    """
    return {alias: names[0] for names in read_table("agencies.tsv") for alias in names}


@cache
def no_sources() -> frozenset[str]:
    """Words that name no medium, in lower case.

    >>> {"网络", "social media", "agenturen"} <= no_sources()
    True
    """
    return frozenset(word for words in read_table("no_sources.tsv") for word in words)
