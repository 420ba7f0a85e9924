"""The reports and logs of former runs: packed after a month; logs go after a year."""

from __future__ import annotations

import gzip
import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from archive.files.plain_file import not_plain, reading, replacing

_DAY = 86_400
#: Days after which a report or log is packed, and after which a log is deleted. Reports stay.
PACKED_AFTER, DELETED_AFTER = 30, 400
#: Seconds between two runs that are believed to have passed; more is taken for a wrong clock.
_LONGEST_PAUSE = 2 * DELETED_AFTER * _DAY
#: Files that one run packs: the first run after an upgrade may find thousands.
_MOST = 200
_LOG = ".log.jsonl"


def rotate(reports: Path, *, now: float | None = None) -> None:
    """Pack and delete what is old in the folder of reports. Raises OSError.

    It is for runs in which servers confirmed this computer's clock: 500 days off by a wrong one
    look like 500 days without a run.
    """
    moment = time.time() if now is None else now
    plain = [path for path in sorted(reports.iterdir()) if not not_plain(path)]
    changed = {path: path.stat().st_mtime for path in plain}
    for path, at in changed.items():
        if at > moment + _DAY:  # the clock was fast then: the file is as old as this run
            os.utime(path, (moment, moment))
            changed[path] = moment
    packed = 0
    ages = _ages(set(changed.values()), moment)
    for path in plain:
        days = ages[changed[path]] / _DAY
        if days > DELETED_AFTER and path.name.endswith((_LOG, f"{_LOG}.gz")):
            path.unlink()
        elif days > PACKED_AFTER and path.suffix in (".json", ".jsonl") and packed < _MOST:
            _pack(path)
            packed += 1


def _ages(moments: Iterable[float], now: float) -> dict[float, float]:
    """Moment → seconds since, without the years by which a clock has jumped between two runs.

    >>> _ages([50.0, 100.0], now=160.0), _ages([50.0, 100.0], now=1e10)
    ({100.0: 60.0, 50.0: 110.0}, {100.0: 0.0, 50.0: 50.0})
    """
    ages: dict[float, float] = {}
    age, later = 0.0, now
    for moment in sorted(moments, reverse=True):
        pause = max(later - moment, 0.0)
        age += pause if pause <= _LONGEST_PAUSE else 0.0
        ages[moment], later = age, moment
    return ages


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
