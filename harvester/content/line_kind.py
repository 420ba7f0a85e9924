"""Kinds of lines, by what each prints: time, credits, prose, boilerplate, a label, a cell."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from harvester.document.lines import Line
from harvester.grammar import boilerplate
from harvester.grammar.bylines import read_byline, read_names_line, read_signature
from harvester.grammar.credits import Credits, read_credits
from harvester.grammar.labels import is_label
from harvester.grammar.printed_time import read_time

PROSE = 30  # from this many characters on, a line without links is taken for text
LONGEST_CREDIT_LINE = 120
_BARE_DATE = 20
_BLANK = 30
_SHORTEST_TEASER = 12
_ANY_ZONE = ZoneInfo("Asia/Shanghai")  # whether a date is printed does not depend on the zone
#: 《人民日报》（2024年05月10日 04版）
_EDITION = re.compile(
    r"[（(]?《\s?[^《》]{2,14}\s?》\s?[（(]?\s?\d{4}\s?年[^（）()]{3,20}版?\s?[）)]{0,2}"
)
_OPENING = frozenset("（(【[《原作")  # of the three
#: Digits may be wide: ２０２６
_DATE = re.compile(
    r"(?:[1１][9９]|[2２][0０])\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2}\s?年"
    r"|民[國国]|(?<!\d)1[0-4]\d\s?年"  # years of the Republic
)
#: The day of the visit: 今天是2026年11月1日 星期日
_TODAY = re.compile(
    r"\s{0,3}(?:今[天日](?:是|为|：|:)|(?:现在|當前|当前|北京)时间|现在是|Today is)"
)
_SENTENCE = re.compile("[，。！？]")
_NO_CELL = re.compile("[，。！？：；、]")
#: A comma or semicolon may part labels (；来源：) and names (，谭利波), in a row of them.
_PARTS_LABELS = r"(?!\s?[^，；:：]{1,8}[:：]|\s?[\u3400-\u9fff·]{2,4}(?:[，；、\s]|$))"
_IN_SENTENCES = re.compile(rf"[。！？]|；{_PARTS_LABELS}|，{_PARTS_LABELS}.*，")
_ORIGINAL = re.compile(r"[（(【\[]?原(?:标题|题|文标题)为?\s?[:：《]")
_ROWS_OF_LABELS = frozenset(("td", "th", "dt", "li", "span", "div", "p"))
#: （综合新华社、央视新闻报道）, （作者单位：江州大学）
_COMPILED = re.compile(
    r"[（(【](?:(?:本报|本网|本刊|本台|记者)?(?:综合|整理自|编译自|据)|(?:作者)?单位[:：])[^（）()]{2,50}[）)】]|"
    r"[（(]?作者(?:系|为|是)[^（）()，。]{2,40}[）)]?"
)
_AGO = re.compile(
    r"(?:昨|前|今)天(?:\s?\d\d:\d\d)?|\d{1,3}\s?(?:分钟|小时|天)前|刚刚|"
    r"(?:\d{1,2}月\d{1,2}日|\d\d-\d\d)(?:\s?\d\d:\d\d)?"
)
_CELLS = frozenset(("td", "th"))
_LABEL_CELLS = frozenset(("td", "th", "dt", "dd"))
_LABEL_ALONE = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff\s]{1,8}\s?[:：]")


def is_time_line(text: str) -> bool:
    """Whether a line prints a date and no sentence: 2022-07-22 08:51 来源：湘潭日报."""
    return _may_be_time_line(text) and read_time(text, zone=_ANY_ZONE) is not None


@lru_cache(maxsize=2048)  # a line is asked more than once
def _may_be_time_line(text: str) -> bool:
    return (
        len(text) <= LONGEST_CREDIT_LINE
        and bool(_DATE.search(text))
        and not _TODAY.match(text)
        and not _IN_SENTENCES.search(text)
    )


def is_credit_line(line: Line) -> bool:
    """Whether a line is labels and names, and nothing else: 来源：湘潭日报 作者：付鼎臣."""
    text = line.text
    if len(text) > LONGEST_CREDIT_LINE:
        return False
    if text[:1] in _OPENING and (
        _ORIGINAL.match(text) or _EDITION.fullmatch(text) or _COMPILED.fullmatch(text)
    ):
        return True
    if text[-1:] in "。！？”":
        return False
    read = read_credits(text)
    if names_photographer(text):
        return False  # 摄影：… is the caption of a picture
    return _says_credits(read, text) or _is_byline(text)


def names_photographer(text: str) -> bool:
    """Whether a line says who took a picture, and nothing else: 图/青棠日报记者 林明."""
    read = read_credits(text)
    pictured = bool(read.spans) and all(span.role == "photographer" for span in read.spans)
    return pictured and not read.rest


def is_names_line(text: str) -> bool:
    """Whether a line is the names of two people or more, as it may stand above a text."""
    return len(text) <= _BARE_DATE and bool(read_names_line(text).credits)


def _says_credits(read: Credits, text: str) -> bool:
    """Whether labels are all that a line says, though they may be without a value."""
    named = bool(read.source or read.credits or read.original_title)
    blank = len(text) <= _BLANK and any(span.role != "noise" for span in read.spans)
    return read.whole and (named or blank)  # 作者： without a name, 责任编辑：HN666


def _is_byline(text: str) -> bool:
    """Whether names stand alone: 付鼎臣/湘潭日报, ■ 付鼎臣, （付鼎臣 谭利波）."""
    bracketed = text[0] in "（(" and text[-1] in "）)"
    signed = bracketed and read_signature(text).credits
    return bool(signed or read_byline(text).credits)


def is_relative_time(text: str) -> bool:
    """Whether a line is a time that means one on the day it is seen, and nothing else: 3小时前."""
    return bool(_AGO.fullmatch(text))


def has_clause(line: Line) -> bool:
    """Whether a line holds a comma or the end of a sentence."""
    return bool(_SENTENCE.search(line.text))


def is_prose(line: Line) -> bool:
    """Whether a line is long enough to be text, and no boilerplate or credits."""
    return len(line.text) >= PROSE and not is_boilerplate(line) and not is_credit_line(line)


def prose_size(line: Line) -> int:
    """How much prose one line holds."""
    size = len(line.text)
    if size < PROSE or boilerplate.is_navigation(line.text, line.linked):
        return 0
    return size - line.linked


def is_cell(line: Line) -> bool:
    """Whether a line is a few words and no sentence."""
    return len(line.text) <= _BARE_DATE and not _NO_CELL.search(line.text)


def is_label_line(line: Line) -> bool:
    """Whether a line is a label that we know, and no value."""
    return bool(_LABEL_ALONE.fullmatch(line.text) and read_credits(line.text).spans)


def is_row_of_labels(line: Line) -> bool:
    """Whether a line is of a table or list of labels above a title."""
    if line.tag not in _ROWS_OF_LABELS:
        return False
    return (
        is_label_line(line)
        or _is_labelled(line)
        or (line.tag in _LABEL_CELLS and is_label(line.text))
    )


def _is_labelled(line: Line) -> bool:
    """Whether a line is a label that we know with its value: 发布日期：2022-07-22."""
    match = _LABEL_ALONE.match(line.text)
    return match is not None and any(span.start == 0 for span in read_credits(line.text).spans)


def is_teaser(first: str, second: str) -> bool:
    """Whether a line is the beginning of the paragraph below it, cut off as a summary."""
    beginning = first.rstrip(" .…。")
    return (
        len(beginning) >= _SHORTEST_TEASER
        and second.startswith(beginning)
        and len(second) > len(first)
    )


def is_row(label: Line, value: Line) -> bool:
    """Whether two lines are a row of the table below a text: 来源 | 青棠日报."""
    cells = label.tag in _LABEL_CELLS and value.tag in _LABEL_CELLS
    return cells and is_label(label.text) and len(value.text) <= PROSE


def is_boilerplate(line: Line) -> bool:
    """Whether a line is a button, a notice or links of the site; a table of prices is none."""
    text = line.text
    if line.tag in _CELLS and text[:1].isdigit():
        return False  # a table of prices
    return (
        boilerplate.is_button(text)
        or boilerplate.is_notice(text)
        or boilerplate.is_counter(text)
        or (boilerplate.is_navigation(text, line.linked) and not _may_be_linked_paragraph(text))
    )


def _may_be_linked_paragraph(text: str) -> bool:
    """Whether a line that is a link is as long as no headline, or a sentence with its full stop."""
    return len(text) >= 2 * PROSE or (len(text) >= PROSE and text.rstrip("”")[-1:] == "。")


def names_editor(line: Line) -> bool:
    """Whether a line is credits with an editor among them: 责任编辑：凌晓雨."""
    return is_credit_line(line) and any(
        credit.role == "editor" for credit in read_credits(line.text).credits
    )
