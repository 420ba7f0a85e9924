"""Relations that a person decided; they take precedence over what the texts show."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, get_args

from archive.compare.relation import FoundRelation, Pair, Relation
from archive.db.sql import numbers

#: Relations that a person can give two articles; `none` keeps them apart.
VERDICTS = ("none", *get_args(Relation))


def overridden_with(connection: sqlite3.Connection, article: str) -> set[int]:
    """The keys of the articles whose relation to this one a person decided."""
    found = connection.execute(
        "SELECT a.key FROM lineage_overrides AS o JOIN articles AS a"
        " ON a.id = CASE o.article WHEN ?1 THEN o.other ELSE o.article END"
        " WHERE o.article = ?1 OR o.other = ?1",
        (article,),
    )
    return {row[0] for row in found}


def decided_pairs(connection: sqlite3.Connection) -> dict[frozenset[int], FoundRelation | None]:
    """All decided pairs of archived articles, by key, each with its relation."""
    found = connection.execute(
        "SELECT a.key, b.key, o.relation, o.decision FROM lineage_overrides AS o"
        " JOIN articles AS a ON a.id = o.article JOIN articles AS b ON b.id = o.other"
    )
    return {frozenset((one, other)): _decided(*row) for one, other, *row in found}


def _decided(relation: Any, decision: str) -> FoundRelation | None:
    return None if relation == "none" else FoundRelation(relation, f"decided: {decision}")


def pairs_kept_apart(connection: sqlite3.Connection, keys: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of these articles that a person decided are not in one lineage."""
    found = connection.execute(
        "SELECT a.key, b.key FROM json_each(?1) AS k JOIN articles AS a ON a.key = k.value"
        " JOIN lineage_overrides AS o ON o.article = a.id AND o.relation = 'none'"
        " JOIN articles AS b ON b.id = o.other"
        " WHERE b.key IN (SELECT value FROM json_each(?1))",
        (numbers(keys),),
    )
    return found.fetchall()


def apply_override(
    connection: sqlite3.Connection, pair: Pair, found: FoundRelation | None
) -> FoundRelation | None:
    """The decided relation of a pair; where there is none, the found one."""
    row = connection.execute(
        "SELECT relation, decision FROM lineage_overrides"
        " WHERE (article = ?1 AND other = ?2) OR (article = ?2 AND other = ?1)",
        (pair.article.id, pair.other.id),
    ).fetchone()
    return found if row is None else _decided(*row)


def save_override(
    connection: sqlite3.Connection, article: str, other: str, relation: str, decision: str
) -> None:
    """Write a decided relation; `decision` is the id of its line in decisions.jsonl."""
    connection.execute(
        "DELETE FROM lineage_overrides WHERE article = ? AND other = ?", (other, article)
    )
    connection.execute(
        "INSERT INTO lineage_overrides VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
        " SET relation = excluded.relation, decision = excluded.decision",
        (article, other, relation, decision),
    )
