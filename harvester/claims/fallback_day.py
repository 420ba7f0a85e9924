"""The day of a page without any time: of its address, else as htmldate finds it in the head."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from lxml import etree

from archive.model.article import PrintedTime
from harvester.claims.claim import TimeClaim
from harvester.document.lines import Element

_MOST = 2**18  # characters of a head; htmldate would take seconds for a larger one
_FIRST_YEAR = 1995
_MONTH, _DAY = r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
#: /2022/07/22/, /2022-7/22/, /202207/22/, /2022/0722/, t20220722_1.htm
_IN_ADDRESS = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)[-/_]{_MONTH}[-/_]{_DAY}(?!\d)|"
    r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)"
)


def fallback_day(url: str, root: Element, until: date) -> TimeClaim | None:
    """The day that an address names, else the one that htmldate finds in a head; up to `until`."""
    return _day_in_address(url, until) or _day_by_htmldate(url, root, until)


def _day_in_address(url: str, until: date) -> TimeClaim | None:
    for match in _IN_ADDRESS.finditer(urlsplit(url).path):
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            named = date(year, month, day)
        except ValueError:
            continue
        if year >= _FIRST_YEAR and named <= until:
            return _claim(match[0], named, "address")
    return None


def _day_by_htmldate(url: str, root: Element, until: date) -> TimeClaim | None:
    """What htmldate finds in the head of a page: elsewhere it takes the days of other articles."""
    head = root.find("head")
    if head is None:
        return None
    from htmldate import find_date

    written = etree.tostring(head, encoding="unicode", method="html")[:_MOST]
    found = find_date(
        f"<html>{written}<body></body></html>",
        url=url,
        extensive_search=False,
        original_date=True,
        min_date=f"{_FIRST_YEAR}-01-01",
        max_date=until.isoformat(),
    )
    return None if found is None else _claim(found, date.fromisoformat(found), "htmldate")


def _claim(printed: str, day: date, where: str) -> TimeClaim:
    value = PrintedTime(value=day, precision="day")
    return TimeClaim(printed=printed, value=value, where=where, method="meta")
