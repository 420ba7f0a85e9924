"""The CDXJ index of an archive: what is in it, what is not, and that it is brought up to date."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, URL, capture, hold, new_archive
from support.former_warc import former_form

from archive.custody.decisions import decide, takedown_decision
from archive.custody.opening import open_archive
from archive.interchange.cdxj_index import Indexed, write_index
from archive.model.errors import UsageError
from archive.store.archive import Archive
from archive.warc import Stored, stored_in

OTHER = replace(ARTICLE, id="example:2", url=f"{URL}?b=2&a=1", title="别的题目")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles; the first was captured again as the same payload, and as a 304."""
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture(0))
        hold(made, OTHER, capture(10, url=OTHER.url))
        same = capture(20, body=capture(0).body)
        not_modified = capture(30, status=304, body=b"", headers=(("ETag", "a"),))
        for each in (same, not_modified):
            made.write_capture(each, capture(0).id)
        with made.transaction():
            for each in (same, not_modified):
                made.index_capture(each)
    return tmp_path / "archive"


def index(folder: Path, output: Path) -> Indexed:
    with Archive.read_only(folder) as archive:
        return write_index(archive, output)


def told(output: Path) -> list[tuple[str, str, str | None, str | None]]:
    """Key, timestamp, mime and status of each line."""
    lines = [line.split(" ", 2) for line in output.read_text().splitlines()]
    said = [json.loads(line[2]) for line in lines]
    return [
        (key, stamp, each["mime"], each.get("status"))
        for (key, stamp, _), each in zip(lines, said, strict=True)
    ]


KEY = "cn,example,xt)/content/646.html"


def test_an_index_has_responses_and_revisits_sorted(folder: Path, tmp_path: Path) -> None:
    """Metadata and requests are not pages; a 304 has the digest of the page that it stands for."""
    output = tmp_path / "index.cdxj"
    made = index(folder, output)
    assert (made.captures, made.added, made.removed, made.left_out) == (4, 4, 0, {})
    assert told(output) == [
        (KEY, "20220722005112", "text/html", "200"),
        (KEY, "20220722011112", "warc/revisit", "200"),
        (KEY, "20220722012112", "warc/revisit", None),
        (f"{KEY}?a=1&b=2", "20220722010112", "text/html", "200"),
    ]
    said = [json.loads(line.split(" ", 2)[2]) for line in output.read_text().splitlines()]
    assert {each["digest"] for each in said[:3]} == {capture(0).payload_digest}
    assert list(said[0]) == ["url", "mime", "status", "digest", "length", "offset", "filename"]


def test_a_second_run_adds_what_is_new_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    """Brought up to date or made anew, the file is the same, and sorted."""
    output, anew = tmp_path / "index.cdxj", tmp_path / "anew.cdxj"
    index(folder, output)
    with open_archive(folder) as archive:
        hold(archive, replace(ARTICLE, title="改题"), capture(40))
    made = index(folder, output)
    assert (made.captures, made.added, made.removed) == (5, 1, 0)
    index(folder, anew)
    assert output.read_bytes() == anew.read_bytes()
    assert output.read_text().splitlines() == sorted(output.read_text().splitlines())
    assert index(folder, output).added == 0


@pytest.mark.parametrize("how", ["hide", "erase"])
def test_what_was_taken_down_leaves_the_index(folder: Path, tmp_path: Path, how: str) -> None:
    """Its captures and their revisits; those of other articles stay, wherever they stand now."""
    output = tmp_path / "index.cdxj"
    index(folder, output)
    with open_archive(folder) as archive:
        decision = takedown_decision(
            how, ARTICLE.id, by="archivist", reason="当事人要求", basis="民法典 1028"
        )
        decide(archive, decision)
    made = index(folder, output)
    assert [each[0] for each in told(output)] == [f"{KEY}?a=1&b=2"]
    assert made.left_out == ({"taken down": 3} if how == "hide" else {})
    if how == "hide":
        with open_archive(folder) as archive:
            undone = takedown_decision(
                "unhide", ARTICLE.id, by="archivist", reason="erledigt", basis="-"
            )
            decide(archive, undone)
        assert index(folder, output).captures == 4


def test_files_of_version_0_1_are_indexed_by_their_pages(folder: Path, tmp_path: Path) -> None:
    """Metadata that others serve instead of the page is not in the index, nor is an empty 304."""
    (path,) = (folder / "warc").glob("*.warc.gz")
    path.write_bytes(former_form(path))
    (folder / "archive.db").unlink()
    with new_archive(tmp_path / "again") as made:
        (tmp_path / "again" / "warc" / path.name).write_bytes(path.read_bytes())
        with made.transaction():
            for item in stored_in(path):
                assert isinstance(item, Stored)
                made.captures.index_recovered(item)
    indexed = index(tmp_path / "again", tmp_path / "index.cdxj")
    assert indexed.captures == 3
    assert list(indexed.left_out.values()) == [1]
    assert "replay as an empty page" in next(iter(indexed.left_out))


@pytest.mark.parametrize("text", ["notes of mine\n", "cn,a)/ 2022 {}\n", '{"a": 1}\n', "a b c\n"])
def test_a_file_that_is_no_index_is_not_replaced(folder: Path, tmp_path: Path, text: str) -> None:
    """A mistyped name does not cost another file."""
    output = tmp_path / "notes.txt"
    output.write_text(text)
    with pytest.raises(UsageError, match="line 1: no line of a CDXJ index"):
        index(folder, output)
    assert output.read_text() == text
