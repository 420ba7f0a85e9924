"""Makes articles again from their captures, offline, after a layout or the reader was mended."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.custody import decision_log, decisions
from archive.custody.carry_over import take_over
from archive.custody.opening import open_archive
from archive.history.comparison import Reading, fullest
from archive.model.article import Article
from archive.model.errors import (
    ArchiveError,
    Damaged,
    NewerArchive,
    NoArchive,
    NothingFound,
    OlderArchive,
    TakenDown,
)
from archive.store import clocks, erased, set_aside
from archive.store.archive import Archive
from archive.store.former_pages import Shown
from archive.verification import decision_check as decided
from archive.warc import Torn
from harvester.extract.read_article import read_article
from harvester.frontier import migrations as crawl_tables
from harvester.frontier.unread import Unread
from harvester.model.errors import NotAnArticle
from harvester.redesign.doubt import OPEN
from harvester.redesign.judge import judge
from harvester.run import redesign_verdict
from harvester.run.run import Run
from harvester.run.stored_captures import process_stored

if TYPE_CHECKING:
    from harvester.config.stations import Stations
    from harvester.model.station import Station

#: What a former archive.db raises whose rows are no records of ours.
_NO_RECORD = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
#: What the report shows of an article; credits and blocks stand behind names and body.
_SHOWN = ("title", "published_at", "source", "authors", "editors", "body", "complete", "layout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What reading an article again changes; `problem` where it no longer can be read.

    `open`: the doubt, where the pages of a whole run decide whether the station changed it.
    """

    article: str
    url: str
    fields: dict[str, tuple[Any, Any]]  # name → (as held, as read today)
    problem: str | None = None
    open: str | None = None

    def row(self) -> dict[str, Any]:
        """The change as JSON-ready data."""
        return {
            "article": self.article,
            "url": self.url,
            "fields": {name: {"was": a, "is": b} for name, (a, b) in self.fields.items()},
            "problem": self.problem,
            "open": self.open,
        }

    def __str__(self) -> str:
        if self.problem:
            return f"{self.article}  {self.problem}  {self.url}"
        if self.open:
            return f"{self.article}  is decided with --apply: {self.open}  {self.url}"
        fields = "; ".join(
            f"{name}: {_brief(was)} → {_brief(now)}" for name, (was, now) in self.fields.items()
        )
        return f"{self.article}  {fields}"


def reread(
    folder: Path, stations: Stations, *, station: str | None = None, apply: bool = False
) -> Iterator[Change]:
    """Read all revisions again, and the pages that gave no article; tell what differs.

    With `apply` each difference is written as it is told: a new reading of the same revision, the
    former one kept in `events`; or a new article.
    """
    if not apply:
        with Archive.read_only(folder) as archive:
            yield from (change for change, _, _ in _changes(archive, stations, station))
            if not crawl_tables.are_in(archive.connection):
                return
            yield from _readable_now(archive, stations, Unread(archive.connection), station)
        return
    with open_archive(folder) as archive:
        run = Run(archive, stations, [], command="harvest reread")
        run.tables.tallies.counting = False
        for change, article, captures in _changes(archive, stations, station):
            if article is not None:
                with archive.transaction():
                    archive.reread(article, captures, change.article.rpartition("@")[2])
            yield change
        waiting = run.tables.unread.captures(station, quarantined=True)
        yield from _readable_now(archive, stations, run.tables.unread, station)
        with_repeats = run.tables.unread.with_repeats(waiting)
        problems = process_stored(run, [*run.unread_captures, *with_repeats])
        problems += redesign_verdict.decide(run)
        run.end("finished", 1 if problems else 0)
        if run.broken is not None:
            raise run.broken


@dataclass(slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild found: all captures and articles, and whatever could not be used."""

    captures: int = 0
    articles: int = 0
    set_aside: int = 0  # kept, and neither recorded nor read: `harvest set-aside list`
    taken_over: int = 0  # of the articles: records that were loaded, which no capture shows
    messages: list[str] = field(default_factory=list)  # what was done to decisions.jsonl
    problems: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # ids that were held before, and are not now


def rebuild(folder: Path, stations: Stations) -> Rebuilt:
    """Make archive.db again: captures from WARC, articles by reading them, decisions by replay.

    The former one stands until the new one is whole, and is kept beside it. It stays in its place
    where the new one would hold fewer articles: then captures are missing, not tables. Decisions
    that it has and decisions.jsonl has not are written there again. Raises Damaged where a line
    contradicts it, or may be a takedown that cannot be read.
    """
    rebuilt = Rebuilt()
    if not any((folder / "warc").glob("*.warc.gz*")) and not (folder / "archive.db").exists():
        raise NoArchive(f"{folder}: there is neither an archive.db nor a capture in warc/")
    _refuse_newer(folder)
    with Archive.rebuild(folder) as archive:
        rebuilt.messages += _put_back_decisions(folder)
        decisions.replay_erasures(archive)
        run = Run(archive, stations, [], command="harvest reread --rebuild")
        stored = archive.stored()
        more = True
        while more:
            with archive.transaction():
                more = False
                for file, item in islice(stored, 500):
                    more = True
                    if isinstance(item, Torn):
                        rebuilt.problems.append(f"{file}, offset {item.offset}: {item.reason}")
                        continue
                    archive.index_recovered(item)
        with archive.transaction() as connection:
            set_aside.forget_made(connection)
        decisions.replay_of_captures(archive)
        order = clocks.in_order(archive.connection)
        rebuilt.captures = len(order)
        for captures, unfinished in _by_run(archive, order):
            rebuilt.problems += process_stored(run, captures)
            rebuilt.problems += redesign_verdict.decide(run, unfinished)
        rebuilt.articles = sum(counts.get("new", 0) for counts in run.stats.articles().values())
        rebuilt.problems += _take_over(archive, folder, rebuilt)
        rebuilt.problems += _replay(archive, folder)
        rebuilt.set_aside = set_aside.count(archive.connection)
        run.end("finished", 1 if rebuilt.problems else 0)
        if run.broken is not None:
            raise run.broken
        if not rebuilt.lost:
            archive.publish()
    return rebuilt


def _by_run(
    archive: Archive, captures: Sequence[str]
) -> Iterator[tuple[list[str], Container[str | None]]]:
    """The captures in their order, those of one run together, and the runs that are not over then.

    The end of a run decides what its pages are that differ as in a redesign.
    """
    run_of = dict(archive.connection.execute("SELECT id, run FROM captures"))
    left = Counter(run_of[capture] for capture in captures)
    for run, group in groupby(captures, key=run_of.__getitem__):
        together = list(group)
        left[run] -= len(together)
        yield together, +left


def _refuse_newer(folder: Path) -> None:
    """An archive.db of a newer program may hold what this one cannot make again."""
    try:
        Archive.read_only(folder).close()
    except NewerArchive:
        raise
    except ArchiveError:
        return  # gone or damaged: that is what a rebuild is for


def _put_back_decisions(folder: Path) -> list[str]:
    """Write what the former archive.db knows of decisions to their file; what was done."""
    path = folder / decision_log.FILE
    try:
        with Archive.read_only(folder) as former:
            known = decided.applied(former.connection)
    except (ArchiveError, sqlite3.DatabaseError):
        decided.refuse_unreadable(path)
        if path.exists():
            return []
        return [f"{path}: the file is missing, and archive.db cannot be read: articles that were"
                " taken down are shown again"]  # fmt: skip
    return [f"{path}: the line `{each.type} {each.article}` of {each.at} was missing; it was"
            " written again from archive.db" for each in decided.put_back(path, known)]  # fmt: skip


def _replay(archive: Archive, folder: Path) -> Iterator[str]:
    """Apply all decisions, and take over what was kept of erased articles; what went wrong."""
    with archive.transaction() as connection:
        erased.forget_what_was_found(connection)
    for unused in decisions.replay(archive):
        yield f"{decision_log.FILE}, line {unused.line}: {unused.reason}"
    if not (folder / "archive.db").exists():
        return
    try:
        with Archive.read_only(folder) as former, archive.transaction() as connection:
            erased.take_over_erased(connection, former.connection)
    except (ArchiveError, sqlite3.DatabaseError) as error:
        if archive.connection.execute("SELECT EXISTS (SELECT 1 FROM takedowns)").fetchone()[0]:
            yield f"digests of what was erased could not be taken over: {error}"


def _take_over(archive: Archive, folder: Path, rebuilt: Rebuilt) -> list[str]:
    """Take over what only the former archive.db knows; returns what went wrong."""
    if not (folder / "archive.db").exists():
        return []
    try:
        former = Archive.read_only(folder)
    except (OlderArchive, NewerArchive):  # whose advice has just been followed
        return [
            "records that were loaded are not in the WARC; load them again: the former archive.db"
            " was made by another version"
        ]
    except ArchiveError as error:
        return [f"records that were loaded are not in the WARC; load them again: {error}"]
    with former:
        try:
            with archive.transaction():
                rebuilt.taken_over = take_over(archive, former.connection)
            rebuilt.articles += rebuilt.taken_over
            gone = set(former.ids()) - set(archive.ids())
            rebuilt.lost = sorted(each for each in gone if not archive.is_erased(each))
        except (Damaged, sqlite3.DatabaseError, *_NO_RECORD) as error:
            return [f"records that were loaded could not be taken over: {error}"]
    return [
        f"{identifier}: is in archive.db and cannot be rebuilt from warc/"
        for identifier in rebuilt.lost
    ]


def _changes(
    archive: Archive, stations: Stations, only: str | None
) -> Iterator[tuple[Change, Article | None, Sequence[str]]]:
    """Each revision that reads differently today, with its new reading and its captures."""
    for article_id, revision in archive.read_from_captures(only):
        stored = archive.article(article_id, revision)
        station = stations.for_article(stored.station, stored.url)
        again = _Again(archive, station, stored.url)
        reading = fullest(again.read(archive.sightings_of(article_id, revision)))
        if reading is None:
            change = Change(article=article_id, url=stored.url, fields={}, problem=again.problem)
            yield change, None, []
            continue
        article = replace(reading.article, id=stored.id, station=stored.station)
        fields = _differences(stored, article)
        by = stored.reader, stored.station_digest
        if fields or by != (article.reader, article.station_digest):
            change = Change(article=f"{article_id}@{revision}", url=stored.url, fields=fields)
            yield change, article, reading.captures


@dataclass(slots=True)
class _Again:
    """Reads the sightings of one revision; `problem` says why the first one cannot be read."""

    archive: Archive
    station: Station
    url: str
    problem: str | None = None

    def read(self, sightings: Sequence[tuple[str, ...]]) -> Iterator[Reading]:
        """Each that can be read."""
        for captures in sightings:
            try:
                pages = [self.archive.capture(capture) for capture in captures]
                article = read_article(pages, self.station, self.url)
            except (NotAnArticle, Damaged) as error:
                self.problem = self.problem or str(error)
            except Exception as error:
                # A bug of ours on one page; the others are read all the same.
                self.problem = self.problem or f"bug: {type(error).__name__}: {error}"
            else:
                yield Reading(article, captures)


def _readable_now(
    archive: Archive, stations: Stations, unread: Unread, only: str | None
) -> Iterator[Change]:
    """Pages that gave no article when they were fetched, and give one today.

    Of one whose markup had changed, what the station changed; nothing, where it says the same.
    """
    decided = unread.suspected_captures()
    for identifier in unread.captures(only, quarantined=True):
        try:
            capture = archive.capture(identifier)
            if capture.kind != "page":  # a list: `process_stored` takes its links
                continue
            station = stations.for_article(capture.station or "", capture.url)
            article = read_article([capture], station, capture.url)
            known = _known(archive, article.id)
            judgement = judge(known, Shown(article, [capture]), station) if known else None
        except NotAnArticle:
            continue
        except Exception as error:
            # A damaged record, or a bug of ours on one page; the others are read all the same.
            problem = f"{type(error).__name__}: {error}"
            yield Change(article="", url=identifier, fields={}, problem=problem)
            continue
        fields = _differences(known.article if known else None, article)
        change = Change(article=article.id, url=capture.url, fields=fields)
        if judgement is not None and judgement.doubt is not None:
            if judgement.doubt.startswith(OPEN) and identifier not in decided:
                yield replace(change, open=judgement.doubt)
            else:
                yield replace(change, problem=f"stays as it is: {judgement.doubt}")
        elif judgement is None or judgement.fields:
            yield change


def _known(archive: Archive, identifier: str) -> Shown | None:
    """What is known of the article of a page that waits; None where it is new."""
    try:
        captures = archive.captures_of(identifier)
        return Shown(archive.article(identifier), captures) if captures else None
    except (NothingFound, TakenDown):
        return None


def _differences(stored: Article | None, now: Article) -> dict[str, tuple[Any, Any]]:
    was: dict[str, Any] = stored.to_dict() if stored else {}
    today = now.to_dict()
    return {name: (was.get(name), today[name]) for name in _SHOWN if was.get(name) != today[name]}


def _brief(value: object) -> str:
    text = "、".join(value) if isinstance(value, list) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:40]}… ({len(text)} characters)"
