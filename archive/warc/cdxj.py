"""A line of a CDXJ index: where in which WARC file a capture of an address stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from archive.files.outside_json import Unreadable, parsed
from archive.warc.surt import surt

_MEDIA_TYPE_ENDS = re.compile(r"[;\s]")
_TIMESTAMP = re.compile(r"\d{14}")
#: Characters of a line; an address has at most 4,096, each escaped in at most 12 characters twice.
LONGEST_LINE = 1 << 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A response or revisit record, as an index tells of it.

    `captured_at` is UTC to the second. `status` is None where a record does not say it.
    """

    url: str
    captured_at: str
    content_type: str | None
    is_revisit: bool
    status: int | None
    digest: str
    length: int
    offset: int
    file: str

    def line(self, **more: str) -> str:
        """The line, in the fields and the form of cdxj-indexer; `more` are fields at its end."""
        mime = "warc/revisit" if self.is_revisit else _media_type(self.content_type)
        fields = {
            "url": self.url,
            "mime": mime,
            "status": None if self.status is None else str(self.status),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.file,
            **more,
        }
        block = json.dumps({name: value for name, value in fields.items() if value})
        return f"{surt(self.url)} {re.sub('[^0-9]', '', self.captured_at)[:14]} {block}"


def place_in(line: str) -> tuple[str, int]:
    """The WARC file and the offset that a line names. Raises ValueError where it is no such line.

    >>> place_in('cn,a)/ 20220722005112 {"filename": "b.warc.gz", "offset": "7"}')
    ('b.warc.gz', 7)
    """
    _, _, rest = line.partition(" ")
    timestamp, _, block = rest.partition(" ")
    try:
        fields = parsed(block, largest=LONGEST_LINE)
        file, offset = fields["filename"], int(fields["offset"])
    except (Unreadable, LookupError, TypeError, ValueError) as error:
        raise ValueError("no line of a CDXJ index") from error
    if not (_TIMESTAMP.fullmatch(timestamp) and isinstance(file, str) and 0 <= offset < 1 << 63):
        raise ValueError("no line of a CDXJ index")
    return file, offset


def _media_type(content_type: str | None) -> str | None:
    return _MEDIA_TYPE_ENDS.split(content_type, maxsplit=1)[0] if content_type else None
