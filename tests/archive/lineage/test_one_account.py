"""Whatever is said of one article is the same in tree, JSON, export, tables and flows."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import capture, hold, new_archive
from support.lineages import article, outlet

from archive.cli.reading.lineage_tree import tree as tree_lines
from archive.dataset.export import Shape, export
from archive.dataset.selection import Selection
from archive.db.sql import rows
from archive.lineage.flows import flows_between
from archive.lineage.link_article import link_article
from archive.lineage.rebuild import rebuild
from archive.lineage.tree import LineageTree, export_rows, lineage_tree
from archive.model.article import Article
from archive.store.archive import Archive

OUTLETS = {"paper": "澜江日报", "site": "青棠网", "app": "南渡融媒", "far": "松岫在线"}
#: What is printed as the source: nothing, an outlet, an alias of one, one that is not held, nobody.
SOURCES = (None, "澜江日报", "澜江日报客户端", "青棠网", "云沱时报", "网络", "澜江日报、南渡融媒")
CHANGES = ("copy", "copy", "edit", "cut", "more", "quote")
TIMES = ("2026-07-2{day}", "2026-07-2{day}T{hour:02}:00:00+08:00")
COUNTER = itertools.count()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One archive for all examples: each has texts of its own."""
    with new_archive(tmp_path_factory.mktemp("account") / "archive") as archive:
        for name, title in OUTLETS.items():
            outlet(archive, name, title)
        yield archive


def text(chance: random.Random) -> list[str]:
    """Sentences that no other text has."""
    return [
        "".join(chr(chance.randrange(0x4E00, 0x5E00)) for _ in range(28)) + "。" for _ in range(8)
    ]


def changed(body: list[str], change: str, chance: random.Random) -> list[str]:
    """The paragraphs of a text that came of another one."""
    if change == "edit":
        return [*body[:3], text(chance)[0], *body[4:]]
    if change == "cut":
        return body[:4]
    if change == "more":
        return [*body, *text(chance)[:4]]
    if change == "quote":
        own = text(chance)
        return [*own[:3], *body[2:5], *own[3:]]
    return body


def family(seed: int, copies: list[tuple[str, str, str | None, str, int, int]]) -> list[Article]:
    """Articles that came of one text, or of one another."""
    chance, number = random.Random(seed), next(COUNTER)
    bodies = [text(chance)]
    made = []
    for at, (station, change, source, form, day, hour) in enumerate(copies):
        if at:
            bodies.append(changed(chance.choice(bodies), change, chance))
        made.append(
            article(
                f"{station}:{number}-{at}", *bodies[-1], title=f"第{number}条",
                source=source, at=form.format(day=day, hour=hour),
            )
        )  # fmt: skip
    chance.shuffle(made)
    return made


COPIES = st.lists(
    st.tuples(
        st.sampled_from(sorted(OUTLETS)), st.sampled_from(CHANGES), st.sampled_from(SOURCES),
        st.sampled_from(TIMES), st.integers(1, 5), st.integers(0, 23),
    ),
    min_size=2, max_size=6,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), copies=COPIES, is_rebuilt=st.booleans())
def test_all_that_is_said_of_an_article_agrees(
    archive: Archive,
    seed: int,
    copies: list[tuple[str, str, str | None, str, int, int]],
    is_rebuilt: bool,
) -> None:
    """A researcher who reads the tree and one who counts the table must find the same."""
    made = family(seed, copies)
    with archive.transaction() as connection:
        for each in made:
            archive.store_article(each, [], linking=False)
            link_article(connection, each.id)
        if is_rebuilt:
            rebuild(connection)
    exported = {row["article"]: row for row in export_rows(connection) if "other" not in row}
    ties = [(row["article"], row["other"]) for row in export_rows(connection) if "other" in row]
    for each in made:
        found = lineage_tree(connection, each.id)
        assert lineage_tree(connection, found.lineage) == found
        check_tree(found)
        check_tables(archive, found, exported)
        members = {copy.id for copy in found.copies}
        assert not any({*tie} <= members for tie in ties)
    check_flows(archive)


def check_tree(found: LineageTree) -> None:
    """One root, which is the origin where that is known, and every article printed once."""
    roots = [copy.id for copy in found.copies if copy.parent is None]
    assert roots == [found.lineage]
    assert found.origin in (None, found.lineage)
    assert {copy.parent for copy in found.copies} <= {None, *(copy.id for copy in found.copies)}
    data = found.to_dict()
    assert [copy["id"] for copy in data["copies"]] == [copy.id for copy in found.copies]
    assert (data["lineage"], data["origin"]) == (found.lineage, found.origin)
    printed = Counter(
        word for line in tree_lines(found, changes=False) if "第" in line for word in line.split()
    )
    if not found.ties:
        assert all(printed[copy.id] == 1 for copy in found.copies)
    for copy in found.copies:
        assert (copy.relation is None) == (copy.parent is None)
        assert copy.id != found.origin or copy.credit is None


def check_tables(archive: Archive, found: LineageTree, exported: dict[str, Any]) -> None:
    """The views and the export have the parent, relation, credit and lag of the tree."""
    for copy in found.copies:
        row = exported[copy.id]
        assert (row["lineage"], row["parent"]) == (found.lineage, copy.parent)
        assert row["relation"] == copy.relation
        taken = rows(
            archive.connection,
            "SELECT relation, taken_from, credit, coverage, other_coverage, rule, lineage,"
            " lag_at_least, lag_at_most FROM republications WHERE article = ?",
            copy.id,
        )
        if copy.parent is None:
            assert taken == []
            continue
        *_, least, most = taken[0].values()
        assert [*taken[0].values()][:7] == [
            copy.relation, copy.parent, copy.credit, copy.coverage, copy.other_coverage,
            copy.rule, found.lineage,
        ]  # fmt: skip
        assert copy.lag == pytest.approx((least, most))
    summary = rows(
        archive.connection,
        "SELECT articles, origin, origin_basis, credited, without_source, earliest_station,"
        " earliest_published_at FROM lineage_summary WHERE lineage = ?",
        found.lineage,
    )
    if len(found.copies) > 1:
        missing = sum(copy.credit == "missing" for copy in found.copies)
        earliest = next(copy for copy in found.copies if copy.id == found.earliest)
        assert [*summary[0].values()] == [
            len(found.copies), found.origin, found.origin_basis, found.credited, missing,
            earliest.station, earliest.published_at,
        ]  # fmt: skip
        assert found.earliest == found.lineage or found.origin


def check_flows(archive: Archive) -> None:
    """`archive reprints` counts the rows of the view, no more and no fewer."""
    taken = Counter(
        (row["station"], row["taken_from_station"])
        for row in rows(archive.connection, "SELECT * FROM republications")
    )
    flows = flows_between(archive.connection, None, None, None)
    assert {
        (flow["station"], flow["taken_from_station"]): flow["articles"] for flow in flows
    } == taken
    for flow in flows:
        parts = (flow[name] for name in ("unchanged", "edited", "shortened", "extended"))
        assert sum(parts) == flow["articles"]


def test_the_copy_that_was_seen_first_is_the_earliest_in_tree_view_and_export(
    tmp_path: Path,
) -> None:
    """Two print the same minute and neither is credited: the order of their ids says nothing."""
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, article("z:1"), capture(0))
        hold(archive, article("y:1"), capture(60))
        found = lineage_tree(archive.connection, "y:1")
        summary = rows(archive.connection, "SELECT lineage, earliest_station FROM lineage_summary")
        shape = Shape(columns=("id", "lineage_role"))
        exported = export(archive, Selection(), shape, tmp_path / "out").data.read_text("utf-8")
    assert (found.lineage, found.origin, found.origin_basis) == ("z:1", None, "undecided")
    assert tree_lines(found, changes=False)[-1].endswith("; earliest known copy is z:1")
    assert summary == [{"lineage": "z:1", "earliest_station": "z"}]
    assert [json.loads(line) for line in exported.splitlines()] == [
        {"id": "y:1", "lineage_role": "copy"},
        {"id": "z:1", "lineage_role": "earliest"},
    ]
