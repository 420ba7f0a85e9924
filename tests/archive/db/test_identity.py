"""Does an archive know its own WARC files, and not believe what those of others say of it?"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold
from support.commands import Harvest

from archive.backup.backup import backup
from archive.backup.restore import restore
from archive.custody.opening import open_archive
from archive.store.archive import Archive
from archive.warc import WarcWriter, archives_named
from archive.warc.capture_records import FORMER_METADATA_TYPE
from archive.warc.exchange import metadata_record
from archive.warc.record import Record, compress
from archive.warc.warc_fields import WARC_FIELDS, fields_of, written

URL = "http://news.example/a/1.html"
PAGE = """<html><head><title>青年林里的第一百棵树</title></head><body>
<h1>青年林里的第一百棵树</h1><p>2024-03-12 09:15　来源：远山日报</p>
<p>三月十二日上午，青年林里种下了第一百棵树。参加植树的有三十多人，他们带来了铁锹和水桶。</p>
<p>编辑：陆远舟</p></body></html>"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with one capture."""
    with Archive.create(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture())
    return tmp_path / "archive"


def identity(folder: Path) -> str | None:
    """What an archive is called."""
    with Archive.read_only(folder) as archive:
        return archive.identity


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What a query gives."""
    with Archive.read_only(folder) as archive:
        return archive.connection.execute(query).fetchall()


def test_each_archive_has_an_id_of_its_own_and_writes_it_into_its_files(
    archive: Path, tmp_path: Path
) -> None:
    """Made once, at random."""
    own = identity(archive)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(own))
    assert list(archives_named(archive / "warc")) == [own]
    Archive.create(tmp_path / "other").close()
    assert identity(tmp_path / "other") != own


def test_a_rebuild_keeps_the_id(archive: Path, harvest: Harvest) -> None:
    """From the former archive.db, and where that is gone from the WARC files."""
    own = identity(archive)
    assert harvest("reread", "--rebuild", "--archive", archive).returncode in {0, 1}
    with Archive.rebuild(archive) as again:
        assert again.identity == own
    for path in archive.glob("archive.db*"):
        path.unlink()
    with Archive.rebuild(archive) as again:
        assert again.identity == own


def test_a_backup_keeps_the_id(archive: Path, tmp_path: Path) -> None:
    """What is restored is the same archive."""
    with Archive.read_only(archive) as made:
        backup(made, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "again")
    assert identity(tmp_path / "again") == identity(archive)


def spoofed(folder: Path, archive: str | None, **said: object) -> Path:
    """A WARC file whose metadata record, as ours, says this of the page at news.example."""
    folder.mkdir()
    page = capture(0, url=URL, body=PAGE.encode(), found=None, headers=(
        ("Content-Type", "text/html; charset=utf-8"),))  # fmt: skip
    writer = WarcWriter(folder, "3f9a2c1b", archive=archive)
    writer.append(page)
    writer.close()
    (path,) = folder.iterdir()
    of_old = compress(metadata_record(page), stored=False)
    assert path.read_bytes().endswith(of_old)
    true = metadata_record(replace(page, station="rednet-changsha", run="12345678"))
    told = fields_of(true.block) | said
    typed = not all(isinstance(value, str) for value in said.values())
    block = json.dumps(told).encode() if typed else written(told)
    changed = {
        "Content-Length": str(len(block)),
        "Content-Type": FORMER_METADATA_TYPE if typed else WARC_FIELDS,
    }
    fields = tuple(
        (name, changed.get(name, value))
        for name, value in true.fields
        if name != "WARC-Block-Digest"
    )
    path.write_bytes(
        path.read_bytes().removesuffix(of_old) + compress(Record(fields, block), stored=False)
    )
    return path


@pytest.mark.parametrize(
    ("said", "how", "expected"),
    [
        ({}, "foreign", ("host:news.example", "page", 1)),
        ({"kind": "robots"}, "foreign", ("host:news.example", "page", 1)),
        ({}, "trusted", ("rednet-changsha", "page", 1)),
        ({}, "own", ("rednet-changsha", "page", 1)),
        ({"kind": "weird"}, "own", ("rednet-changsha", "page", 1)),
        ({"kind": "robots"}, "trusted", ("rednet-changsha", "robots", 0)),
        ({"station": 5, "kind": ["x"], "found": {}, "run": 1.5, "method": None}, "trusted",
         ("host:news.example", "page", 1)),
        ({"station": "\ud800"}, "trusted", ("host:news.example", "page", 1)),
    ],
)  # fmt: skip
def test_only_its_own_files_say_which_station_a_page_belongs_to(
    tmp_path: Path, harvest: Harvest, said: dict[str, object], how: str,
    expected: tuple[str, str, int],
) -> None:  # fmt: skip
    """Else any file could put words into the mouth of a station, or keep a page from being read."""
    Archive.create(tmp_path / "mine").close()
    name = (
        identity(tmp_path / "mine")
        if how == "own"
        else "urn:uuid:11111111-2222-3333-4444-555555555555"
    )
    path = spoofed(tmp_path / "other", name, **said)
    options = ["--trust"] if how == "trusted" else []
    ran = harvest("import", path, *options, "--archive", tmp_path / "mine")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert rows(
        tmp_path / "mine", "SELECT station, kind, (SELECT count(*) FROM articles) FROM captures"
    ) == [expected]


def test_an_archive_from_before_it_had_an_id_gets_one(archive: Path) -> None:
    """Its files name none, and are its own all the same: they stand in its folder."""
    from contextlib import closing
    from sqlite3 import connect

    with closing(connect(archive / "archive.db", isolation_level=None)) as connection:
        connection.execute("DROP TABLE archive_identity")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm008_identity'")
        connection.execute("PRAGMA user_version = 7")
    open_archive(archive).close()
    assert identity(archive) is not None
    with Archive.read_only(archive) as opened:
        assert opened.capture(capture().id).station == "xiangtan"


def test_an_id_that_was_taken_away_hinders_nothing(archive: Path, tmp_path: Path) -> None:
    """Files then name no archive; a rebuild asks those of before."""
    own = identity(archive)
    with open_archive(archive) as opened:
        opened.connection.execute("DELETE FROM archive_identity")
        hold(opened, replace(ARTICLE, title="电灯"), capture(60))
    assert identity(archive) is None
    shutil.copytree(archive, tmp_path / "copy")
    with Archive.rebuild(tmp_path / "copy") as again:
        assert again.identity == own
