"""Articles that are hidden, brought back, or erased for good."""

import gzip
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import lineages
from support.archives import ARTICLE, URL, capture, events, hold, new_archive

from archive.backup import backup, backup_check, backup_register, restore
from archive.cli.custody.takedown import hide
from archive.custody import erasure
from archive.custody.decision_log import FILE, line_of
from archive.custody.decisions import (
    decide,
    note,
    replay,
    replay_erasures,
    takedown_decision,
)
from archive.custody.opening import open_archive
from archive.history.store_result import StoreResult
from archive.model.article import Article, Block, Capture
from archive.model.errors import StorageError, TakenDown, UsageError
from archive.search.search import Filters, search
from archive.store.archive import Archive
from archive.store.takedown import sharing
from archive.verification.verify import Verification, verify
from archive.warc import Scanned, Stored, captures_in, scan
from archive.warc.warc_fields import fields_of

SECRET = "付鼎臣的住址是湘潭市雨湖区某街十七号，电话一二三四五"
BODY = f"<html><body><h1>{ARTICLE.title}</h1><p>{SECRET}</p></body></html>"
NAMED = replace(ARTICLE, blocks=(Block(text=SECRET), Block(text="居民说好。")))
OTHER = replace(ARTICLE, id="example:2", url=f"{URL}?2", title="别的题目",
                blocks=(Block(text="别的正文。"),), credits=())  # fmt: skip


def page(minutes: int, body: bytes, **more: object) -> Capture:
    return capture(minutes, body=body, **more)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An article with a revision, captured in UTF-8, GBK and gzip; and one that stays."""
    with new_archive(tmp_path / "archive") as made:
        packed = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
        hold(made, NAMED, page(0, BODY.encode()))
        hold(made, OTHER, capture(10, url=OTHER.url))
        gbk = page(60, BODY.encode("gb18030"))
        hold(made, replace(NAMED, title="另一个题目"), gbk)
        hold(made, NAMED, page(120, gzip.compress(BODY.encode()), headers=packed))
        hold(made, OTHER, capture(130, url=OTHER.url))
        made.write_capture(page(180, gbk.body), gbk.id)
        with made.transaction():
            made.index_capture(page(180, gbk.body))
    with open_archive(tmp_path / "archive") as made:
        yield made


def down(archive: Archive, kind: str, article: str = "example:646") -> None:
    decide(archive, takedown_decision(kind, article, "me", "当事人要求", "民法典 1028"))  # type: ignore[arg-type]


def everything(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the archive, but for what a takedown itself leaves."""
    tables = ("articles", "revisions", "credits", "addresses", "revision_captures", "captures")
    found = {
        table: sorted(archive.connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in tables
    }
    found["events"] = archive.connection.execute(
        "SELECT * FROM events WHERE type NOT IN ('hidden', 'unhidden') ORDER BY id"
    ).fetchall()
    return found


def found(archive: Archive, query: str) -> list[str]:
    return [hit.id for hit in search(archive.connection, query, Filters()).hits]


# --- hidden -------------------------------------------------------------------------------------


def test_a_hidden_article_is_in_no_table_view_or_index(archive):
    """So no surface has to remember to leave it out."""
    down(archive, "hide")

    for table in ("articles", "revisions", "credits", "addresses", "history", "evidence"):
        key = "id" if table == "articles" else "article"
        query = f"SELECT count(*) FROM {table} WHERE {key} = 'example:646'"
        assert archive.connection.execute(query).fetchone() == (0,), table
    assert found(archive, "住址") == []
    for line in archive.connection.iterdump():
        assert SECRET not in line
    assert archive.connection.execute(
        "SELECT count(*) FROM articles_terms WHERE term = '住址'"
    ).fetchone() == (0,)


def test_who_asks_for_a_hidden_article_is_told_why_it_is_not_shown(archive):
    """With the way back."""
    down(archive, "hide")
    with pytest.raises(
        TakenDown, match=r"hidden since .*: 当事人要求 .民法典 1028.; `archive unhide"
    ):
        archive.article("example:646")
    with pytest.raises(TakenDown):
        decide(archive, note("example:646", "me", "?"))
    with pytest.raises(UsageError, match=r"hidden since"):
        down(archive, "hide")


def test_an_article_that_is_brought_back_is_what_it_was(archive):
    """Row by row, with revisions, credits, evidence and events; and it is found again."""
    decide(archive, note("example:646", "me", "已核对"))
    before = everything(archive)
    down(archive, "hide")
    down(archive, "unhide")

    assert everything(archive) == before
    assert found(archive, "住址") == ["example:646"]
    assert verify(archive, Verification(remember=False)).problems == []
    with pytest.raises(UsageError, match="not hidden"):
        down(archive, "unhide")


def test_the_history_of_a_hidden_article_goes_on_behind_the_curtain(archive):
    """A revision, a sighting and a withdrawal that come meanwhile are there afterwards."""
    down(archive, "hide")
    changed = replace(NAMED, title="第三个题目")

    assert hold(archive, changed, capture(300)).outcome == "revised"
    gone = capture(360, status=404)
    archive.write_capture(gone)
    with archive.transaction():
        archive.index_capture(gone)
        archive.note_status("example:646", gone, "gone")
        archive.add_address("example:646", URL + "?x", station="xiangtan", role="also")
    assert found(archive, "第三个题目") == []

    down(archive, "unhide")
    assert archive.article("example:646") == changed
    assert archive.connection.execute("SELECT state FROM articles WHERE id = 'example:646'"
                                      ).fetchone() == ("gone",)  # fmt: skip


def test_a_key_that_was_taken_meanwhile_is_not_taken_back(archive):
    """SQLite gives the number of a deleted last row to the next one."""
    down(archive, "hide", "example:2")
    hold(archive, replace(OTHER, id="example:3", url=URL + "?3"), capture(400, url=URL + "?3"))
    down(archive, "unhide", "example:2")
    assert sorted(found(archive, "别的正文")) == ["example:2", "example:3"]


# --- erased -------------------------------------------------------------------------------------


def traces(folder: Path) -> list[str]:
    """Files in which the body stands, in any of its codings, also packed in gzip members."""
    needles = [SECRET.encode(), SECRET.encode("gb18030"), SECRET.encode("utf-16-le"),
               json.dumps(SECRET).strip('"').encode(), SECRET[:12].encode()]  # fmt: skip
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in paths for text in _unpacked(path.read_bytes())
            if any(needle in text for needle in needles)]  # fmt: skip


def _unpacked(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The bytes, and whatever gzip or zlib can make of them from any place."""
    yield data
    for magic, bits in ((b"\x1f\x8b\x08", 31), (b"\x78\x9c", 15)):
        place = data.find(magic)
        while place >= 0 and depth:
            try:
                text = zlib.decompressobj(bits).decompress(data[place:])
            except zlib.error:
                text = b""
            if text:
                yield from _unpacked(text, depth - 1)
            place = data.find(magic, place + 1)


def test_no_byte_of_an_erased_article_is_left_in_any_file(archive):
    """Database, journal, WARC, decisions, and what a rebuild had set aside."""
    decide(archive, note("example:646", "me", f"读者来信说：{SECRET}"))
    (archive.folder / "archive.db.before-20220101000000").write_bytes(SECRET.encode())
    (archive.folder / "archive.db.rebuilding").write_bytes(SECRET.encode())
    archive.connection.execute("PRAGMA wal_checkpoint")
    assert {"archive.db", "decisions.jsonl"} <= set(traces(archive.folder))
    assert any(name.endswith(".warc.gz") for name in traces(archive.folder))

    down(archive, "erase")

    assert traces(archive.folder) == []
    assert archive.connection.execute(
        "SELECT term FROM articles_terms WHERE term IN ('住址', '雨湖', '题目') ORDER BY 1"
    ).fetchall() == [("题目",)]
    assert found(archive, "住址") == []


def test_what_stays_of_an_erased_article_is_a_tombstone(archive):
    """Id, digests, reason, basis; in the WARC a record in its place; the log without its words."""
    digest = capture(0, body=BODY.encode()).payload_digest
    first = capture(0).id
    contents = dict(archive.connection.execute("SELECT revision, content_digest FROM history"))
    down(archive, "erase")

    with pytest.raises(TakenDown, match=r"erased since .*当事人要求"):
        archive.article("example:646")
    digests, basis, finished = archive.connection.execute(
        "SELECT digests, basis, finished FROM takedowns"
    ).fetchone()
    kept = json.loads(digests)
    assert kept["revisions"].items() <= contents.items()
    assert len(kept["revisions"]) == 3
    assert kept["captures"][first]["payload_digest"] == digest
    assert (len(kept["captures"]), basis, finished) == (4, "民法典 1028", 1)
    (path,) = (archive.folder / "warc").iterdir()
    assert path.name.endswith(".e1.warc.gz")
    assert f"{first}".encode() in b"".join(_unpacked(path.read_bytes()))
    assert events(archive)[-1] == ("erased", None, "success")
    assert archive.connection.execute(
        "SELECT count(*) FROM events WHERE article = 'example:646' AND detail IS NOT NULL"
    ).fetchone() == (1,)


def test_a_tombstone_stands_under_no_address_of_a_page(archive):
    """Other programs would serve it as the page; what it tells is fields, one a line."""
    down(archive, "erase")
    (path,) = (archive.folder / "warc").iterdir()
    records = [item.record for item in scan(path) if isinstance(item, Scanned)]
    (stone,) = [record for record in records if record.id == capture(0).id]
    assert (stone.type, stone.field("Content-Type"), stone.field("WARC-Target-URI")) == (
        "metadata", "application/warc-fields", None,
    )  # fmt: skip
    told = fields_of(stone.block)
    assert (told["url"], told["status"], told["reason"], told["basis"]) == (
        URL, "200", "当事人要求", "民法典 1028",
    )  # fmt: skip
    assert "file" not in told


def test_all_else_in_the_rewritten_file_stays_as_it_was(archive):
    """Other captures are read from their new places, and everything verifies."""
    down(archive, "erase")

    assert archive.article("example:2") == OTHER
    assert archive.captures_of("example:2") == [capture(10, url=OTHER.url)]
    assert archive.capture(capture(130).id) == capture(130, url=OTHER.url)
    assert verify(archive, Verification(remember=False)).problems == []
    (path,) = (archive.folder / "warc").iterdir()
    others = [each for each in captures_in(path) if isinstance(each, Capture)]
    assert [each.url for each in others] == [OTHER.url, OTHER.url]
    down(archive, "erase", "example:2")
    (path,) = (archive.folder / "warc").iterdir()
    assert path.name.endswith(".e2.warc.gz")
    assert verify(archive, Verification(remember=False)).problems == []


def test_a_hidden_article_can_be_erased(archive):
    """Its packed rows go too."""
    down(archive, "hide")
    down(archive, "erase")
    assert traces(archive.folder) == []


def test_an_erased_article_is_never_held_again(archive):
    """Not by its id, not by its address; a capture that slipped in goes at the next opening."""
    down(archive, "erase")
    with pytest.raises(TakenDown, match="not kept again"):
        archive.write_capture(page(500, BODY.encode()))
    moved = page(501, BODY.encode(), url=URL + "?moved")
    assert hold(archive, replace(NAMED, url=moved.url), moved) == StoreResult(
        "erased", "example:646", ""
    )
    assert hold(archive, NAMED) == StoreResult("erased", "example:646", "")
    with pytest.raises(TakenDown):
        archive.article("example:646")
    archive.close()

    with open_archive(archive.folder) as again:
        assert erasure.unfinished(again.connection) == []
        assert not again.holds(moved.id)
    assert traces(archive.folder) == []
    with pytest.raises(TakenDown), open_archive(archive.folder) as again:
        down(again, "erase")


@pytest.mark.parametrize("step", ["without", "_point_at", "_remove_former"])
@pytest.mark.parametrize("after", [False, True])
def test_an_erasure_that_dies_on_the_way_is_finished_by_the_next_writer(
    archive, step, after, monkeypatch
):
    """Decided is decided: the tables are rid of it at once, the files at the latest then."""
    former = getattr(erasure, step)

    def dies(*arguments):
        if after:
            former(*arguments)
        raise ZeroDivisionError

    monkeypatch.setattr(erasure, step, dies)
    with pytest.raises(ZeroDivisionError):
        down(archive, "erase")
    assert found(archive, "住址") == []
    archive.close()
    monkeypatch.undo()

    with open_archive(archive.folder) as again:
        assert traces(archive.folder) == []
        assert len(list((archive.folder / "warc").iterdir())) == 1
        assert verify(again, Verification(remember=False)).problems == []


def test_a_takedown_that_was_written_down_and_no_more_is_applied_by_the_next_writer(archive):
    """A process killed between the line in decisions.jsonl and its commit: decided is decided."""
    decide(archive, note("example:646", "林", "文中住址是当事人的"))
    archive.close()
    decided = takedown_decision("hide", "example:646", "林", "投诉", "民法典 1034")
    with (archive.folder / FILE).open("ab") as file:
        file.write(line_of(decided))

    with open_archive(archive.folder) as again:
        with pytest.raises(TakenDown, match=r"hidden since .*投诉"):
            again.article("example:646")
        assert verify(again, Verification(remember=False)).problems == []


def test_a_restored_backup_obeys_the_last_of_several_decisions(archive, tmp_path):
    """Hidden, brought back, hidden again since the backup: in this order, and hidden."""
    backup.backup(archive, tmp_path / "backup")
    for kind in ("hide", "unhide", "hide"):
        down(archive, kind)
    decisions = archive.folder / FILE
    archive.close()
    restore.restore(tmp_path / "backup", tmp_path / "restored", decisions=decisions)
    with open_archive(tmp_path / "restored") as restored:
        with pytest.raises(TakenDown, match="hidden since"):
            restored.article("example:646")
        assert verify(restored, Verification(remember=False)).problems == []


def test_notes_on_an_erased_article_lose_their_words_although_the_process_died(
    archive, monkeypatch
):
    """The tables are rid of it; decisions.jsonl may quote it until the next writer opens."""
    decide(archive, note("example:646", "林", "文中住址是当事人的"))

    def dies(_archive):
        raise ZeroDivisionError

    monkeypatch.setattr("archive.custody.decisions.finish_erasures", dies)
    with pytest.raises(ZeroDivisionError):
        down(archive, "erase")
    archive.close()
    monkeypatch.undo()
    assert "住址" in (archive.folder / FILE).read_text("utf-8")

    open_archive(archive.folder).close()
    assert "住址" not in (archive.folder / FILE).read_text("utf-8")


def test_a_reader_that_still_sees_the_text_is_told_of(archive, monkeypatch):
    """What another program is reading cannot be removed; the erasure is not called finished."""
    monkeypatch.setattr("archive.db.connection._BUSY_SECONDS", 0.1)
    archive.connection.execute("PRAGMA busy_timeout = 100")
    with closing(sqlite3.connect(archive.folder / "archive.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        with pytest.raises(StorageError, match="another program"):
            down(archive, "erase")
    assert len(erasure.unfinished(archive.connection)) == 1
    erasure.finish(archive)
    assert traces(archive.folder) == []


# --- obeyed later -------------------------------------------------------------------------------


def test_decisions_are_obeyed_by_whatever_makes_the_tables_again(archive):
    """Replayed on an archive of the same captures: hidden is hidden, erased is never held."""
    hold(archive, replace(OTHER, id="example:3", url=URL + "?3"), capture(400, url=URL + "?3"))
    down(archive, "hide", "example:3")
    down(archive, "hide", "example:2")
    down(archive, "unhide", "example:2")
    down(archive, "erase")
    archive.close()

    with Archive.rebuild(archive.folder) as rebuilt:
        replay_erasures(rebuilt)
        with rebuilt.transaction():
            for _, item in rebuilt.stored():
                assert isinstance(item, Stored)
                rebuilt.index_recovered(item)
            articles = [NAMED, OTHER, replace(OTHER, id="example:3", url=URL + "?3")]
            outcomes = [
                rebuilt.store_article(each, _first(rebuilt, each)).outcome for each in articles
            ]
        assert outcomes == ["erased", "new", "new"]
        assert replay(rebuilt) == []
        assert replay(rebuilt) == []
        rebuilt.publish()
    with open_archive(archive.folder) as again:
        assert again.article("example:2") == OTHER
        for identifier, state in (("example:646", "erased"), ("example:3", "hidden")):
            with pytest.raises(TakenDown, match=state):
                again.article(identifier)
        assert verify(again, Verification(remember=False)).problems == []


def _first(archive: Archive, article: Article) -> list[str]:
    found = archive.connection.execute("SELECT id FROM captures WHERE url = ?", (article.url,))
    return [row[0] for row in found][:1]


def test_the_backups_that_still_hold_an_erased_article_are_listed(archive, tmp_path):
    """Those made before; not those made since; and those that cannot be looked at."""
    backup.backup(archive, tmp_path / "before")
    backup.backup(archive, tmp_path / "lost")
    down(archive, "erase")
    backup.backup(archive, tmp_path / "since")
    (tmp_path / "lost").rename(tmp_path / "moved")

    told = dict(backup_register.backups_holding(archive.folder, "example:646"))

    assert sorted(Path(place).name for place in told) == ["before", "lost"]
    assert told[str(tmp_path / "before")].endswith(
        "still holds the article; destroy it, or restore it, erase there, and take another backup"
    )
    assert "may hold" in told[str(tmp_path / "lost")]


def test_a_backup_is_not_erased_in(archive, tmp_path, archive_command):
    """It would fail its own check; the message says what to do instead."""
    copy = tmp_path / "copy"
    backup.backup(archive, copy)
    decided = ["--reason", "投诉", "--basis", "民法典 1028", "--by", "林", "--archive", copy]
    for kind, *options in (["hide"], ["unhide"], ["erase", "--yes"]):
        ran = archive_command(kind, "example:646", *options, *decided)
        assert ran.returncode == 2
        assert ran.stderr == (
            f"archive: {copy}: this is a backup, which stays as it is;"
            f" destroy it, or restore it, {kind} there, and take another backup\n"
        )
    assert list(backup_check.check(copy)) == []


def test_a_restored_backup_obeys_what_was_decided_since(archive, tmp_path):
    """With the decisions of the archive that was lost."""
    backup.backup(archive, tmp_path / "before")
    down(archive, "erase")
    archive.close()
    restore.restore(tmp_path / "before", tmp_path / "again", archive.folder / "decisions.jsonl")

    assert traces(tmp_path / "again") == []
    with Archive.read_only(tmp_path / "again") as restored:
        with pytest.raises(TakenDown, match="erased"):
            restored.article("example:646")
        assert restored.article("example:2") == OTHER


# --- lineage ------------------------------------------------------------------------------------


def test_an_article_that_is_brought_back_is_the_origin_of_its_copies_again(tmp_path):
    """Also of a copy whose own copy had taken its place meanwhile, and of what quotes it."""
    edited = (*lineages.LAMPS[:4], "灯下有了棋局，也有了蛾子，孩子们数得不肯回家。")
    articles = [
        lineages.article("paper:1", at="2026-07-22T08:00:00+08:00"),
        lineages.article("copy:1", *edited, at="2026-07-22T09:00:00+08:00", title="灯亮了"),
        lineages.article("copy:2", *edited, at="2026-07-22T10:00:00+08:00", title="灯亮了"),
        lineages.article("late:1", at="2026-07-22T11:00:00+08:00"),
    ]
    with new_archive(tmp_path / "archive") as archive:
        lineages.hold(archive, *articles)
        before = lineages.parents(archive), lineages.ties(archive)
        assert before[0]["copy:1"] == ("edited", "paper:1")
        down(archive, "hide", "paper:1")
        assert "paper:1" not in str(lineages.parents(archive))
        down(archive, "unhide", "paper:1")
        assert (lineages.parents(archive), lineages.ties(archive)) == before


def test_the_articles_that_carry_the_same_text_are_told(tmp_path):
    """A takedown is of one article; whoever asked for it may mean the copies too."""
    with new_archive(tmp_path / "archive") as archive:
        lineages.hold(
            archive,
            lineages.article("paper:1"),
            lineages.article("copy:1", at="2026-07-22T09:00:00+08:00"),
            lineages.article("copy:2", at="2026-07-22T10:00:00+08:00"),
            replace(OTHER, id="other:1"),
        )
        assert sharing(archive.connection, "copy:2") == ["copy:1", "paper:1"]
        assert sharing(archive.connection, "other:1") == []
    told = CliRunner().invoke(
        hide,
        [
            "copy:2",
            "--reason",
            "投诉",
            "--basis",
            "民法典 1028",
            "--archive",
            str(tmp_path / "archive"),
        ],
    )
    assert told.stdout == "copy:2 is hidden\n"
    assert told.stderr == "copy:2 shares text with articles that stay: copy:1, paper:1\n"


def test_an_erasure_says_that_other_pages_may_print_the_headline(archive, archive_command):
    """Their captures are of other addresses, and stay as they were sent."""
    archive.close()
    why = ("--reason", "投诉", "--basis", "民法典 1028", "--yes")
    ran = archive_command("erase", "example:646", *why, "--archive", archive.folder)
    assert (ran.returncode, ran.stdout) == (0, "example:646 is erased\n")
    assert ran.stderr == (
        "captures of other pages, such as lists, stay: they may print its headline\n"
    )


def test_what_stands_in_a_file_that_is_still_written_is_removed_by_the_next_writer(tmp_path):
    """Who erases while captures are kept: the file is written again once it is closed."""
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, NAMED, page(0, BODY.encode()))
        down(archive, "erase")
        assert len(erasure.unfinished(archive.connection)) == 1
    with open_archive(tmp_path / "archive") as archive:
        assert erasure.unfinished(archive.connection) == []
        assert traces(archive.folder) == []
