"""The reading room in Debian's Chromium, driven by playwright and judged by axe-core."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.commands import ROOT, Peer

Browse = Callable[..., Any]
ARTICLE = "demo-daily:421365"
PATHS = (
    "/", "/?q=路灯", "/?lang=en&q=路灯", f"/article/{ARTICLE}", f"/article/{ARTICLE}?lang=en",
    f"/article/{ARTICLE}/changes", f"/article/{ARTICLE}/changes?view=side",
    f"/lineage/{ARTICLE}", "/stations", "/station/demo-daily", "/runs", "/article/none",
)  # fmt: skip
#: Bytes of a page, without pictures.
LARGEST = 60_000


@pytest.fixture(scope="module")
def browse(both_days: Path, peer: Peer) -> Iterator[Browse]:
    """Call tests/peers/browser.py on a room that serves both days of the demo."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("PEERS_REQUIRED"):
            pytest.fail("chromium is not installed: .ci/run installs it")
        pytest.skip("chromium is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from archive.cli import main; main()", "serve"]
    server = subprocess.Popen([*command, "--archive", str(both_days), "--port", str(port)])
    for _ in range(600):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)

    def call(*arguments: str) -> Any:
        script = ROOT / "tests" / "peers" / "browser.py"
        words = [peer("python"), script, chromium, f"http://127.0.0.1:{port}", *arguments]
        ran = subprocess.run(words, capture_output=True, text=True, timeout=280, check=False)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    yield call
    server.terminate()
    server.wait(30)


def test_every_page_is_accessible_small_and_keeps_to_itself(browse: Browse) -> None:
    """In both widths and colours; stock Datasette's table breaks eight rules of axe-core."""
    wrong = [
        page
        for page in browse("look", *PATHS)
        if page["broken"] or page["elsewhere"] or page["too_wide"] or page["bytes"] > LARGEST
        or any("Content Security Policy" in line for line in page["console"])
    ]  # fmt: skip
    assert wrong == []


def test_a_captured_page_asks_nobody_and_leads_nowhere(browse: Browse) -> None:
    """The demo's pages name pictures and scripts of their station."""
    path = f"/article/{ARTICLE}/captured"
    assert browse("run", path) | {"frames": None, "at": None} == {
        "at": None, "elsewhere": [], "frames": None, "cookies": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "links", "end"),
    [
        ("望月桥 石拱", ["三百岁的古桥"], "/article/"),
        ("望月桥 石拱", ["三百岁的古桥", "原始页面"], "/original"),
        ("望月桥 石拱", ["三百岁的古桥", "转载链"], "/lineage/"),
        ("望月桥 石拱", ["三百岁的古桥", "转载链", ARTICLE, "看改动"], "/changes"),
    ],
)
def test_what_strangers_look_for_is_within_four_clicks(
    browse: Browse, typed: str, links: list[str], end: str
) -> None:
    """A remembered phrase, where a field came from, who had it first, and what was changed."""
    addresses = browse("go", typed, *links)
    assert len(links) <= 4
    assert end in addresses[-1]
