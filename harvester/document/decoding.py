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
from harvester.document.letters_of_languages import likeliest_codec
from harvester.model.errors import CannotBeRead

_FOREIGN = re.compile(rb"[\x80-\xff]")
_SAMPLE = 2**14
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "euc_jp")
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
_KANA = re.compile("[\u3041-\u30fe]+")
_FEW = 40  # characters, of which nothing can be said
_WESTERN = frozenset(("cp1252", "ascii", "iso8859-1", "iso8859-15"))
_CHINESE_CODECS = frozenset(("gb18030", "big5hkscs"))
#: Character sets of seven bits, and the mark behind which other letters than ASCII's stand.
_SEVEN_BITS = {"iso2022_jp": b"\x1b$", "iso2022_kr": b"\x1b$", "hz": b"~{"}
#: Labels that browsers know and Python does not.
_LABELS = {b"charset=iso-8859-8-i": "iso8859_8", b"charset=x-mac-cyrillic": "mac_cyrillic"}
#: What pages that declare nothing may be written in; and the commonest letters of each, which make
#: up half of all that is not ASCII, or of Japanese a third.
_LETTERS = {
    "cp949": "가-힣", "euc_jp": "ぁ-ヾ", "cp932": "ぁ-ヾ",
    "cp1251": "оеаинтсрвл", "koi8_u": "оеаинтсрвл", "iso8859_5": "оеаинтсрвл",
    "cp866": "оеаинтсрвл", "cp1253": "ατοειηνσςρ", "cp1255": "יוהלאמרתשב",
    "cp1256": "اليمنوترهب", "iso8859_6": "اليمنوترهب", "cp874": "านรอกเงมยล",
}  # fmt: skip
#: Those of alphabets whose further letters tell which of several sets it is.
_ALPHABETS = frozenset(("cp1251", "koi8_u", "iso8859_5", "cp866", "cp1253"))
_LEAST = {"euc_jp": 0.3, "cp932": 0.3}
_HALF = 0.5
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
    Without a label, these are Windows-1252, others GB18030, Big5 or EUC-JP, whichever gives the
    more common characters; or, where both give gibberish, what gives the letters of another script.

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
    if (seven := _in_seven_bits(body, content_type, declared)) is not None:
        return body.decode(seven, errors="replace"), seven
    if (unicode := _as_unicode(body)) is not None:
        return unicode, "utf-8"
    western = _looks_western(body)
    for codec in _labelled(body, content_type, declared):
        if codec in (_CHINESE_CODECS if western else _WESTERN):
            continue
        if (reading := _strictly(body, codec)) is not None:
            return reading, codec
    codec = likeliest_codec(body) or "cp1252" if western else _likeliest(body)
    reading = body.decode(codec, errors="replace")
    if is_gibberish(reading) and (other := _of_another_script(body)) is not None:
        return body.decode(other), other
    return reading, codec


def as_utf8(body: bytes, content_type: str | None, declared: str | None = None) -> bytes:
    """The same as UTF-8: what is sent as such is not written again."""
    if read_bom(body)[0] is None and _in_seven_bits(body, content_type, declared) is None:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    return text(body, content_type, declared).encode("utf-8", errors="replace")


def narrow(body: bytes) -> bytes:
    r"""UTF-16 and UTF-32, with or without their marks, as UTF-8; other bytes as they are.

    For what begins with a letter of ASCII: robots.txt, a feed.

    >>> narrow("<rss>".encode("utf-16-be")), narrow(b"\xef\xbb\xbf<rss>"), narrow(b"<rss>")
    (b'<rss>', b'<rss>', b'<rss>')
    """
    codec, mark = read_bom(body)
    if codec is not None and mark is not None:
        return body[len(mark) :].decode(codec, errors="replace").encode()
    for position, wide in ((0, "utf-16-be"), (1, "utf-16-le")):
        if len(body) > 1 and not any(body[position:4:2]):  # half of two ASCII letters
            return body.decode(wide, errors="replace").encode()
    return body


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
    said = f"{content_type} charset={declared} ".encode() + body[:_SAMPLE].replace(b'"', b"")
    labels = (
        declared,
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body),
    )
    codecs = dict.fromkeys(resolve_encoding(label) for label in labels if label)
    codecs |= {codec: None for label, codec in _LABELS.items() if label in said.lower()}
    wide = b"\0" in body[:_SAMPLE]  # else UTF-16 is claimed, and any two bytes are a character
    return [
        codec for codec in codecs if codec and (wide or not codec.startswith(("utf-16", "utf-32")))
    ]


def _in_seven_bits(body: bytes, content_type: str | None, declared: str | None) -> str | None:
    """The character set of seven bits that a body is labelled with, and has the marks of.

    Those of Japanese are like nothing else, with or without a label.
    """
    if not body.isascii() or not any(mark in body for mark in _SEVEN_BITS.values()):
        return None
    labelled = _labelled(body, content_type, declared)
    named = (codec for codec in labelled if codec in _SEVEN_BITS and _SEVEN_BITS[codec] in body)
    return next(named, "iso2022_jp" if b"\x1b$B" in body else None)


def _of_another_script(body: bytes) -> str | None:
    """The codec that gives the commonest letters of another script, where one gives enough."""
    shares: dict[str, float] = {}
    for codec, letters in _LETTERS.items():
        if (reading := _strictly(body, codec)) is not None:
            foreign = "".join(_NOT_ASCII.findall(reading[:_LABELLED_SAMPLE]))
            shares[codec] = len(re.findall(f"[{letters}]", foreign)) / len(foreign)
    likely = [codec for codec, share in shares.items() if share >= _LEAST.get(codec, _HALF)]
    best = max(likely, key=shares.__getitem__, default=None)
    return likeliest_codec(body, best) or best if best in _ALPHABETS else best


def _looks_western(body: bytes) -> bool:
    """Whether bytes beyond ASCII mostly stand alone, as the accents of Western languages do.

    A character of Chinese, Japanese or Korean has two such bytes, a Cyrillic word has many. At
    least one stands beside a letter (café), so that a stray byte in a table is none. Where many
    stand side by side (češće), or are signs elsewhere (on a Mac), a language must have them.
    """
    runs = _FOREIGN_RUN.findall(body[:_LABELLED_SAMPLE])
    alone = [*map(len, runs)].count(1)
    if alone * 4 > len(runs) * 3 and _ACCENTED.search(body):
        return True
    return alone * 2 > len(runs) and likeliest_codec(body) is not None


def _as_unicode(body: bytes) -> str | None:
    """The text, where it is UTF-8; its last character may be cut."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        return body[: error.start].decode("utf-8") if _breaks_off(body, error) else None


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
    a quarter of any text, and more of a Japanese one.

    >>> is_gibberish("연길시 강변도로".encode("euc-kr").decode("gb18030") * 9)
    True
    """
    foreign = "".join(_NOT_ASCII.findall(text[:_LABELLED_SAMPLE]))
    if foreign.count("\ufffd") + len("".join(_PRIVATE.findall(foreign))) > len(foreign) / 10:
        return len(foreign) >= _FEW
    chinese = "".join(_CHINESE.findall(foreign))
    kana = sum(map(len, _KANA.findall(foreign)))
    if len(chinese) < _FEW or len(chinese) + kana < len(foreign) / 2:
        return False
    return sum(map(_FREQUENT.__contains__, chinese)) < len(chinese) / 8


def _likeliest(body: bytes) -> str:
    """The codec that gives the fewest unreadable and the most common characters.

    A sample from the first letter on that is not of ASCII tells which that is.
    """
    foreign = _FOREIGN.search(body)
    first = foreign.start() if foreign else 0
    sample = body[first : first + _SAMPLE]
    return max(_CANDIDATES, key=lambda codec: _likelihood(sample, codec))


def _likelihood(sample: bytes, codec: str) -> int:
    reading = sample.decode(codec, errors="replace")
    kana = sum(map(len, _KANA.findall(reading))) if codec == "euc_jp" else 0
    return kana + sum(map(reading.count, _COMMON)) - 20 * reading.count("\ufffd")
