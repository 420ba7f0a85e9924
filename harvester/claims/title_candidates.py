"""What may be the title of a page, with the signs that it is: lines, and names it declares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.knowledge.media import is_section
from archive.model.article import Evidence
from harvester.content.headline import (
    PageName,
    heading_rank,
    is_called_title,
    is_crumbs,
    is_site_name,
    plain,
    separators,
    untagged,
)
from harvester.content.line_kind import is_credit_line, is_time_line
from harvester.content.regions import Regions
from harvester.document.lines import Line, Lines
from harvester.grammar import boilerplate

_SHORTEST, _LONGEST = 2, 200
_SHORT = 6  # 要闻, 青棠网: names of channels and sites
_LONG = 8  # what is as long seldom agrees with a name of the page by chance
_FAR = 40  # so many lines above the text are looked at, whatever stands in them
_MOST_JOINED = 3
_MOST = 400
_USUAL = 60  # characters; a longer title is no more of one
_TOP_RANK = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text that may be the title; `line` is where it is displayed, if it is."""

    text: str
    where: str
    line: int | None
    signs: Mapping[str, float]

    @property
    def is_displayed(self) -> bool:
        """Whether a reader of the page sees it."""
        return self.line is not None


def title_candidates(
    lines: Lines, regions: Regions, declared: Sequence[Evidence]
) -> list[Candidate]:
    """All candidates, each text once: where it stands best, with the signs of all its places."""
    names = _Names.of(declared)
    found: dict[str, Candidate] = {}
    for text, where, line in (*_displayed(lines, regions, names), *_declared(declared)):
        key = plain(text)
        if not _SHORTEST <= len(key) <= _LONGEST:
            continue
        signs = names.signs(key) | _place_signs(lines, regions, line)
        held = found.get(key)
        if held is None or (
            line is not None and held.line is not None and _beats(signs, held.signs)
        ):
            found[key] = Candidate(text, where, line, signs)
        if len(found) == _MOST:
            break
    return list(found.values())


def _beats(signs: Mapping[str, float], held: Mapping[str, float]) -> bool:
    """Whether a second place of the same words is a better place for a title."""
    return (signs["above the text"], signs["heading"]) > (held["above the text"], held["heading"])


def _displayed(
    lines: Lines, regions: Regions, names: _Names
) -> Iterator[tuple[str, str, int | None]]:
    if regions.title is not None:
        heading = lines.items[slice(*regions.title)]
        yield " ".join(map(untagged, heading)), f"displayed {heading[0].tag}", regions.title[0]
    first = regions.body[0] if regions.body else len(lines.items)
    for index, line in enumerate(lines.items):
        near = first - _FAR <= index < first
        if not line.text or len(line.text) > _LONGEST:
            continue
        if not (near or heading_rank(line) or names.may_be(plain(line.text))):
            continue
        text, where = untagged(line), f"displayed {line.tag}"
        yield text, where, index
        for following in lines.items[index + 1 : index + _MOST_JOINED]:
            text = f"{text} {untagged(following)}"
            if not names.may_be(plain(text)):
                break
            yield text, where, index


def _declared(declared: Sequence[Evidence]) -> Iterator[tuple[str, str, int | None]]:
    for item in declared:
        if item.field != "title":
            continue
        yield PageName.of(item.printed).title, item.where, None
        yield item.printed, item.where, None
        for at in separators(item.printed):
            yield item.printed[:at].strip(), item.where, None


@dataclass(frozen=True, slots=True)
class _Names:
    """What a page calls itself: in its <title>, and elsewhere in its metadata."""

    tab: str
    first_part: str  # of <title>, before the names of channel and site
    others: frozenset[str]
    every: str  # all of them, one a line

    @classmethod
    def of(cls, declared: Sequence[Evidence]) -> _Names:
        titles = [item for item in declared if item.field == "title"]
        tab = next((item.printed for item in titles if item.where == "title"), "")
        others = frozenset(plain(item.printed) for item in titles if item.where != "title")
        every = "\n".join((plain(tab), *others))
        return cls(plain(tab), plain(PageName.of(tab).title), others, every)

    def may_be(self, text: str) -> bool:
        """Whether some name of the page begins with a text, or holds a long one."""
        if text not in self.every:  # most lines
            return False
        names = (self.tab, *self.others)
        return any(
            name.startswith(text) or (len(text) >= _SHORT and text in name) for name in names
        )

    def signs(self, text: str) -> dict[str, float]:
        """How a text agrees with the names of the page, and what it looks like by itself."""
        begins = self.tab.startswith(text)
        following = self.tab[len(text) : len(text) + 1] if begins else ""
        is_parted = following != "" and following in "_-|｜—–(（,，:："
        is_long = len(text) >= _LONG  # 青棠日报 begins 青棠日报数字报, and is no title for that
        return {
            "equals a declared title": float(text in self.others),
            "first part of <title>": float(text == self.first_part),
            "named like a site": float(is_site_name(text)),
            "begins <title>, then a separator": float(is_parted),
            "begins <title>": float(begins and (is_long or is_parted or text == self.tab)),
            "within <title>": float(is_long and text in self.tab),
            "length": min(1.0, math.log1p(len(text)) / math.log1p(_USUAL)),
            "short": float(len(text) < _SHORT),
            "ends a sentence": float(text[-1:] in "。；;:："),
        }


def _place_signs(lines: Lines, regions: Regions, index: int | None) -> dict[str, float]:
    """Where a candidate is displayed, and how; all 0 for what is only declared."""
    names = (
        "heading", "called a title", "above the text", "distance", "below the text",
        "linked", "of the site", "time or credits",
    )  # fmt: skip
    if index is None:
        return dict.fromkeys(names, 0.0)
    line = lines.items[index]
    first = regions.body[0] if regions.body else len(lines.items)
    return {
        "heading": heading_rank(line) / _TOP_RANK,
        "called a title": float(is_called_title(line)),
        "above the text": float(0 < first - index <= _FAR),
        "distance": min(1.0, math.log1p(abs(first - index)) / math.log1p(10 * _FAR)),
        "below the text": float(index >= first),
        "linked": min(1.0, line.linked / len(line.text)),
        "of the site": float(_is_of_site(line)),
        "time or credits": float(is_time_line(line.text) or is_credit_line(line)),
    }


def _is_of_site(line: Line) -> bool:
    """Whether a line is a trail of links, a button, a notice or the name of a section."""
    return (
        is_crumbs(line.text)
        or boilerplate.is_button(line.text)
        or boilerplate.is_notice(line.text)
        or boilerplate.is_navigation(line.text, line.linked)
        or is_section(line.text)
    )
