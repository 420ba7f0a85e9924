"""The history of an article is the same in whatever order its captures come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import ARTICLE, URL, capture, history, hold, new_archive
from support.commands import Harvest

from archive.model.article import Article, Block, Capture
from archive.model.errors import NothingFound
from archive.store.archive import Archive

LONGER = (*ARTICLE.blocks, Block(text="夜里也亮。"))


@dataclass(frozen=True)
class Visit:
    """What a page said at a minute: one of three texts, perhaps only its first part."""

    minute: int
    text: int
    whole: bool = True

    def article(self, number: int) -> Article:
        blocks = LONGER if self.whole else LONGER[:2]
        return replace(
            ARTICLE,
            id=f"example:{number}",
            url=f"https://xt.example.cn/content/{number}.html",
            title=f"湘潭路灯 {self.text}",
            blocks=blocks,
            complete=self.whole,
        )

    def capture(self, number: int) -> Capture:
        return capture(
            self.minute,
            id=f"urn:uuid:00000000-0000-4000-8000-{number * 1000 + self.minute:012}",
            url=f"https://xt.example.cn/content/{number}.html",
            body=f"{self.text} {self.whole}".encode(),
        )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with new_archive(tmp_path_factory.mktemp("history") / "archive") as made:
        yield made


def held(archive: Archive, visits: Sequence[Visit]) -> list[tuple[Any, ...]]:
    """The history that these visits make of a new article, in the order in which they are given."""
    (number,) = archive.connection.execute("SELECT count(*) FROM articles").fetchone()
    read = {visit.capture(number).id: visit.article(number) for visit in visits}
    for visit in visits:
        hold(
            archive,
            visit.article(number),
            visit.capture(number),
            read_again=lambda captures: read[captures[0].id],
        )
    return [
        (row[0], row[1][len(f"https://xt.example.cn/content/{number}.html") :], *row[2:-1],
         int(row[-1][-12:]) - number * 1000)
        for row in archive.connection.execute(
            """SELECT h.revision, h.url, h.title, h.body, h.complete, h.revised_at,
                   h.superseded_at, h.is_current, r.capture
               FROM history AS h JOIN revision_captures AS r USING (article, revision)
               WHERE article = ? ORDER BY revision""",
            (f"example:{number}",),
        )
    ]  # fmt: skip


visits = st.lists(
    st.builds(Visit, st.integers(0, 500), st.integers(0, 2), st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda visit: visit.minute,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(visits.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_arrival_does_not_matter(
    archive: Archive, both: tuple[list[Visit], list[Visit]]
) -> None:
    """Revisions, names, from when to when they stood, what they were read from: all the same."""
    found, order = both
    in_time = sorted(found, key=lambda visit: visit.minute)
    assert held(archive, order) == held(archive, in_time)


def seen_unchanged(archive: Archive, minutes: int, like: int) -> None:
    """A 304: the page is what it was in an earlier capture."""
    told = capture(minutes, status=304, body=b"")
    archive.write_capture(told, revisit_of=capture(like).id)
    with archive.transaction():
        archive.index_capture(told)
        archive.note_status(URL, told, "unchanged")


@pytest.mark.parametrize("late", [False, True])
def test_a_304_shows_the_text_of_the_capture_that_it_refers_to(tmp_path: Path, late: bool) -> None:
    """Whether what the page said in between was known at the time or is imported later."""
    between = replace(ARTICLE, title="另一个题目")
    with new_archive(tmp_path) as archive:
        hold(archive, ARTICLE, capture())
        if not late:
            hold(archive, between, capture(60))
        seen_unchanged(archive, 120, like=0)
        if late:
            hold(archive, between, capture(60))

        assert history(archive) == [
            ("20220722005112", "湘潭：新建路灯三百盏", "2022-07-22T01:51:12Z"),
            ("20220722015112", "另一个题目", "2022-07-22T02:51:12Z"),
            ("20220722025112", "湘潭：新建路灯三百盏", None),
        ]
        assert archive.captures_of(ARTICLE.id) == [capture()]


def test_a_citation_names_what_stood_at_its_moment(tmp_path: Path) -> None:
    """A name that a revision had before an older capture was imported, or any moment."""
    with new_archive(tmp_path) as archive:
        hold(archive, ARTICLE, capture(60))
        hold(archive, replace(ARTICLE, title="另一个题目"), capture(120))
        hold(archive, ARTICLE, capture())

        assert [name for name, _, _ in history(archive)] == ["20220722005112", "20220722025112"]
        assert archive.article(ARTICLE.id, "20220722015112") == ARTICLE
        assert archive.captures_of(ARTICLE.id, "20220722015112") == [capture()]
        assert archive.article(ARTICLE.id, "20300101000000").title == "另一个题目"
        with pytest.raises(NothingFound, match="example:646@20200101000000"):
            archive.article(ARTICLE.id, "20200101000000")


@pytest.mark.parametrize("citation", ["example:646@20200101000000", "example:646@2022-07-22"])
def test_a_citation_of_no_revision_names_those_that_there_are(
    tmp_path: Path, archive_command: Harvest, citation: str
) -> None:
    """A moment before the first, or no moment at all: whoever copied it wrongly sees the others."""
    with new_archive(tmp_path) as archive:
        hold(archive, ARTICLE, capture())
        hold(archive, replace(ARTICLE, title="另一个题目"), capture(60))

    told = archive_command("show", citation, "--archive", tmp_path)
    assert (told.returncode, told.stderr) == (
        3,
        f"archive: {citation}: no such revision, and none that stood at such a moment;"
        " its revisions are 20220722005112, 20220722015112\n",
    )


def test_of_many_revisions_the_latest_are_named(tmp_path: Path) -> None:
    """A ticker of two hundred states does not fill the screen."""
    with new_archive(tmp_path) as archive:
        for minute in range(25):
            hold(archive, replace(ARTICLE, title=f"第{minute}盏"), capture(minute))
        with pytest.raises(NothingFound) as refused:
            archive.article(ARTICLE.id, "20200101000000")

    assert str(refused.value).startswith(
        "example:646@20200101000000: no such revision, and none that stood at such a moment;"
        " its revisions are 20220722005612, 20220722005712, "
    )
    assert str(refused.value).endswith(", 20220722011512 and 5 before them")
