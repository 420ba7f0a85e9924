"""The room reads beside a crawl: no reader stands in a writer's way, and a copy can be served."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.model.errors import StorageError
from archive.room import reading
from archive.store.archive import Archive

_ENDLESS = (
    "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n)"
    " SELECT max(x) FROM n, articles"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with one article, open for writing."""
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture())
        yield made


def _is_checkpointed(archive: Archive) -> bool:
    """Whether a checkpoint came to its end: nothing of the journal is needed by any reader."""
    busy, *_ = archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def test_a_page_that_takes_long_lets_the_journal_be_emptied(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crawl writes for days: a journal that no checkpoint may empty fills the disk."""
    monkeypatch.setattr(reading, "_LONGEST", 1.0)
    room = reading.Reading(archive.folder)
    seen: list[str] = []

    def read() -> None:
        with room.archive() as read_only:  # what a thread has kept of a page that ended well
            read_only.connection.execute("SELECT count(*) FROM articles").fetchone()
        try:
            with room.archive() as read_only:
                read_only.connection.execute(_ENDLESS).fetchone()
        except StorageError as error:
            seen.append(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    archive.connection.execute("PRAGMA busy_timeout = 0")
    emptied = False
    for number in range(600):
        with archive.transaction() as connection:
            connection.execute("UPDATE articles SET last_seen_at = ?", (f"2022-{number}",))
        emptied = _is_checkpointed(archive)
        if not reader.is_alive():
            break
        time.sleep(0.05)
    reader.join()
    assert seen == ["this takes more than 5 seconds; ask for less"]
    assert emptied or _is_checkpointed(archive)


@contextmanager
def _serving(
    folder: Path, scratch: Path, *words: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from archive.cli import main; main()", "serve"]
    server = subprocess.Popen(
        [*command, "--archive", str(folder), "--port", str(port), *words],
        env={**os.environ, "TMPDIR": str(scratch)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield server, port
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate()


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_a_copy_is_served_as_of_its_moment_and_removed(
    archive: Archive, tmp_path: Path, way: signal.Signals
) -> None:
    """With the captured pages, which are not copied."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with _serving(archive.folder, scratch, "--snapshot") as (server, port):
        assert len(list(scratch.iterdir())) == 1
        with archive.transaction() as connection:
            connection.execute("UPDATE articles SET title = '改了'")
        asked = closing(HTTPConnection("127.0.0.1", port, timeout=60))
        with asked as http:
            http.request("GET", "/article/example%3A646.json")
            shown = json.loads(http.getresponse().read())
        assert shown["title"] == ARTICLE.title
        assert shown["captures"][0]["fixity"] == "ok"
        server.send_signal(way)
        assert server.wait(60) == {signal.SIGTERM: 143, signal.SIGINT: 0}[way]
    assert list(scratch.iterdir()) == []


def test_a_copy_that_finds_no_room_says_so(archive: Archive, tmp_path: Path) -> None:
    """And nothing of it stays."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    code = "from archive.cli import main; main()"
    ran = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", sys.executable, "-B", "-c", code, "serve",
         "--snapshot", "--archive", str(archive.folder)],
        env={**os.environ, "TMPDIR": str(scratch)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, list(scratch.iterdir())) == (74, "", [])
    assert "Make room or mend the disk" in ran.stderr
    assert "Traceback" not in ran.stderr
