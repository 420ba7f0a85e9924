"""A site that changes its markup: nothing that it did not say becomes a correction."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.commands import Harvest, run_program
from support.crawled import assert_whole, rows
from support.sites import Site, served

_PRINTED = """
渡船加开一班|清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板。|从今天起多开一班。
浮桥修好了|镇里的木匠用了十一天，把被水冲散的浮桥重新连上，桥面宽了一尺。|挑担的人不用绕道。
稻子熟了|坡上的梯田从上往下黄，收割的人从下往上走，到中午在半坡上碰头。|今年的雨水是时候。
学校添了灯|河对岸的小学装上了九十盏灯，晚自习的孩子不用再点蜡烛。|电是从水车上来的。
集市搬了家|老集市在桥头挤了三十年，现在搬到晒谷场上，各有各的位置。|第一天来了八百人。
"""
TEXTS = dict(enumerate((line.split("|") for line in _PRINTED.split()), start=1))
#: What the station corrects on the day of its redesign.
CORRECTED = ("渡船加开一班", TEXTS[1][1], "从今天起多开三班。")
CORRECTIONS = "SELECT article, detail FROM events WHERE type = 'correction' AND outcome = 'success'"
HELD = (
    "SELECT article, revision, title, body, authors, editors, is_current FROM history ORDER BY 1, 2"
)
WAITING = "SELECT capture FROM crawl_unread ORDER BY 1"


def renewed(title: str, *paragraphs: str) -> str:
    """A page in the new template: its layout fits no more, and a picture shows who edited it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<html><head><title>{title}</title></head><body><div class="bar">首页 苏晚 民生</div>
        <div class="page"><h2 class="head">{title}</h2><p class="when">2026年7月1日 08:00</p>
        <p class="from">稿源：渡口晚报</p><div class="story">{text}<ul class="hot"><li>热门</li>
        <li>稻子熟了</li></ul></div><p class="sign">本期值班 苏晚</p></div></body></html>"""


@dataclass
class Redesigned:
    """A site, its archive, and what the run after its redesign printed."""

    site: Site
    folder: Path
    said: str
    exit_code: int


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redesigned]:
    """Five articles, crawled in their first template and in the next one."""
    folder = tmp_path_factory.mktemp("redesign")
    with served() as site:
        site.links("/", *(f"/a/{number}.html" for number in TEXTS))
        for number, text in TEXTS.items():
            site.article(f"/a/{number}.html", *text)
        site.station(folder, lists=f'["{site.home}"]')
        first = run_program("harvester.cli", "crawl", "ferry", "--archive", folder)
        assert first.returncode == 0, first.stderr
        for number, text in {**TEXTS, 1: CORRECTED}.items():
            site.page(f"/a/{number}.html", renewed(*text))
        crawl = ("crawl", "ferry", "--recheck", "--archive", folder)
        second = run_program("harvester.cli", *crawl)
        yield Redesigned(site, folder, second.stderr + second.stdout, second.returncode)


@pytest.fixture
def copied(ferry: Redesigned, tmp_path: Path) -> Path:
    """The archive after the redesign, to be changed."""
    return Path(shutil.copytree(ferry.folder, tmp_path / "copy"))


def test_a_redesign_is_told_and_what_was_known_stays(ferry: Redesigned) -> None:
    """The captures are kept and wait; no article has a revision that its station did not make."""
    assert ferry.exit_code == 1
    assert "ferry: redesign suspected: 5 known articles read otherwise" in ferry.said
    assert rows(ferry.folder, CORRECTIONS) == []
    assert rows(ferry.folder, "SELECT count(*), min(editors), max(state) FROM articles") == [
        (5, "苏晚", "live")
    ]
    assert rows(ferry.folder, "SELECT count(*) FROM crawl_unread") == [(5,)]


def test_a_rebuild_decides_as_the_crawl_did(copied: Path, harvest: Harvest) -> None:
    """From the WARC files alone."""
    before = rows(copied, HELD), rows(copied, WAITING)
    rebuilt = harvest("reread", "--rebuild", "--archive", copied)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert (
        rows(copied, HELD),
        rows(copied, "SELECT capture FROM crawl_unread ORDER BY 1"),
    ) == before
    assert_whole(copied)


def test_a_proposed_layout_brings_in_what_the_station_corrected(
    copied: Path, harvest: Harvest
) -> None:
    """One of five: at the moment of its capture, with nothing else in it."""
    file = copied / "stations" / "ferry.toml"
    before_it = file.read_text("utf-8")
    shown = harvest("propose", "ferry", "--archive", copied)
    assert 'title = "h2.head"' in shown.stdout
    assert file.read_text("utf-8") == before_it
    assert harvest("propose", "ferry", "--yes", "--archive", copied).returncode == 0
    applied = harvest("reread", "--apply", "--archive", copied)
    assert applied.returncode == 0, applied.stderr
    ((article, detail),) = rows(copied, CORRECTIONS)
    assert (article, json.loads(str(detail))["fields"]) == ("ferry:1", ["body"])
    assert rows(copied, "SELECT count(*) FROM crawl_unread") == [(0,)]
    before = rows(copied, HELD)
    assert harvest("reread", "--rebuild", "--archive", copied).returncode == 0
    assert rows(copied, HELD) == before
