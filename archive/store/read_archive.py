"""What an open archive holds: its articles, their captures, and which article a name means."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.db.identity import identity
from archive.db.sql import one, rows
from archive.history import revisions
from archive.history.readings import captures_shown, sightings_to_read, stored_article
from archive.model.article import Article, Capture
from archive.model.closable import Closable
from archive.model.errors import Damaged, NothingFound, TakenDown
from archive.store import takedown, warc_files
from archive.store.captures import Captures
from archive.warc import Stored, Torn, Unfit


class ReadArchive(Closable):
    """The reading side of `archive.store.archive.Archive`: nothing here writes."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.connection = connection
        self.captures = Captures(folder / "warc", connection)

    @property
    def identity(self) -> str | None:
        """The archive's own id, which its WARC files name."""
        return identity(self.connection)

    def article(self, article_id: str, revision: str | None = None) -> Article:
        """The article as it stands, or as one of its revisions said, or as it stood at a moment.

        `revision` is the name of one, or any moment: `20220722005112` (UTC). Raises NothingFound,
        or TakenDown where it is hidden or was erased.
        """
        if revision is None:
            row = one(self.connection, "SELECT * FROM articles WHERE id = ?", article_id)
        else:
            row = revisions.cited(self.connection, article_id, revision)
        if row is None:
            cited = f"{article_id}@{revision}" if revision else article_id
            down = takedown.takedown_of(self.connection, article_id)
            if down is not None:
                raise TakenDown(down.describe())
            raise NothingFound(f"{cited}: {self._why_not(cited)}")
        try:
            return stored_article(self.connection, row)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Damaged(
                f"{article_id}: its row cannot be understood ({error}); see `archive verify`"
            ) from error

    def record_of(self, article_id: str) -> dict[str, Any]:
        """The article's record, as the documented JSON. Raises NothingFound."""
        return self.article(article_id).to_dict()

    def capture(self, capture_id: str) -> Capture:
        """The capture, read from its WARC. Raises NothingFound or Damaged."""
        return self.captures.read(capture_id)

    def captures_of(self, article_id: str, revision: str | None = None) -> list[Capture]:
        """The captures that show an article, or one of its revisions, in the order of parts."""
        if revision is None:
            row = one(self.connection, "SELECT revision FROM articles WHERE id = ?", article_id)
            if row is None:
                raise NothingFound(f"{article_id}: no such article in {self.folder}")
            revision = row["revision"]
        else:
            row = revisions.cited(self.connection, article_id, revision)
            revision = row["revision"] if row else revision
        shown = captures_shown(self.connection, article_id, revision)
        return [self.capture(identifier) for identifier in shown]

    def sightings_of(self, article_id: str, revision: str) -> list[tuple[str, ...]]:
        """The captures of each sighting from which a revision may be read, in their order."""
        return sightings_to_read(self.connection, article_id, revision)

    def is_erased(self, article_id: str | None = None, url: str = "") -> bool:
        """Whether an article, or what stands at an address, was erased: it is never held again."""
        return takedown.is_erased(self.connection, article=article_id, url=url)

    def holds(self, capture_id: str) -> bool:
        """Whether a capture has its row."""
        return self.captures.row(capture_id) is not None

    def capture_at(self, url: str, moment: datetime) -> str | None:
        """The id of the whole capture of an address that was made nearest to a moment."""
        return self.captures.nearest(url, moment)

    def read_from_captures(self, station: str | None = None) -> list[tuple[str, str]]:
        """(article, revision) of all that was read from captures, also superseded revisions."""
        revisions_read = rows(
            self.connection,
            "SELECT DISTINCT h.article, h.revision FROM history AS h"
            " JOIN revision_captures AS c ON c.article = h.article AND c.revision = h.revision"
            " WHERE ?1 IS NULL OR h.station = ?1 ORDER BY h.article, h.revision",
            station,
        )
        return [(row["article"], row["revision"]) for row in revisions_read]

    def ids(self) -> list[str]:
        """The ids of all articles."""
        return [row["id"] for row in rows(self.connection, "SELECT id FROM articles ORDER BY key")]

    def stored(self) -> Iterator[tuple[str, Stored | Unfit | Torn]]:
        """All captures of all WARC files, by name of file, and what is torn, each with its file.

        The torn end of a file that a dead run left `.open` is no damage, and is not told.
        """
        return warc_files.stored(self.captures.folder)

    def _why_not(self, cited: str) -> str:
        """Why a citation names nothing: no such revision, of which there are these; or article."""
        article_id = cited.rpartition("@")[0]
        listed = article_id and revisions.describe(self.connection, article_id)
        if not listed:
            return f"no such article in {self.folder}"
        return f"no such revision, and none that stood at such a moment; {listed}"
