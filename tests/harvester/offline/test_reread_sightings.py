"""A revision that was seen several times is read again from the sighting that says most."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.crawled import assert_whole
from support.offline_runs import run_over

from harvester.config.stations import Stations
from harvester.offline.reread import rebuild, reread

FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
URL = "http://news.lanjiang.example/n/7.html"
FILE = """title = "澜江"
home = "http://news.lanjiang.example/"
id_space = "lanjiang"
articles = ['/n/(?P<id>\\d+)\\.html']
delay = 0
[[layout]]
name = "one"
title = "h1"
body = "div.text"
published = "{published}"
"""
TEXT = "".join(
    f"<p>{sentence * 3}</p>"
    for sentence in ("渡口的石阶今天重新铺好。", "工人用了三天时间。", "渡船明早六点开航。")
)
DAY = '<p class="day">2026-03-01</p>'
MINUTE = '<p class="day">2026-03-01</p><p class="at">2026-03-01 08:12</p>'
SECOND = '<p class="day">2026-03-01</p><p class="at">2026-03-01 08:12:40</p>'
NONE = '<p class="day">2026-03-01</p><p class="at"></p>'


def page(times: str) -> str:
    """A page of the one article."""
    return f'<html><body><h1>渡口石阶重铺</h1>{times}<div class="text">{TEXT}</div></body></html>'


def held(folder: Path) -> list[tuple[object, ...]]:
    """Revision, printed time, and the number of the day whose capture it was read from."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        return db.execute(
            "SELECT h.revision, h.published_at,"
            " CAST(julianday(substr(c.captured_at, 1, 10)) - julianday('2026-03-02') AS INTEGER)"
            " FROM history AS h JOIN revision_captures AS r USING (article, revision)"
            " JOIN captures AS c ON c.id = r.capture ORDER BY 1"
        ).fetchall()


@pytest.mark.parametrize(
    ("shown", "published", "day"),
    [
        ([DAY, MINUTE], "2026-03-01T08:12:00+08:00", 1),
        ([DAY, MINUTE, DAY], "2026-03-01T08:12:00+08:00", 1),
        ([DAY, MINUTE, SECOND, MINUTE], "2026-03-01T08:12:40+08:00", 2),
        ([DAY, NONE, MINUTE], "2026-03-01T08:12:00+08:00", 2),
        ([MINUTE, DAY, MINUTE], "2026-03-01T08:12:00+08:00", 0),
    ],
)
def test_a_mended_layout_finds_the_finest_time_whichever_capture_prints_it(
    tmp_path: Path, shown: list[str], published: str, day: int
) -> None:
    """The layout of these days read the day alone, so that no later capture said more."""
    (tmp_path / "stations").mkdir()
    file = tmp_path / "stations" / "lanjiang.toml"
    file.write_text(FILE.format(published="p.day"), encoding="utf-8")
    for number, times in enumerate(shown):
        run_over(tmp_path, {URL: page(times)}, FIRST + timedelta(days=number))
    assert held(tmp_path) == [("20260302010000", "2026-03-01", 0)]

    file.write_text(FILE.format(published="p.at, p.day"), encoding="utf-8")
    stations = Stations.load(tmp_path)
    list(reread(tmp_path, stations, apply=True))

    assert held(tmp_path) == [("20260302010000", published, day)]
    assert list(reread(tmp_path, stations)) == []
    assert_whole(tmp_path)
    rebuild(tmp_path, stations)
    assert held(tmp_path) == [("20260302010000", published, day)]
