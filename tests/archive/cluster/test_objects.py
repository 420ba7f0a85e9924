"""Objects of a catalogue, in a folder and in a bucket: one writer wins."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from support.object_stores import UnsureLine

from archive.cluster.objects import Overtaken, opened
from archive.model.errors import StorageError, UsageError


def test_an_object_is_made_where_there_is_none_and_not_made_twice(place: str) -> None:
    objects = opened(place)
    assert objects.read("state.json") is None
    version = objects.put_if("state.json", b"first", None)
    with pytest.raises(Overtaken, match="another machine wrote it first"):
        objects.put_if("state.json", b"second", None)
    held = objects.read("state.json")
    assert held is not None
    assert (held.data, held.version) == (b"first", version)
    assert 0 <= held.age < 10


def test_an_object_is_replaced_by_who_read_it_last_and_by_nobody_else(place: str) -> None:
    objects = opened(place)
    old = objects.put_if("a/state.json", b"1", None)
    new = objects.put_if("a/state.json", b"2", old)
    with pytest.raises(Overtaken):
        objects.put_if("a/state.json", b"3", old)
    with pytest.raises(Overtaken):
        objects.put_if("a/other.json", b"3", new)  # there is none to be replaced
    assert objects.read("a/other.json") is None
    held = objects.read("a/state.json")
    assert held is not None
    assert held.data == b"2"


def test_of_many_that_write_at_once_one_wins_each_round(place: str) -> None:
    objects = opened(place)
    version = None
    for number in range(4):

        def attempt(worker: int, number: int = number, version: str | None = version) -> str | None:
            try:
                return objects.put_if("race", f"{number} of {worker}".encode(), version)
            except Overtaken:
                return None

        with ThreadPoolExecutor(8) as pool:
            won = [each for each in pool.map(attempt, range(8)) if each]
        assert len(won) == 1
        version = won[0]


def test_what_was_written_though_no_answer_came_is_known_again(place: str) -> None:
    objects = opened(place)
    first = objects.put_if("state.json", b"token 17", None)
    assert objects.write_if("state.json", b"token 17", None) == first  # the request repeated
    with pytest.raises(Overtaken):
        objects.write_if("state.json", b"token 18", None)


@pytest.mark.parametrize("size", [0, 1, 1 << 22, (1 << 22) + 1, 9_000_000])
def test_a_file_comes_back_as_it_was_sent(place: str, tmp_path: Path, size: int) -> None:
    objects, file = opened(place), tmp_path / "file"
    content = hashlib.shake_128(b"news").digest(size)
    file.write_bytes(content)
    objects.put_file("files/a", file)
    objects.put("files/b", content)
    for key in ("files/a", "files/b"):
        back = BytesIO()
        assert objects.copy_to(key, back)
        assert back.getvalue() == content
    assert not objects.copy_to("files/c", BytesIO())


def test_objects_are_listed_by_what_their_keys_begin_with_and_taken_away(place: str) -> None:
    objects = opened(place)
    for key in ("shards/a/x", "shards/a/y/z", "shards/ab/x"):
        objects.put(key, b"12345")
    assert objects.sizes("shards/a/") == {"shards/a/x": 5, "shards/a/y/z": 5}
    objects.remove(["shards/a/y/z", "shards/a/never"])
    assert objects.sizes("shards/a/") == {"shards/a/x": 5}
    assert objects.sizes("nothing/") == {}


@pytest.mark.parametrize(
    "url", ["news", "/srv/news", "http://news/x", "file://host/srv", "s3:///x", "ftp://a/b", ""]
)
def test_what_is_no_address_of_a_catalogue_is_told_which_there_are(url: str) -> None:
    with pytest.raises(UsageError, match="file:///folder or s3://bucket/path is expected"):
        opened(url)


def test_a_server_that_refuses_delays_or_loses_some_answers_is_asked_again(
    s3: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    line = UnsureLine(s3, share=0.3)
    monkeypatch.setenv("AWS_ENDPOINT_URL", line.address)
    objects = opened(f"s3://news/{tmp_path.name}")
    version = None
    for number in range(20):
        version = objects.write_if("state.json", f"token {number}".encode(), version)
    held = objects.read("state.json")
    line.close()
    assert held is not None
    assert held.data == b"token 19"
    assert line.refused > 3


def test_a_bucket_that_is_not_there_and_a_server_that_is_not_there_are_told(
    s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StorageError, match=r"s3://nowhere/a/x: .*there is no such bucket"):
        opened("s3://nowhere/a").put("x", b"")
    monkeypatch.setattr("archive.cluster.s3_objects._TRIES", 1)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StorageError, match=r"s3://news/a/x: cannot be read: .*127\.0\.0\.1:9"):
        opened("s3://news/a").read("x")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("AccessDenied", "you may not do this: see the rights on the bucket"),
        ("InvalidAccessKeyId", "these credentials are not known there: see AWS_ACCESS_KEY_ID"),
        ("SignatureDoesNotMatch", "the secret key is wrong: see AWS_SECRET_ACCESS_KEY"),
        ("QuotaExceeded", "there is no room left in the bucket"),
    ],
)
def test_what_a_bucket_refuses_is_told_at_once(
    s3: str, monkeypatch: pytest.MonkeyPatch, code: str, told: str
) -> None:
    line = UnsureLine(s3, forbidden="/news/", code=code)
    monkeypatch.setenv("AWS_ENDPOINT_URL", line.address)
    with pytest.raises(StorageError) as caught:
        opened("s3://news/a").put("x", b"1")
    line.close()
    assert str(caught.value) == f"s3://news/a/x: cannot be written: {told} ({code})"


def test_without_credentials_that_is_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    with pytest.raises(StorageError, match=r"(?i)s3://news/a/x: cannot be read: .*credentials"):
        opened("s3://news/a").read("x")


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue").write_text("a file stands where the folder was to be")
    with pytest.raises(StorageError, match=r"cannot be written: .*Not a directory"):
        opened(f"file://{tmp_path}/catalogue").put("shards/a", b"")
