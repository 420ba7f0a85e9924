"""What --output names: files, links, devices, pipes and standard output."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from support.archives import ARTICLE, hold
from support.commands import Harvest

from archive.files.atomic_file import written
from archive.store.archive import Archive


def test_a_file_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    """A former one stands until then, and where the writing fails."""
    path = tmp_path / "hits.jsonl"
    path.write_text("former")
    with written(path) as file:
        file.write("湘潭\n")
        assert path.read_text() == "former"
    assert path.read_text("utf-8") == "湘潭\n"
    with pytest.raises(ZeroDivisionError), written(path) as file:
        file.write(str(1 / 0))
    assert path.read_text("utf-8") == "湘潭\n"
    assert [each.name for each in tmp_path.iterdir()] == ["hits.jsonl"]


def test_a_link_goes_on_being_one(tmp_path: Path) -> None:
    """The file that it leads to is written, also one that is not there yet."""
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "hits.jsonl")
    for text in ("first", "second"):
        with written(link) as file:
            file.write(text)
        assert link.is_symlink()
        assert (tmp_path / "hits.jsonl").read_text() == text


def test_a_pipe_is_written_straight(tmp_path: Path) -> None:
    """What reads it gets the answers; the pipe stays."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    with written(pipe) as file:
        file.write("湘潭")
    reader.join(60)
    assert read == ["湘潭"]
    assert pipe.is_fifo()


def test_a_minus_is_standard_output(tmp_path: Path, archive_command: Harvest) -> None:
    """Of a file of queries and of lineages alike; and a full device is told, with 74."""
    with Archive.create(tmp_path / "archive") as archive:
        hold(archive, ARTICLE)
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"query": 1, "text": "路灯"}\n', encoding="utf-8")
    at = ("--archive", tmp_path / "archive")
    found = archive_command("search", "--queries", queries, "--output", "-", *at)
    assert found.stdout.startswith('{"query": 1, "hits": [{"id": "example:646", "score": ')
    told = archive_command("lineage", "export", "--output", "-", *at)
    assert told.stdout == (
        '{"article": "example:646", "lineage": "example:646", "relation": null, "parent": null}\n'
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["archive", "queries.jsonl"]
    full = archive_command("search", "--queries", queries, "--output", "/dev/full", *at)
    assert full.returncode == 74
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_file_that_cannot_be_made_is_named_as_it_was_given(tmp_path: Path, folder: str) -> None:
    """Nobody asked for the unfinished file beside it."""
    (tmp_path / "file").touch()
    output = tmp_path / folder / "x.json"
    with pytest.raises(OSError, match=r"No such file|Not a directory") as told, written(output):
        pass
    assert told.value.filename == str(output)
