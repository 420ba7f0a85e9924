"""WACZ files: what of a selection is in them, and that it is whole, the same, and lawful."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from support.archives import ARTICLE, URL, capture, hold, new_archive

from archive.custody.decisions import decide, takedown_decision
from archive.custody.opening import open_archive
from archive.interchange.wacz import Packed, Wanted, write_wacz
from archive.model.errors import NothingFound, TakenDown, UsageError
from archive.search.search import Filters
from archive.store.archive import Archive
from archive.warc import Stored, stored_in

OTHER = replace(ARTICLE, id="example:2", url=f"{URL}?2", title="别的题目")
SAME = capture(20, body=capture(10).body, url=OTHER.url)
NOT_MODIFIED = capture(30, status=304, body=b"", headers=(("ETag", "a"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles; the second, with a revisit of its page, and the first again as a 304."""
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture(0))
        hold(made, OTHER, capture(10, url=OTHER.url))
        made.write_capture(SAME, capture(10).id)
        made.write_capture(NOT_MODIFIED, capture(0).id)
        with made.transaction():
            made.index_capture(SAME)
            made.index_capture(NOT_MODIFIED)
    return tmp_path / "archive"


def pack(folder: Path, output: Path, *ids: str, text: bool = False, **filters: Any) -> Packed:
    with Archive.read_only(folder) as archive:
        wanted = Wanted(filters=Filters(**filters), ids=ids, text=text)
        return write_wacz(archive, wanted, output)


def captures(output: Path) -> list[str]:
    """The ids of the captures in the WARC file, in its order."""
    with ZipFile(output) as file:
        warc = output.with_suffix(".warc.gz")
        warc.write_bytes(file.read("archive/data.warc.gz"))
    found = list(stored_in(warc))
    assert all(isinstance(item, Stored) for item in found)
    return [item.capture.id for item in found if isinstance(item, Stored)]


def lines(output: Path, member: str) -> list[str]:
    with ZipFile(output) as file:
        data = file.read(member)
    return (gzip.decompress(data) if member.endswith("gz") else data).decode().splitlines()


def test_a_selection_is_in_it_with_what_it_repeats(folder: Path, tmp_path: Path) -> None:
    """And nothing else; each line of the index leads to its record."""
    output = tmp_path / "one.wacz"
    packed = pack(folder, output, OTHER.id, text=True)
    assert (packed.articles, packed.captures, packed.damaged) == (1, 2, ())
    assert captures(output) == [capture(10).id, SAME.id]
    said = [json.loads(line.split(" ", 2)[2]) for line in lines(output, "indexes/index.cdx.gz")]
    assert [each["mime"] for each in said] == ["text/html", "warc/revisit"]
    with ZipFile(output) as file:
        warc = file.read("archive/data.warc.gz")
    for each in said:
        record = warc[int(each["offset"]) :][: int(each["length"])]
        assert f"sha256:{hashlib.sha256(record).hexdigest()}" == each["recordDigest"]
        assert f"WARC-Target-URI: {OTHER.url}".encode() in gzip.decompress(record)
    head, page = map(json.loads, lines(output, "pages/pages.jsonl"))
    assert head["format"] == "json-pages-1.0"
    assert (page["url"], page["ts"], page["title"], page["text"]) == (
        OTHER.url, "2022-07-22T01:01:12Z", "别的题目", OTHER.body,
    )  # fmt: skip


def test_a_warc_file_of_a_selection_is_that_of_its_wacz(folder: Path, tmp_path: Path) -> None:
    """For programs that read WARC: the records alone, also what a revisit repeats."""
    assert pack(folder, tmp_path / "one.warc.gz", OTHER.id).captures == 2
    pack(folder, tmp_path / "one.wacz", OTHER.id)
    with ZipFile(tmp_path / "one.wacz") as file:
        assert (tmp_path / "one.warc.gz").read_bytes() == file.read("archive/data.warc.gz")
    with pytest.raises(UsageError, match="a WARC file has no list of pages"):
        pack(folder, tmp_path / "two.warc.gz", OTHER.id, text=True)


def test_each_member_is_vouched_for_and_stored(folder: Path, tmp_path: Path) -> None:
    """Programs read pieces of the members where they lie, so none is packed again."""
    output = tmp_path / "all.wacz"
    assert pack(folder, output).captures == 4
    with ZipFile(output) as file:
        package = json.loads(file.read("datapackage.json"))
        digest = json.loads(file.read("datapackage-digest.json"))["hash"]
        assert digest == f"sha256:{hashlib.sha256(file.read('datapackage.json')).hexdigest()}"
        for each in package["resources"]:
            data = file.read(each["path"])
            assert (each["hash"], each["bytes"]) == (
                f"sha256:{hashlib.sha256(data).hexdigest()}", len(data),
            )  # fmt: skip
        members = {info.filename for info in file.infolist()}
        assert all(info.compress_type == ZIP_STORED for info in file.infolist())
    assert members == {each["path"] for each in package["resources"]} | {
        "datapackage.json", "datapackage-digest.json",
    }  # fmt: skip


def test_the_same_selection_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """So that a file can be compared with the one that was cited."""
    one, two = tmp_path / "one.wacz", tmp_path / "two.wacz"
    pack(folder, one, station="xiangtan")
    pack(folder, two, ARTICLE.id, OTHER.id)
    assert one.read_bytes() == two.read_bytes()


def test_what_is_hidden_is_not_in_it(folder: Path, tmp_path: Path) -> None:
    """Neither selected by all nor by its id."""
    with open_archive(folder) as archive:
        decision = takedown_decision(
            "hide", ARTICLE.id, by="archivist", reason="当事人要求", basis="民法典 1028"
        )
        decide(archive, decision)
    output = tmp_path / "all.wacz"
    pack(folder, output)
    assert captures(output) == [capture(10).id, SAME.id]
    with pytest.raises(TakenDown):
        pack(folder, tmp_path / "none.wacz", ARTICLE.id)
    assert not (tmp_path / "none.wacz").exists()


def test_a_damaged_capture_is_told_and_left_out(folder: Path, tmp_path: Path) -> None:
    """With what repeats it, which could not be shown; all else is there."""
    with Archive.read_only(folder) as archive:
        file, offset = archive.connection.execute(
            "SELECT warc_file, warc_offset FROM captures WHERE id = ?", (capture(0).id,)
        ).fetchone()
    path = folder / "warc" / file
    data = bytearray(path.read_bytes())
    data[offset + 60] ^= 1
    path.write_bytes(data)
    output = tmp_path / "all.wacz"
    packed = pack(folder, output)
    assert captures(output) == [capture(10).id, SAME.id]
    assert len(packed.damaged) == 2
    assert "digest differs" in packed.damaged[0]
    assert "is not in the file" in packed.damaged[1]


def test_nothing_is_written_where_nothing_matches(folder: Path, tmp_path: Path) -> None:
    """A file that was there stays as it was."""
    output = tmp_path / "all.wacz"
    pack(folder, output)
    before = output.read_bytes()
    with pytest.raises(NothingFound):
        pack(folder, output, since="2030")
    with pytest.raises(NothingFound):
        pack(folder, output, "example:9")
    with pytest.raises(UsageError, match=r"ends in \.wacz"):
        pack(folder, tmp_path / "all.zip")
    assert output.read_bytes() == before
    assert [each.name for each in tmp_path.glob(".*")] == []
