"""The tables of lineage of an archive that an earlier version made."""

from __future__ import annotations

from sqlite_utils import Database

from archive.schema.migrations import migrations

LINK = "INSERT INTO article_links VALUES (?, ?, ?, 1.0, 0.4, 60, 0, 0, '', '1: before')"


def test_an_archive_of_before_forms_keeps_its_links_and_takes_the_new_relations() -> None:
    """The table of links is made again, with its index, the trigger and the views that name it."""
    db = Database(memory=True)
    migrations.apply(db, stop_before="m010_forms")
    before = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    db.execute(LINK, (2, 1, "shortened"))
    migrations.apply(db)
    db.execute(LINK, (3, 1, "digest"))
    db.execute(LINK, (4, 1, "shared_passage"))
    relations = db.execute("SELECT article, relation FROM article_links ORDER BY article")
    assert relations.fetchall() == [(2, "shortened"), (3, "digest"), (4, "shared_passage")]
    after = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    new = {name for name in after - before if name.startswith("lineage")}
    assert new == {
        "lineage_frequencies", "lineage_recent_frequencies", "lineage_counted",
        "lineage_members_parent",
    }  # fmt: skip
    assert before <= after
    assert db.execute("SELECT * FROM republications").fetchall() == []
