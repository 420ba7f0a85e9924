"""A layout is learnt from the pages of a redesign and from what was known before it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.crawled import rows
from support.ferry_layout import HOME, STATION
from support.offline_runs import run_over

from archive.model.errors import NothingFound
from harvester.config.stations import Stations
from harvester.offline.propose import propose, write
from harvester.offline.reread import rebuild, reread

START = datetime(2026, 7, 1, 1, tzinfo=UTC)
HELD = "SELECT article, revision, body, editors FROM history ORDER BY 1, 2"
WAITING = "SELECT count(*) FROM crawl_unread"
_PRINTED = """
渡船加开一班|清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板。|从今天起多开一班。|苏晚
浮桥修好了|镇里的木匠用了十一天，把被水冲散的浮桥重新连上，桥面宽了一尺。|挑担的人不用绕道。|李禾
稻子熟了|坡上的梯田从上往下黄，收割的人从下往上走，到中午在半坡上碰头。|今年的雨水是时候。|苏晚
学校添了灯|河对岸的小学装上了九十盏灯，晚自习的孩子不用再点蜡烛。|电是从水车上来的。|周桐
"""
TEXTS = dict(enumerate((line.split("|") for line in _PRINTED.split()), start=1))
CORRECTED = [*TEXTS[2][:2], "挑担的人不用绕道，赶车的也不用。", TEXTS[2][3]]


def first(title: str, one: str, two: str, editor: str) -> str:
    """A page in the first template."""
    return f"""<html><head><title>{title}</title></head><body><h1 class="t">{title}</h1>
        <div class="time">2026-07-01 08:00 来源：渡口晚报</div>
        <div class="text"><p>{one}</p><p>{two}</p></div><div class="edit">责编：{editor}</div>
        </body></html>"""


def second(title: str, one: str, two: str, editor: str) -> str:
    """A page in the second template, with a box of links in its text."""
    return f"""<html><head><title>{title}</title></head><body><div class="bar">首页 {editor}</div>
        <div class="page"><h2 class="head">{title}</h2><p class="when">2026年7月1日 08:00</p>
        <p class="from">稿源：渡口晚报</p><div class="story"><p>{one}</p><p>{two}</p>
        <ul class="hot"><li>热门 稻子怎样晒</li><li>热门 渡船的票价</li></ul></div>
        <p class="sign">责任编辑：{editor}</p></div></body></html>"""


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """The folder of an archive with the station's file."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "ferry.toml").write_text(STATION, encoding="utf-8")
    return tmp_path


def pages(template: object, folder: str = "a", **changed: list[str]) -> dict[str, str]:
    """All articles in a template, at their addresses in a folder of the site."""
    assert callable(template)
    texts = {**TEXTS, **{int(name[1:]): text for name, text in changed.items()}}
    return {f"{HOME}{folder}/{number}.html": template(*text) for number, text in texts.items()}


def test_a_layout_is_learnt_by_where_the_known_fields_stand_now(ferry: Path) -> None:
    """Written before the others; then only what the station corrected is a revision."""
    run_over(ferry, pages(first), START)
    run_over(ferry, pages(second, n2=CORRECTED), START + timedelta(days=2))
    assert rows(ferry, "SELECT count(*) FROM revisions") == [(0,)]
    proposal = propose(ferry, Stations.load(ferry).get("ferry"))
    assert proposal.toml == (
        '[[layout]]\nname = "from-2026-07-03"\ntitle = "h2.head"\npublished = "p.when"\n'
        'source = "p.from"\ncredits = "p.sign"\nbody = "div.story"\ndrop = ["ul.hot"]\n'
    )
    assert proposal.is_of_use
    assert not replace(proposal, after=proposal.before).is_of_use  # reads no more than today
    assert write(proposal, ferry) == ferry / "stations" / "ferry.toml"
    names = [layout.name for layout in Stations.load(ferry).get("ferry").layouts]
    assert names == ["from-2026-07-03", "one"]
    (change,) = (each for each in reread(ferry, Stations.load(ferry)) if each.fields)
    assert (change.article, set(change.fields)) == ("ferry:2", {"body", "layout"})
    list(reread(ferry, Stations.load(ferry), apply=True))
    assert rows(ferry, WAITING) == [(0,)]
    ((article, detail),) = rows(ferry, "SELECT article, detail FROM events WHERE type='correction'")
    assert (article, json.loads(str(detail))["fields"]) == ("ferry:2", ["body"])
    before = rows(ferry, HELD)
    assert not rebuild(ferry, Stations.load(ferry)).problems
    assert rows(ferry, HELD) == before


def test_a_redesign_at_new_addresses_corrects_nothing(ferry: Path) -> None:
    """The article has a second address, where it is worded otherwise; new ones have a layout."""
    run_over(ferry, pages(first), START)
    run_over(ferry, pages(second, "b", n5=CORRECTED), START + timedelta(days=2))
    assert rows(ferry, "SELECT count(*) FROM revisions") == [(0,)]
    assert rows(ferry, "SELECT count(*) FROM addresses WHERE role = 'also'") == [(4,)]
    proposal = propose(ferry, Stations.load(ferry).get("ferry"))
    assert proposal.layout.title == "h2.head"


def test_without_known_articles_a_layout_is_learnt_from_what_the_general_rules_read(
    ferry: Path,
) -> None:
    """A site that gave its articles other ids: nothing of it was known before."""
    run_over(ferry, pages(second), START)
    proposal = propose(ferry, Stations.load(ferry).get("ferry"))
    assert (proposal.layout.title, proposal.layout.source) == ("h2.head", "p.from")
    assert proposal.is_of_use  # what the general rules read is no measure


def test_before_anything_waits_there_is_nothing_to_propose(ferry: Path) -> None:
    """All pages fit their layout."""
    run_over(ferry, pages(first), START)
    with pytest.raises(NothingFound, match="ferry: no page waits for a layout"):
        propose(ferry, Stations.load(ferry).get("ferry"))


def test_a_shipped_station_s_file_is_copied_before_it_is_changed(
    ferry: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is installed stays as it is; so does a file of another folder that is only read."""
    run_over(ferry, pages(first), START)
    run_over(ferry, pages(second), START + timedelta(days=2))
    proposal = propose(ferry, Stations.load(ferry).get("ferry"))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (ferry / "stations" / "ferry.toml").rename(elsewhere / "ferry.toml")
    assert write(proposal, ferry, elsewhere) == elsewhere / "ferry.toml"
