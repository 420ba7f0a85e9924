"""How long the disk lasts is said where it can be foreseen."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from harvester.health.machine_status import machine_status

_DAYS = 86_400


def written(folder: Path, size: int) -> None:
    """A WARC file of ten days ago, sparse, and a small one of today."""
    (folder / "warc").mkdir()
    for name, length, ago in (("old.warc.gz", size, 10), ("new.warc.gz", 10, 0)):
        path = folder / "warc" / name
        with path.open("wb") as file:
            file.truncate(length)
        os.utime(path, (time.time() - ago * _DAYS,) * 2)


def test_the_pace_of_the_last_days_says_how_long_the_disk_lasts(tmp_path: Path) -> None:
    """A hundredth of what is free was written in ten days: a thousand days are left."""
    written(tmp_path, shutil.disk_usage(tmp_path).free // 100)
    assert machine_status(tmp_path).days_left == pytest.approx(1000, abs=20)


def test_an_archive_that_hardly_grows_is_told_no_day(tmp_path: Path) -> None:
    """A few bytes a day would fill the disk in some million years."""
    written(tmp_path, 1000)
    assert machine_status(tmp_path).days_left is None
