"""How pages mark up a text, and what else stands in it."""

# ruff: noqa: E501 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

import re

from pages_made.forms_draft import Draft, Form
from pages_made.invented import person


def _in_p(draft: Draft) -> str:
    return "\n".join(f"<p>{p}</p>" for p in draft.paragraphs)


def _indented(draft: Draft) -> str:
    return "\n".join(f"<p>　　{p}</p>" for p in draft.paragraphs)


def _br(draft: Draft) -> str:
    return "<br>\n<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{p}" for p in draft.paragraphs)


def _divs(draft: Draft) -> str:
    return "".join(f"<div>{p}</div>" for p in draft.paragraphs)


def _wordy(draft: Draft) -> str:
    styled = (
        '<p class="MsoNormal"><span style="font-size:16px"><font face="宋体">{}</font></span></p>'
    )
    return "<o:p></o:p>".join(styled.format(p) for p in draft.paragraphs)


def _unclosed(draft: Draft) -> str:
    return "".join(f"<P>　　{p}\n" for p in draft.paragraphs)


def _sections(draft: Draft) -> str:  # as WeChat editors leave it
    return "".join(
        f'<section><section style="margin:0"><p><span>{p}</span></p></section></section>'
        for p in draft.paragraphs
    )


BODIES = {
    "p": _in_p, "indented": _indented, "br": _br, "divs": _divs, "wordy": _wordy, "unclosed": _unclosed,
    "sections": _sections,
}  # fmt: skip


def _plain_text(draft: Draft) -> None:
    """Nothing but paragraphs."""


def _cross_headings(draft: Draft) -> None:
    if len(draft.facts.body) > 3:
        heads = ("从“等上门”到“走出去”", "一本账")
        for at, head in zip((3, 1), heads, strict=True):
            draft.paragraphs.insert(at, f"<strong>{head}</strong>")
            draft.text.insert(at, head)


def _picture(draft: Draft) -> None:
    caption = f"工人正在现场施工。{person(draft.pick)} 摄"
    at = min(2, len(draft.paragraphs) - 1)
    draft.paragraphs[at:at] = [
        '<img src="/images/1.jpg">',
        f'<span style="text-align:center">{caption}</span>',
    ]
    draft.text.insert(at, caption)


def _head_picture(draft: Draft) -> None:
    draft.lead.append('<p align="center"><img src="/images/1.jpg"></p>')
    draft.lead.append('<p align="center">图为施工现场。</p>')


def _original_title(draft: Draft) -> None:
    draft.lead.append(f"<p>原标题：{draft.facts.title}背后的故事</p>")


def _repeated_headline(draft: Draft) -> None:
    draft.lead.append(f"<p><strong>{draft.facts.title}</strong></p>")


def _pager(draft: Draft) -> None:
    draft.below.append('<div class="page">首页 | 上一页 <b>1</b> 下一页 | 尾页</div>')


def _linked_words(draft: Draft) -> None:
    draft.paragraphs[1] = re.sub(
        "([\u4e00-\u9fff]{4})", r'<a href="/tag/1.html">\1</a>', draft.paragraphs[1], count=2
    )


def _date_list(draft: Draft) -> None:
    rows = [
        "时间安排如下：",
        "第一，宣传发动，进村入户讲清楚政策；",
        "第二，登记造册，逐户核对；",
        "第三，公示结果。",
    ]
    draft.paragraphs[1:1] = rows
    draft.text[1:1] = rows


def _table_of_figures(draft: Draft) -> None:
    rows = [("指标", "数值"), ("户数", "312"), ("里程", "18公里")]
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    draft.paragraphs.insert(1, f"</p><table>{cells}</table><p>")
    draft.text[1:1] = [cell for row in rows for cell in row]


def _subtitle(draft: Draft) -> None:
    draft.forms["subtitle"] = "yes"
    draft.facts.title += f"——{person(draft.pick)[0]}村调查"


def _quotation(draft: Draft) -> None:
    said = "家门口的路修好了，出门再也不用绕道，孩子上学也放心多了。"
    draft.paragraphs.insert(1, f"<blockquote>{said}</blockquote>")
    draft.text.insert(1, said)


def _english(draft: Draft) -> None:
    said = "The project, which began in March, has already served more than three hundred households in the county."
    draft.paragraphs.insert(1, said)
    draft.text.insert(1, said)


def _name_in_heading(draft: Draft) -> None:
    draft.paragraphs.insert(1, "<b>记者手记</b>")
    draft.text.insert(1, "记者手记")


def _end_mark(draft: Draft) -> None:
    draft.facts.body[-1] += "（完）"
    draft.paragraphs[-1] += "（完）"
    draft.text[-1] += "（完）"


def _original_title_below(draft: Draft) -> None:
    draft.tail.append(f"<p>（原标题：{draft.facts.title}）</p>")


EXTRAS: dict[str, Form] = {
    "plain": _plain_text, "cross-headings": _cross_headings, "picture": _picture, "head picture": _head_picture,
    "original title": _original_title, "repeated headline": _repeated_headline, "pager": _pager,
    "linked words": _linked_words, "short rows": _date_list, "table of figures": _table_of_figures,
    "long title": _subtitle, "quotation": _quotation, "english": _english, "heading 记者": _name_in_heading,
    "end mark": _end_mark, "original title below": _original_title_below,
}  # fmt: skip
