"""The WARC-Date of another program's record, in whatever form it is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive.warc.record import parse_warc_date

_SHORT_DATES = (
    ("%Y%m%d%H%M%S", re.compile(r"\d{14}", re.A)),
    ("%Y%m%d%H%M", re.compile(r"\d{12}", re.A)),
    ("%Y-%m", re.compile(r"\d{4}-\d{2}", re.A)),
    ("%Y", re.compile(r"\d{4}", re.A)),
)
_LEAP_SECOND = re.compile(r"(:\d\d):60(?!\d)")


def read_date(text: str) -> datetime:
    """The moment that a WARC-Date names; one without a zone is in UTC. Raises ValueError.

    >>> forms = ("20240312030000", "2024-03-12 03:00:00", "2024-03")
    >>> [read_date(text).isoformat() for text in forms]
    ['2024-03-12T03:00:00+00:00', '2024-03-12T03:00:00+00:00', '2024-03-01T00:00:00+00:00']
    >>> read_date("2016-12-31t23:59:60z").isoformat()  # no clock of Python's has a leap second
    '2016-12-31T23:59:59+00:00'
    >>> read_date("Tue, 12 Mar 2024 03:00:00 GMT").isoformat()
    '2024-03-12T03:00:00+00:00'
    """
    text = text.strip()
    for form, shape in _SHORT_DATES:
        if shape.fullmatch(text):
            return datetime.strptime(text, form).replace(tzinfo=UTC)
    if "," in text:  # as in the headers of HTTP
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    text = _LEAP_SECOND.sub(r"\1:59", text.upper())
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else parse_warc_date(text)
