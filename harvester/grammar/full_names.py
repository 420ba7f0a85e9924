"""Whether words are the full name of one person: Jane Doe, and not New York or Duke of Sussex."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache

from archive.knowledge.sources import agency_names
from archive.knowledge.titles import writers_roles
from harvester.model.countries import country_names

_BETWEEN = re.compile(r"\s*[,;、，]\s*")
_UNSPACED = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_FEWEST_LETTERS, _MOST_LETTERS = 3, 6  # of a name without blanks; most places have two
#: What offices, companies and administrative units end in.
_OFFICE = re.compile("[部局室社班課団都道府県市区町村]$|기자단$|[부국]$")
_MOST_WORDS = 5
_PARTICLES = frozenset((
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la",
    "le", "el", "al", "bin", "ibn", "ter", "ten", "zu", "zum", "y",
))  # fmt: skip
#: What names of media and of places begin with.
_NO_FIRST_NAMES = frozenset(("the", "new", "north", "south", "east", "west", "united", "republic"))
_QUALIFICATIONS = frozenset(("jr", "sr", "ii", "iii", "md", "phd", "mba", "esq", "rn"))
_LONGEST_INITIAL = 3  # with its dot: J. and Wm., not Inc.
_ACRONYM = 3  # capitals


def is_full_name(text: str) -> bool:
    """Whether each of some words may be part of the name of one person.

    >>> is_full_name("Jane van der Doe"), is_full_name("Doe"), is_full_name("山田太郎")
    (True, False, True)
    >>> is_full_name("New York"), is_full_name("Acme CMS"), is_full_name("Deputy Editor")
    (False, False, False)
    """
    if _UNSPACED.search(text):
        size = len("".join(text.split()))
        return _FEWEST_LETTERS <= size <= _MOST_LETTERS and not _OFFICE.search(text)
    words = text.split()
    return (
        1 < len(words) <= _MOST_WORDS
        and words[0].lower() not in _NO_FIRST_NAMES | _PARTICLES
        and all(map(_may_be_part, words))
        and not (has_acronym(text) or is_place(text) or is_agency(text))
    )


def full_names(text: str) -> list[str]:
    """The people whose full names are all that a text says; else the text as it is.

    >>> full_names("Jane Doe, John Roe"), full_names("Jane Doe, New York")
    (['Jane Doe', 'John Roe'], ['Jane Doe, New York'])
    """
    parts = _BETWEEN.split(text.strip())
    return parts if all(map(is_full_name, parts)) else [text]


def is_qualification(text: str) -> bool:
    """Whether some words stand behind a name and say more of its bearer: Jr., PhD."""
    return text.replace(".", "").strip().lower() in _QUALIFICATIONS


def has_acronym(text: str) -> bool:
    """Whether a word of capitals stands in a text or is all of it: BBC News, and not JANE DOE.

    >>> has_acronym("BBC News"), has_acronym("CNN"), has_acronym("JANE DOE"), has_acronym("J. Doe")
    (True, True, False, False)
    """
    words = [word for word in text.split() if word.isalpha()]
    capitals = [word for word in words if len(word) >= _ACRONYM and word.isupper()]
    return bool(capitals) and (len(capitals) < len(words) or len(words) == 1)


def is_agency(text: str) -> bool:
    """Whether a text is the name of a news agency, in any case."""
    return text.lower() in _agencies()


def is_place(text: str) -> bool:
    """Whether a text is the name of a country, or of a city that a time zone is called after.

    >>> is_place("New York"), is_place("Germany"), is_place("Jane Doe")
    (True, True, False)
    """
    return text.lower() in _places()


def _may_be_part(word: str) -> bool:
    if word.endswith(".") and len(word) > _LONGEST_INITIAL and not is_qualification(word):
        return False
    is_cased = word[0].lower() != word[0].upper()
    return word not in ("&", "+") and word.lower() not in writers_roles() and (
        word[0].isupper() or word in _PARTICLES or (word[0].isalpha() and not is_cased)
    )  # fmt: skip


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.lower() for name in agency_names())


@cache
def _places() -> frozenset[str]:
    zones = (key.rpartition("/")[2].replace("_", " ") for key in zoneinfo.available_timezones())
    return frozenset(name.lower() for name in (*zones, *country_names()))
