"""The WARC-Date of another program's record, in whatever form it is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive.warc.record import parse_warc_date

_SHORT_DATES = (
    ("%Y%m%d%H%M%S%f", re.compile(r"\d{15,20}", re.A)),
    ("%Y%m%d%H%M%S", re.compile(r"\d{14}", re.A)),
    ("%Y%m%d%H%M", re.compile(r"\d{12}", re.A)),
    ("%Y-%m", re.compile(r"\d{4}-\d{2}", re.A)),
    ("%Y", re.compile(r"\d{4}", re.A)),
)
#: 2024-3-12T3:00:00Z, 2024/03/12 03:00:00 UTC: the numbers in order, with any signs between
_NUMBERS = re.compile(
    r"[\"'<]?(\d{4})\D(\d{1,2})\D(\d{1,2})\D(\d{1,2})\D(\d{1,2})\D(\d{1,2})(?:[.,](\d{1,9}))?\s?"
    r"(?:(?:Z|GMT|UTC)?\W?|([+-]\d\d:?\d\d))",
    re.A | re.I,
)
#: Tue Mar 12 03:00:00 UTC 2024, Tue Mar 12 03:00:00 2024: as Java and C write it
_WEEKDAY = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2} +\d\d? \d\d:\d\d:\d\d)(?: UTC| GMT)? (\d{4})", re.A
)
#: 23:59:60, and 20161231235960
_LEAP_SECOND = re.compile(r"(?<=:\d\d:)60(?!\d)|(?<=:\d:)60(?!\d)|(?<=^\d{12})60(?=\d{0,6}$)", re.A)


def read_date(text: str) -> datetime:
    """The moment that a WARC-Date names; one without a zone is in UTC. Raises ValueError.

    >>> forms = ("20240312030000", "2024-03-12 03:00:00", "2024-03")
    >>> [read_date(text).isoformat() for text in forms]
    ['2024-03-12T03:00:00+00:00', '2024-03-12T03:00:00+00:00', '2024-03-01T00:00:00+00:00']
    >>> read_date("2016-12-31t23:59:60z").isoformat()  # no clock of Python's has a leap second
    '2016-12-31T23:59:59+00:00'
    >>> read_date("Tue, 12 Mar 2024 03:00:00 GMT").isoformat()
    '2024-03-12T03:00:00+00:00'
    >>> read_date("2024-3-12T3:0:60Z").isoformat()
    '2024-03-12T03:00:59+00:00'
    >>> forms = ("20161231235960", "Sat, 31 Dec 2016 23:59:60 GMT", "2017-1-1T7:59:60+08:00")
    >>> {read_date(text).isoformat() for text in forms}
    {'2016-12-31T23:59:59+00:00'}
    >>> forms = ("2024-3-12T3:0:0Z", "2024/03/12 03:00:00 UTC", "Tue Mar 12 03:00:00 UTC 2024")
    >>> {read_date(text).isoformat() for text in forms}
    {'2024-03-12T03:00:00+00:00'}
    """
    text = text.strip()
    try:
        return _moment(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"its WARC-Date names no moment: {text[:60]!r}") from error


def _moment(text: str) -> datetime:
    text = _LEAP_SECOND.sub("59", text)
    for form, shape in _SHORT_DATES:
        if shape.fullmatch(text):
            return datetime.strptime(text, form).replace(tzinfo=UTC)
    if "," in text and text[:1].isalpha():  # as in the headers of HTTP
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    if match := _WEEKDAY.fullmatch(text):
        form = "%b %d %H:%M:%S %Y"
        return datetime.strptime(f"{match[1]} {match[2]}", form).replace(tzinfo=UTC)
    text = text.upper()
    if match := _NUMBERS.fullmatch(text):
        *whole, fraction, offset = match.groups()
        text = "{}-{:0>2}-{:0>2}T{:0>2}:{:0>2}:{:0>2}".format(*whole)
        text += (f".{fraction[:6]}" if fraction else "") + (offset or "")
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else parse_warc_date(text)
