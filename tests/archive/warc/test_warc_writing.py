"""WARC files: their names, their size, and a disk that is full."""

import os
import resource

import pytest
from support.warc_files import capture

from archive.model.errors import StorageError
from archive.warc import (
    WarcWriter,
    read,
    recover,
)


def test_a_file_has_its_name_only_when_it_is_closed(tmp_path):
    """While it may still grow it ends in .open; the captures can be read all the time."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    location = writer.append(capture())
    writer.sync()

    assert [path.name for path in tmp_path.iterdir()] == [f"{writer.file}.open"]
    assert read(tmp_path, location) == capture()
    writer.close()
    assert [path.name for path in tmp_path.iterdir()] == [writer.file]
    assert read(tmp_path, location) == capture()


def test_two_files_of_one_run_in_one_second_have_two_names(tmp_path):
    """No file is ever opened twice for writing."""
    first, second = WarcWriter(tmp_path, "3f9a2c1b"), WarcWriter(tmp_path, "3f9a2c1b")
    first.close()
    second.close()

    assert first.file != second.file
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_file_says_so(tmp_path):
    """The archive closes it after the next commit."""
    writer = WarcWriter(tmp_path, "3f9a2c1b", max_bytes=1_000)
    assert not writer.full
    writer.append(capture())
    assert writer.full
    writer.close()


def test_a_disk_that_is_full_is_a_storage_error_and_the_file_is_not_trusted_again(tmp_path):
    """What was synced before can still be recovered; nothing is written after the error."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    kept = writer.append(capture(1))
    writer.sync()
    size = (tmp_path / f"{writer.file}.open").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 700, before[1]))
    try:
        writer.append(capture(2, body=os.urandom(5_000)))
        with pytest.raises(StorageError, match=writer.file):
            writer.sync()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with pytest.raises(StorageError, match="start again"):
        writer.append(capture(3))
    writer.close()

    (leftover,) = recover(tmp_path, lambda _file: 0)

    assert [stored.capture for stored in leftover.captures(tmp_path)] == [capture(1)]
    assert leftover.cut == 700
    assert read(tmp_path, kept) == capture(1)
