"""Boilerplate that was read as part of a body: excluded when texts are compared.

`首页 新闻 政务 …`, `编辑:凌雨晴-湘潭站`, `点击查看全文`, 相关新闻 with its headlines. The
lines that a station prints under article after article are learnt by counting them; credit lines
and headings of link lists are known from the start. The dateline of a first paragraph
(`红网时刻7月22日讯（记者 …）`) is excluded too: every station prints its own. The stored body keeps
all of it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import islice

from archive.analysis.terms import fold
from archive.knowledge.page_notices import page_notices

#: A line is boilerplate once so many articles of a station have it.
LEARNT_FROM = 4
#: First and last character (exclusive) of a part of a body.
Range = tuple[int, int]

_CLOSING = 2  # lines at the end of a body, in which a site may speak of itself
_HEAD, _TAIL = 6, 24  # lines at the edges of a body, where boilerplate stands
_LONGEST = 60  # characters; a longer line is a paragraph, however often it is printed
_MOST_LINES = 3_000  # of a station; beyond that, lines counted once are deleted
_DATELINE_LENGTH = 120
_SENTENCE_LENGTH = 200  # characters of a disclaimer on either side of its telling words
_REMEMBERED = 10_000  # lines whose hashes are kept: each is asked for several times

#: Letters of a body that can be compared.
LEAST_BODY = 8

_LABEL = re.compile(r"[【（(\[]?(\w{1,8})\s*[:：]")
_CREDIT = re.compile(
    r"[【（(\[\s]*(?:(?:本文|新闻|稿件|文章|信息)?(?:来源|转自|转载自)|原标题|作\s*者|撰\s*文|文字?|图片?|摄影?|"
    r"(?:见习|实习|本报|本网|首席|特约|全媒体)*记\s*者|通讯员|(?:见习|实习|值班|执行|责任|网络|本期)*编\s*辑|责\s*编|"
    r"主\s*编|校\s*对|审\s*[核校读]|[一二三初复终]\s*审|监\s*制|编\s*审|值班主任|投稿邮箱|新闻热线)\s*[/:：丨|]"
)
_LINKS = re.compile(
    r"[【\[\s]*(?:相关|热门|热点|精彩|推荐|延伸|更多|往期|猜你|为你|大家)"
    r"(?:新闻|阅读|推荐|链接|报道|文章|资讯|内容|专题|回顾|喜欢|都在看)\w{0,4}[】\]\s:：]*"
)
_SENTENCE = re.compile(r"[。；;…][”’」』）)\"']*\s*$")
_DATELINE = re.compile(
    r"[\s　]*(?:[^，。：；！？\n（(]{0,24}?\d+日(?:讯|电|消息)|"
    r"[^，。：；！？\n（(]{0,16}?[报网社台刻端线站](?:讯|消息))"
    r"(?:[\s　]*[（(【][^）)】\n]{1,60}[）)】])?"
)


#: A style sheet's rule, a tag, an entity or an address that was read as text:
#: `.tech-quotation{padding:20px}`, `//i0.example.com/20171020.js`.
_MARKUP = re.compile(
    r"\b[A-Za-z][\w.#-]{0,60}\s{0,9}\{[^{}\n]*\}?|</?[A-Za-z][^<>\n]{0,500}>|&#?\w{1,8};|"
    r"//[A-Za-z0-9][A-Za-z0-9./?=&%_~+-]{7,300}"
)
_MARKED = re.compile(r"[<{&;]|//")
#: A line of a script: `var adScript = document.createElement('script');`.
_CODE = re.compile(
    r"^(?:[ -~０-９]*[{};]|[ \t]*(?:var|function|\w{1,40}\.\w{1,40} =|//)[ -~０-９]*)[ \t]*$",
    re.MULTILINE,
)
#: Words of a disclaimer.
_DISCLAIMER = re.compile(
    r"[传傳][递遞]更多信息|不代表本[网網站报報台刊平公]|不意味[着著][赞贊]同|版[权權][归歸]原?作者|"
    r"[转轉][载載][请請]注明|[请請]附上原文|如有侵[权權]|侵[权權][请請][联聯]|文[责責]自[负負]|"
    r"未[经經].{0,6}[授许許][权權可].{0,6}(?:不得|禁止|[严嚴]禁|[请請]勿)"
)
#: Words of a call to action, in a short sentence; in a long one they belong to the report.
_CALL = re.compile(
    r"[点點][击擊](?:下[载載]|查看|[阅閱][读讀])|[扫掃]描.{0,6}二[维維]|下[载載].{0,12}客[户戶]端|"
    r"(?:[关關]注|搜索).{0,20}公[众眾][号號]"
)
_SHORT_SENTENCE = 60
_STOP = re.compile(r"[。！？!?｡\n]|\.(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def countable_lines(body: str) -> list[int]:
    """Hash the lines and labels of a body that may be boilerplate, each once, to be counted."""
    lines: dict[int, None] = {}
    for line in _edges(_lines(body)):
        for key in _keys(line.text):
            lines[key] = None
    return list(lines)


def excluded_ranges(body: str, select_known: Callable[[list[int]], set[int]]) -> list[Range]:
    """The parts of a body that are not compared.

    `select_known` gives those of some line hashes that are boilerplate.

    >>> body = "红网时刻7月22日讯（记者 付鼎臣）今夜，路灯亮了" + "，" * 30 + "。"
    >>> excluded_ranges(body, lambda hashes: set())
    []
    >>> excluded_ranges(body.replace("，", "好"), lambda hashes: set())
    [(0, 18)]
    """
    lines = _lines(body)
    edges = _edges(lines)
    known_hashes = select_known([key for line in edges for key in _keys(line.text)])
    marked = [line for line in edges if _is_boilerplate(line.text, known_hashes)]
    ranges = {(line.start, line.end) for line in marked if hash_line(line.text) in known_hashes}
    ranges |= set(_boilerplate_at_edge(lines, marked)) | set(
        _boilerplate_at_edge(lines[::-1], marked)
    )
    ranges |= {(line.start, line.end) for line in lines[-_CLOSING:] if _speaks_of_site(line.text)}
    other_lines = [line for line in lines if (line.start, line.end) not in ranges]
    for line in other_lines[:2]:
        if dateline := _DATELINE.match(line.text[:_DATELINE_LENGTH]):
            ranges.add((line.start, line.start + dateline.end()))
    all_ranges = sorted(ranges | set(_noise(body)))
    return all_ranges if has_body(blank_out(body, all_ranges)) else []


def has_body(text: str) -> bool:
    """Whether a text has as many letters or digits as can be compared."""
    return len(list(islice(filter(str.isalnum, text), LEAST_BODY))) == LEAST_BODY


def count_lines(connection: sqlite3.Connection, station: str, hashes: Iterable[int]) -> None:
    """Count the lines of an article of a station, by their hashes."""
    connection.execute(
        "INSERT INTO lineage_boilerplate SELECT ?1, value, 1 FROM json_each(?2) WHERE true"
        " ON CONFLICT DO UPDATE SET articles = articles + 1",
        (station, str([*hashes])),
    )


def known_lines(connection: sqlite3.Connection, station: str, lines: list[int]) -> set[int]:
    """Select the line hashes that are boilerplate of a station."""
    # CROSS JOIN: look up the few lines first; otherwise SQLite would read all lines of the station
    counted = connection.execute(
        "SELECT f.line FROM json_each(?) AS l CROSS JOIN lineage_boilerplate AS f"
        f" ON f.station = ? AND f.line = l.value WHERE f.articles >= {LEARNT_FROM}",
        (str(lines), station),
    )
    return {row[0] for row in counted}


def forget_rare(connection: sqlite3.Connection, station: str) -> None:
    """Delete the lines of a station that were counted once, where there are too many."""
    (lines,) = connection.execute(
        "SELECT count(*) FROM lineage_boilerplate WHERE station = ?", (station,)
    ).fetchone()
    if lines > _MOST_LINES:
        connection.execute(
            "DELETE FROM lineage_boilerplate WHERE station = ? AND articles = 1", (station,)
        )


def blank_out(body: str, ranges: Iterable[Range]) -> str:
    """Replace parts of a body by blanks; its length stays."""
    pieces, reached = [], 0
    for start, end in sorted(ranges):
        pieces += [body[reached:start], " " * (end - max(start, reached))]
        reached = max(reached, end)
    return "".join((*pieces, body[reached:]))


@cache
def notice_phrases() -> re.Pattern[str]:
    """Phrases in which a page speaks of itself; looked for in folded text and small letters."""
    phrases = fold("\n".join(page_notices())).lower().split("\n")
    return re.compile("|".join(map(re.escape, phrases)))


def _speaks_of_site(line: str) -> bool:
    """Whether a line asks to subscribe or to follow, or speaks of rights."""
    return len(line) <= _SENTENCE_LENGTH and bool(notice_phrases().search(fold(line).lower()))


def _noise(body: str) -> Iterator[Range]:
    """Find markup and scripts that were read as text, and disclaimers, anywhere in a body."""
    if _MARKED.search(body):
        for form in (_MARKUP, _CODE):
            yield from (match.span() for match in form.finditer(body))
    yield from (_sentence(body, match) for match in _DISCLAIMER.finditer(body))
    for match in _CALL.finditer(body):
        start, end = _sentence(body, match)
        if end - start <= _SHORT_SENTENCE:
            yield start, end


def _sentence(body: str, match: re.Match[str]) -> Range:
    """The sentence around a match, of a bounded length on either side."""
    least = max(0, match.start() - _SENTENCE_LENGTH)
    before = [least, *(stop.end() for stop in _STOP.finditer(body, least, match.start()))]
    after = _STOP.search(body, match.end(), match.end() + _SENTENCE_LENGTH)
    return before[-1], after.end() if after else match.end()


def _boilerplate_at_edge(lines: list[_Line], marked: list[_Line]) -> Iterator[Range]:
    """Boilerplate from the first line on, and the short lines between it: a list of links."""
    between: list[_Line] = []
    for line in lines[: _HEAD + _TAIL]:
        if line in marked:
            yield from ((each.start, each.end) for each in (*between, line))
            between.clear()
        elif len(line.text) > _LONGEST or _ends_sentence(line.text):
            return
        else:
            between.append(line)


def _lines(body: str) -> list[_Line]:
    lines, start = [], 0
    for text in body.split("\n"):
        if text.strip():
            lines.append(_Line(start, start + len(text), text))
        start += len(text) + 1
    return lines


def _edges(lines: list[_Line]) -> list[_Line]:
    if len(lines) > _HEAD + _TAIL:
        lines = lines[:_HEAD] + lines[-_TAIL:]
    return [line for line in lines if len(line.text) <= _LONGEST and not _ends_sentence(line.text)]


def _ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does; a headline may end in ?, ! or …… too."""
    return bool(_SENTENCE.search(line)) and not line.rstrip().endswith("……")


@lru_cache(_REMEMBERED)
def _keys(line: str) -> tuple[int, ...]:
    label = _label(line)
    return (hash_line(line), hash_line(label)) if label else (hash_line(line),)


def _label(line: str) -> str | None:
    """The label before the colon of a short line: 编辑:凌雨晴-湘潭站 → 编辑:."""
    match = _LABEL.match(line)
    return f"{match[1]}:" if match else None


def _is_boilerplate(line: str, known_hashes: set[int]) -> bool:
    if _CREDIT.match(line) or _LINKS.fullmatch(line):
        return True
    return any(key in known_hashes for key in _keys(line))


@lru_cache(_REMEMBERED)
def hash_line(line: str) -> int:
    """The hash by which a line is counted."""
    return int.from_bytes(blake2b(line.strip().encode(errors="replace"), digest_size=6).digest())
