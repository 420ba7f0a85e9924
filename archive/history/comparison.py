"""How two readings of an article compare: the same, other in some fields, or one the beginning."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.db.sql import Row
from archive.history import addresses
from archive.history import readings as reading
from archive.history.sightings import Seen, Sighting
from archive.model.article import Article

#: How what was read stands to a revision: the same, its first parts only, or more of its parts.
Fit = Literal["same", "begins it", "completes it"]

#: Reads the captures with these ids, in the order of parts; None where they no longer read.
ReadAgain = Callable[[list[str]], Article | None]


def changed_fields(old: Article, new: Article) -> list[str]:
    """The fields in which the station changed what it says."""
    pairs: dict[str, tuple[Any, Any]] = {
        "title": (old.title, new.title),
        "kicker": (old.kicker, new.kicker),
        "subtitle": (old.subtitle, new.subtitle),
        "original_title": (old.original_title, new.original_title),
        "published": (old.published, new.published),
        "source": (old.source, new.source),
        "credits": (_credited(old), _credited(new)),
        "body": (old.blocks, new.blocks),
    }
    return [name for name, (before, after) in pairs.items() if before != after]


def begins(long: Article, short: Article) -> bool:
    """Whether `short` is what the first parts of `long` say."""
    return long.title == short.title and long.blocks[: len(short.blocks)] == short.blocks


def same_reader(one: Article, other: Article) -> bool:
    """Whether both were read by one reader, with one layout and one station file."""
    return _reading(one) == _reading(other)


def _reading(article: Article) -> tuple[str | None, str | None, str | None]:
    return article.reader, article.layout, article.station_digest


def _credited(article: Article) -> list[tuple[str, str, str | None]]:
    return [(credit.role, credit.name, credit.affiliation) for credit in article.credits]


@dataclass(frozen=True, slots=True)
class Compared:
    """A revision (a row of `history`), and how a new reading stands to it."""

    row: Row
    held: Article  # as read by the reader of the new reading
    certain: bool  # that it was
    reread: bool
    fit: Fit | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A new reading, and the means to compare it with former ones."""

    connection: sqlite3.Connection
    article: Article
    seen: Sighting
    read_again: ReadAgain | None

    def with_revision(self, row: Row) -> Compared:
        """The new reading held against a revision, which gets a new reading first if need be."""
        if row["content_digest"] == self.article.content_digest:
            held = reading.stored_article(self.connection, row)
            return Compared(row, held, certain=True, reread=False, fit="same")
        former = reading.stored_article(self.connection, row)
        held, certain = self._as_read_today(former, row["revision"])
        reread_now = held is not former and reading.replace(
            self.connection, held, row, self.seen.agent
        )
        return Compared(row, held, certain, reread_now, self._fit(held, row["revision"]))

    def fullest(self, sightings: Sequence[Seen]) -> tuple[Seen, Article] | None:
        """The first of some sightings that shows all, or as much as any, read again."""
        best: tuple[Seen, Article] | None = None
        for seen in sightings:
            if not seen.captures or self.read_again is None:
                continue
            again = self.read_again(list(seen.captures))
            if again is not None and again.complete:
                return seen, again
            if again is not None and (best is None or len(again.blocks) > len(best[1].blocks)):
                best = seen, again
        return best

    def _fit(self, held: Article, called: str) -> Fit | None:
        if held.content_digest == self.article.content_digest:
            return "same"
        if not self.article.complete and begins(held, self.article):
            return "begins it"
        more = not held.complete and begins(self.article, held)
        # What was read at a twin's address was so for want of the canonical one.
        if more or addresses.read_at_twin(self.connection, held.id, called):
            return "completes it"
        return None

    def _as_read_today(self, former: Article, revision: str) -> tuple[Article, bool]:
        """The revision as this article's reader reads it, and whether that is certain."""
        if same_reader(former, self.article):
            return former, True
        captures = reading.captures_shown(self.connection, former.id, revision)
        if not captures or self.read_again is None:
            return former, False
        again = self.read_again(captures)
        return (former, False) if again is None else (again, True)
