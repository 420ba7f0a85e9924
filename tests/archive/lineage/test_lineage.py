"""Lineages as articles come in: who had a text first, what copies made of it, what is none."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold, outlet, parents, relation_of, ties

from archive.dataset.load import load
from archive.lineage.rebuild import rebuild
from archive.lineage.reconcile import reconcile
from archive.lineage.tree import lineage_tree
from archive.model.article import Article, Block, PrintedTime
from archive.store.archive import Archive
from harvester.demo.expected import Expected
from harvester.demo.region import Region

OTHER = (
    "清晨六点，望月桥头的豆腐摊已经排起了队，石柳青把第一板豆腐切成四十八块。",
    "她用的还是父亲留下的两口石缸，水从北门桥的老井里挑来，来回要走六百米。",
    "隔壁理发店的主人每天第一个来，坐在门口吃完一碗豆花，再把自己的卷帘门拉上去。",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with new_archive(tmp_path / "archive") as archive:
        yield archive


def notice(day: int, low: int, high: int, wet: int) -> str:
    """One form, filled every day with other numbers."""
    return (
        f"松岫气象站7月{day}日17时发布：今夜到明天多云，东风2到3级，最低气温{low}℃，"
        f"最高气温{high}℃，相对湿度{wet}%。请大家留意天气变化，早晚添减衣物，行车走路注意安全，"
        "农户看好大棚，渔船按要求回港避风。"
    )


# --- relations -------------------------------------------------------------------------------


def test_the_same_text_under_the_same_headline_is_identical(archive: Archive) -> None:
    """The second to print it is the copy."""
    copy = article("b:1", at="2026-07-22T11:30:00+08:00")
    assert relation_of(archive, article("a:1"), copy) == [None, "identical"]


def test_another_headline_makes_it_retitled(archive: Archive) -> None:
    """The most usual change of all."""
    copy = article("b:1", at="2026-07-22T11:30:00+08:00", title="三百盏灯，照亮一条巷")
    assert relation_of(archive, article("a:1"), copy) == [None, "retitled"]


def test_changed_words_make_it_edited(archive: Archive) -> None:
    """A number that was corrected among them."""
    text = tuple(part.replace("四万元", "五万元").replace("街坊们", "邻居们") for part in LAMPS)
    copy = article("b:1", *text, at="2026-07-22T11:30:00+08:00")
    assert relation_of(archive, article("a:1"), copy) == [None, "edited"]


def test_the_opening_alone_is_shortened(archive: Archive) -> None:
    """Two paragraphs of five."""
    copy = article("b:1", *LAMPS[:2], at="2026-07-22T11:30:00+08:00")
    assert relation_of(archive, article("a:1"), copy) == [None, "shortened"]


def test_paragraphs_of_its_own_make_it_extended(archive: Archive) -> None:
    """Before the text and after it."""
    copy = article("b:1", OTHER[0], *LAMPS, *OTHER[1:], at="2026-07-22T11:30:00+08:00")
    assert relation_of(archive, article("a:1"), copy) == [None, "extended"]


def test_another_script_and_width_is_the_same_text(archive: Archive) -> None:
    """A copy for readers of traditional Chinese."""
    table = str.maketrans("灯巷户电买请数还来这从时后会", "燈巷戶電買請數還來這從時後會", "，。")
    copy = article(
        "b:1", *(part.translate(table) for part in LAMPS), at="2026-07-22T11:30:00+08:00"
    )
    assert relation_of(archive, article("a:1"), copy) == [None, "identical"]


def test_a_quotation_joins_nothing(archive: Archive) -> None:
    """The article that quotes is its own; the quoted one is named."""
    quoting = article(
        "b:1", *OTHER, f"据桐花巷的消息，{LAMPS[1]}", title="豆腐摊", at="2026-07-23T08:00:00+08:00"
    )
    assert relation_of(archive, article("a:1"), quoting) == [None, None]
    assert ties(archive) == [("b:1", "a:1", "excerpt")]


def test_a_roundup_is_no_copy_of_any_of_its_parts(archive: Archive) -> None:
    """Though it opens with the very beginning of one of them."""
    ferry = (
        "中午，青石渡的守渡人把缆绳换成了新的，旧的那根在水里泡了十一年，断过两次又接上。",
        "渡船一天走二十趟，最早一趟送学生，最晚一趟接下夜班的人，票价一直是一块钱。",
        "镇上说要修桥，守渡人笑着讲，桥修好了他就去学开车，反正闲不住。",
    )
    hold(
        archive,
        article("a:1"),
        article("a:2", *OTHER, title="豆腐摊"),
        article("a:3", *ferry, title="渡口"),
        article(
            "b:9", "早上好，以下是今天的消息。", *LAMPS[:2], *OTHER[:2], *ferry[:2],
            title="早报", at="2026-07-23T07:00:00+08:00",
        ),
    )  # fmt: skip
    assert {each: of for each, of in parents(archive).items() if of != (None, None)} == {}
    assert sorted(ties(archive)) == [
        ("b:9", "a:1", "roundup"),
        ("b:9", "a:2", "roundup"),
        ("b:9", "a:3", "roundup"),
    ]


def test_one_form_with_other_numbers_is_no_copy(archive: Archive) -> None:
    """Ten days of weather are ten notices, and the reprint of one is found among them."""
    days = [article(f"a:{day}", notice(day, 20 + day % 4, 27 + day % 5, 60 + 3 * day),
                    title=f"天气预报（7月{day}日）", at=f"2026-07-{day}T17:00:00+08:00")
            for day in range(10, 20)]  # fmt: skip
    later = PrintedTime.from_iso("2026-07-13T18:40:00+08:00", "minute")
    copy = replace(days[3], id="b:1", station="b", url="https://b.example/1.html", published=later)
    hold(archive, *days, copy)
    joined = {each: of for each, of in parents(archive).items() if of != (None, None)}
    assert joined == {"b:1": ("identical", "a:13")}
    assert {relation for _, _, relation in ties(archive)} == {"template"}


def appointments(*names: str) -> str:
    """One form, filled with other persons."""
    one, other = names
    return (
        f"经会议研究决定，现将有关人员任免通知如下：任命{one}为桐花巷管理所所长，试用期一年；"
        f"免去{other}的青石渡服务站站长职务，另行安排工作。请各单位遵照办理，按程序做好交接，"
        "有不同意见的，请在公示期内向人事科书面反映，并署真实姓名和联系方式。"
    )


def test_one_form_with_other_persons_is_no_copy(archive: Archive) -> None:
    """Two of one surname among them, and no number that differs."""
    people = (("覃知秋", "卓晚舟"), ("姚砚秋", "卓一帆"), ("苏谷雨", "程静远"))
    hold(
        archive,
        *(
            article(
                f"a:{day}", appointments(*names), title="任免", at=f"2026-07-{day}T09:00:00+08:00"
            )
            for day, names in enumerate(people, start=10)
        ),
    )
    assert {relation for relation, _ in parents(archive).values()} == {None}
    assert {relation for _, _, relation in ties(archive)} == {"template"}


def test_a_copy_that_withholds_the_names_is_still_a_copy(archive: Archive) -> None:
    """A surname and 某 may stand for the same person."""
    full = article("a:1", appointments("覃知秋", "卓晚舟"))
    less = article("b:1", appointments("覃某", "卓某"), at="2026-07-22T11:00:00+08:00")
    assert relation_of(archive, full, less) == [None, "edited"]


def test_one_official_statement_in_two_reports_is_a_common_source(archive: Archive) -> None:
    """Each has words of its own around it, and neither names the other."""
    statement = (
        "澜江市公安局通报：七月二十一日晚，桐花巷一间旧仓库起火，消防员二十分钟后将火扑灭，"
        "无人受伤，起火原因正在调查，请市民不要前往围观，也不要转发未经证实的消息。"
    )
    one = article("a:1", statement, OTHER[0], title="旧仓库起火")
    other = article(
        "b:1", LAMPS[1][:24] + "。", statement, title="昨夜火情", at="2026-07-22T09:00:00+08:00"
    )
    assert relation_of(archive, one, other) == [None, None]
    assert ties(archive) == [("b:1", "a:1", "common_source")]


def test_a_background_paragraph_months_later_is_no_copy(archive: Archive) -> None:
    """A date window: what opens like an old article is a new one that tells its background."""
    old = article("a:1", *LAMPS, at="2025-11-02T08:30:00+08:00")
    new = article("b:1", *LAMPS[:2], title="路灯之后", at="2026-07-22T08:30:00+08:00")
    assert relation_of(archive, old, new) == [None, None]


# --- coming in -------------------------------------------------------------------------------


def test_the_earliest_that_comes_in_last_becomes_the_parent(archive: Archive) -> None:
    """Backfill: the paper's own page is found after its copies."""
    hold(
        archive,
        article("b:1", at="2026-07-22T11:00:00+08:00"),
        article("c:1", at="2026-07-22T12:00:00+08:00"),
        article("a:1", at="2026-07-22T06:00:00+08:00"),
    )
    assert parents(archive)["a:1"] == (None, None)
    assert parents(archive)["b:1"] == ("identical", "a:1")
    assert lineage_tree(archive.connection, "c:1").lineage == "a:1"


def test_a_revision_updates_the_lineage(archive: Archive) -> None:
    """A copy that is rewritten leaves; one that is corrected stays, as edited."""
    copy = article("b:1", at="2026-07-22T11:00:00+08:00")
    hold(archive, article("a:1"), copy)
    number = Block(text=LAMPS[2].replace("四万元", "四万六千元"))
    corrected = replace(copy, blocks=(*copy.blocks[:2], number, *copy.blocks[3:]))
    hold(archive, corrected)
    assert parents(archive)["b:1"] == ("edited", "a:1")
    hold(archive, replace(copy, blocks=tuple(Block(text=text) for text in OTHER)))
    assert parents(archive)["b:1"] == (None, None)
    assert archive.connection.execute("SELECT count(*) FROM lineages").fetchone() == (0,)


def test_holding_twice_changes_nothing(archive: Archive) -> None:
    """The tables are the same, row by row."""
    copies = (article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    hold(archive, *copies)
    before = dump(archive)
    hold(archive, *copies)
    assert dump(archive) == before


def test_a_hidden_article_leaves_its_lineage_and_comes_back(archive: Archive) -> None:
    """Nobody can tell from the others that it was there."""
    from archive.custody.decisions import decide, takedown_decision

    hold(archive, article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    decide(archive, takedown_decision("hide", "a:1", "archivist", "a court order", "order 7"))
    assert parents(archive) == {"b:1": (None, None)}
    decide(archive, takedown_decision("unhide", "a:1", "archivist", "lifted", "order 8"))
    assert parents(archive) == {"a:1": (None, None), "b:1": ("identical", "a:1")}


@pytest.mark.parametrize("action", ["hide", "erase"])
def test_the_copies_of_what_is_taken_down_stay_a_lineage_of_their_own(
    archive: Archive, action: Literal["hide", "erase"]
) -> None:
    """The earliest of them is its origin at once, not only after the next reconciliation."""
    from archive.custody.decisions import decide, takedown_decision

    hold(
        archive,
        article("a:1"),
        article("b:1", *LAMPS[:4], at="2026-07-22T11:00:00+08:00"),
        article("c:1", *LAMPS[1:], at="2026-07-22T12:00:00+08:00"),
        article("d:1", *LAMPS[:4], at="2026-07-22T13:00:00+08:00"),
    )
    decide(archive, takedown_decision(action, "a:1", "archivist", "a court order", "order 7"))
    assert parents(archive) == {
        "b:1": (None, None),
        "c:1": ("edited", "b:1"),
        "d:1": ("identical", "b:1"),
    }
    assert origin_of(archive)["origin"] == "b:1"


@pytest.mark.parametrize("action", ["hide", "erase"])
def test_what_is_taken_down_leaves_no_fingerprints_and_its_twin_is_still_found(
    archive: Archive, action: Literal["hide", "erase"]
) -> None:
    """Of the same texts one is posted: where that goes, another one is."""
    from archive.custody.decisions import decide, takedown_decision

    hold(archive, article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    (key,) = archive.connection.execute("SELECT key FROM articles WHERE id = 'a:1'").fetchone()
    decide(archive, takedown_decision(action, "a:1", "archivist", "a court order", "order 7"))
    found = archive.connection.execute("SELECT DISTINCT article FROM lineage_postings").fetchall()
    assert [row[0] for row in found] == [key + 1]
    hold(archive, article("c:1", *LAMPS[:2], at="2026-07-22T15:00:00+08:00"))
    assert parents(archive)["c:1"] == ("shortened", "b:1")


# --- origin ----------------------------------------------------------------------------------


def origin_of(archive: Archive) -> dict[str, Any]:
    """The one lineage's summary, without its headline."""
    row = archive.connection.execute(
        "SELECT lineage, origin, origin_basis, credited, without_source FROM lineage_summary"
    ).fetchone()
    return dict(zip(("lineage", "origin", "by", "credited", "unnamed"), row, strict=True))


def test_the_credited_medium_is_the_origin_whatever_it_is_called(archive: Archive) -> None:
    """湘潭在线 is a name of 湘潭日报; the two articles' own times do not tell who was first."""
    outlet(archive, "xtrb", "湘潭日报")
    outlet(archive, "rednet", "红网·湘潭站")
    hold(
        archive,
        article("rednet:1", at="2026-07-22T08:00:00+08:00", source="湘潭在线"),
        article("xtrb:1", at="2026-07-22", source="湘潭日报"),
    )
    assert origin_of(archive) == {
        "lineage": "xtrb:1", "origin": "xtrb:1", "by": "credit", "credited": "湘潭在线",
        "unnamed": 0,
    }  # fmt: skip
    assert parents(archive)["rednet:1"] == ("identical", "xtrb:1")


def test_an_origin_that_is_not_held_is_named(archive: Archive) -> None:
    """Both copies say 湘潭日报, and it has no article here."""
    hold(
        archive,
        article("a:1", source="湘潭日报"),
        article("b:1", at="2026-07-22T11:00:00+08:00", source="湘潭日报社"),
    )
    assert origin_of(archive) == {
        "lineage": "a:1", "origin": None, "by": "not held", "credited": "湘潭日报", "unnamed": 0,
    }  # fmt: skip


def test_without_a_credit_the_earliest_printed_time_decides(archive: Archive) -> None:
    """And the copy that names nobody is counted."""
    hold(archive, article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    assert origin_of(archive) == {
        "lineage": "a:1", "origin": "a:1", "by": "printed", "credited": None, "unnamed": 1,
    }  # fmt: skip


def test_printed_times_that_overlap_leave_the_order_undecided(archive: Archive) -> None:
    """A bare date is any moment of that day: the lag is a range around nothing."""
    hold(archive, article("a:1", at="2026-07-22T08:30:00+08:00"), article("b:1", at="2026-07-22"))
    assert origin_of(archive)["by"] == "undecided"
    lag = archive.connection.execute(
        "SELECT lag_at_least, lag_at_most FROM republications"
    ).fetchone()
    assert lag == (-30_660, 55_800)


def test_who_prints_the_headline_of_its_source_is_not_the_origin(archive: Archive) -> None:
    """原标题 tells of somebody else, who may not be held, even where its time is the earliest."""
    hold(
        archive,
        article("b:1", title="灯亮了", original_title="桐花巷的路灯亮了"),
        article("a:1", at="2026-07-22T09:00:00+08:00"),
    )
    assert origin_of(archive)["origin"] is None


def test_a_changed_credit_is_told(archive: Archive) -> None:
    """It names a third medium, which the others do not."""
    outlet(archive, "a", "澜江日报")
    hold(
        archive,
        article("a:1", source="澜江日报"),
        article("b:1", at="2026-07-22T11:00:00+08:00", source="澜江日报"),
        article("c:1", at="2026-07-22T12:00:00+08:00", source="松岫时报"),
    )
    found = archive.connection.execute("SELECT article, credit FROM republications").fetchall()
    assert sorted(found) == [("b:1", "given"), ("c:1", "other")]


# --- all at once -----------------------------------------------------------------------------


def dump(archive: Archive) -> list[tuple[Any, ...]]:
    """Everything that the tables of lineage hold."""
    return [
        row
        for table in ("lineage_members", "article_links", "lineages", "lineage_postings")
        for row in archive.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
    ]


def region_articles(region: Region) -> list[Article]:
    """The demo region's articles as they are, without a crawl."""
    return [
        Article(
            id=item.id, station=item.station, url=item.url, title=item.title,
            blocks=tuple(Block(text=text) for text in item.body.split("\n")),
            published=PrintedTime.from_iso(item.published_at, item.published_precision),
            source=item.source, original_title=item.original_title,
        )
        for item in sorted(region.expected, key=lambda item: item.published_at)
    ]  # fmt: skip


def load_region(archive: Archive, articles: list[Article]) -> None:
    """Hold the region's articles, in the order given, with their stations' titles."""
    for station in Region.build(1).stations:
        outlet(archive, station.name, station.title)
    with archive.transaction():
        for each in articles:
            archive.store_article(each, [])


def is_right(archive: Archive, item: Expected) -> bool:
    """Whether an article's place is the one that it was made for."""
    relation, parent = parents(archive)[item.id]
    quoted = {other for one, other, how in ties(archive) if one == item.id and how != "template"}
    if item.relation in {"excerpt", "roundup"}:
        return parent is None and set(item.taken_from) <= quoted
    if item.relation is None:
        return parent is None
    return relation == item.relation and parent in item.taken_from


@pytest.mark.parametrize("step", ["as it comes in", "reconciled", "rebuilt"])
def test_every_republication_of_the_demo_region_is_found_and_nothing_else(
    archive: Archive, step: str
) -> None:
    """Every kind of relation, and notices of one form, of which only reprints are copies."""
    region = Region.build(1)
    load_region(archive, region_articles(region))
    if step == "reconciled":
        reconcile(archive.connection, archive.transaction)
    if step == "rebuilt":
        with archive.transaction() as connection:
            rebuild(connection)
    assert [item.key for item in region.expected if not is_right(archive, item)] == []


def test_the_order_of_arrival_changes_no_lineage(archive: Archive) -> None:
    """The lineages of the region are the same, however its articles are shuffled."""
    region = Region.build(1)
    articles = region_articles(region)
    random.Random(5).shuffle(articles)
    load_region(archive, articles)
    expected = {item.id: item for item in region.expected}

    def first(item: Expected) -> str:
        joins = item.relation not in {None, "excerpt", "roundup"}
        return first(expected[item.taken_from[0]]) if joins else item.id

    found = archive.connection.execute(
        "SELECT a.id, l.id FROM lineage_members AS t JOIN articles AS a ON a.key = t.article"
        " JOIN articles AS l ON l.key = t.lineage"
    )
    assert dict(found) == {item.id: first(item) for item in region.expected}


def test_a_rebuild_that_is_interrupted_leaves_the_old_lineages_whole(archive: Archive) -> None:
    """It is one transaction."""
    hold(archive, article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    before = dump(archive)
    steps: list[str] = []

    def stop(step: str, _: int) -> None:
        steps.append(step)
        if len(steps) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), archive.transaction() as connection:
        rebuild(connection, stop)
    assert dump(archive) == before


def test_articles_of_an_older_version_are_linked_when_it_is_reconciled(archive: Archive) -> None:
    """Their rows are there, but nothing is known of their lineage."""
    hold(archive, article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    with archive.transaction() as connection:
        for table in ("lineage_members", "article_links", "lineages", "lineage_postings"):
            connection.execute(f"DELETE FROM {table}")
    reconcile(archive.connection, archive.transaction)
    assert parents(archive) == {"a:1": (None, None), "b:1": ("identical", "a:1")}


def test_a_reconciled_archive_has_nothing_left_to_do(archive: Archive) -> None:
    """Cron may call it every hour."""
    hold(archive, article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    assert reconcile(archive.connection, archive.transaction) == 2
    assert reconcile(archive.connection, archive.transaction) == 0


# --- people ----------------------------------------------------------------------------------


def all_at_once(archive: Archive) -> None:
    """Make all lineages again."""
    with archive.transaction() as connection:
        rebuild(connection)


@pytest.mark.parametrize("again", [None, all_at_once], ids=["at once", "rebuilt"])
def test_a_person_unties_two_articles_for_good(
    archive: Archive, again: Callable[[Archive], None] | None
) -> None:
    """It is written down first, shown among the events, and stands when all is made again."""
    from archive.custody.decisions import decide, overruling

    hold(archive, article("a:1"), article("b:1", at="2026-07-22T11:00:00+08:00"))
    decide(archive, overruling("b:1", "a:1", "none", by="archivist", reason="one press release"))
    if again:
        again(archive)
    assert parents(archive) == {"a:1": (None, None), "b:1": (None, None)}
    assert '"relation": "none"' in (archive.folder / "decisions.jsonl").read_text("utf-8")
    event = "SELECT article FROM events WHERE type = 'overruled'"
    assert archive.connection.execute(event).fetchall() == [("b:1",)]


def test_a_person_ties_two_articles_that_share_nothing(archive: Archive) -> None:
    """A translation, for instance; and a rebuilt archive replays it."""
    from archive.custody.decisions import decide, overruling, replay

    hold(archive, article("a:1"), article("b:1", *OTHER, at="2026-07-22T11:00:00+08:00"))
    decide(archive, overruling("b:1", "a:1", "edited", by="archivist", reason="retold"))
    assert parents(archive)["b:1"] == ("edited", "a:1")
    with archive.transaction() as connection:
        connection.execute("DELETE FROM lineage_overrides")
        connection.execute("DELETE FROM events WHERE type = 'overruled'")
    assert replay(archive) == []
    assert parents(archive)["b:1"] == ("edited", "a:1")


# --- hostile ---------------------------------------------------------------------------------


def load_records(archive: Archive, *articles: Article) -> None:
    """Hold articles as `archive load` does: the index of words is written in Python."""
    lines = (json.dumps(each.to_dict()).encode() for each in articles)
    load(archive, lines, refuse=lambda error: pytest.fail(str(error)))


@pytest.mark.parametrize(
    "text",
    [
        "路" * 1_000_000,
        "路灯" * 500_000,
        "a" * 300_000 + "<{&;",
        "转载请注明" * 60_000,
        "<b>&nbsp;{" * 40_000,
        "\n" * 300_000 + "; \n" * 50_000,
        "第1盏2盏" * 60_000,
        " " * 300_000 + "7月22日讯",
    ],
    ids=["one", "two", "word", "disclaimers", "markup", "lines", "numbers", "blanks"],
)
def test_hostile_texts_are_held_in_bounded_time(archive: Archive, text: str) -> None:
    """Twice, so that they are compared with each other; one of a letter more is another text."""
    load_records(archive, article("a:1", text), article("b:1", f"{text}好"))
    assert len(parents(archive)) == 2


def test_a_text_of_30_mb_is_held(archive: Archive) -> None:
    """What stands behind the first 200,000 characters is not compared."""
    load_records(archive, article("a:1", "".join(map(chr, range(0x4E00, 0x9FA0))) * 500))
    (count,) = archive.connection.execute("SELECT count(*) FROM lineage_postings").fetchone()
    assert 0 < count < 2_000
