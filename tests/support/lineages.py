"""What the tests of lineage share: articles of our own writing, and readers of their lineages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.lineage.tree import export_rows
from archive.model.article import Article, Block, PrintedTime
from archive.store.archive import Archive

LAMPS = (
    "傍晚七点，桐花巷的三百盏路灯第一次一起亮了起来，街坊们搬出竹椅坐在灯下。",
    "巷子里住着一百二十户人家，去年冬天有老人在黑处摔过跤，社区网格员把这件事记在本子上。",
    "电工班的人量了三遍，把灯杆从两侧改到一侧，好让搬家的车能够掉头，算下来还省了四万元。",
    "退休教师覃知秋说，从前晚上不敢出门，如今孙子要拉着她去数飞虫，一直数到很晚才肯回家。",
    "下个月，同样的灯会装到学宫路和望月桥头，图纸贴在巷口，谁都可以去提意见。",
)


def article(name: str, *paragraphs: str, **said: Any) -> Article:
    """An article `station:number`, of 22 July 2026 at the minute `at` (08:30 if none is said)."""
    at, precision = said.pop("at", "2026-07-22T08:30:00+08:00"), "minute"
    if len(at) == 10:
        precision = "day"
    published = PrintedTime.from_iso(at, precision)  # type: ignore[arg-type]  # one of the two
    station = name.partition(":")[0]
    return Article(
        id=name,
        station=station,
        url=f"https://{station}.example/{name.partition(':')[2]}.html",
        title=said.pop("title", "桐花巷的路灯亮了"),
        blocks=tuple(Block(text=text) for text in paragraphs or LAMPS),
        published=published,
        **said,
    )


def hold(archive: Archive, *articles: Article) -> None:
    """Hold articles as they come in, each in a transaction of its own."""
    for each in articles:
        with archive.transaction():
            archive.store_article(each, [])


def outlet(archive: Archive, name: str, title: str) -> None:
    """A station with the title that others credit."""
    with archive.transaction():
        archive.station({"name": name, "title": title, "tested_on": "fixture"})


def parents(archive: Archive) -> dict[str, tuple[str | None, str | None]]:
    """Each article's relation to its parent, and the parent."""
    return {
        row["article"]: (row["relation"], row["parent"])
        for row in export_rows(archive.connection)
        if "other" not in row
    }


def ties(archive: Archive) -> list[tuple[str, str, str]]:
    """The links that join nothing: article, other, relation."""
    return [
        (row["article"], row["other"], row["relation"])
        for row in export_rows(archive.connection)
        if "other" in row
    ]


def relation_of(archive: Archive, *articles: Article) -> Sequence[str | None]:
    """Hold articles; the relation of each to its parent."""
    hold(archive, *articles)
    found = parents(archive)
    return [found[each.id][0] for each in articles]
