"""The times that a page prints of one moment, and what becomes of them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, events, history, hold, new_archive

from archive.history.printed_times import same_time
from archive.model.article import (
    COUNTED_BACK,
    YEAR_OF_CAPTURE,
    Article,
    Evidence,
    Precision,
    PrintedTime,
)
from archive.store.archive import Archive

FIRST = "20220722005112"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "archive") as made:
        yield made


def printed(iso: str | None, precision: Precision = "day", why: str | None = None) -> Article:
    """The article with this time of publication, and why it is not sure."""
    published = PrintedTime.from_iso(iso, precision) if iso else None
    evidence = Evidence(
        field="published", printed=iso or "", where="div.time", method="layout",
        chosen=iso is not None, why=why,
    )  # fmt: skip
    return replace(ARTICLE, published=published, evidence=(*ARTICLE.evidence, evidence))


DAYS_AGO = printed("2022-07-22", "day", COUNTED_BACK)
DAY = printed("2022-07-22")
MINUTE = printed("2022-07-22T08:30:00+08:00", "minute")
SECOND = printed("2022-07-22T08:30:12+08:00", "second")
MIDNIGHT = printed("2022-07-22T00:00:00+08:00", "second")
NOTHING = printed(None)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_time_that_is_printed_ever_more_finely_is_no_correction(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    """3天前, then 2022-07-22, 08:30 and 08:30:12: the finest stays, in whatever order."""
    texts = [DAYS_AGO, DAY, MINUTE, SECOND]
    with new_archive(tmp_path) as archive:
        for index in order:
            hold(archive, texts[index], capture(index * 60))

        assert history(archive) == [(FIRST, "湘潭：新建路灯三百盏", None)]
        assert archive.article("example:646").published == SECOND.published
        assert [each.id for each in archive.captures_of("example:646")] == [capture(180).id]
        assert archive.connection.execute("SELECT state FROM articles").fetchone() == ("live",)


def test_a_time_that_is_printed_more_coarsely_later_stays_as_fine_as_it_was(
    archive: Archive,
) -> None:
    """Some sites cut the clock time off after a day."""
    hold(archive, MINUTE, capture())

    assert hold(archive, DAY, capture(60)).outcome == "unchanged"
    assert archive.article("example:646").published == MINUTE.published
    assert events(archive) == [("new", FIRST, "success")]


def test_a_finer_time_is_an_event_of_the_same_revision(archive: Archive) -> None:
    """What was shown before stays traceable: what the time was, and what it is."""
    hold(archive, DAY, capture())

    assert hold(archive, MINUTE, capture(60)).outcome == "completed"
    assert events(archive) == [("new", FIRST, "success"), ("completed", FIRST, "success")]
    (detail,) = archive.connection.execute(
        "SELECT detail FROM events WHERE type = 'completed'"
    ).fetchone()
    assert json.loads(detail) == {
        "former_published": "2022-07-22",
        "published": "2022-07-22T08:30:00+08:00",
    }


@pytest.mark.parametrize(
    "later", [printed("2022-07-23"), printed("2022-07-22T08:31:00+08:00", "minute")]
)
def test_another_time_is_a_correction(archive: Archive, later: Article) -> None:
    """A station that sets its article to another minute or another day, changed it."""
    hold(archive, MINUTE, capture())

    assert hold(archive, later, capture(60)).outcome == "revised"


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("vague", [NOTHING, DAY, MIDNIGHT])
def test_a_page_that_prints_no_time_or_less_of_it_corrects_nothing(
    archive: Archive, vague: Article, first: bool
) -> None:
    """Nothing, 上周 or 00:00:00 before or after the minute: the minute stays, or comes in."""
    before, after = (vague, MINUTE) if first else (MINUTE, vague)
    hold(archive, before, capture())
    hold(archive, after, capture(60))

    assert history(archive) == [(FIRST, "湘潭：新建路灯三百盏", None)]
    assert archive.article("example:646").published == MINUTE.published


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("texts", [(0, 1, 2), (1, 0, 2), (3, 0, 2), (0, 3, 2), (4, 0, 2)])
def test_a_coarse_time_belongs_to_the_earlier_of_two_that_differ(
    tmp_path: Path, texts: tuple[int, ...], order: tuple[int, ...]
) -> None:
    """08:30, the day, 09:00; or the day, nothing or 00:00, 08:30, 09:00: one correction."""
    kinds = [MINUTE, DAY, printed("2022-07-22T09:00:00+08:00", "minute"), NOTHING, MIDNIGHT]
    shown = {capture(at * 60).id: kinds[text] for at, text in enumerate(texts)}
    with new_archive(tmp_path) as archive:
        for at in order:
            seen = capture(at * 60)
            hold(archive, shown[seen.id], seen, read_again=lambda them: shown[them[0].id])

        assert [revision for revision, _, _ in history(archive)] == [FIRST, "20220722025112"]
        assert archive.article("example:646", FIRST).published == MINUTE.published


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (DAYS_AGO, printed("2022-07-21"), True),  # 1天前 is said until two days are over
        (DAYS_AGO, printed("2022-07-23T23:50:00+08:00", "minute"), True),
        (DAYS_AGO, printed("2022-07-24"), False),
        (DAYS_AGO, printed(None), True),  # 1个月前
        (DAY, NOTHING, True),
        (MIDNIGHT, SECOND, True),
        (MIDNIGHT, printed("2022-07-23T00:00:00+08:00", "second"), False),
        (printed("2022-07-22T08:30:00+08:00", "second"), SECOND, True),
        (printed("2022-07-22T08:30:11+08:00", "second"), SECOND, False),
        (DAY, printed("2022-07-21"), False),
        (printed("2023-07-22", "day", YEAR_OF_CAPTURE), MINUTE, True),
        (printed("2023-07-21", "day", YEAR_OF_CAPTURE), MINUTE, False),
        (printed("2024-02-29", "day", YEAR_OF_CAPTURE), MINUTE, False),
    ],
)
def test_a_time_that_is_not_sure_agrees_with_what_it_can_mean(
    one: Article, other: Article, same: bool
) -> None:
    """What depends on the day of the capture is no correction of what is printed in full."""
    assert same_time(one, other) is same
    assert same_time(other, one) is same
