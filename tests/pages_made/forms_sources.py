"""How pages print where a text comes from."""

# ruff: noqa: E501 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

from pages_made.forms_draft import Draft, Form, each_of, item


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
    "blank": each_of(item("来源：", ""), _no_source),
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
