"""Is everything that is held still what was put there? Found out record by record, byte by byte.

In order: SQLite's own check; each record against its digest (`archive.seal`); what other programs
wrote; each WARC file and each record in it, against digests and rows; the full-text index. A
sample looks at the next records and captures after those of the sample before, so that a hundred
nights of 1 % see everything. Nothing is written but `verification.json`, by which a check that was
interrupted goes on, and the event `verification`.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from archive import seal
from archive.errors import Damaged, Locked, StorageError, UsageError
from archive.events import Event, utc, write_event
from archive.rows import one, rows
from archive.segment import characters
from archive.store import Archive
from archive.warc.inspect import Finding, findings_in

STATE = "verification.json"
_BATCH = 500
_SAVE_EVERY = 2.0  # seconds
#: What can be made again from captures, and what only a backup has.
_REREAD = "`harvest reread --rebuild` makes it again from its captures"
_BACKUP = "restore it from a backup"
_REPAIR = "`archive verify --repair` mends it"
_LOOK = "look at it; `archive verify --accept` vouches for it as it stands"

Sort = Literal["damage", "difference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is not as it was. `difference`: another program wrote it, nothing is broken.

    `repair` says by which step `--repair` can mend it: index, capture, article, characters.
    """

    record: str
    found: str
    to_do: str
    sort: Sort = "damage"
    repair: str | None = None

    def __str__(self) -> str:
        return f"{self.record}: {self.found}; {self.to_do}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What is asked for: all, or a sample of so many records and captures (or percent of them)."""

    sample: str | None = None
    resume: bool = False
    remember: bool = True  # write verification.json; not into a backup

    def __post_init__(self) -> None:
        if self.sample is not None and not re.fullmatch(r"\d+(\.\d+)?%|[1-9]\d*", self.sample):
            raise UsageError(f"{self.sample!r} is no sample: write 500, or 1%")

    def size(self, total: int) -> int:
        """How many of `total` the sample takes."""
        assert self.sample is not None
        if self.sample.endswith("%"):
            return -int(-total * float(self.sample[:-1]) // 100)
        return int(self.sample)


@dataclass(slots=True)
class Verified:
    """What was looked at and what was found wrong; also the state of a check that goes on later."""

    began: str
    checked: dict[str, int] = field(default_factory=dict)  # what, in the singular → how many
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # what could not be looked at, and why
    phase: str = ""
    after: list[Any] = field(default_factory=list)
    ended: str | None = None

    @property
    def damaged(self) -> bool:
        """Whether anything is broken, rather than only written by another program."""
        return any(problem.sort == "damage" for problem in self.problems)

    def told(self) -> str:
        """What was looked at, in one line."""
        counts = (f"{n:,} {what}{'' if n == 1 else 's'}" for what, n in self.checked.items())
        return ", ".join(counts) or "nothing"

    def count(self, what: str) -> None:
        """One more was looked at."""
        self.checked[what] = self.checked.get(what, 0) + 1


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
    check.state.ended = _now()
    check.save("", [], always=True)
    return check.state


def record_event(archive: Archive, done: Verified, *, sample: str | None) -> None:
    """Write down in `events` that the archive was verified, and with what outcome."""
    detail = {
        "began": done.began, "sample": sample, "checked": done.checked,
        "problems": [str(problem) for problem in done.problems[:100]],
        "problem_count": len(done.problems), "left_out": done.left_out,
    }  # fmt: skip
    outcome = "damage" if done.damaged else "difference" if done.problems else "success"
    with archive.transaction() as connection:
        event = Event(type="verification", agent=archive.agent, outcome=outcome, detail=detail)
        write_event(connection, event)


def index_problem(connection: sqlite3.Connection) -> Problem | None:
    """Whether the full-text index says what the articles say; needs a connection that may write."""
    try:
        connection.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
        )
    except sqlite3.DatabaseError as error:
        found = f"it does not say what the articles say ({error})"
        return Problem(record="full-text index", found=found, to_do=_REPAIR, repair="index")
    return None


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
        self.saved = _load(self.path)
        self.state = Verified(_now())
        self._saved_at = time.monotonic()
        self.remembers = asked.remember
        former = self.saved.get("full")
        if asked.resume and asked.sample is None and former and not former["ended"]:
            problems = [Problem(**problem) for problem in former.pop("problems")]
            self.state = Verified(problems=problems, **former)
        self._skip_to = self.state.phase
        self._after = self.state.after

    def phases(self) -> list[tuple[str, Callable[[], None]]]:
        """What is done, in order."""
        if self.asked.sample is not None:
            return [("records", self.sampled_records), ("captures", self.sampled_captures),
                    ("writers", self.other_writers)]  # fmt: skip
        return [("sqlite", self.sqlite), ("records", self.records),
                ("writers", self.other_writers), ("missing", self.without_digest),
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
            self.report("archive.db", f"cannot be read: {error}", _REREAD)

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
            _store(self.path, self.saved)
        except OSError as error:
            self.remembers = False
            self.state.left_out.append(f"{self.path}: {error.strerror}; it cannot go on later")

    def report(self, record: str, found: str, to_do: str, **more: Any) -> None:
        """Add a problem."""
        self.state.problems.append(Problem(record=record, found=found, to_do=to_do, **more))

    # --- archive.db ----------------------------------------------------------------------------

    def sqlite(self) -> None:
        """SQLite's own view of its pages, and rows that point at nothing."""
        try:
            for (line,) in self.connection.execute("PRAGMA integrity_check"):
                if line != "ok":
                    to_do = _REPAIR if "index" in line else _REREAD
                    repair = "sqlite index" if "index" in line else None
                    self.report("archive.db", line, to_do, repair=repair)
            for table, key, parent, _ in self.connection.execute("PRAGMA foreign_key_check"):
                self.report(f"archive.db, {table} row {key}", f"no such row in {parent}", _REREAD)
        except sqlite3.DatabaseError as error:
            self.report("archive.db", str(error), _REREAD)
        self.state.count("database")
        if [tuple(row) for row in self._query("SELECT * FROM characters ORDER BY first")] != [
            (run.first, run.folded, run.unspaced) for run in characters()
        ]:
            self.report("table characters", "it is not the one of this version", _REPAIR,
                        repair="characters")  # fmt: skip

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
        sample = self.saved.setdefault("sample", {})
        after = sample.get("records", ["", ""])
        size = min(self.asked.size(total), total)
        batch = self._digests(after, size)
        if len(batch) < size:
            batch += self._digests(["", ""], size - len(batch))
        for row in batch:
            self._record(**row)
        if batch:
            sample["records"] = [batch[-1]["kind"], batch[-1]["id"]]

    def _digests(self, after: list[str], most: int) -> list[dict[str, str]]:
        try:
            return rows(
                self.connection,
                "SELECT kind, id FROM fixity WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?",
                *after,
                most,
            )
        except sqlite3.DatabaseError as error:
            self.report("table fixity", f"cannot be read after {after}: {error}", _REREAD)
            return []

    def _record(self, kind: str, id: str) -> None:
        """One record; its digest and its rows are read at one moment."""
        self.state.count("record")
        record = f"{kind} {id}"
        if kind not in seal.RECORDS:
            self.report(record, "its digest names no kind of record", _REREAD)
            return
        self.connection.execute("BEGIN")
        try:
            row = one(
                self.connection,
                "SELECT f.digest, f.parts, u.kind IS NULL AS sealed FROM fixity AS f"
                " LEFT JOIN unsealed AS u ON u.kind = f.kind AND u.id = f.id"
                " WHERE f.kind = ? AND f.id = ?",
                kind,
                id,
            )
            found = seal.seal_of(self.connection, kind, id)
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
        expected = seal.Seal(row["digest"], row["parts"])
        if found != expected:
            where = ", ".join(found.differing(expected, kind)) or "table fixity"
            self.report(
                record,
                f"{where} is not what was stored: expected {expected.digest}, found {found.digest}",
                self._way_out(kind),
                repair=kind,
            )

    def _way_out(self, kind: str) -> str:
        if kind == "capture":
            return _REPAIR
        return _REREAD if kind == "article" else _BACKUP

    def other_writers(self) -> None:
        """What was written by programs that are not this one."""
        for kind, identifier in self._query("SELECT kind, id FROM unsealed ORDER BY kind, id"):
            self.report(
                f"{kind} {identifier}", "written by another program", _LOOK, sort="difference"
            )

    def without_digest(self) -> None:
        """Records without a digest: written past the triggers, or their digest is lost."""
        for kind, parts in seal.RECORDS.items():
            for part in parts:
                for (identifier,) in self._query(
                    f"SELECT id FROM ({part.keys}) WHERE id NOT IN"
                    " (SELECT id FROM fixity WHERE kind = ?1)"
                    " AND id NOT IN (SELECT id FROM unsealed WHERE kind = ?1)",
                    kind,
                ):
                    self.report(f"{kind} {identifier}", f"{part.table} has it, no digest vouches",
                                f"{_LOOK}, or {self._way_out(kind)}")  # fmt: skip

    # --- WARC files ----------------------------------------------------------------------------

    def files(self) -> None:
        """Each file and each record in it; rows without records, records without rows."""
        folder = self.archive.folder / "warc"
        after = self._after[0] if self._after else ""
        named = {name for (name,) in self._query("SELECT DISTINCT warc_file FROM captures")}
        named |= {name for (name,) in self._query("SELECT name FROM warc_files")}
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

    def _file(self, folder: Path, name: str, there: set[str]) -> None:
        captures = {
            row["warc_offset"]: row
            for row in rows(self.connection, "SELECT * FROM captures WHERE warc_file = ?", name)
        }
        vouched = one(self.connection, "SELECT * FROM warc_files WHERE name = ?", name)
        if name not in there and f"{name}.open" not in there:
            self.report(f"WARC file {name}", f"it is missing, with {len(captures)} captures",
                        f"{_BACKUP} to {folder}")  # fmt: skip
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
        to_do = _REPAIR if finding.orphan else f"{_BACKUP} the file {name}"
        self.report(record, finding.fault, to_do, repair="orphan" if finding.orphan else None)

    def sampled_captures(self) -> None:
        """The next captures after those of the sample before."""
        total = self._query("SELECT count(*) FROM captures")[0][0]
        sample = self.saved.setdefault("sample", {})
        size = min(self.asked.size(total), total)
        batch = self._places(sample.get("captures", ["", -1]), size)
        if len(batch) < size:
            batch += self._places(["", -1], size - len(batch))
        for row in batch:
            self.state.count("capture")
            try:
                self.archive.capture(row["id"])
            except Damaged as error:
                self.report(f"capture {row['id']}", str(error), _BACKUP)
        if batch:
            sample["captures"] = [batch[-1]["warc_file"], batch[-1]["warc_offset"]]

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
        """The full-text index against the articles; it takes the writer's lock."""
        if not self.remembers:
            self.state.left_out.append("full-text index: it is checked where it can be written")
            return
        try:
            with Archive.upkeep(self.archive.folder) as writer:
                problem = index_problem(writer.connection)
        except (Locked, StorageError) as error:
            self.state.left_out.append(f"full-text index: {error}")
            return
        except Damaged as error:
            self.report("archive.db", str(error), _REREAD)
            return
        self.state.count("index")
        if problem is not None:
            self.state.problems.append(problem)

    def _query(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows; what cannot be read is a problem and gives none."""
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            self.report("archive.db", f"{error}, in: {' '.join(query.split())[:80]}", _REREAD)
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


def _load(path: Path) -> dict[str, Any]:
    try:
        state = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):  # a torn one: the check begins anew
        return {}
    return state if isinstance(state, dict) else {}


def _store(path: Path, state: dict[str, Any]) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(json.dumps(state, indent=1), encoding="utf-8")
    unfinished.rename(path)


def _now() -> str:
    return utc(datetime.now(UTC))
