"""Takes captures from WARC files of any maker into the archive, and reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from archive.custody.opening import open_or_create
from archive.db.events import utc
from archive.db.sql import rows
from archive.model.article import Capture
from archive.model.errors import Damaged, NothingFound, TakenDown
from archive.model.name_globs import is_glob, matched
from archive.model.safe_text import visible_line
from archive.model.trust import is_trusting
from archive.store import set_aside
from archive.store.clocks import made_at
from archive.warc import Revisit, Unreadable, captures_in
from harvester.model.url import is_article
from harvester.offline.revisit_queue import RevisitQueue
from harvester.run import redesign_verdict
from harvester.run.batch import BATCH
from harvester.run.run import Run
from harvester.run.stored_captures import process_stored

if TYPE_CHECKING:
    from harvester.config.stations import Stations

_REVISIT = "the capture that it repeats is in none of these files and not in the archive"
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class FileCounts:
    """What became of the records of one file: each is counted once."""

    name: str
    read: int = 0  # records, and stretches that are none
    kept: int = 0
    renamed: int = 0  # of those that are kept, the ones whose id was that of another record
    known: int = 0  # captures that the archive held already
    set_aside: int = 0  # records that make no capture; their bytes are in the archive
    lost: int = 0  # damaged stretches, too large records, revisits of what is not held
    others: Counter[str] = field(default_factory=Counter)  # whole records that are no captures

    def summary(self) -> str:
        """One line for the operator; its numbers add up to the first one."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.others.most_common())
        renamed = f" ({self.renamed} under new ids, as theirs are those of other records)"
        return (
            f"{visible_line(self.name)}: {self.read} records read: {self.kept} kept"
            f"{renamed if self.renamed else ''}, {self.known} duplicates, "
            f"{self.set_aside} set aside, {self.lost} damaged or not taken, "
            f"{self.others.total()} of other kinds{f' ({kinds})' if kinds else ''}"
        )


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import brought."""

    files: list[FileCounts] = field(default_factory=list)
    set_aside: int = 0  # kept, and neither recorded nor read: `harvest set-aside list`
    articles: Counter[str] = field(default_factory=Counter)  # new, unchanged, revised …
    outcomes: Counter[str] = field(default_factory=Counter)  # of the addresses
    problems: list[str] = field(default_factory=list)  # damaged records, with file and offset
    matches_nothing: bool = False  # stations were named, and no record is of any of them

    @property
    def exit_code(self) -> int:
        """1 where something was set aside or could not be taken, 3 where nothing matched."""
        if self.matches_nothing:
            return NothingFound.exit_code
        return 1 if self.problems or self.set_aside else 0

    def summary(self) -> str:
        """A line for all files, then one for each."""
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.articles.items()))
        read = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        total = (
            f"{sum(file.kept for file in self.files)} captures kept, "
            f"{sum(file.known for file in self.files)} known already, {self.set_aside} set aside, "
            f"{sum(file.others.total() for file in self.files)} records of other kinds; "
            f"addresses: {read or 'none'}; articles: {counts or 'none'}"
        )
        return "\n".join([total, *(file.summary() for file in self.files)])


def import_files(
    folder: Path, files: Sequence[Path], stations: Stations, wanted: Sequence[str] = ()
) -> Imported:
    """Keep the captures of the files, then read them; doing it twice adds nothing.

    A host that no station names becomes the station `host:<name>`, unverified. What is damaged is
    told in `problems`; whatever else the file holds is taken all the same. `wanted` are names and
    globs of the stations whose captures are taken, or none for all of them.
    """
    for each in wanted:
        if not is_glob(each):
            stations.for_name(each)
    imported = Imported()
    with open_or_create(folder) as archive:
        before = set_aside.count(archive.connection)
        run = Run(archive, stations, [], command="harvest import")
        run.tables.tallies.counting = False
        with RevisitQueue() as queue:
            importer = _Importer(run, imported, queue, wanted)
            for path in files:
                importer.take(path)
            importer.take_revisits()
            importer.name_unmatched()
        run.on_commit = lambda visits: imported.outcomes.update(v.outcome for v in visits)
        # Also what an earlier import kept and, being killed, did not read.
        imported.problems += process_stored(run, run.unread_captures)
        imported.problems += redesign_verdict.decide(run)
        for counter in run.stats.articles().values():
            imported.articles.update(counter)
        if run.broken is not None:
            raise run.broken
        imported.set_aside = set_aside.count(archive.connection) - before
        imported.problems += _doubted(run)
        run.end("finished", imported.exit_code)
    return imported


def _doubted(run: Run) -> list[str]:
    """What is told of captures of this import whose clock was wrong."""
    doubted = rows(
        run.archive.connection,
        "SELECT c.*, t.why FROM capture_times AS t JOIN captures AS c ON c.id = t.capture"
        " WHERE c.run = ? ORDER BY c.captured_at, c.id",
        run.id,
    )
    return [
        f"{row['url']}: its capture is dated {row['captured_at']}, but {row['why']}; it counts as"
        f" made {made_at(run.archive.connection, row) or 'before all others'};"
        f" `archive redate {row['id']}` decides"
        for row in doubted
    ]


class _Importer:
    """Keeps the captures of files; they wait to be read from the commit that holds them."""

    def __init__(
        self, run: Run, imported: Imported, queue: RevisitQueue, wanted: Sequence[str]
    ) -> None:
        self._run = run
        self._imported = imported
        self._queue = queue
        self._wanted = wanted
        self._matched: set[str] = set()  # of the wanted
        self._fresh: list[str] = []

    def take(self, path: Path) -> None:
        """Keep the captures of a file; revisits of what is not held yet are put in the queue."""
        counts = FileCounts(path.name)
        self._imported.files.append(counts)
        if path.stat().st_size == 0:
            self._imported.problems.append(f"{path}: the file is empty")
        companions: Counter[str] = Counter()
        for item in captures_in(path, partial(_believes, self._run), companions):
            if isinstance(item, Unreadable) and item.kind == "cut":
                self._imported.problems.append(f"{item.file}, offset {item.offset}: {item.reason}")
                continue
            counts.read += 1
            if not self._is_wanted(item):
                counts.others["of other stations"] += 1
            elif isinstance(item, Unreadable):
                self._refuse(item, counts)
            elif isinstance(item, Capture):
                self._keep(item, None, path.name, counts)
            elif not self._keep_revisit(item, path.name, counts):
                self._queue.add(item, len(self._imported.files) - 1)
            if self._run.broken is not None:
                break
        counts.read += companions.total()
        counts.others.update(companions)
        self._commit()

    def _is_wanted(self, item: Capture | Revisit | Unreadable) -> bool:
        """Whether it is of a station that was asked for; damage is of none, and is reported."""
        of = item.aside if isinstance(item, Unreadable) else getattr(item, "capture", item)
        if not self._wanted or of is None:
            return True
        station = of.station if isinstance(of, Capture) else None
        try:
            station = station or self._run.stations.for_page(str(of.url)).name
        except ValueError:  # no host can be made of its address
            return False
        named = {each for each in self._wanted if matched(each, [station])}
        self._matched |= named
        return bool(named)

    def name_unmatched(self) -> None:
        """Report the names and globs that stand for the station of no record."""
        unmatched = [each for each in self._wanted if each not in self._matched]
        self._imported.problems += [
            f"--station {each}: no record is of a station of this name" for each in unmatched
        ]
        self._imported.matches_nothing = bool(self._wanted) and not self._matched

    def take_revisits(self) -> None:
        """Keep the revisits whose originals came later; the first pass looks for what they name.

        A revisit may repeat a revisit, so passes go on while they find something.
        """
        by_address = False
        while self._queue.size and self._run.broken is None:
            before = self._queue.size
            for item, number in self._queue.drain():
                counts = self._imported.files[number]
                if not self._keep_revisit(item, counts.name, counts, by_address=by_address):
                    self._queue.add(item, number)
            self._commit()
            if self._queue.size == before:
                if by_address:
                    break
                by_address = True
        for item, number in self._queue.drain():
            self._lose(
                f"{item.place}: {item.capture.url}: {_REVISIT}", self._imported.files[number]
            )

    def _keep(
        self, bare: Capture, repeats: str | None, file: str, counts: FileCounts, digest: str = ""
    ) -> None:
        """Keep a capture under its id, or one of ours where that is another capture's."""
        identifier = self._free_id(bare, digest or bare.payload_digest)
        if identifier is None:
            counts.known += 1
            return
        capture = claimed(replace(bare, id=identifier), f"import {file}", self._run)
        try:
            self._run.keep(capture, repeats=repeats)
        except TakenDown:
            counts.others["erased by a decision"] += 1
            return
        counts.kept += 1
        counts.renamed += identifier != bare.id
        self._fresh.append(identifier)
        if len(self._fresh) == BATCH:
            self._commit()

    def _keep_revisit(
        self, item: Revisit, file: str, counts: FileCounts, *, by_address: bool = False
    ) -> bool:
        """Keep a revisit with its payload; False where the capture that it repeats is not held."""
        digest = f"revisit {item.digest}"
        if self._free_id(item.capture, digest) is None:
            counts.known += 1
            return True
        try:
            restored = self._run.archive.captures.restored(item, by_address=by_address)
        except Damaged as error:
            self._lose(f"{item.place}: {item.capture.url}: {error}", counts)
            return True
        if restored is None:
            return False
        self._keep(*restored, file, counts, digest)
        return True

    def _free_id(self, capture: Capture, digest: str) -> str | None:
        """The id under which to keep a capture; None where it is held already."""
        known = self._run.archive.captures.known(capture.id)
        if known is None:
            return capture.id
        moment = utc(capture.captured_at)
        if (known["url"], known["status"], known["captured_at"]) == (
            capture.url, capture.status, moment,
        ) and (known["revisit_of"] or digest == known["payload_digest"]):  # fmt: skip
            return None
        own = f"{capture.id} {capture.url} {moment} {capture.status} {digest}"
        identifier = f"urn:uuid:{uuid5(NAMESPACE_URL, own)}"
        return None if self._run.archive.captures.known(identifier) else identifier

    def _refuse(self, item: Unreadable, counts: FileCounts) -> None:
        if item.kind == "skipped":
            counts.others[item.reason.partition(":")[0]] += 1
            return
        problem = f"{item.file}, offset {item.offset}: {item.reason}"
        if item.aside is None:
            self._lose(problem, counts)
            return
        self._imported.problems.append(problem)
        counts.set_aside += 1
        self._run.keep_aside(item.aside)

    def _lose(self, problem: str, counts: FileCounts) -> None:
        self._imported.problems.append(problem)
        counts.lost += 1

    def _commit(self) -> None:
        waiting, self._fresh = self._fresh, []
        self._run.flush(partial(self._run.tables.unread.wait, waiting))


def _believes(run: Run, archive: str | None) -> bool:
    """Whether a file's metadata records may say which station, run and kind a capture has.

    Those of files that this archive wrote; of others, where the operator vouches for them.
    """
    return is_trusting() or (archive is not None and archive == run.archive.identity)


def claimed(capture: Capture, found: str, run: Run) -> Capture:
    """The capture with its station and how it was found; one of our own making keeps both."""
    if capture.station is not None:
        return capture
    content_type = (capture.header("content-type") or "text/html").lower()
    try:
        station = run.stations.for_page(capture.url)
    except ValueError:  # no host can be made of it: it is set aside when it is to be read
        return replace(capture, run=run.id, found=found, kind="page")
    moved = 300 <= capture.status < 400
    kind = "page" if moved or content_type.startswith(_PAGES) else "other"
    own = not station.name.startswith("host:")
    if own and station.articles and not is_article(capture.url, station):
        kind = "other"  # a list, a picture page …: the station's own file knows its articles
    if capture.url.endswith("/robots.txt"):
        kind = "robots"
    return replace(capture, station=station.name, run=run.id, found=found, kind=kind)
