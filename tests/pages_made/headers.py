"""Pages that differ in what is printed around one text, each with what it says, written by hand."""

# ruff: noqa: E501 - a page is read more easily on one line

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pages_made.texts import FOOT, STORY, TITLE

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in STORY[:6])
_MINUTE = "2022-07-22T08:51:00+08:00"
_META = "<meta property='article:published_time' content='{}'>"


@dataclass(frozen=True, slots=True)
class Header:
    """One page: what stands above the title, below it, and below the text; what is true of it."""

    name: str
    below_title: str
    truth: dict[str, Any] = field(default_factory=dict)
    above_title: str = ""
    below_text: str = ""
    metas: str = ""
    text: str = TEXT

    @property
    def markup(self) -> str:
        """The whole page."""
        head = f"<meta charset='utf-8'><title>{TITLE}_青棠新闻网</title>{self.metas}"
        links = "<div class='top'><a href='/'>首页</a> <a href='/news'>新闻</a> <a href='/v'>视频</a></div>"
        main = (
            f"<div class='main'>{self.above_title}<h1>{TITLE}</h1>{self.below_title}"
            f"<div class='text'>{self.text}</div>{self.below_text}</div>"
        )
        return f"<!DOCTYPE html><html><head>{head}</head><body>{links}{main}{FOOT}</body></html>"


def _time(name: str, below_title: str, published: str = _MINUTE, **parts: str) -> Header:
    return Header(name, below_title, {"published_at": published}, **parts)


#: Where the time of publication stands, and what else of the page is a time.
TIMES = (
    _time("day and clock in two elements", "<div>2022-07-22</div><div>08:51</div>"),
    _time("clock before the day", "<div class='t'>08:51</div><div class='d'>2022-07-22</div>"),
    _time(
        "items of a list", "<ul><li>2022年7月22日</li><li>08:51</li><li>来源：青棠日报</li></ul>"
    ),
    _time("label, day and clock apart", "<div>发布时间</div><div>2022-07-22</div><div>08:51</div>"),
    _time("zone between day and clock", "<div>2022-07-22 HKT 08:51</div>"),
    _time("clock, day and zone", "<div>發佈時間：08:51 2022-07-22 HKT</div>"),
    _time("day first, with a dash", "<div>发表时间： 22/07/2022 - 08:51</div>"),
    _time("clock with a half, then day first", "<div>8:51am 22/07/2022</div>"),
    _time("weekday in brackets", "<div>2022年7月22日(五) 08:51</div>"),
    _time("eastern time", "<div>2022-07-21 20:51 ET</div>"),
    _time(
        "update above", "<div>更新时间：2022-07-22 10:10</div><div>发布时间：2022-07-22 08:51</div>"
    ),
    _time(
        "update above without colons",
        "<div>最後更新 2022-07-23 10:10</div><div>刊登 2022-07-22 08:51</div>",
    ),
    _time("update first on a line", "<div>更新于 2022-07-22 10:10 发布于 2022-07-22 08:51</div>"),
    _time("update in brackets", "<div>2022-07-22 08:51 (更新: 2022-07-22 10:10)</div>"),
    _time(
        "publication and update with strokes",
        "<div>发布/2022年7月22日 08:51</div><div>更新/2022年7月22日 10:20</div>",
    ),
    _time(
        "update alone, publication in a meta",
        "<div>更新时间：2022-07-23 10:51</div>",
        metas=_META.format(_MINUTE),
    ),
    _time("update alone", "<div>更新时间：2022-07-22 08:51</div>"),
    _time(
        "labels below the text",
        "",
        below_text="<div>输入 : 2022-07-22 08:51 | 更新 : 2022-07-22 11:26</div>",
    ),
    _time(
        "bare time below the text",
        "",
        below_text="<div>2022-07-22 08:51</div><div><h3>网友评论</h3><div>柏桥人 2022-07-25 10:00</div></div>",
    ),
    _time(
        "dated headline above the time",
        "<ul><li><a href='/1'>柏桥村修路完工通车</a> 2021-01-02 10:00</li></ul><div>2022-07-22 08:51</div>",
    ),
    _time(
        "day of the visit above the title",
        "",
        above_title="<div>2024年3月5日 星期二</div>",
        metas=_META.format(_MINUTE),
    ),
    _time(
        "day of the visit and a time",
        "<div>2022-07-22 08:51</div>",
        above_title="<div>今天是 2024年3月5日 星期二</div>",
    ),
    _time(
        "day shown, moment in UTC declared",
        "<div>2022-07-22</div>",
        metas=_META.format("2022-07-22T00:51:00Z"),
    ),
    _time("day and a count", "<div>2022-07-22 阅读 1051</div>", "2022-07-22"),
    _time("edition of a paper", "<div>2022年07月22日 星期五 第A03版：要闻</div>", "2022-07-22"),
)


def _source(name: str, below_title: str, source: str | None, **parts: str) -> Header:
    return Header(name, below_title, {"source": source, "authors": []}, **parts)


#: Where the medium stands; what is printed beside the time and is none.
SOURCES = (
    _source(
        "rows of labels in boxes above the title",
        "<div>发布时间：2022-07-22</div>",
        "青棠县水务局",
        above_title="<div>索引号：11430000/2022-0017</div><div>发布机构：青棠县水务局</div>"
        "<div>名称：关于灌区改造的通知</div><div>文号：青水发〔2022〕7号</div>"
        "<div>有效性：有效</div><div>主题词：</div>",
    ),
    _source(
        "line below the text",
        "<div>2022-07-22 08:51</div>",
        "云岭晚报",
        below_text="<p>文章来源于云岭晚报</p>",
    ),
    _source(
        "count behind the medium", "<div>2022-07-22 08:51 来源：青棠日报 (12)</div>", "青棠日报"
    ),
    _source(
        "another word for source",
        "<div>信源：青棠日报</div><div>2022-07-22 08:51</div>",
        "青棠日报",
    ),
    _source("medium that is no name", "<div>發佈：2022-07-22 08:51　來源：文匯報</div>", "文匯報"),
    _source(
        "section beside the time",
        "<div>2022-07-22 08:51 <a href='/shehui/'>社会新闻</a></div>",
        None,
    ),
    _source("section of a place", "<div>香港新聞</div><div>2022-07-22 08:51</div>", None),
    _source(
        "sections in a row",
        "<div><a href='/1'>要闻</a><a href='/2'>社会</a></div><div>2022-07-22 08:51</div>",
        None,
    ),
    _source(
        "tags in a row",
        "<div>2022-07-22 08:51</div><div><a href='/t/1'>碾米房</a><a href='/t/2'>阅览室</a></div>",
        None,
    ),
    _source("section of two words", "<div>基层动态</div><div>2022-07-22 08:51</div>", None),
    _source(
        "column linked below the time",
        "<div>2022-07-22 08:51</div><div><a href='/x'>突發</a></div>",
        None,
    ),
    _source(
        "button linked below the time",
        "<div>2022-07-22 08:51</div><div><a href='/x'>我要纠错</a></div>",
        None,
    ),
    _source(
        "name that begins like a day",
        "<div><span>2022-07-22 08:51</span> <span>今日青棠</span></div>",
        "今日青棠",
    ),
    _source(
        "account, and the province of its address",
        "<div><a href='/u'>看青棠</a> <span>2022-07-22 08:51</span> <span>江苏</span></div>",
        "看青棠",
    ),
    _source(
        "update counted back in weeks",
        "<div>发布于 2022-07-22 08:51 • 最后更新 1周前</div>",
        None,
    ),
    _source(
        "network to share in",
        "<div>2022-07-22 08:51</div><div><a href='/x'>WhatsApp</a></div>",
        None,
    ),
)


def _people(name: str, text: str, authors: list[str], editors: list[str]) -> Header:
    """A text that begins or ends with the names of those who made it."""
    truth = {"source": "青棠日报", "authors": authors, "editors": editors}
    return Header(name, "<div>2022-07-22 08:51 来源：青棠日报</div>", truth, text=text)


PEOPLE = (
    Header(
        "paper and edition behind a writer",
        "<div>本报记者 张明 《 云岭晚报 》（ 2022年07月22日 第 04 版）</div>",
        {"source": "云岭晚报", "authors": ["张明"]},
    ),
    _people(
        "text and picture, a line each",
        f"<p>文/云岭晚报记者李红</p><p>图/云岭晚报记者王小明</p>{TEXT}",
        ["李红"],
        [],
    ),
    _people("platform before the label", f"{TEXT}<p>云岭融媒记者：李红</p>", ["李红"], []),
    _people(
        "medium in the dateline", f"<p>【文匯報訊】（記者 李紅）{STORY[0]}</p>{TEXT}", ["李紅"], []
    ),
    _people(
        "pictures by the second",
        f"<p>云岭晚报讯 记者李红、通讯员王小明摄影报道：{STORY[0]}</p>{TEXT}",
        ["李红", "王小明"],
        [],
    ),
    _people("role before the name", f"<p>採訪 李紅</p>{TEXT}", ["李紅"], []),
    _people("exclusive report", f"<p>独家报道：李红</p>{TEXT}", ["李红"], []),
    _people("desk before the name", f"<p>政治中心／李紅報導</p>{TEXT}", ["李紅"], []),
    _people("sign behind the editor", f"{TEXT}<p>责任编辑：李红#</p>", [], ["李红"]),
    _people(
        "readers after the editor",
        f"{TEXT}<p>记者 李红 | 编辑 王小明 | 一读 陈国栋</p>",
        ["李红"],
        ["王小明"],
    ),
)
