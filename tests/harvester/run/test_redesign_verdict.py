"""The end of a run decides whether a template changed or the station corrected single articles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.crawled import rows
from support.ferry_layout import HOME, STATION
from support.offline_runs import run_over

from archive.store.archive import Archive
from harvester.config.stations import Stations
from harvester.frontier.status import Status
from harvester.frontier.unread import Unread
from harvester.offline.reread import rebuild, reread

LINES = (
    "清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。",
    "船老大说，从今天起多开一班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。",
)
CHANGED = (LINES[0], LINES[1].replace("一班", "三班"))
START = datetime(2026, 7, 1, 1, tzinfo=UTC)
EDITOR = '<div class="edit">责编：苏晚</div>'


def page(*lines: str, editor: str = EDITOR, source: str = "渡口晚报") -> str:
    """A page of the ferry; without its editor, unless it is given."""
    text = "".join(f"<p>{line}</p>" for line in lines or LINES)
    return f"""<html><head><title>渡船</title></head><body><h1 class="t">渡船加开一班</h1>
        <div class="time">2026-07-01 08:00 来源：{source}</div><div class="text">{text}</div>
        {editor}</body></html>"""


class Ferry:
    """An archive of eight articles, and the runs over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "stations").mkdir()
        (folder / "stations" / "ferry.toml").write_text(STATION, encoding="utf-8")
        self.run(0, dict.fromkeys(range(8), page()))

    def run(self, day: int, pages: Mapping[int, str | None], *, decides: bool = True) -> None:
        """A run that sees these articles."""
        urls = {f"{HOME}a/{number}.html": html for number, html in pages.items()}
        run_over(self.folder, urls, START + timedelta(days=day), decides=decides)

    def corrections(self) -> dict[object, list[str]]:
        """Article → the fields in which it was corrected."""
        found = rows(self.folder, "SELECT article, detail FROM events WHERE type = 'correction'")
        return {article: json.loads(str(detail))["fields"] for article, detail in found}

    def state(self) -> list[list[tuple[object, ...]]]:
        """Revisions, corrections and what waits."""
        return [
            rows(self.folder, query)
            for query in (
                "SELECT article, revision, body, editors FROM history ORDER BY 1, 2",
                "SELECT article, detail FROM events WHERE type = 'correction' ORDER BY 1, 2",
                "SELECT capture, why FROM crawl_unread ORDER BY 1",
            )
        ]

    def is_rebuilt(self) -> bool:
        """Whether a rebuild from the WARC files comes to the same."""
        before = self.state()
        rebuild(self.folder, Stations.load(self.folder))
        return self.state() == before


@pytest.fixture
def ferry(tmp_path: Path) -> Ferry:
    """The archive after its first run."""
    return Ferry(tmp_path)


def test_a_field_that_goes_from_many_pages_of_a_run_is_the_template_s(ferry: Ferry) -> None:
    """What was known stays; of the articles that the station corrected that day only that counts.

    And while pages wait for it, so is what a later run sees of it on few pages.
    """
    lost = dict.fromkeys(range(4), page(editor=""))
    ferry.run(2, {**lost, 4: page(*CHANGED, editor=""), 5: page()})
    assert ferry.corrections() == {"ferry:4": ["body"]}
    assert rows(ferry.folder, "SELECT count(*) FROM articles WHERE editors = '苏晚'") == [(7,)]
    ferry.run(3, {6: page(editor=""), 7: page(*LINES, "船票不涨价。")})
    assert ferry.corrections() == {"ferry:4": ["body"], "ferry:7": ["body"]}
    assert rows(ferry.folder, "SELECT count(*), max(why) FROM crawl_unread") == [
        (5, "redesign suspected: credits read otherwise; what was known stays")
    ]
    assert ferry.is_rebuilt()


def test_a_field_that_goes_from_few_pages_is_the_station_s_correction(ferry: Ferry) -> None:
    """Two of eight: somebody asked to be named no more."""
    ferry.run(2, {**dict.fromkeys(range(2), page(editor="")), **dict.fromkeys(range(2, 8), page())})
    assert ferry.corrections() == {"ferry:0": ["credits"], "ferry:1": ["credits"]}
    assert rows(ferry.folder, "SELECT count(*) FROM crawl_unread") == [(0,)]
    assert ferry.is_rebuilt()


def test_pages_that_are_answered_with_not_modified_count_as_seen_again(ferry: Ferry) -> None:
    """Else three corrections are a template's on every server that answers conditional requests."""
    ferry.run(2, {**dict.fromkeys(range(3), page(editor="")), **dict.fromkeys(range(3, 8))})
    assert ferry.corrections() == {f"ferry:{number}": ["credits"] for number in range(3)}
    assert rows(ferry.folder, "SELECT count(*) FROM crawl_unread") == [(0,)]
    assert ferry.is_rebuilt()


def test_a_single_page_that_waits_decides_nothing_of_others(ferry: Ferry) -> None:
    """One page may wait for years, and the station corrects its articles all the same."""
    more = (*LINES, "船票不涨价。")
    other = (
        page(*more).replace('class="t"', 'class="head"').replace('class="text"', 'class="story"')
    )
    ferry.run(2, {0: other})
    assert rows(ferry.folder, "SELECT why FROM crawl_unread") == [
        ("redesign suspected: body read otherwise; what was known stays",)
    ]
    ferry.run(3, {1: page(*more), **dict.fromkeys(range(2, 8))})
    assert ferry.corrections() == {"ferry:1": ["body"]}
    assert ferry.is_rebuilt()


def test_what_is_changed_on_all_pages_in_its_place_is_a_correction_of_each(ferry: Ferry) -> None:
    """The paper has another name from today on; the markup is as it was."""
    ferry.run(2, dict.fromkeys(range(8), page(source="渡口日报")))
    assert ferry.corrections() == {f"ferry:{number}": ["source"] for number in range(8)}


def test_a_page_of_the_new_template_is_compared_with_the_last_of_it(ferry: Ferry) -> None:
    """Other markup with the same words is no revision; what comes later is held against that."""
    other = page().replace('class="t"', 'class="head"').replace('class="text"', 'class="story"')
    ferry.run(2, {0: other})
    assert (ferry.corrections(), rows(ferry.folder, "SELECT * FROM crawl_unread")) == ({}, [])
    more = "<p>第二天起，船票还是老价钱，镇上的人说这比什么都叫人放心。</p>"
    ferry.run(4, {0: other.replace("</p></div>", f"</p>{more}</div>")})
    assert ferry.corrections() == {"ferry:0": ["body"]}
    assert ferry.is_rebuilt()


def test_what_a_dead_run_left_open_is_announced_and_decided_with_apply(ferry: Ferry) -> None:
    """It is no problem, and does not stay as it is."""
    ferry.run(2, {0: page(editor=""), **dict.fromkeys(range(1, 8))}, decides=False)
    stations = Stations.load(ferry.folder)
    for apply in (False, True):
        (change,) = reread(ferry.folder, stations, apply=apply)
        assert (str(change), change.problem) == (
            "ferry:0  is decided with --apply: redesign or correction: credits read otherwise"
            f"  {HOME}a/0.html",
            None,
        )
    assert ferry.corrections() == {"ferry:0": ["credits"]}
    assert list(reread(ferry.folder, stations)) == []


def test_what_is_decided_to_be_the_template_s_stays_as_it_is(ferry: Ferry) -> None:
    """Also after --apply, which has nothing more to decide of it."""
    ferry.run(2, dict.fromkeys(range(4), page(editor="")))
    stations = Stations.load(ferry.folder)
    problems = [change.problem for change in reread(ferry.folder, stations)]
    assert problems == ["stays as it is: redesign or correction: credits read otherwise"] * 4
    assert [change.problem for change in reread(ferry.folder, stations, apply=True)] == problems


def test_a_page_that_waits_and_is_served_unchanged_waits_once(ferry: Ferry) -> None:
    """Each later run would fail for it and add a row, as long as nobody mends the layout.

    Once it is mended, the last capture shows when the page was last seen.
    """
    more = (*LINES, "船票不涨价。")
    other = (
        page(*more).replace('class="t"', 'class="head"').replace('class="text"', 'class="story"')
    )
    for day in (2, 3, 4):
        ferry.run(day, {0: other})
    why = "redesign suspected: body read otherwise; what was known stays"
    assert rows(ferry.folder, "SELECT why FROM crawl_unread") == [(why,)]
    assert rows(ferry.folder, "SELECT detail FROM crawl_frontier WHERE article = 'ferry:0'") == [
        (f"unchanged, and still waiting: {why}",)
    ]
    counts = rows(ferry.folder, "SELECT counts FROM runs ORDER BY rowid DESC LIMIT 2")
    assert [json.loads(str(each)) for (each,) in counts] == [{"ferry": {"waiting": 1}}] * 2
    assert ferry.is_rebuilt()

    layout = STATION[STATION.index("[[layout]]") :]
    mended = layout.replace('"one"', '"two"').replace("h1.t", "h1.head").replace(".text", ".story")
    (ferry.folder / "stations" / "ferry.toml").write_text(f"{STATION}\n{mended}", encoding="utf-8")
    assert list(reread(ferry.folder, Stations.load(ferry.folder), apply=True))
    assert ferry.corrections() == {"ferry:0": ["body"]}
    assert rows(ferry.folder, "SELECT * FROM crawl_unread") == []
    assert rows(ferry.folder, "SELECT last_seen_at FROM articles WHERE id = 'ferry:0'") == [
        ("2026-07-05T01:00:00Z",)
    ]
    assert ferry.is_rebuilt()


def test_what_gave_no_article_before_is_no_failure_of_a_later_run(ferry: Ferry) -> None:
    """Only what is new makes the exit code 1; another page at the address is new."""
    url = f"{HOME}a/9.html"
    for day, text, failed in (
        (2, "请完成安全验证", 1),
        (3, "请完成安全验证", 0),
        (4, "访问验证", 1),
    ):
        run = run_over(ferry.folder, {url: f"<p>{text}</p>"}, START + timedelta(days=day))
        with Archive.read_only(ferry.folder) as archive:
            status = Status(archive.connection)
            assert len(status.failed_pages("ferry", run)) == failed
            assert status.still_waiting(run) == ({} if failed else {"ferry": 1})
            assert len(Unread(archive.connection).captures(quarantined=True)) == 1


def test_what_the_end_of_a_run_decides_is_counted_once(ferry: Ferry) -> None:
    """Pages are in doubt until then; the run's counts are of what became of them."""
    ferry.run(2, {**dict.fromkeys(range(2), page(editor="")), **dict.fromkeys(range(2, 8), page())})
    ((counts,),) = rows(ferry.folder, "SELECT counts FROM runs ORDER BY rowid DESC LIMIT 1")
    assert json.loads(str(counts)) == {"ferry": {"revised": 2, "unchanged": 6}}
