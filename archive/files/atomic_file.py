"""A file that is replaced in one step; and the target of `--output`, which may be a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, TypeVar

_File = TypeVar("_File", bound=BinaryIO)


@contextmanager
def written(path: Path | None) -> Iterator[TextIO]:
    """A text file to write to, UTF-8; none, and `-`, is standard output.

    A regular file is replaced at the end of the block, or stays as it was; a link to one goes on
    being a link. A device or a pipe is written to as it comes.
    """
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    with written_whole(path) as file:
        text = TextIOWrapper(file, encoding="utf-8")
        yield text
        text.flush()


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file of bytes, replaced at the end of the block; or it stays as it was.

    A link to one goes on being a link. A device or a pipe is written to as it comes.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with path.open("wb") as straight:
            yield straight
        return
    with replaced(target, lambda unfinished: unfinished.open("wb")) as file:
        yield file


@contextmanager
def replaced(target: Path, opened: Callable[[Path], _File]) -> Iterator[_File]:
    """A file, as `opened` opens it, that takes the place of `target` at the end of the block.

    It is on disk before it does. Where the block fails, the former file stays as it was.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        file = opened(unfinished)
    except OSError as error:  # about the name that was given, and not the one beside it
        raise OSError(error.errno, error.strerror, str(target)) from None
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
