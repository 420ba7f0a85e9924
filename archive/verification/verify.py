"""Run the checks of `archive verify` in order, and write the event `verification`.

A sample looks at the next records and captures after those of the sample before, so that a hundred
nights of 1 % check everything. Nothing is written but `verification.json`, by which a verification
that was interrupted is resumed, and the event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from archive.db.events import Event, write_event
from archive.model.errors import StorageError
from archive.processes.workers import Workers
from archive.store.archive import Archive
from archive.verification.check import Check, Context, each_to_its_end
from archive.verification.clock_check import Clocks
from archive.verification.database_check import KeptCounts, Lineage, Pages
from archive.verification.decision_check import Decisions
from archive.verification.index_check import IndexAtAGlance, IndexWords, word_problem
from archive.verification.parts import any_text, begin_check, processes_for
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
    result = progress.result
    if not result.phase:
        result.not_compared += _NOT_COMPARED if request.sample is None else [
            *_NOT_COMPARED, *_NOT_SAMPLED]  # fmt: skip
    first = names.index(result.phase) if result.phase else 0
    progress.begin(names[first])
    with any_text(archive.connection), _working(archive, request) as workers:
        index_words = begin_check(workers, archive, word_problem, progress.is_saved)
        context = Context(archive, request, progress, workers, index_words)
        for check in checks[first:]:
            progress.begin(check.name)
            for problem in each_to_its_end([check.run(context)]):
                result.add(problem)
    progress.end()
    return result


@contextmanager
def _working(archive: Archive, request: Verification) -> Iterator[Workers]:
    """The processes of a verification, which end at once where it is interrupted.

    Raises StorageError where one of them has ended before its work: memory may be short.
    """
    with processes_for(archive.connection, request) as workers:
        try:
            yield workers
        except BrokenProcessPool as error:
            raise StorageError(
                "a process that checked a part has ended: it was killed, perhaps because memory is"
                " short; `archive verify --resume` goes on from there"
            ) from error
        except BaseException:
            workers.kill()
            raise


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
