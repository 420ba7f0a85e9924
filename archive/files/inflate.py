"""zlib streams (gzip, deflate) unpacked within bounds, from a file or from memory.

Whoever made the bytes decides what they unpack to, and how many streams there are. So what is
given out is bounded by the caller; and what follows a stream is never copied but for its first few
bytes, or a file of a million empty streams would cost the square of its length.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from typing import Literal, Protocol

#: The kinds of streams, as zlib's `wbits` names them.
GZIP, ZLIB, BARE = 31, 15, -15

_FIRST, _MOST = 1 << 9, 1 << 16


class Readable(Protocol):
    """A file, an `mmap`, an `io.BytesIO`: whatever has a position."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many."""

    def seek(self, offset: int, whence: Literal[1], /) -> object:
        """Move the position by so many bytes."""


class InflateError(ValueError):
    """These bytes cannot be unpacked; the message says why."""


class CutOff(InflateError):
    """The stream does not end."""


class TooLarge(InflateError):
    """The stream unpacks to more than the caller can take."""


def pieces(file: Readable, kind: int = GZIP) -> Iterator[bytes]:
    """What the stream at the file's position unpacks to; then the position is where it ends.

    Raises CutOff or InflateError.
    """
    stream = zlib.decompressobj(kind)
    size = _FIRST  # what is read beyond the stream is never more than the stream and this
    while not stream.eof:
        packed = stream.unconsumed_tail or file.read(size)
        size = min(2 * size, _MOST)
        try:
            piece = stream.decompress(packed, _MOST)
        except zlib.error as error:
            raise InflateError(str(error)) from error
        if not packed and not piece:
            raise CutOff("it is cut off")
        yield piece
    file.seek(-len(stream.unused_data), os.SEEK_CUR)


def whole(file: Readable, limit: int, kind: int = GZIP) -> bytes:
    """All of what the stream at the file's position unpacks to.

    Raises CutOff or InflateError, and TooLarge where that is more than `limit` bytes.
    """
    unpacked: list[bytes] = []
    for piece in pieces(file, kind):
        unpacked.append(piece)
        limit -= len(piece)
        if limit < 0:
            raise TooLarge("it unpacks to too much")
    return b"".join(unpacked)


def beginning(data: bytes, size: int) -> bytes:
    """The first bytes that a gzip stream unpacks to; fewer where it is damaged or short."""
    try:
        return zlib.decompressobj(GZIP).decompress(data, size)
    except zlib.error:
        return b""
