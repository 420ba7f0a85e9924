"""Invented sites of makes that no layout knows: div soup, GBK tables, JSON in a shell, and two
that the general rules misread."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime

from support.sites import Site

from archive.model.article import Capture
from harvester.model.errors import NoAnswer

_HEADS = (
    "青棠新桥今日建成通车", "南岸小学迎来首批新生", "老街改造征求居民意见", "县医院开设夜间门诊",
    "秋收时节农机下乡忙", "图书馆延长开放到晚十点", "河长巡河三百公里治污", "非遗剪纸走进社区课堂",
)  # fmt: skip
_NAMES = ("林晚舟", "何砚秋", "覃小满", "谢听雨")


@dataclass(frozen=True)
class Printed:
    """What an article of the sites prints."""

    number: int

    @property
    def title(self) -> str:
        """Its headline."""
        return _HEADS[self.number]

    @property
    def author(self) -> str:
        """Its reporter."""
        return _NAMES[self.number % len(_NAMES)]

    @property
    def time(self) -> str:
        """When it was published, to the minute."""
        return f"2026-09-{self.number + 8:02d} 09:{30 + self.number}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its text."""
        return (
            f"{self.title}。清晨的广场上站满了人，{self.author}在现场看到，不少市民带着孩子赶来。",
            f"有关负责人说，这件事从去年开始筹备，前后开了{self.number + 3}次会。",
            f"家住附近的居民说，盼了{self.number + 6}年，终于看到了变化，以后出门办事方便多了。",
        )

    @property
    def expected(self) -> tuple[object, ...]:
        """Title, time, source, authors, editors, body."""
        at = f"{self.time.replace(' ', 'T')}:00+08:00"
        body = "\n".join(self.paragraphs)
        return self.title, at, "青棠日报", [self.author], ["苏晚"], body


PRINTED = tuple(Printed(number) for number in range(len(_HEADS)))
_MENU = "".join(f'<a href="/{each}/">{name}</a>' for each, name in (("yw", "要闻"), ("ms", "民生")))


def div_soup(site: Site) -> None:
    """Nested div elements with meaningless classes; numbers as addresses."""
    rows = "".join(
        f'<div class=r><div><a href="/p/{880011 + each.number}">{each.title}</a></div></div>'
        for each in PRINTED
    )
    for path in ("/", "/yw/", "/ms/"):
        site.page(path, f"<title>青棠在线</title><div class=a>{_MENU}</div><div>{rows}</div>")
    for each in PRINTED:
        text = "".join(f"<div>{paragraph}</div>" for paragraph in each.paragraphs)
        site.page(
            f"/p/{880011 + each.number}",
            f"<title>{each.title}_青棠在线</title><div class=a>{_MENU}</div><div class=x1>"
            f"<div class=x2>{each.title}</div><div class=x3><div>{each.time}</div>"
            f"<div>来源：青棠日报</div><div>记者：{each.author}</div></div>"
            f"<div class=x4>{text}</div>"
            f"<div class=x5>责任编辑：苏晚</div></div><div class=z>版权所有 青棠在线</div>",
        )


def gbk_tables(site: Site) -> None:
    """Tables within tables, in GBK; the day stands in the address."""
    rows = "".join(
        f'<tr><td>·<a href="/html/2026-09/{each.number + 8:02d}/content_{55012 + each.number}.htm">'
        f"{each.title}</a></td></tr>"
        for each in PRINTED
    )
    menu = f"<table><tr><td>{_MENU}</td></tr></table>"
    for path in ("/", "/yw/", "/ms/"):
        _gbk(site, path, f"<title>青棠新闻网</title>{menu}<table>{rows}</table>")
    for each in PRINTED:
        text = "<br><br>".join(f"　　{paragraph}" for paragraph in each.paragraphs)
        _gbk(
            site,
            f"/html/2026-09/{each.number + 8:02d}/content_{55012 + each.number}.htm",
            f"<title>{each.title}--青棠新闻网</title>{menu}<table><tr><td><font size=5><b>"
            f"{each.title}</b></font></td></tr><tr><td>{each.time}　来源：青棠日报　作者："
            f"{each.author}</td></tr><tr><td>{text}</td></tr><tr><td align=right>（责任编辑：苏晚）"
            "</td></tr></table><table><tr><td>青棠新闻网 版权所有</td></tr></table>",
        )


def json_shell(site: Site) -> None:
    """A page that scripts fill from JSON; the articles themselves are pages."""
    shell = '<title>青棠融媒</title><div id="app"></div><script src="/static/app.js"></script>'
    site.page("/", shell)
    script = (
        'fetch("/api/front/articleList?channel=7&page=1").then(r => r.json()).then(show);'
        "function show(a) { a.data.records.forEach(item => {"
        " html += `/detail/${item.articleId}.html` }) }"
    )
    site.pages["/static/app.js"] = (200, {"Content-Type": "text/javascript"}, script.encode())
    records = [
        {"articleId": 7700123 + each.number, "title": each.title, "publishTime": each.time}
        for each in PRINTED
    ]
    answer = json.dumps({"code": 0, "data": {"total": 8, "records": records}}).encode()
    site.pages["/api/front/articleList?channel=7&page=1"] = (
        200,
        {"Content-Type": "application/json"},
        answer,
    )
    for each in PRINTED:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in each.paragraphs)
        site.page(
            f"/detail/{7700123 + each.number}.html",
            f"<title>{each.title}-青棠融媒</title><h1>{each.title}</h1>"
            f"<p class=m>{each.time} 来源：青棠日报 作者：{each.author}</p>"
            f"<article>{text}</article><p>编辑：苏晚</p>",
        )


def column_headlines(site: Site) -> None:
    """The largest headline is that of a column, and another one on each page."""
    _listed(site, "青棠观察")
    for each in PRINTED:
        _article(site, each, f"<h1>民生观察第{each.number + 3}期 身边事</h1><div class=bt>"
                 f"{each.title}</div>{_header(each)}<div class=nr>{_text(each)}</div>")  # fmt: skip


def advertised(site: Site) -> None:
    """The same box of words stands within each text."""
    _listed(site, "青棠早报")
    box = "<div class=sub>订阅青棠早报，每天七点送到您的手机上，读懂这座城市。</div>"
    for each in PRINTED:
        first, rest = _text(each).split("</p>", 1)
        _article(site, each, f"<h1>{each.title}</h1>{_header(each)}<div class=nr>{first}</p>"
                 f"{box}{rest}</div>")  # fmt: skip


def _listed(site: Site, name: str) -> None:
    rows = "".join(f'<li><a href="/n/{40 + each.number}.html">{each.title}</a></li>'
                   for each in PRINTED)  # fmt: skip
    for path in ("/", "/yw/", "/ms/"):
        site.page(path, f"<title>{name}</title><div class=a>{_MENU}</div><ul>{rows}</ul>")


def _article(site: Site, each: Printed, html: str) -> None:
    site.page(
        f"/n/{40 + each.number}.html", f"<title>青棠网</title><div class=a>{_MENU}</div>{html}"
    )


def _header(each: Printed) -> str:
    return f"<div class=xx>{each.time}　来源：青棠日报　作者：{each.author}　编辑：苏晚</div>"


def _text(each: Printed) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in each.paragraphs)


def _gbk(site: Site, path: str, html: str) -> None:
    site.pages[path] = (200, {"Content-Type": "text/html"}, html.encode("gbk"))


async def fetched(url: str) -> Capture:
    """A page of a site on loopback, without pauses."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return _capture(answer.url, answer.status, answer.read(), answer.headers.items())
    except urllib.error.HTTPError as error:
        with error:
            return _capture(url, error.code, error.read(), error.headers.items())
    except OSError as error:
        raise NoAnswer(str(error)) from error


def _capture(url: str, status: int, body: bytes, headers: object) -> Capture:
    return Capture(
        id=f"page:{url}",
        url=url,
        status=status,
        captured_at=datetime.now(UTC),
        body=body,
        headers=tuple(headers),  # type: ignore[call-overload]
    )
