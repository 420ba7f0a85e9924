"""Frames around pages of our own text: navigation, side column, imprint."""

# ruff: noqa: E501, SIM905 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from pages_made.invented import Facts, invent

Kind = Callable[[random.Random], bytes | str]


def links(pick: random.Random, number: int) -> str:
    """So many links to articles, as items of a list."""
    return "".join(
        f'<li><a href="/n/{i}.html">{invent(pick).title}</a></li>' for i in range(number)
    )


def page(pick: random.Random, title: str, inner: str) -> str:
    """A page with navigation, a side column and an imprint, in one of three templates."""
    nav = "".join(
        f'<a href="/{i}/">{t}</a> '
        for i, t in enumerate("首页 要闻 时政 民生 教育 图片 视频".split())
    )
    foot = "<p>主办：青棠市融媒体中心 版权所有 青棠网</p><p>湘ICP备00000000号</p>"
    side = f"<h3>热门推荐</h3><ul>{links(pick, pick.choice((0, 5, 12)))}</ul>"
    frames = (
        f'<div class="nav">{nav}</div><div class="main">{inner}</div><div class="side">{side}</div><div class="footer">{foot}</div>',
        f"<table><tr><td>{nav}</td></tr><tr><td>{inner}</td><td>{side}</td></tr><tr><td>{foot}</td></tr></table>",
        f"<header>{nav}</header><main>{inner}</main><footer>{foot}</footer>",
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}{pick.choice(("_青棠网", "-青棠新闻网", ""))}</title></head>'
        f"<body>{pick.choice(frames)}</body></html>"
    )


def day(pick: random.Random) -> str:
    """A day as rows of lists print it."""
    return invent(pick).published.strftime(
        pick.choice(("%Y-%m-%d", "%Y/%m/%d", "%m-%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M"))
    )


def _header(pick: random.Random, facts: Facts) -> str:
    form = pick.choice(
        (
            "<p>{:%Y-%m-%d %H:%M} 来源：{}</p>",
            "<div class='info'><span>{:%Y年%m月%d日 %H:%M}</span> <span>来源：{}</span></div>",
            "<p>发布时间：{:%Y-%m-%d} 信息来源：{} 浏览次数：12</p>",
        )
    )
    return form.format(facts.published, facts.source)


def story(pick: random.Random, title: str, inner: str, below: str = "") -> str:
    """A page with headline, time, source and this text, in a container of one of a few names."""
    facts = invent(pick)
    box = pick.choice(
        (
            'div class="content"',
            'div class="TRS_Editor"',
            'div id="zoom"',
            'div class="a1"',
            "article",
        )
    )
    head = pick.choice(("h1", "h2", 'div class="title"'))
    return page(
        pick, title,
        f"<{head}>{title}</{head.split()[0]}>{_header(pick, facts)}<{box}>{inner}</{box.split()[0]}>{below}",
    )  # fmt: skip


def paragraphs(texts: Sequence[str]) -> str:
    """Texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)
