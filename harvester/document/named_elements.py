"""Elements of a header whose class or id is a name: source, author, account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harvester.document.lines import Lines, squeeze

SOURCE_NAMES = re.compile(
    r"source|laiyuan|(?:^|[\s_-])ly(?:$|[\s_-])|media[_-]?name|copy_?from|origin|author[_-]?name|"
    r"account|nick_?name|publisher",
    re.I,
)
AUTHOR_NAMES = re.compile(r"author|byline|reporter|writer|zuozhe", re.I)


def texts_of_named(lines: Lines, numbers: Sequence[int], names: re.Pattern[str]) -> Iterator[str]:
    """The texts of elements among these lines whose class or id is one of these names.

    An element with more than one text within is none of them: it holds others.
    """
    if not numbers:
        return
    first, end = min(numbers), max(numbers) + 1
    for element, span in lines.spans.items():
        if first <= span[0] < span[1] <= end:
            class_and_id = f"{element.get('class') or ''} {element.get('id') or ''}"
            if class_and_id != " " and names.search(class_and_id):
                texts = [text for text in map(squeeze, element.itertext()) if text]
                if len(texts) == 1:
                    yield texts[0]
