"""Bytes of a page → text: its character set, whatever its labels claim."""

from __future__ import annotations

import re

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from archive.model.article import Capture
from archive.warc import content_coding
from archive.warc.content_coding import LIMIT, CodingError
from harvester.model.errors import CannotBeRead

_FOREIGN = re.compile(rb"[\x80-\xff]")
_SAMPLE = 2**14
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_COMMON = "的一是在不了有和人这這中大为為年"
#: The most common characters of Chinese news, in both scripts.
_FREQUENT = frozenset(
    "的一是在不了有和人中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业"
    "本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么"
    "利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入"
    "常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决"
    "市省县镇村记编新闻来这為個國時來們對會發動過說產種後學經進電現實機當點從業開還應義間樣與關線內數問"
    "無系軍員題黨總設長頭資邊級圖統接較將組見計別論運農幾區強決縣鎮編聞這"
)
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]+")
_FEW = 40  # characters, of which nothing can be said
_WESTERN = frozenset(("cp1252", "ascii", "iso8859-1", "iso8859-15"))
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]+")
_LABELLED_SAMPLE = 2**18
_ACCENTED = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")


def content(capture: Capture, limit: int = LIMIT) -> bytes:
    """The body of a capture with its content codings undone. Raises CannotBeRead."""
    try:
        return content_coding.content(capture, limit)
    except CodingError as error:
        raise CannotBeRead(error.kind, f"not an article: {error}") from error


def text(body: bytes, content_type: str | None, declared: str | None = None) -> str:
    """The text of a page, whatever its labels claim.

    Bytes that are valid UTF-8 are UTF-8. Otherwise the first label under which every byte has a
    meaning decides: `declared` (by the station), the header's, then those printed in the page. A
    Western label, which is many a server's default, is believed where the bytes look Western.
    Without a label, these are Windows-1252, others GB18030 or Big5, whichever gives the more common
    characters.

    >>> text("湘潭日报".encode("gbk"), "text/html; charset=utf-8")
    '湘潭日报'
    >>> text("Паром пошёл".encode("koi8-r"), "text/html; charset=koi8-r")
    'Паром пошёл'
    """
    return decoded(body, content_type, declared)[0]


def decoded(body: bytes, content_type: str | None, declared: str | None) -> tuple[str, str]:
    """The text as `text` gives it, and the character set that it was read with."""
    codec, mark = read_bom(body)
    if codec is not None and mark is not None:
        return body[len(mark) :].decode(codec, errors="replace"), codec
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _breaks_off(body, error):
            return body[: error.start].decode("utf-8"), "utf-8"
    western = _looks_western(body)
    for codec in _labelled(body, content_type, declared):
        if codec in _WESTERN and not western:
            continue
        if (reading := _strictly(body, codec)) is not None:
            return reading, codec
    codec = "cp1252" if western else _likeliest(body)
    return body.decode(codec, errors="replace"), codec


def as_utf8(body: bytes, content_type: str | None, declared: str | None = None) -> bytes:
    """The same as UTF-8: what is sent as such is not written again."""
    if read_bom(body)[0] is None:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    return text(body, content_type, declared).encode("utf-8", errors="replace")


def undo(coding: str, body: bytes, limit: int = LIMIT) -> bytes:
    """The body without one content coding. Raises CannotBeRead."""
    try:
        return content_coding.undo(coding, body, limit)
    except CodingError as error:
        raise CannotBeRead(error.kind, f"not an article: {error}") from error


def _labelled(body: bytes, content_type: str | None, declared: str | None) -> list[str]:
    """The codecs that labels name, each once.

    GB2312 is read as GB18030, Big5 as HKSCS, ISO-8859-1 as Windows-1252, as browsers do: what is
    labelled gb2312 seldom stays within it (鎔, 堃, 镕).
    """
    labels = (
        declared,
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body),
    )
    codecs = dict.fromkeys(resolve_encoding(label) for label in labels if label)
    wide = b"\0" in body[:_SAMPLE]  # else UTF-16 is claimed, and any two bytes are a character
    return [
        codec for codec in codecs if codec and (wide or not codec.startswith(("utf-16", "utf-32")))
    ]


def _looks_western(body: bytes) -> bool:
    """Whether bytes beyond ASCII mostly stand alone, as the accents of Western languages do.

    A character of Chinese, Japanese or Korean has two such bytes, a Cyrillic word has many. At
    least one stands beside a letter (café), so that a stray byte in a table is none.
    """
    runs = _FOREIGN_RUN.findall(body[:_LABELLED_SAMPLE])
    alone = [*map(len, runs)].count(1)
    return alone * 4 > len(runs) * 3 and _ACCENTED.search(body) is not None


def _breaks_off(body: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the only fault is that the last character of a UTF-8 text was cut."""
    return error.reason == "unexpected end of data" and error.start >= len(body) - 3


def _strictly(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None


def is_gibberish(text: str) -> bool:
    """Whether a text was read with another character set than it was written with.

    Many characters are none, or hardly any Chinese one is among the most common, which make up
    a quarter of any text.

    >>> is_gibberish("연길시 강변도로".encode("euc-kr").decode("gb18030") * 9)
    True
    """
    foreign = "".join(_NOT_ASCII.findall(text[:_LABELLED_SAMPLE]))
    if foreign.count("\ufffd") + len("".join(_PRIVATE.findall(foreign))) > len(foreign) / 10:
        return len(foreign) >= _FEW
    chinese = "".join(_CHINESE.findall(foreign))
    if len(chinese) < _FEW or len(chinese) < len(foreign) / 2:
        return False
    return sum(map(_FREQUENT.__contains__, chinese)) < len(chinese) / 8


def _likeliest(body: bytes) -> str:
    """The codec that gives the fewest unreadable and the most common characters.

    A sample from the first letter on that is not of ASCII tells which that is.
    """
    foreign = _FOREIGN.search(body)
    first = foreign.start() if foreign else 0
    sample = body[first : first + _SAMPLE]
    return max(_CANDIDATES, key=lambda codec: _likelihood(sample.decode(codec, errors="replace")))


def _likelihood(reading: str) -> int:
    return sum(map(reading.count, _COMMON)) - 20 * reading.count("\ufffd")
