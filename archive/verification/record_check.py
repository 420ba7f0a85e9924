"""Check each record against its digest; list what other programs wrote or has no digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.db.moment import one_moment
from archive.db.record_digests import RecordDigest, digest_of
from archive.db.sql import one, rows
from archive.schema.records import RECORDS, Part
from archive.store.archive import Archive
from archive.verification.check import Context, each_to_its_end
from archive.verification.parts import check_each
from archive.verification.problem import BACKUP, LOOK, REPAIR, REREAD, Problem

_BATCH = 1_000
_Batch = list[dict[str, str]]


class Records:
    """All records against their digests."""

    name = "records"
    covers = "records against their digests"

    def run(self, context: Context) -> Iterator[Problem]:
        """Compare them in batches, so that an interrupted check can be resumed between two."""
        batches = _batches(context.connection, context.result.after or ["", ""])
        try:
            for checked in check_each(context.workers, context.archive, _checked, batches):
                context.result.count("record", checked.number)
                yield from checked.problems
                context.progress.reached(checked.last)
        except _NoDigestsError as error:
            yield error.problem


class SampledRecords:
    """The next records after those of the sample before, from the beginning at the end."""

    name = "sampled records"
    covers = "a sample of the records against their digests"

    def run(self, context: Context) -> Iterator[Problem]:
        """Compare as many as the sample takes."""
        (total,) = context.connection.execute("SELECT count(*) FROM fixity").fetchone()
        after = context.progress.sample_start("records") or ["", ""]
        size = min(context.request.size(total), total)
        try:
            batch = _digests(context.connection, after, size)
            if len(batch) < size:
                batch += _digests(context.connection, ["", ""], size - len(batch))
        except _NoDigestsError as error:
            yield error.problem
            return
        if batch:
            checked = _checked(context.archive, batch)
            context.result.count("record", checked.number)
            yield from checked.problems
            context.progress.sampled_up_to("records", checked.last)


class OtherWriters:
    """What was written by programs that are not this one."""

    name = "writers"
    covers = "what other programs wrote"

    def run(self, context: Context) -> Iterator[Problem]:
        """Report each record that another program wrote as a difference."""
        pending = context.connection.execute(
            "SELECT kind, id FROM fixity_pending ORDER BY kind, id"
        )
        for kind, identifier in pending.fetchall():
            yield Problem(
                record=f"{kind} {identifier}",
                found="written by another program",
                remedy=LOOK,
                severity="difference",
            )


class WithoutDigest:
    """Records without a digest: written past the triggers, or their digest is lost."""

    name = "missing"
    covers = "records without a digest"

    def run(self, context: Context) -> Iterator[Problem]:
        """Look for them table by table."""
        return each_to_its_end(
            _without_digest(context.connection, kind, part)
            for kind, parts in RECORDS.items()
            for part in parts
        )


@dataclass(frozen=True, slots=True)
class _Checked:
    """What came of a batch: how many records it had, what is wrong with them, where it ends."""

    number: int
    problems: list[Problem]
    last: list[str]


class _NoDigestsError(Exception):
    """The table of digests cannot be read."""

    def __init__(self, after: list[str], error: sqlite3.DatabaseError) -> None:
        problem = f"cannot be read after {after}: {error}"
        self.problem = Problem(record="table fixity", found=problem, remedy=REREAD)
        super().__init__(problem)


def _digests(connection: sqlite3.Connection, after: list[str], most: int) -> _Batch:
    """The kind and id of the next records that have a digest."""
    query = "SELECT kind, id FROM fixity WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?"
    try:
        return rows(connection, query, *after, most)
    except sqlite3.DatabaseError as error:
        raise _NoDigestsError(after, error) from error


def _batches(connection: sqlite3.Connection, after: list[str]) -> Iterator[_Batch]:
    while batch := _digests(connection, after, _BATCH):
        yield batch
        after = _place(batch)


def _place(batch: _Batch) -> list[str]:
    """Where a batch ends."""
    return [batch[-1]["kind"], batch[-1]["id"]]


def _checked(archive: Archive, batch: _Batch) -> _Checked:
    """What is wrong with the records of a batch."""
    with one_moment(archive.connection):
        found = [_problem_of(archive.connection, row["kind"], row["id"]) for row in batch]
    return _Checked(len(batch), [each for each in found if each is not None], _place(batch))


def _problem_of(connection: sqlite3.Connection, kind: str, identifier: str) -> Problem | None:
    """What is wrong with one record; call it where its digest and its rows are of one moment."""
    record = f"{kind} {identifier}"
    if kind not in RECORDS:
        problem = "its digest names no kind of record"
        return Problem(record=record, found=problem, remedy=REREAD)
    try:
        stored = one(
            connection,
            "SELECT f.digest, f.parts, p.kind IS NOT NULL AS is_pending FROM fixity AS f"
            " LEFT JOIN fixity_pending AS p ON p.kind = f.kind AND p.id = f.id"
            " WHERE f.kind = ? AND f.id = ?",
            kind,
            identifier,
        )
        actual = digest_of(connection, kind, identifier)
    except sqlite3.DatabaseError as error:
        return Problem(
            record=record, found=f"cannot be read: {error}", remedy=_remedy_of(kind), repair=kind
        )
    if stored is None or stored["is_pending"]:  # gone meanwhile; or another program wrote it
        return None
    expected = RecordDigest(stored["digest"], stored["parts"])
    return _difference(record, kind, expected, actual)


def _difference(
    record: str, kind: str, expected: RecordDigest, actual: RecordDigest | None
) -> Problem | None:
    """What differs between a record as it was stored and as it stands; None where nothing does."""
    remedy = _remedy_of(kind)
    if actual is None:
        problem = f"it is gone; all that is left is its digest {expected.digest}"
        return Problem(record=record, found=problem, remedy=remedy, repair=kind)
    pair = f"expected {expected.digest}, found {actual.digest}"
    if actual.proves(expected):
        problem = f"only its row in fixity was changed: {pair}"
        return Problem(record=record, found=problem, remedy=REPAIR, repair="fixity")
    if actual != expected:
        problem = f"{', '.join(actual.differing(expected, kind))} is not what was stored: {pair}"
        return Problem(record=record, found=problem, remedy=remedy, repair=kind)
    return None


def _without_digest(connection: sqlite3.Connection, kind: str, part: Part) -> Iterator[Problem]:
    ids = connection.execute(
        f"SELECT id FROM ({part.keys}) WHERE id NOT IN"
        " (SELECT id FROM fixity WHERE kind = ?1)"
        " AND id NOT IN (SELECT id FROM fixity_pending WHERE kind = ?1)",
        (kind,),
    )
    for (identifier,) in ids.fetchall():
        yield Problem(
            record=f"{kind} {identifier}",
            found=f"{part.table} has it, but it has no digest",
            remedy=f"{LOOK}, or {_remedy_of(kind)}",
        )


def _remedy_of(kind: str) -> str:
    """What helps where a record of this kind is not what was stored."""
    return {"capture": REPAIR, "article": REREAD}.get(kind, BACKUP)
