"""How the items of a header stand beside the time."""

# ruff: noqa: E501 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

from pages_made.forms_draft import Draft


def _label_time(draft: Draft) -> str:
    return draft.pick.choice(
        ("时间：", "发布时间：", "日期：", "发布日期：", "发稿时间：", "发表时间：")
    )


def _cells(draft: Draft, *, labelled: bool) -> list[str]:
    time = (_label_time(draft) if labelled else "") + draft.date
    items = [label + value for label, value in draft.items]
    if draft.pick.random() < 0.25:
        return [*items, time]
    return [time, *items]


def _line(draft: Draft) -> str:
    return f'<div class="info">{"&nbsp;&nbsp;&nbsp;".join(_cells(draft, labelled=True))}</div>'


def _bare_line(draft: Draft) -> str:
    return f"<p>{'　'.join(_cells(draft, labelled=False))}</p>"


def _bars(draft: Draft) -> str:
    return f'<div class="article-info">{" | ".join(_cells(draft, labelled=False))}</div>'


def _spans(draft: Draft) -> str:
    return (
        '<div class="meta">'
        + "\n".join(f"<span>{c}</span>" for c in _cells(draft, labelled=False))
        + "</div>"
    )


def _glued_spans(draft: Draft) -> str:
    return (
        '<div class="msg">'
        + "".join(f"<span>{c}</span>" for c in _cells(draft, labelled=True))
        + "</div>"
    )


def _nested_labels(draft: Draft) -> str:
    cells = [(_label_time(draft), draft.date), *draft.items]
    inner = "".join(f"<span><i>{label}</i><em>{value}</em></span> " for label, value in cells)
    return f'<div class="article_info">{inner}</div>'


def _small_labels(draft: Draft) -> str:  # dedecms
    cells = [("时间:", draft.date), *draft.items, ("点击:", '<script src="/c.php"></script> 次')]
    return '<div class="info">' + "".join(f"<small>{k}</small>{v} " for k, v in cells) + "</div>"


def _counters(draft: Draft) -> str:  # empirecms, jeecms
    cells = _cells(draft, labelled=True)
    return f'<div class="info_text">{"  ".join(cells)}  浏览次数：<span id="hits">312</span> 次 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>'


def _table(draft: Draft) -> str:
    cells = "".join(f"<td>{c}</td>" for c in _cells(draft, labelled=True))
    return f"<table width=100%><tr>{cells}<td>字号：<a>大</a> <a>中</a> <a>小</a></td></tr></table>"


def _items(draft: Draft) -> str:
    return "<ul>" + "".join(f"<li>{c}</li>" for c in _cells(draft, labelled=True)) + "</ul>"


def _lines(draft: Draft) -> str:
    return "".join(f"<p>{c}</p>" for c in _cells(draft, labelled=False))


def _definitions(draft: Draft) -> str:
    cells = [(_label_time(draft), draft.date), *draft.items]
    return "<dl>" + "".join(f"<dt>{k or '&nbsp;'}</dt><dd>{v}</dd>" for k, v in cells) + "</dl>"


def _share(draft: Draft) -> str:
    cells = " ".join(_cells(draft, labelled=False))
    return f'<div class="tool"><span>{cells}</span><a href="#c">评论</a> <a>分享到</a><a>微信</a><a>微博</a> 打印 字号 大 小</div>'


def _split_boxes(draft: Draft) -> str:
    moment = draft.facts.published
    draft.facts.precision = "time"
    items = "".join(f"<span>{label}{value}</span> " for label, value in draft.items)
    return (
        f'<div class="date"><span class="year">{moment:%Y}</span><span class="day">{moment:%m/%d}</span>'
        f'<span class="time">{moment:%H:%M:%S}</span></div><div class="from">{items}</div>'
    )


def _inputs(draft: Draft) -> str:
    cells = " ".join(_cells(draft, labelled=True))
    return f'<div class="info"><input type="hidden" value="2001-01-01">{cells}<select><option>大</option></select></div>'


def _account(draft: Draft) -> str:
    cells = "".join(f"<span>{c}</span>" for c in _cells(draft, labelled=False))
    return f'<div class="user"><img src="/u.png">{cells}<a class="follow">关注</a></div>'


def _discuz(draft: Draft) -> str:
    cells = '<span class="pipe">|</span>'.join(_cells(draft, labelled=False))
    return f'<p class="xg1">{cells}<span class="pipe">|</span>查看: 12<span class="pipe">|</span>评论: 0</p>'


def _breadcrumb_line(draft: Draft) -> str:
    cells = "　".join(_cells(draft, labelled=False))
    return f'<div class="nav2"><a href="/">青棠网</a> &gt;&gt; <a href="/n/">要闻</a> &gt;&gt; {cells}</div>'


def _heading(draft: Draft) -> str:
    return f"<h5>{' '.join(_cells(draft, labelled=True))}</h5><hr>"


HEADERS = {
    "split boxes": _split_boxes, "inputs": _inputs, "account": _account, "discuz": _discuz,
    "breadcrumb line": _breadcrumb_line, "heading": _heading,
    "line": _line, "bare line": _bare_line, "bars": _bars, "spans": _spans, "glued spans": _glued_spans,
    "nested labels": _nested_labels, "small labels": _small_labels, "counters": _counters, "table": _table,
    "items": _items, "lines": _lines, "definitions": _definitions, "share": _share,
}  # fmt: skip
