"""Countries: their names, the zone in which most of their people live, and the hosts they have."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent.parent / "places" / "countries.csv"
#: Endings of hosts that are sold for what their letters mean, whoever asks.
_SOLD = frozenset(
    ("ai", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "to", "tv", "ws")
)
_SUBDIVISION = re.compile(r"([A-Z]{2})(?:-[A-Z0-9]{1,3})?")


class Country(NamedTuple):
    """A row of the table."""

    name: str
    zone: str  # IANA name


def country(code: str) -> Country | None:
    """The country of a code of ISO 3166-1 (DE) or of one of its parts by ISO 3166-2 (DE-BE).

    Of a part only the form is checked: the parts of countries change every year.

    >>> country("DE-BE")
    Country(name='Germany', zone='Europe/Berlin')
    >>> country("430300")
    """
    match = _SUBDIVISION.fullmatch(code)
    return _table().get(match[1]) if match else None


def country_of_host(host: str) -> str | None:
    """The code of the country whose ending a host has.

    >>> country_of_host("www.bbc.co.uk"), country_of_host("news.example"), country_of_host("t.co")
    ('GB', None, None)
    """
    ending = host.rsplit(":", 1)[0].rpartition(".")[2].lower()
    code = {"uk": "GB"}.get(ending, ending.upper())
    return code if ending not in _SOLD and code in _table() else None


def country_names() -> list[str]:
    """The names of all countries, in English."""
    return [row.name for row in _table().values()]


@cache
def _table() -> dict[str, Country]:
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: Country(row["name"], row["zone"]) for row in csv.DictReader(rows)}
