"""Check an archive part by part, on all cores: in processes with connections of their own.

What came of the parts is given in their order, so that a result is the same for any number of
processes. The processes are started afresh: SQLite must not be used in a fork of a process that has
a database open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TypeVar

from archive.model.trust import is_trusting, trusting
from archive.processes.workers import Workers, available_cores
from archive.store.archive import Archive
from archive.verification.verification import Verification

#: Records of which fewer are checked in place: as long as starting a process takes.
_WORTH_PROCESSES = 5_000

Part = TypeVar("Part")
Result = TypeVar("Result")


def processes_for(connection: sqlite3.Connection, request: Verification) -> Workers:
    """As many processes as there are cores; none but this one for a sample, or a small archive."""
    (records,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM fixity LIMIT ?)", (_WORTH_PROCESSES,)
    ).fetchone()
    is_large = request.sample is None and records == _WORTH_PROCESSES
    return Workers(available_cores() if is_large else 1, "spawn")


def check_each(
    workers: Workers,
    archive: Archive,
    check: Callable[[Archive, Part], Result],
    parts: Iterable[Part],
) -> Iterator[Result]:
    """What a function of a module makes of each part, in the order of the parts."""
    return workers.map(_applied(workers, archive, check), parts)


def begin_check(
    workers: Workers, archive: Archive, check: Callable[[Archive, Part], Result], part: Part
) -> Callable[[], Result]:
    """Begin the check of one part; what is returned waits for the result."""
    return workers.begin(_applied(workers, archive, check), part)


@contextmanager
def any_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Reads text that is no UTF-8 any more, its broken bytes spelled out in hexadecimal."""
    former = connection.text_factory
    connection.text_factory = partial(str, encoding="utf-8", errors="backslashreplace")
    try:
        yield
    finally:
        connection.text_factory = former


def _applied(
    workers: Workers, archive: Archive, check: Callable[[Archive, Part], Result]
) -> Callable[[Part], Result]:
    if workers.are_in_place:
        return partial(check, archive)
    return partial(_check_elsewhere, check, archive.folder, is_trusting())


def _check_elsewhere(
    check: Callable[[Archive, Part], Result], folder: Path, trusted: bool, part: Part
) -> Result:
    """In another process: check a part by a connection that is opened for it."""
    with trusting() if trusted else nullcontext(), Archive.read_only(folder) as archive:  # noqa: SIM117
        with any_text(archive.connection):
            return check(archive, part)
