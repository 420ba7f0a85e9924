"""Captures, articles, stations and runs written in transactions."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from support.archive_folder import warcs
from support.archives import ARTICLE, START, URL, capture, hold

from archive.custody.opening import open_archive
from archive.model.article import Capture
from archive.model.errors import (
    NothingFound,
)
from archive.store.archive import Archive
from archive.warc import Scanned, scan


def test_a_transaction_is_all_or_nothing(folder):
    """An error in the middle leaves no half record; the kept capture can be recorded later."""
    with open_archive(folder) as archive:
        seen = capture(60)
        archive.write_capture(seen)
        with pytest.raises(ZeroDivisionError):
            fail_half_way(archive, seen)
        assert archive.article("example:646") == ARTICLE
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone() == (1,)

        assert hold(archive, replace(ARTICLE, title="另一个题目"), seen).outcome == "revised"


def fail_half_way(archive: Archive, seen: Capture) -> None:
    with archive.transaction():
        archive.index_capture(seen)
        archive.store_article(replace(ARTICLE, title="另一个题目"), [seen.id])
        raise ZeroDivisionError


def test_transactions_do_not_nest_and_writing_needs_one(folder):
    """Both are bugs of the caller and say so."""
    with open_archive(folder) as archive:
        with (
            archive.transaction(),
            pytest.raises(RuntimeError, match="nest"),
            archive.transaction(),
        ):
            pass
        with pytest.raises(RuntimeError, match="transaction"):
            archive.store_article(ARTICLE, [])


def test_a_capture_is_kept_before_it_is_recorded(folder):
    """A row without bytes would be a lie."""
    with open_archive(folder) as archive, archive.transaction(), pytest.raises(KeyError):
        archive.index_capture(capture(60))


def test_a_capture_is_kept_once_however_often_it_is_given(folder):
    """In one run and in the next."""
    with open_archive(folder) as archive:
        before = archive.connection.execute("SELECT * FROM captures").fetchall()
        archive.write_capture(capture())
        with archive.transaction():
            archive.index_capture(capture())
        assert archive.connection.execute("SELECT * FROM captures").fetchall() == before
    assert len(warcs(folder)) == 1


def test_a_capture_kept_within_the_transaction_is_synced_before_the_commit(folder):
    """Keeping first is the rule, but nothing is lost by the other order."""
    with open_archive(folder) as archive, archive.transaction():
        archive.write_capture(capture(60))
        archive.index_capture(capture(60))
    with Archive.read_only(folder) as archive:
        assert archive.capture(capture(60).id) == capture(60)


def test_a_payload_that_was_held_before_is_referred_to(folder):
    """Its row says so, and its body is found; a revisit of a revisit goes back to the original."""
    same = {"body": capture().body}
    with open_archive(folder) as archive:
        hold(archive, ARTICLE)
        archive.write_capture(capture(60, **same), capture().id)
        archive.write_capture(capture(120, **same), capture(60).id)
        archive.write_capture(capture(180), capture().id)  # another body: kept whole
        archive.write_capture(capture(240, status=304, body=b""), capture().id)
        with archive.transaction():
            for each in (
                capture(60, **same), capture(120, **same), capture(180),
                capture(240, status=304, body=b""),
            ):  # fmt: skip
                archive.index_capture(each)

        found = archive.connection.execute(
            "SELECT revisit_of, payload_bytes FROM captures ORDER BY captured_at"
        ).fetchall()
        assert found == [
            (None, 4),
            (capture().id, 4),
            (capture().id, 4),
            (None, 6),
            (capture().id, 0),
        ]
        assert archive.capture(capture(120).id) == capture(120, **same)


def test_a_revisit_names_the_very_moment_of_the_record_that_it_refers_to(folder):
    """To the microsecond, as WARC-Date has it; the row has it to the second only."""
    precise = capture(60, captured_at=START + timedelta(hours=1, microseconds=123456))
    again = capture(120, body=precise.body)
    third = capture(180, body=precise.body)
    with open_archive(folder) as archive:
        archive.write_capture(precise)
        archive.write_capture(again, precise.id)
        with archive.transaction():
            archive.index_capture(precise)
            archive.index_capture(again)
        archive.write_capture(third, precise.id)
        with archive.transaction():
            archive.index_capture(third)
    files = [scan(folder / "warc" / name) for name in warcs(folder)]
    records = [item.record for file in files for item in file if isinstance(item, Scanned)]
    (date,) = [each.field("WARC-Date") for each in records if each.id == precise.id
               and each.type == "response"]  # fmt: skip
    assert date == "2022-07-22T01:51:12.123456Z"
    assert [each.field("WARC-Refers-To-Date") for each in records if each.type == "revisit"] == [
        date, date,
    ]  # fmt: skip


def test_a_payload_that_cannot_be_read_any_more_is_not_referred_to(folder):
    """What is captured now is kept whole instead."""
    (name,) = warcs(folder)
    data = bytearray((folder / "warc" / name).read_bytes())
    with open_archive(folder) as archive:
        (begin,) = archive.connection.execute("SELECT warc_offset FROM captures").fetchone()
        data[begin + 99] ^= 1
        (folder / "warc" / name).write_bytes(data)
        same = capture(60, body=capture().body)
        archive.write_capture(same, capture().id)
        with archive.transaction():
            archive.index_capture(same)
        assert archive.capture(same.id) == same


def test_a_full_warc_is_closed_and_the_next_one_begun(folder, monkeypatch):
    """Only between commits, so that no capture is left without a row."""
    monkeypatch.setattr("archive.warc.writer.WarcWriter.full", True)
    with open_archive(folder) as archive:
        hold(archive, ARTICLE, capture(60))
        hold(archive, ARTICLE, capture(120))
        assert len([name for name in warcs(folder) if name.endswith(".warc.gz")]) == 3
        assert archive.capture(capture(120).id) == capture(120)


def test_what_a_station_file_said_is_kept_by_digest(folder):
    """The row is today's, every text that was ever used stays."""
    row = {"name": "xiangtan", "title": "湘潭", "tested_on": "fixture", "place": "430300"}
    with open_archive(folder) as archive:
        with archive.transaction():
            archive.station({**row, "digest": "sha256:a"}, "title = '湘潭'")
            archive.station({**row, "title": "湘潭站", "digest": "sha256:b"}, "title = '湘潭站'")
            archive.station({**row, "title": "湘潭站", "digest": "sha256:b"}, "title = '湘潭站'")
        assert archive.connection.execute("SELECT title, place FROM stations").fetchall() == [
            ("湘潭站", "430300")
        ]
        assert archive.connection.execute("SELECT digest, text FROM station_files").fetchall() == [
            ("sha256:a", "title = '湘潭'"),
            ("sha256:b", "title = '湘潭站'"),
        ]


def test_a_run_keeps_its_books(folder):
    """Which command, which stations, how it ended; its events and its WARC name it."""
    with open_archive(folder) as archive:
        with archive.transaction():
            run_id = archive.begin_crawl("harvest crawl", ["xiangtan"], "harvester (+a@b.cn)")
        hold(archive, replace(ARTICLE, title="另一个题目"), capture(60))
        with archive.transaction():
            archive.end_crawl(
                run_id, "finished", stations=["xiangtan"], counts={"revised": 1}, exit_code=0
            )
        assert archive.connection.execute(
            "SELECT id, stations, state, counts, exit_code, user_agent FROM runs"
        ).fetchall() == [
            (run_id, '["xiangtan"]', "finished", '{"revised": 1}', 0, "harvester (+a@b.cn)")
        ]
        assert archive.connection.execute(
            "SELECT agent FROM events WHERE type = 'correction'"
        ).fetchone() == (f"run {run_id}",)
    assert any(f"-{run_id}.warc.gz" in name for name in warcs(folder))


def test_what_is_not_held_is_told_by_name(folder):
    """An article, a revision, a capture."""
    with Archive.read_only(folder) as archive:
        with pytest.raises(NothingFound, match="example:999"):
            archive.article("example:999")
        with pytest.raises(NothingFound, match="example:646@19990101000000"):
            archive.article("example:646", "19990101000000")
        with pytest.raises(NothingFound, match="example:999"):
            archive.captures_of("example:999")
        with pytest.raises(NothingFound, match="urn:uuid:0"):
            archive.capture("urn:uuid:0")


def test_the_record_is_the_documented_json(folder):
    """As `archive show --json` prints it."""
    with Archive.read_only(folder) as archive:
        record = archive.record_of("example:646")

    assert json.loads(json.dumps(record)) == record
    assert (record["id"], record["url"], record["authors"]) == ("example:646", URL, ["付鼎臣"])
