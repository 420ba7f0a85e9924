"""A block of `application/warc-fields`: names and values, one a line, read within bounds.

Programs that index or replay WARC files pass records of this media type over. A text that cannot
stand in a line is written as a JSON string, so that any text comes back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from archive.files.outside_json import Unreadable, parsed
from archive.warc.record import header_lines

WARC_FIELDS = "application/warc-fields"
#: Bytes of a block. The longest value is the head of an HTTP response, with each byte escaped.
_LARGEST = 1 << 23


def written(fields: Mapping[str, object]) -> bytes:
    r"""The block that says these fields; one without a value is left out.

    >>> written({"station": "rednet", "run": None, "found": "a\nb"})
    b'station: rednet\r\nfound: "a\\nb"\r\n'
    """
    pairs = ((name, _line(str(value))) for name, value in fields.items() if value is not None)
    return header_lines(tuple(pairs)).encode()


def fields_of(block: bytes) -> dict[str, str]:
    """What a block says, whoever wrote it.

    Nothing where it is too large or not UTF-8, or says a name twice; a value that begins as JSON
    and is no JSON string is left out.
    """
    if len(block) > _LARGEST:
        return {}
    try:
        lines = block.decode().split("\n")
    except UnicodeDecodeError:
        return {}
    pairs = [line.removesuffix("\r").partition(":")[::2] for line in lines if ":" in line]
    values = {name: _text(value.removeprefix(" ")) for name, value in pairs}
    if len(values) != len(pairs):
        return {}
    return {name: value for name, value in values.items() if value is not None}


def _line(text: str) -> str:
    return text if text.isprintable() and not text.startswith('"') else json.dumps(text)


def _text(value: str) -> str | None:
    if not value.startswith('"'):
        return value
    try:
        text = parsed(value, largest=_LARGEST)
    except Unreadable:
        return None
    return text if isinstance(text, str) else None
