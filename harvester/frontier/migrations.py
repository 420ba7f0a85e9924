"""The crawl's tables in `archive.db`, as migrations: appended, never edited.

They begin with `crawl_`, and are left out of snapshots. Times are UTC, ISO 8601.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.db.foreign_schema import made_by, refuse_foreign, refuse_unapplied
from archive.schema.migrations import migrations as archive_migrations
from harvester.model.visit import AddressKind

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

migrations = Migrations("crawl")

#: Lists first, so that a run learns what is new; then new articles; what is known already waits.
_KINDS: tuple[AddressKind, ...] = ("list", "sitemap", "feed", "json", "article")
_CASES = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(_KINDS))
#: The order in which pending addresses are leased.
LEASE_ORDER = f"CASE kind {_CASES} END + (kind = 'article' AND settled_at IS NOT NULL)"


@migrations()
def m001_frontier(db: Database) -> None:
    """Addresses, captures that wait to be read, lists due and read by day, backoffs."""
    db.execute(
        """
        CREATE TABLE crawl_frontier (
            key           INTEGER PRIMARY KEY,
            url           TEXT NOT NULL UNIQUE,
            station       TEXT NOT NULL,
            kind          TEXT NOT NULL,
            article       TEXT,
            alternate     TEXT,
            found         TEXT,
            published_on  TEXT,
            state         TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'retry', 'settled')),
            outcome       TEXT,
            detail        TEXT,
            leads_to      TEXT,
            tries         INTEGER NOT NULL DEFAULT 0,
            redirects     INTEGER NOT NULL DEFAULT 0,
            depth         INTEGER NOT NULL DEFAULT 0,
            is_start      INTEGER NOT NULL DEFAULT 0 CHECK (is_start IN (0, 1)),
            article_count INTEGER NOT NULL DEFAULT 0,
            new_count     REAL NOT NULL DEFAULT 0,
            new_hours     REAL NOT NULL DEFAULT 0,
            read_at       TEXT,
            due_at        TEXT,
            discovered_at TEXT NOT NULL,
            settled_at    TEXT,
            run           TEXT,
            capture       TEXT,
            payload_digest TEXT,
            etag          TEXT,
            last_modified TEXT,
            station_digest TEXT
        )
        """
    )
    # Partial indexes: what is pending or leased is few among all that was ever discovered.
    db.execute(
        f"""CREATE INDEX crawl_frontier_pending ON crawl_frontier (station, {LEASE_ORDER}, key)
            WHERE state = 'pending'"""
    )
    db.execute("CREATE INDEX crawl_frontier_leased ON crawl_frontier (key) WHERE state = 'leased'")
    db.execute(
        """CREATE INDEX crawl_frontier_due ON crawl_frontier (station, due_at)
           WHERE state IN ('settled', 'retry')"""
    )
    db.execute("CREATE INDEX crawl_frontier_article ON crawl_frontier (article)")
    db.execute(
        "CREATE INDEX crawl_frontier_leads ON crawl_frontier (leads_to) WHERE leads_to IS NOT NULL"
    )
    db.execute(
        "CREATE INDEX crawl_frontier_lists ON crawl_frontier (station) WHERE kind != 'article'"
    )
    db.execute("CREATE INDEX crawl_frontier_run ON crawl_frontier (run)")
    db.execute(
        "CREATE INDEX crawl_frontier_captured ON crawl_frontier (station) WHERE capture IS NOT NULL"
    )
    db.execute(
        """
        CREATE TABLE crawl_unread (
            capture TEXT PRIMARY KEY,
            why     TEXT
        )
        """
    )
    db.execute("CREATE TABLE crawl_watermark (captures INTEGER NOT NULL)")
    db.execute("INSERT INTO crawl_watermark VALUES (0)")
    db.execute(
        """
        CREATE TABLE crawl_coverage (
            station TEXT NOT NULL,
            day     TEXT NOT NULL,
            list    TEXT NOT NULL,
            read    INTEGER NOT NULL CHECK (read IN (0, 1)),
            PRIMARY KEY (station, day, list)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE VIEW coverage AS
            SELECT station, day, count(*) AS lists_due, sum(read) AS lists_read
            FROM crawl_coverage GROUP BY station, day
        """
    )
    db.execute(
        """
        CREATE TABLE crawl_backoffs (
            host    TEXT PRIMARY KEY,
            until   TEXT NOT NULL,
            reason  TEXT NOT NULL
        )
        """
    )


@migrations()
def m002_health(db: Database) -> None:
    """What the visits of each day brought, and what was unusual about it."""
    db.execute(
        """
        CREATE TABLE crawl_tallies (
            station TEXT NOT NULL,
            day     TEXT NOT NULL,
            measure TEXT NOT NULL,
            count   INTEGER NOT NULL,
            PRIMARY KEY (station, day, measure)
        ) WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX crawl_tallies_day ON crawl_tallies (day)")
    db.execute(
        """
        CREATE TABLE crawl_findings (
            station  TEXT NOT NULL,
            kind     TEXT NOT NULL,
            subject  TEXT NOT NULL,
            began_on TEXT NOT NULL,
            ended_on TEXT,
            level    INTEGER NOT NULL,
            message  TEXT NOT NULL
        )
        """
    )
    db.execute(
        """CREATE UNIQUE INDEX crawl_findings_open ON crawl_findings (station, kind, subject)
           WHERE ended_on IS NULL"""
    )


def bring_up(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or bring them up to date. Raises Damaged where they are not ours."""
    database = Database(connection)
    applied = {each.name for each in migrations.applied(database)}
    refuse_unapplied(connection, path, migrations, applied)
    made = made_by(archive_migrations) | made_by(migrations, applied)
    refuse_foreign(connection, path, made, left_out=lambda _: False)
    migrations.apply(database)


def are_in(connection: sqlite3.Connection) -> bool:
    """Whether an archive was ever crawled or read from captures; records are loaded without."""
    cursor = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'crawl_frontier')"
    )
    return bool(cursor.fetchone()[0])
