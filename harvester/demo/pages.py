"""Every page of a station that is no article: lists, notices, sitemap, feed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from harvester.demo.frame import fill
from harvester.demo.stations import DemoStation
from harvester.demo.story import Story


def list_page(
    station: DemoStation, section: str, links: Sequence[str], pages: tuple[int, int]
) -> str:
    """One page of a section: `links` are list items, `pages` its number and how many there are."""
    number, count = pages
    pager = [f"<span>第{number}页/共{count}页</span>"]
    if number > 1:
        pager.append(f'<a href="{station.list_path(section, number - 1)}">上一页</a>')
    if number < count:
        pager.append(f'<a class="next" href="{station.list_path(section, number + 1)}">下一页</a>')
    fields = {
        "heading": station.sections[section],
        "items": "\n".join(links),
        "pager": " ".join(pager),
    }
    return fill(_list_template(station), station, fields)


def home_page(station: DemoStation, links: Sequence[str]) -> str:
    """The first page of a station: its sections in the menu and what is newest."""
    fields = {"heading": "最新消息", "items": "\n".join(links), "pager": ""}
    return fill(_list_template(station), station, fields)


def list_item(station: DemoStation, story: Story, address: str) -> str:
    """One line of a list: the title as a link, and the day."""
    clock = "%m-%d %H:%M" if station.platform == "demo-press" else "%Y-%m-%d"
    link = f'<a href="{escape(address)}" target="_blank">{escape(story.title)}</a>'
    return f"<li>{link}<span>{story.published.strftime(clock)}</span></li>"


def missing_page(station: DemoStation, reason: str) -> str:
    """The station's answer to an address that it does not know, or no longer."""
    return fill("missing", station, {"reason": reason})


def withdrawn_page(station: DemoStation) -> str:
    """The notice that stands where an article stood."""
    return fill("withdrawn", station, {})


def sitemap(station: DemoStation, stories: Iterable[Story]) -> str:
    """sitemap.xml with every story's address and the day of its last change."""
    rows = "".join(
        f"<url><loc>{escape(station.url(station.path(story)))}</loc>"
        f"<lastmod>{story.changed or story.published:%Y-%m-%d}</lastmod></url>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def feed(station: DemoStation, stories: Iterable[Story]) -> str:
    """RSS 2.0 of the stories given."""
    rows = "".join(
        f"<item><title>{escape(story.title)}</title>"
        f"<link>{escape(station.url(station.path(story)))}?from=rss</link>"
        f"<pubDate>{story.published:%a, %d %b %Y %H:%M:%S +0800}</pubDate>"
        f"<description>{escape(story.blocks[0].text[:40])}</description></item>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{station.title}</title><link>{station.url('/')}</link>\n{rows}</channel></rss>\n"
    )


def _list_template(station: DemoStation) -> str:
    return "press-list" if station.platform == "demo-press" else "cms-list"
