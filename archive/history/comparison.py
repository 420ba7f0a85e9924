"""Compare two readings of an article: the same, different in some fields, or one a prefix."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.db.sql import Row
from archive.history import addresses, readings, sightings
from archive.history.printed_times import same_time, says_more
from archive.history.sightings import Sighting, StoredSighting
from archive.history.taken_back import undone_captures
from archive.model.article import Article

#: What was read is the text of a revision, only the first parts of it, or more parts than it has.
#: `same words`: in other markup, which may print or show us fewer fields.
Containment = Literal["same", "same words", "prefix", "extends"]

#: How a doubt begins where the markup has changed.
SUSPECTED = "redesign suspected"

#: Reads the captures with these ids, in the order of parts; None where they no longer read.
ReadAgain = Callable[[list[str]], Article | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the difference of two readings is, in view of the pages that they were read from.

    `fields` are those in which the station changed what it says. With a `doubt` nothing is decided,
    because there are differences that may be those of the markup.
    """

    fields: tuple[str, ...]
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, and the ids of the captures that it was read from, in the order of parts."""

    article: Article
    captures: tuple[str, ...]


#: Judges the difference of an earlier and a later reading; None where a page cannot be looked at.
Judge = Callable[[Reading, Reading], Judgement | None]


def changed_fields(old: Article, new: Article) -> list[str]:
    """The fields in which the station changed what it says.

    A time that is only printed more coarsely or more finely is none of them.
    """
    pairs: dict[str, tuple[Any, Any]] = {
        "title": (old.title, new.title),
        "kicker": (old.kicker, new.kicker),
        "subtitle": (old.subtitle, new.subtitle),
        "original_title": (old.original_title, new.original_title),
        "published": (None, None) if same_time(old, new) else (old.published, new.published),
        "source": (old.source, new.source),
        "credits": (_credited(old), _credited(new)),
        "body": (old.blocks, new.blocks),
    }
    return [name for name, (before, after) in pairs.items() if before != after]


def is_prefix(short: Article, long: Article) -> bool:
    """Whether `short` is what the first parts of `long` say."""
    return long.title == short.title and long.blocks[: len(short.blocks)] == short.blocks


def fullest(readings: Iterable[Reading]) -> Reading | None:
    """Which of these sightings, in their order, a revision that each of them shows is read from.

    The first that has all parts, or as many as any; of those that say the same, the first that
    prints its time most surely and most finely.
    """
    best: Reading | None = None
    for each in readings:
        if best is None or _is_fuller(each.article, best.article):
            best = each
    return best


def _is_fuller(article: Article, than: Article) -> bool:
    if article.complete != than.complete:
        return article.complete
    if not article.complete and len(article.blocks) != len(than.blocks):
        return len(article.blocks) > len(than.blocks)
    return says_more(article, than) and not changed_fields(than, article)


def same_reader(one: Article, other: Article) -> bool:
    """Whether both were read by one reader, with one layout and one station file."""
    return _reading(one) == _reading(other)


def _reading(article: Article) -> tuple[str | None, str | None, str | None]:
    return article.reader, article.layout, article.station_digest


def _credited(article: Article) -> list[tuple[str, str, str | None]]:
    return [(credit.role, credit.name, credit.affiliation) for credit in article.credits]


@dataclass(frozen=True, slots=True)
class Compared:
    """A revision (a row of `history`) beside a new reading."""

    row: Row
    former: Article  # its text, as read by the reader of the new reading
    certain: bool  # that it was read by that reader
    reread: bool
    containment: Containment | None
    judgement: Judgement | None = None  # of a difference, where the pages were looked at

    @property
    def doubt(self) -> str | None:
        """Why the difference may be that of the markup; None where it is the station's."""
        return self.judgement.doubt if self.judgement else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A new reading, and the means to compare it with former ones."""

    connection: sqlite3.Connection
    article: Article
    sighting: Sighting
    read_again: ReadAgain | None
    judge: Judge | None = None

    def with_revision(self, row: Row, *, is_later: bool = False) -> Compared:
        """Compare the new reading with a revision, which gets a new reading first if need be.

        `is_later`: the revision was shown after what is read now.
        """
        if row["content_digest"] == self.article.content_digest:
            former = readings.stored_article(self.connection, row)
            return Compared(row, former, certain=True, reread=False, containment="same")
        stored = readings.stored_article(self.connection, row)
        former, certain = self._as_read_today(stored, row["revision"])
        is_reread = former is not stored and readings.replace(
            self.connection, former, row, self.sighting.agent
        )
        containment = self._containment(former, row["revision"])
        if containment is not None:
            return Compared(row, former, certain, is_reread, containment)
        judgement = self._judged(former, row["revision"], is_later=is_later)
        if judgement is not None and not judgement.fields and not judgement.doubt:
            containment = "same words"
        return Compared(row, former, certain, is_reread, containment, judgement)

    def _judged(self, former: Article, revision_id: str, *, is_later: bool) -> Judgement | None:
        """Whether the station or its markup changed; None where the pages cannot be looked at."""
        if self._was_undone():
            return Judgement((), f"{SUSPECTED}: a decision says that this is no correction")
        captures = readings.captures_shown(self.connection, former.id, revision_id)
        if self.judge is None or not captures or not self.sighting.captures:
            return None
        judged = self._judge_beside(Reading(former, tuple(captures)), is_later=is_later)
        if judged is None or not judged.doubt:
            return judged
        # The same words may have been seen since in the markup of today.
        nearest = self._nearest(former.id, revision_id, captures[0], is_later=is_later)
        if nearest is None:
            return judged
        if not changed_fields(nearest.article, self.article):
            return Judgement(())
        again = self._judge_beside(nearest, is_later=is_later)
        return judged if again is None else again

    def _judge_beside(self, known: Reading, *, is_later: bool) -> Judgement | None:
        assert self.judge is not None
        new = Reading(self.article, self.sighting.captures)
        return self.judge(new, known) if is_later else self.judge(known, new)

    def _nearest(
        self, article_id: str, revision_id: str, read_from: str, *, is_later: bool
    ) -> Reading | None:
        """The sighting of a revision that is next to this one and can be read, if it is another."""
        moment = self.sighting.sort_key
        stored = [
            each
            for each in sightings.of_article(self.connection, article_id)
            if each.revision == revision_id and (each.sort_key > moment) == is_later
        ]
        for each in stored if is_later else reversed(stored):
            if not each.captures or each.captures[0] == read_from or self.read_again is None:
                return None
            if (article := self.read_again(list(each.captures))) is not None:
                return Reading(article, each.captures)
        return None

    def fullest(self, sightings: Sequence[StoredSighting]) -> Reading | None:
        """The sighting of some of a revision that it is read from, read again."""
        return fullest(self._read_again(sightings))

    def _read_again(self, sightings: Sequence[StoredSighting]) -> Iterator[Reading]:
        for each in sightings:
            if each.captures and self.read_again is not None:
                again = self.read_again(list(each.captures))
                if again is not None:
                    yield Reading(again, each.captures)

    def _was_undone(self) -> bool:
        """Whether a person took back what these captures show, or another one that shows it."""
        undone = undone_captures(self.connection, self.article.id, self.article.layout)
        if not undone or not self.sighting.captures:
            return False
        if self.sighting.captures[0] in undone:
            return True
        again = self.read_again(undone[-1:]) if self.read_again is not None else None
        return again is not None and not changed_fields(again, self.article)

    def _containment(self, former: Article, revision_id: str) -> Containment | None:
        if not changed_fields(former, self.article):
            return "same"
        if not self.article.complete and is_prefix(self.article, former):
            return "prefix"
        more = not former.complete and is_prefix(former, self.article)
        # What was read at a twin's address was so for want of the canonical one.
        if more or addresses.read_at_twin(self.connection, former.id, revision_id):
            return "extends"
        return None

    def _as_read_today(self, stored: Article, revision: str) -> tuple[Article, bool]:
        """The revision as this article's reader reads it, and whether that is certain."""
        if same_reader(stored, self.article):
            return stored, True
        captures = readings.captures_shown(self.connection, stored.id, revision)
        if not captures or self.read_again is None:
            return stored, False
        again = self.read_again(captures)
        return (stored, False) if again is None else (again, True)
