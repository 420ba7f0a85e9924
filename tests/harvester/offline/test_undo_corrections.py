"""What was wrongly called a correction is taken back, for good."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.crawled import rows
from support.ferry_layout import HOME, STATION
from support.offline_runs import run_over

from archive.custody.opening import open_archive
from archive.store.archive import Archive
from archive.verification.verification import Verification
from archive.verification.verify import verify
from harvester.cli import cli as harvest
from harvester.config.stations import Stations
from harvester.model.errors import NoStation
from harvester.offline.reread import rebuild, reread
from harvester.offline.undo_corrections import corrections, take_back

LINES = ("清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板。", "从今天起多开一班。")
START = datetime(2026, 7, 1, 1, tzinfo=UTC)
HELD = "SELECT article, revision, body, editors, is_current FROM history ORDER BY 1, 2"
SEEN = "SELECT article, at, revision FROM sightings ORDER BY 1, 2"
WAITING = "SELECT capture FROM crawl_unread ORDER BY 1"


def page(*lines: str, editor: str = '<div class="edit">责编：苏晚</div>') -> str:
    """A page of the ferry."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<html><head><title>渡船</title></head><body><h1 class="t">渡船加开一班</h1>
        <div class="time">2026-07-01 08:00 来源：渡口晚报</div><div class="text">{text}</div>
        {editor}</body></html>"""


def run(folder: Path, days: int, **pages: str) -> str:
    """A run over pages by the number of their article: `n1=…`."""
    urls = {f"{HOME}a/{name[1:]}.html": html for name, html in pages.items()}
    return run_over(folder, urls, START + timedelta(days=days))


def state(folder: Path) -> list[list[tuple[object, ...]]]:
    """What an archive knows of articles."""
    return [rows(folder, query) for query in (HELD, SEEN, WAITING)]


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Two articles lose their editor within their containers; the words of one change as well."""
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "stations").mkdir()
    (folder / "stations" / "ferry.toml").write_text(STATION, encoding="utf-8")
    run(folder, 0, n1=page(*LINES), n2=page(*LINES), n3=page(*LINES))
    changed = page(LINES[0], "从今天起多开三班。")
    later = run(folder, 2, n1=page(*LINES, editor=""), n2=page(*LINES, editor=""), n3=changed)
    run(folder, 3, n1=page(*LINES, editor="<!-- -->"))
    return folder, later


@pytest.fixture
def ferry(archived: tuple[Path, str], tmp_path: Path) -> Path:
    """That archive, to be changed."""
    return Path(shutil.copytree(archived[0], tmp_path / "copy"))


def undo(folder: Path, subject: str) -> list[str]:
    """Take back what other markup explains; the articles."""
    stations = Stations.load(folder)
    with Archive.read_only(folder) as archive:
        found = corrections(archive, stations, subject)
    taken = [each for each in found if not each.stands]
    take_back(folder, stations, taken, by="卫兰", reason="redesign")
    return [each.article for each in taken]


def test_two_pages_alone_are_taken_for_corrections(archived: tuple[Path, str]) -> None:
    """A template does so on many pages; what this was, only a person can know."""
    found = rows(archived[0], "SELECT article, detail FROM events WHERE type = 'correction'")
    assert [(article, json.loads(str(detail))["fields"]) for article, detail in found] == [
        ("ferry:3", ["body"]),
        ("ferry:1", ["credits"]),
        ("ferry:2", ["credits"]),
    ]


@pytest.mark.parametrize("by", ["run", "station"])
def test_what_was_no_correction_is_taken_back_and_a_rebuild_keeps_to_it(
    archived: tuple[Path, str], ferry: Path, by: str
) -> None:
    """The article is as it was; pages seen later with the same words are no revision either."""
    assert undo(ferry, archived[1] if by == "run" else "ferry") == ["ferry:1", "ferry:2"]
    assert rows(ferry, "SELECT id, editors, state FROM articles ORDER BY 1") == [
        ("ferry:1", "苏晚", "live"),
        ("ferry:2", "苏晚", "live"),
        ("ferry:3", "苏晚", "changed"),
    ]
    assert rows(
        ferry, "SELECT article, outcome FROM events WHERE type = 'correction' ORDER BY 1"
    ) == [("ferry:1", "undone"), ("ferry:2", "undone"), ("ferry:3", "success")]
    run(ferry, 5, n1=page(*LINES, editor="<!-- 2 -->"))
    before = state(ferry)
    assert len(before[2]) == 4
    assert not rebuild(ferry, Stations.load(ferry)).problems
    assert state(ferry) == before
    with open_archive(ferry) as archive:
        assert verify(archive, Verification(remember=False)).problems == []


def test_a_layout_with_another_name_reads_what_was_taken_back(ferry: Path) -> None:
    """What it does not print is not compared; what it prints otherwise would be a correction."""
    undo(ferry, "ferry")
    with (ferry / "stations" / "ferry.toml").open("a", encoding="utf-8") as file:
        file.write('[[layout]]\nname = "two"\ntitle = "h1.t"\nbody = "div.text:last-child"\n')
    text = (ferry / "stations" / "ferry.toml").read_text("utf-8")
    one, two = text.index('[[layout]]\nname = "one"'), text.index('[[layout]]\nname = "two"')
    (ferry / "stations" / "ferry.toml").write_text(
        text[:one] + text[two:] + text[one:two], encoding="utf-8"
    )
    list(reread(ferry, Stations.load(ferry), apply=True))
    assert rows(ferry, WAITING) == []
    assert rows(ferry, "SELECT editors FROM articles") == [("苏晚",)] * 3
    assert rows(ferry, "SELECT count(*) FROM revisions") == [(1,)]


def test_what_takes_the_others_back_is_named(ferry: Path) -> None:
    """Where the pages show other words, --yes alone does nothing."""
    command = ["undo-corrections", "ferry", "--archive", str(ferry)]
    first = CliRunner().invoke(harvest, command)
    assert first.stderr == "2 of 3 corrections would be taken back; --yes does it\n"
    undo(ferry, "ferry")
    second = CliRunner().invoke(harvest, command)
    assert second.stderr == (
        "0 of 1 corrections would be taken back; the pages show other words, and only --all takes"
        " them back\n"
    )


def test_what_is_neither_a_run_nor_a_station_is_named(archived: tuple[Path, str]) -> None:
    """A slip must not look like a run without corrections."""
    folder = archived[0]
    with Archive.read_only(folder) as archive, pytest.raises(NoStation, match="fery: no such"):
        corrections(archive, Stations.load(folder), "fery")
