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
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive
from support.rooms import serving

from archive.cli.reading.serve import serve
from archive.model.errors import StorageError, UsageError
from archive.publish.datasette import FILE
from archive.room import reading, server
from archive.room.snapshot import snapshot
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


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_copy_is_served_as_of_its_moment_and_removed(
    archive: Archive, tmp_path: Path, way: signal.Signals
) -> None:
    """With the captured pages, which are not copied."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with serving(archive.folder, "--snapshot", TMPDIR=str(scratch)) as room:
        assert len(list(scratch.iterdir())) == 1
        with archive.transaction() as connection:
            connection.execute("UPDATE articles SET title = '改了'")
        asked = closing(HTTPConnection("127.0.0.1", room.port, timeout=60))
        with asked as http:
            http.request("GET", "/article/example%3A646.json")
            shown = json.loads(http.getresponse().read())
        assert shown["title"] == ARTICLE.title
        assert shown["captures"][0]["fixity"] == "ok"
        room.process.send_signal(way)
        ended = {signal.SIGTERM: 143, signal.SIGINT: 0, signal.SIGHUP: 129}
        assert room.process.wait(60) == ended[way]
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


def test_what_cannot_be_served_is_refused_before_a_copy_is_made(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of a large archive takes minutes; a folder that is missing is named."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "missing"))
    words = ["--snapshot", "--archive", str(archive.folder), "--port"]
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(UsageError, match="--port and --host name others"):
            serve.main([*words, port], standalone_mode=False)
    with pytest.raises(StorageError, match="missing, which is no folder"):
        serve.main([*words, port], standalone_mode=False)


def test_an_error_of_the_server_is_none_of_the_copy(archive: Archive) -> None:
    """It says what went wrong, and not that a copy could not be made."""
    with pytest.raises(BrokenPipeError), snapshot(archive.folder) as copy:
        raise BrokenPipeError
    assert not copy.exists()


def test_metadata_that_somebody_wrote_or_changed_stays(archive: Archive) -> None:
    """Our own file is brought up to date; another's is kept, and that is said."""
    file = archive.folder / FILE
    assert server.leave_metadata(archive.folder) is None
    written = file.read_text("utf-8")
    assert server.leave_metadata(archive.folder) is None
    for content in ("{}", "no JSON", written.replace("Regional news", "My news")):
        file.write_text(content, "utf-8")
        assert "stays as it is" in (server.leave_metadata(archive.folder) or "")
        assert file.read_text("utf-8") == content
