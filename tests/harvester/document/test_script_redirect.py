"""Pages that a script leads on from, as a browser would follow them."""

import time

import pytest
from lxml.html import document_fromstring

from harvester.document.script_redirect import script_redirect

HERE, THERE = "http://ferry.example/a/1.html?from=list", "http://ferry.example/b.html"


def led(markup: str) -> str | None:
    """Where the scripts of a page lead."""
    leads = script_redirect(document_fromstring(f"<html>{markup}</html>"), HERE)
    return leads[1] if leads else None


@pytest.mark.parametrize(
    "code",
    [
        "location = '/b.html'",
        'self.location.href="/b.html";',
        "top.location.href = '/b.html'",
        "window.top.document.location='/b.html'",
        "window['location'][\"replace\"]('/b.html')",
        "window.location.assign('/b.html');",
        "window.navigate('/b.html')",
        "window.open('/b.html', '_self')",
        "location.pathname = '/b.html'",
        "setTimeout(\"location.href='/b.html'\", 1000)",
        "setTimeout(() => location.replace('/b.html'))",
        "window.setTimeout(go, 500); function go() { location.href = '/b.html' }",
        "window.onload = function () { location.href = '/b.html' }",
        "document.addEventListener('DOMContentLoaded', () => { location = '/b.html' })",
        "$(document).ready(function(){location.href='/b.html';});",
        "(function(){location.href='/b.html'}())",
        "!function(){location.href='/b.html'}()",
        "var u = '/b', e = '.html'\nwindow.location.href = u + e",
        "location.href = location.protocol + '//' + location.host + '/b.html'",
        "location.href = 'http:\\/\\/ferry.example\\/b\\u002ehtml'",
        "<!--\nlocation.href='/b.html'; // at once\n//-->",
        "try { location.href = '/b.html' } catch (e) {}",
        "if (top != self) { top.location = self.location }\nlocation.href = '/b.html'",
        "if (/Android|iPhone/i.test(navigator.userAgent)) location='/m'; else location='/b.html'",
        "if (!isMobile()) { location.href = '/b.html' } else { location.href = '/m.html' }",
        "if (screen.width < 768) { location = '/m' } else { location = '/b.html' }",
        "var _t=_t||[];(function(){var s=document.createElement('script');s.src='//t.example'})();"
        "location.href='/b.html'",
        "location.href = '/c.html'; location.href = '/b.html'",
        "setTimeout(function(){location='/c.html'}, 90); setTimeout(\"location='/b.html'\", 9)",
    ],
)
def test_what_a_browser_would_run_leads_on(code: str) -> None:
    """At once, when the page is there, after a timer; what comes last at once wins."""
    assert led(f"<script>{code}</script>") == THERE


@pytest.mark.parametrize(
    "code",
    [
        "if (vip) location.href = '/b.html'",
        "vip && (location.href = '/b.html')",
        "alert('页面不存在'); location.href = '/b.html'",
        "function go() { location.href = '/b.html' }",
        "link.onclick = function () { location.href = '/b.html' }",
        "link.addEventListener('load', function () { location.href = '/b.html' })",
        "location.href = next",
        "for (i in x) { location.href = '/b.html' }",
        "location.reload()",
        "location.href = '#top'",
        "location.href = 'javascript:void(0)'",
        "if (location.href == '/b.html') track()",
        "var u = location.href",
        "window.open('/b.html')",
        "/* location.href = '/b.html' */",
        "if (/Android/.test(navigator.userAgent)) { location.href = '/m.html' }",
    ],
)
def test_what_leads_some_or_nobody_is_not_followed(code: str) -> None:
    """Visitors of some kind, a click, a message first, an address that is not told."""
    assert led(f"<script>{code}</script>") is None


def test_scripts_of_one_page_run_in_their_order() -> None:
    """With their variables; templates, data and what is for no scripts at all are none."""
    assert led("<script>var u = '/b.html'</script><script>location = u</script>") == THERE
    assert led("<body onload=\"location.href='/b.html'\">") == THERE
    assert led("<base href='/x/'><script>location = '../b.html'</script>") == THERE
    assert led("<script type='text/template'>location = '/b.html'</script>") is None


@pytest.mark.parametrize(
    "code",
    [
        "(" * 30_000,
        "!" * 30_000,
        "if(a)" * 6_000,
        "function f(){f();f()}f()",
        "var a='x';" + "a=a+a;" * 2_000,
        "x(function(){" * 40 + "a;" * 10_000 + "})" * 40,
        "try{" * 8_000,
        "/" * 30_000,
    ],
)
def test_a_script_made_to_take_long_is_given_up(code: str) -> None:
    """Within a second, whatever it holds."""
    begun = time.process_time()
    assert led(f"<script>{code}</script>") is None
    assert time.process_time() - begun < 1
