"""Names of offices, companies, schools and their accounts (archive/knowledge/institutions.tsv)."""

from __future__ import annotations

from functools import cache, lru_cache

from archive.knowledge.places import is_place
from archive.knowledge.table import read_table

_SHORTEST = 3  # characters of a name
_REMEMBERED = 4_096  # names


@lru_cache(_REMEMBERED)
def looks_like_institution(name: str) -> bool:
    """Whether a name ends like that of an office, a company or a school, or is of their accounts.

    >>> [looks_like_institution(name) for name in ("无锡交警", "澜江市公安局", "付鼎臣")]
    [True, True, False]
    """
    if len(name) < _SHORTEST:
        return False
    return name.endswith(_words("end")) or _is_account(name)


def _is_account(name: str) -> bool:
    """Whether a name is a place with a field of work, in either order: 无锡交警, 平安北京."""
    return any(
        name.endswith(word) and is_place(name[: -len(word)]) for word in _words("short")
    ) or any(name.startswith(word) and is_place(name[len(word) :]) for word in _words("begin"))


@cache
def _words(kind: str) -> tuple[str, ...]:
    rows = (row for row in read_table("institutions.tsv") if row[0] == kind)
    return tuple(word for _, words in rows for word in words.split())
