"""Stories → pages: every page that a station of the demo answers with, before its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from archive.article import Block
from harvester.demo.stations import DemoStation
from harvester.demo.story import Story

#: Who reads a county station's article a second and a third time: 二审, 三审.
_REVIEWERS = {
    "demo-songxiu": ("贺兰亭", "温故"),
    "demo-nandu": ("白鹭洲", "许多"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one page of an article is made of."""

    story: Story
    station: DemoStation
    related: Sequence[Story] = ()
    part: int = 1
    day: int = 1

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that stand on this part."""
        cut = self.story.split
        if cut is None:
            return self.story.blocks
        return self.story.blocks[:cut] if self.part == 1 else self.story.blocks[cut:]

    @property
    def is_last(self) -> bool:
        """Whether no part follows."""
        return self.story.split is None or self.part == 2

    @property
    def names_are_due(self) -> bool:
        """Whether the station still has to say who wrote the text."""
        return bool(self.story.writers) and not self.story.signed_in_text


def article_page(sheet: Sheet, template: str | None = None) -> str:
    """One page of an article; `template` is another than the station's own for a twin."""
    story, station = sheet.story, sheet.station
    name = template or station.template
    section = station.section_of(story)
    fields = {
        "title": escape(story.title),
        "channel": escape(station.sections[section]),
        "channel_url": station.list_path(section),
        "canonical": station.url(station.path(story)),
        "id": str(station.content_id(story)),
        "day": f"{story.published:%Y-%m-%d}",
        "source": escape(story.source or ""),
        "views": str(station.content_id(story) % 700 + 113 * sheet.day),
        "related": "".join(_item(station.path(other), other.title) for other in sheet.related),
        "pager": _part_pager(sheet),
    }
    return _fill(name, station, fields | _HEADS[name](sheet))


def list_page(station: DemoStation, section: str, links: Sequence[str], pages: tuple[int, int]) -> str:
    """One page of a section: `links` are list items, `pages` its number and how many there are."""
    number, count = pages
    pager = [f"<span>第{number}页/共{count}页</span>"]
    if number > 1:
        pager.append(f'<a href="{station.list_path(section, number - 1)}">上一页</a>')
    if number < count:
        pager.append(
            f'<a class="next" href="{station.list_path(section, number + 1)}">下一页</a>'
        )
    fields = {
        "heading": station.sections[section],
        "items": "\n".join(links),
        "pager": " ".join(pager),
    }
    return _fill(_list_template(station), station, fields)


def home_page(station: DemoStation, links: Sequence[str]) -> str:
    """The first page of a station: its sections in the menu and what is newest."""
    fields = {"heading": "最新消息", "items": "\n".join(links), "pager": ""}
    return _fill(_list_template(station), station, fields)


def list_item(station: DemoStation, story: Story, address: str) -> str:
    """One line of a list: the title as a link, and the day."""
    clock = "%m-%d %H:%M" if station.platform == "demo-press" else "%Y-%m-%d"
    link = f'<a href="{escape(address)}" target="_blank">{escape(story.title)}</a>'
    return f"<li>{link}<span>{story.published.strftime(clock)}</span></li>"


def missing_page(station: DemoStation, reason: str) -> str:
    """The station's answer to an address that it does not know, or no longer."""
    return _fill("missing", station, {"reason": reason})


def withdrawn_page(station: DemoStation) -> str:
    """The notice that stands where an article stood."""
    return _fill("withdrawn", station, {})


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


@cache
def _template(name: str) -> Template:
    path = files(__package__) / "templates" / f"{name}.html"
    return Template(path.read_text(encoding="utf-8"))


def _fill(name: str, station: DemoStation, fields: dict[str, str]) -> str:
    frame = {
        "site": station.title,
        "site_number": str(station.number),
        "charset": "gb2312" if station.encoding == "gbk" else station.encoding,
        "nav": " | ".join(
            f'<a href="{station.list_path(slug)}">{title}</a>'
            for slug, title in station.sections.items()
        ),
    }
    return _template(name).substitute(frame | fields)


def _list_template(station: DemoStation) -> str:
    return "press-list" if station.platform == "demo-press" else "cms-list"


def _item(address: str, title: str) -> str:
    return f'<li><a href="{address}">{escape(title)}</a></li>'


def _part_pager(sheet: Sheet) -> str:
    if sheet.story.split is None:
        return ""
    first = sheet.station.path(sheet.story)
    second = first.replace(".html", "_2.html")
    if sheet.part == 1:
        return f'<b>1</b> <a href="{second}">2</a> <a class="next" href="{second}">下一页</a>'
    return f'<a href="{first}">上一页</a> <a href="{first}">1</a> <b>2</b>'


# What each template prints at its head and foot.


def _press_pc(sheet: Sheet) -> dict[str, str]:
    story = sheet.story
    source = f"来源：{story.source}" if story.source else None
    return {
        "kicker": _line("p", "detail-kicker", story.kicker),
        "subtitle": _line("p", "detail-subtitle", story.subtitle),
        "published": f"{story.published:%Y-%m-%d %H:%M:%S}",
        "source_in_head": _line("span", "detail-source", source),
        "body": _paragraphs(sheet, '<p style="text-indent:2em">{}</p>'),
        "trailer": _press_trailer(sheet, "："),
    }


def _press_moment(sheet: Sheet) -> dict[str, str]:
    return {
        "published": f"{sheet.story.published:%Y-%m-%d %H:%M:%S}",
        "body": _paragraphs(sheet, "<p>{}</p>"),
        "trailer": _press_trailer(sheet, ":"),
    }


def _press_trailer(sheet: Sheet, colon: str) -> str:
    """来源:澜江日报 / 作者:周启明 赵若溪 / 编辑:林晚舟-市站, or 责编 and three readers."""
    if not sheet.is_last:
        return ""
    story, station = sheet.story, sheet.station
    lines = []
    if story.source:
        lines.append(f"来源{colon}{story.source}")
    if sheet.names_are_due:
        lines.append(f"作者{colon}{' '.join(story.authors)}")
    editors = " ".join(station.editors_of(story))
    if station.desk:
        lines.append(f"编辑{colon}{editors}-{station.desk}")
    else:
        second, third = _REVIEWERS[station.name]
        lines.append(f"责编{colon}{editors}")
        lines.append(f"一审{colon}{editors} 二审{colon}{second} 三审{colon}{third}")
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines)


def _cms(sheet: Sheet) -> dict[str, str]:
    story, station = sheet.story, sheet.station
    signs = {"demo-daily": _daily, "demo-yuntuo": _yuntuo, "demo-nandu": _nandu}
    body = _paragraphs(sheet, "<p>　　{}</p>")
    return {
        "kicker": _line("h3", "pre", story.kicker),
        "subtitle": _line("h4", "sub", story.subtitle),
        "body": body,
        **signs[station.name](sheet, body),
    }


def _daily(sheet: Sheet, body: str) -> dict[str, str]:
    """2026年06月12日08:51 | 来源：澜江日报 … （记者 周启明） … （责编：钟书白、罗明溪）."""
    story = sheet.story
    head = [f"{story.published:%Y年%m月%d日%H:%M}"]
    if story.source:
        head.append(f"来源：{story.source}")
    if sheet.names_are_due and story.taken_from:
        head.append(f"作者：{'、'.join(story.authors)}")
    elif sheet.names_are_due and sheet.is_last:
        body += f'\n<p align="right">（{escape(story.byline)}）</p>'
    editors = "、".join(sheet.station.editors_of(story))
    return {
        "info": escape(" | ".join(head)),
        "body": body,
        "trailer": f"<p>（责编：{editors}）</p>" if sheet.is_last else "",
    }


def _yuntuo(sheet: Sheet, body: str) -> dict[str, str]:
    """发布时间：2026-06-12 08:51　来源：云沱新闻网　作者：董珺 … 责任编辑：罗喆."""
    story = sheet.story
    head = [f"发布时间：{story.published:%Y-%m-%d %H:%M}"]
    if story.source:
        head.append(f"来源：{story.source}")
    if sheet.names_are_due:
        head.append(f"作者：{' '.join(story.authors)}")
    trailer = f"责任编辑：{' '.join(sheet.station.editors_of(story))}"
    return {"info": escape("　".join(head)), "trailer": trailer if sheet.is_last else ""}


def _nandu(sheet: Sheet, body: str) -> dict[str, str]:
    """记者：柳依依　通讯员：高远 / 编辑：石韵　校对：高歌 / 一审：… 二审：… 三审：…."""
    story = sheet.story
    head = [f"来源：{story.source}"] if story.source else []
    head.append(f"时间：{story.published:%Y-%m-%d %H:%M}")
    editors = " ".join(sheet.station.editors_of(story))
    second, third = _REVIEWERS[sheet.station.name]
    lines = [f"编辑：{editors}　校对：高歌", f"一审：{editors}　二审：{second}　三审：{third}"]
    if sheet.names_are_due:
        lines.insert(0, "　".join(_labelled(story)))
    trailer = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return {"info": escape("　".join(head)), "trailer": trailer if sheet.is_last else ""}


def _labelled(story: Story) -> list[str]:
    """`记者 甲 乙 通讯员 丙` → 记者：甲 乙, 通讯员：丙."""
    groups: list[list[str]] = []
    for word in story.byline.split():
        if word in story.authors:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [f"{label}：{' '.join(names)}" for label, *names in groups]


def _cms_table(sheet: Sheet) -> dict[str, str]:
    """来源：澜江晚报　　2026年06月12日 08:51 … □ 本报记者 沈珺 … 【编辑：马骏喆】."""
    story = sheet.story
    head = [f"来源：{story.source}"] if story.source else []
    head.append(f"{story.published:%Y年%m月%d日 %H:%M}")
    body = _paragraphs(sheet, "　　{}<br><br>")
    if sheet.names_are_due and story.taken_from:
        head.append(f"作者：{' '.join(story.authors)}")
    elif sheet.names_are_due and sheet.part == 1:
        body = f"　　□ 本报{escape(story.byline)}<br><br>\n{body}"
    editors = " ".join(sheet.station.editors_of(story))
    return {
        "kicker": escape(story.kicker or ""),
        "info": escape("　　".join(head)),
        "body": body,
        "trailer": f"【编辑：{editors}】" if sheet.is_last else "",
    }


def _bureau(sheet: Sheet) -> dict[str, str]:
    return {"body": _paragraphs(sheet, "<p>&nbsp;&nbsp;&nbsp;&nbsp;{}</p>")}


_HEADS: dict[str, Callable[[Sheet], dict[str, str]]] = {
    "press-pc": _press_pc,
    "press-moment": _press_moment,
    "cms": _cms,
    "cms-table": _cms_table,
    "bureau": _bureau,
}

#: How a template prints what is no paragraph: the others print it as cms does.
_HEADINGS = {
    "press-moment": "<p><strong>{}</strong></p>",
    "press-pc": '<h3 class="cross">{}</h3>',
    "cms-table": "<center><b>{}</b></center><br>",
}
_PICTURES = {
    "press-moment": '<figure><img src="{}" alt=""><figcaption>{}</figcaption></figure>',
    "cms-table": '<center><img src="{}" border="0"><br><font color="#666666">{}</font></center><br>',
}


def _paragraphs(sheet: Sheet, paragraph: str) -> str:
    name = sheet.station.template
    heading = _HEADINGS.get(name, '<p align="center"><strong>{}</strong></p>')
    picture = _PICTURES.get(
        name,
        '<p align="center"><img src="{}" alt="" /></p>\n<p class="picture-note" align="center">{}</p>',
    )
    number = sheet.station.content_id(sheet.story)
    lines = []
    for position, block in enumerate(sheet.blocks, start=1):
        text = escape(block.text, quote=False)
        if block.kind == "caption":
            lines.append(picture.format(f"/pic/{number}_{position}.png", text))
        else:
            lines.append((heading if block.kind == "heading" else paragraph).format(text))
    if sheet.story.original_title and sheet.is_last:
        lines.append(paragraph.format(f"（原标题：{escape(sheet.story.original_title)}）"))
    return "\n".join(lines)


def _line(tag: str, style: str, text: str | None) -> str:
    return f'<{tag} class="{style}">{escape(text)}</{tag}>\n' if text else ""
