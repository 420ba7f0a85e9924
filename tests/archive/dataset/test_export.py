"""Datasets handed out: the same bytes each time, vouched for, safe in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.archives import new_archive

from archive.custody.decisions import decide, takedown_decision
from archive.dataset.articles import ARTICLES, RECORD_KEYS
from archive.dataset.cited import citations_in
from archive.dataset.export import Shape, export
from archive.dataset.selection import Selection
from archive.model.article import Article, Block, Credit, PrintedTime
from archive.model.errors import Damaged, NothingFound, StorageError, UsageError
from archive.search.search import Filters
from archive.store.archive import Archive

LAMPS = Article(
    id="demo:2",
    station="north",
    url="https://north.example/2",
    title="=路灯亮了",
    blocks=(Block(text="一，“亮”了。"), Block(text='+二"')),
    published=PrintedTime.from_iso("2022-07-22T08:51:12+08:00", "second"),
    credits=(
        Credit(role="author", name="林小禾", position=1),
        Credit(role="reporter", name="周一", position=2),
        Credit(role="editor", name="孙晚", affiliation="北县站", position=3),
    ),
)
#: What the archive knows of it beside its record.
HELD_OF_LAMPS = {
    "state": "live",
    "first_seen_at": None,
    "last_seen_at": None,
    "station_title": "北县站",
    "place": None,
    "place_name": None,
    "other_urls": [],
    "published_day": "2022-07-22",
    "published_at_utc": "2022-07-22T00:51:12Z",
    "characters": 11,
    "captions": [],
    "lineage": "demo:2",
    "lineage_role": None,
    "lineage_articles": 1,
    "parent": None,
    "relation": None,
    "text_coverage": None,
    "lag_at_least": None,
    "lag_at_most": None,
    "reservations": [],
}
COURSE = Article(id="demo:1", station="south", url="https://south.example/1", title="培训")


CSV_COLUMNS = tuple(column.name for column in ARTICLES.columns if column.fits_a_cell)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with two articles, held in another order than that of their ids."""
    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES"
                " ('north', '北县站', 'fixture'), ('south', '南县站', 'fixture')"
            )
            for article in (LAMPS, COURSE):
                archive.store_article(article, [])
        yield archive


def test_json_lines_are_whole_records_in_the_order_of_ids(archive: Archive, tmp_path: Path) -> None:
    """Each with its revision and state beside what the article says."""
    exported = export(archive, Selection(), Shape(form="jsonl"), tmp_path / "out")
    lines = [json.loads(line) for line in exported.data.read_bytes().splitlines()]
    assert [line["id"] for line in lines] == ["demo:1", "demo:2"]
    assert list(lines[1]) == [column.name for column in ARTICLES.columns]
    record = {key: lines[1].pop(key) for key in RECORD_KEYS}
    assert record == LAMPS.to_dict()
    assert len(lines[1].pop("revision")) == len("20220722005112")
    assert lines[1] == HELD_OF_LAMPS
    assert exported.articles == 2


def test_csv_opens_in_a_spreadsheet(archive: Archive, tmp_path: Path) -> None:
    """UTF-8 with BOM, names in one cell, and no cell that a spreadsheet would calculate."""
    exported = export(archive, Selection(query="路灯"), Shape(form="csv"), tmp_path / "out")
    data = exported.data.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,station,url,title,")
    assert data.endswith(b"\r\n")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(row) == CSV_COLUMNS
    held = {name: row.pop(name) for name in CSV_COLUMNS if name not in RECORD_KEYS}
    assert len(held.pop("revision")) == len("20220722005112")
    assert held == {
        name: "" if value is None or value == [] else str(value)
        for name, value in HELD_OF_LAMPS.items()
    }
    assert row == {
        "id": "demo:2",
        "station": "north",
        "url": "https://north.example/2",
        "title": "'=路灯亮了",
        "kicker": "",
        "subtitle": "",
        "original_title": "",
        "published_at": "2022-07-22T08:51:12+08:00",
        "published_precision": "second",
        "source": "",
        "authors": "林小禾、周一",
        "editors": "孙晚",
        "body": '一，“亮”了。\n+二"',
        "complete": "true",
        "language": "",
        "layout": "",
        "reader": "",
    }


def test_the_manifest_vouches_for_each_file(archive: Archive, tmp_path: Path) -> None:
    """Digest, bytes and rows of the data and its codebook, and what was asked."""
    selection = Selection(query="路灯", filters=Filters(station="north", since="2022"))
    export(archive, selection, Shape(form="csv"), tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    assert [file["name"] for file in manifest["files"]] == ["articles.csv", "codebook.md"]
    for file in manifest["files"]:
        data = (tmp_path / "out" / file["name"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["bytes"] == len(data)
    assert manifest["files"][0]["rows"] == 1
    assert manifest["query"] == "路灯"
    assert manifest["filters"] == {
        "station": ["north"],
        "source": [],
        "since": "2022",
        "until": None,
        "place": [],
        "state": [],
        "lineage": "all",
    }
    assert manifest["format"] == "csv"
    assert manifest["program"] == "archive 0.2.0"


def test_counting_reads_indexes_alone(archive: Archive, tmp_path: Path) -> None:
    """To count a million articles and revisions, their texts are not read once more."""
    statements: list[str] = []
    archive.connection.set_trace_callback(statements.append)
    export(archive, Selection(), Shape(), tmp_path / "out")
    archive.connection.set_trace_callback(None)
    counting = [sql for sql in statements if "count(*)" in sql]
    assert len(counting) == 2
    for sql in counting:
        plan = [row[3] for row in archive.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not {"SCAN a", "SCAN articles", "SCAN revisions"} & {*plan}, plan


def test_the_codebook_tells_of_every_column(archive: Archive, tmp_path: Path) -> None:
    """In the order of the file."""
    export(archive, Selection(), Shape(form="csv"), tmp_path / "out")
    lines = (tmp_path / "out/codebook.md").read_text().splitlines()
    columns = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert tuple(columns) == CSV_COLUMNS


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_same_query_gives_the_same_bytes(archive: Archive, tmp_path: Path, form: Any) -> None:
    """A dataset can be cited."""
    for name in ("one", "two"):
        export(archive, Selection(query="灯 OR 培训"), Shape(form=form), tmp_path / name)
    first, second = (tmp_path / name / f"articles.{form}" for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_a_file_gets_its_codebook_and_manifest_beside_it(archive: Archive, tmp_path: Path) -> None:
    """Several exports can stand in one folder."""
    export(archive, Selection(), Shape(form="csv"), tmp_path / "out/july.csv")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "july.codebook.md",
        "july.csv",
        "july.manifest.json",
    ]


def test_a_file_of_another_ending_is_refused(archive: Archive, tmp_path: Path) -> None:
    """It would become a folder of that name."""
    with pytest.raises(UsageError, match=r"july\.jsonl: a csv export is asked for"):
        export(archive, Selection(), Shape(form="csv"), tmp_path / "july.jsonl")


def test_an_export_again_replaces_the_former_one(archive: Archive, tmp_path: Path) -> None:
    """All three files are of the second."""
    selection = Selection(query="培训")
    export(archive, selection, Shape(form="csv"), tmp_path / "out")
    export(archive, selection, Shape(form="csv", mark=False), tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    data = (tmp_path / "out/articles.csv").read_bytes()
    assert data.startswith(b"id,")
    assert manifest["files"][0]["sha256"] == hashlib.sha256(data).hexdigest()
    assert manifest["files"][0]["rows"] == 1


@pytest.mark.parametrize("names", [("", ""), ("jan.csv", "jan.jsonl")])
def test_another_dataset_keeps_its_codebook_and_manifest(
    archive: Archive, tmp_path: Path, names: tuple[str, str]
) -> None:
    """Both formats in one place would share them: the second is refused, the first stays."""
    export(archive, Selection(), Shape(form="csv"), tmp_path / "data" / names[0])
    before = {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}
    with pytest.raises(UsageError, match=r"it belongs to (articles|jan)\.csv, .* name another"):
        export(archive, Selection(), Shape(form="jsonl"), tmp_path / "data" / names[1])
    assert {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()} == before


@pytest.mark.parametrize("content", ['{"name": "webapp"}', "[]", "?"])
def test_the_manifest_of_another_program_is_not_replaced(
    archive: Archive, tmp_path: Path, content: str
) -> None:
    """The name is a common one."""
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(UsageError, match="it belongs to something else"):
        export(archive, Selection(), Shape(form="csv"), tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["manifest.json"]


def test_nothing_is_written_where_nothing_matches(archive: Archive, tmp_path: Path) -> None:
    """Not even a folder."""
    with pytest.raises(NothingFound, match="no article matches"):
        export(archive, Selection(query="火星"), Shape(form="csv"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_no_file_under_its_name(archive: Archive) -> None:
    """/dev/full is a disk without room; here the folder cannot even be made."""
    with pytest.raises(StorageError, match="nothing is exported"):
        export(archive, Selection(), Shape(form="csv"), Path("/dev/full/out"))


def test_what_fails_on_the_way_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    """An article that cannot be read ends the export, and its unfinished files are gone."""
    archive.connection.execute("UPDATE articles SET blocks = 'torn' WHERE id = 'demo:2'")
    with pytest.raises(Damaged, match="demo:2: its row cannot be understood"):
        export(archive, Selection(), Shape(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not archive.connection.in_transaction


def test_a_killed_export_leaves_no_file_under_its_name(archive: Archive, tmp_path: Path) -> None:
    """Only an unfinished one, which the next export replaces."""
    with archive.transaction():
        for number in range(2000):
            body = (Block(text="路灯" * 300),)
            said = {"station": "north", "url": f"https://north.example/x{number}", "title": "灯"}
            archive.store_article(Article(id=f"x:{number}", blocks=body, **said), [], linking=False)
    output = tmp_path / "out"
    program = (
        "import sys; from pathlib import Path; from archive.store.archive import Archive;"
        " from archive.dataset.export import export, Selection, Shape;"
        " export(Archive.read_only(Path(sys.argv[1])), Selection(), Shape(form='csv'),"
        " Path(sys.argv[2]))"
    )
    running = subprocess.Popen([sys.executable, "-c", program, archive.folder, output])
    unfinished = output / ".articles.csv.unfinished"
    while running.poll() is None and not unfinished.exists():
        time.sleep(0.001)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert {path.name for path in output.iterdir()} == {
        unfinished.name,
        ".checkpoint.json.unfinished",  # locks the dataset
    }
    export(archive, Selection(), Shape(form="csv"), output)
    assert not unfinished.exists()


def test_records_come_from_one_moment(archive: Archive, tmp_path: Path) -> None:
    """What is written while an export runs does not get into it: not into a later table either."""

    def write(done: int, total: int) -> None:
        assert (done, total) == (2, 2)
        with archive.transaction() as connection:
            connection.execute("UPDATE articles SET title = 'x'")
            connection.execute("UPDATE stations SET title = 'x'")

    shape = Shape(columns=("title",), related=("stations",))
    with Archive.read_only(archive.folder) as reader:
        export(reader, Selection(), shape, tmp_path / "out", write)
    assert titles(tmp_path / "out/articles.jsonl") == ["培训", "=路灯亮了"]
    assert titles(tmp_path / "out/stations.jsonl") == ["北县站", "南县站"]


def titles(path: Path) -> list[str]:
    """The titles in a file of JSON lines."""
    return [json.loads(line)["title"] for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_dataset_is_made_again_as_it_was_cited(
    archive: Archive, tmp_path: Path, form: Any
) -> None:
    """The archive has gone on: the same revisions, in the same order, to the byte."""
    former = export(archive, Selection(), Shape(form=form), tmp_path / "former").data
    with archive.transaction():
        archive.store_article(replace(LAMPS, title="改了的题目"), [])
    cited = tuple(citations_in(former))

    again = export(archive, Selection(cited=cited), Shape(form=form), tmp_path / "again")

    assert again.left_out == ()
    was, now = former.read_bytes(), again.data.read_bytes()
    assert now.replace(b"changed", b"live") == was  # the state is of today
    manifest = json.loads((tmp_path / "again/manifest.json").read_bytes())
    assert (manifest["cited"], manifest["left_out"]) == (2, [])
    assert manifest["archive"]["revisions"] == 3


def test_what_several_share_stands_in_the_order_of_the_table(
    archive: Archive, tmp_path: Path
) -> None:
    """In whatever order articles are cited: so a dataset made again has the same bytes."""
    shape = Shape(columns=("title",), related=("stations",))
    former = export(archive, Selection(), Shape(), tmp_path / "former").data
    cited = tuple(citations_in(former))
    export(archive, Selection(cited=cited), shape, tmp_path / "again")
    assert titles(tmp_path / "again/articles.jsonl") == ["培训", "=路灯亮了"]
    assert titles(tmp_path / "again/stations.jsonl") == ["北县站", "南县站"]


def test_what_is_cited_and_not_shown_is_left_out_and_told(archive: Archive, tmp_path: Path) -> None:
    """A takedown holds for datasets that are made again too."""
    cited = tuple(
        citations_in(export(archive, Selection(), Shape(form="jsonl"), tmp_path / "former").data)
    )
    decide(archive, takedown_decision("hide", "demo:1", "林", "投诉", "民法典 1028"))

    again = export(archive, Selection(cited=cited), Shape(form="jsonl"), tmp_path / "again")

    assert again.articles == 1
    (told,) = again.left_out
    assert told.startswith("demo:1: hidden since ")
    with pytest.raises(NothingFound):
        export(archive, Selection(cited=cited[:1]), Shape(form="jsonl"), tmp_path / "nothing")


@pytest.mark.parametrize("line", ["{}", "[]", "no", '{"id": "demo:1"}'])
def test_a_file_that_cites_nothing_is_refused(tmp_path: Path, line: str) -> None:
    """It names the file."""
    (tmp_path / "cited.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=r"cited\.jsonl"):
        citations_in(tmp_path / "cited.jsonl")
