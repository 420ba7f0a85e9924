"""Reports and logs of former runs do not fill the disk, and can still be read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from harvester.run.rotation import rotate

NOW = 1_800_000_000.0


def written(folder: Path, name: str, days: int, text: str = "{}\n") -> Path:
    """A file that was last changed so many days ago."""
    path = folder / name
    path.write_text(text)
    os.utime(path, (NOW - days * 86_400,) * 2)
    return path


def test_what_is_older_than_a_month_is_packed_and_logs_go_after_a_year(tmp_path: Path) -> None:
    """Reports say how the crawl was done, and stay; their age stays with them."""
    for days, run in ((1, "new"), (40, "old"), (500, "ancient")):
        written(tmp_path, f"{run}.json", days)
        written(tmp_path, f"{run}.log.jsonl", days, f'{{"run": "{run}"}}\n')
    rotate(tmp_path, now=NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ancient.json.gz", "new.json", "new.log.jsonl", "old.json.gz", "old.log.jsonl.gz",
    ]  # fmt: skip
    assert gzip.decompress((tmp_path / "old.log.jsonl.gz").read_bytes()) == b'{"run": "old"}\n'
    rotate(tmp_path, now=NOW + 400 * 86_400)
    assert not list(tmp_path.glob("old.log*"))


def test_a_run_whose_clock_is_wrong_deletes_no_logs(tmp_path: Path) -> None:
    """In 2099 all of them are old; what it writes then is old some day, too."""
    for run, days in enumerate((1, 20, 300)):
        written(tmp_path, f"{run}.log.jsonl", days)
    year = 366
    for now, wrong in ((NOW + 73 * year * 86_400, "fast"), (NOW - 30 * year * 86_400, "slow")):
        log = tmp_path / f"{wrong}.log.jsonl"
        log.write_text("{}\n")
        os.utime(log, (now, now))
        rotate(tmp_path, now=now)
        rotate(tmp_path, now=NOW)
    names = {path.name.partition(".")[0] for path in tmp_path.iterdir()}
    assert names == {"0", "1", "2", "fast", "slow"}
    rotate(tmp_path, now=NOW + 401 * 86_400)
    assert not list(tmp_path.glob("*.log*"))


def test_what_is_no_plain_file_is_left_alone(tmp_path: Path) -> None:
    """A link may lead out of the archive."""
    outside = written(tmp_path, "outside.json", 90)
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "link.json").symlink_to(outside)
    (reports / "folder.json").mkdir()
    rotate(reports, now=NOW)
    assert sorted(path.name for path in reports.iterdir()) == ["folder.json", "link.json"]
    assert outside.exists()
