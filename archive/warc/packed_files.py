"""Files of WARC or ARC records however they are packed: plain, gzip, zstd, or in a WACZ.

A file is given as stretches: one for each gzip member or zstd frame, or one for a whole plain
file. A stretch is unpacked while it is read, so memory stays flat; after a damaged one, the next
stretch is where the next record begins.
"""

from __future__ import annotations

import copy
import io
import lzma
import mmap
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from archive.files import inflate, unzstd
from archive.files.scratch import scratch_folder
from archive.warc.reader import resumption
from archive.warc.record import GZIP_MAGIC

#: Where a WARC or an ARC record begins.
BEGINNING = re.compile(
    rb"WARC/[01]\.\d{1,2}[ \t]*\r?\n(?=[\w-]+[ \t]*:)|"
    rb"(?:(?i:https?)://|filedesc://|dns:)[^\r\n]{1,2048}? [0-9A-Fa-f.:]{2,45} \d{8,17}"
    rb"(?: [^ \r\n]{0,200}){1,7} \d{1,12}\r?\n"
)

LARGEST = 1 << 28  # no news page is larger than 256 MiB
_BOMB = 100  # a larger stretch that unpacks to so many times its size is a bomb
_PIECE = 1 << 16
_SHOWN = 1 << 11  # packed bytes that hold any beginning

#: How files begin that must be unpacked first, and with what. Each is too long to stand by chance
#: where the first bytes of a WARC file were damaged; bzip2 has its level and first block in it.
_OTHER_PACKINGS = (
    (re.compile(rb"\x04\x22\x4d\x18"), "LZ4", "lz4 -d"),
    (re.compile(rb"BZh[1-9]1AY&SY"), "bzip2", "bunzip2 -k"),
    (re.compile(rb"\xfd7zXZ\x00"), "xz", "unxz -k"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "7-Zip", "7z x"),
    (re.compile(rb"Rar!\x1a\x07"), "RAR", "unrar x"),
)

#: What `zipfile` raises for a file that is damaged, encrypted or packed in an unknown way.
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip


class PackingError(ValueError):
    """No records can be read from this file as it is; the message says what to do."""


class Stretch(io.BufferedReader):
    """A stretch of a file, unpacked. `offset` is where it stands in the file as it lies on disk."""

    def __init__(self, raw: io.RawIOBase, offset: int) -> None:
        super().__init__(raw, _PIECE)
        self.offset = offset

    @property
    def torn(self) -> str | None:
        """Why the stretch ended before its end, once it did."""
        return self.raw.torn if isinstance(self.raw, _Member) else None

    def place(self, position: int) -> int:
        """Where in the file a position of the stretch is: within a member, where that begins."""
        return self.offset if isinstance(self.raw, _Member) else position


@dataclass(frozen=True, slots=True)
class _Packing:
    """How the members of a file are packed, one after the other."""

    name: str
    magic: bytes
    unpack: Callable[[Any], Iterator[bytes]]


_GZIP = _Packing("gzip member", GZIP_MAGIC, inflate.pieces)


class _Member(io.RawIOBase):
    """One gzip member or zstd frame as a file; to go back, it is unpacked from its start again."""

    def __init__(self, file: IO[bytes], packing: _Packing) -> None:
        self._file, self._packing = file, packing
        self._offset = file.tell()
        self.torn: str | None = None
        self._begin()

    def _begin(self) -> None:
        self._file.seek(self._offset)
        self._pieces = self._packing.unpack(self._file)
        self._left = memoryview(b"")
        self._position = 0
        self.ended_at: int | None = None  # in the file, where the member ends

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        wanted = offset if whence == os.SEEK_SET else self._position + offset
        if wanted < self._position:
            self._begin()
        while size := min(_PIECE, wanted - self._position):
            if not self.readinto(bytearray(size)):
                break
        return self._position

    def readinto(self, buffer: Any, /) -> int:
        if not self._left and self.ended_at is None:
            self._left = memoryview(self._next_piece())
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        self._position += size
        return size

    def _next_piece(self) -> bytes:
        try:
            piece = next((piece for piece in self._pieces if piece), b"")
            most = max(LARGEST, _BOMB * (self._file.tell() - self._offset))
            if self._position + len(piece) > most:
                piece, self.torn = (
                    b"",
                    f"the {self._packing.name} unpacks to more than {_BOMB} times its size",
                )
        except inflate.CutOff:
            piece, self.torn = b"", f"the {self._packing.name} is cut off"
        except inflate.InflateError as error:
            piece, self.torn = b"", f"a broken {self._packing.name} ({error})"
        if not piece:
            self.ended_at = self._file.tell()
        return piece

    def end(self) -> int:
        """Read to the end of the member; where in the file that is."""
        self.seek(self._position + (1 << 62))
        return self._file.tell() if self.ended_at is None else self.ended_at


def stretches(path: Path) -> Iterator[Stretch]:
    """The stretches of a file, each to be read before the next is asked for.

    Raises PackingError for a file that must be unpacked first.
    """
    with path.open("rb") as file:
        head = file.read(_SHOWN)
        for signature, name, command in _OTHER_PACKINGS:
            if signature.match(head):
                raise PackingError(f"packed as {name}: unpack it with `{command}` and import that")
        if unzstd.begins(head):
            yield from _zstd_frames(path, file)
        elif head.startswith(GZIP_MAGIC) or _lies_packed(path, head):
            yield from _members(path, file, 0, _GZIP)
        else:
            with path.open("rb", buffering=0) as plain:
                yield Stretch(plain, 0)


def _lies_packed(path: Path, head: bytes) -> bool:
    """Whether gzip members stand in a file that begins otherwise."""
    if not head or BEGINNING.search(head):
        return False
    return _next_member(path, 0, _GZIP) is not None


def _zstd_frames(path: Path, file: IO[bytes]) -> Iterator[Stretch]:
    file.seek(0)
    dictionary = None
    if file.read(4) == unzstd.DICTIONARY_MAGIC:
        file.seek(0)
        try:
            dictionary = unzstd.dictionary_at(file)
        except inflate.InflateError as error:
            raise PackingError(f"{error}: unpack it with `zstd -d` and import that") from error
    else:
        file.seek(0)
    unpack = partial(unzstd.pieces, dictionary=dictionary)
    packing = _Packing("zstd frame", unzstd.MAGIC, unpack)
    yield from _members(path, file, file.tell(), packing)


def _members(path: Path, file: IO[bytes], start: int, packing: _Packing) -> Iterator[Stretch]:
    offset: int | None = start
    size = path.stat().st_size
    false = 0
    while offset is not None and offset < size:
        file.seek(offset)
        member = _Member(file, packing)
        with Stretch(member, offset) as stretch:
            yield stretch
            end = member.end()
        if member.torn:
            false += 1
            offset = _next_member(path, resumption(offset, end, false), packing)
        else:
            offset = end


def _next_member(path: Path, offset: int, packing: _Packing) -> int | None:
    """Where, from `offset`, the next member begins that holds a record; None: nowhere."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        while (offset := data.find(packing.magic, offset)) >= 0:
            if BEGINNING.match(_beginning(data[offset : offset + _SHOWN], packing)):
                return offset
            offset += 1
    return None


def _beginning(data: bytes, packing: _Packing) -> bytes:
    """The first bytes that a member unpacks to; fewer where it is damaged or short."""
    first = b""
    try:
        for piece in packing.unpack(io.BytesIO(data)):
            first += piece
            if len(first) >= _SHOWN:
                break
    except inflate.InflateError:
        pass  # more was there than is looked at, or it is damaged: what came out is looked at
    return first


@contextmanager
def warcs_of(path: Path) -> Iterator[Iterator[tuple[str, Path] | tuple[str, str]]]:
    """The WARC files that a file consists of: itself, or those in a WACZ, each with its name.

    In place of one that cannot be taken stands the reason.
    """
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    if not is_zip:
        yield iter([(path.name, path)])
        return
    with scratch_folder() as folder:
        yield _warcs_in_zip(path, folder / "member")


def _warcs_in_zip(path: Path, place: Path) -> Iterator[tuple[str, Path] | tuple[str, str]]:
    """Each WARC file of a WACZ, copied to a place of our own: no name of the file is a path.

    All of them together are bounded: a few packed bytes may stand for any number of members.
    """
    any_warc = False
    names: list[str] = []
    left = max(LARGEST, _BOMB * path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as whole:
            for member in whole.infolist():
                names.append(member.filename)
                if re.search(r"\.w?arc(\.gz|\.zst)?$", member.filename, re.I):
                    any_warc = True
                    name = f"{path.name}!{member.filename}"
                    wrong = _copied(whole, member, place, left)
                    left -= place.stat().st_size
                    if wrong:
                        yield name, wrong
                    if place.stat().st_size or not wrong:
                        yield name, place
    except _ZIP_ERRORS as error:
        yield path.name, f"a damaged ZIP file: {error}"
        with path.open("rb") as file:
            if not any_warc and _lies_packed(path, file.read(_SHOWN)):
                yield path.name, path  # its list of members is missing: what it holds is not
    else:
        if not any_warc:
            yield path.name, f"a ZIP file without a WARC file in it{_others(names)}"


def _others(names: list[str]) -> str:
    """What to do with a file of files that are packed themselves."""
    packed = [name for name in names if re.search(r"\.(wacz|zip|tar|tgz)(\.\w{2,3})?$", name, re.I)]
    return f": unpack it, and import what is in it ({', '.join(packed[:3])})" if packed else ""


def _copied(whole: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, left: int) -> str | None:
    """Why a member could not be copied whole; None where it was. At most it may have `left` bytes.

    Of one that is damaged, what came before the fault is copied.
    """
    place.write_bytes(b"")
    if member.flag_bits & 1:
        return "it is encrypted: unpack it with its password and import that"
    most = min(left, max(LARGEST, _BOMB * member.compress_size))
    unchecked = copy.copy(member)
    del unchecked.CRC  # where it differs, zipfile keeps back the last bytes
    checksum = 0
    try:
        with whole.open(unchecked) as source, place.open("wb") as target:
            while piece := source.read(_PIECE):
                checksum = zlib.crc32(piece, checksum)
                most -= len(piece)
                if most < 0:
                    target.truncate(0)
                    return f"it unpacks to more than {_BOMB} times its size, or its ZIP file does"
                target.write(piece)
    except (*_ZIP_ERRORS, OSError) as error:  # also where there is no room for its copy
        return f"it cannot be unpacked: {error}"
    return None if checksum == member.CRC else "it is damaged: its CRC-32 differs"
