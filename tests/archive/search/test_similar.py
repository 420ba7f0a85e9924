"""Articles that share the rarest words of one article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive

from archive.model.article import Article, Block
from archive.model.errors import NothingFound
from archive.search.similar import similar
from archive.store.archive import Archive

BODIES = (
    "北县人大代表走进小区，路灯亮了，居民说好。",
    "南县也装了路灯，居民说好。",
    "水库蓄水，鱼苗入库。",
    "路灯亮了：北县人大代表走进小区。",
    "一二三四五六七",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Five articles."""
    folder: Path = tmp_path_factory.mktemp("similar")
    with new_archive(folder) as archive:
        with archive.transaction():
            for number, body in enumerate(BODIES, start=1):
                url = f"https://demo.example/{number}"
                article = Article(
                    id=f"demo:{number}", station="demo", url=url, title="短讯",
                    blocks=(Block(text=body),),
                )  # fmt: skip
                archive.store_article(article, [])
        yield archive


def found(archive: Archive, article: str) -> list[int]:
    """The numbers of similar articles, most alike first."""
    return [key for key, _ in similar(archive.connection, article)]


def test_what_shares_most_of_the_rare_words_comes_first(archive: Archive) -> None:
    """The article itself is not among them."""
    assert found(archive, "demo:1")[:2] == [4, 2]
    assert 1 not in found(archive, "demo:1")


def test_what_shares_little_comes_last(archive: Archive) -> None:
    """All headlines are alike here, and that is all that they share."""
    scores = dict(similar(archive.connection, "demo:1"))
    assert scores[4] > scores[2] > max(scores[3], scores[5])


def test_an_article_that_is_not_there_is_told(archive: Archive) -> None:
    """By its id."""
    with pytest.raises(NothingFound, match=r"^demo:99: no such article$"):
        similar(archive.connection, "demo:99")


def test_the_view_finds_the_same(archive: Archive) -> None:
    """For programs that read the file without this product."""
    sql = (
        "SELECT substr(other, 6), title FROM similar_articles WHERE article = ?"
        " ORDER BY score DESC, other DESC"
    )
    for number in range(1, len(BODIES) + 1):
        name = f"demo:{number}"
        rows = archive.connection.execute(sql, (name,)).fetchall()
        assert [int(other) for other, _ in rows] == found(archive, name)
        assert {title for _, title in rows} <= {"短讯"}
