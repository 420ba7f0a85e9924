"""Read one lineage as a tree: each copy with parent, relation, lag and credit, and the origin."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive.compare.time_interval import TimeInterval, interval_of, lag
from archive.db.sql import Row, one, rows
from archive.model.article import PrintedTime
from archive.model.errors import NothingFound
from archive.schema.lineage import BY_TIME

_COPIES = f"""
    SELECT a.id, a.station, s.title AS outlet, a.title, a.published_at, a.published_precision,
        a.first_seen_at, a.source, t.credited, t.credit, p.id AS parent, r.relation, r.coverage,
        r.other_coverage, r.longest, r.numbers_compared, r.numbers_equal, r.rule, a.body,
        p.published_at AS parent_at, p.published_precision AS parent_precision
    FROM articles AS a JOIN stations AS s ON s.name = a.station
    LEFT JOIN lineage_members AS t ON t.article = a.key
    LEFT JOIN articles AS p ON p.key = t.parent
    LEFT JOIN article_links AS r ON r.article = t.article AND r.other = t.parent
    WHERE a.key IN (
        SELECT article FROM lineage_members WHERE lineage = ?2
        UNION ALL SELECT key FROM articles WHERE id = ?1 AND ?2 IS NULL)
    ORDER BY {BY_TIME}
"""
_TIES = """
    SELECT a.id AS article, o.id AS other, k.relation, k.rule, a.title AS article_title,
        o.title AS other_title, a.station AS article_station, o.station AS other_station
    FROM (
        SELECT r.* FROM lineage_members AS t JOIN article_links AS r ON r.article = t.article
        WHERE t.lineage = ?1
        UNION SELECT r.* FROM lineage_members AS t JOIN article_links AS r ON r.other = t.article
        WHERE t.lineage = ?1) AS k
    JOIN articles AS a ON a.key = k.article JOIN articles AS o ON o.key = k.other
    JOIN lineage_members AS x ON x.article = k.article
    JOIN lineage_members AS y ON y.article = k.other AND y.lineage <> x.lineage
    WHERE k.relation IN ('excerpt', 'roundup', 'shared_passage', 'common_source', 'template')
    ORDER BY k.relation, a.id, o.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One article of a lineage. `lag`: seconds after its parent, at least and at most."""

    id: str
    station: str
    outlet: str
    title: str
    published_at: str | None
    published_precision: str | None
    first_seen_at: str | None
    source: str | None
    credited: str | None
    credit: str | None
    parent: str | None
    relation: str | None
    coverage: float | None
    other_coverage: float | None
    longest: int | None
    numbers_compared: int | None
    numbers_equal: int | None
    rule: str | None
    lag: tuple[float, float] | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageTree:
    """A lineage, with its copies by time.

    `ties` are the links of its articles with others: one within it was made before a third text
    joined both.
    """

    lineage: str  # the id of the article at the root of the tree: its origin, if that is known
    origin: str | None
    origin_basis: str | None  # None for an article that has no copies
    credited: str | None
    copies: tuple[Copy, ...]
    ties: tuple[Row, ...]

    @property
    def earliest(self) -> str:
        """The id of the earliest known copy: without a known origin, the root of the tree.

        Of copies that print one time it is the one that was seen first.
        """
        return self.copies[0].id if self.origin else self.lineage

    def to_dict(self) -> dict[str, Any]:
        """The lineage as JSON-ready data, without the texts."""
        copies = [asdict(copy) for copy in self.copies]
        for copy in copies:
            del copy["body"]
        return {
            "lineage": self.lineage, "origin": self.origin, "origin_basis": self.origin_basis,
            "credited": self.credited, "copies": copies, "links": list(self.ties),
        }  # fmt: skip


def lineage_tree(connection: sqlite3.Connection, article: str) -> LineageTree:
    """The lineage of an article. Raises NothingFound."""
    row = one(
        connection,
        "SELECT t.lineage, l.origin_basis, l.credited, o.id AS origin, coalesce(r.id, a.id) AS name"
        " FROM articles AS a"
        " LEFT JOIN lineage_members AS t ON t.article = a.key"
        " LEFT JOIN lineages AS l ON l.lineage = t.lineage"
        " LEFT JOIN articles AS o ON o.key = l.origin"
        " LEFT JOIN articles AS r ON r.key = t.lineage WHERE a.id = ?",
        article,
    )
    if row is None:
        raise NothingFound(f"{article}: no such article")
    copies = tuple(_copy(row) for row in rows(connection, _COPIES, article, row["lineage"]))
    return LineageTree(
        lineage=row["name"],
        origin=row["origin"],
        origin_basis=row["origin_basis"],
        credited=row["credited"],
        copies=copies,
        ties=tuple(rows(connection, _TIES, row["lineage"])),
    )


def export_rows(connection: sqlite3.Connection) -> Iterator[Row]:
    """Give a row for each article, with lineage and parent, then one for each non-joining link."""
    yield from rows(
        connection,
        "SELECT a.id AS article, coalesce(l.id, a.id) AS lineage, r.relation, p.id AS parent"
        " FROM articles AS a LEFT JOIN lineage_members AS t ON t.article = a.key"
        " LEFT JOIN articles AS l ON l.key = t.lineage LEFT JOIN articles AS p ON p.key = t.parent"
        " LEFT JOIN article_links AS r ON r.article = t.article AND r.other = t.parent"
        " ORDER BY a.id",
    )
    yield from rows(
        connection,
        "SELECT a.id AS article, o.id AS other, r.relation FROM article_links AS r"
        " JOIN articles AS a ON a.key = r.article JOIN articles AS o ON o.key = r.other"
        " JOIN lineage_members AS x ON x.article = r.article"
        " JOIN lineage_members AS y ON y.article = r.other AND y.lineage <> x.lineage"
        " WHERE r.relation IN"
        " ('excerpt', 'roundup', 'shared_passage', 'common_source', 'template')"
        " ORDER BY a.id, o.id",
    )


def _copy(row: Row) -> Copy:
    own = _printed(row["published_at"], row["published_precision"])
    parent = _printed(row.pop("parent_at"), row.pop("parent_precision"))
    between = None
    if own is not None and parent is not None:
        between = lag(parent, own)
    return Copy(**row, lag=between)


def _printed(at: str | None, precision: Any) -> TimeInterval | None:
    """When a text was printed; None where a column written by others names no moment.

    >>> _printed("0000-01-05T08:30:00+08:00", "minute") is None
    True
    """
    try:
        return interval_of(PrintedTime.from_iso(at, precision)) if at and precision else None
    except (ValueError, OverflowError):
        return None
