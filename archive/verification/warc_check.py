"""Check each WARC file and each record in it against digests and rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.db.sql import one, rows
from archive.files.inside import why_no_warc
from archive.files.plain_file import not_plain
from archive.model.errors import Damaged
from archive.store import erased, set_aside, warc_files
from archive.verification.check import Context, each_to_its_end
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
        for name in sorted(named | closed):
            if name <= after:
                continue
            yield from _problems_in(context, folder, name, present)
            context.progress.reached([name])
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


def _problems_in(context: Context, folder: Path, name: str, present: set[str]) -> Iterator[Problem]:
    """What is wrong with one file."""
    captures = _rows_of(context, name)
    closed_row = one(context.connection, "SELECT * FROM warc_files WHERE name = ?", name)
    record, remedy = f"WARC file {name}", f"{BACKUP} to {folder}"
    if name not in present and f"{name}.open" not in present:
        problem = f"it is missing, with {len(captures)} captures"
        yield Problem(record=record, found=problem, remedy=remedy)
        return
    path = folder / (name if name in present else f"{name}.open")
    if fault := why_no_warc(name) or not_plain(path):
        yield Problem(record=record, found=fault, remedy=remedy)
        return
    context.result.count("WARC file")
    for finding in findings_in(folder, name, captures, closed_row):
        if finding.fault is None:
            context.result.count("WARC record")
        else:
            yield _problem(name, finding, finding.fault)


def _rows_of(context: Context, name: str) -> dict[int, dict[str, Any]]:
    """The captures of a file and what was set aside in it, by their offsets."""
    return {
        row["warc_offset"]: row
        for row in rows(context.connection, _IN_FILE, name)
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
