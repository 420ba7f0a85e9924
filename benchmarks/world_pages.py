"""A page in parts, made of a story, and what is true of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from world_stories import Story

DAY = "2026-03-05"
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
Forms = dict[str, Form]


def plain_page(story: Story) -> Made:
    """The page of a story: heading, time and paragraphs, and no writer."""
    return Made(
        story, title=f"{story.title} | {story.site}", lang=story.language, url=f"https://{story.host}/news/story-118.html",
        heading=f"<h1>{story.title}</h1>", above=f'<p class="d">{story.printed}</p>',
        body=f"<div class=c>{paragraphs(story)}</div>",
        true={
            "title": story.title, "body": "\n".join(story.paragraphs), "authors": [],
            "published_at": f"{DAY}T14:32:00{story.offset}",
        },
    )  # fmt: skip


def paragraphs(story: Story) -> str:
    """The paragraphs of a story as markup."""
    return "".join(f"<p>{text}</p>" for text in story.paragraphs)


def linked_script(
    story: Story, *, wrap: Callable[[Any], Any] = lambda node: node, **said: Any
) -> str:
    """The JSON-LD of a story with what it says besides the headline."""
    node = wrap(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title} | said
    )
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'
