"""The order of coming in: a rebuild does not depend on it, and the counts keep step."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold, parents

from archive.compare.publication import texts
from archive.custody.decisions import decide, takedown_decision
from archive.lineage.frequencies import merge_recent
from archive.lineage.rebuild import rebuild
from archive.lineage.reconcile import reconcile
from archive.model.article import Article, Block
from archive.store.archive import Archive

TOFU = (
    "清晨六点，望月桥头的豆腐摊已经排起了队，石柳青把第一板豆腐切成四十八块。",
    "她用的还是父亲留下的两口石缸，水从北门桥的老井里挑来，来回要走六百米。",
    "隔壁理发店的主人每天第一个来，坐在门口吃完一碗豆花，再把自己的卷帘门拉上去。",
)
FERRY = (
    "中午，青石渡的守渡人把缆绳换成了新的，旧的那根在水里泡了十一年，断过两次又接上。",
    "渡船一天走二十趟，最早一趟送学生，最晚一趟接下夜班的人，票价一直是一块钱。",
    "镇上说要修桥，守渡人笑着讲，桥修好了他就去学开车，反正闲不住。",
)


def day(hour: int) -> str:
    """An hour of the day on which all of it happens."""
    return f"2026-07-22T{hour:02}:00:00+08:00"


def collection() -> list[Article]:
    """Two lineages, a merged article that is in neither, and notices of one form."""
    notices = [
        article(
            f"n:{at}", f"因检修，{place}轮渡今日停航一天，恢复时间请留意现场公告，已购票可以退票。",
            title="停航", at=day(6 + at),
        )
        for at, place in enumerate(("松岫县", "竹溪镇", "南渡区"))
    ]  # fmt: skip
    return [
        article("a:1", *LAMPS, at=day(5)),
        article("b:1", *LAMPS[:3], at=day(7)),
        article("c:1", *LAMPS, *TOFU[:1], title="灯下", at=day(9)),
        article("a:2", *FERRY, title="渡口", at=day(6)),
        article("b:2", *FERRY[:2], title="渡口", at=day(8)),
        article("d:1", *LAMPS[:4], *FERRY, title="巷与渡", at=day(11)),
        *notices,
    ]


def lineages(archive: Archive) -> set[frozenset[str]]:
    """The articles of each lineage."""
    found = archive.connection.execute(
        "SELECT group_concat(a.id, ' ') FROM lineage_members AS t"
        " JOIN articles AS a ON a.key = t.article GROUP BY t.lineage"
    )
    return {frozenset(row[0].split()) for row in found}


@pytest.mark.parametrize("seed", range(6))
def test_a_rebuild_gives_the_same_whatever_came_in_first(tmp_path: Path, seed: int) -> None:
    """Lineages, parents and relations; a merged article bridges nothing."""
    articles = collection()
    random.Random(seed).shuffle(articles)
    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction():
            for each in articles:
                archive.store_article(each, [], linking=False)
        with archive.transaction() as connection:
            rebuild(connection)
        assert lineages(archive) == {
            frozenset({"a:1", "b:1", "c:1"}), frozenset({"a:2", "b:2"}), frozenset({"d:1"}),
            frozenset({"n:0"}), frozenset({"n:1"}), frozenset({"n:2"}),
        }  # fmt: skip
        assert parents(archive)["c:1"] == ("extended", "a:1")


def counted(archive: Archive) -> dict[int, int]:
    """The counts that are stored, with the changes that are not merged yet."""
    found: Counter[int] = Counter()
    for table in ("lineage_frequencies", "lineage_recent_frequencies"):
        found.update(dict(archive.connection.execute(f"SELECT * FROM {table}")))
    return {gram: lineages for gram, lineages in found.items() if lineages}


def by_definition(archive: Archive) -> dict[int, int]:
    """For each run, the articles that have it and whose parent has not."""
    rows = dict(archive.connection.execute("SELECT article, parent FROM lineage_members"))
    grams = {key: set(text.grams.tolist()) for key, text in texts(archive.connection, rows).items()}
    return dict(Counter(g for key in rows for g in grams[key] - grams.get(rows[key] or 0, set())))


def test_the_counts_keep_step_with_the_lineages(tmp_path: Path) -> None:
    """As articles come in, get other parents, are hidden, and after a rebuild."""
    articles = collection()
    random.Random(3).shuffle(articles)
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, *articles)
        assert counted(archive) == by_definition(archive) != {}
        decide(archive, takedown_decision("hide", "a:1", "archivist", "a court order", "order 7"))
        assert counted(archive) == by_definition(archive)
        with archive.transaction() as connection:
            merge_recent(connection)
        merged = dict(archive.connection.execute("SELECT * FROM lineage_frequencies"))
        assert merged == by_definition(archive)
        with archive.transaction() as connection:
            rebuild(connection)
        assert counted(archive) == by_definition(archive)


@pytest.mark.parametrize("seed", range(4))
def test_the_counts_are_those_of_a_rebuild_after_any_changes(tmp_path: Path, seed: int) -> None:
    """What a revised, hidden or erased article had is no longer counted; what it has now is."""
    choose = random.Random(seed)
    articles = {each.id: each for each in collection()}
    lines = [block.text for each in articles.values() for block in each.blocks]
    hidden: set[str] = set()
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, *articles.values())
        for step in range(12):
            if step % 4 == 3:
                with archive.transaction() as connection:
                    merge_recent(connection)
            name = choose.choice(sorted(articles))
            kind = choose.choice(("revise", "revise", "revise later", "hide", "erase"))
            if name in hidden:
                kind = "unhide"
            if kind in ("hide", "unhide", "erase"):
                decide(archive, takedown_decision(kind, name, "archivist", "a court order", "7"))
                hidden ^= {name} if kind != "erase" else set()
            else:
                few = choose.sample(lines, choose.randint(1, 6))
                revised = replace(articles[name], blocks=tuple(Block(text=line) for line in few))
                with archive.transaction():
                    archive.store_article(revised, [], linking=kind == "revise")
            if kind == "erase":
                del articles[name]
            if kind == "revise later":
                reconcile(archive.connection, archive.transaction)
            assert counted(archive) == by_definition(archive), kind
        reconcile(archive.connection, archive.transaction)
        before = counted(archive)
        tree = parents(archive)
        with archive.transaction() as connection:
            rebuild(connection)
        assert counted(archive) == by_definition(archive)
        if parents(archive) == tree:
            assert counted(archive) == before


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_who_quotes_a_cut_copy_is_no_copy_whatever_came_in_first(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    """The passage is of the whole text, which may be known last; so it is after a rebuild too."""
    articles = (
        article("a:1", *LAMPS, *TOFU, at=day(5)),
        article("b:1", *LAMPS[2:], title="数飞虫", at=day(7)),
        article("c:1", *FERRY, *LAMPS[2:], title="渡口", at=day(9)),
    )
    expected = {frozenset({"a:1", "b:1"}), frozenset({"c:1"})}
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, *(articles[at] for at in order))
        assert lineages(archive) == expected
        reconcile(archive.connection, archive.transaction)
        with archive.transaction() as connection:
            rebuild(connection)
        assert lineages(archive) == expected


def test_copies_of_a_short_item_have_one_parent_one_by_one_and_rebuilt(tmp_path: Path) -> None:
    """Of those that are near in time the earliest, not the one before."""
    items = [article(f"{name}:1", "今日停水。", at=day(5 + at)) for at, name in enumerate("abc")]
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, *items)
        tree = parents(archive)
        assert [tree[each.id][1] for each in items] == [None, "a:1", "a:1"]
        with archive.transaction() as connection:
            rebuild(connection)
        assert parents(archive) == tree
