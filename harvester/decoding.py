"""Bytes as transferred → bytes as written → text: content codings and character sets undone."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]  # it ships no types

from archive.article import Capture
from harvester.errors import NotAnArticle

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: A larger page is no page of text: a compressed bomb, or a film.
LIMIT = 32 * 2**20

_STEP = 2**16
_GZIP_MAGIC = b"\x1f\x8b"

#: Names under which pages announce the Chinese character sets. GB2312 and GBK are subsets of
#: GB18030, and what is labelled gb2312 seldom stays within it (鎔, 堃, 镕).
_CODECS = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf8": "utf-8",
    "utf-8": "utf-8",
}
_LABEL = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_-]{2,20})""", re.I)
_HEADER_LABEL = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_-]{2,20})""", re.I)
_FOREIGN = re.compile(rb"[\x80-\xff]")
_SAMPLE = 2**14
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_COMMON = "的一是在不了有和人这這中大为為年"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MARKS = tuple(mark for mark, _ in _BOMS)


def content(capture: Capture, limit: int = LIMIT) -> bytes:
    """The body of a capture with its content codings (gzip, deflate, br, zstd) undone.

    Raises NotAnArticle: "truncated" for a body that breaks off, "binary" for one that unfolds to
    more than `limit` bytes, "unreadable" for one that is damaged or coded in an unknown way.
    """
    body = capture.body
    for printed in reversed((capture.header("content-encoding") or "").split(",")):
        coding = printed.strip().lower()
        if coding in ("", "identity"):
            continue
        body = _undo(coding.removeprefix("x-"), body, limit)
    if len(body) > limit:
        raise NotAnArticle("binary", f"not an article: more than {limit} bytes")
    return body


def text(body: bytes, content_type: str | None, declared: str | None = None) -> str:
    """The text of a page, whatever its labels claim.

    Bytes that are valid UTF-8 are UTF-8. Otherwise the first label under which every byte has a
    meaning decides: `declared` (by the station), the header's, then those printed in the page;
    without one, GB18030 or Big5, whichever gives the more common characters.

    >>> text("湘潭日报".encode("gbk"), "text/html; charset=utf-8")
    '湘潭日报'
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if _breaks_off(body, error):
            return body[: error.start].decode("utf-8")
    for codec in _labelled(body, content_type, declared):
        if codec != "utf-8" and (decoded := _strictly(body, codec)) is not None:
            return decoded
    return _likeliest(body)


def as_utf8(body: bytes, content_type: str | None, declared: str | None = None) -> bytes:
    """The same as UTF-8: what is sent as such is not written again."""
    if not body.startswith(_MARKS):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    return text(body, content_type, declared).encode("utf-8", errors="replace")


def _undo(coding: str, body: bytes, limit: int) -> bytes:
    if coding == "gzip":
        # Other people's crawls keep the header but hold the body already unfolded.
        return _gunzip(body, limit) if body.startswith(_GZIP_MAGIC) else body
    if coding == "deflate":
        return _inflate(body, limit)
    if coding == "br":
        return _unbrotli(body, limit)
    if coding == "zstd":
        return _unzstd(body, limit)
    raise NotAnArticle("unreadable", f"not an article: unknown content coding {coding[:40]!r}")


def _gunzip(body: bytes, limit: int) -> bytes:
    out = bytearray()
    while body.startswith(_GZIP_MAGIC):  # a gzip body may have several members
        stream = zlib.decompressobj(wbits=31)
        _gather(_zlib_steps(stream, body), out, limit)
        if not stream.eof:
            raise NotAnArticle("truncated", "not an article: the gzip body breaks off")
        body = stream.unused_data
    return bytes(out)


def _inflate(body: bytes, limit: int) -> bytes:
    # "deflate" should be zlib (RFC 9110 §8.4.1.2), but some servers send it bare.
    wrapped = body[:1] == b"\x78" and int.from_bytes(body[:2]) % 31 == 0
    stream = zlib.decompressobj(wbits=15 if wrapped else -15)
    out = bytearray()
    _gather(_zlib_steps(stream, body), out, limit)
    if not stream.eof:
        raise NotAnArticle("truncated", "not an article: the deflate body breaks off")
    return bytes(out)


def _zlib_steps(stream: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    while True:
        try:
            piece = stream.decompress(body, _STEP)
        except zlib.error as error:
            raise _damaged(error) from error
        body = stream.unconsumed_tail
        yield piece
        if stream.eof or (not piece and not body):
            return


def _unbrotli(body: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    out = bytearray()

    def steps() -> Iterator[bytes]:
        rest = body
        while not stream.is_finished():
            try:
                piece = stream.process(rest, output_buffer_limit=_STEP)
            except brotli.error as error:
                raise _damaged(error) from error
            if not piece and stream.can_accept_more_data():
                raise NotAnArticle("truncated", "not an article: the brotli body breaks off")
            rest = b""
            yield piece

    _gather(steps(), out, limit)
    return bytes(out)


def _unzstd(body: bytes, limit: int) -> bytes:
    out = bytearray()
    while body:  # one frame after another
        stream = zstd.ZstdDecompressor()
        _gather(_zstd_steps(stream, body), out, limit)
        body = stream.unused_data
    return bytes(out)


def _zstd_steps(stream: zstd.ZstdDecompressor, body: bytes) -> Iterator[bytes]:
    while not stream.eof:
        try:
            piece = stream.decompress(body, _STEP)
        except zstd.ZstdError as error:
            raise _damaged(error) from error
        if not piece and not body and not stream.eof:
            raise NotAnArticle("truncated", "not an article: the zstd body breaks off")
        body = b""
        yield piece


def _gather(steps: Iterator[bytes], out: bytearray, limit: int) -> None:
    for piece in steps:
        out += piece
        if len(out) > limit:
            raise NotAnArticle("binary", f"not an article: unfolds to more than {limit} bytes")


def _damaged(error: Exception) -> NotAnArticle:
    return NotAnArticle("unreadable", f"not an article: the body is damaged ({error})")


def _labelled(body: bytes, content_type: str | None, declared: str | None) -> list[str]:
    """The codecs that labels name, each once; Western labels on such pages are server defaults."""
    labels = [declared or ""]
    labels += _HEADER_LABEL.findall(content_type or "")
    labels += [found.decode("ascii") for found in _LABEL.findall(body[:8192])]
    codecs = (_CODECS.get(label.strip().lower()) for label in labels)
    return list(dict.fromkeys(codec for codec in codecs if codec))


def _breaks_off(body: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the only fault is that the last character of a UTF-8 text was cut."""
    return error.reason == "unexpected end of data" and error.start >= len(body) - 3


def _strictly(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None


def _likeliest(body: bytes) -> str:
    """The reading with the fewest unreadable and the most common characters.

    A sample from the first letter on that is not of ASCII tells which that is.
    """
    foreign = _FOREIGN.search(body)
    first = foreign.start() if foreign else 0
    sample = body[first : first + _SAMPLE]
    codec = max(_CANDIDATES, key=lambda codec: _likelihood(sample.decode(codec, errors="replace")))
    return body.decode(codec, errors="replace")


def _likelihood(reading: str) -> int:
    return sum(map(reading.count, _COMMON)) - 20 * reading.count("\ufffd")
