"""Where a catalogue stands: small objects that one writer at a time may replace, and large ones.

Two kinds of place answer alike: a folder (`file://`), and a bucket of S3 (`s3://`). What decides
between machines (who holds a shard, which snapshot is current) is one small object, written by one
conditional request: made where there is none, or replaced where it is still what was read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import unquote, urlsplit

from archive.model.errors import ArchiveError, StorageError, UsageError

_T = TypeVar("_T")


class Overtaken(ArchiveError):
    """Somebody else wrote the object first: what was to be written is not."""


@dataclass(frozen=True, slots=True)
class Held:
    """A small object as it was read.

    `age` is in seconds, in a bucket by the clock of the store alone: no machine's clock is compared
    with another's.
    """

    data: bytes
    version: str
    age: float


class Objects(ABC):
    """The objects below one address, by their keys. Raises StorageError where the place fails."""

    url: str

    @abstractmethod
    def read(self, key: str) -> Held | None:
        """A small object; None where there is none."""

    @abstractmethod
    def put_if(self, key: str, data: bytes, version: str | None) -> str:
        """Write an object that still has this version (None: that is not there); its new version.

        Raises Overtaken.
        """

    @abstractmethod
    def put(self, key: str, data: bytes) -> None:
        """Write an object of a key that nobody else writes."""

    @abstractmethod
    def put_file(self, key: str, path: Path) -> None:
        """Write a file as an object of a key that nobody else writes."""

    @abstractmethod
    def copy_to(self, key: str, file: BinaryIO) -> bool:
        """Write what an object holds into a file; False where there is no such object."""

    @abstractmethod
    def sizes(self, prefix: str) -> dict[str, int]:
        """The keys that begin so (it ends with `/`), and how many bytes each has."""

    @abstractmethod
    def remove(self, keys: Iterable[str]) -> None:
        """Take objects away; one that is not there is none."""

    def write_if(self, key: str, data: bytes, version: str | None) -> str:
        """As `put_if`, also where the answer to a request is lost and the request repeated.

        `data` must be like nothing that anybody else would write: what stands there and is equal
        to it is what was written here.
        """
        try:
            return self.put_if(key, data, version)
        except Overtaken:
            held = self.read(key)
            if held is not None and held.data == data:
                return held.version
            raise


def opened(url: str) -> Objects:
    """The objects at an address: `file:///srv/news-catalogue`, `s3://bucket/path`.

    Raises UsageError where it is no address of these kinds, or what it needs is not installed.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        from archive.cluster.folder_objects import FolderObjects

        return FolderObjects(url.rstrip("/"), Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        try:
            from archive.cluster.s3_objects import S3Objects
        except ImportError as error:
            raise UsageError(
                f"{url}: what speaks with S3 is not installed ({error.name}): install"
                " regional-news-harvester[cluster]; docs/scale.md tells how"
            ) from None
        return S3Objects(url.rstrip("/"), parts.netloc, parts.path.strip("/"))
    raise UsageError(
        f"{url}: no address of a catalogue: file:///folder or s3://bucket/path is expected"
    )


def failing(url: str, action: str, error: Exception) -> StorageError:
    """What is to be told of a place that failed."""
    said = " ".join(str(error).split()) or type(error).__name__
    return StorageError(f"{url}: {action}: {said}")


def until_answered(attempt: Callable[[], _T], *, tries: int, pause: Callable[[int], None]) -> _T:
    """What an attempt gives; one that fails is made again, `tries` times in all."""
    for number in range(1, tries):
        try:
            return attempt()
        except StorageError:
            pause(number)
    return attempt()
