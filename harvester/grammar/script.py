"""Chinese script: what sites print around their texts is known in simplified characters alone."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from archive.analysis.folding import rows

_FIRST, _LAST = 0x3400, 0x9FFF  # Han


@lru_cache(maxsize=2048)  # a line is asked more than once
def simplified(text: str) -> str:
    """A text, or a pattern, with each traditional character as its simplified one.

    >>> simplified("相關新聞：廣告")
    '相关新闻：广告'
    """
    if text.isascii() or not _any_traditional().search(text):  # a search is quicker than to write
        return text
    return text.translate(_traditional())


@cache
def _traditional() -> dict[int, str]:
    return {code: said for code, said in rows().items() if _FIRST <= code <= _LAST}


@cache
def _any_traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _traditional()))}]")
