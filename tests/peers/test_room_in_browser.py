"""The reading room in Debian's Chromium, driven by playwright and judged by axe-core."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from support.archives import ARTICLE as PLAIN
from support.archives import capture, hold, new_archive
from support.commands import ROOT, Peer
from support.rooms import serving

from archive.model.article import Block, Credit

Browse = Callable[..., Any]
ARTICLE = "demo-daily:421365"
PATHS = (
    "/", "/?q=路灯", "/?lang=en&q=路灯", f"/article/{ARTICLE}", f"/article/{ARTICLE}?lang=en",
    f"/article/{ARTICLE}/original", f"/article/{ARTICLE}/changes",
    f"/article/{ARTICLE}/changes?view=side",
    f"/lineage/{ARTICLE}", "/stations", "/station/demo-daily", "/runs", "/article/none",
    "/trends", "/trends?term=望月桥&term=路灯&term=水位", "/trends?lang=en&term=路灯&by=year",
    "/places", "/place/990100", "/person/罗明溪", "/media", "/media?lang=en", "/medium/澜江日报",
)  # fmt: skip
#: Bytes of a page, without pictures.
LARGEST = 60_000

SCRIPT = "</title></textarea><script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE = f"{SCRIPT}\"'\u202etxt\x1b]0;x"
#: A captured page that runs, asks, submits and leads away, as far as it is let.
PAGE = b"""<meta http-equiv=refresh content="0;url=http://evil.example/refresh">
<base href="http://evil.example/"><script>alert(3); top.location = "http://evil.example/top";
document.cookie = "a=b"; fetch("/stations"); open("http://evil.example/open")</script>
<img src=http://evil.example/i.png onerror=alert(4)><link rel=stylesheet href=http://evil.example/c>
<iframe src=http://evil.example/f></iframe><object data=http://evil.example/o></object>
<form id=f action=http://evil.example/form><input name=a></form><svg onload=alert(5)>"""


def _chromium() -> str:
    chromium = shutil.which("chromium")
    if chromium is None and os.environ.get("PEERS_REQUIRED"):
        pytest.fail("chromium is not installed: .ci/run installs it")
    return chromium or pytest.skip("chromium is not installed")


def _browsing(folder: Path, peer: Peer) -> Iterator[Browse]:
    """Calls tests/peers/browser.py on a room that serves an archive."""
    chromium = _chromium()
    with serving(folder) as served:

        def call(*arguments: str) -> Any:
            script = ROOT / "tests" / "peers" / "browser.py"
            address = f"http://127.0.0.1:{served.port}"
            words = [peer("python"), script, chromium, address, *arguments]
            ran = subprocess.run(words, capture_output=True, text=True, timeout=280, check=False)
            assert ran.returncode == 0, ran.stderr
            return json.loads(ran.stdout)

        yield call


@pytest.fixture(scope="module")
def browse(
    both_days: Path, peer: Peer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browse]:
    """Both days of the demo, with a place for its stations: no real one has this code."""
    folder = tmp_path_factory.mktemp("room") / "archive"
    shutil.copytree(both_days, folder)
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("UPDATE stations SET place = '990100', place_name = '澜江市'")
    yield from _browsing(folder, peer)


@pytest.fixture(scope="module")
def hostile(peer: Peer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browse]:
    """An archive in which every printed thing tries to become markup."""
    folder = tmp_path_factory.mktemp("hostile") / "archive"
    article = replace(
        PLAIN, title=HOSTILE, kicker=HOSTILE, source=HOSTILE, blocks=(Block(text=HOSTILE),),
        credits=(Credit(role="reporter", name=HOSTILE, role_printed=HOSTILE, position=1),),
    )  # fmt: skip
    with new_archive(folder) as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, place, place_name, home, tested_on)"
                " VALUES ('xiangtan', ?1, '430300', ?1, 'javascript:alert(6)', 'verified')",
                (HOSTILE,),
            )
        hold(archive, article, capture(body=PAGE))
        hold(archive, replace(article, title=HOSTILE * 2), capture(60, body=PAGE))
    yield from _browsing(folder, peer)


@pytest.mark.parametrize("paths", [PATHS[:7], PATHS[7:14], PATHS[14:]])
def test_every_page_is_accessible_small_and_keeps_to_itself(
    browse: Browse, paths: tuple[str, ...]
) -> None:
    """In both widths and colours; stock Datasette's table breaks eight rules of axe-core."""
    wrong = [
        page
        for page in browse("look", *paths)
        if page["broken"] or page["elsewhere"] or page["too_wide"] or page["bytes"] > LARGEST
        or (not page["path"].endswith("/original")  # a captured page is kept from what it wants
            and any("Content Security Policy" in line for line in page["console"]))
    ]  # fmt: skip
    assert wrong == []


def test_a_captured_page_asks_nobody_and_leads_nowhere(browse: Browse) -> None:
    """The demo's pages name pictures and scripts of their station."""
    (found,) = browse("run", f"/article/{ARTICLE}/captured")
    assert (found["at"], found["elsewhere"], found["cookies"]) == (found["path"], [], [])


def test_hostile_records_do_nothing_on_any_page(hostile: Browse) -> None:
    """Printed text stays text, under a policy that nothing even tries to break."""
    name = quote(HOSTILE, safe="")
    paths = [
        "/", f"/?q={name}", f"/?lang={name}", "/article/example:646", "/lineage/example:646",
        "/article/example:646/changes", "/article/example:646/changes?view=side", "/stations",
        "/station/xiangtan", "/places", "/place/430300", f"/person/{name}", f"/medium/{name}",
        "/media", f"/trends?term={name}", f"/trends?term=a&station={name}", f"/article/{name}",
        "/runs",
    ]  # fmt: skip
    for found in hostile("run", *paths):
        assert not [line for line in found["console"] if "status of 4" not in line]
        assert (found["dialogs"], found["elsewhere"], found["cookies"]) == ([], [], [])
        assert (found["at"], found["pages"]) == (found["path"], 1)
        assert "\u202e" not in found["title"]


def test_a_hostile_captured_page_stays_in_its_sandbox(hostile: Browse) -> None:
    """Alone and in its frame: no script, no request, no way out."""
    for found in hostile("run", "/article/example:646/captured", "/article/example:646/original"):
        assert found["at"] == found["path"]
        assert (found["dialogs"], found["elsewhere"], found["cookies"]) == ([], [], [])
        assert found["pages"] == 1


@pytest.mark.parametrize(
    ("typed", "links", "end", "seen"),
    [
        ("望月桥 石拱", ["三百岁的古桥"], "/article/", "望月桥"),
        ("望月桥 石拱", ["三百岁的古桥", "原始页面"], "/original", ""),
        ("望月桥 石拱", ["三百岁的古桥", "转载链"], "/lineage/", "首发"),
        ("望月桥 石拱", ["三百岁的古桥", "转载链", ARTICLE, "看改动"], "/changes", "改动"),
        ("望月桥 石拱", ["三百岁的古桥"], "/article/", "[EB/OL]"),
        ("望月桥 石拱", ["csv"], "", ""),
    ],
)
def test_what_strangers_look_for_is_within_four_clicks(
    browse: Browse, typed: str, links: list[str], end: str, seen: str
) -> None:
    """A remembered phrase, where a field came from, who had it first, what was changed.

    And how to cite it, and to take along what was found. The search is the first click.
    """
    went = browse("go", typed, *links)
    assert len(links) <= 4
    assert end in went["addresses"][-1]
    assert seen in went["text"]
    assert went["files"] == (["articles.csv"] if "csv" in links else [])
