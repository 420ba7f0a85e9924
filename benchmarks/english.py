"""English news pages of our own text, in the shapes of real sites, with the truth they say.

Write them with `python benchmarks/english.py --output /tmp/english`, and read them with
`python benchmarks/reading.py /tmp/english/truth.jsonl`.
"""

# ruff: noqa: ARG001, E501 - every shape takes the same; markup is read more easily on one line
# fmt: off

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

PLACES = ("Qingtang", "Yunling", "Nanhu", "Marlow Bridge", "East Tarn", "Port Ellis")
THINGS = ("street lamps", "a flood wall", "the night bus", "a village library", "the old market", "school meals")
NAMES = ("Helen Marsh", "Li Jianguo", "Tom Ferrier", "Amara Osei", "Zhang Wen", "Ruth Calder")
SENTENCES = (
    "{place} will spend {n} million yuan on {thing} this year, the county government said on Tuesday.",
    "Residents had asked for {thing} for nearly a decade, and many turned out to watch the work begin.",
    "“We waited so long that we stopped hoping,” said {name}, who runs a small shop near the river.",
    "Officials said the project would be finished before the autumn, although heavy rain could delay it.",
    "The plan covers {n} villages and about {m},000 households, according to a statement.",
    "Critics say the money would be better spent on clinics, two of which closed last winter.",
    "“It is not either-or,” {name}, a member of the county council, told reporters. “We can do both.”",
    "Work on the first section started in March; the second is to follow once the school term ends.",
    "Similar schemes in neighbouring counties have cut complaints by {n} percent, a survey found.",
    "The county last upgraded {thing} in 1998, when the population was less than half of what it is now.",
)
SIDE = ("Ten things to do this weekend", "Rail fares to rise again in spring", "What the new rules mean for farmers", "Photos: lantern night in {place}", "Council vote delayed for a third time")
Story = dict[str, Any]
Shape = Callable[[random.Random, Story], str]
SHAPES: dict[str, Shape] = {}


def _shape(shape: Shape) -> Shape:
    SHAPES[shape.__name__.strip("_").replace("_", " ")] = shape
    return shape


def invent(pick: random.Random) -> Story:
    """Title, moment, author and six to twelve paragraphs."""
    place, thing = pick.choice(PLACES), pick.choice(THINGS)

    def told(form: str) -> str:
        return form.format(place=place, thing=thing, name=pick.choice(NAMES), n=pick.randint(2, 90), m=pick.randint(2, 9))

    texts = [told(s) for s in pick.sample(SENTENCES, 10)]
    cuts = sorted(pick.sample(range(1, 10), pick.randint(4, 7)))
    body = [" ".join(texts[a:b]) for a, b in zip([0, *cuts], [*cuts, 10], strict=True)]
    moment = datetime(2024, 1, 1, 9, tzinfo=timezone(timedelta(hours=8))) + timedelta(minutes=pick.randint(0, 400_000))
    return {"title": f"{place} county begins work on {thing}", "moment": moment, "author": pick.choice(NAMES), "body": body, "place": place}


def _p(s: Story) -> str:
    return "\n".join(f"<p>{text}</p>" for text in s["body"])


def _links(pick: random.Random, s: Story) -> str:
    return "".join(f'<li><a href="/s/{i}">{t.format(place=s["place"])}</a></li>' for i, t in enumerate(SIDE))


def _html(s: Story, head: str, inner: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{s["title"]} | The Tarn Courier</title>{head}</head><body>{inner}</body></html>'


@_shape
def _wordpress(pick: random.Random, s: Story) -> str:
    return _html(s, "", f'<header><nav><a href="/">Home</a> <a href="/n">News</a> <a href="/s">Sport</a></nav></header><main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{s["title"]}</h1><div class="entry-meta">Posted on <time datetime="{s["moment"].isoformat()}">{s["moment"]:%B %d, %Y}</time> by <a rel="author" href="/a">{s["author"]}</a></div></header><div class="entry-content">{_p(s)}<div class="sharedaddy"><h3>Share this:</h3><ul><li><a>Twitter</a></li><li><a>Facebook</a></li></ul></div><div id="jp-relatedposts"><h3>Related</h3><ul>{_links(pick, s)}</ul></div></div></article><div id="comments"><h2>2 thoughts on this</h2><p>Great news for the whole county, and about time too if you ask me.</p></div></main><aside class="widget-area"><h2>Recent posts</h2><ul>{_links(pick, s)}</ul></aside><footer><p>Copyright 2024 The Tarn Courier. All rights reserved.</p></footer>')


@_shape
def _json_ld_and_amp(pick: random.Random, s: Story) -> str:
    ld = json.dumps({"@type": "NewsArticle", "headline": s["title"], "datePublished": s["moment"].isoformat(), "author": {"name": s["author"]}})
    return _html(s, f'<script type="application/ld+json">{ld}</script>', f'<amp-sidebar><ul>{_links(pick, s)}</ul></amp-sidebar><article><h1>{s["title"]}</h1><p class="byline">By {s["author"]}</p><amp-img src="/1.jpg"></amp-img>{_p(s)}</article><amp-ad></amp-ad><section class="related"><h2>More stories</h2><ul>{_links(pick, s)}</ul></section>')


@_shape
def _broadsheet(pick: random.Random, s: Story) -> str:
    body = s["body"]
    inner = f'<p>{body[0]}</p><aside class="newsletter"><p>Sign up for our morning newsletter</p></aside>' + "".join(f"<p>{x}</p>" for x in body[1:])
    return _html(s, f'<meta property="og:title" content="{s["title"]}"><meta property="article:published_time" content="{s["moment"].isoformat()}"><meta name="author" content="{s["author"]}">', f'<div class="masthead"><a href="/">The Tarn Courier</a></div><main><h1 data-testid="headline">{s["title"]}</h1><div class="byline">By {s["author"]}</div><time>{s["moment"]:%d %B %Y}</time><div class="body" itemprop="articleBody">{inner}</div><div class="tags">Topics: <a>Transport</a> <a>Councils</a></div></main><div class="most-read"><h2>Most read</h2><ol>{_links(pick, s)}</ol></div>')


@_shape
def _sections(pick: random.Random, s: Story) -> str:
    return _html(s, "", f'<div class="page"><div class="col-8"><h1>{s["title"]}</h1><div class="info">{s["moment"]:%Y-%m-%d %H:%M} | By {s["author"]}</div><section class="story-body">{"".join(f"<section><p>{x}</p></section>" for x in s["body"])}</section></div><div class="col-4"><h4>Trending</h4><ul>{_links(pick, s)}</ul></div></div><footer>About us | Contact | Privacy policy</footer>')


@_shape
def _line_breaks(pick: random.Random, s: Story) -> str:
    return _html(s, "", f'<table><tr><td><a href="/">Home</a> | <a href="/w">World</a></td></tr><tr><td><h2>{s["title"]}</h2><i>{s["author"]}, {s["moment"]:%B %d, %Y}</i><br><br>{"<br><br>".join(s["body"])}</td><td><b>Also in the news</b><ul>{_links(pick, s)}</ul></td></tr></table>')


@_shape
def _agency(pick: random.Random, s: Story) -> str:
    first = f"{s['place'].upper()}, {s['moment']:%B %d} (TNA) -- {s['body'][0]}"
    s["body"] = [first, *s["body"][1:]]
    s["source"], s["editor"], s["author"] = "Tarn News Agency", pick.choice(NAMES), None
    return _html(s, "", f'<div class="crumbs"><a href="/">Home</a> &gt; <a href="/c">County</a></div><div class="conTop"><h1>{s["title"]}</h1><div class="source">Source: Tarn News Agency | {s["moment"]:%Y-%m-%d %H:%M:%S} | Editor: {s["editor"]}</div></div><div id="detailContent">{_p(s)}</div><div class="share">Share <a>X</a></div><ul>{_links(pick, s)}</ul>')


@_shape
def _divs_of_an_app(pick: random.Random, s: Story) -> str:
    return _html(s, "", f'<div id="root"><div class="css-1a"><h1 class="css-2b">{s["title"]}</h1><div class="css-3c"><span>{s["author"]}</span><span>{s["moment"]:%b %d, %Y}</span></div>{"".join(f"<div class=css-4d><p class=css-5e>{x}</p></div>" for x in s["body"])}<div class="css-6f"><a>Follow us</a></div></div><div class="css-7g"><div>Read next</div>{_links(pick, s)}</div></div>')


@_shape
def _live_comments(pick: random.Random, s: Story) -> str:
    comments = "".join(f'<div class="comment"><b>user{i}</b><p>I have lived here all my life and I never thought that I would see the day, honestly.</p><span>{i} hours ago</span></div>' for i in range(8))
    return _html(s, "", f'<article><h1>{s["title"]}</h1><p class="meta">{s["moment"]:%d/%m/%Y} {s["author"]}</p><div class="article-text">{_p(s)}</div></article><section id="comments" class="comments"><h3>Comments</h3>{comments}</section>')


@_shape
def _with_pictures(pick: random.Random, s: Story) -> str:
    caption = f"Workers near {s['place']} on Monday. Photo: {pick.choice(NAMES)}"
    inner = f"<p>{s['body'][0]}</p><figure><img src='/1.jpg'><figcaption>{caption}</figcaption></figure>" + "".join(f"<p>{x}</p>" for x in s["body"][1:])
    s["body"] = [s["body"][0], caption, *s["body"][1:]]
    return _html(s, "", f'<main><h1>{s["title"]}</h1><p>By <a href="/a">{s["author"]}</a> · {s["moment"]:%B %d, %Y}</p><div class="content">{inner}</div></main><div class="promo"><h3>You may also like</h3><ul>{_links(pick, s)}</ul></div>')


@_shape
def _cross_headings(pick: random.Random, s: Story) -> str:
    parts = [s["body"][0], s["body"][1], "‘Not either-or’", *s["body"][2:]]
    inner = "".join(f"<h2>{x}</h2>" if x.startswith("‘") else f"<p>{x}</p>" for x in parts)
    s["body"], s["author"] = parts, None
    return _html(s, "", f'<div class="article"><h1>{s["title"]}</h1><div class="date">{s["moment"]:%A, %d %B %Y}</div><div class="article__body">{inner}</div></div><nav class="pagination"><a>Previous</a><a>Next</a></nav>')


def make_page(name: str, seed: int) -> tuple[bytes, dict[str, Any]]:
    """One page of a shape and its truth, in the format of truth files."""
    pick = random.Random(f"{name} {seed}")
    story = invent(pick)
    page = SHAPES[name](pick, story)
    return page.encode(), {
        "file": f"{name.replace(' ', '-')}-{seed}.html", "title": story["title"], "published": story["moment"].isoformat(),
        "published_precision": "date", "source": story.get("source"), "authors": [story["author"]] if story["author"] else [],
        "editors": [story["editor"]] if "editor" in story else [], "body": "\n".join(story["body"]),
    }


def main() -> None:
    """Write the pages with their truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3, help="of each shape")
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    truths = []
    for name in SHAPES:
        for seed in range(given.pages):
            page, truth = make_page(name, seed)
            (given.output / truth["file"]).write_bytes(page)
            truths.append(json.dumps(truth, ensure_ascii=False))
    (given.output / "truth.jsonl").write_text("\n".join(truths) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
