"""Pages of our own writing, in the shapes of Chinese news pages, as captures."""

from collections.abc import Sequence
from datetime import UTC, datetime

from archive.model.article import Article, Capture
from harvester.extract.choose import choose_article
from harvester.extract.page import Page
from harvester.extract.read_page import read
from harvester.model.station import Station

URL = "https://news.example.cn/content/2022/07/22/600123.html"
SEEN = datetime(2022, 7, 23, 1, 0, tzinfo=UTC)
STATION = Station(name="host:news.example.cn", title="news.example.cn")

PARAGRAPHS = (
    "7月22日上午，青棠镇三百盏新路灯全部亮起，沿河步道第一次有了夜间照明，散步的人多了起来。",
    "镇里去年征求居民意见，八成的人希望先修路灯。工程从三月动工，比原定工期提前了二十天。",
    "住在河边的老人说，以前天一黑就不敢出门，现在晚饭以后可以沿着河走上一个来回。",
    "镇里的负责人表示，下一步还要在步道两侧种树，并且把公交车站往河边挪近三百米。",
)


def html(title: str, inner: str, *, head: str = "") -> str:
    """A whole page; `inner` is what its body holds."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{inner}</body></html>"
    )


def story(header: str = "", trailer: str = "", *, paragraphs: Sequence[str] = PARAGRAPHS) -> str:
    """A plain article page without a layout: navigation, headline, header, text and trailer."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return html(
        "青棠镇三百盏路灯亮了_要闻_青棠网",
        '<div class="nav"><a href="/">首页</a> <a href="/yw">要闻</a> <a href="/sz">时政</a></div>'
        f"<h1>青棠镇三百盏路灯亮了</h1><div>{header}</div>"
        f'<div class="text">{text}</div><div>{trailer}</div>'
        '<div>相关新闻</div><ul><li><a href="/a/1.html">去年冬天的河堤加固工程完工</a></li>'
        '<li><a href="/a/2.html">青棠镇公交线路调整的通知</a> 2021-01-02 08:00</li></ul>'
        "<div>版权所有 青棠网 未经授权不得转载</div>",
    )


def capture(markup: str | bytes, *, url: str = URL, **values: object) -> Capture:
    """A capture of a page; text is sent as UTF-8."""
    body = markup.encode() if isinstance(markup, str) else markup
    fields: dict[str, object] = {"status": 200, "captured_at": SEEN} | values
    return Capture(id=f"urn:uuid:{url}", url=url, body=body, **fields)  # type: ignore[arg-type]


def page(markup: str | bytes, *, station: Station = STATION) -> Page:
    """What one page prints."""
    return read([capture(markup)], station)


def article(markup: str | bytes, *, station: Station = STATION) -> Article:
    """The article of one page."""
    return choose_article(page(markup, station=station), "news:600123")
