"""The place that a site reports on, guessed from what it calls itself."""

from __future__ import annotations

import re

from harvester.model.places import codes_by_name

#: What a name of a place ends in, and what titles leave out: 湘潭市 → 湘潭.
_ENDING = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|省|市|盟|州|县|区|旗)$")
_SHORTEST = 2


def guessed_place(*titles: str) -> str | None:
    """The code of the smallest place that a title names; None where none does.

    A name that several places share is no evidence, unless all of them lie in one: 湘潭 is the city
    and a county in it.

    >>> guessed_place("湘潭在线"), guessed_place("新闻网")
    ('430300', None)
    """
    text = " ".join(titles)
    found: dict[str, set[str]] = {}
    for name, codes in codes_by_name().items():
        for written in {name, _ENDING.sub("", name)}:
            if len(written) >= _SHORTEST and written in text:
                found.setdefault(written, set()).update(codes)
    named = {written: code for written, codes in found.items() if (code := _outermost(codes))}
    longest = max(named, key=lambda written: (len(written), named[written]), default=None)
    return named[longest] if longest else None


def _outermost(codes: set[str]) -> str | None:
    """The place in which all of these lie, where it is one of them."""
    code = min(codes, key=lambda code: (len(code.rstrip("0")), code))
    return code if all(each.startswith(code.rstrip("0")) for each in codes) else None
