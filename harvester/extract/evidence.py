"""Lines around and in a body → evidence of time, source, credits and original title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from archive.model.article import Evidence
from harvester.document.lines import Element, Line, Lines, ancestors, squeeze, text_of
from harvester.document.named_elements import AUTHOR_CALLED, SOURCE_CALLED, texts_of_named
from harvester.extract.headline import plain
from harvester.extract.regions import Regions, is_time_line
from harvester.grammar import boilerplate
from harvester.grammar.bylines import (
    read_byline,
    read_dateline,
    read_lone_name,
    read_names_line,
    read_signature,
)
from harvester.grammar.credits import read_credits
from harvester.grammar.labels import NOISE, ORIGINAL_TITLE, PUBLISHED, SOURCE, is_label
from harvester.grammar.names import is_body, is_surely_person
from harvester.model.places import is_place

_ACCOUNT = re.compile(r"(?:官方(?:账号|帐号|微博|号))+$|[（(]$")
_NO_MEDIUM = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?$|By\b|Posted|[A-Z][a-z]+day,?$|"
    r"正文|首页|发布|来自|发表|IP|查看|回复|责任|编辑|优质|认证|原创|转载|昨|今|前|星期|[周週][一二三四五六日]|[上下]午|字[号体]|分享|评论|浏览|阅读|点击|打印|时间|"
    r".{0,8}时间$|(?!\d\d世纪)[^\u3400-\u9fffA-Za-z《]|企鹅号|大鱼号|头条号|百家号|大风号|AM|PM|小时|分钟|日期|更新|关注|收藏|专栏|HKT|CST|GMT|UTC"
)
ALL = frozenset({"published", "source", "credits"})
_TAGS = frozenset(
    ("原创", "转载", "独家", "组图", "图集", "视频", "置顶", "热", "荐", "推荐", "专题", "新")
)
#: Where a name without a label stands that may be the writer's.
BESIDE = "beside the time"
CALLED = "element called author"
_NEIGHBOURS = 3
_HEADLINE = 60
_KICKER = re.compile(
    r"(?:^|[\s_-])(?:pre|kicker|eyebrow|shoulder|yin_?ti|yt|jian_?ti|pre_?title|intro_?title|"
    r"article_kicker|shouldertitle)(?:$|[\s_-])",
    re.I,
)
_SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:sub|sub_?title|sub_?head(?:line)?|fu_?(?:bt|ti|biaoti)|fbt|ft|deck|standfirst|"
    r"sec_?title|second_?title)(?:$|[\s_-])",
    re.I,
)
_DASHED = re.compile(r"(?:——|--|—)\s?[^-—。：:]{3,40}")
_TEXT = frozenset(("p", "div", "td", "section"))
_LABEL_LINE = 200
_LABEL_CELLS = frozenset(("dt", "th", "td"))
_SIGNATURE_LINE = 60
_ACCOUNT_NAME = 12
_MEDIUM_NAME = 20
_VALUE = 60
_NO_NAME = re.compile("[:：，。！？、；]|[>›»]")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_WAY = re.compile("[>›»→]")
_BETWEEN_WORDS = re.compile(r"[\s|·｜,，/／]+")
_BESIDE = 2  # so many lines from the time
#: What means a time only on the day it was seen: 昨天 08:51, 3小时前, 10-08 12:00
_SEEN = re.compile(
    r"[^\d，。]{0,14}(?:(?:昨|前|今)天|刚刚|\d{1,3}\s?(?:分钟|小时|天)前|"
    r"(?<![\d-])\d{1,2}[-月]\d{1,2}日?\s?\d{2}:\d{2})(?![^\s|\d])"
)
_MAY_BE_SEEN = re.compile(r"[天刚\d]")  # what no such form is without
#: （2022年07月22日 04 版）
_PAGE_OF_PAPER = re.compile(
    r"[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s{0,3}第?\s?\w?\d{1,3}\s?版[）)]?"
)
_COLUMN = re.compile("(?:频道|中心|栏目|新闻)$")
_RECENT = re.compile(r"昨天|前天|今天|刚刚|\d{1,2}\s?(?:分钟|小时|天|日|月)前?")
_ENDS_IN_LABEL = re.compile(r"[\u3400-\u9fff]\s?[:：]$")
_YEAR = re.compile(r"(?:19|20)\d\d[年/.-]?(?: [\d/.: 月日-]{3,14}){0,2}")
_REST_OF_DATE = re.compile(r"[\d/.: 月日-]{3,11}")
_DATE_AND_TIME = re.compile(
    r"(?:19|20)\d\d\s{0,2}[-年/.·]?\s{0,2}\d{1,2}\s{0,2}[-月/.·]\s{0,2}\d{1,2}日?\s{0,3}"
    r"(?:\d{1,2}\s?[:：时]\s?\d{1,2}(?:\s?[:：分]\s?\d{1,2}秒?)?)?|https?://[\w./-]{1,80}|\d++(?!世纪)|"
    r"[一二][〇○零九][〇○零一二三四五六七八九]{2}\s?年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)


#: By Chen Guodong | Qingtang Daily | Updated: 2022-07-22 08:51
_ENGLISH_MEDIUM = re.compile(
    r"(?:^|\|)\s?((?!By )[A-Z][\w.&'-]{1,20}(?: [A-Z&][\w.&'-]{0,20}){0,3}|"
    r"[a-z0-9-]{2,20}(?:\.[a-z]{2,4}){1,2})\s?\|\s?(?:Updated|Published|Posted)\b"
)


def title_evidence(lines: Lines, regions: Regions, where: str) -> list[Evidence]:
    """The title as displayed."""
    if regions.title is None:
        return []
    printed = " ".join(_untagged(line) for line in lines.items[slice(*regions.title)])
    tag = lines.items[regions.title[0]].tag
    return [Evidence(field="title", printed=printed, where=f"{where} {tag}", method="generic")]


def text_evidence(lines: Lines, regions: Regions, selector: str | None) -> Evidence:
    """Where the text stands: the selector of a layout, else the element that holds it.

    What is printed there is not repeated: the article keeps a digest of it.
    """
    if selector is not None:
        return Evidence(field="body", printed="", where=selector, method="layout")
    where = "no text"
    if regions.body:
        last = regions.body[-1] + 1
        around = ancestors(lines.items[regions.body[0]].element)
        holder = next((x for x in around if lines.span(x)[1] >= last), None)
        where = _named(holder) if holder is not None else "page"
    return Evidence(field="body", printed="", where=where, method="generic")


def _named(element: Element) -> str:
    """An element as a selector names it: div#zoom.TRS_Editor."""
    classes = "".join(f".{name}" for name in (element.get("class") or "").split())
    ident = f"#{element.get('id')}" if element.get("id") else ""
    return f"{element.tag!s}{ident}{classes}"[:100]


def title_neighbours(lines: Lines, regions: Regions) -> list[Evidence]:
    """The lines above and below a title that the markup calls kicker (引题) and subtitle (副题)."""
    if regions.title is None:
        return []
    first, end = regions.title
    found = []
    for name, numbers, called in (
        ("kicker", range(max(0, first - _NEIGHBOURS), first), _KICKER),
        ("subtitle", range(end, min(len(lines.items), end + _NEIGHBOURS)), _SUBTITLE),
    ):
        for number in numbers:
            line = lines.items[number]
            if _may_be_headline(line) and called.search(_called(line)):
                found.append(_neighbour(name, line.text, f"{name} by its class"))
            elif name == "subtitle" and _DASHED.fullmatch(line.text):
                found.append(_neighbour(name, line.text, "dashes below the title"))
    return found


def _may_be_headline(line: Line) -> bool:
    return (
        1 < len(line.text) <= _HEADLINE
        and not is_time_line(line.text)
        and not re.search("[:：。]", line.text)
        and not boilerplate.is_navigation(line.text, line.linked)
    )


def _called(line: Line) -> str:
    return f"{line.element.get('class') or ''} {line.element.get('id') or ''}"


def _neighbour(name: str, printed: str, where: str) -> Evidence:
    return Evidence(field=name, printed=printed, where=where, method="generic")


def _untagged(line: Line) -> str:
    """A line of a title without the tag that stands in an element of its own before or after it."""
    pieces = [piece for piece in line.pieces if piece.strip()]
    if len(pieces) > 1 and pieces[-1].strip() in _TAGS:
        pieces.pop()
    if len(pieces) > 1 and pieces[0].strip() in _TAGS:
        del pieces[0]
    return squeeze("".join(pieces))


def line_evidence(
    lines: Lines, numbers: Sequence[int], *, header: bool, missing: frozenset[str] = ALL
) -> list[Evidence]:
    """What the lines of a header or a trailer say, for the fields that are `missing`."""
    found: list[Evidence] = []
    for at, text in _joined(lines, numbers):
        found.extend(_of_line(lines.items[at], text, header, missing))
    return [item for item in found if item.field in missing or item.field not in ALL]


def body_evidence(lines: Lines, body: Sequence[int]) -> list[Evidence]:
    """The credits that stand in the first and the last paragraphs of a body."""
    paragraphs = [lines.items[i] for i in body if lines.items[i].text]
    found = [
        _evidence("credits", paragraph[:160], "dateline")
        for paragraph in (line.spaced for line in paragraphs[:2])
        if read_dateline(paragraph).credits
    ]
    for paragraph in (line.spaced for line in paragraphs[-2:]):
        read = read_signature(paragraph)
        if read.credits:
            found.append(_evidence("credits", paragraph[-100:], "signature"))
        elif len(paragraph) <= _SIGNATURE_LINE:
            found += [item for item in _labelled(paragraph) if item.field == "credits"]
        if read.source:
            found.append(_evidence("source", paragraph[-100:], "signature"))
    return found


def medium_evidence(lines: Lines, regions: Regions) -> list[Evidence]:
    """The medium or account that stands without a label in a line of its own beside the time,
    and the writer beside that medium.

    What an element is called (source, media, author-name) tells best, then how a name ends (日报,
    网, 发布); any other short text is an account only where it is the one candidate.
    """
    below = regions.title[1] if regions.title is not None else 0
    header = [n for n in regions.header if n >= below and not _is_title(lines, n, regions)]
    if named := _named_cells(lines, header):
        return [_medium(next(iter(named)), "element called source")]
    beside = _texts_beside_time(lines, header)
    media = [text for text in beside if is_body(text)]
    if not media:
        return _only_account(beside)
    others = " ".join(text for text in beside if text not in media)
    writer = [_evidence("credits", others, BESIDE)] if read_lone_name(others).credits else []
    return [_medium(media[0], "beside the time"), *writer]


def _texts_beside_time(lines: Lines, header: Sequence[int]) -> dict[str, int]:
    """What may be a medium near a line of time, and how many lines from it."""
    texts = {n: lines.items[n].text for n in header}
    times = [n for n, text in texts.items() if is_time_line(text) or _SEEN.match(text)]
    beside: dict[str, int] = {}
    for n, printed in texts.items():
        text = _DATE_AND_TIME.sub("", _RECENT.sub("", printed)).strip(" |·")
        nearest = min((abs(n - time) for time in times), default=_BESIDE + 1)
        if 0 < nearest <= _BESIDE and _may_be_medium(text):
            beside[text] = nearest
    return beside


def _only_account(beside: Mapping[str, int]) -> list[Evidence]:
    """The account that published: the only text near the time, right beside it, if it is short."""
    if len(beside) != 1:
        return []
    ((text, distance),) = beside.items()
    if distance > 1 or len(text) > _ACCOUNT_NAME or is_surely_person(text) or is_place(text):
        return []
    return [_medium(text, "account")]


def author_evidence(lines: Lines, regions: Regions) -> list[Evidence]:
    """The names without a label in elements of the header that are called author."""
    texts = dict.fromkeys(texts_of_named(lines, regions.header, AUTHOR_CALLED))
    named = (text for text in texts if read_lone_name(text, called=True).credits)
    return [_evidence("credits", text, CALLED) for text in named]


def _is_title(lines: Lines, number: int, regions: Regions) -> bool:
    title = "".join(line.text for line in lines.items[slice(*(regions.title or (0, 0)))])
    return plain(lines.items[number].text) == plain(title)


def _named_cells(lines: Lines, header: Sequence[int]) -> dict[str, None]:
    """Short texts of elements in a header that are called source or account."""
    texts = texts_of_named(lines, header, SOURCE_CALLED)
    return {text: None for text in texts if _may_be_medium(text) and not is_time_line(text)}


def _medium(printed: str, where: str) -> Evidence:
    return Evidence(field="source", printed=printed, where=where, method="generic")


def _may_be_medium(text: str) -> bool:
    return (
        1 < len(text) <= _MEDIUM_NAME
        and not _NO_NAME.search(text)
        and bool(_TWO_LETTERS.search(text))
        and not _no_account(text)
        and not boilerplate.is_related_heading(text)
    )


def account_evidence(lines: Lines, regions: Regions) -> list[Evidence]:
    """The account that published, where a page of accounts links it between title and text."""
    named: dict[str, None] = {}
    for number in regions.header:
        line = lines.items[number]
        text = _DATE_AND_TIME.sub("", _RECENT.sub("", line.text)).strip(" |·")
        below = regions.title is not None and number >= regions.title[1]
        linked = line.linked >= len(text.replace(" ", ""))
        if below and linked and 1 < len(text) <= _ACCOUNT_NAME and not _no_account(line.text):
            named[text] = None
    return [_medium(next(iter(named)), "account")] if len(named) == 1 else []


def _no_account(text: str) -> bool:
    return (
        boilerplate.is_button(text) or boilerplate.is_notice(text) or bool(_NO_MEDIUM.match(text))
    )


def _joined(lines: Lines, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Lines; a label that ends one is joined with its value on the next."""
    held: tuple[int, str] | None = None
    last = -1
    for number in numbers:
        text = lines.items[number].spaced
        if held is not None and number != last + 1:
            yield held
            held = None
        last = number
        if held is not None and _YEAR.fullmatch(held[1]):
            if _REST_OF_DATE.fullmatch(text):  # 2019 | 09/07 | 19:02
                held = (held[0], f"{held[1]} {text}")
                continue
            yield held
            held = None
        if not text:
            continue
        if held is not None:
            if _is_value(lines.items[held[0]], lines.items[number]):
                colon = "" if _ends_in_label(held[1]) else "："
                text = f"{held[1]}{colon} {text}"
            else:
                yield held
            held = None
        if _YEAR.fullmatch(text) or _announces(lines.items[number], text):
            held = (number, text)
        else:
            yield number, text
    if held is not None:
        yield held


def _announces(line: Line, text: str) -> bool:
    """Whether a line is a label whose value comes next: 来源：, or 来源 in a cell of its own."""
    if line.tag in _LABEL_CELLS and is_label(text):
        return True
    return len(text) <= _LABEL_LINE and _ends_in_label(text)


def _ends_in_label(text: str) -> bool:
    return text.endswith((":", "：")) and bool(_ENDS_IN_LABEL.search(text))


def _is_value(label: Line, value: Line) -> bool:
    """Whether a line is what the label that ends the line before it announces."""
    beside = value.element.getparent() is label.element.getparent() or any(
        value.element is above for above in ancestors(label.element, 3)
    )
    text = value.text
    return (
        (beside or label.element in set(ancestors(value.element, 3)))
        and len(text) <= _VALUE
        and not re.match(r"[^\s]{0,8}[:：]", text)
        and not re.search("[，。！？；]", text)
        and (text[0].isdigit() or not boilerplate.is_button(text))
        and not boilerplate.is_notice(text)
        and not boilerplate.is_related_heading(text)
        and not read_byline(text).credits
    )


def _of_line(line: Line, text: str, header: bool, missing: frozenset[str]) -> list[Evidence]:
    """What one line says: its time, its labels, then names and media without a label.

    `text` is the line with a space between its elements, and perhaps the label before it.
    """
    if len(text) > _LABEL_LINE:
        return []
    labelled = list(_labelled(text))
    if not missing & ALL:  # what no label announces is not asked for
        return labelled
    timed = _prints_time(line, text)
    if not labelled and _is_noise(line, text, timed):
        return []
    fields = {item.field for item in labelled}
    found = list(labelled)
    # a date without a label below a text may be that of a comment, or of another article
    if timed and PUBLISHED not in fields and (header or fields & {SOURCE, "credits"}):
        in_spaced_text_only = is_time_line(text) and not is_time_line(line.text)
        printed = text if in_spaced_text_only else line.text
        found.insert(0, _evidence("published", printed, "header"))
    if "credits" in missing and (where := _names_alone(line, text, header, bool(labelled))):
        found.append(_evidence("credits", text, where))
    if timed and header:
        found += _unlabelled(text, _unlinked(line, text), missing - fields)
    return found


def _prints_time(line: Line, text: str) -> bool:
    """Whether a line prints a date, or a time that means one on the day it was seen."""
    return (
        is_time_line(line.text)
        or (text != line.text and is_time_line(text))
        or bool(_MAY_BE_SEEN.search(text) and _SEEN.match(text))
    )


def _is_noise(line: Line, text: str, timed: bool) -> bool:
    """Whether a line without labels is links of the site, or a notice."""
    may_be_links = not timed and ":" not in text and "：" not in text
    if may_be_links and boilerplate.is_navigation(text, line.linked):
        return True
    return boilerplate.is_notice(line.text)


def _names_alone(line: Line, text: str, header: bool, labelled: bool) -> str | None:
    """As what a line names people without a label; None where it does not."""
    if read_byline(text).credits:
        return "byline"
    if labelled:
        return None
    if header and line.tag in _TEXT and read_names_line(text).credits:
        return "names"
    if not header and text[0] in "（(" and read_signature(text).credits:
        return "signature"
    return None


def _unlabelled(text: str, unlinked: str, fields: frozenset[str]) -> Iterator[Evidence]:
    """The media and names on a line of time that no label announces, for these fields."""
    if SOURCE in fields:
        words = _unlabelled_words(text, PUBLISHED)
        medium = _medium_among(words, text)
        if medium is None and unlinked != text:
            medium = unlabelled_medium(unlinked)
        if medium:
            yield _medium(medium, "header")
            yield from (_medium(word, "header") for word in _further_media(words, medium))
    if "credits" in fields:
        beside = " ".join(_beside_time(unlinked))
        if read_lone_name(beside).credits:
            yield _evidence("credits", beside, BESIDE)


def _unlinked(line: Line, text: str) -> str:
    """A line without its links, which beside a time are those of a channel."""
    for link in line.element.iter("a"):
        if printed := squeeze(text_of(link)):
            text = text.replace(printed, " ")
    return text


def _labelled(text: str) -> Iterator[Evidence]:
    """The labels of a line, each with its value."""
    for span in read_credits(text).spans:
        printed = text[span.start : span.end].strip()
        if span.role == PUBLISHED and not (is_time_line(printed) or _SEEN.search(printed)):
            continue
        if span.role != NOISE:
            field = span.role if span.role in (SOURCE, ORIGINAL_TITLE, PUBLISHED) else "credits"
            yield _evidence(field, printed, f"label {span.label}")


def unlabelled_medium(text: str) -> str | None:
    """The medium that a line of time names without a label.

    >>> unlabelled_medium("2022-02-13 09:57 光明网 作者：付一鸣")
    '光明网'
    """
    return _medium_among(_unlabelled_words(text, PUBLISHED), text)


def _medium_among(words: Sequence[str], text: str) -> str | None:
    """The medium among the words of a line that no label announces."""
    if found := _ENGLISH_MEDIUM.search(text):
        return found[1]
    medium = next((word for word in words if is_body(word) or word.startswith("《")), None)
    if medium or len(words) != 1:
        return medium
    if is_surely_person(words[0]) or is_place(words[0]):
        return None
    # Tuesday, or a half of a name, is no medium; IT之家 and ZAKER are
    return words[0] if not words[0].isascii() or words[0].isupper() else None


def _further_media(words: Sequence[str], first: str) -> list[str]:
    """The media beside the first one on a line of time, which may be the name of the site."""
    return [word for word in words if word != first and is_body(word) and not _COLUMN.search(word)]


def _beside_time(text: str) -> list[str]:
    """The words of a line of time beside its medium, or its only word: 谭利波 after 湘潭日报."""
    words = _unlabelled_words(text, PUBLISHED, SOURCE)
    others = [word for word in words if not is_body(word)]
    if any(_follows_digit(word, text) for word in others):
        return []  # 3.2万阅读
    return others if len(others) < len(words) or len(words) == 1 else []


def _follows_digit(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if text[at - 1 : at].isdecimal():
            return True
        at = text.find(word, at + 1)
    return False


def _unlabelled_words(text: str, *roles: str) -> list[str]:
    """The words of a line before its labels, and those after labels of these roles."""
    if text[:1] + text[-1:] in ("（）", "()", "【】", "[]"):
        text = text[1:-1]
    spans = read_credits(text).spans
    texts = [text[: spans[0].start] if spans else text]
    texts += [span.value for span in spans if span.role in roles]
    # what stands before the last > is the way here: 首页 > 要闻 > 2022-07-22
    way = _WAY.split(" ".join(texts))[-1]
    rest = _DATE_AND_TIME.sub(" ", _PAGE_OF_PAPER.sub(" ", way))
    words = [_ACCOUNT.sub("", word) for word in _BETWEEN_WORDS.split(rest)]
    return [word for word in words if 1 < len(word) <= 20 and not _NO_MEDIUM.match(word)]


def _evidence(name: str, printed: str, where: str) -> Evidence:
    return Evidence(field=name, printed=printed[:1000], where=where, method="label")
