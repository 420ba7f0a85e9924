"""The digest of each record: written with every commit of ours, compared by `archive verify`.

SQLite's own check looks at pages, not at what is written on them. So a record (an article with all
that is held of it, a capture, a station …) has a row in `fixity` with the SHA-256 of its columns.
Triggers note in `fixity_pending` which records were written, whoever wrote. Our own commits
write the digests of what they wrote and of nothing else: what another program wrote stays in
`fixity_pending`, and `archive verify` reports it as a difference.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from archive.schema.records import RECORDS


@dataclass(frozen=True, slots=True)
class RecordDigest:
    """The digest of a record, and the beginnings of those of its parts, which tell them apart."""

    digest: str
    parts: str

    def proves(self, stored: RecordDigest) -> bool:
        """Whether the record is what was stored, and only what stands of it in `fixity` is not.

        The digest alone says so, and the beginnings of those of its parts alone.
        """
        return self != stored and (self.digest == stored.digest or self.parts == stored.parts)

    def differing(self, other: RecordDigest, kind: str) -> list[str]:
        """The tables in which two states of one record differ."""
        pairs = zip(RECORDS[kind], self.parts.split(), other.parts.split(), strict=False)
        return [part.table for part, mine, theirs in pairs if mine != theirs]


def digest_of(connection: sqlite3.Connection, kind: str, identifier: str) -> RecordDigest | None:
    """The digest of a record as it stands; None where there is no such record."""
    digests = []
    exists = False
    for part in RECORDS[kind]:
        rows = connection.execute(part.query, (identifier,)).fetchall()
        exists = exists or bool(rows)
        digests.append(hashlib.sha256(_bytes(rows)).hexdigest() if rows else _NO_ROWS)
    if not exists:
        return None
    whole = (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    )
    return RecordDigest(f"sha256:{whole}", " ".join(digest[:8] for digest in digests))


def begin(connection: sqlite3.Connection) -> None:
    """At the begin of a transaction of ours: note what another program wrote."""
    if connection.execute("SELECT EXISTS (SELECT 1 FROM fixity_pending)").fetchone()[0]:
        connection.execute("UPDATE fixity_pending SET by_another = 1 WHERE by_another = 0")


def record_written(connection: sqlite3.Connection) -> None:
    """Before the commit of a transaction of ours: write the digests of the records it wrote."""
    written = connection.execute(
        "SELECT kind, id FROM fixity_pending WHERE by_another = 0"
    ).fetchall()
    for kind, identifier in written:
        write_digest(connection, kind, identifier)
    if written:
        connection.execute("DELETE FROM fixity_pending WHERE by_another = 0")


def write_digest(connection: sqlite3.Connection, kind: str, identifier: str) -> None:
    """Write down the digest of a record as it stands; of one that is gone, take it away."""
    current = digest_of(connection, kind, identifier)
    if current is None:
        connection.execute("DELETE FROM fixity WHERE kind = ? AND id = ?", (kind, identifier))
        return
    connection.execute(
        "INSERT INTO fixity (kind, id, digest, parts) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (kind, id) DO UPDATE SET digest = excluded.digest, parts = excluded.parts",
        (kind, identifier, current.digest, current.parts),
    )


def _bytes(rows: list[tuple[Any, ...]]) -> bytes:
    """Rows as bytes that differ where any value or its type differs."""
    return _encode(rows).encode()


def _blob(value: bytes) -> list[str]:
    return [value.hex()]


_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_blob
).encode
_NO_ROWS = hashlib.sha256(_bytes([])).hexdigest()
