"""Is what others put into the schema of archive.db told, and refused where it would run?"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.archives import ARTICLE, capture, hold
from support.commands import Harvest

from archive.custody.opening import open_archive
from archive.db.foreign_schema import foreign_in, held_in, made_by
from archive.model.errors import Damaged
from archive.model.trust import trusting
from archive.schema.migrations import migrations
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify
from harvester.frontier import migrations as crawl_tables


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one article, that was crawled."""
    with Archive.create(tmp_path_factory.mktemp("foreign") / "archive") as archive:
        hold(archive, ARTICLE, capture())
        crawl_tables.bring_up(archive.connection, archive.folder / "archive.db")
        return archive.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "archive"))


def foreign(folder: Path, script: str) -> None:
    """What another program does."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.executescript(script)


@pytest.mark.parametrize("last", [each.name for each in migrations.pending(Database(memory=True))])
def test_what_the_migrations_say_is_what_sqlite_holds(last: str) -> None:
    """The schema is read off the migrations without running them: also of each older version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        names = [each.name for each in migrations.pending(Database(memory=True))]
        after = names[names.index(last) + 1 :]
        migrations.apply(Database(connection), stop_before=after)
        applied = names[: names.index(last) + 1]
        assert list(foreign_in(connection, made_by(migrations, applied))) == []
        assert made_by(migrations, applied).keys() <= held_in(connection).keys()
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)


#: Migration → the SHA-256 of all that an archive has after it. Lines are added, never edited.
PUBLISHED = {
    "m001_articles": "512d656e0b8e92d9",
    "m002_search": "568d4c83439fccfd",
    "m003_custody": "daebf67058b8f980",
    "m004_lineage": "b201a8ff4ce60031",
    "m005_names_and_filters": "3a5e5c94623b059b",
    "m006_reservations": "22783806beb05ec3",
    "m007_set_aside": "524e446486c6aeb4",
    "m008_identity": "852a78ad1c023c2c",
    "m009_clocks": "5ea7c7ad9e7c89de",
    "m010_forms": "0afc2ef5ea3e4783",
    "m011_search_hint": "9c48c684789d82d2",
    "m012_kept_counts": "eb8b045331b2328d",
    "m013_counted": "4244cdc51fb83e8d",
    "m014_earliest_copy": "224630e7359b7bd0",
    "m015_published_counts": "245efb954638e6b1",
    "m016_looked": "2730b0a829d26ef6",
    "m017_names_of_fields": "f1606fb148ac766a",
    "m018_recent_counts": "2a3c646b3ef6b2b4",
}


def test_no_published_migration_is_edited() -> None:
    """An archive of an earlier version is opened only where it has what that version made."""
    names = [each.name for each in migrations.pending(Database(memory=True))]
    digests = {}
    for number, name in enumerate(names, start=1):
        made = "\n".join(sorted(each.sql for each in made_by(migrations, names[:number]).values()))
        digests[name] = hashlib.sha256(made.encode()).hexdigest()[:16]
    assert digests == PUBLISHED


def test_what_the_crawls_migrations_say_is_what_sqlite_holds(folder: Path) -> None:
    """The harvester's own tables are compared by it."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        made = made_by(crawl_tables.migrations)
        assert {name: held_in(connection)[name] for name in made} == made


_SPREADS = "BEGIN UPDATE captures SET warc_file = '/etc/passwd'; END"
_RUNS = [
    (f"CREATE TRIGGER evil AFTER INSERT ON captures {_SPREADS}", "trigger evil"),
    (f"CREATE TRIGGER evil AFTER UPDATE OF title ON articles {_SPREADS}", "trigger evil"),
    (f"CREATE TRIGGER evil BEFORE DELETE ON crawl_frontier {_SPREADS}", "trigger evil"),
    (f"CREATE TRIGGER crawl_evil AFTER INSERT ON crawl_unread {_SPREADS}", "trigger crawl_evil"),
    (f"CREATE TRIGGER articles_fts_evil AFTER INSERT ON fixity {_SPREADS}",
     "trigger articles_fts_evil"),
    (f"CREATE TRIGGER evil AFTER INSERT ON articles_fts_data {_SPREADS}", "trigger evil"),
    (f"CREATE TRIGGER evil AFTER INSERT ON _sqlite_migrations {_SPREADS}", "trigger evil"),
    (f"CREATE TRIGGER evil INSTEAD OF INSERT ON bylines {_SPREADS}", "trigger evil"),
    (f"DROP TRIGGER lineage_left; CREATE TRIGGER lineage_left BEFORE DELETE ON articles {_SPREADS}",
     "trigger lineage_left"),
    ("DROP VIEW articles_seg; CREATE VIEW articles_seg AS SELECT 1 AS key", "view articles_seg"),
    ("DROP TABLE sightings; CREATE VIEW sightings AS SELECT 1 AS article", "view sightings"),
    ("DROP TABLE sightings; CREATE VIEW SIGHTINGS AS SELECT 1 AS article", "view SIGHTINGS"),
    ("ALTER TABLE captures ADD COLUMN evil TEXT CHECK (length(hex(zeroblob(9))) > 1)",
     "table captures"),
    ("ALTER TABLE captures ADD COLUMN evil TEXT AS (hex(url))", "table captures"),
    ("ALTER TABLE runs ADD COLUMN evil TEXT DEFAULT 'x'", "table runs"),
    ("CREATE UNIQUE INDEX evil ON captures (url)", "index evil"),
    ("CREATE INDEX evil ON captures (hex(url))", "index evil"),
    ("CREATE INDEX evil ON captures (url) WHERE hex(url) > 'a'", "index evil"),
    ("DROP INDEX captures_url; CREATE UNIQUE INDEX captures_url ON captures (url)",
     "index captures_url"),
    ("CREATE TABLE evil (article REFERENCES articles (id) ON DELETE CASCADE)", "table evil"),
    ("CREATE TABLE evil (capture REFERENCES Captures (id))", "table evil"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "told"), _RUNS)
def test_what_would_run_when_we_write_is_refused_and_told(
    folder: Path, script: str, told: str
) -> None:
    """Nothing is written before the operator has looked at it; a verification shows it."""
    foreign(folder, script)
    before = (folder / "archive.db").read_bytes()
    with pytest.raises(Damaged, match=f"archive.db, {told}: ") as refused:
        open_archive(folder)
    assert "nothing is written to it" in str(refused.value)
    assert (folder / "archive.db").read_bytes() == before
    with Archive.read_only(folder) as archive:
        found = verify(archive, Verification(remember=False)).problems
    assert [each.severity for each in found if each.record.lower() == told.lower()] == ["damage"]


_THEIRS = """
CREATE TABLE my_list (article TEXT CHECK (article > ''));
CREATE UNIQUE INDEX my_index ON my_list (hex(article)) WHERE article > 'a';
CREATE INDEX my_titles ON articles (title COLLATE NOCASE);
CREATE VIEW my_view AS SELECT id FROM articles;
CREATE VIRTUAL TABLE my_text USING fts5 (text);
CREATE TRIGGER my_trigger AFTER INSERT ON my_list BEGIN INSERT INTO my_text VALUES (1); END;
CREATE TRIGGER my_other INSTEAD OF INSERT ON my_view BEGIN SELECT 1; END;
"""


def test_what_nothing_of_ours_meets_is_theirs(folder: Path) -> None:
    """Archivists keep lists and views beside our tables; they are named, and left alone."""
    foreign(folder, _THEIRS)
    with open_archive(folder) as archive:
        hold(archive, ARTICLE, capture(60))
    with Archive.read_only(folder) as archive:
        done = verify(archive, Verification(remember=False))
    assert done.problems == []
    (named,) = [each for each in done.not_compared if "other programs" in each]
    assert "table my_list" in named
    assert "trigger my_trigger" in named


def test_the_operator_vouches_for_what_is_theirs(folder: Path, archive_command: Harvest) -> None:
    """A trigger of their own on our tables, on purpose: by the option, or by the variable."""
    foreign(folder, "CREATE TABLE seen (url TEXT); CREATE TRIGGER mine AFTER INSERT ON events"
                    " BEGIN INSERT INTO seen VALUES (new.type); END")  # fmt: skip
    refused = archive_command("note", ARTICLE.id, "看过", "--archive", folder)
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (
        76,
        f"archive: {folder}/archive.db, trigger mine: no trigger of this version: it would run with"
        ' what is written to events; `DROP TRIGGER "mine"`',
    )
    vouched = archive_command("note", ARTICLE.id, "看过", "--trust", "--archive", folder)
    assert (vouched.returncode, vouched.stderr) == (0, "")
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        assert connection.execute("SELECT * FROM seen").fetchall() == [("note",)]
    assert archive_command("verify", "--archive", folder).returncode == 76
    assert archive_command("verify", "--trust", "--archive", folder).returncode == 0


def test_the_crawl_refuses_tables_of_the_frontier_that_are_not_its_own(
    folder: Path, harvest: Harvest
) -> None:
    """The archive alone does not know them, and leaves them to the harvester."""
    foreign(folder, "CREATE UNIQUE INDEX crawl_evil ON crawl_frontier (station)")
    open_archive(folder).close()
    refused = harvest("import", folder / "archive.db", "--archive", folder)
    assert refused.returncode == 76
    assert f"{folder}/archive.db, index crawl_evil: no index of this version" in refused.stderr


@pytest.fixture
def writing(folder: Path) -> Iterator[sqlite3.Connection]:
    """The connection of an archive that is open for writing."""
    with open_archive(folder) as archive:
        yield archive.connection


@pytest.mark.parametrize(
    "script",
    ["DELETE FROM _sqlite_migrations WHERE migration_set = 'archive'",
     "DELETE FROM _sqlite_migrations WHERE name = 'm003_custody'", "DROP TABLE _sqlite_migrations"],
)  # fmt: skip
def test_tables_that_are_said_not_to_be_made_yet_are_not_made_again(
    folder: Path, script: str
) -> None:
    """A migration that is applied twice would end in a traceback, or run over what stands there."""
    foreign(folder, script)
    with pytest.raises(Damaged, match="made by an older version, and has"):
        Archive.open(folder)


def test_the_repair_brings_an_archive_of_an_older_version_up_to_date(
    folder: Path, archive_command: Harvest
) -> None:
    """Commands that read refuse it and name this repair, so it has to do what they say."""
    names = [each.name for each in migrations.pending(Database(memory=True))]
    later = made_by(migrations).keys() - made_by(migrations, names[:11]).keys()
    made = sorted(
        (made_by(migrations)[name] for name in later), key=lambda each: each.type != "trigger"
    )
    foreign(
        folder,
        "".join(f"DROP {each.type} IF EXISTS {each.name};" for each in made)
        + "DROP TABLE archive_identity; DROP TABLE capture_times;"
        "DELETE FROM _sqlite_migrations WHERE name >= 'm008_identity'; PRAGMA user_version = 7;"
        "DROP TRIGGER lineage_left; DROP TABLE lineage_frequencies; DROP VIEW republications;"
        "DROP VIEW lineage_summary; DROP VIEW who_reprints_whom; DROP TABLE article_links;"
        "DROP VIEW search; DROP VIEW search_match",
    )
    migrated = names[:7]
    links = ("article_links", "article_links_other", "lineage_left", "republications")
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        for name in (*links, "lineage_summary", "who_reprints_whom", "search", "search_match"):
            connection.execute(made_by(migrations, migrated)[name].sql)
    refused = archive_command("stats", "--archive", folder)
    assert refused.returncode == 2
    assert "`archive upgrade`" in refused.stderr
    repaired = archive_command("verify", "--repair", "--archive", folder)
    assert (repaired.returncode, repaired.stderr) == (0, "")
    assert archive_command("stats", "--archive", folder).returncode == 0


@pytest.mark.parametrize(
    "script",
    ["CREATE VIEW _sqlite_migrations AS WITH RECURSIVE n AS (SELECT 1 AS name UNION ALL"
     " SELECT name + 1 FROM n) SELECT name, name AS applied_at, 'archive' AS migration_set FROM n",
     "CREATE TABLE _sqlite_migrations (name TEXT)"],
)  # fmt: skip
def test_an_archive_that_does_not_say_which_version_made_it_is_refused(
    folder: Path, script: str
) -> None:
    """Also to be read: a view in the place of that table may have no end."""
    foreign(folder, f"DROP TABLE _sqlite_migrations; {script}")
    for opened in (open_archive, Archive.read_only):
        with pytest.raises(Damaged, match="it does not say which version made it"):
            opened(folder)


def test_so_are_those_of_the_crawl(folder: Path, harvest: Harvest) -> None:
    """Its migrations are counted apart."""
    foreign(folder, "DELETE FROM _sqlite_migrations WHERE migration_set = 'crawl'")
    refused = harvest("import", folder / "archive.db", "--archive", folder)
    assert refused.returncode == 76
    assert "made by an older version, and has coverage, crawl_backoffs" in refused.stderr


def test_a_connection_that_writes_checks_its_cells(writing: sqlite3.Connection) -> None:
    """A page of other origin may claim sizes that it has not."""
    assert writing.execute("PRAGMA cell_size_check").fetchone() == (1,)


def test_trust_ends_with_the_block() -> None:
    """One command vouches, and not the next one in the same process."""
    from archive.model.trust import is_trusting

    with trusting():
        assert is_trusting()
    assert not is_trusting()
