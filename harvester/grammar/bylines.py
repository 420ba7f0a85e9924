"""Credits that stand without a label of their own: datelines, signatures, bylines.

本报讯（记者 付鼎臣）, …（谭利波 摄）, 付鼎臣/湘潭日报, □ 付鼎臣. What is labelled among them,
`harvester.grammar.credits` reads.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from archive.knowledge.people import is_word_like_name
from archive.knowledge.places import is_place, may_be_place
from archive.knowledge.titles import ends_in_title, writing_titles
from harvester.grammar.credits import Credits, credits_of, read_credits
from harvester.grammar.names import (
    is_body,
    is_likely_person,
    is_lone_writer,
    is_surely_person,
    read_names,
)
from harvester.grammar.reporting import TRIM, reporting_names, reports
from harvester.grammar.script import simplified
from harvester.grammar.spans import Span

_LATIN_NAME = r"[A-Z][\w.'’-]{0,24}(?: [A-Z][\w.'’-]{0,24}){1,3}"
#: By John Smith and Li Hong | …, By 林佑安
_BY = re.compile(
    rf"(?:^By|[|·\d]\s?[Bb]y) "
    rf"({_LATIN_NAME}(?:(?:, | and ){_LATIN_NAME}){{0,5}}|[\u3400-\u9fff]{{2,4}})\s?(?=$|[|·])"
)
_BULLETS = frozenset("□■◇◆●○◎▲△▼★☆♦")
_BYLINE = 16
_BRACKET = re.compile(r"[（(【\[〔［]([^（(）)【】〔〕［］\[\]]{2,80})[）)】〕］\]]")
_OPEN_BRACKET = re.compile(r"[（(【\[〔［]([^（(）)【】〔〕［］\[\]]{2,80})(?:[）)】〕］\]]|$)")
#: …。 本报记者 付鼎臣
_UNBRACKETED = re.compile(
    r"[。！？”]\s{0,3}"
    r"((?:[^\s，。：:]{0,10}(?:记者|通讯员|评论员)\s{0,2}[\u3400-\u9fff·、 ]{2,12}?){1,2})"
    r"(?:\s?(?:文[/／、]?图|摄影报道|图文报道))?$"
)
_END_MARK = re.compile(r"[（(\[【]?(?:完|end)[）)\]】]\s{0,3}$", re.I)
_CLOSING = frozenset("）)]】")  # brackets, of which an end mark has one
_DAY_NUMBER = re.compile(r"^\s?\d{6,8}$")  # （編輯：李紅）1130722
_DATELINE = re.compile(r"(?:电|電|讯|訊|报道|消息|日|题|發|发|题：|报)[】）)\]〕］]?[\s：:]{0,3}$")
_REPORTED = re.compile(
    r"^(?:[【（(\[〔［][^】）)\]〕］]{1,12}[】）)\]〕］]\s?)?(?:[^\s，。：:]{2,12}(?:讯|电|消息)\s{1,2})?(?P<prefix>[^\s，。：:（(【\[〔［]{0,12}?)(?P<word>记者|記者|"
    r"通讯员)\s?(?P<names>[\u3400-\u9fff·、\s]{2,20}?)\s?"
    r"(?P<end>发自|報導|報道|报导|报道|[/／╱][\u3400-\u9fff、]{2,8}?(?:报道|報導|報道)|"
    r"\d{1,2}月\d{1,2}日|[:：]|电\s|讯\s)"
)
_SLASHED = re.compile(
    r"^([\u3400-\u9fff·、\s]{2,20})[/／╱∕｜|丨]\s?([\u3400-\u9fff]{2,12}(?:[\s、][\u3400-\u9fff]{2,6}){0,3})$"
)
#: ／特稿, ／專訪: what a writer's text is, behind the name
_KIND_OF_TEXT = re.compile(
    r".{0,6}(?:特稿|专稿|專稿|特写|特寫|专访|專訪|专栏|專欄|专题|專題|评论|評論|观察|觀察|分析|手记|手記|整理|综述|綜述|编译|編譯)"
)
#: 青棠日报 邱晨 发自柳湾
_SENT_FROM = re.compile(
    r"^(?:(?P<body>\S{2,14})\s)?(?P<names>[\u3400-\u9fff·、\s]{2,20}?)\s?(?:发自|發自)\s?\S{2,14}$"
)
#: 社會中心／王小明報導, 潮聲新聞／王小明、陳怡君 新北市報導, 國際中心／周品妤編譯
_DESK_FIRST = re.compile(
    r"^(?P<body>[\u3400-\u9fff]{2,8})[/／╱∕]\s?(?P<names>[\u3400-\u9fff·、]{2,16}"
    r"(?:\s[\u3400-\u9fff]{2,6})?\s?(?:報導|報道|报道|报导|編譯|编译))(?=$|\s)"
)
#: 王小明 报道, 王小明（吉隆坡报道）, 王小明報道
_REPORTS_APART = re.compile(
    r"^(?P<names>[\u3400-\u9fff·、\s]{2,16}?)"
    r"(?:(?:\s|[（(])[\u3400-\u9fff]{0,6}|(?<=^[\u3400-\u9fff]{3}))(?:報導|報道|报道|报导)[）)]?$"
)
_SHORT_LINE = 40
#: 文 王小明, 採訪 王小明
_ROLE_FIRST = re.compile(
    r"^(?:文|撰文|文字|采写|採寫|采访|採訪|报道|報道|報導)\s{1,3}(?P<names>[\u3400-\u9fff·、\s]{2,16})$"
)
#: 王小明（青棠大學教授）
_WITH_OFFICE = re.compile(
    r"^(?P<names>[\u3400-\u9fff·]{2,4})\s?[（(](?P<body>[\u3400-\u9fff]{2,20})$"
)
#: 作者王小明為青棠大學教授, 本文作者王小明，為自由撰稿人
_IS_WRITER = re.compile(
    r"^(?:本文|文章)?作者\s?[:：]?\s?(?P<names>[\u3400-\u9fff·]{2,4}?)\s?[,，]?\s?[系係為为是現现]"
    r"(?:[係系為为是任]\s?)?(?P<body>[\u3400-\u9fff]{2,24})$"
)
#: 王小明 wangxm@example.com
_WITH_MAIL = re.compile(
    r"^(?P<names>[\u3400-\u9fff·]{2,4})(?:\s报道)?[\s（(]{1,3}[\w.+-]{2,40}@[\w-]{1,40}\.[\w.]{2,20}[）)]?$"
)
#: 潮聲新聞網 林佑安
_AFTER_BODY = re.compile(r"^(?P<body>[\u3400-\u9fff]{3,12})\s(?P<names>[\u3400-\u9fff]{3,4})$")
#: 林佑安／台北報導 and, behind a blank, the text
_SLASHED_BEFORE_TEXT = re.compile(
    r"^(?P<names>[\u3400-\u9fff·、]{2,16})[/／╱∕]\s?[\u3400-\u9fff]{2,6}(?:報導|報道|报道|报导)(?=\s)"
)
#: 社會中心, 特派員: who sent a writer, or what the writer is, glued to the name
_DESK = re.compile(r"^[\u3400-\u9fff]{0,6}?(?:中心|特派[員员]|[編编][譯译])(?=[\u3400-\u9fff]{2})")
_BETWEEN_NAMES = re.compile(r"[\s、]+")
_NO_NAMES_LINE = re.compile("[:：，。！？]|[0-9]{2}")
#: …（付鼎臣 文/图）
#: 付鼎臣 文/图, 付鼎臣／文
_SIGNED = re.compile(
    r"^(?P<names>[\u3400-\u9fff·、\s]{2,16}?)\s{0,2}"
    r"(?:文字?[/／、]?[图圖]|[图圖][/／、]?文|[/／╱｜]\s?(?:撰?文|文字))$"
)
_TEXT_AND_PICTURES = re.compile(
    r"(?:\s|(?<=[\u3400-\u9fff]{2})(?=文字?[/／、]))文字?[/／、]?(?:图|圖|摄影|摄)$"
    r"|\s(?:图[/／、]?文|文并摄|摄影报道|文)$"
)
#: …（付鼎臣 摄）
_PICTURES = re.compile(r"(?:[\s/／](?:摄|摄影|攝|攝影|供图|供圖|图|圖)|\s?(?:摄|攝))$")
_PICTURED = re.compile(r"(?:摄影|攝影|图文|文图)\s?$")  # 通讯员李红摄影报道
_OF_TEXT = re.compile(r"[\s/／、]文|文[/／、]")


def read_dateline(paragraph: str) -> Credits:
    """The credits within a body's first paragraph: 本报讯（记者 X 通讯员 Y）, （X 上海报道）.

    >>> [c.name for c in read_dateline("红网7月22日讯（记者 付鼎臣 通讯员 谭利波）近日").credits]
    ['付鼎臣', '谭利波']
    """
    if match := _REPORTED.match(paragraph[:60]):
        if re.search("记者|通讯员|評論員|评论员", match["names"]):  # 记者张明、通讯员李红报道
            names = _PICTURED.sub("", match["names"])
            labelled = f"{match['prefix']}{match['word']} {names}"
            return replace(read_credits(labelled, enclosed=True), rest=paragraph)
        names = reporting_names(_without_place(match["names"]) + match["end"])
        span = Span("reporter", match["word"], names, 0, match.end(), match["prefix"] or None)
        return Credits(credits=tuple(credits_of(span, 0)), spans=(span,), rest=paragraph)
    if len(paragraph) <= _SHORT_LINE and (byline := read_byline(paragraph)).credits:
        return byline
    for form in (_SLASHED_BEFORE_TEXT, _DESK_FIRST):
        if match := form.match(paragraph[:60]):
            names = _without_desk(reporting_names(match["names"]))
            if (read := _writers(names, match[0], None)).credits:
                return replace(read, rest=paragraph)
    for match in _BRACKET.finditer(paragraph[:160]):
        before = paragraph[: match.start()]
        after_dateline = match.start() == 0 or _DATELINE.search(before)
        read = _bracketed(match, bool(after_dateline and match.start() < 60))
        if read.credits:
            return read
    return Credits(rest=paragraph)


def _without_place(names: str) -> str:
    """Names without the place from which they report: 付鼎臣 长沙报道."""
    named, _, last = names.rstrip().rpartition(" ")
    return named if named and may_be_place(last) else names


def read_signature(paragraph: str) -> Credits:
    """The credits that end a body's last paragraph: …（评论员 罗博 萧海川）.

    >>> [c.name for c in read_signature("明天会更好。（评论员 罗博 萧海川）").credits]
    ['罗博', '萧海川']
    """
    tail = paragraph[-100:]
    if tail.rstrip()[-1:] in _CLOSING:
        tail = _END_MARK.sub("", tail)
    for match in _OPEN_BRACKET.finditer(tail):
        if not _DAY_NUMBER.sub("", tail[match.end() :]).strip(TRIM):
            read = _bracketed(match, ended=True)
            if read.credits or read.source:
                return read
    if "员" not in tail and "记者" not in tail:
        return Credits(rest=paragraph)
    if unbracketed := _UNBRACKETED.search(tail):
        return read_credits(unbracketed[1])
    return Credits(rest=paragraph)


def _bracketed(match: re.Match[str], ended: bool) -> Credits:
    """What a bracket says; without a label, names only count at the place for them (`ended`)."""
    inner = match[1]
    read = read_credits(inner, enclosed=ended)
    if read.credits or read.source:
        return _with_names_before(read, inner) if ended else read
    placed = _without_desk(reporting_names(_DESK.sub("", inner))) if reports(inner) else inner
    if (slashed := _SLASHED.match(inner)) and _KIND_OF_TEXT.fullmatch(slashed[2]):
        placed = slashed[1]  # 【王小明／專欄】
    role, bare = _unlabelled_role(placed)
    names = [name.name for name in read_names(bare)]
    marked = bare != placed or placed != inner
    after_words = ended and match.start() > 0  # 本网讯（付鼎臣）
    known = _is_writer if len(names) > 1 or marked or after_words else is_surely_person
    is_alone = len(names) == 1 and len(inner) > 2 and is_lone_writer(inner)  # [陳大文]
    may_hold_names = match[0][0] in "（(" or placed != inner or is_alone
    if ended and may_hold_names and names and all(map(known, names)):
        span = Span(role, "", bare, match.start(), match.end())
        return Credits(credits=tuple(credits_of(span, 0)), spans=(span,))
    return Credits()


def _unlabelled_role(inner: str) -> tuple[str, str]:
    """What names without a label did, and the names: 付鼎臣 摄 took pictures."""
    pictures = _PICTURES.search(inner)
    if pictures and not _OF_TEXT.search(inner) and not _TEXT_AND_PICTURES.search(inner):
        return "photographer", inner[: pictures.start()]
    return "author", _TEXT_AND_PICTURES.sub("", inner)


def _with_names_before(read: Credits, inner: str) -> Credits:
    """Credits with the names that stand before the first label: 付鼎臣 青棠日报记者 谭利波."""
    before = inner[: read.spans[0].start] if read.spans else ""
    names = [name.name for name in read_names(before)] if before.endswith(" ") else []
    if not names or not all(map(is_likely_person, names)):
        return read
    span = Span("author", "", before.strip(), 0, len(before))
    first = credits_of(span, 0)
    rest = [replace(each, position=each.position + len(first)) for each in read.credits]
    return replace(read, credits=(*first, *rest), spans=(span, *read.spans))


def read_byline(line: str, *, is_whole: bool = True) -> Credits:
    """The credits of a line without a label: 付鼎臣/湘潭日报, or ■ 付鼎臣 谭利波.

    `is_whole` is false where a time was cut from the line: then a medium before a name (青棠日报
    付鼎臣) may as well be the source beside an editor, which other rules tell.

    >>> [(c.name, c.affiliation) for c in read_byline("付鼎臣/湘潭日报").credits]
    [('付鼎臣', '湘潭日报')]
    """
    bare = line.strip(TRIM)
    if "y " in line and (match := _BY.search(line)):
        span = Span("author", "By", match[1].replace(" and ", ", "), *match.span())
        return Credits(credits=tuple(credits_of(span, 0)), spans=(span,))
    if signed := _SIGNED.match(bare):
        return _writers(signed["names"], line, None)
    may_name_writers = len(bare) <= _SHORT_LINE and not read_credits(bare).spans
    if may_name_writers and (named := _named_writers(bare, is_whole)) is not None:
        return _writers(named[0], line, named[1])
    if len(bare) <= _BYLINE and line.strip()[:1] in _BULLETS:
        role, bare = _unlabelled_role(bare.strip("".join(_BULLETS)))
        names = [name.name for name in read_names(bare)]
        labelled = read_credits(line).spans  # ★编辑/陈国栋
        if names and not labelled and all(map(_is_marked_writer, names)):
            span = Span(role, "", bare, 0, len(line))
            return Credits(credits=tuple(credits_of(span, 0)), spans=(span,))
    return Credits(rest=line)


def _is_marked_writer(name: str) -> bool:
    """Whether a name behind a bullet is a writer's: ◎時筱桐, where ◎文化 is a column."""
    return is_surely_person(name) or (
        len(name) == 3 and _is_writer(name) and not is_word_like_name(name)
    )


def _named_writers(bare: str, is_whole: bool) -> tuple[str, str | None] | None:
    """The names of writers in a short line, and the medium or title beside them."""
    if is_whole and (match := _AFTER_BODY.match(bare)) and is_body(match["body"]):
        return (match["names"], match["body"]) if is_lone_writer(match["names"]) else None
    if (match := _SLASHED.match(bare)) and not is_body(match[1]):
        if reports(bare) or _KIND_OF_TEXT.fullmatch(match[2]):
            return _without_desk(match[1]), None
        if is_body(match[2]) or ends_in_title(match[2]):
            return match[1], match[2]
    for form in (_WITH_OFFICE, _IS_WRITER):
        if (match := form.match(bare)) and ends_in_title(match["body"]):
            return match["names"], match["body"]
    for form in (
        _DESK_FIRST,
        _SENT_FROM,
        _REPORTS_APART,
        _ROLE_FIRST,
        _WITH_MAIL,
        *_beside_title(),
    ):
        if named := form.match(bare):
            return reporting_names(named["names"]), named.groupdict().get("body")
    return None


def _without_desk(names: str) -> str:
    """Names without who sent their bearers: 社會中心林佑安, 潮聲新聞林佑安."""
    names = _DESK.sub("", names)
    ends = (name for size in (3, 2, 4) if _is_writer(name := names[-size:]))
    return next((name for name in ends if is_body(names.removesuffix(name))), names)


def _writers(printed: str, line: str, affiliation: str | None) -> Credits:
    """Names without a label as writers; none where one of them is no likely name."""
    names = [name.name for name in read_names(printed)]
    if not names or not all(map(_is_writer, names)):
        return Credits(rest=line)
    span = Span("author", "", printed, 0, len(line), affiliation)
    return Credits(credits=tuple(credits_of(span, 0)), spans=(span,))


def _is_writer(name: str) -> bool:
    """Whether a name without a label may be a writer's: 柏林, 黃山 in （柏林15日电） are places."""
    return is_likely_person(name) and not is_place(simplified(name))


@cache
def _beside_title() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """邱晨 青禾日报评论委员, 青禾研究院研究员 邱晨: names beside the title of a writer."""
    names = r"(?P<names>[\u3400-\u9fff·]{2,4}(?:[、\s][\u3400-\u9fff·]{2,4}){0,2})"
    titles = "|".join(sorted(writing_titles(), key=len, reverse=True))
    title = rf"(?P<body>[\u3400-\u9fff]{{0,16}}(?:{titles}))"
    return re.compile(rf"{names}[\s,，|｜/／]{title}$"), re.compile(rf"{title}\s?{names}$")


def read_lone_name(line: str, *, in_author: bool = False) -> Credits:
    """The credits of names that stand without a label, where columns and places may stand too.

    Only names of three characters are sure enough, and of four behind a surname of two: 文明 and
    黄山 begin with surnames as well. With `in_author`, which says that the class or id of their
    element says author, two characters are.

    >>> [c.name for c in read_lone_name("谭利波").credits], read_lone_name("黄金周").credits
    (['谭利波'], ())
    """
    names = line.split()
    sure = (
        _is_writer(name) if in_author else is_lone_writer(name) and len(name) > 2 for name in names
    )
    if not names or not all(sure):
        return Credits(rest=line)
    span = Span("author", "", line, 0, len(line))
    return Credits(credits=tuple(credits_of(span, 0)), spans=(span,))


def read_names_line(line: str) -> Credits:
    """The credits of a line that is two names or more, and nothing else: 付鼎臣 谭利波."""
    parts = _BETWEEN_NAMES.split(line.strip(TRIM))
    if len(parts) < 2 or _NO_NAMES_LINE.search(line):
        return Credits(rest=line)
    names = [name.name for name in read_names(line)]
    short = all(is_likely_person(name) and len(name) <= 3 for name in names)
    if len(names) > 1 and len(parts) >= len(names) and short and any(map(is_surely_person, names)):
        span = Span("author", "", line.strip(), 0, len(line))
        return Credits(credits=tuple(credits_of(span, 0)), spans=(span,))
    return Credits(rest=line)
