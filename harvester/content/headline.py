"""Where a page displays its title, and what <title> adds to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model.article import Evidence
from harvester.content.line_kind import is_time_line
from harvester.document.lines import Line, Lines, squeeze
from harvester.grammar.boilerplate import is_button, is_navigation, is_notice

_QUOTES = re.compile("[“”‘’「」『』]")
_SUFFIX = re.compile(r"\s{0,3}(?:[_|｜]|--|\s[-–—]\s|\s{2,4})\s{0,3}|[-–—](?=[^-–—]{2,14}$)")
_HEADINGS = {"h1": 6, "h2": 4, "h3": 3, "h4": 2, "th": 1}
_TITLE_CLASS = re.compile(r"title|headline|biaoti|\bbt\b|(?:^|[\s_-])h1?(?:$|[\s_-])", re.I)
_CRUMBS = re.compile(r"[>›»→]|^首页|^您|位置|^\|")
_SITE = re.compile(r"(?:报|網|网|台|电子版|数字报)$")
_TAGS = frozenset(
    ("原创", "转载", "独家", "组图", "图集", "视频", "置顶", "热", "荐", "推荐", "专题", "新")
)
_LONGEST_SITE_NAME = 10
_SHORTEST = 4
_SHORTEST_OF_HEADING = 4  # <h1>早市的伞</h1>; 新华网 is the name of a site
_SHORTEST_BEFORE_LONGER = 6  # 要闻_… is the name of a channel
_LONGEST = 400
_ABOVE = 12


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A headline as it is compared: NFKC, straight quotes, no spaces; longer text is cut."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST])
    return "".join(_QUOTES.sub(_straight, folded).split())


def _straight(quote: re.Match[str]) -> str:
    return "'" if quote[0] in "‘’" else '"'


def find_title(
    lines: Lines, declared: Sequence[Evidence], end: int | None = None
) -> tuple[int, int] | None:
    """First line of the title displayed before line `end` and the first after it, if there is one.

    `declared` is what the page calls itself (title, og:title …): a line that agrees with it is the
    title; without one, a heading is.
    """
    names = (plain(item.printed) for item in declared if item.field == "title")
    references = list(dict.fromkeys(names))
    best: tuple[int, int, int] | None = None
    for index, line in enumerate(lines.items[:end]):
        worth, after = _worth(line, references), index + 1
        if line.tag in _HEADINGS and (whole := _whole_heading(lines, index, references)):
            worth, after = 20 + 10 * 3 + _heading(line), whole
        if worth and (best is None or worth > best[0]):
            best = (worth, index, after)
    if best is None:
        return None
    return best[1], max(best[2], _continued(lines, best[1], references))


def guess_title(lines: Lines, end: int, below: int) -> tuple[int, int] | None:
    """The title above line `end`, on a page that does not name itself after its article.

    A heading, or something called a title, before a line of the surroundings; the nearest wins.
    Where there is none, one that stands below line `end` and above line `below`.
    """
    best = _best_guess(lines, range(max(0, end - _ABOVE), end))
    if best is None or not _heading(lines.items[best]):
        further = _best_guess(lines, range(end + 1, below))
        if further is not None and (best is None or _heading(lines.items[further])):
            best = further
    return None if best is None else (best, best + 1)


def _best_guess(lines: Lines, numbers: range) -> int | None:
    """The highest heading among these lines, or the line nearest to their end."""
    best: tuple[int, int] | None = None
    for index in numbers:
        line = lines.items[index]
        text = plain(line.text)
        shortest = _SHORTEST_OF_HEADING if line.tag == "h1" else _SHORTEST + 1
        if not shortest <= len(text) <= 100 or is_navigation(line.text, line.linked):
            continue
        if (
            _CRUMBS.search(line.text)
            or is_button(line.text)
            or is_notice(line.text)
            or is_time_line(line.text)
            or re.search(r"[:：。]$", text)
        ):
            continue
        worth = 10 * _heading(line) + index
        if best is None or worth >= best[0]:
            best = (worth, index)
    return None if best is None else best[1]


def _worth(line: Line, references: Sequence[str]) -> int:
    if not _SHORTEST <= len(line.text) <= _LONGEST or is_navigation(line.text, line.linked):
        return 0
    text = plain(line.text)
    if not _SHORTEST <= len(text) <= 120:
        return 0
    agreement = max((_agreement(text, reference) for reference in references), default=0)
    return 20 + 10 * agreement + _heading(line) if agreement else 0


def _whole_heading(lines: Lines, index: int, references: Sequence[str]) -> int | None:
    """The first line after a heading of two or three lines that is the page's name as a whole."""
    first, end = lines.span(lines.items[index].element)
    if index != first or end - first not in (2, 3):
        return None
    text = plain("".join(line.text for line in lines.items[first:end]))
    return end if len(text) > _SHORTEST and any(r.startswith(text) for r in references) else None


def _heading(line: Line) -> int:
    return heading_rank(line) + (2 if is_called_title(line) else 0)


def heading_rank(line: Line) -> int:
    """How high a heading a line is: 6 for h1, 0 for none."""
    return _HEADINGS.get(line.tag, 0)


def is_called_title(line: Line) -> bool:
    """Whether the markup calls a line a title or a headline."""
    names = f"{line.element.get('class', '')} {line.element.get('id', '')}"
    return _TITLE_CLASS.search(names) is not None


def is_crumbs(text: str) -> bool:
    """Whether a line is a trail from the front page to where the article stands."""
    return _CRUMBS.search(text) is not None


def is_site_name(text: str) -> bool:
    """Whether a text ends like the name of a paper or a site, and is as short as one: 青棠日报."""
    return len(text) <= _LONGEST_SITE_NAME and _SITE.search(text) is not None


def separators(printed: str) -> list[int]:
    """Where the title may end in a page's name: before each mark that sites part names with."""
    return [match.start() for match in _SUFFIX.finditer(printed)]


def untagged(line: Line) -> str:
    """A line of a title without the tag that stands in an element of its own before or after it."""
    pieces = [piece for piece in line.pieces if piece.strip()]
    if len(pieces) > 1 and pieces[-1].strip() in _TAGS:
        pieces.pop()
    if len(pieces) > 1 and pieces[0].strip() in _TAGS:
        del pieces[0]
    return squeeze("".join(pieces))


def _agreement(text: str, reference: str) -> int:
    """How well a line and a name of the page agree: 3 wholly, 2 the page's name begins with it."""
    if text == reference:
        return 3
    if reference.startswith(text):
        following = reference[len(text) : len(text) + 1]
        return 2 if following in "_-|｜—–(（,，:：" or len(text) >= 10 else 0
    if len(reference) >= 10 and text.startswith(reference):
        return 2  # og:title is cut at a quotation mark
    if len(text) >= 10 and text in reference:
        return 1
    # 青棠日报电子版 路灯“焕新”记
    site = reference[: -len(text)].rstrip("_-|｜—–:：")
    return int(len(text) >= 6 and reference.endswith(text) and bool(_SITE.search(site)))


def _continued(lines: Lines, index: int, references: Sequence[str]) -> int:
    """A title may stand on several lines; the page's name tells: 主题 / ——副题."""
    text = plain(lines.items[index].text)
    end = index + 1
    while end < min(len(lines.items), index + 4):
        longer = text + plain(lines.items[end].text)
        if longer == text or not any(r.startswith(longer) for r in references):
            break
        text = longer
        end += 1
    return end


@dataclass(frozen=True, slots=True)
class PageName:
    """A page's own name (its <title>): the title, then the names of channel and site.

    >>> PageName.of("湘潭市人大常委会工作综述_红网·湘潭站").title
    '湘潭市人大常委会工作综述'
    """

    title: str
    sites: tuple[str, ...] = ()

    @classmethod
    def of(cls, printed: str) -> PageName:
        """The parts of what is printed; a title before the longest part is seldom short."""
        parts = [part.strip() for part in _SUFFIX.split(printed) if part.strip()]
        if not parts:
            return cls(printed.strip())
        longest = max(parts, key=len)
        title = parts[0] if len(parts[0]) >= _SHORTEST_BEFORE_LONGER else longest
        return cls(title, tuple(part for part in parts[1:] if len(part) > 2))
