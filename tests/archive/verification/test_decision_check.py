"""decisions.jsonl, lost or altered, held against what archive.db has applied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, URL, capture, hold, new_archive
from support.commands import Harvest

from archive.custody.decision_log import FILE, line_of
from archive.custody.decisions import (
    decide,
    note,
    overruling,
    replay,
    takedown_decision,
)
from archive.custody.opening import open_archive
from archive.model.errors import Damaged, TakenDown
from archive.store.archive import Archive
from archive.verification import decision_check as decided
from archive.verification.verify import Verification, verify

OTHER = replace(ARTICLE, id="example:2", url=f"{URL}?2", title="别的题目")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two articles; a note, an overruled link, an erasure, and an article hidden at last."""
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE)
        hold(made, OTHER)
        erased = replace(ARTICLE, id="example:3", url=f"{URL}?3")
        hold(made, erased, capture(20, url=erased.url))
    with open_archive(tmp_path / "archive") as made:
        decide(made, note("example:646", "林", "已致电编辑部"))
        decide(made, overruling("example:2", "example:646", "none", by="林", reason="两件事"))
        decide(made, note("example:3", "林", "读者来信"))
        decide(made, takedown_decision("hide", "example:3", "林", "投诉", "民法典 1028"))
        decide(made, takedown_decision("unhide", "example:3", "林", "撤诉", "民法典 1028"))
        decide(made, takedown_decision("erase", "example:3", "林", "投诉", "民法典 1028"))
        decide(made, takedown_decision("hide", "example:646", "林", "投诉", "民法典 1028"))
        yield made


def told(archive: Archive) -> list[tuple[str, str]]:
    """What `archive verify` says of the file."""
    problems = verify(archive, Verification(remember=False)).problems
    return [(each.record, each.found) for each in problems]


def restored(archive: Archive) -> list[str]:
    """What was written to the file again."""
    known = decided.applied(archive.connection)
    return [
        f"{each.type} {each.article}" for each in decided.put_back(archive.folder / FILE, known)
    ]


def test_a_database_tells_every_decision_that_it_has_applied(archive: Archive) -> None:
    """As the file has it, the words of a note on an erased article gone from both."""
    lines = [json.loads(line) for line in (archive.folder / FILE).read_bytes().splitlines()]
    assert [line["type"] for line in lines] == [
        "note", "overrule", "note", "hide", "unhide", "erase", "hide",
    ]  # fmt: skip
    assert lines[2]["reason"] == "(erased)"
    known = decided.applied(archive.connection)
    assert [each.id for each in known] == [line["id"] for line in lines]
    assert told(archive) == []


def test_a_lost_file_is_told_and_written_again_as_it_was(archive: Archive) -> None:
    """Byte for byte, in the order in which it was decided."""
    path = archive.folder / FILE
    before = path.read_bytes()
    path.unlink()
    assert [found.partition(" of ")[0] for _, found in told(archive)] == [
        "note example:646", "overrule example:2", "note example:3", "hide example:3",
        "unhide example:3", "erase example:3", "hide example:646",
    ]  # fmt: skip
    assert len(restored(archive)) == 7
    assert path.read_bytes() == before
    assert restored(archive) == []


@pytest.mark.parametrize("line", range(7))
def test_a_line_that_is_lost_or_torn_comes_back_in_its_place(archive: Archive, line: int) -> None:
    """Wherever it stood; what is left of a torn one makes way for it."""
    path = archive.folder / FILE
    before = path.read_bytes()
    lines = before.splitlines(keepends=True)
    torn = lines[line][: len(lines[line]) // 2]
    for left in (b"", torn + b"\n"):
        path.write_bytes(b"".join((*lines[:line], left, *lines[line + 1 :])))
        assert told(archive) != []
        assert len(restored(archive)) == 1
        assert path.read_bytes() == before
    assert replay(archive) == []


def test_an_altered_line_is_told_and_nothing_is_written_over_it(archive: Archive) -> None:
    """Nobody knows which of the two is right."""
    path = archive.folder / FILE
    altered = path.read_text("utf-8").replace("两件事", "一件事")
    path.write_text(altered, encoding="utf-8")
    assert told(archive) == [
        (f"{FILE}, line 2", "it is not what was decided: archive.db has reason '两件事'")
    ]
    with pytest.raises(Damaged, match="line 2: it is not what was decided"):
        restored(archive)
    assert path.read_text("utf-8") == altered


def test_lines_that_are_no_decision_or_stand_twice_are_told(archive: Archive) -> None:
    """They do no harm, and are not taken away."""
    path = archive.folder / FILE
    first = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(path.read_bytes() + b"?\n" + first)
    assert told(archive) == [
        (f"{FILE}, line 8", "not JSON"),
        (f"{FILE}, line 9", "the decision of line 1 again"),
    ]
    with pytest.raises(Damaged, match=r"line 8: not JSON\. It may be a takedown"):
        decided.refuse_unreadable(path)


def test_a_decision_that_was_written_down_but_not_applied_is_told_and_applied(
    archive: Archive, archive_command: Harvest
) -> None:
    """The process died in between."""
    hiding = takedown_decision("hide", "example:2", "林", "投诉", "民法典 1028")
    with (archive.folder / FILE).open("ab") as file:
        file.write(json.dumps({"id": hiding.id, "at": hiding.at, "article": hiding.article,
                               "by": hiding.by, "reason": hiding.reason, "type": hiding.type,
                               "basis": hiding.basis}).encode() + b"\n")  # fmt: skip
    assert told(archive) == [(f"{FILE}, line 8", "it is not applied")]
    archive.close()
    mended = archive_command("verify", "--repair", "--archive", archive.folder)
    assert mended.returncode == 0, mended.stderr
    with open_archive(archive.folder) as again, pytest.raises(TakenDown):
        again.article("example:2")


def test_a_rebuild_shows_nothing_that_was_taken_down_although_the_file_is_lost(
    archive: Archive, harvest: Harvest
) -> None:
    """The former archive.db tells; and what was kept of the erased article stays kept."""
    digests = "SELECT digests FROM takedowns WHERE article = 'example:3'"
    kept = archive.connection.execute(digests).fetchone()
    events = "SELECT at, type, detail FROM events WHERE article = 'example:3' ORDER BY at, type"
    happened = archive.connection.execute(events).fetchall()
    archive.close()
    before = (archive.folder / FILE).read_bytes()
    (archive.folder / FILE).write_bytes(before[:-40])

    rebuilt = harvest("reread", "--rebuild", "--archive", archive.folder)

    assert (archive.folder / FILE).read_bytes() == before
    assert (
        f"harvest: {archive.folder / FILE}: the line `hide example:646` of"
        f" {json.loads(before.splitlines()[-1])['at']} was missing; it was written again from"
        " archive.db\n"
    ) in rebuilt.stderr
    with open_archive(archive.folder) as again:
        for identifier in ("example:646", "example:3"):
            with pytest.raises(TakenDown):
                again.article(identifier)
        assert again.connection.execute(digests).fetchone() == kept
        assert again.connection.execute(events).fetchall() == happened
        assert told(again) == []


def test_a_rebuild_without_a_database_stops_at_a_line_that_may_be_a_takedown(
    archive: Archive, harvest: Harvest
) -> None:
    """Nothing else tells what it was; and where there is no file at all, that is said."""
    archive.close()
    path = archive.folder / FILE
    path.write_bytes(path.read_bytes()[:-40])
    for database in archive.folder.glob("archive.db*"):
        database.unlink()
    refused = harvest("reread", "--rebuild", "--archive", archive.folder)
    assert refused.returncode == 76
    assert "decisions.jsonl, line 7: cut off. It may be a takedown" in refused.stderr
    assert not (archive.folder / "archive.db").exists()
    path.unlink()
    again = harvest("reread", "--rebuild", "--archive", archive.folder)
    assert f"{path}: the file is missing, and archive.db cannot be read" in again.stderr


_TYPES = "its values are texts, addresses and captures lists of them"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("by", "null", _TYPES), ("id", "[1]", _TYPES), ("article", '["x"]', _TYPES),
     ("addresses", "null", _TYPES), ("addresses", "[1]", _TYPES),
     ("reason", r'"\udcff"', "it has half a character, which no file and no table holds"),
     ("reason", "[" * 100_000, "nested more than 64 deep"),
     ("reason", "9" * 5_000, "a number is too large"),
     ("reason", '"a", "reason": "b"', "it says 'reason' twice"),
     ("reason", '"' + "说" * 400_000 + '"', "longer than 1,048,576 bytes")],
    ids=lambda value: value[:20],
)  # fmt: skip
def test_a_line_with_a_value_of_another_type_is_told_and_closes_nothing(
    archive: Archive, name: str, value: str, why: str
) -> None:
    """Whoever opens the archive next can write to it."""
    line = json.loads(line_of(note("example:2", "林", "已核对")))
    rest = [f"{json.dumps(key)}: {json.dumps(said)}" for key, said in line.items() if key != name]
    with (archive.folder / FILE).open("a", encoding="utf-8") as file:
        file.write(f'{{{", ".join(rest)}, "{name}": {value}}}\n')
    archive.close()
    with open_archive(archive.folder) as again:
        assert told(again) == [(f"{FILE}, line 8", why)]
