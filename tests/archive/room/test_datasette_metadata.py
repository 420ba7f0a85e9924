"""What Datasette is told of an archive names every table and view, and its queries run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.archives import new_archive

from archive.publish.datasette import metadata
from archive.store.archive import Archive
from harvester.frontier import migrations as crawl_tables


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive with the crawl's own tables."""
    with new_archive(tmp_path / "archive") as made:
        crawl_tables.migrations.apply(Database(made.connection))
        yield made


def test_every_table_and_view_is_described_or_hidden(archive: Archive) -> None:
    """A table that is added is not forgotten here."""
    told = metadata(archive.connection)["databases"]["archive"]["tables"]
    held = {
        name
        for (name,) in archive.connection.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
        )
    }
    assert told.keys() == held
    assert all(table.get("hidden") or table.get("description") for table in told.values())
    assert told["captures"]["units"]["payload_bytes"] == "B"
    assert told["articles"]["columns"]["title"] == "headline"


def test_the_views_stand_first_with_what_they_hold(archive: Archive) -> None:
    """Datasette lists tables before them; tables of keys, which they show with ids, are hidden."""
    told = metadata(archive.connection)["databases"]["archive"]
    first = told["description_html"]
    assert first.startswith(
        "<p>Begin with a view or a query:</p><ul><li>"
        '<a href="archive/history">history</a> All revisions, the current one among them.</li>'
    )
    views = [
        "history", "evidence", "premis_events", "search", "bylines", "names", "similar_articles",
        "republications", "lineage_summary", "who_reprints_whom", "coverage",
    ]  # fmt: skip
    assert re.findall('href="archive/([a-z_]+)"', first) == views
    shown = [name for name, table in told["tables"].items() if not table.get("hidden")]
    assert sorted({*shown} - {*views}) == [
        "addresses", "articles", "captures", "credits", "events", "revisions", "runs", "stations",
        "takedowns",
    ]  # fmt: skip


def test_every_query_runs(archive: Archive) -> None:
    """With whatever a visitor types, quotation marks among it."""
    queries = metadata(archive.connection)["databases"]["archive"]["queries"]
    assert len(queries) == 8
    typed = dict.fromkeys(("q", "name", "article", "station"), "a \"b' -c")
    for query in queries.values():
        assert archive.connection.execute(query["sql"], typed).fetchall() == []


@pytest.mark.parametrize(
    ("kind", "gone", "queries"),
    [("VIEW", "republications", {"copies_of_article"}), ("VIEW", "who_reprints_whom", set()),
     ("TABLE", "captures", set()), ("VIEW", "evidence", {"where_fields_stood"})],
)  # fmt: skip
def test_a_table_that_is_missing_is_left_out_with_its_queries(
    archive: Archive, kind: str, gone: str, queries: set[str]
) -> None:
    """Another program may have dropped it: what is there is described all the same."""
    before = metadata(archive.connection)["databases"]["archive"]
    archive.connection.execute(f"DROP {kind} {gone}")
    left = metadata(archive.connection)["databases"]["archive"]
    assert before["tables"].keys() - left["tables"].keys() >= {gone}
    assert before["queries"].keys() - left["queries"].keys() == queries
