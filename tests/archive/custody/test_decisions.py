"""What archivists decided, and what a rebuild makes of it."""

import json

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.custody.decision_log import FILE, NotReplayed, decisions_in
from archive.custody.decisions import decide, note, replay, takedown_decision
from archive.model.errors import NothingFound, UsageError


@pytest.fixture
def archive(tmp_path):
    with new_archive(tmp_path) as made:
        hold(made, ARTICLE, capture())
        yield made


def notes(archive):
    return archive.connection.execute(
        "SELECT article, agent, json_extract(detail, '$.reason') FROM events WHERE type = 'note'"
    ).fetchall()


def test_a_note_is_written_down_and_shown_among_the_events(archive):
    """The file has it in plain JSON, with who and when and why."""
    decision = note("example:646", "archivist@example.cn", "标题有误，已致电编辑部")

    decide(archive, decision)

    assert notes(archive) == [("example:646", "archivist@example.cn", "标题有误，已致电编辑部")]
    (line,) = (archive.folder / "decisions.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "id": decision.id,
        "at": decision.at,
        "article": "example:646",
        "by": "archivist@example.cn",
        "reason": "标题有误，已致电编辑部",
        "type": "note",
    }


def test_a_decision_on_nothing_is_not_written_down(archive):
    """The article must be held."""
    with pytest.raises(NothingFound, match="example:999"):
        decide(archive, note("example:999", "a", "b"))

    assert not (archive.folder / "decisions.jsonl").exists()


def test_decisions_are_replayed_once(archive):
    """However often it is asked for."""
    decide(archive, note("example:646", "a", "first"))
    decide(archive, note("example:646", "a", "second"))
    with archive.transaction() as connection:
        connection.execute("DELETE FROM events WHERE detail LIKE '%second%'")

    assert replay(archive) == []
    assert replay(archive) == []
    assert [reason for _, _, reason in notes(archive)] == ["first", "second"]


def test_a_torn_line_is_told_and_swallows_no_later_one(archive):
    """Power failed while it was written; the next decision stands on a line of its own."""
    path = archive.folder / "decisions.jsonl"
    decide(archive, note("example:646", "a", "first"))
    path.write_bytes(path.read_bytes() + b'{"id": "1", "at"')
    assert [item for _, item in decisions_in(path)][1] == NotReplayed(2, "cut off")

    decide(archive, note("example:646", "a", "third"))

    assert replay(archive) == [NotReplayed(2, "not JSON")]
    assert [reason for _, _, reason in notes(archive)] == ["first", "third"]


def test_a_decision_that_cannot_be_replayed_is_told(archive):
    """An article that is not held, a type of a later version, a line that is something else."""
    path = archive.folder / "decisions.jsonl"
    known = {"id": "1", "at": "2022-07-22T00:51:12Z", "by": "a", "reason": "b", "type": "note"}
    lines = [
        {**known, "article": "example:999"},
        {**known, "article": "example:646", "type": "merge"},
        {"article": "example:646"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))

    assert replay(archive) == [
        NotReplayed(1, "no such article: example:999"),
        NotReplayed(2, "no such type of decision: merge"),
        NotReplayed(3, "a decision has the keys article, at, by, id, reason, type"),
    ]
    assert notes(archive) == []


@pytest.mark.parametrize(
    ("decision", "what"),
    [
        (note("example:646", "林", " "), "say why"),
        (note("example:646", "", "一句"), "say who decides it"),
        (takedown_decision("hide", "example:646", "林", "投诉", ""), "say on which legal basis"),
    ],
)
def test_a_decision_without_words_is_not_taken(archive, decision, what):
    """Who reads it in thirty years must learn who decided it, and why."""
    with pytest.raises(UsageError, match=f"example:646: nothing is decided: {what}"):
        decide(archive, decision)
    assert not (archive.folder / FILE).exists()
