"""The protocol of the checks that `archive verify` runs, one after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from archive.processes.workers import Workers
from archive.store.archive import Archive
from archive.verification.problem import REREAD, Problem
from archive.verification.verification import Verification, Verified
from archive.verification.verification_state import Progress


@dataclass(frozen=True, slots=True)
class Context:
    """What a check reads, and where it notes what it counted and how far it has come.

    `index_words` waits for the comparison of the words of the index, which begins before the first
    check, beside which it runs where there are several processes.
    """

    archive: Archive
    request: Verification
    progress: Progress
    workers: Workers
    index_words: Callable[[], Problem | None]

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection to archive.db; perhaps one for reading only, beside a crawl."""
        return self.archive.connection

    @property
    def result(self) -> Verified:
        """The result so far."""
        return self.progress.result


class Check(Protocol):
    """One check. It yields problems; a check that is resumed begins behind `result.after`."""

    @property
    def name(self) -> str:
        """The name by which the state file knows it; never changed."""

    @property
    def covers(self) -> str:
        """What it looks at, as progress shows it."""

    def run(self, context: Context) -> Iterator[Problem]:
        """Look, and yield each problem."""


def each_to_its_end(steps: Iterable[Iterator[Problem]]) -> Iterator[Problem]:
    """The problems of several steps; that a step cannot be done to its end is a problem too."""
    for step in steps:
        try:
            yield from step
        except (sqlite3.DatabaseError, UnicodeError) as error:
            yield Problem(record="archive.db", found=f"cannot be read: {error}", remedy=REREAD)
