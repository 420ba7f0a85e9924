"""No statement of a command reads a large table from end to end.

What costs nothing in a small archive costs seconds in one of a million articles, and more each
year. So each statement that a command executes, those of the triggers too, is explained by SQLite
on the archive that the command was run on.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.sites import served

_RECORDER = Path(__file__).parents[1] / "support" / "statements.py"
#: Tables that stay small: few rows for each station, name or decision of an archivist, or rows only
#: within a transaction.
SMALL = frozenset(
    {
        "archive_identity", "characters", "crawl_backoffs", "crawl_unread", "crawl_watermark",
        "fixity_pending", "lineage_overrides", "month_counts", "name_counts", "search_pending",
        "search_stations", "set_aside", "source_counts", "station_counts", "stations", "takedowns",
        "warc_files",
    }
)  # fmt: skip
#: Statements that may scan → why.
ALLOWED = {
    "WHERE state = 'leased'": "an index of what is leased: a batch for each station of a run",
    "WHERE state = 'pending'": "an index of what is pending, which the run is to visit",
    "WHERE state = 'retry'": "an index of what is put off",
    "state = 'settled' AND outcome IS NULL": "an index of what must not be: it is empty",
    "FROM crawl_findings WHERE ended_on IS NULL": "an index of what is unusual today",
    "FROM runs WHERE state = 'running'": "an index of the runs under way",
    "SELECT started_at FROM runs ORDER BY rowid DESC LIMIT 1": "the last row alone",
    "max(rowid)": "the last row alone",
    "FROM runs ORDER BY started_at DESC": "a row for each crawl",
    "WHERE 1 ORDER BY a.key DESC LIMIT 1000": "the newest articles alone",
    "WHERE 1 ORDER BY a.published_at DESC, a.key DESC LIMIT 20 OFFSET": "the end of an index",
}
_NO_QUERY = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\b", re.IGNORECASE)
_OF_FTS = re.compile(r"'main'\.'articles_(?:fts|seg)|\bmain\.f_|'main'\.'f_")


@dataclass(frozen=True)
class Recorded:
    """An archive, and the statements that commands executed on it."""

    folder: Path
    statements: dict[str, list[dict[str, Any]]]


def _record(folder: Path, *words: str) -> list[dict[str, Any]]:
    file = folder / "statements.jsonl"
    command = [sys.executable, str(_RECORDER), str(file), *words, "--archive", str(folder)]
    environment = {**os.environ, "NEWS_CONTACT": "desk@example.org"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """A small site, crawled twice: with news, a correction, a republication and a withdrawal."""
    folder = tmp_path_factory.mktemp("plans")
    with served() as site:
        site.links("/", *(f"/a/{number}.html" for number in range(5)))
        for number in range(5):
            site.article(f"/a/{number}.html", f"渡口第{number}号通知")
        site.station(folder)
        _record(folder, "harvest", "crawl", "ferry")
        site.links("/", *(f"/a/{number}.html" for number in range(8)))
        site.article("/a/1.html", "渡口第1号通知（更正）", "今天停航，学生改走大桥，明天照常。")
        for number in range(5, 8):
            site.article(f"/a/{number}.html", f"渡口新通知{number}")
        site.status("/a/2.html", 404)
        commands = {
            "crawl": ("harvest", "crawl", "ferry", "--recheck"),
            "run": ("harvest", "run", "--station", "ferry"),
            "dry run": ("harvest", "run", "--station", "ferry", "--dry-run"),
            "search": ("archive", "search", "渡口"),
            "show": ("archive", "show", "ferry:1"),
            "stats": ("archive", "stats"),
            "names": ("archive", "names"),
            "names of a station": ("archive", "names", "--station", "ferry"),
        }
        recorded = {name: _record(folder, *words) for name, words in commands.items()}
        recorded["room"] = _record(folder, "room", *_pages(folder))
        return Recorded(folder, recorded)


def _pages(folder: Path) -> list[str]:
    """Pages of the reading room of every kind that can read much."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("UPDATE stations SET place = '430300', place_name = '湘潭市'")
        (source,) = connection.execute("SELECT source FROM source_counts").fetchone()
        named = connection.execute("SELECT name FROM name_counts").fetchone()
    people = [f"/person/{name}" for name in named or ()]
    return [
        "/", "/?q=渡口", "/?station=ferry", "/article/ferry:1", "/article/ferry:1/changes",
        "/lineage/ferry:1", "/stations", "/station/ferry", "/places", "/place/430300", "/media",
        f"/medium/{source}", "/trends?term=渡口&place=430300", "/runs", *people,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "command",
    ["crawl", "run", "dry run", "search", "show", "stats", "names", "names of a station", "room"],
)
def test_no_statement_scans_a_large_table(recorded: Recorded, command: str) -> None:
    """Each scan of a large table has its reason above, or is a mistake."""
    statements = recorded.statements[command]
    assert len(statements) > 5
    with closing(sqlite3.connect(recorded.folder / "archive.db")) as connection:
        found = [line for each in statements for line in _scans(connection, each)]
    assert found == []


def test_a_scan_is_found(recorded: Recorded) -> None:
    """The test above would else pass for not seeing any."""
    statements = [
        {"sql": "SELECT 1 FROM articles AS a WHERE a.title = ?", "marks": 1, "trigger": False},
        {"sql": "DELETE FROM credits WHERE affiliation = new.name", "marks": 0, "trigger": True},
    ]
    with closing(sqlite3.connect(recorded.folder / "archive.db")) as connection:
        found = [line for each in statements for line in _scans(connection, each)]
    assert [line.partition(": ")[0] for line in found] == ["SCAN a", "SCAN credits"]


def _scans(connection: sqlite3.Connection, statement: dict[str, Any]) -> Iterator[str]:
    """The scans of large tables in the plan of a statement, each with its text."""
    sql, marks = str(statement["sql"]), statement["marks"]
    if not _NO_QUERY.match(sql) or _OF_FTS.search(sql):
        return
    if any(allowed in " ".join(sql.split()) for allowed in ALLOWED):
        return
    if statement["trigger"]:
        sql = re.sub(r"\b(?:new|old)\.\w+", "NULL", sql)
    values = dict.fromkeys(marks) if isinstance(marks, list) else [None] * marks
    for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values):
        is_scan = detail.startswith("SCAN") and "VIRTUAL TABLE" not in detail  # FTS5 asks its index
        if is_scan and _is_large(connection, sql, detail.split()[1]):
            yield f"{detail}: {' '.join(sql.split())}"


def _is_large(connection: sqlite3.Connection, sql: str, scanned: str) -> bool:
    """Whether what a plan scans, a table or what a statement or a view calls it, may be large."""
    tables = {
        name: text or ""
        for name, text in connection.execute(
            "SELECT name, iif(type = 'view', sql, NULL) FROM sqlite_schema"
            " WHERE type IN ('table', 'view')"
        )
    }
    texts = " ".join([sql, *(text for name, text in tables.items() if text and name in sql)])
    meant = {scanned, *re.findall(rf"(\w+) AS {re.escape(scanned)}\b", texts)}
    return bool({name for name in meant & tables.keys() if not tables[name]} - SMALL)
