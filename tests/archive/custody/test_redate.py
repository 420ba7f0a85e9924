"""Captures that a wrong clock dated: what they count as, and what a decision makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, history, hold, new_archive

from archive.custody.decision_log import FILE, NotReplayed, decisions_in
from archive.custody.decisions import decide, redating
from archive.model.article import Capture
from archive.model.errors import NothingFound, UsageError
from archive.store.archive import Archive
from archive.store.clocks import doubt_of, in_order
from archive.verification import decision_check
from archive.verification.verification import Verification
from archive.verification.verify import verify

RETITLED = replace(ARTICLE, title="湘潭新建路灯三百二十盏")
AGAIN = replace(ARTICLE, title="湘潭路灯亮了")
FILE_OF_2026 = "20261130090000-3f9a2c1b.warc.gz"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "archive") as made:
        yield made


def dated(moment: str, date: str | None = None, age: str | None = None, number: int = 0) -> Capture:
    """A capture dated by its own clock, with what the server said."""
    said = (("Date", date), ("Age", age))
    headers = (("Content-Type", "text/html"), *((n, v) for n, v in said if v is not None))
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return capture(number, captured_at=at, headers=headers)


def seen(archive: Archive) -> tuple[str, str]:
    """From when to when the article was seen."""
    found = archive.connection.execute("SELECT first_seen_at, last_seen_at FROM articles")
    return found.fetchone()


# --- what speaks against a clock ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "date", "age", "counts"),
    [
        ("2022-07-22T00:51:12", "Fri, 22 Jul 2022 00:51:12 GMT", None, "right"),
        ("2022-07-22T00:51:12", "Thu, 07 Jul 2022 00:51:12 GMT", None, "right"),  # a cache
        ("2022-07-22T00:51:12", "Sun, 22 May 2022 00:51:12 GMT", "5270400", "right"),
        ("2022-07-22T00:51:12", "yesterday", None, "right"),
        ("2022-07-22T00:51:12", None, None, "right"),
        ("2022-07-22T00:51:12", "Thu, 01 Jan 1970 00:00:00 GMT", None, "right"),  # its own is wrong
        ("2099-01-01T00:00:00", "Fri, 22 Jul 2022 00:51:12 GMT", None, "2022-07-22T00:51:12Z"),
        ("1970-01-01T00:00:00", "Fri, 22 Jul 2022 00:51:12 GMT", None, "2022-07-22T00:51:12Z"),
        ("2026-11-30T09:00:00", "Fri, 31 Dec 9999 23:59:59 GMT", None, "right"),
        ("2026-11-30T09:00:00", "Mon, 01 Mar 2027 09:00:00 GMT", None, "right"),
        ("2022-07-22T00:51:12", "Thu, 01 Jan 2099 00:00:00 GMT", None, "right"),
        ("1970-01-01T00:00:00", "Thu, 01 Jan 2099 00:00:00 GMT", None, None),
        ("2099-01-01T00:00:00", None, None, None),
        ("1970-01-01T00:00:00", None, None, None),
    ],
)
def test_a_clock_is_doubted_for_what_the_server_and_the_file_say(
    moment: str, date: str | None, age: str | None, counts: str | None
) -> None:
    """A month may be a cache's fault; a capture kept before it was made is the clock's."""
    doubt = doubt_of(dated(moment, date, age), FILE_OF_2026)
    assert (doubt.moment if doubt else "right") == counts


def test_a_server_is_believed_where_our_own_clock_is_dead() -> None:
    """Both file and capture say 2015, as the clock of the board does: that bounds nothing."""
    doubt = doubt_of(
        dated("2015-01-01T00:00:10", "Mon, 30 Nov 2026 09:00:00 GMT"), "20150101000000-3f9a.warc.gz"
    )
    assert doubt is not None
    assert doubt.moment == "2026-11-30T09:00:00Z"


def test_a_capture_of_2099_does_not_win_over_a_later_one(archive: Archive) -> None:
    """It counts as made when the server says, in whatever order they come in."""
    hold(archive, ARTICLE, dated("2099-01-01T00:00:00", "Fri, 22 Jul 2022 00:51:12 GMT"))
    hold(archive, RETITLED, dated("2022-07-23T00:00:00", number=1))

    assert history(archive) == [
        ("20220722005112", "湘潭：新建路灯三百盏", "2022-07-23T00:00:00Z"),
        ("20220723000000", "湘潭新建路灯三百二十盏", None),
    ]
    assert seen(archive) == ("2022-07-22T00:51:12Z", "2022-07-23T00:00:00Z")


def test_a_date_before_the_page_was_published_is_not_believed(archive: Archive) -> None:
    """Then it is the server's clock that is wrong: the capture counts as it is dated."""
    hold(archive, ARTICLE, dated("2022-07-23T00:00:00", "Sat, 01 Jan 2011 00:00:00 GMT"))

    assert seen(archive) == ("2022-07-23T00:00:00Z", "2022-07-23T00:00:00Z")


def test_without_a_date_the_capture_beside_it_in_the_file_tells(archive: Archive) -> None:
    """As a file of many pages is written in one go."""
    with archive.transaction():
        other = dated("2022-07-25T10:00:00", number=7)
        archive.write_capture(replace(other, url="https://xt.example.cn/content/1.html"))
        archive.index_capture(other)
    hold(archive, ARTICLE, dated("2099-01-01T00:00:00"))

    assert seen(archive) == ("2022-07-25T10:00:00Z", "2022-07-25T10:00:00Z")


def test_with_nothing_else_to_go_by_it_counts_from_the_printed_time(archive: Archive) -> None:
    """No page was captured before it was published: any real capture is later."""
    hold(archive, ARTICLE, dated("2099-01-01T00:00:00"))

    assert seen(archive) == ("2022-07-22T00:30:00Z", "2022-07-22T00:30:00Z")


def test_a_capture_of_unknown_time_stands_before_all_others(archive: Archive) -> None:
    """A page without a time of publication, captured by a clock that said 1970."""
    undated = replace(ARTICLE, published=None)
    hold(archive, undated, dated("1970-01-01T00:00:00"))
    hold(archive, replace(undated, title="湘潭路灯亮了"), dated("2022-07-23T00:00:00", number=1))

    assert [revision for revision, _, _ in history(archive)] == ["00000000000000", "20220723000000"]
    assert seen(archive) == ("2022-07-23T00:00:00Z", "2022-07-23T00:00:00Z")


GONE_IN_2099 = replace(
    dated("2099-01-01T00:00:00", "Thu, 21 Jul 2022 00:00:00 GMT", number=7), status=404
)


def test_a_page_that_was_gone_before_it_was_seen_is_not_gone(archive: Archive) -> None:
    """An answer counts from when it was made: the wrong clock alone says that it is the last."""
    with archive.transaction():
        archive.write_capture(GONE_IN_2099)
        archive.index_capture(GONE_IN_2099)
    hold(archive, ARTICLE, capture())

    assert archive.connection.execute("SELECT state FROM articles").fetchone() == ("live",)


def test_an_article_moves_when_its_former_address_was_gone_by_then(archive: Archive) -> None:
    """The address answered 404 between the two sightings, though its clock said 2099."""
    hold(archive, ARTICLE, dated("2022-07-20T00:00:00"))
    with archive.transaction():
        archive.write_capture(GONE_IN_2099)
        archive.index_capture(GONE_IN_2099)
    moved = "https://xt.example.cn/content/2022/646.html"
    hold(archive, replace(ARTICLE, url=moved), replace(capture(60), url=moved))

    assert archive.connection.execute("SELECT url FROM articles").fetchone() == (moved,)


def test_the_parts_of_a_redated_page_are_those_that_were_made_with_it(archive: Archive) -> None:
    """As a rebuild looks for them: by when they count as made, not by their clocks."""
    with archive.transaction():
        runs = [archive.begin_crawl("harvest crawl") for _ in "ab"]
    for number, run in enumerate(runs):
        hold(archive, ARTICLE, capture(60 * number, run=run))
    decide(archive, redating(runs[1], "卫兰", "ahead", to="2021-07-22T00:00:00Z"))

    assert archive.capture_at(ARTICLE.url, datetime(2021, 7, 22, tzinfo=UTC)) == capture(60).id


# --- decisions ----------------------------------------------------------------------------------


def test_a_redated_capture_takes_its_place_in_the_history(archive: Archive) -> None:
    """The revision that was current by a wrong clock becomes the second of three."""
    hold(archive, ARTICLE, capture())
    wrong = dated("2026-01-01T00:00:00", number=1)
    hold(archive, RETITLED, wrong)
    hold(archive, AGAIN, capture(120))

    decide(archive, redating(wrong.id, "卫兰", "battery", to="2022-07-22T01:51:12Z"))

    assert history(archive) == [
        ("20220722005112", "湘潭：新建路灯三百盏", "2022-07-22T01:51:12Z"),
        ("20220722015112", "湘潭新建路灯三百二十盏", "2022-07-22T02:51:12Z"),
        ("20220722025112", "湘潭路灯亮了", None),
    ]
    assert archive.article("example:646") == AGAIN
    assert archive.article("example:646", "20220722015112") == RETITLED
    assert archive.captures_of("example:646", "20220722015112") == [
        replace(wrong, captured_at=datetime(2022, 7, 22, 1, 51, 12, tzinfo=UTC))
    ]
    assert seen(archive) == ("2022-07-22T00:51:12Z", "2022-07-22T02:51:12Z")
    assert not verify(archive, Verification(remember=False)).problems


def test_an_article_that_was_last_seen_at_its_twin_address_stays_seen_then(
    archive: Archive,
) -> None:
    """A page at a second address makes no sighting, and is not forgotten by a redating."""
    hold(archive, ARTICLE, dated("2026-01-01T00:00:00"))
    twin = "https://m.xt.example.cn/content/646.html"
    archive_twin = replace(dated("2026-02-01T00:00:00", number=2), url=twin)
    with archive.transaction():
        archive.add_address("example:646", twin, station=ARTICLE.station, role="mobile")
    hold(archive, ARTICLE, archive_twin)
    assert seen(archive) == ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")

    decide(archive, redating(capture().id, "卫兰", "battery", to="2025-12-01T00:00:00Z"))

    assert seen(archive) == ("2025-12-01T00:00:00Z", "2026-02-01T00:00:00Z")


def test_what_repeats_a_page_is_never_before_it(archive: Archive) -> None:
    """Not by a decision, and not in a rebuild where both count as made in one second."""
    page = dated("2026-01-01T00:00:00", number=9)
    same = replace(dated("2026-01-02T00:00:00", number=1), status=304, body=b"")
    with archive.transaction():
        for each, repeats in ((page, None), (same, page.id)):
            archive.write_capture(each, repeats)
            archive.index_capture(each)
    with pytest.raises(UsageError, match="has not changed since 2026-01-01T00:00:00Z"):
        decide(archive, redating(same.id, "卫兰", "battery", to="2025-12-31T00:00:00Z"))

    decide(archive, redating(page.id, "卫兰", "battery", to="2026-01-03T00:00:00Z"))

    assert in_order(archive.connection) == [page.id, same.id]


def test_two_stretches_of_one_text_become_one_revision(archive: Archive) -> None:
    """The wrong clock had put another text between them."""
    hold(archive, ARTICLE, capture())
    wrong = capture(60)
    hold(archive, RETITLED, wrong)
    hold(archive, ARTICLE, capture(120))

    decide(archive, redating(wrong.id, "卫兰", "battery", to="2022-07-22T09:00:00Z"))

    assert history(archive) == [
        ("20220722005112", "湘潭：新建路灯三百盏", "2022-07-22T09:00:00Z"),
        ("20220722090000", "湘潭新建路灯三百二十盏", None),
    ]


def test_all_captures_of_a_run_are_moved_together(archive: Archive) -> None:
    """A computer whose clock was two years ahead made them all."""
    with archive.transaction():
        run = archive.begin_crawl("harvest crawl")
    hold(archive, ARTICLE, capture(run=run))
    hold(archive, RETITLED, capture(60, run=run))

    decide(archive, redating(run, "卫兰", "two years ahead", shift=-2 * 365 * 86_400))

    assert [revision for revision, _, _ in history(archive)] == ["20200722005112", "20200722015112"]
    decide(archive, redating(run, "卫兰", "no, three", to="2019-07-22T00:51:12Z"))
    assert [revision for revision, _, _ in history(archive)] == ["20190722005112", "20190722015112"]


def test_a_redating_is_replayed_and_its_line_can_be_written_again(archive: Archive) -> None:
    """It stands in decisions.jsonl, and archive.db knows all of it."""
    hold(archive, ARTICLE, capture())
    decided = redating(capture().id, "卫兰", "battery", to="2022-07-22T01:51:12Z")
    decide(archive, decided)

    assert [each for _, each in decisions_in(archive.folder / FILE)] == [decided]
    assert decision_check.applied(archive.connection) == [decided]


def test_what_is_no_capture_and_no_run_is_not_redated(archive: Archive) -> None:
    """Nothing is written down of a slip."""
    with pytest.raises(NothingFound, match="no such capture or run"):
        decide(archive, redating("urn:uuid:1", "卫兰", "battery", shift=60))
    assert not (archive.folder / FILE).exists()


@pytest.mark.parametrize(
    ("to", "shift"),
    [
        ("2999-01-01T00:00:00Z", None),
        ("1993-12-31T23:59:59Z", None),
        ("0001-01-01T00:00:00Z", None),
        (None, 200 * 365 * 86_400),
        (None, -200 * 365 * 86_400),
        (None, -5000 * 365 * 86_400),
    ],
)
def test_no_capture_is_redated_to_the_future_or_to_before_the_web(
    archive: Archive, to: str | None, shift: int | None
) -> None:
    """A slip would hide every later text; and its line could not be read back."""
    hold(archive, ARTICLE, capture())
    with pytest.raises(UsageError, match=r"no page was captured at|outside of the calendar"):
        decide(archive, redating(capture().id, "卫兰", "a slip", to=to, shift=shift))
    assert not (archive.folder / FILE).exists()


@pytest.mark.parametrize("to", ["2026-02-30T08:00:00Z", "2026-13-01T08:00:00Z", "2026-07-02"])
def test_a_line_with_no_such_day_is_reported_and_not_replayed(archive: Archive, to: str) -> None:
    """The file may be edited by hand."""
    line = asdict(redating(capture().id, "卫兰", "battery", to=to))
    (archive.folder / FILE).write_text(
        json.dumps({name: value for name, value in line.items() if value}) + "\n", "utf-8"
    )
    ((_, told),) = decisions_in(archive.folder / FILE)
    assert isinstance(told, NotReplayed)
    assert "either a moment in UTC or a number of seconds" in str(told)


def test_verify_reports_a_wrong_clock_until_it_is_decided(archive: Archive) -> None:
    """It says what the clock said, what speaks against it, and which command decides."""
    wrong = dated("2099-01-01T00:00:00", "Fri, 22 Jul 2022 00:51:12 GMT")
    hold(archive, ARTICLE, wrong)

    (problem,) = verify(archive, Verification(remember=False)).problems
    assert problem.severity == "difference"
    assert problem.record == f"capture {wrong.id}"
    assert problem.found == (
        "its clock said 2099-01-01T00:00:00Z, but the server's Date header says"
        " 2022-07-22T00:51:12Z; it counts as made 2022-07-22T00:51:12Z"
    )
    decide(archive, redating(wrong.id, "卫兰", "battery", to="2022-07-22T00:51:12Z"))
    assert not verify(archive, Verification(remember=False)).problems


def test_verify_reports_a_run_that_began_after_one_that_came_later(archive: Archive) -> None:
    """Nothing else tells that a clock was ahead where servers send no Date."""
    with archive.transaction():
        ahead = archive.begin_crawl("harvest crawl")
        archive.connection.execute("UPDATE runs SET started_at = '2024-07-22T00:00:00Z'")
    hold(archive, ARTICLE, capture(run=ahead))
    with archive.transaction():
        archive.begin_crawl("harvest crawl")
        archive.connection.execute(
            "UPDATE runs SET started_at = '2022-07-23T00:00:00Z' WHERE id <> ?", (ahead,)
        )

    (problem,) = verify(archive, Verification(remember=False)).problems
    assert problem.record == f"run {ahead}"
    assert "archive redate" in problem.remedy
