"""Articles as JSON lines: one record a line, exact, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def jsonl(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    r"""One line for each record.

    >>> [line.decode() for line in jsonl([{"id": "a:1", "title": "题"}])]
    ['{"id": "a:1", "title": "题"}\n']
    """
    for record in records:
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"
