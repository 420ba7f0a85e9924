"""The shape of an address: what the addresses of one kind of page have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

#: Lengths of numbers that begin with a year: /2022/07/22/, /202207/22/, /20220722/.
_DATE_LENGTHS = frozenset({4, 6, 8})
_RUN = re.compile(r"\d+|[a-z]+|[^a-z\d]+", re.IGNORECASE)
#: 7pplXmYoC6f, FIV54ATI0001899O: neither a word nor a number, for a letter follows a digit; a word
#: after a year is none, 2018SmartCity.
_CODE = re.compile(r"(?=.*\d[a-z])(?!(?:19|20)\d\d[a-z_-]+$)[\w-]{8,}", re.IGNORECASE)
#: doc-ifzyqqip7139674: what stands behind the hyphen is one code, whose letters differ as well.
_HYPHENED_CODE = re.compile(r"([a-z]+[-_])([a-z]{4,}\d{4,})", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|do)$", re.IGNORECASE)
#: NewsContents.aspx?id=7940: the name is that of a program, which makes pages of one kind.
_PROGRAM = re.compile(r"\.(?:php|aspx?|jsp|do)$", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|txt|csv|zip|rar|7z|t?gz|jpe?g|png|gif|svg|webp|bmp|ico|mp[34]|m4[av]"
    r"|wav|wmv|avi|mov|flv|swf|m3u8|apk|ipa|exe|dmg|css|js|json|xml|rss)$",
    re.IGNORECASE,
)
#: Names of pages that list others, also with a number: col603171.htm, node_162507.htm.
_LISTS = frozenset(
    {
        "index", "default", "list", "node", "main", "home", "channel", "more", "col", "column",
        "class", "category", "cat", "tag", "tags", "topic", "author", "search", "page", "login",
    }
)  # fmt: skip
#: Folders under which a site lists its pages by subject or by writer.
_SUBJECTS = frozenset(
    {"tag", "tags", "category", "categories", "author", "authors", "topics", "search", "user"}
)
#: Names in a query whose value says which page of a program it is: ?act=show&id=7, ?act=list&id=7.
_SELECTORS = frozenset(
    {"m", "c", "a", "s", "r", "ac", "act", "action", "do", "func", "method", "mod", "op", "task"}
)
#: A number in a query that tells pages apart: so long, or the last of all, if need be with letters.
_QUERIED_ID = re.compile(r"=[a-z]{0,3}-?\d+(?:$|(?<=\d{3})&)", re.IGNORECASE)
#: Words of a headline in an address: mayor-opens-new-bridge.
_SLUG_WORDS = 4
_SLUG_SIGNS = 8
#: Digits of a number that tells one publication from another, wherever it stands.
_ID_DIGITS = 5
#: Digits of a year with a month.
_MONTH_DIGITS = 6
_DAY_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an address.

    `kind` is word, words, date, number, code, slug, value or literal; a slug has more words.
    """

    kind: str
    text: str

    @property
    def key(self) -> str:
        """What parts of other addresses of the shape have, too."""
        if self.kind == "literal":
            return self.text
        return f"<{self.kind}{_length(self.text) if self.kind == 'date' else ''}>"


Shape = tuple[str, ...]


def _length(digits: str) -> int:
    """How many digits a day, month or year has; /7/ and /12/ are of one sort."""
    return max(len(digits), 2)


@lru_cache(maxsize=8192)
def parts_of(url: str) -> tuple[Part, ...]:
    """The parts of the path and query of a canonical address, in order.

    >>> [part.key for part in parts_of("http://a.example/yw/202206/t20220612_4009.html")]
    ['/', '<word>', '/', '<date6>', '/', 't', '<date8>', '_', '<number>', '.html']
    """
    split = urlsplit(url)
    segments = split.path.split("/")[1:]
    parts: list[Part] = []
    for segment in segments[:-1]:
        parts += [Part("literal", "/"), *_segment(segment, last=False)]
    parts += [Part("literal", "/"), *_segment(segments[-1] if segments else "", last=True)]
    for number, pair in enumerate(split.query.split("&") if split.query else ()):
        name, equals, value = pair.partition("=") if "=" in pair else ("", "", pair)
        parts.append(Part("literal", f"{'&' if number else '?'}{name}{equals}"))
        parts.append(Part(_kind_of_value(name, value), value))
    return tuple(parts)


def shape_of(url: str) -> Shape:
    """The shape of a canonical address, its host first."""
    return (urlsplit(url).netloc, *(part.key for part in parts_of(url)))


def names_one_page(url: str) -> bool:
    """Whether an address could be that of one publication: a number, a month, a code, a slug.

    >>> names_one_page("http://a.example/yw/202206/t20220612_4009.html")
    True
    >>> names_one_page("http://a.example/yw/"), names_one_page("http://a.example/about.html")
    (False, False)
    >>> names_one_page("http://a.example/2022/expo"), names_one_page("http://a.example/a/4009.pdf")
    (False, False)
    >>> names_one_page("http://a.example/channel/7"), names_one_page("http://a.example/view/7")
    (False, True)
    >>> names_one_page("http://a.example/index.php?a=show&catid=2&id=7")
    True
    """
    path, query = urlsplit(url).path, urlsplit(url).query
    folders, _, name = path.lower().rpartition("/")
    if not may_be_one_page(url):
        return False
    if not query and _EXTENSION.sub("", name).rstrip("_-0123456789") in _LISTS:
        return False
    own = [part for part in parts_of(url) if part.kind != "literal"]
    if not own:
        return False
    if query and _QUERIED_ID.search(query):
        return True
    if not name and not query:
        is_calendar = not any(sign.isalpha() for sign in folders.rpartition("/")[2])
        return _tells_apart(own) and (own[-1].kind != "date" or not is_calendar)
    is_numbered = own[-1].text.isdigit() and folders.rpartition("/")[2] not in _LISTS
    return _tells_apart(own) or is_numbered


def may_be_one_page(url: str) -> bool:
    """Whether an address could be that of one publication, if its words are those of one.

    >>> may_be_one_page("http://a.example/channel/7"), may_be_one_page("http://a.example/xw/qiao/")
    (True, True)
    >>> may_be_one_page("http://a.example/xw/index.html"), may_be_one_page("http://a.example/tag/7")
    (False, False)
    """
    path, query = urlsplit(url).path.lower(), urlsplit(url).query
    folders, _, name = path.rpartition("/")
    if _NO_PAGE.search(name) or not _SUBJECTS.isdisjoint(folders.split("/")):
        return False
    return bool(query) or _EXTENSION.sub("", name or folders.rpartition("/")[2]) not in {
        "",
        *_LISTS,
    }


def is_of_a_day(url: str) -> bool:
    """Whether an address has a day, and a number or a code beside it: no column has.

    >>> is_of_a_day("http://a.example/2015-02/15/content_13613.htm")
    True
    >>> is_of_a_day("http://a.example/20150215/a1.htm"), is_of_a_day("http://a.example/n/13613.htm")
    (False, False)
    """
    parts = parts_of(url)
    digits = sum(len(part.text) for part in parts if part.kind == "date")
    return digits >= _DAY_DIGITS and any(
        part.kind == "code" or _is_long_number(part) for part in parts
    )


def pattern_of(urls: Sequence[str]) -> str:
    r"""The regular expression of the paths of addresses of one shape; the id is named in it.

    >>> pattern_of(["http://a.example/yw/202206/t20220612_4009.html",
    ...             "http://a.example/ms/202206/t20220613_4010.html"])
    '/[^/?]+/\\d{6}/t\\d{8}_(?P<id>\\d+)\\.html'
    >>> pattern_of(["http://a.example/channel/7", "http://a.example/channel/12"])
    '/[^/?]+/(?P<id>\\d+)$'
    """
    rows = [parts_of(url) for url in urls]
    identifying = _id_position(rows)
    pieces = []
    for position, column in enumerate(zip(*rows, strict=True)):
        is_short_id = position == identifying and column[0].kind == "date"
        piece = r"\d+" if is_short_id else _piece(column)
        pieces.append(f"(?P<id>{piece})" if position == identifying else piece)
    ends = "$" if not _EXTENSION.search(urlsplit(urls[0]).path) else ""
    return "".join(pieces) + ends


def by_shape(urls: Iterable[str]) -> dict[Shape, list[str]]:
    """Addresses by their shape, each once, in their order."""
    groups: dict[Shape, list[str]] = {}
    for url in dict.fromkeys(urls):
        groups.setdefault(shape_of(url), []).append(url)
    return groups


def _segment(segment: str, *, last: bool) -> list[Part]:
    """The parts of one segment of a path."""
    extension = _EXTENSION.search(segment) if last else None
    name = segment[: extension.start()] if extension else segment
    tail = [Part("literal", extension[0])] if extension else []
    if not name:
        return tail
    if extension and _PROGRAM.search(extension[0]) and not any(sign.isdigit() for sign in name):
        return [Part("literal", name), *tail]
    if hyphened := _HYPHENED_CODE.fullmatch(name):
        return [Part("literal", hyphened[1]), Part("code", hyphened[2]), *tail]
    kind = _kind(name, last=last)
    return [*([Part(kind, name)] if kind else map(_run, _RUN.findall(name))), *tail]


def _kind_of_value(name: str, value: str) -> str:
    """What a value of a query is."""
    if value.isdigit():
        return "number"
    return "literal" if name.lower() in _SELECTORS and value.isalpha() else "value"


def _kind(name: str, *, last: bool) -> str | None:
    """What a name is as a whole; None where it is made of runs of letters and digits."""
    words = re.split(r"[-_]", name)
    if sum(word.isalpha() for word in words) >= _SLUG_WORDS:
        return "slug"
    if "%" in name:  # words in another script
        return "slug" if len(unquote(name)) >= _SLUG_SIGNS else "word"
    if len(words) > 1 and all(word.isalpha() for word in words):
        return "words"
    if name.isalpha() or (not last and not any(sign.isdigit() for sign in name)):
        return "word"
    return "code" if _CODE.fullmatch(name) else None


def _run(run: str) -> Part:
    if not run.isdigit():
        return Part("literal", run)
    is_date = len(run) <= 2 or (len(run) in _DATE_LENGTHS and run[:2] in ("19", "20"))
    return Part("date" if is_date else "number", run)


def _tells_apart(parts: Sequence[Part]) -> bool:
    """Whether an address has parts that others of its kind do not have: a year alone is none."""
    if any(part.kind in ("code", "slug") or _is_long_number(part) for part in parts):
        return True
    dates = [part.text for part in parts if part.kind == "date"]
    return any(len(text) > 2 for text in dates) and sum(map(len, dates)) >= _MONTH_DIGITS


def _is_long_number(part: Part) -> bool:
    return part.kind == "number" and len(part.text) >= _ID_DIGITS


def _id_position(rows: Sequence[tuple[Part, ...]]) -> int | None:
    """The column that differs in all addresses, the last one that is a number or a code.

    Where there is none, a short number that stands alone; several are a day.
    """
    columns = list(enumerate(zip(*rows, strict=True)))
    apart = [(at, column) for at, column in columns if len({p.text for p in column}) == len(rows)]
    long = [at for at, column in apart if column[0].kind in ("number", "code")]
    short = [at for at, column in columns if column[0].kind == "date"]
    if long:
        return long[-1]
    return short[0] if len(short) == 1 and short[0] in dict(apart) else None


def _piece(column: Sequence[Part]) -> str:
    part, same = column[0], len({each.text for each in column}) == 1
    if part.kind == "literal":
        return re.escape(part.text).replace(r"\-", "-")
    if part.kind == "date":
        return r"\d{1,2}" if len(part.text) <= 2 else rf"\d{{{len(part.text)}}}"
    if part.kind == "number":
        return r"\d+"
    if part.kind == "word":
        return re.escape(part.text) if same and len(column) > 2 else r"[^/?]+"
    if part.kind == "value":
        return r"[^&]*"
    return r"[\w-]+" if part.kind == "code" else r"[^/?]+"
