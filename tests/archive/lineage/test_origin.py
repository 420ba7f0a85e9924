"""Who had a text first: credits by any name, in chains, in the text, and of who prints later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold, outlet, parents

from archive.lineage.rebuild import rebuild
from archive.lineage.tree import lineage_tree
from archive.store.archive import Archive

EIGHT, NINE, TEN = (f"2026-07-22T{hour:02}:00:00+08:00" for hour in (8, 9, 10))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with two papers and two stations that reprint."""
    with new_archive(tmp_path / "archive") as archive:
        for name, title in (
            ("paper", "澜江日报"),
            ("evening", "松岫晚报"),
            ("site", "青棠网"),
            ("app", "南渡融媒"),
        ):
            outlet(archive, name, title)
        yield archive


def origin(archive: Archive, of: str) -> tuple[str | None, str | None]:
    """The origin of an article's lineage and what it rests on, the same after a rebuild."""
    one_by_one = lineage_tree(archive.connection, of)
    with archive.transaction() as connection:
        rebuild(connection)
    rebuilt = lineage_tree(archive.connection, of)
    assert (rebuilt.origin, rebuilt.lineage) == (one_by_one.origin, one_by_one.lineage)
    return rebuilt.origin, rebuilt.origin_basis


def test_who_credits_a_copy_credits_its_source(archive: Archive) -> None:
    """Two name 青棠网, which itself names 澜江日报: the paper had it first."""
    hold(
        archive,
        article("paper:1", at=EIGHT),
        article("site:1", at=NINE, source="澜江日报"),
        article("app:1", at=TEN, source="青棠网"),
        article("evening:1", at="2026-07-22T11:00:00+08:00", source="青棠网"),
    )
    assert origin(archive, "app:1") == ("paper:1", "credit")


def test_a_chain_that_ends_outside_the_archive_names_its_end(archive: Archive) -> None:
    """The agency is the source of the site, whom the others credit."""
    hold(
        archive,
        article("site:1", at=NINE, source="新华社"),
        article("app:1", at=TEN, source="青棠网"),
    )
    assert origin(archive, "app:1") == (None, "not held")
    assert lineage_tree(archive.connection, "app:1").credited == "新华社"


def test_two_that_credit_each_other_leave_the_chain_where_it_began(archive: Archive) -> None:
    """A circle of credits must end."""
    hold(
        archive,
        article("site:1", at=NINE, source="南渡融媒"),
        article("app:1", at=TEN, source="青棠网"),
    )
    assert origin(archive, "app:1")[1] == "credit"


def test_of_two_media_in_one_source_the_held_one_is_the_origin(archive: Archive) -> None:
    """云沱时报、澜江日报: the second has its article here."""
    hold(
        archive,
        article("paper:1", at=EIGHT),
        article("site:1", at=NINE, source="云沱时报、澜江日报"),
    )
    assert origin(archive, "site:1") == ("paper:1", "credit")


def test_the_credited_one_that_prints_last_is_the_root_of_one_tree(archive: Archive) -> None:
    """The copies that were printed before it hang below it, also those that credit nobody."""
    hold(
        archive,
        article("site:1", at=EIGHT),
        article("app:1", at=NINE, source="澜江日报"),
        article("evening:1", *LAMPS[:3], at=TEN),
        article("paper:1", at="2026-07-23"),
    )
    assert origin(archive, "site:1") == ("paper:1", "credit")
    found = parents(archive)
    assert [name for name, (_, parent) in found.items() if parent is None] == ["paper:1"]
    assert found["site:1"] == ("identical", "paper:1")


def test_a_turned_link_says_what_the_copy_did_to_its_source(archive: Archive) -> None:
    """The copy of three paragraphs came first, and is shortened from the paper's five."""
    hold(
        archive,
        article("site:1", *LAMPS[:3], at=EIGHT, source="澜江日报客户端"),
        article("paper:1", at="2026-07-23"),
    )
    assert origin(archive, "site:1") == ("paper:1", "credit")
    assert parents(archive)["site:1"] == ("shortened", "paper:1")
    row = archive.connection.execute(
        "SELECT coverage, other_coverage > 0.4 AND other_coverage < 0.7 FROM republications"
    ).fetchone()
    assert row == (1.0, 1)


@pytest.mark.parametrize("source", ["网络", "媒体", "见水印", "2026-07-22"])
def test_words_that_name_nobody_leave_it_to_the_printed_times(
    archive: Archive, source: str
) -> None:
    """Nobody's article can be missing from the archive."""
    hold(archive, article("paper:1", at=EIGHT), article("site:1", at=NINE, source=source))
    assert origin(archive, "site:1") == ("paper:1", "printed")
    assert parents(archive)["site:1"] == ("identical", "paper:1")


def test_a_wire_in_the_dateline_is_credited_under_its_own_name(archive: Archive) -> None:
    """路透社 in one text and Reuters in the name of a station are one agency."""
    outlet(archive, "wire", "Reuters")
    hold(
        archive,
        article("site:1", f"据路透社报道，{LAMPS[0]}", *LAMPS[1:], at=EIGHT),
        article("wire:1", at=NINE),
    )
    assert origin(archive, "site:1") == ("wire:1", "credit")
