"""Whole pages whose source or writer no label announces."""

from __future__ import annotations

import pytest

from archive.model.article import Article
from harvester import read_page

TITLE = "柳湾灌区改造工程完工 十四个村受益"
TEXT = (
    "<p>青禾县水利局昨天上午在柳湾镇召开现场会，宣布柳湾灌区改造工程全线完工，惠及沿线十四个村。</p>"
    "<p>柳湾灌区建于上世纪六十年代，渠道老化严重，下游村庄用水一直紧张，去年九月开始分三段更换。</p>"
    "<p>下一步，青禾县还将对北岭、东河两个小型灌区进行改造，力争明年汛期前完成主体工程。</p>"
)


def _read(header: str, trailer: str = "") -> Article:
    page = (
        f'<html><head><meta charset="utf-8"><title>{TITLE}_青禾新闻网</title></head><body>'
        f"<h1>{TITLE}</h1>{header}<div>{TEXT}</div>{trailer}</body></html>"
    )
    return read_page(page.encode(), url="https://news.example/2026/0318/1.html")


@pytest.mark.parametrize(
    "header",
    [
        '<div><a href="/byline/1">邱晨</a></div><div>发布 2026年3月18日 09:20</div>',
        "<div><strong>邱晨 记者</strong></div><div>上传 2026.03.18 09:20</div>",
        "<div>邱晨 青禾日报评论委员</div><div>2026-03-18 09:20</div>",
        "<div><address>邱晨</address><time>2026年3月18日 09:20</time></div>",
        '<div><a rel="author" href="/p/9">邱晨</a> <time>2026-03-18 09:20</time></div>',
        "<div>2026-03-18 09:20 整理：邱晨</div>",
    ],
)
def test_a_writer_without_a_label_is_an_author_and_no_source(header: str) -> None:
    """Overseas papers print the writer as a link, an address or a name beside an office."""
    article = _read(header)
    assert (article.source, article.authors) == (None, ("邱晨",))


@pytest.mark.parametrize(
    "header",
    [
        "<div>2026-03-18 09:20 ET</div>",
        '<div>2026-03-18 09:20</div><ul class="tags"><li><a href="/t/1">青禾社会</a></li></ul>',
        "<div>上传 2026-03-18 09:20</div>",
        "<div>2026-03-18 09:20</div><div>山东冠县</div>",
        "<div>2026-03-18 09:20 青禾要闻</div>",
        "<div>青禾時間 2026-03-18 09:20</div>",
    ],
)
def test_what_stands_beside_the_time_is_no_source_because_it_stands_there(header: str) -> None:
    """A zone, a tag, a place or a section is not where the text came from."""
    article = _read(header)
    assert (article.source, article.authors) == (None, ())


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("<div>2026-03-18 09:20</div><div>无锡交警</div>", "无锡交警"),
        ("<div>2026-03-18 09:20 青禾新闻网</div>", "青禾新闻网"),
        ("<div>新浪汽车 2026-03-18 09:20</div>", "新浪汽车"),
        ("<div>3DMGame 2026-03-18 09:20</div>", "3DMGame"),
    ],
)
def test_a_medium_or_an_office_beside_the_time_is_the_source(header: str, source: str) -> None:
    """Portals print no label before the account."""
    assert _read(header).source == source


def test_the_writer_behind_the_source_is_an_author() -> None:
    """来源：青禾新闻网 邱晨 names both."""
    article = _read("<div>来源：青禾新闻网 邱晨 时间：2026-03-18 09:20</div>")
    assert (article.source, article.authors) == ("青禾新闻网", ("邱晨",))


def test_who_took_the_pictures_is_no_author() -> None:
    """内文图：… 摄 below a text names photographers."""
    article = _read(
        "<div>2026-03-18 09:20 来源：青禾日报 作者：邱晨</div>",
        "<p>文字编辑：戴敏 题图来源：新华社</p><p>内文图：苏亦可、毛启明 摄</p>",
    )
    assert (article.authors, article.editors) == (("邱晨",), ("戴敏",))
