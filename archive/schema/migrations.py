"""The tables of `archive.db`, as migrations: appended, never edited.

Every table, column and view is described in docs/data.md; a test holds the two together.
Times are ISO 8601 text: moments of ours in UTC to the second (`2022-07-22T00:51:12Z`), printed
times in the zone of the station. Lists and records are JSON text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlite_utils.migrations import Migrations

from archive.schema.revision_columns import REVISION_COLUMN_NAMES, REVISION_COLUMNS

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("archive")


@migrations()
def m001_what_is_held(db: Database) -> None:
    """Articles with their addresses, credits, revisions, captures and events."""
    _run(
        db,
        f"""
        CREATE TABLE stations (
            name      TEXT PRIMARY KEY,
            title     TEXT NOT NULL,
            publisher TEXT,
            place     TEXT,
            place_name TEXT,
            home      TEXT,
            language  TEXT,
            timezone  TEXT,
            reads     TEXT NOT NULL,
            digest    TEXT
        );
        CREATE TABLE station_files (
            digest     TEXT PRIMARY KEY,
            station    TEXT NOT NULL,
            text       TEXT NOT NULL,
            first_used_at TEXT NOT NULL
        );
        CREATE TABLE crawls (
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
        );
        CREATE TABLE captures (
            id             TEXT PRIMARY KEY,
            url            TEXT NOT NULL,
            station        TEXT,
            crawl          TEXT,
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
        );
        CREATE INDEX captures_url ON captures (url, captured_at);
        CREATE INDEX captures_payload ON captures (payload_digest);
        CREATE INDEX captures_warc ON captures (warc_file, warc_offset);

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
        );
        CREATE INDEX articles_published ON articles (published_at);
        CREATE INDEX articles_station ON articles (station, published_at);
        CREATE INDEX articles_source ON articles (source, published_at);
        CREATE INDEX articles_url ON articles (url);

        CREATE TABLE revisions (
            article TEXT NOT NULL REFERENCES articles (id),
            station TEXT NOT NULL,
            url     TEXT NOT NULL,
            {REVISION_COLUMNS},
            superseded_at TEXT NOT NULL,
            PRIMARY KEY (article, revision)
        );
        CREATE TABLE revision_captures (
            article  TEXT NOT NULL REFERENCES articles (id),
            revision TEXT NOT NULL,
            part     INTEGER NOT NULL,
            capture  TEXT NOT NULL REFERENCES captures (id),
            PRIMARY KEY (article, revision, part)
        ) WITHOUT ROWID;
        CREATE INDEX revision_captures_capture ON revision_captures (capture);
        CREATE TABLE sightings (
            article  TEXT NOT NULL REFERENCES articles (id),
            at       TEXT NOT NULL,
            captures TEXT NOT NULL,
            revision TEXT NOT NULL
        );
        CREATE INDEX sightings_article ON sightings (article, at);

        CREATE TABLE credits (
            article      TEXT NOT NULL REFERENCES articles (id),
            revision     TEXT NOT NULL,
            position     INTEGER NOT NULL,
            role         TEXT NOT NULL,
            role_printed TEXT,
            name         TEXT NOT NULL,
            affiliation  TEXT,
            PRIMARY KEY (article, revision, position)
        ) WITHOUT ROWID;
        CREATE INDEX credits_name ON credits (name, role);

        CREATE TABLE addresses (
            url     TEXT PRIMARY KEY,
            article TEXT NOT NULL REFERENCES articles (id),
            station TEXT NOT NULL,
            role    TEXT NOT NULL
                CHECK (role IN ('canonical', 'also', 'mobile', 'redirect', 'part')),
            first_seen_at TEXT
        );
        CREATE INDEX addresses_article ON addresses (article);

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
        );
        CREATE INDEX events_article ON events (article, at);

        CREATE VIEW history AS
            SELECT id AS article, station, url, {", ".join(REVISION_COLUMN_NAMES)},
                   NULL AS superseded_at, 1 AS is_current FROM articles
            UNION ALL
            SELECT article, station, url, {", ".join(REVISION_COLUMN_NAMES)},
                   superseded_at, 0 AS is_current FROM revisions;

        CREATE VIEW evidence AS
            SELECT h.article, h.revision, e.key AS field,
                   json_extract(e.value, '$.from') AS found_at,
                   json_extract(e.value, '$.method') AS method,
                   json_extract(e.value, '$.printed') AS printed,
                   json_extract(e.value, '$.why') AS why,
                   json_extract(e.value, '$.also') AS also
            FROM history AS h JOIN json_each(h.evidence) AS e;
        """,
    )


def _run(db: Database, script: str) -> None:
    """Run several statements inside the migration's own transaction.

    `executescript` would commit it first; so the statements are cut at the semicolons that end
    a line, which no trigger body of ours does without its END.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and _complete(statement):
            db.conn.execute(statement)
            statement = ""
    if statement.strip():
        db.conn.execute(statement)


def _complete(statement: str) -> bool:
    import sqlite3

    return sqlite3.complete_statement(statement)


@migrations()
def m002_search(db: Database) -> None:
    """The full-text index over articles and the views that search it in plain SQL."""
    from archive.schema.search import create_search

    create_search(db.conn)


@migrations()
def m003_custody(db: Database) -> None:
    """Digests of all records, takedowns, and the view of events in PREMIS terms."""
    from archive.schema.custody import create_custody

    create_custody(db.conn)


@migrations()
def m004_lineage(db: Database) -> None:
    """Who had a text first, who reprinted it, and what was changed."""
    from archive.schema.lineage import create_lineage

    create_lineage(db.conn)


@migrations()
def m005_names_and_filters(db: Database) -> None:
    """Who wrote and edited, what is alike, and an index that keeps filtered searches quick."""
    from archive.schema.people import create_names
    from archive.schema.search import create_filters
    from archive.schema.similar import create_similar

    create_names(db.conn)
    create_filters(db.conn)
    create_similar(db.conn)


@migrations()
def m006_reservations(db: Database) -> None:
    """What servers say against archiving, indexing and mining, by capture."""
    from archive.schema.reservations import create_reservations

    create_reservations(db.conn)


@migrations()
def m007_set_aside(db: Database) -> None:
    """What was kept and cannot be recorded, decoded or read, and why."""
    from archive.schema.set_aside import create_set_aside

    create_set_aside(db.conn)


@migrations()
def m008_identity(db: Database) -> None:
    """Which archive this is: by it its own WARC files are told from those of others."""
    db.execute("""
        CREATE TABLE archive_identity (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            id   TEXT NOT NULL
        )""")
    db.execute("INSERT INTO archive_identity VALUES (1, ?)", (f"urn:uuid:{uuid4()}",))
