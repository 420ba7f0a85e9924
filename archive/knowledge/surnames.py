"""Chinese surnames, and how common they are (archive/knowledge/surnames.tsv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from archive.knowledge.table import read_table


@dataclass(frozen=True, slots=True)
class Surnames:
    """Sets of surnames; the head of the file says what its marks mean."""

    single: frozenset[str]  # of one character
    compound: frozenset[str]  # of two characters
    frequent: frozenset[str]
    common: frozenset[str]
    alone: frozenset[str]  # that begin hardly any word


@cache
def surnames() -> Surnames:
    """All surnames of the file.

    >>> "覃" in surnames().common, "欧阳" in surnames().compound
    (True, True)
    """
    marks = {surname: "".join(rest).split() for surname, *rest in read_table("surnames.tsv")}
    return Surnames(
        single=frozenset(each for each in marks if len(each) == 1),
        compound=frozenset(each for each in marks if len(each) == 2),
        frequent=frozenset(each for each in marks if "frequent" in marks[each]),
        common=frozenset(each for each in marks if "common" in marks[each]),
        alone=frozenset(each for each in marks if "alone" in marks[each]),
    )
