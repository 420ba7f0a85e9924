"""Pages of our own text in the forms that Chinese news sites print, with the truth they say.

The forms (labels and their order, separators, brackets, containers, what stands above and what
below the text) are facts about sites, seen in public selector lists and on single pages; every word
of text is invented. A page is one choice from each of the tables below.
"""

# ruff: noqa: E501, SIM905 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from html import escape
from pathlib import Path

from pages_made.forms_around import LINKS, NOISE
from pages_made.forms_bodies import BODIES, EXTRAS
from pages_made.forms_draft import Draft
from pages_made.forms_headers import HEADERS
from pages_made.forms_people import AUTHORS, EDITORS
from pages_made.forms_sources import SOURCES
from pages_made.invented import invent

TIMES = (
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日%H:%M", "%Y年%m月%d日 %H:%M", "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H时%M分", "%Y.%m.%d %H:%M", "%Y-%m-%d&nbsp;&nbsp;%H:%M", "%Y年%m月%d日　%H:%M:%S",
    "%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d",
)  # fmt: skip


def choose_time(draft: Draft) -> None:
    form = draft.pick.choice(TIMES)
    draft.date = draft.facts.published.strftime(form)
    if "%H" not in form:
        draft.facts.precision = "date"
    draft.forms["time"] = form


def _shell(draft: Draft, header: str, body: str, names: tuple[str, str, str]) -> str:
    tag, box, title_tag = names
    facts = draft.facts
    nav = "".join(
        f'<a href="/{i}/">{t}</a> '
        for i, t in enumerate("首页 新闻 时政 经济 民生 文化 教育 图片 视频 专题".split())
    )
    if draft.forms.get("noise") == "today":
        nav = "今天是2026年3月1日 星期日 " + nav
    crumbs = '<div class="crumb">您当前的位置： <a href="/">首页</a> &gt; <a href="/news/">新闻</a> &gt; 正文</div>'
    side = f'<div class="side"><h3>热门推荐</h3><ul>{LINKS}</ul></div>'
    foot = '<div class="footer"><p>关于我们 | 联系我们 | 版权所有 青棠网 未经书面授权禁止使用</p><p>湘ICP备00000000号 举报电话：0000-0000000</p></div>'
    title = f"<{title_tag}>{facts.title}</{title_tag.split()[0]}>"
    inner = "\n".join([*draft.lead, body, *draft.tail])
    text = f"<{tag} {box}>{inner}</{tag}>"
    if tag == "td":
        text = f"<table><tr>{text}</tr></table>"
    main = f'<div class="main">{title}\n{header}\n{text}\n{"".join(draft.below)}</div>'
    suffix = draft.pick.choice(
        ("_青棠网", "-青棠新闻网", " - 新闻 - 青棠在线", "--青棠频道--红枫网", "_时政_青棠网", "")
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="CHARSET"><title>{escape(facts.title)}{suffix}</title>'
        f'{"".join(draft.metas)}<script>var a = "来源：脚本";</script></head>\n<body><div class="top">{nav}</div>'
        f'{crumbs}<div class="wrap">{main}{side}</div>{foot}</body></html>'
    )


SHELLS = {
    "trs": ("div", 'class="TRS_Editor"', "h1"), "zoom": ("div", 'id="zoom"', "h1"),
    "dedecms": ("div", 'class="content"', "h2"), "phpcms": ("div", 'class="content" id="content"', "h1"),
    "empirecms": ("td", 'id="text"', "h1"), "discuz": ("td", 'id="article_content"', 'h1 class="ph"'),
    "wordpress": ("div", 'class="entry-content"', 'h1 class="entry-title"'),
    "jeecms": ("div", 'class="txt"', 'div class="title"'), "founder": ("founder-content", "", 'p id="Title"'),
    "fontzoom": ("div", 'id="fontzoom"', 'h1 class="bt"'), "article": ("article", "", "h1"),
    "unnamed": ("div", 'class="a1"', 'div class="b1"'), "font": ("td", 'class="f14"', "font size=5"),
    "detail": ("div", 'class="article-detail"', "h3"),
}  # fmt: skip

ENCODINGS = (
    ("utf-8", "utf-8"),
    ("utf-8", "utf-8"),
    ("gbk", "gb2312"),
    ("gb18030", "gbk"),
    ("utf-8", "gb2312"),
)


def make_page(seed: int) -> tuple[bytes, dict[str, object]]:
    """One page and its truth, in score.py's format, with `forms` telling what was chosen."""
    pick = random.Random(seed)
    draft = Draft(facts=invent(pick), pick=pick)
    forms = draft.forms
    for table, forms_of in (
        ("source", SOURCES),
        ("author", AUTHORS),
        ("editor", EDITORS),
        ("noise", NOISE),
    ):
        forms[table] = pick.choice(list(forms_of))
    SOURCES[forms["source"]](draft)
    AUTHORS[forms["author"]](draft)
    draft.paragraphs, draft.text = list(draft.facts.body), list(draft.facts.body)
    forms["extra"] = pick.choice(list(EXTRAS))
    EXTRAS[forms["extra"]](draft)
    EDITORS[forms["editor"]](draft)
    NOISE[forms["noise"]](draft)
    choose_time(draft)
    forms["header"], forms["body"] = pick.choice(list(HEADERS)), pick.choice(list(BODIES))
    forms["shell"] = pick.choice(list(SHELLS))
    if forms["body"] == "unclosed" and forms["shell"] == "founder":
        forms["body"] = "p"
    markup = _shell(
        draft, HEADERS[forms["header"]](draft), BODIES[forms["body"]](draft), SHELLS[forms["shell"]]
    )
    codec, label = pick.choice(ENCODINGS)
    forms["encoding"] = f"{codec} as {label}"
    facts = draft.facts
    return markup.replace("CHARSET", label).encode(codec, "xmlcharrefreplace"), {
        "file": f"{seed:05}.html", "title": facts.title, "published": facts.published.isoformat(),
        "published_precision": facts.precision, "source": facts.source, "authors": facts.authors,
        "editors": facts.editors, "body": "\n".join(draft.text), "forms": draft.forms,
    }  # fmt: skip


def write_pages(folder: Path, seeds: Sequence[int]) -> None:
    """Write pages, `manifest.jsonl` and `truth.jsonl` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    truths = []
    for seed in seeds:
        page, truth = make_page(seed)
        (folder / str(truth["file"])).write_bytes(page)
        truths.append(truth)
    told = [json.dumps(truth, ensure_ascii=False) for truth in truths]
    (folder / "truth.jsonl").write_text("\n".join(told) + "\n", encoding="utf-8")
    rows = [json.dumps({"file": truth["file"]}) for truth in truths]
    (folder / "manifest.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
