"""An article's page: a story as its station's template prints it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from archive.model.article import Block
from harvester.demo.frame import fill
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
    template: str | None = None  # another than the station's own, for a twin

    @property
    def form(self) -> str:
        """The template that prints it."""
        return self.template or self.station.template

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


def article_page(sheet: Sheet) -> str:
    """The HTML of one page of an article."""
    story, station = sheet.story, sheet.station
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
    return fill(sheet.form, station, fields | _PRINTERS[sheet.form](sheet))


def _item(address: str, title: str) -> str:
    return f'<li><a href="{address}">{escape(title)}</a></li>'


def _part_pager(sheet: Sheet) -> str:
    if sheet.story.split is None:
        return ""
    first = sheet.station.path(sheet.story)
    second = sheet.station.second_path(sheet.story)
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
    signs = {"demo-daily": _daily, "demo-yuntuo": _yuntuo, "demo-nandu": _nandu}
    info, signature, trailer = signs[sheet.station.name](sheet)
    return {
        "kicker": _line("h3", "pre", sheet.story.kicker),
        "subtitle": _line("h4", "sub", sheet.story.subtitle),
        "info": escape(info),
        "body": _paragraphs(sheet, "<p>　　{}</p>") + signature,
        "trailer": trailer if sheet.is_last else "",
    }


def _daily(sheet: Sheet) -> tuple[str, str, str]:
    """2026年06月12日08:51 | 来源：澜江日报 … （记者 周启明） … （责编：钟书白、罗明溪）."""
    story = sheet.story
    head = [f"{story.published:%Y年%m月%d日%H:%M}"]
    signature = ""
    if story.source:
        head.append(f"来源：{story.source}")
    if sheet.names_are_due and story.taken_from:
        head.append(f"作者：{'、'.join(story.authors)}")
    elif sheet.names_are_due and sheet.is_last:
        signature = f'\n<p align="right">（{escape(story.byline)}）</p>'
    editors = "、".join(sheet.station.editors_of(story))
    return " | ".join(head), signature, f"<p>（责编：{editors}）</p>"


def _yuntuo(sheet: Sheet) -> tuple[str, str, str]:
    """发布时间：2026-06-12 08:51　来源：云沱新闻网　作者：董珺 … 责任编辑：罗喆."""
    story = sheet.story
    head = [f"发布时间：{story.published:%Y-%m-%d %H:%M}"]
    if story.source:
        head.append(f"来源：{story.source}")
    if sheet.names_are_due:
        head.append(f"作者：{' '.join(story.authors)}")
    editors = " ".join(sheet.station.editors_of(story))
    return "　".join(head), "", f"责任编辑：{editors}"


def _nandu(sheet: Sheet) -> tuple[str, str, str]:
    """记者：柳依依　通讯员：高远 / 编辑：石韵　校对：高歌 / 一审：… 二审：… 三审：…."""
    story = sheet.story
    head = [f"来源：{story.source}"] if story.source else []
    head.append(f"时间：{story.published:%Y-%m-%d %H:%M}")
    editors = " ".join(sheet.station.editors_of(story))
    second, third = _REVIEWERS[sheet.station.name]
    lines = [f"编辑：{editors}　校对：高歌", f"一审：{editors}　二审：{second}　三审：{third}"]
    if sheet.names_are_due:
        lines.insert(0, "　".join(_labelled(story)))
    return "　".join(head), "", "".join(f"<p>{escape(line)}</p>" for line in lines)


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


_PRINTERS: dict[str, Callable[[Sheet], dict[str, str]]] = {
    "press-pc": _press_pc,
    "press-moment": _press_moment,
    "cms": _cms,
    "cms-table": _cms_table,
    "bureau": _bureau,
}

#: How a template prints cross-headings and pictures; the others print them as cms does.
_HEADINGS = {
    "press-moment": "<p><strong>{}</strong></p>",
    "press-pc": '<h3 class="cross">{}</h3>',
    "cms-table": "<center><b>{}</b></center><br>",
}
_HEADING = '<p align="center"><strong>{}</strong></p>'
_PICTURES = {
    "press-moment": '<figure><img src="{}" alt=""><figcaption>{}</figcaption></figure>',
    "cms-table": '<center><img src="{}" border="0"><br><font size="2">{}</font></center><br>',
}
_PICTURE = (
    '<p align="center"><img src="{}" alt="" /></p>\n<p class="picture-note" align="center">{}</p>'
)


def _paragraphs(sheet: Sheet, paragraph: str) -> str:
    heading = _HEADINGS.get(sheet.form, _HEADING)
    picture = _PICTURES.get(sheet.form, _PICTURE)
    lines = []
    for block in sheet.blocks:
        text = escape(block.text, quote=False)
        if block.kind == "caption":
            lines.append(picture.format(sheet.station.picture_path(sheet.story), text))
        else:
            lines.append((heading if block.kind == "heading" else paragraph).format(text))
    if sheet.story.original_title and sheet.is_last:
        lines.append(paragraph.format(f"（原标题：{escape(sheet.story.original_title)}）"))
    return "\n".join(lines)


def _line(tag: str, style: str, text: str | None) -> str:
    return f'<{tag} class="{style}">{escape(text)}</{tag}>\n' if text else ""
