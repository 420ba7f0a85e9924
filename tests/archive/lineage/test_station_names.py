"""A medium is credited under the names of its site and client: learnt from stations and pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold, outlet

from archive.lineage.rebuild import rebuild
from archive.lineage.tree import lineage_tree
from archive.store.archive import Archive

NINE = "2026-07-22T09:00:00+08:00"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A site of a paper, and a station that reprints."""
    with new_archive(tmp_path / "archive") as archive:
        outlet(archive, "site", "石湾在线")
        outlet(archive, "far", "青棠网")
        yield archive


def origin(archive: Archive) -> tuple[str | None, str | None]:
    """The origin of the lamps and what it rests on, the same after a rebuild."""
    found = []
    for _ in range(2):
        tree = lineage_tree(archive.connection, "far:1")
        found.append((tree.origin, tree.origin_basis))
        with archive.transaction() as connection:
            rebuild(connection)
    assert found[0] == found[1]
    return found[0]


def print_sources(archive: Archive, *sources: str) -> None:
    """Short items of the site, one for each source."""
    for number, source in enumerate(sources):
        text = f"石湾第{number}号渡口今日{number}时停航，{source}有公告。"
        hold(archive, article(f"site:s{number}", text, title=f"停航{number}", source=source))


def reprint(archive: Archive, source: str) -> None:
    """An article of the site, printed an hour after the station that credits it."""
    hold(
        archive,
        article("far:1", *LAMPS, source=source),
        article("site:1", *LAMPS, at=NINE),
    )


def test_a_client_is_the_medium_of_the_paper_that_publishes_it(archive: Archive) -> None:
    """The station file of the client names the paper; nothing of the client is in the lineage."""
    with archive.transaction():
        archive.station({
            "name": "app", "title": "掌上石湾", "publisher": "石湾在线", "tested_on": "fixture",
        })  # fmt: skip
    reprint(archive, "掌上石湾")
    assert origin(archive) == ("site:1", "credit")


def test_another_paper_of_the_house_is_not(archive: Archive) -> None:
    """石湾晚报 is a paper of its own, whoever publishes it."""
    with archive.transaction():
        archive.station({
            "name": "evening", "title": "石湾晚报", "publisher": "石湾在线", "tested_on": "fixture",
        })  # fmt: skip
    reprint(archive, "石湾晚报")
    assert origin(archive) == (None, "not held")


def test_a_site_that_prints_one_name_under_its_own_texts_goes_by_it(archive: Archive) -> None:
    """Ten items of its paper, two with its own name, three of an agency."""
    print_sources(archive, *["石湾日报"] * 10, *["石湾在线"] * 2, *["新华社"] * 3)
    reprint(archive, "石湾日报")
    assert origin(archive) == ("site:1", "credit")


def test_a_site_that_prints_many_names_goes_by_none(archive: Archive) -> None:
    """It takes texts from one paper more often than from others."""
    names = ("松岫晚报", "竹溪融媒", "南渡网", "云沱日报", "青浦新报", "滩头网")
    print_sources(archive, *["石湾日报"] * 10, *names)
    reprint(archive, "石湾日报")
    assert origin(archive) == (None, "not held")


def test_an_agency_is_never_the_name_of_a_site(archive: Archive) -> None:
    """However often its name is printed."""
    print_sources(archive, *["新华社"] * 12)
    reprint(archive, "新华社")
    assert origin(archive) == (None, "not held")
