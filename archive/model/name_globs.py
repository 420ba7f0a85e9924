"""Names that a user gives: one name, or a glob that stands for several."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def is_glob(wanted: str) -> bool:
    """Whether a text is a glob: names of stations have no such sign, but in older archives.

    >>> is_glob("rednet-*"), is_glob("rednet-xiangtan")
    (True, False)
    """
    return any(sign in wanted for sign in "*?[")


def matched(wanted: str, known: Iterable[str]) -> list[str]:
    """The known names that a name or glob stands for, in their order; none where none does.

    >>> matched("rednet-*", ["people-hn", "rednet-hunan"]), matched("rednet", ["rednet-hunan"])
    (['rednet-hunan'], [])

    A name that is known stands for itself, also where it could be a glob:

    >>> matched("paper[a]", ["papera", "paper[a]"])
    ['paper[a]']
    """
    known = list(known)
    if not is_glob(wanted) or wanted in known:
        return [name for name in known if name == wanted]
    return [name for name in known if fnmatchcase(name, wanted)]
