"""Check each WARC file and each record in it against digests and rows."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.db.sql import one, rows
from archive.files.contained_path import why_no_warc
from archive.files.plain_file import not_plain
from archive.model.errors import Damaged
from archive.store import erased, set_aside, warc_files
from archive.store.archive import Archive
from archive.verification.check import Context, each_to_its_end
from archive.verification.parts import check_each
from archive.verification.problem import BACKUP, REPAIR, REREAD, Problem
from archive.warc.check import Finding, findings_in

_IN_FILE = """SELECT id, warc_offset, warc_length, record_digest FROM captures WHERE warc_file = ?1
    UNION ALL
    SELECT record, warc_offset, warc_length, record_digest FROM set_aside WHERE warc_file = ?1"""
_NEXT_CAPTURES = """SELECT id, warc_file, warc_offset FROM captures
    WHERE (warc_file, warc_offset) > (?, ?) ORDER BY warc_file, warc_offset LIMIT ?"""


class SetAside:
    """How many captures are set aside; none of them is a problem of storage."""

    name = "set aside"
    covers = "captures that were set aside"

    def run(self, context: Context) -> Iterator[Problem]:
        """Count them."""
        context.result.set_aside = set_aside.count(context.connection)
        yield from ()


class Names:
    """Whether all files that rows name are in the folder of the archive."""

    name = "names"
    covers = "names of files in archive.db"

    def run(self, context: Context) -> Iterator[Problem]:
        """Look at captures, at what was set aside, and at takedowns."""
        return each_to_its_end(
            (
                Problem(record=record, found=fault, remedy=REREAD)
                for record, fault in faults(context.connection)
            )
            for faults in (warc_files.faults, erased.faults)
        )


class Files:
    """Each file and each record in it; rows without records, records without rows."""

    name = "files"
    covers = "WARC files and every record in them"

    def run(self, context: Context) -> Iterator[Problem]:
        """Read the files in the order of their names."""
        folder = context.archive.folder / "warc"
        after = context.result.after[0] if context.result.after else ""
        named = warc_files.named(context.connection)
        present = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        closed = {name for name in present if name.endswith(".warc.gz")}
        names = [name for name in sorted(named | closed) if name > after]
        for checked in check_each(context.workers, context.archive, _checked, names):
            for what, number in checked.counts.items():
                context.result.count(what, number)
            yield from checked.problems
            context.progress.reached([checked.name])
        for name in sorted(present - closed - {f"{name}.open" for name in named}):
            if not name.endswith(".warc.gz.open"):  # of a run that has committed nothing yet
                yield Problem(
                    record=f"warc/{name}",
                    found="no WARC file of this archive",
                    remedy="move it elsewhere",
                    severity="difference",
                )


class SampledCaptures:
    """The next captures after those of the sample before."""

    name = "sampled captures"
    covers = "a sample of the captures"

    def run(self, context: Context) -> Iterator[Problem]:
        """Read as many as the sample takes."""
        (total,) = context.connection.execute("SELECT count(*) FROM captures").fetchone()
        size = min(context.request.size(total), total)
        after = context.progress.sample_start("captures") or ["", -1]
        batch = rows(context.connection, _NEXT_CAPTURES, *after, size)
        if len(batch) < size:
            batch += rows(context.connection, _NEXT_CAPTURES, "", -1, size - len(batch))
        for row in batch:
            context.result.count("capture")
            try:
                context.archive.capture(row["id"])
            except Damaged as error:
                yield Problem(record=f"capture {row['id']}", found=str(error), remedy=BACKUP)
        if batch:
            end = [batch[-1]["warc_file"], batch[-1]["warc_offset"]]
            context.progress.sampled_up_to("captures", end)


@dataclass(slots=True)
class _Checked:
    """What came of a file: what was checked in it, in the singular → how many; what is wrong."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def _checked(archive: Archive, name: str) -> _Checked:
    """What is wrong with one file, which may still be growing."""
    folder, checked = archive.folder / "warc", _Checked(name)
    captures = _rows_of(archive.connection, name)
    closed_row = one(archive.connection, "SELECT * FROM warc_files WHERE name = ?", name)
    record, remedy = f"WARC file {name}", f"{BACKUP} to {folder}"
    paths = [path for path in (folder / name, folder / f"{name}.open") if os.path.lexists(path)]
    if not paths:
        problem = f"it is missing, with {len(captures)} captures"
        checked.problems.append(Problem(record=record, found=problem, remedy=remedy))
        return checked
    if fault := why_no_warc(name) or not_plain(paths[0]):
        checked.problems.append(Problem(record=record, found=fault, remedy=remedy))
        return checked
    checked.counts["WARC file"] += 1
    for finding in findings_in(folder, name, captures, closed_row):
        if finding.fault is None:
            checked.counts["WARC record"] += 1
        else:
            checked.problems.append(_problem(name, finding, finding.fault))
    return checked


def _rows_of(connection: sqlite3.Connection, name: str) -> dict[int, dict[str, Any]]:
    """The captures of a file and what was set aside in it, by their offsets."""
    return {
        row["warc_offset"]: row
        for row in rows(connection, _IN_FILE, name)
        if isinstance(row["warc_offset"], int) and isinstance(row["warc_length"], int)
    }


def _problem(name: str, finding: Finding, fault: str) -> Problem:
    record = f"WARC file {name}"
    if finding.offset is not None:
        record = f"warc/{name}, offset {finding.offset}"
        if finding.capture:
            record += f", capture {finding.capture}"
    if finding.orphan:
        return Problem(record=record, found=fault, remedy=REPAIR, repair="orphan")
    return Problem(record=record, found=fault, remedy=f"{BACKUP} the file {name}")
