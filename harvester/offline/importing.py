"""Takes captures from WARC files of any maker into the archive, and reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive.custody.opening import open_or_create
from archive.model.article import Capture
from archive.model.errors import Damaged, TakenDown
from archive.model.trust import is_trusting
from archive.store import set_aside
from archive.warc import Revisit, Unreadable, captures_in
from harvester.model.url import is_article
from harvester.run.batch import BATCH
from harvester.run.run import Run
from harvester.run.stored_captures import process_stored

if TYPE_CHECKING:
    from harvester.config.stations import Stations

_REVISIT = "a revisit of a capture that is not held"
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import brought."""

    kept: int = 0
    set_aside: int = 0  # kept, and neither recorded nor read: `harvest set-aside list`
    known: int = 0  # captures that the archive held already
    skipped: Counter[str] = field(default_factory=Counter)  # whole records that are no captures
    articles: Counter[str] = field(default_factory=Counter)  # new, unchanged, revised …
    outcomes: Counter[str] = field(default_factory=Counter)  # of the addresses
    problems: list[str] = field(default_factory=list)  # damaged records, with file and offset

    @property
    def exit_code(self) -> int:
        """1 where something was set aside or could not be taken."""
        return 1 if self.problems or self.set_aside else 0

    def summary(self) -> str:
        """One line for the operator."""
        articles = ", ".join(f"{count} {name}" for name, count in sorted(self.articles.items()))
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        alone = self.skipped[_REVISIT]
        hint = f"{alone} of them {_REVISIT} (import its file, then this one again); "
        return (
            f"{self.kept} captures kept, {self.known} known already, {self.set_aside} set aside, "
            f"{self.skipped.total()} records of other kinds; {hint if alone else ''}"
            f"addresses: {outcomes or 'none'}; articles: {articles or 'none'}"
        )


def import_files(folder: Path, files: Sequence[Path], stations: Stations) -> Imported:
    """Keep the captures of the files, then read them; doing it twice adds nothing.

    A host that no station names becomes the station `host:<name>`, unverified. What is damaged is
    told in `problems`; whatever else the file holds is taken all the same.
    """
    imported = Imported()
    with open_or_create(folder) as archive:
        before = set_aside.count(archive.connection)
        run = Run(archive, stations, [], command="harvest import")
        for path in files:
            _keep(run, path, imported)
        run.on_commit = lambda visits: imported.outcomes.update(v.outcome for v in visits)
        # Also what an earlier import kept and, being killed, did not read.
        imported.problems += process_stored(run, run.unread_captures)
        for counter in run.stats.articles().values():
            imported.articles.update(counter)
        if run.broken is not None:
            raise run.broken
        imported.set_aside = set_aside.count(archive.connection) - before
        run.end("finished", imported.exit_code)
    return imported


def _keep(run: Run, path: Path, imported: Imported) -> None:
    """Keep a file's captures; they wait to be read from the commit that holds them."""
    fresh: list[str] = []
    if path.stat().st_size == 0:
        imported.problems.append(f"{path}: the file is empty")
    for item in captures_in(path, partial(_believes, run)):
        if isinstance(item, Unreadable):
            if item.kind == "skipped":
                imported.skipped[item.reason] += 1
            else:
                imported.problems.append(f"{item.file}, offset {item.offset}: {item.reason}")
            if item.aside is not None:
                run.keep_aside(item.aside)
            continue
        taken = _whole(item, path, run, imported)
        if taken is None:
            continue
        bare, repeats = taken
        capture = claimed(bare, f"import {path.name}", run)
        try:
            run.keep(capture, repeats=repeats)
        except TakenDown:
            imported.skipped["erased by a decision"] += 1
            continue
        imported.kept += 1
        fresh.append(capture.id)
        if len(fresh) == BATCH:
            waiting, fresh = fresh, []
            run.flush(partial(run.unread.wait, waiting))
        if run.broken is not None:
            break
    run.flush(partial(run.unread.wait, fresh))


def _believes(run: Run, archive: str | None) -> bool:
    """Whether a file's metadata records may say which station, run and kind a capture has.

    Those of files that this archive wrote; of others, where the operator vouches for them.
    """
    return is_trusting() or (archive is not None and archive == run.archive.identity)


def _whole(
    item: Capture | Revisit, path: Path, run: Run, imported: Imported
) -> tuple[Capture, str | None] | None:
    """A capture that is not held yet, with its payload; and the capture that it repeats."""
    if run.archive.holds(item.id if isinstance(item, Capture) else item.capture.id):
        imported.known += 1
        return None
    if isinstance(item, Capture):
        return item, None
    try:
        restored = run.archive.captures.restored(item)
    except Damaged as error:
        imported.problems.append(f"{path}: {item.capture.url}: {error}")
        return None
    if restored is None:
        imported.skipped[_REVISIT] += 1
    return restored


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
