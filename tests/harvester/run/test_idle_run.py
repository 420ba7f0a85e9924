"""A run in which nothing is due costs next to nothing, and still says what it must."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from support.crawled import rows
from support.sites import served

#: Runs `harvest` and says on the last line whether Scrapy was loaded.
_PROGRAM = """
import sys
from harvester.cli import main
try:
    main()
finally:
    print("scrapy" in sys.modules)
"""


def run(folder: Path) -> list[str]:
    """The lines that `harvest run` prints on its output, and whether it loaded Scrapy."""
    command = [sys.executable, "-c", _PROGRAM, "run", "--station", "ferry", "--archive"]
    environment = {**os.environ, "NEWS_CONTACT": "desk@example.org"}
    done = subprocess.run(
        [*command, str(folder)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_run_makes_spiders_only_of_stations_with_something_due(tmp_path: Path) -> None:
    """Cron starts a run every quarter of an hour: of most stations nothing is due then."""
    with served() as site:
        site.links("/", "/a/1.html")
        site.article("/a/1.html", "渡口加开早班船")
        site.station(tmp_path)
        assert run(tmp_path)[-1] == "True"
        site.asked.clear()
        assert run(tmp_path)[-1] == "False"
        assert site.asked == []
    first, second = rows(tmp_path, "SELECT id FROM runs ORDER BY started_at, rowid")
    report = json.loads((tmp_path / "reports" / f"{second[0]}.json").read_text("utf-8"))
    assert (report["discovered"], report["frontier"]) == (2, {"settled": 2})
    assert (report["outcomes"], report["warnings"]) == ({"ferry": {}}, [])
    assert report["next_due"]["ferry"] > datetime.now(UTC).isoformat()
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert rows(tmp_path, "SELECT day, read FROM crawl_coverage") == [(today, 1)]
    assert first != second
