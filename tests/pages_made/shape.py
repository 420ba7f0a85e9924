"""What the shapes of whole pages are made with: a register of them, paragraphs, links, a page."""

# ruff: noqa: E501 - markup is read more easily on one line

from __future__ import annotations

import random
from collections.abc import Callable

from pages_made.invented import Facts, invent

Shape = Callable[[random.Random, Facts], str]
SHAPES: dict[str, Shape] = {}


def shape(made: Shape) -> Shape:
    """Add a shape to the register, under the name of its function."""
    SHAPES[made.__name__.strip("_").replace("_", " ")] = made
    return made


def paragraphs(facts: Facts, form: str = "<p>{}</p>", glue: str = "\n") -> str:
    """The text, each paragraph in this form."""
    return glue.join(form.format(text) for text in facts.body)


def links(pick: random.Random, number: int = 6) -> str:
    """So many links to other articles, as items of a list."""
    return "".join(
        f'<li><a href="/a/{i}.html" title="x">{invent(pick).title}</a></li>' for i in range(number)
    )


def html(title: str, head: str, body: str, charset: str = "utf-8") -> str:
    """A page."""
    return f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title>{head}</head><body>{body}</body></html>'
