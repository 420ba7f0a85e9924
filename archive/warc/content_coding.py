"""Content codings undone: a body as transferred → the bytes as they were written.

Bounded in codings, members and bytes, whatever a server sends.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Literal

import brotli  # type: ignore[import-untyped]  # it ships no types

from archive.files import inflate, unzstd
from archive.model.article import Capture

#: A larger page is no page of text: a compressed bomb, or a film.
LIMIT = 32 * 2**20
#: Codings, one on the other. Servers use one, and a proxy may add another.
MOST_CODINGS = 5
#: Members of a gzip body, frames of a zstd body: a server may begin one with each piece it sends.
MOST_MEMBERS = 10_000

_STEP = 2**16
_GZIP_MAGIC, _GZIP_BEGINNING = b"\x1f\x8b", b"\x1f\x8b\x08"
#: RFC 1952: magic, method, flags, time, level, system; then an extra field, a name, a comment and a
#: checksum, where the flags say so.
_GZIP_HEAD = re.compile(rb"\x1f\x8b\x08([\x00-\x1f]).{6}", re.S)
_HAS_CHECKSUM, _HAS_EXTRA, _HAS_NAME, _HAS_COMMENT = 2, 4, 8, 16
_GZIP_TRAILER = 8
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FAULTS = (inflate.InflateError, brotli.error)
_SAMPLE = 2**14


class CodingError(Exception):
    """A body cannot be unfolded: it breaks off, is too large, or is damaged."""

    def __init__(self, kind: Literal["truncated", "binary", "unreadable"], why: str) -> None:
        super().__init__(why)
        self.kind = kind


def content(capture: Capture, limit: int = LIMIT) -> bytes:
    """The body of a capture with its content codings (gzip, deflate, br, zstd) undone.

    Raises CodingError: "truncated" for a body that breaks off, "binary" for one that unfolds to
    more than `limit` bytes, "unreadable" for one that is damaged or coded too often.
    """
    body = capture.body
    codings = [*_codings(capture, "content-encoding"), *_codings(capture, "transfer-encoding")]
    if len(codings) > MOST_CODINGS:
        raise CodingError("unreadable", f"{len(codings)} content codings, one on the other")
    for coding in reversed(codings):
        # `utf-8`, `none` or `text/html` name no coding: browsers take the body as it is
        if (name := coding.removeprefix("x-")) in _DECODERS:
            body = undo(name, body, limit)
    if len(body) > limit:
        raise CodingError("binary", f"more than {limit} bytes")
    return body


def _codings(capture: Capture, header: str) -> list[str]:
    """The codings that a header names, on all its lines; chunks are undone before a capture is."""
    lines = [value for name, value in capture.headers if name.lower() == header]
    named = [coding.strip().lower() for line in lines for coding in line.split(",")]
    return [coding for coding in named if coding not in ("", "identity", "chunked")]


def undo(coding: str, body: bytes, limit: int = LIMIT) -> bytes:
    """The body without one content coding. Raises CodingError as `content` does."""
    try:
        return _DECODERS[coding](body, limit)
    except _FAULTS as error:
        # Other people's crawls keep the header but hold the body already unfolded.
        if _is_plain(body):
            return body
        raise _cannot_be_undone(coding, error, limit) from error


def _cannot_be_undone(coding: str, error: Exception, limit: int) -> CodingError:
    if isinstance(error, inflate.CutOff):
        return CodingError("truncated", f"the {coding} body breaks off")
    if isinstance(error, inflate.TooLarge):
        return CodingError("binary", f"unfolds to more than {limit} bytes")
    return CodingError("unreadable", f"the {coding} body cannot be undone: {error}")


def _is_plain(body: bytes) -> bool:
    """Whether a body begins as text does: with no control characters, which packed bytes have.

    >>> _is_plain(b"<p>"), _is_plain(bytes(9)), _is_plain(b"")
    (True, False, False)
    """
    return bool(body) and (body.startswith(_MARKS) or not _CONTROL.search(body[:_SAMPLE]))


def lacks_part_of_trailer(capture: Capture, unpacked: int) -> bool:
    """Whether a gzip body, of so many bytes when unpacked, was cut within the end of a member.

    All that its members hold is there, but what followed them may be missing. A trailer that is
    missing as a whole says nothing: some servers send none.
    """
    codings = _codings(capture, "content-encoding")
    if not codings or codings[-1].removeprefix("x-") != "gzip":
        return False
    body = capture.body
    if not body.startswith(_GZIP_MAGIC) or body[-4:] == (unpacked % 2**32).to_bytes(4, "little"):
        return False
    try:
        return any(0 < came < _GZIP_TRAILER for _, came in _gzip_members(body, LIMIT))
    except _FAULTS:
        return False


def _gunzip(body: bytes, limit: int) -> bytes:
    """The members of a gzip body. Like browsers, it does not look at the checksum behind each.

    What is packed says itself where it ends: it is read also without its checksum.
    """
    if not body.startswith(_GZIP_MAGIC):  # unfolded already, or folded otherwise than it says
        return _undeflate(body, limit) if _is_zlib(body) else body
    return b"".join(member for member, _ in _gzip_members(body, limit))


def _gzip_members(body: bytes, limit: int) -> Iterator[tuple[bytes, int]]:
    """What each member unpacks to, and how many bytes of its trailer came. Raises InflateError."""
    file = BytesIO(body)
    for _ in range(MOST_MEMBERS):
        if not body.startswith(_GZIP_MAGIC, file.tell()):
            return
        file.seek(_end_of_gzip_head(body, file.tell()))
        member = inflate.whole(file, limit, inflate.BARE)
        limit -= len(member)
        end = file.tell()
        came = _size_of_trailer(body, end)
        file.seek(end + came)
        yield member, came
    raise inflate.InflateError(f"more than {MOST_MEMBERS} members")


def _size_of_trailer(body: bytes, at: int) -> int:
    """How many bytes of a trailer stand there, before the end or the next member."""
    behind = at + _GZIP_TRAILER
    if behind == len(body) or body.startswith(_GZIP_BEGINNING, behind):
        return _GZIP_TRAILER
    following = body.find(_GZIP_BEGINNING, at, behind + 2)
    return min(behind, len(body)) - at if following < 0 else following - at


def _end_of_gzip_head(body: bytes, at: int) -> int:
    """Where the packed bytes of a gzip member begin. Raises InflateError."""
    head = _GZIP_HEAD.match(body, at)
    if head is None:
        begins = _GZIP_BEGINNING.startswith(body[at : at + 3])
        raise inflate.CutOff if begins else inflate.InflateError("no gzip header")
    flags, end = head[1][0], head.end()
    if flags & _HAS_EXTRA:
        end += 2 + int.from_bytes(body[end : end + 2], "little")
    for flag in (_HAS_NAME, _HAS_COMMENT):
        if flags & flag:
            end = body.find(b"\0", end) + 1 or len(body)
    return end + 2 * bool(flags & _HAS_CHECKSUM)


def _is_zlib(body: bytes) -> bool:
    return body[:1] == b"\x78" and int.from_bytes(body[:2]) % 31 == 0


def _undeflate(body: bytes, limit: int) -> bytes:
    if body.startswith(_GZIP_MAGIC):
        return _gunzip(body, limit)
    # It should be zlib (RFC 9110 §8.4.1.2), but some servers send it bare.
    kind = inflate.ZLIB if _is_zlib(body) else inflate.BARE
    return inflate.whole(BytesIO(body), limit, kind)


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
        for piece in unzstd.pieces(file):
            _append(piece, out, limit)
    raise inflate.InflateError(f"more than {MOST_MEMBERS} frames")


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
