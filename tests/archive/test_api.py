"""The public face of an archive: what it gives, and what it refuses."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold
from support.commands import Harvest

from archive import Archive, ArchiveError, Filters, NothingFound, Revision, TakenDown
from archive.store.archive import Archive as OpenArchive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with one article, once corrected, and another one."""
    with OpenArchive.create(tmp_path / "archive") as archive:
        hold(archive, ARTICLE, capture())
        hold(archive, replace(ARTICLE, title="湘潭：新建路灯三百一十盏"), capture(60))
        hold(archive, replace(ARTICLE, id="example:9", url="https://xt.example.cn/9.html"))
    return tmp_path / "archive"


def test_revisions_are_named_and_dated_oldest_first(folder: Path) -> None:
    """A citation of the former one still gives what stood there."""
    with Archive.open(folder) as archive:
        former, current = archive.revisions("example:646")
        assert former == Revision(
            name="20220722005112",
            title="湘潭：新建路灯三百盏",
            revised_at="2022-07-22T00:51:12Z",
            superseded_at="2022-07-22T01:51:12Z",
            is_current=False,
        )
        assert (current.name, current.superseded_at, current.is_current) == (
            "20220722015112", None, True,
        )  # fmt: skip
        assert archive.article("example:646", former.name) == ARTICLE
        assert archive.article("example:646").title == "湘潭：新建路灯三百一十盏"


def test_a_record_without_captures_has_one_revision_of_no_known_moment(folder: Path) -> None:
    """`revised_at` is None there, never an empty text."""
    with Archive.open(folder) as archive:
        (only,) = archive.revisions("example:9")
    assert only.is_current
    assert only.revised_at is None


def test_the_database_is_read_and_cannot_be_written(folder: Path) -> None:
    """Any question in SQL, and no way to change the archive by mistake."""
    with Archive.open(str(folder)) as archive:
        assert archive.database["articles"].count == 2
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            archive.database.execute("CREATE TABLE notes (text)")


def test_iteration_gives_all_articles_or_those_that_a_query_and_filters_find(folder: Path) -> None:
    """In the order of their ids, which a program can rely on."""
    with Archive.open(folder) as archive:
        assert [each.id for each in archive.articles()] == ["example:646", "example:9"]
        assert [each.id for each in archive.articles("三百一十盏")] == ["example:646"]
        assert list(archive.articles(filters=Filters(since="2023"))) == []


def test_what_is_not_held_is_refused_by_every_method(folder: Path) -> None:
    """One error to catch, whatever was asked."""
    with Archive.open(folder) as archive:
        for ask in (archive.article, archive.revisions, archive.lineage):
            with pytest.raises(NothingFound, match="example:1: no such article"):
                ask("example:1")


def test_what_was_hidden_is_refused_as_taken_down(folder: Path, archive_command: Harvest) -> None:
    """Its revisions and lineage say no more than the article does."""
    hidden = archive_command(
        "hide", "example:646", "--reason", "待核实", "--basis", "民法典第1028条", "--by", "test",
        "--archive", folder,
    )  # fmt: skip
    assert hidden.returncode == 0, hidden.stderr
    with Archive.open(folder) as archive:
        for ask in (archive.article, archive.revisions, archive.lineage):
            with pytest.raises(TakenDown):
                ask("example:646")
        assert [each.id for each in archive.articles()] == ["example:9"]


def test_a_folder_without_an_archive_is_refused_and_not_made(tmp_path: Path) -> None:
    """Reading never writes."""
    with pytest.raises(ArchiveError, match="no archive"):
        Archive.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
