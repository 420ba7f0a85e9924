"""Objects in a folder: for a catalogue on one machine, or on a disk that machines share.

A disk that machines share must know locks (NFSv4 does), and the machines must agree on the time to
some seconds: how old a file is, each says by its own clock.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.cluster.objects import Held, Objects, Overtaken, failing
from archive.files.plain_file import descriptor, reading, replacing

_LOCK = ".lock"
_LARGEST = 1 << 26  # bytes of a small object


class FolderObjects(Objects):
    """Each key is a file below the folder."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._folder = folder

    def read(self, key: str) -> Held | None:
        """Its version is the digest of what it holds."""
        with self._told(key, "cannot be read"):
            try:
                with reading(self._folder / key) as file:
                    data = file.read(_LARGEST)
                    written = os.fstat(file.fileno()).st_mtime
            except (FileNotFoundError, NotADirectoryError):
                return None
            return Held(data, _version(data), max(0.0, time.time() - written))

    def put_if(self, key: str, data: bytes, version: str | None) -> str:
        """The folder is locked for the moment in which the file takes its place."""
        with self._told(key, "cannot be written"), self._locked():
            held = self.read(key)
            if (held.version if held else None) != version:
                raise Overtaken(f"{self.url}/{key}: another machine wrote it first")
            self._replace(key, data)
            return _version(data)

    def put(self, key: str, data: bytes) -> None:
        """The file has its name once it is whole and on disk."""
        with self._told(key, "cannot be written"):
            self._replace(key, data)

    def put_file(self, key: str, path: Path) -> None:
        """The same, of a file."""
        with self._told(key, "cannot be written"):
            target = self._made(key)
            with reading(path) as source, replacing(target) as to:
                shutil.copyfileobj(source, to)

    def copy_to(self, key: str, file: BinaryIO) -> bool:
        """The bytes of the file."""
        with self._told(key, "cannot be read"):
            try:
                with reading(self._folder / key) as source:
                    shutil.copyfileobj(source, file)
            except (FileNotFoundError, NotADirectoryError):
                return False
            return True

    def sizes(self, prefix: str) -> dict[str, int]:
        """The files below the folder of this name."""
        found: dict[str, int] = {}
        with self._told(prefix, "cannot be listed"):
            for path in sorted((self._folder / prefix).rglob("*")):
                key = path.relative_to(self._folder).as_posix()
                if not path.name.startswith("."):
                    try:
                        if path.is_file():
                            found[key] = path.stat().st_size
                    except FileNotFoundError:  # it was taken away meanwhile
                        continue
        return found

    def remove(self, keys: Iterable[str]) -> None:
        """Unlink the files, and the folders that they leave empty."""
        for key in keys:
            with self._told(key, "cannot be removed"):
                path = self._folder / key
                path.unlink(missing_ok=True)
                for parent in path.relative_to(self._folder).parents[:-1]:
                    try:
                        (self._folder / parent).rmdir()
                    except OSError:  # something else is in it
                        break

    def _made(self, key: str) -> Path:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _replace(self, key: str, data: bytes) -> None:
        for _ in range(3):  # who removes objects takes empty folders away
            try:
                with replacing(self._made(key)) as file:
                    file.write(data)
            except FileNotFoundError:
                continue
            return
        with replacing(self._made(key)) as file:
            file.write(data)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        opened = descriptor(self._folder / _LOCK, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            yield
        finally:
            os.close(opened)

    @contextmanager
    def _told(self, key: str, action: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise failing(f"{self.url}/{key}", action, error) from error


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
