"""CPU of `harvest status` over an archive of many stations, each with tallies of all its days.

python benchmarks/status.py --stations 300 --days 400
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from archive.store.archive import Archive
from harvester.frontier import migrations
from harvester.health.tallies import FIELDS


def tallies(station: str, today: date, days: int) -> Iterator[tuple[str, str, str, int]]:
    """Rows of `crawl_tallies`: what daily visits of a station that fares well bring."""
    dice = random.Random(station)
    for ago in range(days):
        new = dice.randint(1, 12)
        counts = {
            "list:captured": 9, "list:unchanged": 3, "article:captured": new + dice.randint(0, 5),
            "article:unchanged": dice.randint(1, 9), "new": new, "read": new + 3, "unchanged": 3,
            "length": 700 * new, "length_squared": 4900 * new,
            "lagged": new, "lag_minutes": new * dice.randint(10, 900),
            **{f"field:{name}": new for name in FIELDS},
        }  # fmt: skip
        for measure, count in counts.items():
            yield station, (today - timedelta(days=ago)).isoformat(), measure, count


def main() -> None:
    """Print how many tallies there are, and the CPU of each of five calls."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stations", type=int, default=300)
    parser.add_argument("--days", type=int, default=400)
    given = parser.parse_args()
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory() as name:
        with Archive.create(Path(name)) as archive:
            migrations.bring_up(archive.connection, Path(name) / "archive.db")
            with archive.transaction() as connection:
                for number in range(given.stations):
                    connection.executemany(
                        "INSERT INTO crawl_tallies VALUES (?, ?, ?, ?)",
                        tallies(f"press-{number:03}", today, given.days),
                    )
                (count,) = connection.execute("SELECT count(*) FROM crawl_tallies").fetchone()
        print(f"{given.stations} stations, {count} tallies")
        program = "from harvester.cli import main; main()"
        for _ in range(5):
            before = _cpu()
            subprocess.run(
                [sys.executable, "-c", program, "status", "--archive", name],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            print(f"{_cpu() - before:.2f} s of CPU")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
