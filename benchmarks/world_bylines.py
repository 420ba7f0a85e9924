"""Forms in which pages outside mainland China name who wrote them."""

# ruff: noqa: ARG005, E501 - every form takes the same; tables of forms are read more easily on one line

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from world_pages import Form, Forms, Made, linked_script, plain_page
from world_stories import STORIES, Story

_OVERSEAS = Path(__file__).with_name("bylines_overseas.tsv")


def _signed(where: str, form: str, people: int = 1) -> Form:
    """A byline: {by}, {one}, {two}, {joint}, {role}, {photo}, {site} and {time} are the story's."""

    def made(story: Story) -> Made:
        plain = plain_page(story)
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


def byline_forms() -> Forms:
    """Printed bylines, and metas."""
    by_name: Forms = {}
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
        by_name[f"byline: {name}"] = _signed("above", text, people)
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
        by_name[f"byline: {name}"] = _signed("body", text, 1 + text.count("{two}"))
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
        by_name[f"byline: {name}"] = _signed("head", text, people)
    return by_name


def linked_forms() -> Forms:
    """Writers in JSON-LD alone."""
    by_name: Forms = {}
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

    def by(
        shape: Callable[[str, str, Story], Any],
        people: int,
        wrap: Callable[[Any], Any] = lambda node: node,
    ) -> Form:
        def made(story: Story) -> Made:
            plain = plain_page(story)
            author = shape(*story.names, story)
            publisher = {"@type": "Organization", "name": story.site}
            head = linked_script(story, wrap=wrap, author=author, publisher=publisher)
            true = {**plain.true, "authors": list(story.names[:people])}
            if story.language.startswith("zh"):
                del true["authors"]  # a name alone may be that of who put the page up
            return replace(plain, head=head, true=true)

        return made

    for name, (shape, people) in shapes.items():
        by_name[f"linked: {name}"] = by(shape, people)
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
        by_name[f"linked: {name}"] = by(person, 1, wrap)
    return by_name


def overseas_pages() -> Iterator[tuple[str, Made]]:
    """The printed bylines of Taiwan, Hong Kong, Macau, Malaysia and Singapore, each in a story."""
    for number, row in enumerate(_OVERSEAS.read_text(encoding="utf-8").splitlines()):
        if not row or row.startswith("#"):
            continue
        kind, where, printed, names = row.split("\t")
        story = STORIES[-1 if kind in ("hk", "macau", "my", "sg") else -2]
        yield f"{kind}: {where} {number}", _overseas_page(story, where, printed, names)


def _overseas_page(story: Story, where: str, printed: str, names: str) -> Made:
    plain = plain_page(story)
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
