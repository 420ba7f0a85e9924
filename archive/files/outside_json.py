"""JSON from outside: read only where it is no larger, deeper or stranger than it may be.

What stands in a file, a record or a column may have been written by anyone. What is read here can
be walked through without end of the stack, written to the database, and means one thing only.
"""

from __future__ import annotations

import json
import math
import re
from codecs import BOM_UTF8
from collections import Counter
from typing import Any

#: Bytes of a text, unless the caller expects more.
LARGEST = 1 << 20
#: Bytes of one that lists files: a manifest, the description of a package.
LARGEST_LIST = 1 << 26
_DEEPEST = 64
_LONGEST_NUMBER = 19  # digits of the largest that SQLite holds
_OPENING = re.compile(r"[\[{]")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Unreadable(ValueError):
    """It is not read; the message says why, in a few words."""


def parsed(data: bytes | str, *, largest: int = LARGEST) -> Any:
    r"""The value that a JSON text says. Raises Unreadable.

    Refused are texts of more than `largest` bytes, more than 64 levels, a key that is said twice,
    numbers that SQLite does not hold, and half a character (`\ud800`).

    >>> parsed('{"a": [1, null]}')
    {'a': [1, None]}
    """
    if len(data) > largest:
        raise Unreadable(f"longer than {largest:,} bytes")
    text = _decoded(data) if isinstance(data, bytes) else data
    try:
        value = _decoder.decode(text)
    except RecursionError:
        raise Unreadable(_TOO_DEEP) from None
    except json.JSONDecodeError:
        raise Unreadable("not JSON") from None
    if len(_OPENING.findall(text)) > _DEEPEST or _SURROGATE.search(text):
        _refuse_deep_or_broken(value)
    return value


_TOO_DEEP = f"nested more than {_DEEPEST} deep"


def _decoded(data: bytes) -> str:
    try:
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise Unreadable(f"it says {twice[:40]!r} twice")
    return values


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= _LONGEST_NUMBER + 1 else 1 << 63
    if not -(1 << 63) <= number < 1 << 63:
        raise Unreadable("a number is too large")
    return number


def _real(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Unreadable("a number is too large")
    return number


def _no_number(name: str) -> None:
    raise Unreadable(f"{name} is no number")


def _refuse_deep_or_broken(value: Any) -> None:
    """Walk through all of it, level by level."""
    level: list[Any] = [[value]]
    for _ in range(_DEEPEST + 1):
        inner: list[Any] = []
        for each in level:
            inner += [*each.keys(), *each.values()] if isinstance(each, dict) else each
        for text in inner:
            if isinstance(text, str):
                _refuse_half_a_character(text)
        level = [each for each in inner if isinstance(each, dict | list)]
        if not level:
            return
    raise Unreadable(_TOO_DEEP)


def _refuse_half_a_character(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable("it has half a character, which no file and no table holds") from None


_decoder = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_whole, parse_float=_real, parse_constant=_no_number
)
