"""The small objects of a catalogue as JSON: each says its format, and is read with suspicion."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from archive.files import outside_json
from archive.model.errors import Damaged, NewerArchive

FORMAT = 1

_T = TypeVar("_T")


def packed(about: Mapping[str, Any]) -> bytes:
    """The bytes of an object that says this."""
    return json.dumps({"format": FORMAT, **about}, ensure_ascii=False, indent=1).encode() + b"\n"


def unpacked(where: str, data: bytes, make: Callable[[Any], _T]) -> _T:
    """What `make` makes of an object's JSON; it may raise ValueError, KeyError or TypeError.

    `where` is told in the errors. Raises NewerArchive, or Damaged.
    """
    try:
        about = outside_json.parsed(data, largest=outside_json.LARGEST_LIST)
        _refuse_newer(where, about)
        return make(about)
    except (outside_json.Unreadable, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Damaged(f"{where}: it cannot be read: {error}") from error


def _refuse_newer(where: str, about: Any) -> None:
    number = about.get("format") if isinstance(about, dict) else None
    if not isinstance(number, int):
        raise Damaged(f"{where}: it is no object of a catalogue")
    if number > FORMAT:
        raise NewerArchive(
            f"{where}: its format is {number}, and this version knows {FORMAT}: a newer version of"
            " this program made it; install that one"
        )
