"""Is everything that is held still what was put there? Found out record by record, byte by byte.

In order: tables, views and triggers; SQLite's own check; each record against its digest
(`archive.db.record_digests`); what other programs wrote; decisions; each WARC file and each record
in it, against digests and rows; the full-text index. A sample looks at the next records and
captures after those of the sample before, so that a hundred nights of 1 % see everything. Nothing
is written but `verification.json`, by which a check that was interrupted goes on, and the event
`verification`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from archive.custody import decision_check as decided
from archive.custody import decisions, schema_check
from archive.custody.database_check import database_problems, lineage_problems, waiting_for_lineage
from archive.custody.index_check import find_problem, plain_problems
from archive.custody.problem import (
    BACKUP,
    LOOK,
    REPAIR,
    REREAD,
    STATE,
    Problem,
    Verification,
    Verified,
    load_state,
    place_of,
    store_state,
    unended,
)
from archive.db import record_digests
from archive.db.events import now
from archive.db.sql import one, rows
from archive.files.inside import why_no_warc
from archive.files.plain_file import not_plain
from archive.model.counting import many
from archive.model.errors import Damaged, StorageError
from archive.schema.records import RECORDS
from archive.store import set_aside, takedown, warc_files
from archive.store.archive import Archive
from archive.warc.check import Finding, findings_in

__all__ = ["Verification", "Verified", "verify"]

_BATCH = 500
_SAVE_EVERY = 2.0  # seconds
_NEVER = ("lineage and frontier, which have no digests",)


def verify(
    archive: Archive, asked: Verification, tell: Callable[[Verified], None] = lambda _: None
) -> Verified:
    """Look at everything, or at a sample. `archive` may be open for reading only, beside a crawl.

    `tell` is given the state now and then, for progress.
    """
    check = _Check(archive, asked, tell)
    with _any_text(archive.connection):
        for name, phase in check.phases():
            if check.begin(name):
                check.do(phase)
                check.save(name, [], always=True)
    check.state.ended = now()
    check.save("", [], always=True)
    return check.state


_FILES_ASIDE = "SELECT DISTINCT warc_file FROM set_aside WHERE warc_file IS NOT NULL"
_IN_FILE = """SELECT id, warc_offset, warc_length, record_digest FROM captures WHERE warc_file = ?1
    UNION ALL
    SELECT record, warc_offset, warc_length, record_digest FROM set_aside WHERE warc_file = ?1"""


class _Check:
    """One verification: its state, and its phases."""

    def __init__(
        self, archive: Archive, asked: Verification, tell: Callable[[Verified], None]
    ) -> None:
        self.archive = archive
        self.connection = archive.connection
        self.asked = asked
        self.tell = tell
        self.path = archive.folder / STATE
        self.saved = load_state(self.path)
        self.state = Verified(now())
        self._saved_at = time.monotonic()
        self.remembers = asked.remember
        former = unended(self.saved)
        names = {name for name, _ in self.phases()}
        if asked.resume and asked.sample is None and former and former.phase in names:
            self.state = former
        self._skip_to = self.state.phase
        self._after = self.state.after

    def phases(self) -> list[tuple[str, Callable[[], None]]]:
        """What is done, in order."""
        if self.asked.sample is not None:
            return [("schema", self.schema), ("records", self.sampled_records),
                    ("captures", self.sampled_captures),
                    ("writers", self.other_writers)]  # fmt: skip
        return [("schema", self.schema), ("sqlite", self.sqlite), ("records", self.records),
                ("writers", self.other_writers), ("missing", self.without_digest),
                ("decisions", self.decisions), ("names", self.names),
                ("files", self.files), ("index", self.index)]  # fmt: skip

    def begin(self, name: str) -> bool:
        """Whether a phase is to be done: not where an interrupted check has it behind it."""
        if self._skip_to not in ("", name):
            return False
        if not self._skip_to:
            self._after = []
        self._skip_to = ""
        return True

    def do(self, phase: Callable[[], None]) -> None:
        """Do a phase; that it cannot be done to its end is a problem too."""
        try:
            phase()
        except (sqlite3.DatabaseError, UnicodeError) as error:
            self.report("archive.db", f"cannot be read: {error}", REREAD)

    def save(self, phase: str, after: list[Any], *, always: bool = False) -> None:
        """Remember how far the check has come."""
        if not always and time.monotonic() - self._saved_at < _SAVE_EVERY:
            return
        self._saved_at = time.monotonic()
        names = [name for name, _ in self.phases()]
        if phase and not after and phase in names:  # it is done: the next one begins
            phase = [*names, ""][names.index(phase) + 1]
        self.state.phase, self.state.after = phase, after
        self.tell(self.state)
        if not self.remembers:
            return
        if self.asked.sample is None:
            self.saved["full"] = asdict(self.state)
        try:
            store_state(self.path, self.saved)
        except OSError as error:
            self.remembers = False
            self.state.unsaved = f"{self.path}: {error.strerror}; it cannot go on later"

    def report(self, record: str, found: str, to_do: str, **more: Any) -> None:
        """Add a problem."""
        self.state.problems.append(Problem(record=record, found=found, to_do=to_do, **more))

    # --- archive.db ----------------------------------------------------------------------------

    def schema(self) -> None:
        """Views, triggers, indexes; what is seen at once of the index and of lineage."""
        for check in (schema_check.schema_problems, plain_problems, lineage_problems):
            self.do(partial(self._add, check))
        self.state.not_compared = list(_NEVER)
        if self.asked.sample is not None:
            self.state.not_compared.append("the words of the full-text index")
        self.do(self._unlinked)
        self.do(self._set_aside)
        self.do(self._others)

    def _others(self) -> None:
        if others := schema_check.others_in(self.connection):
            self.state.not_compared.append(f"what other programs have added: {', '.join(others)}")

    def _add(self, check: Callable[[sqlite3.Connection], Iterator[Problem]]) -> None:
        self.state.problems += check(self.connection)

    def _set_aside(self) -> None:
        self.state.set_aside = set_aside.count(self.connection)

    def _unlinked(self) -> None:
        if waiting := waiting_for_lineage(self.connection):
            self.state.not_compared.append(f"{many(waiting, 'article')} without a lineage yet")

    def sqlite(self) -> None:
        """SQLite's own view of its pages, and rows that point at nothing."""
        self.state.count("database")
        self._add(database_problems)

    def records(self) -> None:
        """Each record against its digest."""
        after = self._after or ["", ""]
        while batch := self._digests(after, _BATCH):
            for row in batch:
                self._record(**row)
            after = [batch[-1]["kind"], batch[-1]["id"]]
            self.save("records", after)

    def sampled_records(self) -> None:
        """The next records after those of the sample before, from the beginning at the end."""
        total = self._query("SELECT count(*) FROM fixity")[0][0]
        after = place_of(self.saved, "records") or ["", ""]
        size = min(self.asked.size(total), total)
        batch = self._digests(after, size)
        if len(batch) < size:
            batch += self._digests(["", ""], size - len(batch))
        for row in batch:
            self._record(**row)
        if batch:
            self._ended_at("records", [batch[-1]["kind"], batch[-1]["id"]])

    def _digests(self, after: list[str], most: int) -> list[dict[str, str]]:
        try:
            return rows(
                self.connection,
                "SELECT kind, id FROM fixity WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?",
                *after,
                most,
            )
        except sqlite3.DatabaseError as error:
            self.report("table fixity", f"cannot be read after {after}: {error}", REREAD)
            return []

    def _record(self, kind: str, id: str) -> None:
        """One record; its digest and its rows are read at one moment."""
        self.state.count("record")
        record = f"{kind} {id}"
        if kind not in RECORDS:
            self.report(record, "its digest names no kind of record", REREAD)
            return
        self.connection.execute("BEGIN")
        try:
            row = one(
                self.connection,
                "SELECT f.digest, f.parts, u.kind IS NULL AS sealed FROM fixity AS f"
                " LEFT JOIN fixity_pending AS u ON u.kind = f.kind AND u.id = f.id"
                " WHERE f.kind = ? AND f.id = ?",
                kind,
                id,
            )
            found = record_digests.digest_of(self.connection, kind, id)
        except sqlite3.DatabaseError as error:
            self.report(record, f"cannot be read: {error}", self._way_out(kind), repair=kind)
            return
        finally:
            self.connection.execute("ROLLBACK")
        if row is None or not row["sealed"]:  # gone meanwhile; or told among the other writers'
            return
        if found is None:
            self.report(record, f"it is gone; all that is left is its digest {row['digest']}",
                        self._way_out(kind), repair=kind)  # fmt: skip
            return
        expected = record_digests.RecordDigest(row["digest"], row["parts"])
        if found.proves(expected):
            self.report(record, f"only its row in fixity was changed: expected {expected.digest},"
                        f" found {found.digest}", REPAIR, repair="fixity")  # fmt: skip
        elif found != expected:
            where = ", ".join(found.differing(expected, kind))
            self.report(
                record,
                f"{where} is not what was stored: expected {expected.digest}, found {found.digest}",
                self._way_out(kind),
                repair=kind,
            )

    def _way_out(self, kind: str) -> str:
        if kind == "capture":
            return REPAIR
        return REREAD if kind == "article" else BACKUP

    def other_writers(self) -> None:
        """What was written by programs that are not this one."""
        for kind, identifier in self._query(
            "SELECT kind, id FROM fixity_pending ORDER BY kind, id"
        ):
            self.report(
                f"{kind} {identifier}", "written by another program", LOOK, sort="difference"
            )

    def without_digest(self) -> None:
        """Records without a digest: written past the triggers, or their digest is lost."""
        for kind, parts in RECORDS.items():
            for part in parts:
                for (identifier,) in self._query(
                    f"SELECT id FROM ({part.keys}) WHERE id NOT IN"
                    " (SELECT id FROM fixity WHERE kind = ?1)"
                    " AND id NOT IN (SELECT id FROM fixity_pending WHERE kind = ?1)",
                    kind,
                ):
                    self.report(f"{kind} {identifier}", f"{part.table} has it, no digest vouches",
                                f"{LOOK}, or {self._way_out(kind)}")  # fmt: skip

    def decisions(self) -> None:
        """The lines of decisions.jsonl against what was applied."""
        try:
            self.state.problems += decided.problems(self.archive)
        except StorageError as error:
            self.report(decisions.FILE, str(error), BACKUP)

    # --- WARC files ----------------------------------------------------------------------------

    def files(self) -> None:
        """Each file and each record in it; rows without records, records without rows."""
        folder = self.archive.folder / "warc"
        after = self._after[0] if self._after else ""
        named = warc_files.named(self.connection)
        there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        closed = {name for name in there if name.endswith(".warc.gz")}
        for name in sorted(named | closed):
            if name <= after:
                continue
            self._file(folder, name, there)
            self.save("files", [name])
        for name in sorted(there - closed - {f"{name}.open" for name in named}):
            if not name.endswith(".warc.gz.open"):  # of a run that has committed nothing yet
                self.report(f"warc/{name}", "no WARC file of this archive", "move it elsewhere",
                            sort="difference")  # fmt: skip

    def names(self) -> None:
        """Whether all files and places that rows name are in the folder of the archive."""
        for found_in in (warc_files.faults, takedown.faults):
            for record, fault in found_in(self.connection):
                self.report(record, fault, REREAD)

    def _file(self, folder: Path, name: str, there: set[str]) -> None:
        captures = {
            row["warc_offset"]: row
            for row in rows(self.connection, _IN_FILE, name)
            if isinstance(row["warc_offset"], int) and isinstance(row["warc_length"], int)
        }
        vouched = one(self.connection, "SELECT * FROM warc_files WHERE name = ?", name)
        if name not in there and f"{name}.open" not in there:
            self.report(f"WARC file {name}", f"it is missing, with {len(captures)} captures",
                        f"{BACKUP} to {folder}")  # fmt: skip
            return
        if why := why_no_warc(name) or not_plain(
            folder / (name if name in there else f"{name}.open")
        ):
            self.report(f"WARC file {name}", why, f"{BACKUP} to {folder}")
            return
        self.state.count("WARC file")
        for finding in findings_in(folder, name, captures, vouched):
            if finding.fault is None:
                self.state.count("WARC record")
            else:
                self._fault(name, finding)

    def _fault(self, name: str, finding: Finding) -> None:
        record = f"warc/{name}, offset {finding.offset}"
        if finding.capture:
            record += f", capture {finding.capture}"
        if finding.offset is None:
            record = f"WARC file {name}"
        assert finding.fault is not None
        to_do = REPAIR if finding.orphan else f"{BACKUP} the file {name}"
        self.report(record, finding.fault, to_do, repair="orphan" if finding.orphan else None)

    def sampled_captures(self) -> None:
        """The next captures after those of the sample before."""
        total = self._query("SELECT count(*) FROM captures")[0][0]
        size = min(self.asked.size(total), total)
        batch = self._places(place_of(self.saved, "captures") or ["", -1], size)
        if len(batch) < size:
            batch += self._places(["", -1], size - len(batch))
        for row in batch:
            self.state.count("capture")
            try:
                self.archive.capture(row["id"])
            except Damaged as error:
                self.report(f"capture {row['id']}", str(error), BACKUP)
        if batch:
            self._ended_at("captures", [batch[-1]["warc_file"], batch[-1]["warc_offset"]])

    def _ended_at(self, of: str, place: list[Any]) -> None:
        """The next sample goes on behind this one."""
        sample = self.saved.get("sample")
        self.saved["sample"] = {**sample, of: place} if isinstance(sample, dict) else {of: place}

    def _places(self, after: list[Any], most: int) -> list[dict[str, Any]]:
        return rows(
            self.connection,
            "SELECT id, warc_file, warc_offset FROM captures"
            " WHERE (warc_file, warc_offset) > (?, ?) ORDER BY warc_file, warc_offset LIMIT ?",
            *after,
            most,
        )

    # --- the index -----------------------------------------------------------------------------

    def index(self) -> None:
        """The full-text index against the articles; beside a run, and of a backup, in a copy."""
        try:
            problem = find_problem(self.archive, in_place=self.remembers)
        except StorageError as error:
            self.state.left_out.append(f"full-text index: {error}")
            return
        except Damaged as error:
            self.report("archive.db", str(error), REREAD)
            return
        self.state.count("index")
        if problem is not None and not self._is_told(problem):
            self.state.problems.append(problem)

    def _is_told(self, problem: Problem) -> bool:
        """Whether the index was found out of step at a glance already."""
        return any(each.repair == problem.repair for each in self.state.problems)

    def _query(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows; what cannot be read is a problem and gives none."""
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            self.report("archive.db", f"{error}, in: {' '.join(query.split())[:80]}", REREAD)
            return []


@contextmanager
def _any_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Reads text that is no UTF-8 any more, its broken bytes spelled out in hexadecimal."""
    former = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    try:
        yield
    finally:
        connection.text_factory = former
