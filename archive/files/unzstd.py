"""zstd frames unpacked piece by piece from a file, also with the dictionary of a `.warc.zst`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

from archive.files.inflate import CutOff, InflateError, Readable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"\x28\xb5\x2f\xfd"
#: A frame that a decoder skips, in which the first frame of a `.warc.zst` carries a dictionary.
DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"

#: Any frame, also one that a decoder skips.
_BEGINNING = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")

_FIRST, _MOST = 1 << 9, 1 << 16
_LARGEST_DICTIONARY = 1 << 24


def begins(data: bytes) -> bool:
    r"""Whether data begin as a zstd file does.

    >>> begins(b"PK\x03\x04"), begins(b"\x50\x2a\x4d\x18")
    (False, True)
    """
    return _BEGINNING.match(data) is not None


def pieces(file: Readable, dictionary: zstd.ZstdDict | None = None) -> Iterator[bytes]:
    """What the frame at the file's position unpacks to; then the position is where it ends.

    Raises CutOff or InflateError.
    """
    stream = zstd.ZstdDecompressor(zstd_dict=dictionary)
    size = _FIRST  # what is read beyond the frame is never more than the frame and this
    while not stream.eof:
        waits = stream.needs_input
        packed = file.read(size) if waits else b""
        size = min(2 * size, _MOST)
        try:
            piece = stream.decompress(packed, _MOST)
        except zstd.ZstdError as error:
            raise InflateError(str(error)) from error
        if waits and not packed and not piece:
            raise CutOff("it is cut off")
        yield piece
    file.seek(-len(stream.unused_data), os.SEEK_CUR)


def dictionary_at(file: Readable) -> zstd.ZstdDict:
    """The dictionary in the skippable frame at the file's position; then that is where it ends.

    Raises CutOff or InflateError.
    """
    size = int.from_bytes(file.read(8)[4:], "little")
    if size > _LARGEST_DICTIONARY:
        raise InflateError(f"its dictionary has {size} bytes")
    data = file.read(size)
    if len(data) < size:
        raise CutOff("its dictionary is cut off")
    try:
        if data.startswith(MAGIC):
            data = zstd.ZstdDecompressor().decompress(data, _LARGEST_DICTIONARY)
        dictionary = zstd.ZstdDict(data)
        zstd.ZstdDecompressor(zstd_dict=dictionary)  # which finds more faults
    except (zstd.ZstdError, ValueError) as error:
        raise InflateError(f"its dictionary is damaged: {error}") from error
    return dictionary
