"""What a rebuilt database takes over from the former one."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from support.archives import ARTICLE, capture, hold

from archive.custody import decision_log, decisions
from archive.custody.carry_over import take_over
from archive.db.events import Event, write_event
from archive.store.archive import Archive

OTHER = replace(ARTICLE, id="example:7", url="https://xt.example.cn/content/7.html", title="旧报")


def told(archive: Archive) -> list[tuple[Any, ...]]:
    """The revisions of all articles, in order."""
    return archive.connection.execute(
        "SELECT article, revision, title, superseded_at FROM history ORDER BY article, revision"
    ).fetchall()


def events(archive: Archive) -> list[tuple[Any, ...]]:
    """The events that are not of the articles' making."""
    return archive.connection.execute(
        "SELECT type, agent FROM events WHERE type IN ('verification', 'rereading') ORDER BY id"
    ).fetchall()


@pytest.fixture
def former(tmp_path: Path) -> Any:
    with Archive.create(tmp_path / "former") as archive:
        with archive.transaction() as connection:
            archive.store_article(ARTICLE, [])
            archive.store_article(OTHER, [])
            write_event(connection, Event(type="verification", agent="archive 0.2.0"))
        with archive.transaction():
            archive.store_article(replace(ARTICLE, title="湘潭新建路灯三百二十盏"), [])
        hold(archive, replace(ARTICLE, id="example:8"), capture())
        yield archive


def test_loaded_records_keep_their_revisions(former: Archive, tmp_path: Path) -> None:
    """With the names that they had; what was read from captures is not taken over."""
    before = [row for row in told(former) if row[0] != "example:8"]
    assert len(before) == 3
    with Archive.create(tmp_path / "new") as archive:
        with archive.transaction():
            take_over(archive, former.connection)
        assert told(archive) == before
        assert events(archive) == [("verification", "archive 0.2.0")]


def test_a_hidden_record_is_taken_over_and_hidden_again(former: Archive, tmp_path: Path) -> None:
    """The decision is replayed afterwards; it can be brought back."""
    hiding = decisions.takedown_decision("hide", ARTICLE.id, "林", "投诉", "民法典 1028")
    before = told(former)[:2]
    decisions.decide(former, hiding)
    with Archive.create(tmp_path / "new") as archive:
        (former.folder / decision_log.FILE).rename(archive.folder / decision_log.FILE)
        with archive.transaction():
            take_over(archive, former.connection)
        assert decisions.replay(archive) == []
        assert [row[0] for row in told(archive)] == [OTHER.id]
        bringing = decisions.takedown_decision("unhide", ARTICLE.id, "林", "撤诉", "民法典 1028")
        decisions.decide(archive, bringing)
        assert told(archive)[:2] == before


def test_an_erased_record_is_not_taken_over(former: Archive, tmp_path: Path) -> None:
    """Its erasure is replayed before anything else."""
    erasing = decisions.takedown_decision("erase", ARTICLE.id, "林", "投诉", "民法典 1028")
    with Archive.create(tmp_path / "new") as archive:
        line = json.dumps(asdict(erasing))
        (archive.folder / decision_log.FILE).write_text(line + "\n", encoding="utf-8")
        decisions.replay_erasures(archive)
        with archive.transaction():
            take_over(archive, former.connection)
        assert [row[0] for row in told(archive)] == [OTHER.id]
