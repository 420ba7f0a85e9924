"""The edges of a text: what stands above its first paragraph and below its last is taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.content.line_kind import is_cell, is_credit_line
from harvester.content.paragraphs import Paragraphs
from harvester.document.lines import Line, Lines, squeeze, text_of
from harvester.grammar import boilerplate, edge_lines
from harvester.grammar.credits import read_credits

_TABLES = frozenset(("td", "th", "li", "dt", "dd", "figcaption", "caption"))
_SHORTEST_LIST = 3
_COUNT = re.compile(r"\d{1,6}")
_REACTION = re.compile(r"[\u3400-\u9fff]{1,4}")


def trimmed(lines: Lines, body: Sequence[int], paragraphs: Paragraphs, title: str) -> list[int]:
    """The lines of a body without those at its edges that are none of the text."""
    bound = paragraphs.end(body, title)
    body = [i for i in body if i < bound]
    texts = [i for i in body if lines.items[i].text]
    first = _first(lines, texts, paragraphs)
    end = _end(lines, texts, paragraphs)
    if first >= end:
        return body
    left_out = {*texts[:first], *texts[end:]}
    return [i for i in body if i not in left_out]


def _first(lines: Lines, texts: Sequence[int], paragraphs: Paragraphs) -> int:
    """How many lines stand above a text."""
    for at, index in enumerate(texts):
        line = lines.items[index]
        if not (
            edge_lines.may_precede(line.text)
            or boilerplate.names_other_articles(line.text)
            or _is_apart(line, index, paragraphs)
            or _is_widget(line)
        ):
            return at
    return len(texts)


def _end(lines: Lines, texts: Sequence[int], paragraphs: Paragraphs) -> int:
    """How many lines are left where those below a text are taken off."""
    for at in range(len(texts), 0, -1):
        index = texts[at - 1]
        line = lines.items[index]
        if not (
            edge_lines.may_follow(line.text)
            or is_trailer(line)
            or _is_reaction(lines, index)
            or _is_apart(line, index, paragraphs)
            or _is_widget(line)
        ):
            return at
    return 0


def is_trailer(line: Line) -> bool:
    """Whether a line below a text names those who made it: 文 周砚秋, 主编：周砚秋 图片：钟立诚."""
    if edge_lines.names_maker(line.text):
        return True
    return edge_lines.is_labels_with_values(line.text) and bool(read_credits(line.text).credits)


def data_lines(lines: Lines, numbers: range) -> set[int]:
    """The lines of lists of data, 展期：…, of which fewer than half are credits; they are text."""
    found: set[int] = set()
    run: list[int] = []
    for index in (*numbers, None):
        if index is not None and edge_lines.is_labelled(lines.items[index].text):
            run.append(index)
            continue
        if len(run) >= _SHORTEST_LIST:
            credits = sum(is_credit_line(lines.items[i]) for i in run)
            found.update(run if 2 * credits < len(run) else ())
        run.clear()
    return found


def _is_reaction(lines: Lines, index: int) -> bool:
    """Whether a line is a word of readers' moods, whose count stands on the next: 高兴 | 12."""
    following = lines.items[index + 1].text if index + 1 < len(lines.items) else ""
    line = lines.items[index]
    is_word = line.tag not in _TABLES and bool(_REACTION.fullmatch(line.text))
    return is_word and bool(_COUNT.fullmatch(following))


def _is_apart(line: Line, index: int, paragraphs: Paragraphs) -> bool:
    """Whether a line is a few words in an element without a paragraph, and no cell of a table."""
    return line.tag not in _TABLES and is_cell(line) and not paragraphs.beside(index)


def _is_widget(line: Line) -> bool:
    """Whether a line is some words of a class of its own, each in an element: 听文章 女声 男声."""
    element = line.element
    if element.tag != "div" or not element.get("class") or not is_cell(line):
        return False
    words = [each for each in element if squeeze(text_of(each))]
    is_loose = squeeze(element.text or "") or any(squeeze(each.tail or "") for each in element)
    return len(words) > 1 and not is_loose
