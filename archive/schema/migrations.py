"""The tables of `archive.db`, as migrations: appended, never edited.

Every table, column and view is described in docs/data.md; a test holds the two together.
Times are ISO 8601 text: moments of ours in UTC to the second (`2022-07-22T00:51:12Z`), printed
times in the zone of the station. Lists and records are JSON text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("archive")

#: The first migration of versions before 0.2.0: their tables have other names and columns.
BEFORE_0_2_0 = "m001_what_is_held"


@migrations()
def m001_articles(db: Database) -> None:
    """Articles with their addresses, credits, revisions, captures and events."""
    from archive.schema.articles import create_articles

    create_articles(db.conn)


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
    from archive.schema.rights_reservations import create_reservations

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


@migrations()
def m009_clocks(db: Database) -> None:
    """When captures were made whose clock was wrong."""
    from archive.schema.clocks import create_clocks

    create_clocks(db.conn)


@migrations()
def m010_forms(db: Database) -> None:
    """Which texts are forms, and links of relations that came with them."""
    from archive.schema.lineage import add_forms

    add_forms(db.conn)


@migrations()
def m011_search_hint(db: Database) -> None:
    """The view `search` says how to ask where no query is given."""
    from archive.schema.search import add_hint

    add_hint(db.conn)


@migrations()
def m012_kept_counts(db: Database) -> None:
    """How much each station has and who is named how often, kept; runs that never ended."""
    from archive.schema.kept_counts import create_kept_counts

    create_kept_counts(db.conn)


@migrations()
def m013_counted(db: Database) -> None:
    """What each article is counted for where forms are known by their counts."""
    from archive.schema.lineage import add_counted

    add_counted(db.conn)


@migrations()
def m014_earliest_copy(db: Database) -> None:
    """The view of lineages names the earliest known copy as their trees do."""
    from archive.schema.lineage import name_earliest_by_tree

    name_earliest_by_tree(db.conn)


@migrations()
def m015_published_counts(db: Database) -> None:
    """How much each station has by month and by source, kept; what was taken from an article."""
    from archive.schema.lineage import index_parents
    from archive.schema.published_counts import create_published_counts

    create_published_counts(db.conn)
    index_parents(db.conn)


@migrations()
def m016_looked(db: Database) -> None:
    """On which days stations were looked at, without a look at every capture."""
    from archive.schema.list_captures import create_list_captures

    create_list_captures(db.conn)


@migrations()
def m017_names_of_fields(db: Database) -> None:
    """Queries name a field by further labels of a review: 三审:, 值班编委:."""
    from archive.schema.search_match import add_names_of_fields

    add_names_of_fields(db.conn)
