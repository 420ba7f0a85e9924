"""A page on the way, and the smallest pieces that its forms are made of."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pages_made.invented import Facts

Item = tuple[str, str]  # a label, or "" where none is printed, and what stands after it


@dataclass(slots=True)
class Draft:
    """A page on the way: what is said, and in which pieces of markup."""

    facts: Facts
    pick: random.Random
    date: str = ""
    items: list[Item] = field(default_factory=list)  # of the header
    paragraphs: list[str] = field(default_factory=list)  # markup of the body
    text: list[str] = field(default_factory=list)  # the same as the truth has it
    lead: list[str] = field(default_factory=list)  # markup in the container, above the text
    tail: list[str] = field(default_factory=list)  # in the container, below the text
    below: list[str] = field(default_factory=list)  # after the container
    metas: list[str] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)


Form = Callable[[Draft], None]


def joined(names: Sequence[str], separator: str) -> str:
    return separator.join(names)


def padded(name: str) -> str:
    return name if len(name) > 2 else f"{name[0]}　{name[1]}"


def item(label: str, value: str) -> Form:
    """One more item of the header."""
    return lambda draft: draft.items.append((label, value))


def inside(markup: str) -> Form:
    """Something in the container, below the text."""
    return lambda draft: draft.tail.append(markup)


def each_of(*forms: Form) -> Form:
    """One form after the other."""

    def form(draft: Draft) -> None:
        for each in forms:
            each(draft)

    return form
