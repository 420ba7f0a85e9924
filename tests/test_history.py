"""The history of an article is the same in whatever order its captures come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from archives import ARTICLE, capture, hold
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article, Block, Capture
from archive.store import Archive

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
    with Archive.create(tmp_path_factory.mktemp("history") / "archive") as made:
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
