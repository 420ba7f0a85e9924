"""Reports and logs of former runs do not fill the disk, and can still be read."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

from harvester.run.clock_check import OwnClock
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
        assert not confirmed(now, heard=NOW)
        rotate(tmp_path, now=NOW)
    names = {path.name.partition(".")[0] for path in tmp_path.iterdir()}
    assert names == {"0", "1", "2", "fast", "slow"}
    rotate(tmp_path, now=NOW + 401 * 86_400)
    assert not list(tmp_path.glob("*.log*"))


def confirmed(now: float, *, heard: float | None) -> bool:
    """Whether a run may rotate whose clock shows `now`, and that heard a server say another."""
    clock = OwnClock(datetime.fromtimestamp(now, UTC), last_run=None)
    if heard is not None:
        clock.hear("a.example", formatdate(heard), datetime.fromtimestamp(now, UTC))
    return clock.is_confirmed()


def test_a_run_that_heard_no_server_deletes_no_logs() -> None:
    """500 days by a wrong clock look like 500 days without a run."""
    assert not confirmed(NOW + 500 * 86_400, heard=None)
    assert not confirmed(NOW + 500 * 86_400, heard=NOW)
    assert confirmed(NOW, heard=NOW + 60)


def test_files_of_a_clock_that_was_fast_are_as_old_as_the_next_run(tmp_path: Path) -> None:
    """However many they are, they hold up nothing, and are packed when their time has come."""
    for number in range(20):
        written(tmp_path, f"{number}.json", -900)
    written(tmp_path, "old.json", 40)
    rotate(tmp_path, now=NOW)
    assert [path.name for path in tmp_path.glob("*.gz")] == ["old.json.gz"]
    rotate(tmp_path, now=NOW + 31 * 86_400)
    assert len(list(tmp_path.glob("*.gz"))) == 21


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
