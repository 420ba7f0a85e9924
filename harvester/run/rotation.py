"""The reports and logs of former runs: packed after a month; logs go after a year."""

from __future__ import annotations

import gzip
import os
import shutil
import time
from pathlib import Path

from archive.files.plain_file import not_plain, reading, replacing

_DAY = 86_400
#: Days after which a report or log is packed, and after which a log is deleted. Reports stay.
PACKED_AFTER, DELETED_AFTER = 30, 400
#: Files that one run packs: the first run after an upgrade may find thousands.
_MOST = 200
_LOG = ".log.jsonl"


def rotate(reports: Path, *, now: float | None = None) -> None:
    """Pack and delete what is old in the folder of reports. Raises OSError."""
    moment = time.time() if now is None else now
    packed = 0
    for path in sorted(reports.iterdir()):
        if not_plain(path):
            continue
        days = (moment - path.stat().st_mtime) / _DAY
        if days > DELETED_AFTER and path.name.endswith((_LOG, f"{_LOG}.gz")):
            path.unlink()
        elif days > PACKED_AFTER and path.suffix in (".json", ".jsonl") and packed < _MOST:
            _pack(path)
            packed += 1


def _pack(path: Path) -> None:
    """Replace a file with a packed one of the same age."""
    target = path.with_name(f"{path.name}.gz")
    age = path.stat()
    with (
        reading(path) as source,
        replacing(target) as file,
        gzip.GzipFile(path.name, "wb", fileobj=file, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed)
    os.utime(target, (age.st_atime, age.st_mtime))
    path.unlink()
