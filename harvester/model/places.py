"""Places: six-digit codes of administrative divisions and their names (see places/README.md)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from archive.model.suggest import alike
from harvester.model.countries import country

_FOLDER = Path(__file__).parent.parent / "places"
_LIKENESS = 0.6  # of 1: what a code or a name must share with the one that is proposed
#: Rows that only hold a place in the table: 北京市·市辖区·东城区 is 北京市东城区.
_PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def place_name(code: str) -> str:
    """The full name of a six-digit code, or of one of ISO 3166; KeyError where there is no place.

    >>> place_name("430300"), place_name("430000"), place_name("110101"), place_name("429004")
    ('湖南省湘潭市', '湖南省', '北京市东城区', '湖北省仙桃市')
    >>> place_name("DE-BE"), place_name("MY")
    ('Germany (DE-BE)', 'Malaysia')
    """
    if abroad := country(code):
        return f"{abroad.name} ({code})" if "-" in code else abroad.name
    return _names()[code]


def nearest_place(wanted: str) -> str | None:
    """The code that was most likely meant by a code or a name, or None.

    >>> nearest_place("4303"), nearest_place("430399"), nearest_place("湘潭"), nearest_place("x")
    ('430300', '430300', '430300', None)
    """
    if wanted.isdecimal():
        return _nearest_code(wanted)
    return _nearest_name(wanted)


def _nearest_code(wanted: str) -> str | None:
    """The place that the digits stand for, else the smallest place that they lie in."""
    for digits in (6, 4, 2):
        code = wanted[:digits].ljust(6, "0")
        if code in _names() and len(wanted) >= digits:
            return code
    return next(iter(alike(wanted, _names(), likeness=_LIKENESS)), None)


def _nearest_name(wanted: str) -> str | None:
    """The largest place whose name holds what was written, else the one most like it."""
    holding = [code for code, name in _names().items() if len(wanted) > 1 and wanted in name]
    if holding:
        return min(holding, key=lambda code: (len(code.rstrip("0")), code))
    like = alike(wanted, _names().values(), likeness=_LIKENESS)
    return next((code for code, name in _names().items() if name in like), None)


@cache
def codes_by_name() -> dict[str, tuple[str, ...]]:
    """The own name of each place, without what it lies in → the codes of all of that name.

    >>> codes_by_name()["湘潭市"]
    ('430300',)
    """
    found: dict[str, tuple[str, ...]] = {}
    for file in ("provinces.csv", "cities.csv", "areas.csv"):
        with (_FOLDER / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                if row["name"] not in _PLACEHOLDERS:
                    code = row["code"].ljust(6, "0")
                    found[row["name"]] = (*found.get(row["name"], ()), code)
    return found


@cache
def _names() -> dict[str, str]:
    """Code → full name, provinces first, then cities, then areas."""
    names: dict[str, str] = {}
    for file in ("provinces.csv", "cities.csv", "areas.csv"):
        with (_FOLDER / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                _add(names, row["code"], row["name"])
    return names


def _add(names: dict[str, str], code: str, own: str) -> None:
    """Write one row under its six-digit code, with the names of what it lies in."""
    parent = {2: None, 4: code[:2], 6: code[:4]}[len(code)]
    if parent is None:
        within = ""
    else:
        within = names[parent.ljust(6, "0")]
        for placeholder in _PLACEHOLDERS:
            within = within.removesuffix(placeholder) if len(code) > len(parent) else within
    names[code.ljust(6, "0")] = within + own
