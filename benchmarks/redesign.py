"""False corrections of sites that changed their markup, and true ones of the same day.

A seed draws a site from the ranges below: its first template, its station file (with a layout, or
without one), articles, another template or a change of the first one, and what the station corrects
on the day of the change. Sites of the kinds `mass` and `single` change no markup. Each site is
crawled twice, in this process and without a network, and its archive rebuilt.

    python benchmarks/redesign.py --seeds 1 2 3 --sites 40
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from prose import CHINESE, Prose
from support.offline_runs import run_over

from archive.model.errors import NothingFound
from harvester.config.stations import Stations
from harvester.offline.propose import propose, write
from harvester.offline.reread import rebuild, reread

# --- the ranges, written down before anything was tried -----------------------------------------

#: Kind of change → how often, in parts of all.
KINDS = {
    "new template": 6,  # all is drawn again
    "renamed": 3,  # one to four classes have other names
    "wrapped": 2,  # elements around title, header or text
    "field dropped": 2,  # editor, author or source is not printed any more
    "field added": 1,  # one that was not printed is
    "box inside": 3,  # links, a notice or buttons within the container of the text
    "mass": 2,  # no markup: one thing is changed in all articles
    "single": 1,  # no markup: the corrections alone
}
ARTICLES = (8, 24)
PARAGRAPHS = (3, 9)
SENTENCES = (1, 4)
SEEN_AGAIN = (0.4, 1.0)  # the share of the articles that the second run visits
CORRECTED = (0.0, 0.35)  # the share of them that the station corrects
WITH_LAYOUT = 0.7  # of the station files
CORRECTIONS = {"number": 4, "sentence": 3, "inserted": 2, "appended": 2, "removed": 1, "title": 2}
DEPTH = (0, 4)  # elements around the article
_NAMES = (
    "main wrap page box left content con article detail text news info cont body mainbox zw nr art"
    " zhengwen xq wz layout column inner area TRS_Editor story post entry single view"
)
NAMES = _NAMES.split()
TITLE_TAGS = ("h1", "h1", "h1", "h2", "div")
HEADER_FORMS = ("spans", "line", "divs", "list")
LABELS = {
    "source": ("来源", "稿源", "文章来源", "来 源"),
    "author": ("作者", "记者", "文"),
    "editor": ("编辑", "责任编辑", "责编"),
}
TIMES = ("%Y-%m-%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d")
EDITOR_PLACES = ("header", "below", "within the text")
PARAGRAPH = ("<p>{}</p>", "<p>　　{}</p>", '<p class="{cls}">{}</p>', "<div>{}</div>")
BOXES = ("related", "share", "notice", "links as paragraphs", "hot")

NOTICE = "本网所有文字、图片未经授权不得转载，违者必究。"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(slots=True)
class Story:
    """What one article says."""

    number: int
    title: str
    paragraphs: list[list[str]]
    source: str
    author: str
    editor: str
    at: datetime


@dataclass(slots=True)
class Template:
    """How a site prints a story; names of elements are drawn once for each site."""

    names: dict[str, str]
    wrappers: list[str]
    around: dict[str, list[str]]
    title_tag: str
    header: str
    labels: dict[str, str]
    time: str
    editor: str
    paragraph: str
    printed: set[str]
    box: str | None = None
    box_first: bool = False
    header_below: bool = False
    links: list[str] = field(default_factory=list)

    def page(self, story: Story) -> str:
        """The page of a story."""
        n = self.names
        title = f'<{self.title_tag} class="{n["title"]}">{story.title}</{self.title_tag}>'
        header = self._header(story)
        text = "".join(
            self.paragraph.format("".join(parts), cls=n["paragraph"]) for parts in story.paragraphs
        )
        editor = f"{self.labels['editor']}：{story.editor}" if "editor" in self.printed else ""
        if editor and self.editor == "within the text":
            text += f'<p class="{n["editor"]}">{editor}</p>'
        box = self._box()
        text = box + text if self.box_first else text + box
        body = self._in("body", f'<div class="{n["body"]}">{text}</div>')
        if editor and self.editor == "below":
            body += f'<div class="{n["editor"]}">{editor}</div>'
        top = [self._in("title", title), self._in("header", header)]
        article = "".join(reversed(top) if self.header_below else top) + body
        for name in self.wrappers:
            article = f'<div class="{name}">{article}</div>'
        nav = "".join(f'<a href="/{each}/">{each}</a>' for each in ("要闻", "民生", "文化", "视频"))
        more = "".join(f'<li><a href="/n/{i}.html">{t}</a></li>' for i, t in enumerate(self.links))
        return (
            f"<html><head><title>{story.title}_澜江网</title></head><body>"
            f'<div class="{n["nav"]}">{nav}</div>{article}'
            f'<div class="{n["side"]}"><h3>热点</h3><ul>{more}</ul></div>'
            f'<div class="{n["foot"]}">版权所有 澜江网 备案号0000</div></body></html>'
        )

    def _in(self, part: str, html: str) -> str:
        for name in self.around.get(part, []):
            html = f'<div class="{name}">{html}</div>'
        return html

    def _header(self, story: Story) -> str:
        n, labels = self.names, self.labels
        parts = [("time", story.at.astimezone().strftime(self.time))]
        parts += (
            [("source", f"{labels['source']}：{story.source}")] if "source" in self.printed else []
        )
        parts += (
            [("author", f"{labels['author']}：{story.author}")] if "author" in self.printed else []
        )
        if self.editor == "header" and "editor" in self.printed:
            parts.append(("editor", f"{labels['editor']}：{story.editor}"))
        if self.header == "line":
            inside = "　".join(text for _, text in parts)
        else:
            tag = {"spans": "span", "divs": "div", "list": "li"}[self.header]
            inside = "".join(f'<{tag} class="{n[name]}">{text}</{tag}>' for name, text in parts)
        return f'<div class="{n["header"]}">{inside}</div>'

    def _box(self) -> str:
        if self.box is None:
            return ""
        links = "".join(
            f'<li><a href="/n/{i}.html">{t}</a></li>' for i, t in enumerate(self.links[:4])
        )
        return {
            "related": f'<div class="{self.names["box"]}"><h4>相关新闻</h4><ul>{links}</ul></div>',
            "share": f'<div class="{self.names["box"]}">分享到 微信 微博 朋友圈</div>',
            "notice": f'<p class="{self.names["box"]}">{NOTICE}</p>',
            "links as paragraphs": "".join(
                f'<p><a href="/n/{i}.html">{t}</a></p>' for i, t in enumerate(self.links[:3])
            ),
            "hot": f'<div class="{self.names["box"]}"><b>热门推荐</b>{links}</div>',
        }[self.box]

    def layout(self) -> str:
        """The [[layout]] that an operator would have written for it."""
        n = self.names
        lines = ["[[layout]]", 'name = "first"', f'title = "{self.title_tag}.{n["title"]}"',
                 f'body = "div.{n["body"]}"']  # fmt: skip
        one = self.header == "line"
        lines.append(f'published = ".{n["header" if one else "time"]}"')
        if "source" in self.printed:
            lines.append(f'source = ".{n["header" if one else "source"]}"')
        where = [f".{n['header']}"] if {"author", "editor"} & self.printed else []
        if "editor" in self.printed and self.editor != "header":
            where.append(f".{n['editor']}")
        if where:
            lines.append(f'credits = "{", ".join(where)}"')
        return "\n".join(lines) + "\n"


class Draw:
    """All that a seed decides about one site."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.prose = Prose(CHINESE, self.random)
        self.kind = self._weighted(KINDS)
        self.has_layout = self.random.random() < WITH_LAYOUT
        self.first = self.template()
        self.stories = [self.story(number) for number in range(self.random.randint(*ARTICLES))]
        self.second = self.changed()
        again = max(2, round(self.random.uniform(*SEEN_AGAIN) * len(self.stories)))
        self.again = self.random.sample(range(len(self.stories)), again)
        share = self.random.uniform(*CORRECTED)
        self.planted: dict[int, str] = {}
        if self.kind == "mass":
            self.mass()
        else:
            self.planted = {
                number: self._weighted(CORRECTIONS)
                for number in self.again
                if self.random.random() < share
            }
        self.corrected = [replace(story) for story in self.stories]
        for number, kind in self.planted.items():
            if kind in CORRECTIONS:
                self.corrected[number] = self.correct(self.stories[number], kind)

    def _weighted(self, parts: dict[str, int]) -> str:
        return self.random.choices(list(parts), list(parts.values()))[0]

    def name(self) -> str:
        """A class name; some have two parts."""
        name = self.random.choice(NAMES)
        return name if self.random.random() < 0.5 else f"{name}-{self.random.choice(NAMES)}"

    def names(self) -> dict[str, str]:
        """Names that no two elements share."""
        keys = ("title", "header", "time", "source", "author", "editor", "body", "paragraph", "nav",
                "side", "foot", "box")  # fmt: skip
        drawn: dict[str, str] = {}
        for key in keys:
            while (name := self.name()) in drawn.values():
                pass
            drawn[key] = name
        return drawn

    def template(self) -> Template:
        """A template, drawn whole."""
        choice = self.random.choice
        printed = {"source", "author", "editor"} - {choice(("", "", "source", "author", "editor"))}
        names = self.names()
        wrappers = [self.name() for _ in range(self.random.randint(*DEPTH))]
        return Template(
            names=names,  # no wrapper has one of them: who wrote the layout made sure of it
            wrappers=[name for name in wrappers if name not in names.values()],
            around={},
            title_tag=choice(TITLE_TAGS),
            header=choice(HEADER_FORMS),
            labels={key: choice(labels) for key, labels in LABELS.items()},
            time=choice(TIMES),
            editor=choice(EDITOR_PLACES),
            paragraph=choice(PARAGRAPH),
            printed=printed,
            header_below=self.random.random() < 0.1,
            links=[self.prose.headline() for _ in range(6)],
        )

    def changed(self) -> Template:
        """The template on the second day; links beside an article are others, as on any day."""
        makers = {
            "new template": self._new,
            "renamed": self._renamed,
            "wrapped": self._wrapped,
            "field dropped": self._dropped,
            "field added": lambda: replace(self.first, printed={"source", "author", "editor"}),
            "box inside": self._box_inside,
        }
        changed = makers.get(self.kind, lambda: self.first)()
        return replace(changed, links=[self.prose.headline() for _ in range(6)])

    def _new(self) -> Template:
        new = self.template()
        if self.random.random() < 0.5:
            new.box, new.box_first = self.random.choice(BOXES), self.random.random() < 0.2
        if self.random.random() < 0.6:  # most print what they printed
            new.printed = set(self.first.printed)
        return new

    def _renamed(self) -> Template:
        other, names = self.names(), self.first.names
        keys = self.random.sample(list(names), self.random.randint(1, 4))
        return replace(self.first, names=names | {key: other[key] for key in keys})

    def _wrapped(self) -> Template:
        parts = self.random.sample(("title", "header", "body"), self.random.randint(1, 3))
        return replace(self.first, around={part: [self.name()] for part in parts})

    def _dropped(self) -> Template:
        gone = self.random.choice(sorted(self.first.printed))
        return replace(self.first, printed=self.first.printed - {gone})

    def _box_inside(self) -> Template:
        first = self.random.random() < 0.2
        return replace(self.first, box=self.random.choice(BOXES), box_first=first)

    def story(self, number: int) -> Story:
        """An article."""
        count = self.random.randint(*PARAGRAPHS)
        return Story(
            number, self.prose.headline(),
            [self.prose.sentences(self.random.randint(*SENTENCES)) for _ in range(count)],
            self.random.choice(CHINESE.stations), self.prose.fill("{person}"),
            self.prose.fill("{person}"),
            START - timedelta(hours=self.random.randint(1, 400)),
        )  # fmt: skip

    def correct(self, story: Story, kind: str) -> Story:
        """The story as the station corrects it."""
        new = replace(story, paragraphs=[list(parts) for parts in story.paragraphs])
        where = self.random.randrange(len(new.paragraphs))
        parts = new.paragraphs[where]
        at = self.random.randrange(len(parts))
        if kind == "number":
            half = len(parts[at]) // 2
            parts[at] = (
                parts[at][:half] + str(self.random.randint(100, 999)) + parts[at][half + 1 :]
            )
        elif kind == "sentence":
            parts[at] = self.prose.sentence()
        elif kind == "inserted":
            parts.insert(at, self.prose.sentence())
        elif kind == "appended":
            new.paragraphs.append([f"{self.prose.sentence()}"])
        elif kind == "removed":
            new.paragraphs.pop(where)
        else:
            new.title = self.prose.headline()
        return new

    def mass(self) -> None:
        """One thing changed in all articles, in the same markup."""
        what = self.random.choice(("source", "number"))
        for number in self.again:
            story = self.stories[number]
            if what == "number" or "source" not in self.first.printed:
                self.planted[number] = "number"
            else:
                self.planted[number] = "source"
                self.stories[number] = story
        self._new_source = self.random.choice(CHINESE.stations)

    def second_stories(self) -> Iterator[tuple[int, Story]]:
        """What the second run sees."""
        for number in self.again:
            story = self.corrected[number]
            if self.planted.get(number) == "source":
                story = replace(story, source=self._new_source)
            yield number, story

    def is_visible(self, number: int) -> bool:
        """Whether a planted correction changes what its page prints."""
        if self.planted.get(number) != "source":
            return number in self.planted
        return self._new_source != self.stories[number].source


@dataclass(slots=True)
class Result:
    """What became of one site."""

    kind: str
    false: list[int] = field(default_factory=list)
    found: int = 0
    found_later: int = 0  # once a layout is proposed and written
    false_later: list[int] = field(default_factory=list)
    waiting: int = 0  # pages that wait even then
    missed: list[str] = field(default_factory=list)
    planted: int = 0
    quarantined: int = 0
    is_rebuilt: bool = True


def url_of(number: int) -> str:
    """The address of an article."""
    return f"http://news.lanjiang.example/n/{number}.html"


def corrections(folder: Path) -> dict[int, list[str]]:
    """Number of an article → the fields in which it was corrected."""
    with sqlite3.connect(folder / "archive.db") as db:
        rows = db.execute("SELECT article, detail FROM events WHERE type = 'correction'").fetchall()
    return {
        int(article.rpartition(":")[2]): json.loads(detail)["fields"] for article, detail in rows
    }


def state(folder: Path) -> list[tuple[object, ...]]:
    """What an archive holds of articles, revisions and what waits."""
    with sqlite3.connect(folder / "archive.db") as db:
        return [
            *db.execute(
                "SELECT article, revision, title, body, source, authors, editors, published_at,"
                " is_current FROM history ORDER BY 1, 2"
            ),
            *db.execute("SELECT article, at, captures, revision FROM sightings ORDER BY 1, 2, 3"),
            *db.execute("SELECT capture FROM crawl_unread ORDER BY 1"),
            *db.execute("SELECT article, detail FROM events WHERE type = 'correction' ORDER BY 1"),
        ]


def judge_site(drawn: Draw, folder: Path, *, rebuilding: bool) -> Result:
    """Crawl one site twice, and compare what became of it with what was drawn."""
    (folder / "stations").mkdir()
    text = (
        'title = "澜江"\nhome = "http://news.lanjiang.example/"\nid_space = "lanjiang"\n'
        "articles = ['/n/(?P<id>\\d+)\\.html']\ndelay = 0\n"
    )
    text += drawn.first.layout() if drawn.has_layout else ""
    (folder / "stations" / "lanjiang.toml").write_text(text, encoding="utf-8")
    run_over(folder, {url_of(s.number): drawn.first.page(s) for s in drawn.stories}, START)
    pages = {url_of(number): drawn.second.page(story) for number, story in drawn.second_stories()}
    run_over(folder, pages, START + timedelta(days=2))
    result = Result(drawn.kind)
    found, result.false = count(drawn, folder)
    result.found = len(found)
    planted = [number for number in drawn.planted if drawn.is_visible(number)]
    result.planted = len(planted)
    result.missed = [drawn.planted[number] for number in planted if number not in found]
    with sqlite3.connect(folder / "archive.db") as db:
        result.quarantined = db.execute("SELECT count(*) FROM crawl_unread").fetchone()[0]
    if rebuilding:
        result.is_rebuilt = is_rebuilt(folder)
    if result.quarantined:
        mend(folder)
        found, false = count(drawn, folder)
        result.found_later, result.false_later = len(found), false
        result.missed = [drawn.planted[number] for number in planted if number not in found]
        with sqlite3.connect(folder / "archive.db") as db:
            result.waiting = db.execute("SELECT count(*) FROM crawl_unread").fetchone()[0]
        if rebuilding:
            result.is_rebuilt &= is_rebuilt(folder)
    else:
        result.found_later = result.found
    return result


def is_rebuilt(folder: Path) -> bool:
    """Whether a rebuild comes to the same."""
    before = state(folder)
    rebuild(folder, Stations.load(folder))
    return state(folder) == before


def mend(folder: Path) -> None:
    """What an operator does without a look: propose, write, read again."""
    try:
        proposal = propose(folder, Stations.load(folder).get("lanjiang"))
    except NothingFound:
        return
    if proposal.does_harm:  # `--yes` does not write it either
        return
    write(proposal, folder)
    list(reread(folder, Stations.load(folder), apply=True))


def count(drawn: Draw, folder: Path) -> tuple[list[int], list[int]]:
    """The planted corrections that were found, and the articles with false ones."""
    found, false = [], []
    for number, fields in corrections(folder).items():
        kind = drawn.planted.get(number, "")
        wanted = {"title": {"title"}, "source": {"source"}}.get(kind, {"body"})
        if drawn.is_visible(number) and wanted <= set(fields):
            found.append(number)
            false += [number] if set(fields) - wanted else []
        else:
            false.append(number)
    return found, false


def main() -> None:
    """Print a line for each seed, and one for each kind of change."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", nargs="+", default=["1"])
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--rebuild", action="store_true", help="compare with a rebuild")
    parser.add_argument("--show", action="store_true", help="print each site with a mistake")
    given = parser.parse_args()
    for seed in given.seeds:
        totals: dict[str, Counter[str]] = {}
        for number in range(given.sites):
            drawn = Draw(f"{seed}/{number}")
            with tempfile.TemporaryDirectory() as folder:
                result = judge_site(drawn, Path(folder), rebuilding=given.rebuild)
            total = totals.setdefault(result.kind, Counter())
            total.update(
                sites=1, pages=len(drawn.again), planted=result.planted, found=result.found,
                false=len(result.false), quarantined=result.quarantined,
                later=result.found_later, false_later=len(result.false_later),
                waiting=result.waiting,
                differing=not result.is_rebuilt,
            )  # fmt: skip
            total.update(f"missed {kind}" for kind in result.missed)
            if given.show and (
                result.false or result.false_later or result.missed or not result.is_rebuilt
            ):
                print(f"  {seed}/{number}", "layout" if drawn.has_layout else "generic", result)
        for kind, total in sorted(totals.items()):
            print(seed, kind, dict(total))


if __name__ == "__main__":
    main()
