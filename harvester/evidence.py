"""Lines around and in a body → evidence of time, source, credits and original title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.article import Evidence
from harvester import chrome
from harvester.credits import (
    ORIGINAL_TITLE,
    PUBLISHED,
    SOURCE,
    read_credits,
    read_dateline,
    read_signature,
    read_slashed,
)
from harvester.generic import Places, is_time_line
from harvester.lines import Line, Lines

ALL = frozenset({"published", "source", "credits"})
_LABEL_LINE = 200
_ENDS_IN_LABEL = re.compile(r"[\u3400-\u9fff]\s?[:：]$")
_DATE_AND_TIME = re.compile(
    r"(?:19|20)\d\d\s{0,2}[-年/.·]?\s{0,2}\d{1,2}\s{0,2}[-月/.·]\s{0,2}\d{1,2}日?\s{0,3}"
    r"(?:\d{1,2}\s?[:：时]\s?\d{1,2}(?:\s?[:：分]\s?\d{1,2}秒?)?)?|https?://[\w./-]{1,80}|\d+"
)


def title_evidence(lines: Lines, places: Places, where: str) -> list[Evidence]:
    """The title as displayed."""
    if places.title is None:
        return []
    printed = " ".join(line.text for line in lines.items[slice(*places.title)])
    tag = lines.items[places.title[0]].tag
    return [Evidence(field="title", printed=printed, where=f"{where} {tag}", method="generic")]


def line_evidence(
    lines: Lines, numbers: Sequence[int], *, header: bool, missing: frozenset[str] = ALL
) -> list[Evidence]:
    """What the lines of a header or a trailer say, for the fields that are `missing`."""
    found: list[Evidence] = []
    for at, text in _joined(lines, numbers):
        found.extend(_of_line(lines.items[at], text, header))
    return [item for item in found if item.field in missing or item.field not in ALL]


def body_evidence(lines: Lines, body: Sequence[int]) -> list[Evidence]:
    """The credits that stand in the first and the last paragraphs of a body."""
    paragraphs = [lines.items[i].spaced for i in body if lines.items[i].text]
    found = []
    for paragraph in paragraphs[:2]:
        if read_dateline(paragraph).credits:
            found.append(_said("credits", paragraph[:160], "dateline"))
    for paragraph in paragraphs[-2:]:
        read = read_signature(paragraph)
        if read.credits:
            found.append(_said("credits", paragraph[-100:], "signature"))
        if read.source:
            found.append(_said("source", paragraph[-100:], "signature"))
    return found


def _joined(lines: Lines, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Lines; a label that ends one is joined with its value on the next."""
    held: tuple[int, str] | None = None
    for number in numbers:
        text = lines.items[number].spaced
        if not text:
            continue
        if held is not None:
            if not re.match(r"[^\s]{0,8}[:：]", text):
                text = f"{held[1]} {text}"
            else:
                yield held
            held = None
        if _ENDS_IN_LABEL.search(text) and len(text) <= _LABEL_LINE:
            held = (number, text)
        else:
            yield number, text
    if held is not None:
        yield held


def _of_line(line: Line, text: str, header: bool) -> Iterator[Evidence]:
    if len(text) > _LABEL_LINE:
        return
    timed = is_time_line(line)
    if not timed and ":" not in text and "：" not in text and chrome.is_navigation(text, line.linked):
        return
    if timed:
        label = next((s.label for s in read_credits(text).spans if s.role == PUBLISHED), None)
        yield _said("published", line.text, f"label {label}" if label else _where(header))
    if chrome.is_notice(line.text) and not timed and "：" not in text:
        return
    read = read_credits(text)
    for span in read.spans:
        printed = text[span.start : span.end].strip()
        if span.role == SOURCE:
            yield _said("source", printed, f"label {span.label}")
        elif span.role == ORIGINAL_TITLE:
            yield _said("original_title", printed, f"label {span.label}")
        elif span.role not in (PUBLISHED, "noise"):
            yield _said("credits", printed, f"label {span.label}")
    if read_slashed(text).credits:
        yield _said("credits", text, "byline")
    if header and timed and not any(span.role == SOURCE for span in read.spans):
        rest = _DATE_AND_TIME.sub(" ", text if not read.spans else text[: read.spans[0].start])
        if rest.strip(" |·:："):
            yield Evidence(field="source", printed=rest.strip(), where="header", method="generic")


def _where(header: bool) -> str:
    return "header" if header else "trailer"


def _said(name: str, printed: str, where: str) -> Evidence:
    return Evidence(field=name, printed=printed[:1000], where=where, method="label")
