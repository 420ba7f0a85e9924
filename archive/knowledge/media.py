"""Names of media: which names one medium is credited under (archive/knowledge/media.tsv)."""

from __future__ import annotations

from functools import cache

from archive.knowledge.table import read_table


@cache
def media_aliases() -> dict[str, str]:
    """Each name of a medium → its own name.

    >>> media_aliases()["湘潭在线"]
    '湘潭日报'
    """
    return {alias: names[0] for names in read_table("media.tsv") for alias in names}
