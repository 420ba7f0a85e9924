"""The tables by which an archive is trusted: digests of its records, takedowns, and its events in
the terms of PREMIS.

What stands here is part of one migration: another table is another migration.
"""

from __future__ import annotations

import sqlite3

from archive.schema.records import triggers

TABLES = (
    """CREATE TABLE fixity (
        kind   TEXT NOT NULL,
        id     TEXT NOT NULL,
        digest TEXT NOT NULL,
        parts  TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    ) WITHOUT ROWID""",
    """CREATE TABLE fixity_pending (
        kind       TEXT NOT NULL,
        id         TEXT NOT NULL,
        by_another INTEGER NOT NULL DEFAULT 0 CHECK (by_another IN (0, 1)),
        PRIMARY KEY (kind, id)
    ) WITHOUT ROWID""",
    """CREATE TABLE warc_files (
        name      TEXT PRIMARY KEY,
        bytes     INTEGER NOT NULL,
        digest    TEXT NOT NULL,
        digested_at TEXT NOT NULL
    )""",
    """CREATE TABLE takedowns (
        article  TEXT PRIMARY KEY,
        action   TEXT NOT NULL CHECK (action IN ('hide', 'erase')),
        at       TEXT NOT NULL,
        by       TEXT NOT NULL,
        reason   TEXT NOT NULL,
        basis    TEXT NOT NULL,
        decision TEXT NOT NULL,
        digests  TEXT NOT NULL,
        withheld BLOB,
        finished INTEGER NOT NULL CHECK (finished IN (0, 1))
    )""",
    """CREATE TABLE takedown_addresses (
        url     TEXT PRIMARY KEY,
        article TEXT NOT NULL REFERENCES takedowns (article)
    )""",
    "CREATE INDEX takedown_addresses_article ON takedown_addresses (article)",
)

#: Type of an event of ours → the PREMIS eventType (id.loc.gov/vocabulary/preservation/eventType).
PREMIS = {
    "new": "ingestion",
    "correction": "ingestion",
    "completed": "ingestion",
    "rereading": "metadata extraction",
    "redated": "metadata modification",
    "moved": "metadata modification",
    "gone": "appraisal",
    "withdrawn": "appraisal",
    "returned": "appraisal",
    "adopted": "recovery",
    "repair": "recovery",
    "damage": "fixity check",
    "verification": "fixity check",
    "hidden": "policy assignment",
    "unhidden": "policy assignment",
    "erased": "deletion",
    "note": "metadata modification",
    "overruled": "metadata modification",
}

_TERM = "CASE type " + " ".join(f"WHEN '{ours}' THEN '{term}'" for ours, term in PREMIS.items())
# As json_extract would give it: of a file of unknown origin, a view may not use that.
_FIRST_CAPTURE = (
    "iif(s.captures = '[]', NULL, substr(s.captures, 3, instr(substr(s.captures, 3), '\"') - 1))"
)
PREMIS_EVENTS = f"""
CREATE VIEW premis_events AS
SELECT at, coalesce({_TERM} END, type) AS event_type, type, article, revision, capture, agent,
    outcome, detail, id AS event FROM events
UNION ALL
SELECT c.captured_at, 'capture', 'capture', r.article, r.revision, c.id,
    coalesce('run ' || c.run, 'import'), 'status ' || c.status, NULL, NULL
FROM captures AS c LEFT JOIN revision_captures AS r ON r.capture = c.id
UNION ALL
SELECT s.at, 'metadata extraction', 'reading', s.article, s.revision,
    {_FIRST_CAPTURE}, iif(s.captures = '[]', 'load', 'reader'), 'success', NULL, NULL
FROM sightings AS s"""


def create_custody(connection: sqlite3.Connection) -> None:
    """Make the tables, their triggers and the view."""
    for statement in (*TABLES, PREMIS_EVENTS, *triggers()):
        connection.execute(statement)
