"""Soft 404s: pages that say, with the status 200, that there is no such page."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from archive.model.article import Capture
from harvester.config.stations import Stations
from harvester.extract.missing_page import sentence_kind
from harvester.extract.read_page import read_one
from harvester.model.errors import NotAnArticle

BLURB = "<p><a href=/b/{0}.html>渡口新码头第{0}号泊位本周起对外开放</a></p>"
RECOMMENDED = "".join(map(BLURB.format, range(9)))
PROSE = "清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。" * 9


def kind_of(html: str) -> str | None:
    """What the reader says that a page is instead of an article."""
    capture = Capture(
        id="urn:uuid:1", url="https://ferry.example/a/1.html", status=200, body=html.encode(),
        captured_at=datetime(2026, 7, 1, tzinfo=UTC),
        headers=(("Content-Type", "text/html; charset=utf-8"),),
    )  # fmt: skip
    try:
        read_one(capture, Stations.load().for_page(capture.url))
    except NotAnArticle as error:
        return error.kind
    return None


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<script>alert('文章不存在或已被删除！');history.go(-1);</script>", "error-page"),
        ('<script>alert("该信息已删除");location.href="/"</script>', "withdrawn"),
        (r"<script>layer.msg('\u9875\u9762\u4e0d\u5b58\u5728', {icon: 2})</script>", "error-page"),
        ("<script>Swal.fire('页面不存在')</script>", "error-page"),
        ("<script>document.write('<p>参数错误！</p>')</script>", "error-page"),
        (f"<script>showMsg(decodeURIComponent('{quote('内容不存在')}'))</script>", "error-page"),
        ("<body onload=\"alert('页面不存在')\"></body>", "error-page"),
        ("<p>没有找到相关信息</p>", "error-page"),
        ("<p>お探しのページは見つかりませんでした。</p>", "error-page"),
        ("<script>alert(`This article has been removed`)</script><body></body>", "withdrawn"),
        (f"<title>404</title><h1>渡口网</h1>{RECOMMENDED}<p>{PROSE}</p>", "error-page"),
        (f"<title>404 Not Found</title><div>{RECOMMENDED}</div>", "error-page"),
        (f"<title>页面不存在_渡口网</title><p>{PROSE}</p>", "error-page"),
        (f"<title>Ferry News - Page not found</title><p>{PROSE}</p>", "error-page"),
        (f"<title>渡口网</title><h1>抱歉，您访问的内容不存在</h1><p>{PROSE}</p>", "error-page"),
        (f"<title>Ferry</title><h1>Oops! That page can’t be found.</h1><p>{PROSE}</p>",
         "error-page"),
        ("<title>渡口网</title><p>对不起，没有找到您要查看的稿件，请返回首页</p>", "error-page"),
        ("<title>Ferry</title><p>Sorry, this story is no longer available.</p>", "error-page"),
        ("<title>渡口网</title><p>该稿件已被撤下</p>", "withdrawn"),
    ],
)  # fmt: skip
def test_a_page_that_says_it_is_not_there_is_no_article(html: str, kind: str) -> None:
    """By a script, its title, its headline or its only line; in Chinese and English."""
    assert kind_of(html) == kind


@pytest.mark.parametrize(
    "html",
    [
        "<title>文章被删除引发热议</title><h1>文章被删除引发热议</h1>",
        "<title>404 people rescued from ferry</title><h1>404 people rescued from ferry</h1>",
        "<title>页面不存在</title><h1>页面不存在</h1><div>2026-07-01 08:00 来源：渡口晚报</div>",
        "<title>渡船加开</title><h1>渡船加开</h1>"
        "<script>function vote(){ alert('该内容不存在') }</script>",
    ],
)
def test_an_article_about_missing_pages_is_an_article(html: str) -> None:
    """Its headline has words of its own, or it prints its source; its scripts say nothing of it."""
    body = "<div>2026-07-01 08:00</div>" + "".join(f"<p>{PROSE[:90]}</p>" for _ in range(4))
    assert kind_of(html + body) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "网传信息不存在，警方辟谣",
        "The page turner",
        "内容已删除，当地回应",
        "404房间",
        "News",
        "Moved",
    ],
)
def test_words_of_its_own_make_a_sentence_a_headline(sentence: str) -> None:
    """Each part of a notice is an everyday word."""
    assert sentence_kind(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Página no encontrada", "La página no existe", "Die Seite wurde nicht gefunden",
        "Page introuvable", "Страница не найдена", "ページが見つかりません", "Sidan finns inte",
        "페이지를 찾을 수 없습니다",
    ],
)  # fmt: skip
def test_other_languages_say_that_there_is_no_such_page(sentence: str) -> None:
    """The parts are words of many languages; what has another word is no such sentence."""
    assert sentence_kind(sentence) == "error-page"
    assert sentence_kind(f"{sentence} Ilmtal") is None
