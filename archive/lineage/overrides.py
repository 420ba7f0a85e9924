"""Links that a person overruled: what was decided stands, whatever the texts say."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import get_args

from archive.compare.relation import Found, Pair, Relation

#: What a person can say of two articles; `none` unties them.
VERDICTS = ("none", *get_args(Relation))


def partners(connection: sqlite3.Connection, article: str) -> set[int]:
    """The keys of the articles of which a person decided how they are related to this one."""
    found = connection.execute(
        "SELECT a.key FROM lineage_overrules AS o JOIN articles AS a"
        " ON a.id = CASE o.article WHEN ?1 THEN o.other ELSE o.article END"
        " WHERE o.article = ?1 OR o.other = ?1",
        (article,),
    )
    return {row[0] for row in found}


def pairs(connection: sqlite3.Connection) -> dict[int, list[int]]:
    """All decided pairs that are held, as key → partners' keys, under the newer of the two."""
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in connection.execute(
        "SELECT a.key, b.key FROM lineage_overrules AS o"
        " JOIN articles AS a ON a.id = o.article JOIN articles AS b ON b.id = o.other"
    ):
        found[max(one, other)].append(min(one, other))
    return found


def untied(connection: sqlite3.Connection, keys: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs among these articles of which a person decided that they are not of one lineage."""
    found = connection.execute(
        "SELECT a.key, b.key FROM json_each(?1) AS k JOIN articles AS a ON a.key = k.value"
        " JOIN lineage_overrules AS o ON o.article = a.id AND o.relation = 'none'"
        " JOIN articles AS b ON b.id = o.other"
        " WHERE b.key IN (SELECT value FROM json_each(?1))",
        (json.dumps(list(keys)),),
    )
    return found.fetchall()


def overruled(connection: sqlite3.Connection, pair: Pair, found: Found | None) -> Found | None:
    """What was decided of a pair, if anything was; else what was found."""
    row = connection.execute(
        "SELECT relation, decision FROM lineage_overrules"
        " WHERE (article = ?1 AND other = ?2) OR (article = ?2 AND other = ?1)",
        (pair.article.id, pair.other.id),
    ).fetchone()
    if row is None:
        return found
    relation, decision = row
    return None if relation == "none" else Found(relation, f"decided: {decision}")


def overrule(
    connection: sqlite3.Connection, article: str, other: str, relation: str, decision: str
) -> None:
    """Write down what was decided; `decision` is the id of its line in decisions.jsonl."""
    connection.execute(
        "DELETE FROM lineage_overrules WHERE article = ? AND other = ?", (other, article)
    )
    connection.execute(
        "INSERT INTO lineage_overrules VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
        " SET relation = excluded.relation, decision = excluded.decision",
        (article, other, relation, decision),
    )
