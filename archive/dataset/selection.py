"""Which articles a dataset holds, and the rows of a table for them, in one streaming SELECT."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, field, replace
from hashlib import sha256
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from archive.dataset.cited import Citation
from archive.dataset.columns import Column, Table
from archive.dataset.profiles import Profile, selected_by
from archive.dataset.values import Values, reader_of
from archive.db.moment import one_moment
from archive.figures.coverage import coverage
from archive.history import revisions
from archive.model.errors import NothingFound, StorageError
from archive.search.match_sql import ALL, Sql
from archive.search.search import Filters, matching
from archive.store.archive import Archive

BATCH = 500  # rows that pass from one step to the next together

Batches = Iterator[list[Values]]

# A revision that is cited, in the columns of `articles`: also one that was superseded since.
_CITED = """(SELECT n.key, h.article AS id, h.station, h.url, h.title, h.kicker, h.subtitle,
    h.original_title, h.published_at, h.published_precision, h.source, h.authors, h.editors, h.body,
    h.blocks, h.images, h.complete, h.language, h.layout, h.reader, h.evidence, h.revision,
    ?3 AS cited_as, n.state, n.first_seen_at, n.last_seen_at
    FROM history AS h JOIN articles AS n ON n.id = h.article
    WHERE h.article = ?1 AND h.revision = ?2) AS a"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles: all that a query and filters find; without a query, all.

    Or those that are cited, in the revisions that are cited, whatever they say today; or those of
    these ids, and `sample` says how they were drawn. `profile` says what of each is shared.
    """

    query: str | None = None
    filters: Filters = field(default_factory=Filters)
    cited: tuple[Citation, ...] | None = None
    ids: tuple[str, ...] | None = None
    sample: dict[str, Any] | None = None
    profile: Profile = "full"

    def request(self, folder: Path) -> dict[str, Any]:
        """What is asked for, as JSON gives it back: it tells one selection from another.

        `folder` is that of the archive. Raises StorageError.
        """
        request = {
            **selected_by(self.profile, folder, {"query": self.query}),
            "filters": selected_by(self.profile, folder, asdict(self.filters)),
            "cited": None if self.cited is None else len(self.cited),
            "citations": None if self.cited is None else _digest(self.cited),
            "sample": self.sample,
            "profile": self.profile,
        }
        plain: dict[str, Any] = json.loads(json.dumps(request))
        return plain


def _digest(cited: Sequence[Citation]) -> str:
    """The digest of all citations, in their order."""
    listed = json.dumps([[each.article, each.revision] for each in cited])
    return f"sha256:{sha256(listed.encode()).hexdigest()}"


class Found:
    """What a query, filters or ids select, as the archive stands."""

    left_out: tuple[str, ...] = ()

    def __init__(self, connection: sqlite3.Connection, selection: Selection) -> None:
        self._db = connection
        self._where, self._values = _condition(connection, selection)

    def count(self) -> int:
        """How many articles are selected."""
        where = self._where.replace("+", "", 1)
        sql = f"SELECT count(*) FROM articles AS a WHERE {where}"
        return int(self._db.execute(sql, self._values).fetchone()[0])

    def rows(
        self, table: Table, columns: Sequence[Column], *, by_time: bool = False, after: int = 0
    ) -> Batches:
        """The rows of a table for what is selected, with these columns, in batches.

        `by_time` gives articles in the order of the printed time, without one first. So many rows
        are left out at the beginning as `after` says.
        """
        if by_time:
            table = replace(table, order="a.published_at, a.id")
        read = reader_of(columns)
        sql = f"{table.statement(columns, self._where)} LIMIT -1 OFFSET {after}"
        found = self._db.execute(sql, self._values)
        while batch := found.fetchmany(BATCH):
            yield read(batch)


def _condition(connection: sqlite3.Connection, selection: Selection) -> Sql:
    """The condition on `articles AS a` that holds for what is selected, and its values.

    The plus keeps SQLite on the index of the order: articles are read one by one as they are
    written, and nothing wide is sorted.
    """
    if selection.ids is not None:
        return "+a.id IN (SELECT value FROM json_each(?))", (json.dumps(selection.ids),)
    found, values = matching(connection, selection.query, selection.filters)
    if found == ALL:
        return "1", ()
    return f"+a.key IN (SELECT a.key FROM {found})", values


def coverage_rows(connection: sqlite3.Connection, filters: Filters) -> Batches:
    """The rows of the table `coverage`; none where nothing was looked at or published."""
    days = ([*astuple(day)] for day in coverage(connection, filters))
    with suppress(NothingFound):
        while batch := list(islice(days, BATCH)):
            yield batch


class _Held(NamedTuple):
    """A revision that is cited, the name that it is cited by, and the printed time."""

    article: str
    revision: str
    cited_as: str
    published_at: str


def _printed(held: _Held) -> tuple[str, str]:
    return held.published_at, held.article


class Cited:
    """Revisions that are cited, in the order of the citations, under the names they are cited by.

    `left_out` says of each that cannot be given why.
    """

    def __init__(self, archive: Archive, cited: Sequence[Citation]) -> None:
        self._db = archive.connection
        self._held: list[_Held] = []
        left_out: list[str] = []
        for citation in cited:
            held = revisions.cited(self._db, citation.article, citation.revision)
            if held is None:
                left_out.append(_why_not(archive, citation))
            else:
                self._held.append(
                    _Held(
                        citation.article,
                        held["revision"],
                        citation.revision,
                        held["published_at"] or "",
                    )
                )
        self.left_out = tuple(left_out)

    def count(self) -> int:
        """How many revisions there are."""
        return len(self._held)

    def rows(
        self, table: Table, columns: Sequence[Column], *, by_time: bool = False, after: int = 0
    ) -> Batches:
        """The rows of a table for each citation, with these columns; what several share, once.

        `by_time` gives them in the order of the printed time, without one first. So many rows are
        left out at the beginning as `after` says.
        """
        held = sorted(self._held, key=_printed) if by_time else self._held
        read = reader_of(columns)
        columns = [
            replace(each, sql="a.cited_as") if each.sql == "a.revision" else each
            for each in columns
        ]
        of_cited = replace(table, tables=table.tables.replace("articles AS a", _CITED, 1))
        sql = of_cited.statement(columns, "1")
        found: Iterator[Any] = (
            row
            for cited in held
            for row in self._db.execute(sql, (cited.article, cited.revision, cited.cited_as))
        )
        if table.group:  # the first column is the key, by which a table of the archive is ordered
            found = iter(sorted(dict.fromkeys(found), key=itemgetter(0)))
        found = islice(found, after, None)
        while batch := list(islice(found, BATCH)):
            yield read(batch)


@contextmanager
def at_one_moment(
    archive: Archive, selection: Selection, folder: Path, consequence: str
) -> Iterator[tuple[Found | Cited, int]]:
    """What is selected, and how many, as the archive stands at one moment, while the block runs.

    Raises NothingFound where nothing is, and StorageError where the block cannot write to `folder`;
    `consequence` ends both messages: "nothing is exported".
    """
    connection, cited = archive.connection, selection.cited
    with one_moment(connection):
        source = Found(connection, selection) if cited is None else Cited(archive, cited)
        total = source.count()
        if not total:
            raise NothingFound(f"no article matches; {consequence}")
        try:
            yield source, total
        except OSError as error:
            raise StorageError(f"{folder}: {error.strerror}; {consequence}") from error


def _why_not(archive: Archive, citation: Citation) -> str:
    """Why what is cited is not shown: it was taken down, or is not held."""
    try:
        archive.article(citation.article, citation.revision)
    except NothingFound as error:
        return str(error)
    raise AssertionError(f"{citation}: held, and not found")
