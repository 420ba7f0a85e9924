"""Run the checks of `archive verify` in order, and write the event `verification`.

A sample looks at the next records and captures after those of the sample before, so that a hundred
nights of 1 % check everything. Nothing is written but `verification.json`, by which a verification
that was interrupted is resumed, and the event.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from archive.db.events import Event, write_event
from archive.store.archive import Archive
from archive.verification.check import Check, Context, each_to_its_end
from archive.verification.clock_check import Clocks
from archive.verification.database_check import KeptCounts, Lineage, Pages
from archive.verification.decision_check import Decisions
from archive.verification.index_check import IndexAtAGlance, IndexWords
from archive.verification.record_check import OtherWriters, Records, SampledRecords, WithoutDigest
from archive.verification.schema_check import Schema
from archive.verification.verification import Verification, Verified
from archive.verification.verification_state import Progress
from archive.verification.warc_check import Files, Names, SampledCaptures, SetAside

__all__ = ["Verification", "Verified", "record_event", "verify"]

_NOT_COMPARED = ["lineage and frontier, which have no digests"]
_NOT_SAMPLED = ["the words of the full-text index"]

_AT_A_GLANCE: tuple[Check, ...] = (Schema(), IndexAtAGlance(), Lineage(), SetAside())
FULL: tuple[Check, ...] = (
    *_AT_A_GLANCE, Pages(), Records(), OtherWriters(), WithoutDigest(), Decisions(), Clocks(),
    Names(), Files(), KeptCounts(), IndexWords(),
)  # fmt: skip
SAMPLE: tuple[Check, ...] = (*_AT_A_GLANCE, SampledRecords(), SampledCaptures(), OtherWriters())


def verify(
    archive: Archive,
    request: Verification,
    on_progress: Callable[[Verified], None] = lambda _: None,
) -> Verified:
    """Check everything, or a sample. `archive` may be open for reading only, beside a crawl."""
    checks = FULL if request.sample is None else SAMPLE
    names = [check.name for check in checks]
    progress = Progress(archive.folder, request, names, on_progress)
    context = Context(archive, request, progress)
    result = progress.result
    if not result.phase:
        result.not_compared += _NOT_COMPARED if request.sample is None else [
            *_NOT_COMPARED, *_NOT_SAMPLED]  # fmt: skip
    first = names.index(result.phase) if result.phase else 0
    with _any_text(archive.connection):
        for check in checks[first:]:
            progress.begin(check.name)
            for problem in each_to_its_end([check.run(context)]):
                result.add(problem)
    progress.end()
    return result


def record_event(archive: Archive, done: Verified, *, sample: str | None) -> None:
    """Write down in `events` that the archive was verified, and with what outcome."""
    detail = {
        "began": done.began, "sample": sample, "checked": done.checked,
        "problems": [str(problem) for problem in done.problems[:100]],
        "problem_count": len(done.problems), "left_out": done.left_out,
        "not_compared": done.not_compared,
    }  # fmt: skip
    outcome = "damage" if done.damaged else "difference" if done.problems else "success"
    with archive.transaction() as connection:
        event = Event(type="verification", agent=archive.agent, outcome=outcome, detail=detail)
        write_event(connection, event)


@contextmanager
def _any_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Reads text that is no UTF-8 any more, its broken bytes spelled out in hexadecimal."""
    former = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    try:
        yield
    finally:
        connection.text_factory = former
