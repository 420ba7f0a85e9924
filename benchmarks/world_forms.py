"""Forms in which pages print times, titles, texts and languages."""

# ruff: noqa: E501 - tables of forms are read more easily on one line

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from world_pages import DAY, Form, Forms, Made, linked_script, plain_page
from world_stories import STORIES, Story


def _timed(
    above: str = "",
    head: str = "",
    *,
    day_only: bool = False,
    linked: Mapping[str, str] | None = None,
) -> Form:
    def made(story: Story) -> Made:
        plain = plain_page(story)
        words = {
            "printed": story.printed, "changed": story.changed, "published": story.published,
            "updated": story.updated, "offset": story.offset,
        }  # fmt: skip
        given = {key: value.format(**words) for key, value in (linked or {}).items()}
        script = linked_script(story, **given) if given else ""
        at = DAY if day_only else plain.true["published_at"]
        return replace(
            plain,
            above=above.format(**words),
            head=head.format(**words) + script,
            true={**plain.true, "published_at": at},
        )

    return made


def time_forms() -> Forms:
    """Printed and declared times, with those of changes."""
    by_name: Forms = {}
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
        by_name[f"date: {name}"] = form
    return by_name


def _changed(**parts: Callable[[Made], str]) -> Form:
    """A plain page of which some parts are made anew."""

    def made(story: Story) -> Made:
        plain = plain_page(story)
        return replace(plain, **{name: part(plain) for name, part in parts.items()})  # type: ignore[arg-type]

    return made


def title_forms() -> Forms:
    """Titles with the names of sites, or apart from headings."""
    by_name: Forms = {}
    for mark in (" | ", " - ", " – ", " : ", " « ", " :: ", " / ", " · ", " — "):
        by_name[f"title: site behind{mark.rstrip()}"] = _changed(
            title=lambda p, m=mark: f"{p.story.title}{m}{p.story.site}"
        )  # type: ignore[misc]
    for mark in (" | ", " - ", ": ", " » ", " – "):
        by_name[f"title: site before {mark.strip()}"] = _changed(
            title=lambda p, m=mark: f"{p.story.site}{m}{p.story.title}"
        )  # type: ignore[misc]
    in_h2 = {"heading": lambda p: f'<h2 class="headline">{p.story.title}</h2>'}
    others = {
        "section and site behind": _changed(title=lambda p: f"{p.story.title} | Sport | {p.story.site}"),
        "site is the h1": _changed(heading=lambda p: f'<h1 class="logo">{p.story.site}</h1><h2>{p.story.title}</h2>'),
        "no h1": _changed(**in_h2),
        "h1 with a kicker within": _changed(heading=lambda p: f'<p class="kicker">Sport</p><h1><span>{p.story.title}</span></h1>'),
        "og:title is another": _changed(head=lambda p: f'<meta property="og:title" content="{p.story.paragraphs[0][:40]}">'),
        "og:title with the site": _changed(head=lambda p: f'<meta property="og:title" content="{p.story.title} | {p.story.site}"><meta property="og:site_name" content="{p.story.site}">'),
        "og:title alone": _changed(head=lambda p: f'<meta property="og:title" content="{p.story.title}">', title=lambda p: p.story.site, heading=lambda _: ""),
        "linked headline alone": _changed(head=lambda p: linked_script(p.story), title=lambda p: p.story.site, heading=lambda _: ""),
    }  # fmt: skip
    for name, form in others.items():
        by_name[f"title: {name}"] = form
    return by_name


def _amid(text: str) -> Form:
    """A page in the middle of whose text stands something else."""
    return _changed(body=lambda p: _with_amid(p, text.format(related=p.story.related, newsletter=p.story.newsletter, site=p.story.site, photo=p.story.photo, two=p.story.names[1])))  # fmt: skip


def _with_amid(page: Made, text: str) -> str:
    first, *rest = page.body.split("</p>")
    return "</p>".join((first, rest[0] + "</p>" + text + rest[1], *rest[2:]))


_HEADLINES = "".join(
    f'<li><a href="/news/{n}">{story.title}</a></li>' for n, story in enumerate(STORIES[:3])
)


def body_forms() -> Forms:
    """Texts in other elements, with other things among them."""
    by_name: Forms = {}
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
        by_name[f"body: {name}"] = form
    return by_name


def language_forms() -> Forms:
    """Pages that declare no language, or another."""
    by_name: Forms = {}
    for tag in ("", "en", "en-US", "zh-CN", "de-DE", "x"):
        by_name[f"language: lang is {tag or 'missing'}"] = _speaking(
            lambda plain, t=tag: replace(plain, lang=t)
        )  # type: ignore[misc]
    elsewhere = "https://www.flussbote.example/news/story-118.html"
    by_name["language: host of no country"] = _speaking(lambda plain: replace(plain, url=elsewhere))
    return by_name


def _speaking(change: Callable[[Made], Made]) -> Form:
    """A page whose language is compared as well."""

    def made(story: Story) -> Made:
        language = story.language.removesuffix("-TW").removesuffix("-HK")
        plain = change(plain_page(story))
        known = {**plain.true, "language": language}
        if plain.url.endswith(".example/news/story-118.html"):
            known["published_at"] = DAY if story.language in _OF_MANY else None
        return replace(plain, true=known)

    return made


#: Languages that name no country: where neither station nor host does, the zone is not known.
_OF_MANY = frozenset(("en", "fr", "es", "pt", "ar", "ru"))
