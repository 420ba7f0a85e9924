"""Whether two pages of an article differ in their words or in their markup, by kind of change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.history.comparison import Judgement
from archive.model.article import Capture
from archive.store.former_pages import Shown
from harvester.extract.read_article import read_article
from harvester.model.station import Layout, Station
from harvester.redesign.judge import judge

URL = "http://ferry.example/a/1.html"
FIRST = Layout(
    name="first", platform=None, title="h1.t", body="div.text", published="div.time",
    credits="div.edit",
)  # fmt: skip
SECOND = Layout(
    name="second", platform=None, title="h2.head", body="article.story", published="p.when"
)
WITH_LAYOUT = Station(name="ferry", title="渡口", hosts=("ferry.example",), layouts=(FIRST,))
WITHOUT = Station(name="ferry", title="渡口", hosts=("ferry.example",))
MENDED = Station(name="ferry", title="渡口", hosts=("ferry.example",), layouts=(SECOND, FIRST))

ONE = "清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。"
TWO = "船老大说，从今天起多开一班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。"
TWO_NOW = "船老大说，从今天起多开三班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。"
THREE = "镇上的小学校长算了一笔账：每个孩子每天少走四里路，一个月就是一百多里。"


def first(*lines: str, more: str = "", edit: str = "责编：苏晚", source: str = "渡口晚报") -> str:
    """The page in its first template."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<html><head><title>渡船加开一班</title></head><body><div class="nav">首页 民生</div>
        <h1 class="t">渡船加开一班</h1><div class="time">2026-07-01 08:00 来源：{source}</div>
        <div class="text">{text}{more}</div><div class="edit">{edit}</div></body></html>"""


def second(*lines: str, more: str = "", editor: str = "责任编辑：苏晚") -> str:
    """The page in its second template."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<html><head><title>渡船加开一班</title></head><body><div class="top">首页 民生</div>
        <div class="page"><h2 class="head">渡船加开一班</h2><p class="when">2026年7月1日 08:00
        稿源：渡口晚报</p><article class="story">{text}</article>{more}
        <footer class="sign">{editor}</footer></div></body></html>"""


def shown(html: str, station: Station, hour: int) -> Shown:
    """What a page shows, read with the station's file."""
    capture = Capture(
        id=f"urn:uuid:00000000-0000-4000-8000-{hour:012}", url=URL, status=200, body=html.encode(),
        captured_at=datetime(2026, 7, 2, hour, tzinfo=UTC),
        headers=(("Content-Type", "text/html; charset=utf-8"),), station="ferry",
    )  # fmt: skip
    return Shown(read_article([capture], station, URL), [capture])


def judged(was: str, now: str, station: Station = WITH_LAYOUT) -> Judgement:
    """What the difference of two pages is."""
    judgement = judge(shown(was, station, 1), shown(now, station, 2), station)
    assert judgement is not None
    return judgement


@pytest.mark.parametrize(
    ("now", "fields"),
    [
        (first(ONE, TWO_NOW), ("body",)),
        (first(ONE, THREE, TWO), ("body",)),
        (first(ONE, TWO, source="县融媒体中心"), ("source",)),
        (first(ONE, TWO, edit="责编：李禾"), ("credits",)),
        (first(ONE, TWO).replace("渡船加开一班", "渡船加开两班"), ("title",)),
    ],
    ids=["a number", "a sentence between", "the source", "a name", "the title"],
)
def test_what_changed_in_its_place_is_the_station_s_correction(
    now: str, fields: tuple[str, ...]
) -> None:
    """On however many pages: the markup is as it was."""
    assert judged(first(ONE, TWO), now) == Judgement(fields)


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [
        (first(ONE, TWO), first(ONE, TWO, edit=""), "credits"),
        (first(ONE, TWO, edit=""), first(ONE, TWO), "credits"),
        (first(ONE, TWO), first(ONE, TWO, THREE), "body"),
        (first(ONE, TWO), first(ONE), "body"),
        (first(ONE, TWO), first(ONE, TWO, more="<ul class='hot'><li>稻子熟了</li></ul>"), "body"),
    ],
    ids=["a name goes", "a name comes", "an end comes", "an end goes", "a box in the text"],
)
def test_what_comes_or_goes_whole_is_decided_by_the_other_pages_of_the_run(
    was: str, now: str, field: str
) -> None:
    """A template does so on all pages, a station on one."""
    assert judged(was, now).doubt == f"redesign or correction: {field} read otherwise"


@pytest.mark.parametrize("station", [WITH_LAYOUT, WITHOUT], ids=["layout", "no layout"])
def test_the_same_words_in_other_markup_are_no_correction(station: Station) -> None:
    """Whether the reader finds all of them there or not."""
    judgement = judged(first(ONE, TWO), second(ONE, TWO), station)
    assert judgement.fields == ()
    lost = judged(first(ONE, TWO), second(ONE, TWO, more="<div>热门 稻子熟了</div>"), station)
    assert lost.fields == ()


def test_a_sentence_that_was_replaced_is_a_correction_in_any_markup() -> None:
    """If all else is read as before; the words themselves left the page."""
    assert judged(first(ONE, TWO, edit=""), second(ONE, TWO_NOW, editor="")) == Judgement(("body",))


def test_a_sentence_that_was_replaced_waits_where_other_fields_are_read_otherwise() -> None:
    """Else the revision would say that the article lost its editor."""
    name_in_a_picture = second(ONE, TWO_NOW, editor="").replace("首页", "苏晚")
    judgement = judged(first(ONE, TWO), name_in_a_picture)
    assert judgement.doubt == "redesign suspected: credits read otherwise"


@pytest.mark.parametrize(
    ("now", "fields"),
    [
        (second(ONE, TWO), ()),
        (second(ONE, TWO, editor=""), ()),
        (second(ONE, TWO_NOW), ("body",)),
        (second(ONE, TWO, THREE), ("body",)),
    ],
    ids=["the same", "an editor is not printed", "a number", "an end comes"],
)
def test_where_a_layout_knows_the_new_markup_its_values_count(
    now: str, fields: tuple[str, ...]
) -> None:
    """A field that only one of the templates prints is not compared."""
    assert judged(first(ONE, TWO), now, MENDED) == Judgement(fields)
