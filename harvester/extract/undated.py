"""The day of a page that prints no time that we read: that in its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from archive.model.article import PrintedTime
from harvester.extract.claim import Claim, TimeClaim

_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0\d|1[0-2])\2([0-2]\d|3[01])(?!\d)")


def day_without_time(claims: Sequence[Claim], url: str) -> list[TimeClaim]:
    """The day in an address, where none of the claims of its page names a time."""
    if any(isinstance(claim, TimeClaim) and claim.value is not None for claim in claims):
        return []
    found = _IN_ADDRESS.search(urlsplit(url).path)
    if found is None:
        return []
    try:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:  # 20220231 is a number
        return []
    value = PrintedTime(value=day, precision="day")
    return [TimeClaim(printed=found[0], value=value, where="address", method="generic")]
