"""Pages of our own text in the forms that Chinese news sites print, with the truth they say.

The forms (labels and their order, separators, brackets, containers, what stands above and what
below the text) are facts about sites, seen in public selector lists and on single pages; every word
of text is invented. A page is one choice from each of the tables below.
"""

# ruff: noqa: E501, SIM905 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from pages_made.invented import Facts, invent, people, person

Item = tuple[str, str]  # a label, or "" where none is printed, and what stands after it


@dataclass(slots=True)
class Draft:
    """A page on the way: what is said, and in which pieces of markup."""

    facts: Facts
    pick: random.Random
    date: str = ""
    items: list[Item] = field(default_factory=list)  # of the header
    paragraphs: list[str] = field(default_factory=list)  # markup of the body
    text: list[str] = field(default_factory=list)  # the same as the truth has it
    lead: list[str] = field(default_factory=list)  # markup in the container, above the text
    tail: list[str] = field(default_factory=list)  # in the container, below the text
    below: list[str] = field(default_factory=list)  # after the container
    metas: list[str] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)


Form = Callable[[Draft], None]


def _joined(names: Sequence[str], separator: str) -> str:
    return separator.join(names)


def _padded(name: str) -> str:
    return name if len(name) > 2 else f"{name[0]}　{name[1]}"


def _item(label: str, value: str) -> Form:
    """One more item of the header."""
    return lambda draft: draft.items.append((label, value))


def _inside(markup: str) -> Form:
    """Something in the container, below the text."""
    return lambda draft: draft.tail.append(markup)


def _each(*forms: Form) -> Form:
    """One form after the other."""

    def form(draft: Draft) -> None:
        for each in forms:
            each(draft)

    return form


# --- times ------------------------------------------------------------------------------------

TIMES = (
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日%H:%M", "%Y年%m月%d日 %H:%M", "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H时%M分", "%Y.%m.%d %H:%M", "%Y-%m-%d&nbsp;&nbsp;%H:%M", "%Y年%m月%d日　%H:%M:%S",
    "%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d",
)  # fmt: skip


def _choose_time(draft: Draft) -> None:
    form = draft.pick.choice(TIMES)
    draft.date = draft.facts.published.strftime(form)
    if "%H" not in form:
        draft.facts.precision = "date"
    draft.forms["time"] = form


# --- authors ----------------------------------------------------------------------------------


def _no_author(draft: Draft) -> None:
    draft.facts.authors = []


def _header_author(label: str, separator: str) -> Form:
    def form(draft: Draft) -> None:
        draft.items.append((label, _joined(draft.facts.authors, separator)))

    return form


def _dateline(pattern: str, separator: str = "、") -> Form:
    def form(draft: Draft) -> None:
        said = pattern.format(
            names=_joined([_padded(n) if separator == " " else n for n in draft.facts.authors], separator),
            month=draft.facts.published.month, day=draft.facts.published.day,
        )  # fmt: skip
        draft.facts.body[0] = said + draft.facts.body[0]

    return form


def _two_roles(draft: Draft) -> None:
    first, second = draft.facts.authors = people(draft.pick, 2)
    draft.facts.body[0] = f"本报讯（记者 {first} 通讯员 {second}）{draft.facts.body[0]}"


def _own_line(pattern: str, separator: str, *, first: bool) -> Form:
    def form(draft: Draft) -> None:
        said = pattern.format(names=_joined(draft.facts.authors, separator))
        (draft.lead if first else draft.tail).append(f"<p>{said}</p>")

    return form


def _signature(pattern: str, separator: str) -> Form:
    def form(draft: Draft) -> None:
        draft.facts.body[-1] += pattern.format(names=_joined(draft.facts.authors, separator))

    return form


def _titled_author(draft: Draft) -> None:
    draft.facts.authors = draft.facts.authors[:1]
    draft.facts.body[-1] += f"（作者：{draft.facts.authors[0]}，江州大学教授）"


def _editor_as_meta_author(draft: Draft) -> None:
    draft.metas.append(f'<meta name="author" content="{draft.facts.editors[0]}">')


def _name_in_text(draft: Draft) -> None:
    draft.facts.body.append(f"读者{person(draft.pick)}（化名）给本报来信说，希望早日办好。")


AUTHORS: dict[str, Form] = {
    "none": _no_author,
    "header 作者": _header_author("作者：", " "),
    "header 作者 、": _header_author("作者：", "、"),
    "header 记者": _header_author("记者：", " "),
    "header 作者 记者 X": lambda d: d.items.append(("作者：", "记者 " + " ".join(d.facts.authors))),
    "dateline 记者": _dateline("本报讯（记者 {names}）"),
    "dateline 记者 glued": _dateline("本报讯（记者{names}）"),
    "dateline padded": _dateline("本报{month}月{day}日讯 （记者 {names}） ", " "),
    "dateline 电": _dateline("新华社北京{month}月{day}日电（记者{names}）"),
    "dateline 中新网": _dateline("中新网青棠{month}月{day}日电 ({names})", " "),
    "dateline 红网": _dateline("红网时刻新闻{month}月{day}日讯（记者 {names}）", " "),
    "dateline 人民网": _dateline("人民网青棠{month}月{day}日电 （{names}）", "、"),
    "dateline two roles": _two_roles,
    "dateline /": _dateline("青棠网讯（记者/{names}）", " "),
    "dateline 全媒体": _dateline("青棠日报讯（全媒体记者 {names}）", "、"),
    "first □": _own_line("□ 本报记者 {names}", " ", first=True),
    "first medium": _own_line("青棠日报记者 {names}", " ", first=True),
    "first 文/": _own_line("文/本报记者 {names}", " ", first=True),
    "first ■": _own_line("■ {names}", " ", first=True),
    "last 记者": _own_line("记者 {names}", " ", first=False),
    "last 文丨": _own_line("文丨{names}", " ", first=False),
    "last 文字": _own_line("文字：{names}", " ", first=False),
    "last 撰稿": _own_line("撰稿：{names}", "、", first=False),
    "last 作者": _own_line("作者：{names}", "、", first=False),
    "last 供稿": _own_line("（{names}）", " ", first=False),
    "dateline 发自": _dateline("本报记者{names}发自北京 ", "、"),
    "dateline 报道：": _dateline("青棠网记者{names}{month}月{day}日报道：", "、"),
    "dateline （A 上海报道）": _dateline("（{names} 上海报道）", " "),
    "dateline 本报讯 记者": _dateline("本报讯 记者{names}报道 ", "、"),
    "dateline 通讯员": _dateline("青棠网讯（通讯员 {names}）", " "),
    "dateline 分站": _dateline("红网时刻青棠{month}月{day}日讯（通讯员 {names}）", " "),
    "first 记者 文/图": _own_line("本报记者 {names} 文/图", " ", first=True),
    "first A/报": _own_line("{names}/青棠日报", " ", first=True),
    "first 【文/】": _own_line("【文/观察网 {names}】", " ", first=True),
    "first 采写": _own_line("采写：青棠都市报记者 {names}", " ", first=True),
    "first 撰文": _own_line("撰文｜{names}", " ", first=True),
    "last 执笔": _own_line("执笔/{names}", "、", first=False),
    "last 文：": _own_line("文：{names}", " ", first=False),
    "last 采访": _own_line("采访：{names}", "、", first=False),
    "last 作者 丨": _own_line("作者丨{names}", "、", first=False),
    "signature 本报记者": _signature("（本报记者 {names}）", "、"),
    "signature 作者 titled": _titled_author,
    "header 佚名": _each(_item("作者：", "佚名"), _no_author),
    "header blank": _each(_item("作者：", ""), _no_author),
    "header 网": _each(_item("作者：", "青棠网"), _no_author),
    "meta is editor": _each(_editor_as_meta_author, _no_author),
    "hidden name in text": _each(_no_author, _name_in_text),
    "signature names": _signature("（{names}）", " "),
    "signature 记者": _signature("（记者 {names}）", "、"),
    "signature 文/": _signature("（文/{names}）", " "),
    "signature 通讯员": _signature("（通讯员 {names}）", " "),
    "signature plain": _signature(" 本报记者 {names}", " "),
}

# --- source -----------------------------------------------------------------------------------


def _no_source(draft: Draft) -> None:
    draft.facts.source = None


def _header_source(label: str, pattern: str = "{}") -> Form:
    return lambda draft: draft.items.append((label, pattern.format(draft.facts.source)))


def _trailer_source(pattern: str) -> Form:
    return lambda draft: draft.tail.append(f"<p>{pattern.format(draft.facts.source)}</p>")


def _meta_source(name: str) -> Form:
    def form(draft: Draft) -> None:
        draft.metas.append(f'<meta name="{name}" content="{draft.facts.source}">')
        draft.items.append(("来源：", str(draft.facts.source)))

    return form


SOURCES: dict[str, Form] = {
    "none": _no_source,
    "来源：": _header_source("来源："),
    "来源:": _header_source("来源:"),
    "来　源：": _header_source("来&nbsp;&nbsp;源："),
    "稿源：": _header_source("稿源："),
    "信息来源：": _header_source("信息来源："),
    "稿件来源：": _header_source("稿件来源："),
    "新闻来源：": _header_source("新闻来源："),
    "文章来源：": _header_source("文章来源："),
    "来自：": _header_source("来自："),
    "来源于：": _header_source("来源于："),
    "出处：": _header_source("出处："),
    "来源 quoted": _header_source("来源：", "《{}》"),
    "来源 linked": _header_source("来源：", '<a href="http://media.example/" target="_blank">{}</a>'),
    "来源 in span": _header_source("来源：", '<span class="blue">{}</span>'),
    "来源 own site": _header_source("来源：", "{} 青棠网"),
    "来源 spans": _header_source("", "<span>来源：</span><span>{}</span>"),
    "来源 bracketed": _header_source("来源：", "[ {} ]"),
    "来源 bar": _header_source("来源 | "),
    "来源丨": _header_source("来源丨"),
    "消息来源：": _header_source("消息来源："),
    "转载自：": _header_source("转载自："),
    "内容来源：": _header_source("内容来源："),
    "信息提供：": _header_source("信息提供："),
    "发布单位：": _header_source("发布单位："),
    "blank": _each(_item("来源：", ""), _no_source),
    "trailer 转载自": _trailer_source("转载自：{}"),
    "trailer 来源：[]": _trailer_source("[来源：{}]"),
    "trailer 稿件来源 right": lambda d: d.tail.append(f'<p style="text-align:right">稿件来源：{d.facts.source}</p>'),
    "trailer below": lambda d: d.below.append(f"<div>来源：{d.facts.source}</div>"),
    "unlabelled": _header_source(""),
    "unlabelled linked": _header_source("", '<a href="http://media.example/">{}</a>'),
    "unlabelled span": _header_source("", '<span class="source">{}</span>'),
    "trailer 来源：": _trailer_source("来源：{}"),
    "trailer (来源)": _trailer_source("（来源：{}）"),
    "trailer 来源丨": _trailer_source("来源丨{}"),
    "trailer 稿源": _trailer_source("稿源：{}"),
    "trailer 本文来源": _trailer_source("本文来源：{}"),
    "trailer 转自": _trailer_source("转自：{}"),
    "meta": _meta_source("ContentSource"),
}  # fmt: skip

# --- editors ----------------------------------------------------------------------------------


def _no_editor(draft: Draft) -> None:
    draft.facts.editors = []


def _trailer_editor(pattern: str, separator: str = " ", *, inside: bool = True) -> Form:
    def form(draft: Draft) -> None:
        others = people(draft.pick, 3)
        said = pattern.format(
            names=_joined(draft.facts.editors, separator), a=others[0], b=others[1], c=others[2],
            padded=_joined([_padded(n) for n in draft.facts.editors], "、"),
        )  # fmt: skip
        (draft.tail if inside else draft.below).append(said)

    return form


def _header_editor(label: str) -> Form:
    return lambda draft: draft.items.append((label, _joined(draft.facts.editors, "、")))


EDITORS: dict[str, Form] = {
    "none": _no_editor,
    "header 编辑：": _header_editor("编辑："),
    "header 责任编辑：": _header_editor("责任编辑："),
    "header 责编：": _header_editor("责编："),
    "(责编：)": _trailer_editor('<p class="edit">(责编：{names})</p>', "、"),
    "（责任编辑：）": _trailer_editor("<p>（责任编辑：{names}）</p>", "、"),
    "【编辑:】": _trailer_editor('<div class="adEditor">【编辑:{names}】</div>', inside=False),
    "[责任编辑：]": _trailer_editor("<div>[责任编辑： {names} ]</div>", inside=False),
    "编辑：": _trailer_editor("<p>编辑：{names}</p>", "、"),
    "code": _trailer_editor('<div class="ep-editor">责任编辑：{names}_QT1208</div>', "、", inside=False),
    "code after space": _trailer_editor("<p>责任编辑：{names} QT183</p>", " "),
    "padded": _trailer_editor("<p>责　　编：{padded}</p>"),
    "span in label": _trailer_editor('<p><span>责任编辑</span><span>：</span><em>{names}</em></p>', "、"),
    "丨": _trailer_editor("<p>编辑丨{names}</p>", " "),
    "/": _trailer_editor("<p>编辑/{names}　校对/{a}</p>", " "),
    "三审 line": _trailer_editor("<p>编辑：{names}　一审：{a}　二审：{b}　三审：{c}</p>", "、"),
    "三审 lines": _trailer_editor("<p>责编：{names}</p><p>一审：{a}</p><p>二审：{b}</p><p>三审：{c}</p>", "、"),
    "三审 丨": _trailer_editor("<p>一审丨{a} 二审丨{b} 三审丨{c}</p><p>编辑丨{names}</p>", " "),
    "初审": _trailer_editor("<p>编辑：{names}<br>初审：{a}<br>复审：{b}<br>终审：{c}</p>", "、"),
    "监制": _trailer_editor("<p>编辑：{names} 校对：{a} 审核：{b} 监制：{c}</p>", " "),
    "签发": _trailer_editor("<p>责任编辑：{names} | 责任校对：{a} | 审核：{b} | 签发：{c}</p>", "、"),
    "open label": _trailer_editor("<p>编辑：{names} 联络：{a} 值守：{b}</p>", "、"),
    "list": _trailer_editor("<ul><li>责任编辑：{names}</li><li>校对：{a}</li></ul>", "、"),
    "table": _trailer_editor("<table><tr><td>责任编辑：{names}</td><td>审核：{a}</td></tr></table>", "、", inside=False),
    "admin": _each(_inside("<p>责任编辑：admin</p>"), _no_editor),
    "blank": _each(_inside("<p>责任编辑：</p>"), _no_editor),
    "only reviewers": _each(_trailer_editor("<p>一审：{a} 二审：{b} 三审：{c}</p>"), _no_editor),
    "(编辑 A)": _trailer_editor("<p>(编辑 {names})</p>", " "),
    "（青棠网编辑 A）": _trailer_editor("<p>（青棠网编辑 {names}）</p>", " "),
    "本期编辑": _trailer_editor("<p>本期编辑 {names}　本期校对 {a}</p>", " "),
    "编辑 | bars": _trailer_editor("<p>编辑 | {names}</p><p>审核 | {a}</p>", " "),
    "two labels glued": _trailer_editor("<p>来源：青棠发布责编：{names}审核：{a}</p>", "、"),
    "right": _trailer_editor('<p align="right">责任编辑：{names}</p>', "、"),
    "融媒": _trailer_editor("<p>编辑:{names}　初审:{a}　复审:{b}　终审:{c}</p>", " "),
    "出品 lines": _trailer_editor("<p>青棠县融媒体中心出品</p><p>责编：{names}</p><p>监制：{a}</p>", "、"),
    "视觉": _trailer_editor("<p>编辑：{names}｜视觉：{a}｜校对：{b}</p>", "、"),
    "网络编辑": _trailer_editor("<p>网络编辑：{names}</p>", " "),
    "选稿": _trailer_editor("<p>选稿：{names}</p>", " ", inside=False),
    "affiliation": _trailer_editor("<p>编辑：{names}</p>", "、"),
}  # fmt: skip

# --- headers: how the items stand beside the time ----------------------------------------------


def _label_time(draft: Draft) -> str:
    return draft.pick.choice(
        ("时间：", "发布时间：", "日期：", "发布日期：", "发稿时间：", "发表时间：")
    )


def _cells(draft: Draft, *, labelled: bool) -> list[str]:
    time = (_label_time(draft) if labelled else "") + draft.date
    items = [label + value for label, value in draft.items]
    if draft.pick.random() < 0.25:
        return [*items, time]
    return [time, *items]


def _line(draft: Draft) -> str:
    return f'<div class="info">{"&nbsp;&nbsp;&nbsp;".join(_cells(draft, labelled=True))}</div>'


def _bare_line(draft: Draft) -> str:
    return f"<p>{'　'.join(_cells(draft, labelled=False))}</p>"


def _bars(draft: Draft) -> str:
    return f'<div class="article-info">{" | ".join(_cells(draft, labelled=False))}</div>'


def _spans(draft: Draft) -> str:
    return (
        '<div class="meta">'
        + "\n".join(f"<span>{c}</span>" for c in _cells(draft, labelled=False))
        + "</div>"
    )


def _glued_spans(draft: Draft) -> str:
    return (
        '<div class="msg">'
        + "".join(f"<span>{c}</span>" for c in _cells(draft, labelled=True))
        + "</div>"
    )


def _nested_labels(draft: Draft) -> str:
    cells = [(_label_time(draft), draft.date), *draft.items]
    inner = "".join(f"<span><i>{label}</i><em>{value}</em></span> " for label, value in cells)
    return f'<div class="article_info">{inner}</div>'


def _small_labels(draft: Draft) -> str:  # dedecms
    cells = [("时间:", draft.date), *draft.items, ("点击:", '<script src="/c.php"></script> 次')]
    return '<div class="info">' + "".join(f"<small>{k}</small>{v} " for k, v in cells) + "</div>"


def _counters(draft: Draft) -> str:  # empirecms, jeecms
    cells = _cells(draft, labelled=True)
    return f'<div class="info_text">{"  ".join(cells)}  浏览次数：<span id="hits">312</span> 次 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>'


def _table(draft: Draft) -> str:
    cells = "".join(f"<td>{c}</td>" for c in _cells(draft, labelled=True))
    return f"<table width=100%><tr>{cells}<td>字号：<a>大</a> <a>中</a> <a>小</a></td></tr></table>"


def _items(draft: Draft) -> str:
    return "<ul>" + "".join(f"<li>{c}</li>" for c in _cells(draft, labelled=True)) + "</ul>"


def _lines(draft: Draft) -> str:
    return "".join(f"<p>{c}</p>" for c in _cells(draft, labelled=False))


def _definitions(draft: Draft) -> str:
    cells = [(_label_time(draft), draft.date), *draft.items]
    return "<dl>" + "".join(f"<dt>{k or '&nbsp;'}</dt><dd>{v}</dd>" for k, v in cells) + "</dl>"


def _share(draft: Draft) -> str:
    cells = " ".join(_cells(draft, labelled=False))
    return f'<div class="tool"><span>{cells}</span><a href="#c">评论</a> <a>分享到</a><a>微信</a><a>微博</a> 打印 字号 大 小</div>'


def _split_boxes(draft: Draft) -> str:
    moment = draft.facts.published
    draft.facts.precision = "time"
    items = "".join(f"<span>{label}{value}</span> " for label, value in draft.items)
    return (
        f'<div class="date"><span class="year">{moment:%Y}</span><span class="day">{moment:%m/%d}</span>'
        f'<span class="time">{moment:%H:%M:%S}</span></div><div class="from">{items}</div>'
    )


def _inputs(draft: Draft) -> str:
    cells = " ".join(_cells(draft, labelled=True))
    return f'<div class="info"><input type="hidden" value="2001-01-01">{cells}<select><option>大</option></select></div>'


def _account(draft: Draft) -> str:
    cells = "".join(f"<span>{c}</span>" for c in _cells(draft, labelled=False))
    return f'<div class="user"><img src="/u.png">{cells}<a class="follow">关注</a></div>'


def _discuz(draft: Draft) -> str:
    cells = '<span class="pipe">|</span>'.join(_cells(draft, labelled=False))
    return f'<p class="xg1">{cells}<span class="pipe">|</span>查看: 12<span class="pipe">|</span>评论: 0</p>'


def _breadcrumb_line(draft: Draft) -> str:
    cells = "　".join(_cells(draft, labelled=False))
    return f'<div class="nav2"><a href="/">青棠网</a> &gt;&gt; <a href="/n/">要闻</a> &gt;&gt; {cells}</div>'


def _heading(draft: Draft) -> str:
    return f"<h5>{' '.join(_cells(draft, labelled=True))}</h5><hr>"


HEADERS = {
    "split boxes": _split_boxes, "inputs": _inputs, "account": _account, "discuz": _discuz,
    "breadcrumb line": _breadcrumb_line, "heading": _heading,
    "line": _line, "bare line": _bare_line, "bars": _bars, "spans": _spans, "glued spans": _glued_spans,
    "nested labels": _nested_labels, "small labels": _small_labels, "counters": _counters, "table": _table,
    "items": _items, "lines": _lines, "definitions": _definitions, "share": _share,
}  # fmt: skip

# --- bodies -----------------------------------------------------------------------------------


def _in_p(draft: Draft) -> str:
    return "\n".join(f"<p>{p}</p>" for p in draft.paragraphs)


def _indented(draft: Draft) -> str:
    return "\n".join(f"<p>　　{p}</p>" for p in draft.paragraphs)


def _br(draft: Draft) -> str:
    return "<br>\n<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{p}" for p in draft.paragraphs)


def _divs(draft: Draft) -> str:
    return "".join(f"<div>{p}</div>" for p in draft.paragraphs)


def _wordy(draft: Draft) -> str:
    styled = (
        '<p class="MsoNormal"><span style="font-size:16px"><font face="宋体">{}</font></span></p>'
    )
    return "<o:p></o:p>".join(styled.format(p) for p in draft.paragraphs)


def _unclosed(draft: Draft) -> str:
    return "".join(f"<P>　　{p}\n" for p in draft.paragraphs)


def _sections(draft: Draft) -> str:  # as WeChat editors leave it
    return "".join(
        f'<section><section style="margin:0"><p><span>{p}</span></p></section></section>'
        for p in draft.paragraphs
    )


BODIES = {
    "p": _in_p, "indented": _indented, "br": _br, "divs": _divs, "wordy": _wordy, "unclosed": _unclosed,
    "sections": _sections,
}  # fmt: skip


def _plain_text(draft: Draft) -> None:
    """Nothing but paragraphs."""


def _cross_headings(draft: Draft) -> None:
    if len(draft.facts.body) > 3:
        heads = ("从“等上门”到“走出去”", "一本账")
        for at, head in zip((3, 1), heads, strict=True):
            draft.paragraphs.insert(at, f"<strong>{head}</strong>")
            draft.text.insert(at, head)


def _picture(draft: Draft) -> None:
    caption = f"工人正在现场施工。{person(draft.pick)} 摄"
    at = min(2, len(draft.paragraphs) - 1)
    draft.paragraphs[at:at] = [
        '<img src="/images/1.jpg">',
        f'<span style="text-align:center">{caption}</span>',
    ]
    draft.text.insert(at, caption)


def _head_picture(draft: Draft) -> None:
    draft.lead.append('<p align="center"><img src="/images/1.jpg"></p>')
    draft.lead.append('<p align="center">图为施工现场。</p>')


def _original_title(draft: Draft) -> None:
    draft.lead.append(f"<p>原标题：{draft.facts.title}背后的故事</p>")


def _repeated_headline(draft: Draft) -> None:
    draft.lead.append(f"<p><strong>{draft.facts.title}</strong></p>")


def _pager(draft: Draft) -> None:
    draft.below.append('<div class="page">首页 | 上一页 <b>1</b> 下一页 | 尾页</div>')


def _linked_words(draft: Draft) -> None:
    draft.paragraphs[1] = re.sub(
        "([\u4e00-\u9fff]{4})", r'<a href="/tag/1.html">\1</a>', draft.paragraphs[1], count=2
    )


def _date_list(draft: Draft) -> None:
    rows = [
        "时间安排如下：",
        "第一，宣传发动，进村入户讲清楚政策；",
        "第二，登记造册，逐户核对；",
        "第三，公示结果。",
    ]
    draft.paragraphs[1:1] = rows
    draft.text[1:1] = rows


def _table_of_figures(draft: Draft) -> None:
    rows = [("指标", "数值"), ("户数", "312"), ("里程", "18公里")]
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    draft.paragraphs.insert(1, f"</p><table>{cells}</table><p>")
    draft.text[1:1] = [cell for row in rows for cell in row]


def _subtitle(draft: Draft) -> None:
    draft.forms["subtitle"] = "yes"
    draft.facts.title += f"——{person(draft.pick)[0]}村调查"


def _quotation(draft: Draft) -> None:
    said = "家门口的路修好了，出门再也不用绕道，孩子上学也放心多了。"
    draft.paragraphs.insert(1, f"<blockquote>{said}</blockquote>")
    draft.text.insert(1, said)


def _english(draft: Draft) -> None:
    said = "The project, which began in March, has already served more than three hundred households in the county."
    draft.paragraphs.insert(1, said)
    draft.text.insert(1, said)


def _name_in_heading(draft: Draft) -> None:
    draft.paragraphs.insert(1, "<b>记者手记</b>")
    draft.text.insert(1, "记者手记")


def _end_mark(draft: Draft) -> None:
    draft.facts.body[-1] += "（完）"
    draft.paragraphs[-1] += "（完）"
    draft.text[-1] += "（完）"


def _original_title_below(draft: Draft) -> None:
    draft.tail.append(f"<p>（原标题：{draft.facts.title}）</p>")


EXTRAS: dict[str, Form] = {
    "plain": _plain_text, "cross-headings": _cross_headings, "picture": _picture, "head picture": _head_picture,
    "original title": _original_title, "repeated headline": _repeated_headline, "pager": _pager,
    "linked words": _linked_words, "short rows": _date_list, "table of figures": _table_of_figures,
    "long title": _subtitle, "quotation": _quotation, "english": _english, "heading 记者": _name_in_heading,
    "end mark": _end_mark, "original title below": _original_title_below,
}  # fmt: skip

# --- what stands around -------------------------------------------------------------------------

_LINKS = "".join(
    f'<li><a href="/n/{i}.html">{t}</a></li>'
    for i, t in enumerate(
        (
            "青棠一季度经济稳中有进",
            "县里开会部署春耕",
            "三江口大桥合龙",
            "市民热议公交新线路",
            "学校食堂开放日",
            "本周天气晴好",
        )
    )
)
_DATED = "".join(
    f'<li><a href="/n/{i}.html">{t}</a><span>2024-0{i + 1}-1{i}</span></li>'
    for i, t in enumerate(
        ("云岭镇启动清河行动", "南湖书屋开门迎客", "老街改造完成过半", "红枫节下月开幕")
    )
)
_COMMENT = (
    '<div class="comments"><h3>网友评论</h3><div class="c"><b>清风徐来</b><p>说得好，希望早日完工，大家都盼着这一天呢，真的太不容易了。</p>'
    "<span>2024-03-02 10:11</span></div><div class=c><b>路人甲</b><p>支持一下，家门口的事情办好了最实在，期待后续的报道。</p></div></div>"
)


def _quiet(draft: Draft) -> None:
    """Nothing."""


def _below(markup: str) -> Form:
    return lambda draft: draft.below.append(markup)


NOISE: dict[str, Form] = {
    "none": _quiet,
    "related": _below(f'<div class="related"><h3>相关新闻</h3><ul>{_LINKS}</ul></div>'),
    "dated list": _below(f'<div class="news-list"><h2>最新资讯</h2><ul>{_DATED}</ul></div>'),
    "hot list": _below(f'<div class="hot"><strong>热门排行</strong><ol>{_LINKS}</ol></div>'),
    "comments": _below(_COMMENT),
    "share": _below('<div class="share">分享到：<a>微信</a> <a>新浪微博</a> <a>QQ空间</a></div>'),
    "app": _below('<div class="app"><img src="/qr.png"><p>扫一扫，下载青棠客户端</p></div>'),
    "disclaimer": _below("<p>免责声明：本网转载此文目的在于传递更多信息，不代表本网的观点和立场。</p>"),
    "copyright inside": lambda d: d.tail.append("<p>版权声明：凡本网注明“来源：青棠网”的作品，未经授权不得转载。</p>"),
    "share inside": lambda d: d.tail.append('<div class="bdsharebuttonbox"><a>分享</a> <a>微信</a> <a>微博</a></div>'),
    "previous": _below('<p>上一篇：<a href="/1.html">青棠一季度经济稳中有进</a></p><p>下一篇：<a href="/2.html">没有了</a></p>'),
    "related inside": lambda d: d.tail.append(f"<p>相关阅读：</p><ul>{_LINKS}</ul>"),
    "unfold": lambda d: d.tail.append('<div class="more"><a>展开全文</a></div>'),
    "today": lambda d: d.metas.append('<meta name="generator" content="CMS">'),
    "keywords": _below('<div class="tags">关键词：<a>民生</a> <a>青棠</a></div>'),
    "qr inside": lambda d: d.tail.append('<p align="center"><img src="/qr.jpg"></p><p align="center">长按二维码关注我们</p>'),
    "many comments": _below(_COMMENT * 6),
    "cards": _below('<div class="cards">' + "".join(
        f'<div class="card"><a href="/c/{i}.html"><h4>青棠故事之{i}</h4><p>这是一段别的文章的导语，讲的是另外一件事情，和本文没有关系。</p></a><span>2024-05-0{i}</span></div>'
        for i in range(1, 7)) + "</div>"),
    "hotline": lambda d: d.tail.append("<p>新闻热线：0000-0000000</p>"),
    "return": lambda d: d.tail.append('<p><a href="/">返回青棠网首页&gt;&gt;</a></p>'),
}  # fmt: skip


def _shell(draft: Draft, header: str, body: str, names: tuple[str, str, str]) -> str:
    tag, box, title_tag = names
    facts = draft.facts
    nav = "".join(
        f'<a href="/{i}/">{t}</a> '
        for i, t in enumerate("首页 新闻 时政 经济 民生 文化 教育 图片 视频 专题".split())
    )
    if draft.forms.get("noise") == "today":
        nav = "今天是2026年3月1日 星期日 " + nav
    crumbs = '<div class="crumb">您当前的位置： <a href="/">首页</a> &gt; <a href="/news/">新闻</a> &gt; 正文</div>'
    side = f'<div class="side"><h3>热门推荐</h3><ul>{_LINKS}</ul></div>'
    foot = '<div class="footer"><p>关于我们 | 联系我们 | 版权所有 青棠网 未经书面授权禁止使用</p><p>湘ICP备00000000号 举报电话：0000-0000000</p></div>'
    title = f"<{title_tag}>{facts.title}</{title_tag.split()[0]}>"
    inner = "\n".join([*draft.lead, body, *draft.tail])
    text = f"<{tag} {box}>{inner}</{tag}>"
    if tag == "td":
        text = f"<table><tr>{text}</tr></table>"
    main = f'<div class="main">{title}\n{header}\n{text}\n{"".join(draft.below)}</div>'
    suffix = draft.pick.choice(
        ("_青棠网", "-青棠新闻网", " - 新闻 - 青棠在线", "--青棠频道--红枫网", "_时政_青棠网", "")
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="CHARSET"><title>{escape(facts.title)}{suffix}</title>'
        f'{"".join(draft.metas)}<script>var a = "来源：脚本";</script></head>\n<body><div class="top">{nav}</div>'
        f'{crumbs}<div class="wrap">{main}{side}</div>{foot}</body></html>'
    )


SHELLS = {
    "trs": ("div", 'class="TRS_Editor"', "h1"), "zoom": ("div", 'id="zoom"', "h1"),
    "dedecms": ("div", 'class="content"', "h2"), "phpcms": ("div", 'class="content" id="content"', "h1"),
    "empirecms": ("td", 'id="text"', "h1"), "discuz": ("td", 'id="article_content"', 'h1 class="ph"'),
    "wordpress": ("div", 'class="entry-content"', 'h1 class="entry-title"'),
    "jeecms": ("div", 'class="txt"', 'div class="title"'), "founder": ("founder-content", "", 'p id="Title"'),
    "fontzoom": ("div", 'id="fontzoom"', 'h1 class="bt"'), "article": ("article", "", "h1"),
    "unnamed": ("div", 'class="a1"', 'div class="b1"'), "font": ("td", 'class="f14"', "font size=5"),
    "detail": ("div", 'class="article-detail"', "h3"),
}  # fmt: skip

ENCODINGS = (
    ("utf-8", "utf-8"),
    ("utf-8", "utf-8"),
    ("gbk", "gb2312"),
    ("gb18030", "gbk"),
    ("utf-8", "gb2312"),
)


def make_page(seed: int) -> tuple[bytes, dict[str, object]]:
    """One page and its truth, in score.py's format, with `forms` telling what was chosen."""
    pick = random.Random(seed)
    draft = Draft(facts=invent(pick), pick=pick)
    forms = draft.forms
    for table, forms_of in (
        ("source", SOURCES),
        ("author", AUTHORS),
        ("editor", EDITORS),
        ("noise", NOISE),
    ):
        forms[table] = pick.choice(list(forms_of))
    SOURCES[forms["source"]](draft)
    AUTHORS[forms["author"]](draft)
    draft.paragraphs, draft.text = list(draft.facts.body), list(draft.facts.body)
    forms["extra"] = pick.choice(list(EXTRAS))
    EXTRAS[forms["extra"]](draft)
    EDITORS[forms["editor"]](draft)
    NOISE[forms["noise"]](draft)
    _choose_time(draft)
    forms["header"], forms["body"] = pick.choice(list(HEADERS)), pick.choice(list(BODIES))
    forms["shell"] = pick.choice(list(SHELLS))
    if forms["body"] == "unclosed" and forms["shell"] == "founder":
        forms["body"] = "p"
    markup = _shell(
        draft, HEADERS[forms["header"]](draft), BODIES[forms["body"]](draft), SHELLS[forms["shell"]]
    )
    codec, label = pick.choice(ENCODINGS)
    forms["encoding"] = f"{codec} as {label}"
    facts = draft.facts
    return markup.replace("CHARSET", label).encode(codec, "xmlcharrefreplace"), {
        "file": f"{seed:05}.html", "title": facts.title, "published": facts.published.isoformat(),
        "published_precision": facts.precision, "source": facts.source, "authors": facts.authors,
        "editors": facts.editors, "body": "\n".join(draft.text), "forms": draft.forms,
    }  # fmt: skip


def write_pages(folder: Path, seeds: Sequence[int]) -> None:
    """Write pages, `manifest.jsonl` and `truth.jsonl` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    truths = []
    for seed in seeds:
        page, truth = make_page(seed)
        (folder / str(truth["file"])).write_bytes(page)
        truths.append(truth)
    told = [json.dumps(truth, ensure_ascii=False) for truth in truths]
    (folder / "truth.jsonl").write_text("\n".join(told) + "\n", encoding="utf-8")
    rows = [json.dumps({"file": truth["file"]}) for truth in truths]
    (folder / "manifest.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
