"""The line that begins a record of an ARC file, the format before WARC, as fields of WARC."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"(?P<url>[A-Za-z][\w+.-]*:.*?) (?P<ip>[0-9A-Fa-f.:]+|-) (?P<date>\d{8,17})(?: (?P<rest>.*))?",
    re.ASCII,
)
_FILE = "filedesc:"
_MOMENT = 14  # digits of a moment to the second


def arc_fields(line: str) -> tuple[tuple[str, str], ...]:
    """What a line says: address, server, moment, type and length. Raises ValueError.

    The last word is the length; version 2 has five more before it, and a type may have blanks.

    >>> line = "http://a.example/b c 10.0.0.1 20240312030000 text/html 200 - - 0 x.arc 52"
    >>> dict(arc_fields(line))  # doctest: +NORMALIZE_WHITESPACE
    {'WARC-Type': 'response', 'WARC-Target-URI': 'http://a.example/b c',
     'WARC-Date': '20240312030000', 'WARC-IP-Address': '10.0.0.1', 'Content-Type': 'text/html',
     'Content-Length': '52'}
    """
    before, _, length = line.rstrip().rpartition(" ")
    match = _LINE.fullmatch(before)
    if match is None or not (length.isascii() and length.isdigit()):
        raise ValueError(f"it begins with {line[:60]!r}")
    return (
        ("WARC-Type", "warcinfo" if line.lower().startswith(_FILE) else "response"),
        ("WARC-Target-URI", match["url"]),
        ("WARC-Date", match["date"][:_MOMENT].ljust(_MOMENT, "0")),
        ("WARC-IP-Address", match["ip"]),
        ("Content-Type", (match["rest"] or "").partition(" ")[0].rstrip(";")),
        ("Content-Length", length),
    )
