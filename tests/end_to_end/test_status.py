"""`harvest run --quiet`, `harvest status` and `harvest alarm`, as an operator uses them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from support.commands import Harvest
from support.sites import served

DUE = "UPDATE crawl_frontier SET due_at = '2020-01-01T00:00:00Z' WHERE due_at IS NOT NULL"


def test_a_station_that_goes_down_and_comes_back_is_reported_once_each(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Cron mails what is printed: the change, and nothing in the runs between."""
    options = ("--station", "ferry", "--archive", tmp_path)
    command = tmp_path / "alarm"
    (tmp_path / "alarms.toml").write_text(f'[command]\nrun = ["tee", "-a", "{command}"]\n')
    with served() as site:
        site.links("/", "/a/1.html", "/a/2.html")
        for number in (1, 2):
            site.article(f"/a/{number}.html", f"渡船加开第{number}班")
        site.station(tmp_path)

        def run(expect: int) -> str:
            result = harvest("run", "--quiet", *options)
            assert result.returncode == expect, result.stderr
            assert result.stderr == "" or expect != 0
            with closing(sqlite3.connect(tmp_path / "archive.db")) as database:
                database.execute(DUE)
                database.commit()
            return str(result.stdout)

        assert run(0) == ""
        pages = dict(site.pages)
        for path in pages:
            site.status(path, 500)
        (tmp_path / "today").touch()
        down = run(4)
        assert down.startswith("begins: ferry: down: gave no answer since ")
        assert down.endswith(
            "-- open its address in a browser; if it moved, name the new host in its file\n"
        )
        assert run(4) == ""
        status = harvest("status", "--archive", tmp_path).stdout.splitlines()
        assert status[1].startswith("ferry ")
        assert status[2].startswith("    down, since ")
        site.pages.update(pages)
        assert run(0).startswith("ends: ferry: down: ")
    assert [line[:20] for line in command.read_text("utf-8").splitlines()] == [
        "begins: ferry: down:",
        "ends: ferry: down: g",
    ]
    found = json.loads(harvest("status", "ferry", "--archive", tmp_path, "--json").stdout)
    (ferry,) = found["stations"]
    assert (ferry["findings"], ferry["level"], ferry["down_since"]) == ([], 0, None)
    assert ferry["answers"]["article:captured"] == 2
    assert found["machine"]["backup_at"] is None


def test_status_of_a_station_that_was_never_visited_says_which_there_are(
    tmp_path: Path, harvest: Harvest
) -> None:
    """A typing error is no news of a station."""
    with served() as site:
        site.links("/", "/a/1.html")
        site.article("/a/1.html", "渡船加开一班")
        site.station(tmp_path)
        harvest("run", "--station", "ferry", "--archive", tmp_path)
    result = harvest("status", "fery", "--archive", tmp_path)
    assert result.returncode == 2
    assert result.stderr == "harvest: fery: no such station; did you mean ferry?\n"
    assert harvest("status", "boat*", "--archive", tmp_path).returncode == 3


def test_a_test_alarm_without_a_file_says_what_is_missing(tmp_path: Path, harvest: Harvest) -> None:
    """The file is written once, in calm."""
    result = harvest("alarm", "--archive", tmp_path)
    assert result.returncode == 2
    assert result.stderr == (
        f"harvest: {tmp_path}/alarms.toml: there is none; docs/operations.md says what it holds\n"
    )


def test_a_server_that_is_switched_off_is_reported_like_any_other(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Without its robots.txt nothing of it is visited; that too is no answer."""
    with served() as site:
        site.links("/", "/a/1.html")
        site.article("/a/1.html", "渡船加开一班")
        site.station(tmp_path)
        assert harvest("run", "--station", "ferry", "--archive", tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / "archive.db")) as database:
        database.execute(DUE)
        database.execute("UPDATE crawl_tallies SET day = date(day, '-2 days')")
        database.execute(
            """INSERT INTO crawl_tallies
               SELECT station, date(day, '+1 day'), 'list:postponed', 1 FROM crawl_tallies
               GROUP BY station"""
        )
        database.commit()
    down = harvest("run", "--quiet", "--station", "ferry", "--archive", tmp_path)
    assert down.returncode == 4, down.stderr
    assert down.stdout.startswith("begins: ferry: down: gave no answer since ")
