"""Bytes as transferred → bytes as written → text: content codings and character sets undone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from io import BytesIO

import brotli  # type: ignore[import-untyped]  # it ships no types
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from archive.files import inflate
from archive.model.article import Capture
from harvester.model.errors import CannotBeRead

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: A larger page is no page of text: a compressed bomb, or a film.
LIMIT = 32 * 2**20
#: Codings, one on the other. Servers use one, and a proxy may add another.
MOST_CODINGS = 5
#: Members of a gzip body, frames of a zstd body: a server may begin one with each piece it sends.
MOST_MEMBERS = 10_000

_STEP = 2**16
_GZIP_MAGIC = b"\x1f\x8b"

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FAULTS = (inflate.InflateError, brotli.error, zstd.ZstdError)
_FOREIGN = re.compile(rb"[\x80-\xff]")
_SAMPLE = 2**14
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_COMMON = "的一是在不了有和人这這中大为為年"
_CHINESE = frozenset(("gb18030", "big5hkscs"))


def content(capture: Capture, limit: int = LIMIT) -> bytes:
    """The body of a capture with its content codings (gzip, deflate, br, zstd) undone.

    Raises CannotBeRead: "truncated" for a body that breaks off, "binary" for one that unfolds to
    more than `limit` bytes, "unreadable" for one that is damaged, or coded in an unknown way or too
    often.
    """
    body = capture.body
    said = (capture.header("content-encoding") or "").lower().split(",")
    codings = [coding for each in said if (coding := each.strip()) not in ("", "identity")]
    if len(codings) > MOST_CODINGS:
        raise _unreadable(f"{len(codings)} content codings, one on the other")
    for coding in reversed(codings):
        body = undo(coding.removeprefix("x-"), body, limit)
    if len(body) > limit:
        raise CannotBeRead("binary", f"not an article: more than {limit} bytes")
    return body


def text(body: bytes, content_type: str | None, declared: str | None = None) -> str:
    """The text of a page, whatever its labels claim.

    Bytes that are valid UTF-8 are UTF-8. Otherwise the first label under which every byte has a
    meaning decides: `declared` (by the station), the header's, then those printed in the page;
    without one, GB18030 or Big5, whichever gives the more common characters.

    >>> text("湘潭日报".encode("gbk"), "text/html; charset=utf-8")
    '湘潭日报'
    """
    codec, mark = read_bom(body)
    if codec is not None and mark is not None:
        return body[len(mark) :].decode(codec, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if _breaks_off(body, error):
            return body[: error.start].decode("utf-8")
    for codec in _labelled(body, content_type, declared):
        if (decoded := _strictly(body, codec)) is not None:
            return decoded
    return _likeliest(body)


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
    """The body without one content coding. Raises CannotBeRead as `content` does."""
    decode = _DECODERS.get(coding)
    if decode is None:
        raise _unreadable(f"unknown content coding {coding[:40]!r}")
    try:
        return decode(body, limit)
    except _FAULTS as error:
        # Other people's crawls keep the header but hold the body already unfolded.
        if _is_plain(body):
            return body
        raise _cannot_be_undone(coding, error, limit) from error


def _cannot_be_undone(coding: str, error: Exception, limit: int) -> CannotBeRead:
    if isinstance(error, inflate.CutOff):
        return CannotBeRead("truncated", f"not an article: the {coding} body breaks off")
    if isinstance(error, inflate.TooLarge):
        return CannotBeRead("binary", f"not an article: unfolds to more than {limit} bytes")
    return _unreadable(f"the {coding} body cannot be undone: {error}")


def _is_plain(body: bytes) -> bool:
    """Whether a body begins as text does: with no control characters, which packed bytes have.

    >>> _is_plain(b"<p>"), _is_plain(bytes(9)), _is_plain(b"")
    (True, False, False)
    """
    return bool(body) and (read_bom(body)[0] is not None or not _CONTROL.search(body[:_SAMPLE]))


def _gunzip(body: bytes, limit: int) -> bytes:
    if not body.startswith(_GZIP_MAGIC):  # already unfolded
        return body
    file, out = BytesIO(body), bytearray()
    for _ in range(MOST_MEMBERS):
        if not body.startswith(_GZIP_MAGIC, file.tell()):
            return bytes(out)
        out += inflate.whole(file, limit - len(out))
    raise inflate.InflateError(f"more than {MOST_MEMBERS} members")


def _undeflate(body: bytes, limit: int) -> bytes:
    # It should be zlib (RFC 9110 §8.4.1.2), but some servers send it bare.
    wrapped = body[:1] == b"\x78" and int.from_bytes(body[:2]) % 31 == 0
    return inflate.whole(BytesIO(body), limit, inflate.ZLIB if wrapped else inflate.BARE)


def _unbrotli(body: bytes, limit: int) -> bytes:
    file, out = BytesIO(body), bytearray()
    stream = brotli.Decompressor()
    while not stream.is_finished():
        waits = stream.can_accept_more_data()
        packed = file.read(_STEP) if waits else b""
        piece = stream.process(packed, output_buffer_limit=_STEP)
        if waits and not packed and not piece:
            raise inflate.CutOff
        _append(piece, out, limit)
    return bytes(out)


def _unzstd(body: bytes, limit: int) -> bytes:
    file, out = BytesIO(body), bytearray()
    for _ in range(MOST_MEMBERS):
        if file.tell() == len(body):
            return bytes(out)
        _append_frame(file, out, limit)
    raise inflate.InflateError(f"more than {MOST_MEMBERS} frames")


def _append_frame(file: BytesIO, out: bytearray, limit: int) -> None:
    """Unpack one frame of zstd; then the file's position is where it ends."""
    stream = zstd.ZstdDecompressor()
    size = 512  # what is read beyond the frame is never more than the frame and this
    while not stream.eof:
        waits = stream.needs_input
        packed = file.read(size) if waits else b""
        size = min(2 * size, _STEP)
        piece = stream.decompress(packed, _STEP)
        if waits and not packed and not piece:
            raise inflate.CutOff
        _append(piece, out, limit)
    file.seek(-len(stream.unused_data), os.SEEK_CUR)


def _append(piece: bytes, out: bytearray, limit: int) -> None:
    out += piece
    if len(out) > limit:
        raise inflate.TooLarge


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}


def _unreadable(why: str) -> CannotBeRead:
    return CannotBeRead("unreadable", f"not an article: {why}")


def _labelled(body: bytes, content_type: str | None, declared: str | None) -> list[str]:
    """The Chinese codecs that labels name, each once.

    Western labels on such pages are server defaults. GB2312 is read as GB18030 and Big5 as HKSCS:
    what is labelled gb2312 seldom stays within it (鎔, 堃, 镕).
    """
    labels = (
        declared,
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body),
    )
    codecs = (resolve_encoding(label) for label in labels if label)
    return [codec for codec in dict.fromkeys(codecs) if codec in _CHINESE]


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
