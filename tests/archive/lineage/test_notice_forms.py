"""Forms and copies: what is another notice, and what is a copy though little or late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold, parents, relation_of, ties

from archive.lineage.rebuild import rebuild
from archive.store.archive import Archive

LONG = (
    *LAMPS,
    "中午，青石渡的守渡人把缆绳换成了新的，旧的那根在水里泡了十一年，断过两次又接上。",
    "渡船一天走二十趟，最早一趟送学生，最晚一趟接下夜班的人，票价一直是一块钱。",
    "镇上说要修桥，守渡人笑着讲，桥修好了他就去学开车，反正闲不住。",
    "隔壁理发店的主人每天第一个来，坐在门口吃完一碗豆花，再把自己的卷帘门拉上去。",
)
PLACES = ("松岫县", "竹溪镇", "白果坪乡", "南渡区", "青石渡镇", "云沱市")
DANISH = ("Aalvik", "Bergstad", "Dalheim", "Fjordby", "Grenaa", "Holmsund")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with new_archive(tmp_path / "archive") as archive:
        yield archive


def halt(place: str) -> str:
    """A notice in which nothing but the place differs."""
    return (
        f"因渡口设备检修，{place}轮渡今日停航一天，恢复时间请留意现场公告，已购票的乘客可以全额退票。"
        "请沿岸居民提前安排出行，不要私自下河，遇到紧急情况请拨打值班电话，不便之处敬请谅解。"
    )


def closing(place: str) -> str:
    """The same in English."""
    return (
        f"The harbour office has announced that the ferry to {place} will not run on Sunday because"
        " of repairs to the landing. Passengers with valid tickets may ask for their money back at"
        " any counter. The office regrets the inconvenience and thanks travellers for patience."
    )


@pytest.mark.parametrize("rebuilt", [False, True], ids=["one by one", "rebuilt"])
@pytest.mark.parametrize(
    ("form", "places"), [(halt, PLACES), (closing, DANISH)], ids=["chinese", "english"]
)
def test_notices_that_differ_in_their_place_alone_are_no_copies(
    archive: Archive, form: object, places: tuple[str, ...], *, rebuilt: bool
) -> None:
    """And the reprint of one of them is, though nine letters in ten of all are equal."""
    assert callable(form)
    notices = [
        article(f"a:{at}", form(place), title="停航", at=f"2026-07-{at + 10}T09:00:00+08:00")
        for at, place in enumerate(places)
    ]
    reprint = article("b:1", form(places[2]), title="停航", at="2026-07-12T11:00:00+08:00")
    hold(archive, *notices, reprint)
    if rebuilt:
        with archive.transaction() as connection:
            rebuild(connection)
    joined = {each: of for each, of in parents(archive).items() if of[1]}
    assert joined == {"b:1": ("identical", "a:2")}
    assert {relation for _, _, relation in ties(archive)} == {"template"}


def test_a_short_text_that_nobody_else_has_is_copied(archive: Archive) -> None:
    """Thirty letters are enough where they are no form."""
    text = "守渡人把用了十一年的缆绳换成新的，旧的那根留给学校拔河用。"
    copy = article("b:1", text, "（来源：澜江日报）", title="渡口", at="2026-07-22T11:00:00+08:00")
    assert relation_of(archive, article("a:1", text, title="渡口"), copy) == [None, "identical"]


def test_a_headline_alone_is_compared_with_those_of_its_day(archive: Archive) -> None:
    """The link says that it is weak; the same headline next month is another report."""
    title = "桐花巷三百盏路灯昨晚亮了"
    hold(
        archive,
        article("a:1", "", title=title),
        article("b:1", "", title=title, at="2026-07-22T15:00:00+08:00"),
        article("c:1", "", title=title, at="2026-08-25T15:00:00+08:00"),
    )
    assert parents(archive) == {
        "a:1": (None, None), "b:1": ("identical", "a:1"), "c:1": (None, None),
    }  # fmt: skip
    rule = archive.connection.execute("SELECT rule FROM republications").fetchone()[0]
    assert "weak" in rule


def test_a_late_cut_copy_of_a_rare_text_is_found(archive: Archive) -> None:
    """Two hundred days later a station prints most of a text that nobody else has."""
    copy = article("b:1", *LONG[:6], title="旧闻重读", at="2027-02-07T08:30:00+08:00")
    assert relation_of(archive, article("a:1", *LONG), copy) == [None, "shortened"]


def test_a_correction_is_a_copy(archive: Archive) -> None:
    """One number of a report is another one: it is the same report."""
    text = tuple(part.replace("四万元", "五万元").replace("三百盏", "二百盏") for part in LAMPS)
    copy = article("b:1", *text, at="2026-07-22T11:30:00+08:00")
    assert relation_of(archive, article("a:1"), copy) == [None, "edited"]


def test_a_digest_is_named_so_and_joins(archive: Archive) -> None:
    """A little from here and there, in the same words."""
    retold = "".join("，".join(part.split("，")[:2]) + "。" for part in LONG[::2])
    copy = article("b:1", retold, title="一句话新闻", at="2026-07-22T11:30:00+08:00")
    assert relation_of(archive, article("a:1", *LONG), copy) == [None, "digest"]
