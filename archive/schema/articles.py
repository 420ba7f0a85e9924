"""The tables of articles, their revisions, credits and addresses, of captures and of events."""

from __future__ import annotations

import sqlite3

from archive.schema.revision_columns import REVISION_COLUMN_NAMES, REVISION_COLUMNS

_NAMES = ", ".join(REVISION_COLUMN_NAMES)

_STATEMENTS = (
    """
    CREATE TABLE stations (
        name      TEXT PRIMARY KEY,
        title     TEXT NOT NULL,
        publisher TEXT,
        place     TEXT,
        place_name TEXT,
        home      TEXT,
        language  TEXT,
        timezone  TEXT,
        tested_on TEXT NOT NULL,
        digest    TEXT
    )""",
    """
    CREATE TABLE station_files (
        digest     TEXT PRIMARY KEY,
        station    TEXT NOT NULL,
        text       TEXT NOT NULL,
        first_used_at TEXT NOT NULL
    )""",
    """
    CREATE TABLE runs (
        id         TEXT PRIMARY KEY,
        command    TEXT NOT NULL,
        stations   TEXT NOT NULL,
        started_at TEXT NOT NULL,
        ended_at   TEXT,
        state      TEXT NOT NULL
            CHECK (state IN ('running', 'finished', 'stopped', 'interrupted', 'failed')),
        counts     TEXT,
        exit_code  INTEGER,
        version    TEXT NOT NULL,
        user_agent TEXT
    )""",
    """
    CREATE TABLE captures (
        id             TEXT PRIMARY KEY,
        url            TEXT NOT NULL,
        station        TEXT,
        run            TEXT,
        kind           TEXT NOT NULL,
        method         TEXT NOT NULL,
        status         INTEGER NOT NULL,
        captured_at    TEXT NOT NULL,
        content_type   TEXT,
        payload_bytes  INTEGER NOT NULL,
        payload_digest TEXT NOT NULL,
        record_digest  TEXT NOT NULL,
        warc_file      TEXT NOT NULL,
        warc_offset    INTEGER NOT NULL,
        warc_length    INTEGER NOT NULL,
        ip             TEXT,
        found          TEXT,
        revisit_of     TEXT
    )""",
    "CREATE INDEX captures_url ON captures (url, captured_at)",
    "CREATE INDEX captures_payload ON captures (payload_digest)",
    "CREATE INDEX captures_warc ON captures (warc_file, warc_offset)",
    f"""
    CREATE TABLE articles (
        key     INTEGER PRIMARY KEY,
        id      TEXT NOT NULL UNIQUE,
        station TEXT NOT NULL REFERENCES stations (name),
        url     TEXT NOT NULL,
        {REVISION_COLUMNS},
        first_seen_at TEXT,
        last_seen_at  TEXT,
        state         TEXT NOT NULL
            CHECK (state IN ('live', 'changed', 'gone', 'withdrawn'))
    )""",
    "CREATE INDEX articles_published ON articles (published_at)",
    "CREATE INDEX articles_station ON articles (station, published_at)",
    "CREATE INDEX articles_source ON articles (source, published_at)",
    "CREATE INDEX articles_url ON articles (url)",
    f"""
    CREATE TABLE revisions (
        article TEXT NOT NULL REFERENCES articles (id),
        station TEXT NOT NULL,
        url     TEXT NOT NULL,
        {REVISION_COLUMNS},
        superseded_at TEXT NOT NULL,
        PRIMARY KEY (article, revision)
    )""",
    """
    CREATE TABLE revision_captures (
        article  TEXT NOT NULL REFERENCES articles (id),
        revision TEXT NOT NULL,
        part     INTEGER NOT NULL,
        capture  TEXT NOT NULL REFERENCES captures (id),
        PRIMARY KEY (article, revision, part)
    ) WITHOUT ROWID""",
    "CREATE INDEX revision_captures_capture ON revision_captures (capture)",
    """
    CREATE TABLE sightings (
        article  TEXT NOT NULL REFERENCES articles (id),
        at       TEXT NOT NULL,
        captures TEXT NOT NULL,
        revision TEXT NOT NULL
    )""",
    "CREATE INDEX sightings_article ON sightings (article, at)",
    """
    CREATE TABLE credits (
        article      TEXT NOT NULL REFERENCES articles (id),
        revision     TEXT NOT NULL,
        position     INTEGER NOT NULL,
        role         TEXT NOT NULL,
        role_printed TEXT,
        name         TEXT NOT NULL,
        affiliation  TEXT,
        PRIMARY KEY (article, revision, position)
    ) WITHOUT ROWID""",
    "CREATE INDEX credits_name ON credits (name, role)",
    """
    CREATE TABLE addresses (
        url     TEXT PRIMARY KEY,
        article TEXT NOT NULL REFERENCES articles (id),
        station TEXT NOT NULL,
        role    TEXT NOT NULL
            CHECK (role IN ('canonical', 'also', 'mobile', 'redirect', 'part')),
        first_seen_at TEXT
    )""",
    "CREATE INDEX addresses_article ON addresses (article)",
    """
    CREATE TABLE events (
        id       INTEGER PRIMARY KEY,
        at       TEXT NOT NULL,
        type     TEXT NOT NULL,
        article  TEXT,
        revision TEXT,
        capture  TEXT,
        agent    TEXT NOT NULL,
        outcome  TEXT NOT NULL,
        detail   TEXT
    )""",
    "CREATE INDEX events_article ON events (article, at)",
    f"""
    CREATE VIEW history AS
        SELECT id AS article, station, url, {_NAMES},
               NULL AS superseded_at, 1 AS is_current FROM articles
        UNION ALL
        SELECT article, station, url, {_NAMES},
               superseded_at, 0 AS is_current FROM revisions""",
    """
    CREATE VIEW evidence AS
        SELECT h.article, h.revision, e.key AS field,
               json_extract(e.value, '$.from') AS found_at,
               json_extract(e.value, '$.method') AS method,
               json_extract(e.value, '$.printed') AS printed,
               json_extract(e.value, '$.why') AS why,
               json_extract(e.value, '$.also') AS also
        FROM history AS h JOIN json_each(h.evidence) AS e""",
)


def create_articles(connection: sqlite3.Connection) -> None:
    """Make the tables, their indexes, and the views `history` and `evidence`."""
    for statement in _STATEMENTS:
        connection.execute(statement)
