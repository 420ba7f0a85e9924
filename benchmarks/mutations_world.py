"""Pages outside mainland Chinese, rewritten by rules: what is true of them stays, their form does not.

    python benchmarks/mutations_world.py                          # right / total of each kind
    python benchmarks/mutations_world.py --failures               # what is wrong, built-on half
    python benchmarks/mutations_world.py --kind date              # kinds whose names begin so

Each story of `world_stories.py` is printed in each form of a kind (a byline, a time, a title, a
body, a language), and read again. The forms are split like the pages of the corpora: one is built
on where the CRC-32 of its name is even, and of the others only totals are looked at. The bylines of
`bylines_overseas.tsv` (Taiwan, Hong Kong, Macau, Malaysia) are printed in Chinese stories.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.readers import Record, read_ours
from reading_truth import HALVES, half_of
from world_stories import STORIES, Story

_BYLINES = Path(__file__).with_name("bylines_overseas.tsv")
_DAY = "2026-03-05"
_MENU = '<nav><a href="/">Home</a> <a href="/s">Sport</a> <a href="/k">Kultur</a></nav>'


@dataclass(frozen=True, slots=True)
class Made:
    """A page in parts, and what is true of it; a field that is not in `true` is not compared."""

    story: Story
    title: str = ""  # of the browser's window
    head: str = ""
    lang: str = ""
    heading: str = ""
    above: str = ""  # between heading and text
    body: str = ""
    below: str = ""
    url: str = ""
    true: Mapping[str, Any] = field(default_factory=dict)

    @property
    def html(self) -> str:
        """The page as a server sends it."""
        lang = f' lang="{self.lang}"' if self.lang else ""
        return (
            f'<!DOCTYPE html><html{lang}><head><meta charset="utf-8"><title>{self.title}</title>'
            f"{self.head}</head><body>{_MENU}<main>{self.heading}{self.above}{self.body}{self.below}"
            "</main><footer><p>© 2026</p></footer></body></html>"
        )


Form = Callable[[Story], Made]
_FORMS: dict[str, Form] = {}


def _plain(story: Story) -> Made:
    return Made(
        story, title=f"{story.title} | {story.site}", lang=story.language, url=f"https://{story.host}/news/story-118.html",
        heading=f"<h1>{story.title}</h1>", above=f'<p class="d">{story.printed}</p>',
        body=f"<div class=c>{_paragraphs(story)}</div>",
        true={
            "title": story.title, "body": "\n".join(story.paragraphs), "authors": [],
            "published_at": f"{_DAY}T14:32:00{story.offset}",
        },
    )  # fmt: skip


def _paragraphs(story: Story) -> str:
    return "".join(f"<p>{text}</p>" for text in story.paragraphs)


def _form(name: str, made: Form) -> None:
    _FORMS[name] = made


# bylines ------------------------------------------------------------------------------------------


def _signed(where: str, form: str, people: int = 1) -> Form:
    """A byline: {by}, {one}, {two}, {joint}, {role}, {photo}, {site} and {time} are the story's."""

    def made(story: Story) -> Made:
        plain = _plain(story)
        text = form.format(
            by=story.by, one=story.names[0], two=story.names[1], joint=story.joint, role=story.role,
            photo=story.photo, site=story.site, time=story.printed,
        )  # fmt: skip
        changed = {where: getattr(plain, where) + text}
        if where == "body":
            changed = {"body": plain.body.replace("</div>", f"{text}</div>")}
        true = {**plain.true, "authors": list(story.names[:people])}
        if where == "head" and story.language.startswith("zh"):
            true["authors"] = []  # Chinese systems name there who put a page up
        return replace(plain, **changed, true=true)  # type: ignore[arg-type]

    return made


def _bylines() -> None:
    above = {
        "word": "<p>{by}{one}</p>",
        "word, two people": ("<p>{by}{one}{joint}{two}</p>", 2),
        "class author, no word": '<p><span class="author">{one}</span></p>',
        "class byline, word": '<div class="byline">{by}{one}</div>',
        "class byline, two links": (
            '<div class="byline">{by}<a href="/a/1">{one}</a>{joint}<a href="/a/2">{two}</a></div>',
            2,
        ),
        "link to the author's page, no word": '<p><a href="/author/x">{one}</a></p>',
        "rel author": '<p><a rel="author" href="/x/1">{one}</a></p>',
        "itemprop author": '<p><span itemprop="author" itemscope><span itemprop="name">{one}</span></span></p>',
        "role behind": "<p>{by}{one}, {role}</p>",
        "role behind, after a stroke": "<p>{by}{one} | {role}</p>",
        "role in an element of its own": '<p class="author-name">{one}</p><p class="author-role">{role}</p>',
        "medium behind": "<p>{by}{one} | {site}</p>",
        "agency behind": "<p>{by}{one}, AFP</p>",
        "agency behind, in brackets": "<p>{by}{one} (AFP)</p>",
        "handle behind": '<p class="author">{by}{one} @redaktion_118</p>',
        "handle as a link": '<p>{by}{one} <a href="https://twitter.com/x">@redaktion_118</a></p>',
        "mail behind": "<p>{by}{one} redaktion@example.org</p>",
        "mail in brackets": "<p>{by}{one} (redaktion@example.org)</p>",
        "time behind, on the line": "<p>{by}{one} · {time}</p>",
        "time before, on the line": "<p>{time} | {by}{one}</p>",
        "time behind, in a span": '<p class="meta"><span>{by}{one}</span> <time datetime="2026-03-05">{time}</time></p>',
        "photographer beside": "<p>{by}{one} | {photo}{two}</p>",
        "photographer on a line of its own": "<p>{by}{one}</p><p>{photo}{two}</p>",
        "name and word in two elements": "<div><span>{by}</span><span>{one}</span></div>",
        "word on a line of its own": "<div>{by}</div><div>{one}</div>",
        "portrait before": '<div class="author"><img src="/p.jpg" alt="{one}"><span>{by}{one}</span></div>',
        "small, strong": "<p><strong>{by}{one}</strong></p>",
        "in an address element": "<address>{by}<a href='/x/1'>{one}</a></address>",
        "in an address element, no word": "<address>{one}</address>",
        "class writer": '<div class="writer-name">{one}</div>',
        "class reporter": '<span class="reporter">{one}</span>',
        "class journalist": '<div class="journalist"><a href="/j/1">{one}</a></div>',
        "class contributor": '<div class="c-contributors"><a href="/c/1">{one}</a></div>',
        "class meta, word": '<div class="post-meta">{by}<a href="/x/1">{one}</a></div>',
        "data-testid byline": '<div data-testid="byline">{one}</div>',
        "class author, two elements": ('<p><span class="author">{one}</span> <span class="author">{two}</span></p>', 2),
        "class authors, a list": ('<ul class="authors"><li><a href="/x/1">{one}</a></li><li><a href="/x/2">{two}</a></li></ul>', 2),
        "rel author, two links": ('<p>{by}<a rel="author" href="/x/1">{one}</a>{joint}<a rel="author" href="/x/2">{two}</a></p>', 2),
        "rel author, icon within": '<p><a rel="author" href="/x/1"><svg></svg> {one}</a></p>',
        "role behind, in a span": '<p class="byline">{by}<b>{one}</b> <span>{role}</span></p>',
        "role before": "<p>{role} {one}</p>",
        "role below": "<p>{by}{one}</p><p>{role}</p>",
        "mail on a line of its own": '<p>{by}{one}</p><p>redaktion@example.org</p>',
        "mail as a link": '<p>{by}{one} <a href="mailto:redaktion@example.org">redaktion@example.org</a></p>',
        "handle in brackets": "<p>{by}{one} (@redaktion_118)</p>",
        "medium before": "<p>{site} | {by}{one}</p>",
        "section before": "<p>Sport | {by}{one}</p>",
        "time on the line below": "<p>{by}{one}</p><p>{time}</p>",
        "time in brackets": "<p>{by}{one} ({time})</p>",
        "time behind a dash": "<p>{by}{one} - {time}</p>",
        "reading time behind": "<p>{by}{one} | 3 min</p>",
        "pictures on a line above": "<p>{photo}{two}</p><p>{by}{one}</p>",
        "pictures in brackets": "<p>{by}{one} ({photo}{two})</p>",
        "portrait and follow button": '<div class="author"><img src="/p.jpg" alt=""><a href="/author/1">{one}</a><button>+</button></div>',
        "class author, word alone above": '<div class="author"><span class="by">{by}</span><span class="name">{one}</span></div>',
        "upper-case class": '<div class="ArticleByline">{by}{one}</div>',
        "random class": '<div class="css-1xq9k">{by}{one}</div>',
        "random class, link": '<div class="css-1xq9k"><span>{by}</span><a class="css-7" href="/profile/118">{one}</a></div>',
    }  # fmt: skip
    for name, form in above.items():
        text, people = form if isinstance(form, tuple) else (form, 1)
        _form(f"byline: {name}", _signed("above", text, people))
    below = {
        "end, word": "<p>{by}{one}</p>",
        "end, in italics": "<p><em>{by}{one}</em></p>",
        "end, class author": '<p class="author">{one}</p>',
        "end, in brackets": "<p>({by}{one})</p>",
        "end, strong": "<p><strong>{by}{one}</strong></p>",
        "end, with mail": "<p>{by}{one}, redaktion@example.org</p>",
        "end, two people": "<p>{by}{one}{joint}{two}</p>",
    }
    for name, text in below.items():
        _form(f"byline: {name}", _signed("body", text, 1 + text.count("{two}")))
    heads = {
        "meta author": '<meta name="author" content="{one}">',
        "meta author, two": ('<meta name="author" content="{one}, {two}">', 2),
        "meta author, twice": ('<meta name="author" content="{one}"><meta name="author" content="{two}">', 2),
        "meta article:author": '<meta property="article:author" content="{one}">',
        "meta article:author, an address": '<meta property="article:author" content="https://www.facebook.com/x"><meta name="author" content="{one}">',
        "meta parsely": '<meta name="parsely-author" content="{one}">',
        "meta dc.creator": '<meta name="dc.creator" content="{one}">',
        "meta byl": '<meta name="byl" content="{by}{one}">',
        "meta author with word": '<meta name="author" content="{by}{one}">',
        "meta twitter:data1": '<meta name="twitter:label1" content="{by}"><meta name="twitter:data1" content="{one}">',
        "meta sailthru": '<meta name="sailthru.author" content="{one}">',
        "meta author, the site besides": '<meta name="author" content="{site}"><meta property="article:author" content="{one}">',
    }  # fmt: skip
    for name, form in heads.items():
        text, people = form if isinstance(form, tuple) else (form, 1)
        _form(f"byline: {name}", _signed("head", text, people))


def _linked(story: Story, *, wrap: Callable[[Any], Any] = lambda node: node, **said: Any) -> str:
    node = wrap({"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title} | said)
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


def _linked_authors() -> None:
    shapes: dict[str, tuple[Callable[[str, str, Story], Any], int]] = {
        "a string": (lambda one, two, s: one, 1),
        "a list of strings": (lambda one, two, s: [one, two], 2),
        "one string of two": (lambda one, two, s: f"{one}, {two}", 2),
        "a person": (lambda one, two, s: {"@type": "Person", "name": one}, 1),
        "a list of people": (lambda one, two, s: [{"@type": "Person", "name": n} for n in (one, two)], 2),
        "names in one person": (lambda one, two, s: {"@type": "Person", "name": [one, two]}, 2),
        "a person with a role": (lambda one, two, s: {"@type": "Person", "name": one, "jobTitle": s.role}, 1),
        "a word before": (lambda one, two, s: {"@type": "Person", "name": f"{s.by}{one}"}, 1),
        "an address as the name": (lambda one, two, s: [{"@type": "Person", "name": "https://www.example.org/a/1"}, {"@type": "Person", "name": one}], 1),
    }  # fmt: skip

    def by(shape: Callable[[str, str, Story], Any], people: int, wrap: Callable[[Any], Any] = lambda node: node) -> Form:
        def made(story: Story) -> Made:
            plain = _plain(story)
            author = shape(*story.names, story)
            publisher = {"@type": "Organization", "name": story.site}
            head = _linked(story, wrap=wrap, author=author, publisher=publisher)
            true = {**plain.true, "authors": list(story.names[:people])}
            if story.language.startswith("zh"):
                del true["authors"]  # a name alone may be that of who put the page up
            return replace(plain, head=head, true=true)

        return made

    for name, (shape, people) in shapes.items():
        _form(f"linked: {name}", by(shape, people))
    person = shapes["a person"][0]
    wraps: dict[str, Callable[[Any], Any]] = {
        "in a graph": lambda node: {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, node]},
        "in a list": lambda node: [{"@type": "WebPage", "name": "x"}, node],
        "as main entity": lambda node: {"@type": "WebPage", "mainEntity": node},
        "by id in a graph": lambda node: {"@graph": [{**node, "author": {"@id": "#a"}}, {"@id": "#a", **node["author"]}]},
        "type in a list": lambda node: {**node, "@type": ["NewsArticle", "Article"]},
        "an Article": lambda node: {**node, "@type": "Article"},
    }  # fmt: skip
    for name, wrap in wraps.items():
        _form(f"linked: {name}", by(person, 1, wrap))


# times --------------------------------------------------------------------------------------------


def _timed(above: str = "", head: str = "", *, day_only: bool = False, linked: Mapping[str, str] | None = None) -> Form:
    def made(story: Story) -> Made:
        plain = _plain(story)
        words = {
            "printed": story.printed, "changed": story.changed, "published": story.published,
            "updated": story.updated, "offset": story.offset,
        }  # fmt: skip
        given = {key: value.format(**words) for key, value in (linked or {}).items()}
        script = _linked(story, **given) if given else ""
        at = _DAY if day_only else plain.true["published_at"]
        return replace(plain, above=above.format(**words), head=head.format(**words) + script, true={**plain.true, "published_at": at})

    return made


def _times() -> None:
    forms = {
        "printed alone": _timed("<p>{printed}</p>"),
        "printed with its word": _timed("<p>{published} {printed}</p>"),
        "printed with word and colon": _timed("<p>{published}: {printed}</p>"),
        "word on a line of its own": _timed("<div>{published}</div><div>{printed}</div>"),
        "change behind, on the line": _timed("<p>{published} {printed} | {updated} {changed}</p>"),
        "change before, on the line": _timed("<p>{updated} {changed} | {published} {printed}</p>"),
        "change on the line above": _timed("<p>{updated}: {changed}</p><p>{published}: {printed}</p>"),
        "change in a span before": _timed("<p><span>{updated} {changed}</span> <span>{published} {printed}</span></p>"),
        "time element, offset": _timed('<time datetime="2026-03-05T14:32:00{offset}">x</time>'),
        "time element, no offset": _timed('<time datetime="2026-03-05T14:32:00">x</time>'),
        "time element, day": _timed('<time datetime="2026-03-05">5</time>', day_only=True),
        "time elements, change first": _timed('<time class="updated" datetime="2026-03-06T09:10:00{offset}">{updated}</time> <time class="published" datetime="2026-03-05T14:32:00{offset}">{published}</time>'),
        "meta, offset": _timed(head='<meta property="article:published_time" content="2026-03-05T14:32:00{offset}">'),
        "meta, no offset": _timed(head='<meta property="article:published_time" content="2026-03-05T14:32:00">'),
        "meta, change beside": _timed(head='<meta property="article:modified_time" content="2026-03-06T09:10:00{offset}"><meta property="article:published_time" content="2026-03-05T14:32:00{offset}">'),
        "meta date": _timed(head='<meta name="date" content="2026-03-05 14:32">'),
        "meta pubdate": _timed(head='<meta name="pubdate" content="2026-03-05T14:32:00{offset}">'),
        "meta dc.date": _timed(head='<meta name="dc.date.issued" content="2026-03-05T14:32:00{offset}">'),
        "meta, compact": _timed(head='<meta name="pubdate" content="20260305143200">'),
        "linked, offset": _timed(linked={"datePublished": "2026-03-05T14:32:00{offset}"}),
        "linked, no offset": _timed(linked={"datePublished": "2026-03-05T14:32:00"}),
        "linked, blank for T": _timed(linked={"datePublished": "2026-03-05 14:32:00"}),
        "linked, compact offset": _timed(linked={"datePublished": "2026-03-05T14:32:00.000{offset}"}),
        "linked, change beside": _timed(linked={"dateModified": "2026-03-06T09:10:00{offset}", "datePublished": "2026-03-05T14:32:00{offset}"}),
        "printed in a list of facts": _timed("<ul><li>{printed}</li><li>3 min</li></ul>"),
        "printed in brackets": _timed("<p>({printed})</p>"),
        "printed with weekday class": _timed('<div class="css-9"><span>{published}</span> <span>{printed}</span></div>'),
        "change in brackets behind": _timed("<p>{published} {printed} ({updated} {changed})</p>"),
        "change on the line below": _timed("<p>{published} {printed}</p><p>{updated} {changed}</p>"),
        "change below, no word for publication": _timed("<p>{printed}</p><p>{updated}: {changed}</p>"),
        "change in a time element, printed publication": _timed('<p>{published} {printed}</p><p>{updated} <time datetime="2026-03-06T09:10:00{offset}" itemprop="dateModified">{changed}</time></p>'),
        "two time elements, words before": _timed('<p>{updated} <time datetime="2026-03-06T09:10:00{offset}">{changed}</time></p><p>{published} <time datetime="2026-03-05T14:32:00{offset}">{printed}</time></p>'),
        "time element, blank for T": _timed('<time datetime="2026-03-05 14:32:00">x</time>'),
        "time element, itemprop": _timed('<time itemprop="datePublished" datetime="2026-03-05T14:32:00{offset}">x</time>'),
        "itemprop in a meta": _timed('<meta itemprop="datePublished" content="2026-03-05T14:32:00{offset}">'),
        "meta og:published_time": _timed(head='<meta property="og:published_time" content="2026-03-05T14:32:00{offset}">'),
        "meta DC.date.issued": _timed(head='<meta name="DC.date.issued" content="2026-03-05T14:32:00{offset}">'),
        "meta dcterms.created": _timed(head='<meta name="dcterms.created" content="2026-03-05T14:32:00{offset}">'),
        "meta article:published": _timed(head='<meta property="article:published" content="2026-03-05T14:32:00{offset}">'),
        "meta cXenseParse": _timed(head='<meta name="cXenseParse:recs:publishtime" content="2026-03-05T14:32:00{offset}">'),
        "meta date, day alone": _timed(head='<meta name="date" content="2026-03-05">', day_only=True),
        "linked, utc": _timed(linked={"datePublished": "2026-03-05T14:32:00{offset}", "dateCreated": "2026-03-05T11:00:00{offset}"}),
        "linked day alone": _timed(linked={"datePublished": "2026-03-05"}, day_only=True),
        "linked created alone": _timed(linked={"dateCreated": "2026-03-05T14:32:00{offset}"}),
        "linked, meta without offset": _timed(head='<meta property="article:published_time" content="2026-03-05T14:32:00">', linked={"datePublished": "2026-03-05T14:32:00{offset}"}),
        "linked day, printed time": _timed("<p>{printed}</p>", linked={"datePublished": "2026-03-05"}),
    }  # fmt: skip
    for name, form in forms.items():
        _form(f"date: {name}", form)


# titles, bodies, languages ------------------------------------------------------------------------


def _changed(**parts: Callable[[Made], str]) -> Form:
    """A plain page of which some parts are made anew."""

    def made(story: Story) -> Made:
        plain = _plain(story)
        return replace(plain, **{name: part(plain) for name, part in parts.items()})  # type: ignore[arg-type]

    return made


def _titles() -> None:
    for mark in (" | ", " - ", " – ", " : ", " « ", " :: ", " / ", " · ", " — "):
        _form(f"title: site behind{mark.rstrip()}", _changed(title=lambda p, m=mark: f"{p.story.title}{m}{p.story.site}"))  # type: ignore[misc]
    for mark in (" | ", " - ", ": ", " » ", " – "):
        _form(f"title: site before {mark.strip()}", _changed(title=lambda p, m=mark: f"{p.story.site}{m}{p.story.title}"))  # type: ignore[misc]
    in_h2 = {"heading": lambda p: f'<h2 class="headline">{p.story.title}</h2>'}
    others = {
        "section and site behind": _changed(title=lambda p: f"{p.story.title} | Sport | {p.story.site}"),
        "site is the h1": _changed(heading=lambda p: f'<h1 class="logo">{p.story.site}</h1><h2>{p.story.title}</h2>'),
        "no h1": _changed(**in_h2),
        "h1 with a kicker within": _changed(heading=lambda p: f'<p class="kicker">Sport</p><h1><span>{p.story.title}</span></h1>'),
        "og:title is another": _changed(head=lambda p: f'<meta property="og:title" content="{p.story.paragraphs[0][:40]}">'),
        "og:title with the site": _changed(head=lambda p: f'<meta property="og:title" content="{p.story.title} | {p.story.site}"><meta property="og:site_name" content="{p.story.site}">'),
        "og:title alone": _changed(head=lambda p: f'<meta property="og:title" content="{p.story.title}">', title=lambda p: p.story.site, heading=lambda _: ""),
        "linked headline alone": _changed(head=lambda p: _linked(p.story), title=lambda p: p.story.site, heading=lambda _: ""),
    }  # fmt: skip
    for name, form in others.items():
        _form(f"title: {name}", form)


def _amid(text: str) -> Form:
    """A page in the middle of whose text stands something else."""
    return _changed(body=lambda p: _with_amid(p, text.format(related=p.story.related, newsletter=p.story.newsletter, site=p.story.site, photo=p.story.photo, two=p.story.names[1])))  # fmt: skip


def _with_amid(page: Made, text: str) -> str:
    first, *rest = page.body.split("</p>")
    return "</p>".join((first, rest[0] + "</p>" + text + rest[1], *rest[2:]))


_HEADLINES = "".join(f'<li><a href="/news/{n}">{story.title}</a></li>' for n, story in enumerate(STORIES[:3]))


def _bodies() -> None:
    forms = {
        "random classes": _changed(body=lambda p: "".join(f'<div class="css-1x{n}k"><p class="sc-{n}fz">{t}</p></div>' for n, t in enumerate(p.story.paragraphs))),
        "breaks in a div": _changed(body=lambda p: "<div>" + "<br><br>".join(p.story.paragraphs) + "</div>"),
        "single breaks": _changed(body=lambda p: "<div>" + "<br>".join(p.story.paragraphs) + "</div>"),
        "divs for paragraphs": _changed(body=lambda p: "<div>" + "".join(f"<div>{t}</div>" for t in p.story.paragraphs) + "</div>"),
        "sections": _changed(body=lambda p: "<article>" + "".join(f"<section><p>{t}</p></section>" for t in p.story.paragraphs) + "</article>"),
        "first paragraph strong": _changed(body=lambda p: p.body.replace(f"<p>{p.story.paragraphs[0]}</p>", f"<p><strong>{p.story.paragraphs[0]}</strong></p>")),
        "table for layout": _changed(body=lambda p: f"<table><tr><td>{p.body}</td><td><a href='/1'>1</a></td></tr></table>"),
        "newsletter amid": _amid('<div class="newsletter-box"><p>{newsletter}</p><form><input name="mail"><button>OK</button></form></div>'),
        "newsletter amid, no class": _amid("<p><a href='/nl'>{newsletter}</a></p>"),
        "related amid": _amid(f'<div class="related"><h3>{{related}}</h3><ul>{_HEADLINES}</ul></div>'),
        "related amid, no class": _amid(f"<div><p>{{related}}</p><ul>{_HEADLINES}</ul></div>"),
        "related line amid": _amid('<p>{related}: <a href="/news/7">{site} 118</a></p>'),
        "related below": _changed(below=lambda p: f'<div class="x9"><h3>{p.story.related}</h3><ul>{_HEADLINES}</ul></div>'),
        "caption amid": _amid('<figure><img src="/b.jpg"><figcaption>{photo}{two}</figcaption></figure>'),
        "video before": _changed(above=lambda p: p.above + '<div class="video-player"><video src="/v.mp4"></video><p>Video</p></div>'),
        "advertisement amid": _amid('<div class="ad"><p>Advertisement</p><iframe src="/ad"></iframe></div>'),
        "share buttons before": _changed(above=lambda p: p.above + "<ul class=share><li><a href='#'>Facebook</a></li><li><a href='#'>X</a></li><li><a href='#'>WhatsApp</a></li></ul>"),
        "comments below": _changed(below=lambda p: "<div id=comments><h3>2</h3>" + "".join(f"<div class=comment><b>{n}</b><p>{p.story.paragraphs[4][:60]}</p></div>" for n in p.story.names) + "</div>"),
    }  # fmt: skip
    for name, form in forms.items():
        _form(f"body: {name}", form)


def _languages() -> None:
    for tag in ("", "en", "en-US", "zh-CN", "de-DE", "x"):
        _form(f"language: lang is {tag or 'missing'}", _speaking(lambda plain, t=tag: replace(plain, lang=t)))  # type: ignore[misc]
    elsewhere = "https://www.flussbote.example/news/story-118.html"
    _form("language: host of no country", _speaking(lambda plain: replace(plain, url=elsewhere)))


def _speaking(change: Callable[[Made], Made]) -> Form:
    """A page whose language is compared as well."""

    def made(story: Story) -> Made:
        language = story.language.removesuffix("-TW").removesuffix("-HK")
        plain = change(_plain(story))
        known = {**plain.true, "language": language}
        if plain.url.endswith(".example/news/story-118.html"):
            known["published_at"] = _DAY if story.language in _OF_MANY else None
        return replace(plain, true=known)

    return made


#: Languages that name no country: where neither station nor host does, the zone is not known.
_OF_MANY = frozenset(("en", "fr", "es", "pt", "ar", "ru"))


def _overseas() -> Iterator[tuple[str, Made]]:
    """The printed bylines of Taiwan, Hong Kong, Macau and Malaysia, each in a story."""
    for number, row in enumerate(_BYLINES.read_text(encoding="utf-8").splitlines()):
        if not row or row.startswith("#"):
            continue
        kind, where, printed, names = row.split("\t")
        story = STORIES[-1 if kind in ("hk", "macau", "my") else -2]
        yield f"{kind}: {where} {number}", _overseas_page(story, where, printed, names)


def _overseas_page(story: Story, where: str, printed: str, names: str) -> Made:
    plain = _plain(story)
    true = {"title": story.title, "authors": names.split("、") if names else []}
    if where == "above":
        return replace(plain, above=f"{plain.above}<p>{printed}</p>", true=true)
    if where == "beside":  # the time, on its line
        return replace(plain, above=f"<p>{story.printed} {printed}</p>", true=true)
    first, last = story.paragraphs[0], story.paragraphs[-1]
    forms = {"first": (first, printed + first), "last": (last, last + printed)}
    if where in forms:
        return replace(plain, body=plain.body.replace(*forms[where]), true=true)
    line = f"<p>{printed}</p>"
    body = plain.body.replace("</div>", line + "</div>")
    top = plain.body.replace("<p>", f"{line}<p>", 1)
    return replace(plain, body=body if where == "end" else top, true=true)


# reading ------------------------------------------------------------------------------------------


def _pages(kind: str) -> Iterator[tuple[str, Made]]:
    for make in (_bylines, _linked_authors, _times, _titles, _bodies, _languages):
        make()
    for name, form in _FORMS.items():
        if name.startswith(kind):
            yield from ((name, form(story)) for story in STORIES)
    yield from ((name, made) for name, made in _overseas() if name.startswith(kind))


def wrong_fields(made: Made, record: Record) -> dict[str, tuple[Any, Any]]:
    """The fields of a record that are not what the page says, each as wanted and as read."""
    if record.get("error"):
        return {"refused": ("an article", record["error"])}
    wrong = {name: (want, record.get(name)) for name, want in made.true.items() if not _same(name, want, record.get(name))}
    return wrong


def _same(name: str, want: Any, got: Any) -> bool:
    if name == "published_at" and want is None:
        return True
    if name == "authors":
        return set(want) == set(got or ())
    if name == "language":
        return str(got).partition("-")[0] == str(want).partition("-")[0]
    return bool(want == got)


def main() -> None:
    """Print how many pages of each kind are read rightly, by halves; or what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", default="", help="only kinds whose names begin so")
    parser.add_argument("--failures", action="store_true", help="list what is wrong, built-on half")
    given = parser.parse_args()
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for name, made in _pages(given.kind):
        wrong = wrong_fields(made, read_ours(made.html.encode(), made.url))
        half = half_of(name)
        counts[name.partition(":")[0], half].append(not wrong)
        if given.failures and wrong and half == "built-on":
            for each, (want, got) in wrong.items():
                print(f"{name} [{made.story.language}] {each}: want {str(want)[:160]!r}, got {str(got)[:160]!r}")
    print(f"{'kind':12}{HALVES[0]:>16}{HALVES[1]:>16}")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        cells = [counts[kind, half] for half in HALVES]
        print(f"{kind:12}" + "".join(f"{f'{sum(marks)} of {len(marks)}':>16}" for marks in cells))


if __name__ == "__main__":
    main()
