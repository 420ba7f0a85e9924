"""One table of weights decides whether a page is an article; notices are told by their words."""

from __future__ import annotations

import pytest
from support.saved_pages import PARAGRAPHS, STATION, article, capture, html, story

from harvester import read_page
from harvester.claims.weights import read_weights
from harvester.extract.read_page import read, signs_of
from harvester.extract.verdict import AGREEMENT, TABLE, judge
from harvester.model.errors import NotAnArticle


def _refusal(markup: str) -> NotAnArticle:
    with pytest.raises(NotAnArticle) as error:
        read([capture(markup)], STATION)
    return error.value


def test_the_evidence_says_why_a_page_was_taken_for_an_article() -> None:
    """A refusal or an acceptance that nobody can explain cannot be mended."""
    found = [x for x in article(story("2022-07-22 08:51")).evidence if x.field == "article"]
    assert [(x.where, x.chosen) for x in found] == [(f"weights {read_weights(TABLE).digest}", True)]
    assert float(found[0].printed) >= 0.3
    assert "title displayed +" in str(found[0].why)


def test_the_table_has_a_weight_for_each_sign_and_no_other() -> None:
    """A sign without a weight would be measured for nothing, a weight without a sign fails."""
    signs = signs_of(capture(story("2022-07-22 08:51")), STATION)
    assert signs is not None
    assert set(read_weights(TABLE).of) == set(signs)
    assert len(signs) <= 16
    assert all(0 <= sign <= 1 for sign in signs.values())


def test_other_readers_are_asked_on_doubtful_pages_alone() -> None:
    """They take ten times as long as everything else."""
    asked: list[str] = []

    def agreement() -> float:
        asked.append("asked")
        return 1.0

    signs = dict.fromkeys(read_weights(TABLE).of, 0.0)
    del signs[AGREEMENT]
    clear = signs | {"prose": 1.0, "title displayed": 1.0, "time declared": 1.0}
    assert judge(clear, agreement).is_article
    assert not judge(signs | {"headlines in the text": 1.0}, agreement).is_article
    assert asked == []
    assert judge(signs | {"longest paragraph": 1.0, "paragraphs": 0.5}, agreement).is_article
    assert asked == ["asked"]


def test_a_short_article_with_a_box_of_two_headlines_is_no_list() -> None:
    """Two related links, with headlines as long as sentences, stand below a text of two lines."""
    box = "".join(
        f'<p><a href="/content/2022/07/21/60012{n}.html">青棠镇今年第{n}座街心花园建成开放</a></p>'
        for n in (1, 2)
    )
    read_ = article(story("2022-07-22 08:51 来源：青棠日报", paragraphs=(*PARAGRAPHS[:2], box)))
    assert [block.text for block in read_.blocks[:2]] == list(PARAGRAPHS[:2])


BLOCKED = [
    (
        "Request Rejected",
        "<h1>We are sorry</h1><p>Your request was rejected by a rule of the network that guards "
        "this site, because it looked like the work of an automated program.</p>"
        "<p>Please contact the owner of the site and tell them the event ID: 5f2c99aa10.</p>",
    ),
    (
        "请求被拦截",
        "<h1>很抱歉，您的请求可能对网站造成威胁，已被云防护拦截</h1>"
        "<p>请求ID：2208137715 客户端IP：192.0.2.44</p><p>如属误报，请联系网站管理员。</p>",
    ),
    (
        "訪問受限",
        "<h2>系統偵測到異常流量，已停止您的訪問</h2><p>本站不接受未經同意的爬蟲程式讀取內容，"
        "如有業務需要，請與我們的客服聯絡並提供以下資訊。</p><p>您的IP：192.0.2.45</p>",
    ),
    (
        "Privacy error",
        "<h1>Your connection is not private</h1><p>net::ERR_CERT_DATE_INVALID</p><p>Attackers "
        "might be trying to steal your information from qingtang.example.</p>",
    ),
    (
        "Privacy error",
        "<h1>Your connection is not private</h1><p>net::ERR_CERT_AUTHORITY_INVALID</p>"
        + "<div>MIIF0TCCBLmgAwIBAgIQAqPNqIm9fmvwEXu0eP3p3DANBgkqhkiG9w0BAQsFADA0</div>" * 60,
    ),
    (
        "qingtang.example",
        "<h1>无法访问此网站</h1><p>qingtang.example 的响应时间过长。</p><p>DNS_PROBE_FINISHED</p>",
    ),
    (
        "Zugriff verweigert",
        "<h1>Zugriff verweigert</h1><p>Ihre Anfrage wurde aus Sicherheitsgründen blockiert. "
        "Wenden Sie sich an den Betreiber. Ihre IP: 192.0.2.46</p>",
    ),
    (
        "Acceso denegado",
        "<h1>Acceso denegado</h1><p>Su solicitud ha sido bloqueada: hemos detectado tráfico "
        "inusual. Póngase en contacto con el administrador.</p>",
    ),
    (
        "Доступ запрещён",
        "<h1>Доступ запрещён</h1><p>Запрос заблокирован системой безопасности. Ваш IP-адрес: "
        "192.0.2.47. Обратитесь к администратору сайта.</p>",
    ),
    (
        "アクセスが拒否されました",
        "<p>セキュリティ上の理由により、お客様のアクセスは制限されています。参照番号：8f2c11</p>",
    ),
]


@pytest.mark.parametrize(("title", "inner"), BLOCKED)
def test_a_page_that_refuses_its_visitor_is_an_error_page(title: str, inner: str) -> None:
    """Such pages come with status 200 and with paragraphs as long as those of articles."""
    assert _refusal(html(title, inner)).kind == "error-page"


def test_an_article_about_blocked_requests_is_an_article() -> None:
    """It has the words of a block page, but it names its time and its source."""
    said = "青棠市数据局说，昨日有爬虫程序攻击政务网站，防火墙拦截了三万次请求，并封禁了来源IP。"
    assert article(story("2022-07-22 08:51 来源：青棠日报", paragraphs=(said,))).body == said


def test_a_foreign_article_about_blocked_requests_is_an_article() -> None:
    """It says that requests were blocked, and neither whose nor what to do."""
    said = (
        "Die Anfrage der Opposition wurde blockiert, weil der Rat am Montag keine Mehrheit fand. "
        "Nach der Sitzung sagte die Bürgermeisterin, das Rathaus werde den Plan noch einmal prüfen."
    )
    page = f"<html lang=de><title>Anfrage blockiert</title><h1>Anfrage blockiert</h1><p>{said}</p>"
    body = f"{page}<p>{said.replace('Montag', 'Dienstag')}</p></html>"
    assert read_page(body, "https://www.flussbote.example/1").title == "Anfrage blockiert"


CHALLENGES = [
    'document.cookie="__jsl_clearance_s=1|-1|x";location.reload()',
    "$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;",
    'var arg1="A1";setCookie("acw_sc__v2",x);',
    'document.cookie = "seen=1; path=/"; window.location.href = "/content/1.html";',
]


@pytest.mark.parametrize("script", CHALLENGES)
def test_a_script_that_must_run_first_is_a_captcha(script: str) -> None:
    """CDNs answer with 412 or 521 and a script; a saved page has lost its status."""
    assert _refusal(f"<html><head><script>{script}</script></head><body></body></html>").kind == (
        "captcha"
    )


def test_the_shell_of_an_application_names_the_address_of_its_data() -> None:
    """The article can be had there, though not from this page."""
    script = 'fetch("/api/content/detail?id=600123").then(show)'
    markup = f'<html><body><div id="app"></div><script>{script}</script></body></html>'
    assert str(_refusal(markup)) == (
        "not an article: empty page (a shell that scripts fill; its data: "
        "https://news.example.cn/api/content/detail?id=600123)"
    )


def test_a_film_or_pictures_without_text_are_told() -> None:
    """So that such pages can be counted apart from those that no reader understands."""
    film = '<p>00:00</p><video src="/1.mp4"></video>'
    assert str(_refusal(html("x", film))).endswith("(a film without text)")
    pictures = "<p>1/3</p>" + '<img src="/1.jpg">' * 3
    assert str(_refusal(html("x", pictures))).endswith("(pictures without text)")


@pytest.mark.parametrize("said", ["下载青棠云客户端查看更多", "打开APP阅读全文", "立即下载"])
def test_a_page_that_offers_an_application_is_a_placeholder(said: str) -> None:
    """It stands in place of an article whose text only the application shows."""
    assert _refusal(html("青棠云", f"<p>{said}</p>")).kind == "placeholder"
