"""Pages whose body is a notice of rights, a log-in or a player are no copies of each other."""

# ruff: noqa: E501 - texts are read more easily on fewer lines

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold, parents

from archive.lineage.rebuild import rebuild
from archive.store.archive import Archive

NOTICES = {
    "rights": "免责声明：本文仅代表作者个人观点，与本站无关。其原创性以及文中陈述文字和内容未经本站证实，"
    "本站不作任何保证或承诺，请读者仅作参考，并请自行核实相关内容。",
    "log-in": "Please log in to read the whole article. Already a subscriber? Sign in to your account. "
    "You can also create a free account and subscribe now for four weeks.",
    "player": "Ihr Browser unterstützt dieses Format nicht. Dieses Video ist nicht verfügbar. "
    "Aktivieren Sie JavaScript und laden Sie die Seite neu, dann ist JavaScript deaktiviert nicht mehr.",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with new_archive(tmp_path / "archive") as archive:
        yield archive


@pytest.mark.parametrize("kind", NOTICES)
def test_two_pages_with_one_notice_and_other_headlines_are_not_tied(
    archive: Archive, kind: str
) -> None:
    """Their text was never on the page; what is left says nothing of it."""
    hold(
        archive,
        article("a:1", NOTICES[kind], title="山地车赛冲线"),
        article("b:1", NOTICES[kind], title="粮仓放映第一场", at="2026-07-22T11:00:00+08:00"),
    )
    assert parents(archive) == {"a:1": (None, None), "b:1": (None, None)}
    with archive.transaction() as connection:
        rebuild(connection)
    assert parents(archive) == {"a:1": (None, None), "b:1": (None, None)}


def test_an_article_with_a_notice_below_is_compared(archive: Archive) -> None:
    """Most articles have one at their end."""
    hold(
        archive,
        article("a:1", *LAMPS, NOTICES["rights"]),
        article("b:1", *LAMPS, at="2026-07-22T11:00:00+08:00"),
    )
    assert parents(archive)["b:1"][1] == "a:1"


def test_a_body_under_many_headlines_of_a_station_is_a_notice(archive: Archive) -> None:
    """No phrase tells it; five headlines with one text do. The last page of another is compared."""
    text = "本页由石湾读者俱乐部提供，正文仅向持卡读者开放，办卡请到望月桥头的报亭。"
    for number in range(5):
        title, at = f"第{number}号渡口停航", f"2026-07-2{number}T08:00:00+08:00"
        hold(archive, article(f"a:{number}", text, title=title, at=at))
    with archive.transaction() as connection:
        rebuild(connection)
    assert {parent for _, parent in parents(archive).values()} == {None}


def test_an_article_that_a_station_prints_five_times_is_none(archive: Archive) -> None:
    """In five sections, under its one headline: that is a text."""
    for number in range(5):
        at = f"2026-07-22T0{number}:00:00+08:00"
        hold(archive, article(f"a:{number}", *LAMPS, at=at))
    with archive.transaction() as connection:
        rebuild(connection)
    assert [parent for _, parent in parents(archive).values()].count(None) == 1
