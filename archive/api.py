"""The archive's public Python interface: open a folder for reading, search, read, export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db.filters import NO_FILTERS, Filters
from archive.model.article import Article
from archive.model.closable import Closable
from archive.model.errors import NothingFound

if TYPE_CHECKING:
    from sqlite_utils import Database

    from archive.dataset.export import Exported
    from archive.dataset.file_names import Format
    from archive.lineage import tree
    from archive.search.search import Results, Sort
    from archive.store.archive import Archive as OpenArchive

__all__ = ["Archive", "Copy", "Filters", "Lineage", "Link", "Revision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state that a station gave an article. Moments are ISO 8601 in UTC.

    `name` cites it: `archive.article(id, name)`. `revised_at` is when it was first captured, None
    for a record without captures; `superseded_at` is when the next one was.
    """

    name: str
    title: str
    revised_at: str | None
    superseded_at: str | None
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One article of a lineage.

    `parent` is the article whose text it carries, None for the origin; `relation` says how much of
    it (identical, shortened …). `lag` are seconds after the parent, at least and at most.
    """

    id: str
    station: str
    title: str
    published_at: str | None
    source: str | None
    parent: str | None
    relation: str | None
    lag: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation that joins no lineages: excerpt, roundup, common_source or template."""

    article: str
    other: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """The articles that carry one text, in the order of their times.

    `origin` is the article that had it first, None where that is undecided; `basis` says by what it
    was decided, and `credited` names a medium that the copies credit and the archive does not hold.
    """

    id: str
    origin: str | None
    basis: str | None
    credited: str | None
    copies: tuple[Copy, ...]
    links: tuple[Link, ...]


class Archive(Closable):
    """An archive, opened for reading. Made by `open`; close it, or use `with`.

    Crawls may write to the archive meanwhile. Use it in the thread that opened it. All methods may
    raise `ArchiveError`: StorageError where the disk fails, Damaged where a row is not what was
    written.
    """

    def __init__(self, archive: OpenArchive) -> None:
        self._archive = archive

    @classmethod
    def open(cls, folder: str | Path) -> Archive:
        """Open the archive in a folder. Raises NoArchive, NewerArchive, OlderArchive or Damaged."""
        from archive.store.archive import Archive as OpenArchive

        return cls(OpenArchive.read_only(Path(folder)))

    def close(self) -> None:
        """Close the database."""
        self._archive.close()

    @property
    def folder(self) -> Path:
        """The folder that was opened."""
        return self._archive.folder

    @property
    def database(self) -> Database:
        """The tables and views of docs/data.md, as sqlite-utils gives them; it cannot write."""
        from sqlite_utils import Database

        return Database(self._archive.connection)

    def search(
        self, query: str, filters: Filters = NO_FILTERS, *, sort: Sort = "rank", limit: int = 20
    ) -> Results:
        """Find articles by words, as `archive search` does.

        `sort` is rank (best match first), recent (best match, boosted by date) or date (newest
        first). Raises UsageError for an unknown station.
        """
        from archive.db.connection import storage_errors
        from archive.search.search import search

        with storage_errors(self.folder):
            return search(self._archive.connection, query, filters, sort=sort, limit=limit)

    def article(self, article_id: str, revision: str | None = None) -> Article:
        """The current revision of an article, or the one that `revision` names.

        `revision` is the name of a revision, or a moment in UTC: `20220722005112`. Raises
        NothingFound, or TakenDown where the article is hidden or was erased.
        """
        from archive.db.connection import storage_errors

        with storage_errors(self.folder):
            return self._archive.article(article_id, revision)

    def articles(
        self, query: str | None = None, filters: Filters = NO_FILTERS
    ) -> Iterator[Article]:
        """All articles that a query finds, or all there are, in the order of their ids.

        Which they are is decided at the start; what is taken down meanwhile is left out.
        """
        from archive.db.connection import storage_errors
        from archive.search.search import matches

        with storage_errors(self.folder):
            ids = list(matches(self._archive.connection, query, filters))
        for article_id in ids:
            with suppress(NothingFound):
                yield self.article(article_id)

    def revisions(self, article_id: str) -> tuple[Revision, ...]:
        """All revisions of an article, oldest first. Raises as `article` does."""
        from archive.db.connection import storage_errors
        from archive.db.sql import rows

        self.article(article_id)
        with storage_errors(self.folder):
            stored = rows(
                self._archive.connection,
                "SELECT revision AS name, title, nullif(revised_at, '') AS revised_at,"
                " superseded_at, is_current FROM history WHERE article = ? ORDER BY revision",
                article_id,
            )
        return tuple(Revision(**row | {"is_current": bool(row["is_current"])}) for row in stored)

    def lineage(self, article_id: str) -> Lineage:
        """The lineage of an article: who carried the same text, and who had it first.

        Raises as `article` does.
        """
        from archive.db.connection import storage_errors
        from archive.lineage import tree

        self.article(article_id)
        with storage_errors(self.folder):
            stored = tree.lineage_tree(self._archive.connection, article_id)
        return Lineage(
            id=stored.lineage,
            origin=stored.origin,
            basis=stored.origin_basis,
            credited=stored.credited,
            copies=tuple(_copy(each) for each in stored.copies),
            links=tuple(Link(**{key: tie[key] for key in Link.__slots__}) for tie in stored.ties),
        )

    def export(
        self,
        output: str | Path,
        query: str | None = None,
        filters: Filters = NO_FILTERS,
        *,
        form: Format = "jsonl",
    ) -> Exported:
        """Write the articles that a query finds as a dataset, with codebook and manifest.

        `output` is a folder, or a file that ends in `.jsonl`, `.csv` or `.parquet`. Raises
        NothingFound where nothing is found, UsageError where `output` is another dataset.
        """
        from archive.dataset.export import Shape, export
        from archive.dataset.selection import Selection
        from archive.db.connection import storage_errors

        selection = Selection(query=query, filters=filters)
        with storage_errors(self.folder):
            return export(self._archive, selection, Shape(form=form), Path(output))


def _copy(copy: tree.Copy) -> Copy:
    """One article of a lineage, in the fields that are public."""
    return Copy(**{key: getattr(copy, key) for key in Copy.__slots__})
