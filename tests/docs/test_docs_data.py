"""docs/data.md describes every table, view, column and key, and its examples run."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.commands import ROOT

from archive.dataset.articles import ARTICLES, RECORD_KEYS
from archive.dataset.related import RELATED
from archive.model.article import Article
from archive.store.archive import Archive
from harvester.frontier import migrations as crawl_tables

DOCUMENT = (ROOT / "docs" / "data.md").read_text("utf-8")
#: Heading → the text below it.
SECTIONS = dict(re.findall(r"^##+ (\w[^\n]*)\n(.*?)(?=^##|\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The database of a fresh archive, with the crawl's own table."""
    with Archive.create(tmp_path / "archive") as archive:
        crawl_tables.migrations.apply(Database(archive.connection))
    with closing(sqlite3.connect(tmp_path / "archive" / "archive.db")) as connection:
        yield connection


def described(heading: str) -> list[str]:
    """The columns or keys in the table below a heading, in their order."""
    return re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", SECTIONS[heading], re.MULTILINE)


def section_of(name: str) -> str | None:
    """The heading of a table or view: its name, perhaps with what it is in brackets."""
    return next((heading for heading in SECTIONS if heading.split()[0] == name), None)


def test_every_table_and_view_is_described_column_by_column(
    connection: sqlite3.Connection,
) -> None:
    """In the real database, in the order of its columns; shadow tables of the index are named."""
    names = [row[0] for row in connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    )]  # fmt: skip
    for name in names:
        if re.fullmatch(r"articles_fts_\w+", name):
            assert f"`{name}`" in SECTIONS["articles_fts (FTS5 index)"]
            continue
        heading = section_of(name)
        assert heading is not None, f"docs/data.md says nothing of {name}"
        columns = [row[1] for row in connection.execute(f"PRAGMA table_xinfo({name})")]
        assert described(heading) == columns


def test_nothing_is_described_that_is_not_there(connection: sqlite3.Connection) -> None:
    """A section with SQL speaks of a table or view of the database."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    with_sql = {heading.split()[0] for heading, text in SECTIONS.items() if "```sql" in text}
    assert with_sql <= names


def test_every_example_runs(connection: sqlite3.Connection) -> None:
    """Each table and view has one; none is refused by SQLite."""
    examples = re.findall(r"```sql\n(.*?)```", DOCUMENT, re.DOTALL)
    assert len(examples) == sum("```sql" in text for text in SECTIONS.values()) > 15
    for example in examples:
        connection.execute(example).fetchall()


def test_every_key_of_a_record_is_described() -> None:
    """In the order in which a record has them."""
    record = Article(
        id="demo:1", station="demo", url="https://demo.example/1", title="题"
    ).to_dict()
    assert described("The record of an article") == list(record)


def test_the_codebook_knows_the_same_keys() -> None:
    """An exported record has what a record has, then what the archive knows beside it."""
    record = described("The record of an article")
    assert list(RECORD_KEYS) == record
    exported = [*record, *described("The columns of an export")]
    assert [column.name for column in ARTICLES.columns] == exported


def test_every_related_table_is_described() -> None:
    """With its columns, in their order."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", SECTIONS["Related tables"], re.M)
    told = {name: re.findall(r"`(\w+)`", columns) for name, columns in rows}
    assert told == {
        table.name: [column.name for column in table.columns] for table in RELATED.values()
    }
