"""gzip streams are unpacked one at a time, within bounds, at a cost that follows their length."""

from __future__ import annotations

import gzip
import mmap
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.files import inflate


def packed(*held: bytes) -> bytes:
    return b"".join(gzip.compress(each, mtime=0) for each in held)


@given(st.lists(st.binary(max_size=5000), max_size=5), st.binary(max_size=20))
def test_streams_that_follow_each_other_are_read_back_one_by_one(
    held: list[bytes], rest: bytes
) -> None:
    """Each leaves the position at its end, whatever follows: that is where the next begins."""
    file = BytesIO(packed(*held) + rest)
    assert [inflate.whole(file, 5000) for _ in held] == held
    assert file.read() == rest


def test_a_file_and_a_map_are_read_like_memory(tmp_path: Path) -> None:
    """A capture is read from a file, a file of captures from its map."""
    path = tmp_path / "two"
    path.write_bytes(b"before" + packed(b"one" * 9999, b"two") + b"after")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        for readable in (file, whole):
            readable.seek(6)
            assert inflate.whole(readable, 99_999) == b"one" * 9999
            assert inflate.whole(readable, 99_999) == b"two"
            assert readable.read(5) == b"after"


def test_what_is_cut_off_damaged_or_too_large_is_told_apart() -> None:
    """A page that breaks off is fetched again; a bomb is not."""
    stream = packed(b"news" * 1000)
    for length in range(len(stream)):
        with pytest.raises(inflate.CutOff):
            inflate.whole(BytesIO(stream[:length]), 4000)
    assert inflate.whole(BytesIO(stream), 4000) == b"news" * 1000
    with pytest.raises(inflate.TooLarge):
        inflate.whole(BytesIO(stream), 3999)
    with pytest.raises(inflate.InflateError) as damaged:
        inflate.whole(BytesIO(stream[:-6] + b"\0" * 6), 4000)
    assert type(damaged.value) is inflate.InflateError


def test_many_streams_cost_what_they_are_long() -> None:
    """400,000 empty ones take half a second; with what follows copied for each, a minute."""
    file = BytesIO(packed(b"") * 400_000)
    begun = time.process_time()
    for _ in range(400_000):
        inflate.whole(file, 0)
    assert time.process_time() - begun < 20


def test_a_beginning_is_given_as_far_as_it_goes() -> None:
    """Of a page without its end, or of what is no gzip at all."""
    stream = packed(b"news of the day")
    assert inflate.beginning(stream, 4) == b"news"
    assert inflate.beginning(stream[:-8], 99) == b"news of the day"
    assert inflate.beginning(b"<html>", 4) == b""
