"""Elements of a header whose class or id is a name: source, author, account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harvester.document.lines import Element, Lines, squeeze

SOURCE_NAMES = re.compile(
    r"source|laiyuan|(?:^|[\s_-])ly(?:$|[\s_-])|media[_-]?name|copy_?from|origin|author[_-]?name|"
    r"account|nick_?name|publisher",
    re.I,
)
AUTHOR_NAMES = re.compile(
    r"auth?or|auteur|verfasser|forfatter|skribent|penulis|byline|reporter|writer|journalist|"
    r"contributor|zuozhe|^address |yazar|muhabir|firma(?:nte|tario)?\b|signature|created-?by",
    re.I,
)
#: The path of a link to one writer's articles.
_WRITERS_PATH = re.compile(
    r"/(authors?|autor(?:es|en|in|innen|zy)?|autori?|autrice|auteurs?|bylines?|reporters?|writers?|"
    r"columnists?|journalist(?:e|en|er|s)?|redakteure?|skribent(?:er)?|yazar(?:lar)?|penulis|avtor|"
    r"schrijvers?|verfasser|forfatter)/",
    re.I,
)


def texts_of_named(lines: Lines, numbers: Sequence[int], names: re.Pattern[str]) -> Iterator[str]:
    """The texts of elements among these lines whose class or id is one of these names."""
    return (text for _, text in named_elements(lines, numbers, names))


def named_elements(
    lines: Lines, numbers: Sequence[int], names: re.Pattern[str]
) -> Iterator[tuple[Element, str]]:
    """The elements among these lines whose class or id is one of these names, and their texts.

    An element with more than one text within is none of them: it holds others.
    """
    if not numbers:
        return
    first, end = min(numbers), max(numbers) + 1
    for element, span in lines.spans.items():
        if span[0] >= end:
            break  # they stand in the order of the page
        if first <= span[0] < span[1] <= end and names.search(_names_of(element)):
            texts = [text for text in map(squeeze, element.itertext()) if text]
            if len(texts) == 1:
                yield element, texts[0]


def are_alike(one: Element, other: Element) -> bool:
    """Whether two elements have one class, and one parent or two of one class side by side."""
    first, second = one.getparent(), other.getparent()
    if first is None or second is None or one.get("class") != other.get("class"):
        return False
    return first is second or (
        first.getparent() is second.getparent() and first.get("class") == second.get("class")
    )


def _names_of(element: Element) -> str:
    """What an element is called: its tag, class, id, rel, and the folder of writers it links to."""
    path = _WRITERS_PATH.search(element.get("href") or "")
    values = (element.get(name) or "" for name in ("class", "id", "rel", "itemprop", "data-testid"))
    return " ".join((str(element.tag), *values, path[1] if path else ""))
