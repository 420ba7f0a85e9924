"""Folders for unpacked files: none is left, also of a process that was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from archive.files.scratch import scratch_folder

KILLED = """
import os, signal
from archive.files.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "member").write_bytes(bytes(9))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files of this test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_a_folder_is_gone_when_its_block_ends_however_it_ends(place: Path) -> None:
    """Also by an error."""
    with pytest.raises(IsADirectoryError), scratch_folder() as folder:
        folder.write_bytes(b"x")
    assert list(place.iterdir()) == []


def test_a_folder_that_a_killed_process_left_is_removed_by_the_next(place: Path) -> None:
    """And one that is in use stays, as do folders of others."""
    done = subprocess.run([sys.executable, "-c", KILLED], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = place.iterdir()
    (place / "other").mkdir()
    with scratch_folder() as first, scratch_folder() as second:
        assert not left.exists()
        assert {first, second, place / "other"} == set(place.iterdir())
