"""The day of a page that prints no time that we read: in its address, else as htmldate finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from archive.model.article import PrintedTime
from harvester.extract.claim import Claim, TimeClaim

_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0\d|1[0-2])\2([0-2]\d|3[01])(?!\d)")
_LARGEST = 2**20  # bytes; a larger page would take seconds


def day_without_time(claims: Sequence[Claim], url: str, sent: bytes) -> list[TimeClaim]:
    """The day of a page none of whose claims names one; `sent` are its bytes in UTF-8."""
    if any(isinstance(claim, TimeClaim) and claim.value is not None for claim in claims):
        return []
    found = next(_days(url, sent), None)
    return [] if found is None else [found]


def _days(url: str, sent: bytes) -> Iterator[TimeClaim]:
    if found := _IN_ADDRESS.search(urlsplit(url).path):
        yield from _claim(f"{found[1]}-{found[3]}-{found[4]}", found[0], "address")
    if len(sent) <= _LARGEST:
        from htmldate import find_date

        printed = find_date(sent.decode(errors="replace"), url=url, original_date=True)
        if printed:
            yield from _claim(printed, printed, "anywhere on the page, by htmldate")


def _claim(iso: str, printed: str, where: str) -> Iterator[TimeClaim]:
    try:
        day = date.fromisoformat(iso)
    except ValueError:  # 20221341 is a number
        return
    value = PrintedTime(value=day, precision="day")
    yield TimeClaim(printed=printed, value=value, where=where, method="generic")
