"""Tables that people compute first: a gap in the data is told from a quiet day."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.archives import capture, new_archive
from support.lineages import article, hold
from support.moments import read_while_written

from archive.db.filters import Filters
from archive.figures.counts import columns, counts
from archive.figures.coverage import Sum, coverage, sums
from archive.figures.graph import edges, gexf, nodes
from archive.lineage.flows import flows_between
from archive.model.article import Article
from archive.model.errors import NothingFound, UsageError
from archive.store.archive import Archive

#: Minutes after 22 July 2022, 00:51:12 UTC at which lists of `north` were captured: that morning in
#: China, and in the evening of the 23rd in UTC, which is the 24th in China.
LISTS = (0, 24 * 60 + 16 * 60)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Three stations; two articles of one day, a copy of the next; lists of one station."""
    with new_archive(tmp_path_factory.mktemp("figures") / "archive") as archive:
        with archive.transaction() as connection:
            connection.executemany(
                "INSERT INTO stations (name, title, place, place_name, tested_on)"
                " VALUES (?, ?, ?, ?, 'fixture')",
                [
                    ("north", "北县<站>", "430321", "湖南省湘潭市湘潭县"),
                    ("south", "南县站", "430300", "湖南省湘潭市"),
                    ("west", "西县站", None, None),
                ],
            )
        hold(
            archive,
            article("north:1", at="2022-07-22T08:30:00+08:00"),
            article("north:2", "会议开了。", title="会议", at="2022-07-22"),
            article("south:1", at="2022-07-23T08:30:00+08:00"),
            Article(id="south:2", station="south", url="https://s.example/2", title="无日期"),
        )
        for minutes in LISTS:
            listed = capture(minutes, kind="list", station="north", url="https://n.example/")
            archive.write_capture(listed)
            with archive.transaction():
                archive.index_capture(listed)
        yield archive


def rows(archive: Archive, **filters: Any) -> list[tuple[str, str, int, str]]:
    """The rows of coverage: station, day, articles, status."""
    found = coverage(archive.connection, Filters(**filters))
    return [(day.station, day.day, day.articles, day.status) for day in found]


def test_every_station_and_day_has_a_row(archive: Archive) -> None:
    """Published, looked at and nothing, not looked at; days are those of the station."""
    assert rows(archive, since="2022-07-22", until="2022-07-25", station=["north", "south"]) == [
        ("north", "2022-07-22", 2, "published"),
        ("north", "2022-07-23", 0, "not looked"),
        ("north", "2022-07-24", 0, "nothing"),
        ("north", "2022-07-25", 0, "not looked"),
        ("south", "2022-07-22", 0, "not looked"),
        ("south", "2022-07-23", 1, "published"),
        ("south", "2022-07-24", 0, "not looked"),
        ("south", "2022-07-25", 0, "not looked"),
    ]


def test_without_bounds_coverage_lasts_from_the_first_look_to_the_last(archive: Archive) -> None:
    """A station that was never looked at has no such day, and what it published counts."""
    assert [day for _, day, _, _ in rows(archive, station="north")] == [
        "2022-07-22", "2022-07-23", "2022-07-24",
    ]  # fmt: skip
    assert [day for _, day, _, _ in rows(archive, station="south")] == ["2022-07-23"]
    with pytest.raises(NothingFound, match="say --from and --to"):
        rows(archive, station="west")


def test_the_sums_of_a_station_are_those_of_its_rows(archive: Archive) -> None:
    """They are counted without making the rows, of which a large archive has a million."""
    filters = Filters(since="2022-07-22", until="2022-07-25", station=["north", "south"])
    assert sums(archive.connection, filters) == [
        Sum("north", days=4, published=1, nothing=1, not_looked=2),
        Sum("south", days=4, published=1, nothing=0, not_looked=3),
    ]


def test_captures_of_articles_are_not_read_for_coverage(archive: Archive) -> None:
    """There may be a million of them, and they do not count."""
    statements: list[str] = []
    archive.connection.set_trace_callback(statements.append)
    sums(archive.connection, Filters(station="north"))
    archive.connection.set_trace_callback(None)
    (captures,) = (each for each in statements if "FROM captures" in each)
    plan = archive.connection.execute(f"EXPLAIN QUERY PLAN {captures}").fetchall()
    assert any("USING COVERING INDEX captures_looked" in row[3] for row in plan)


def test_days_that_a_crawl_noted_as_covered_were_looked_at(tmp_path: Path) -> None:
    """A list that is read on Monday shows what was published on Sunday."""
    with new_archive(tmp_path / "archive") as archive, archive.transaction() as connection:
        connection.execute("INSERT INTO stations (name, title, tested_on) VALUES ('n', 'n', '')")
        connection.execute("CREATE TABLE crawl_coverage (station, day, list, read)")
        connection.execute("INSERT INTO crawl_coverage VALUES ('n', '2022-07-24', 'l', 1)")
        connection.execute("INSERT INTO crawl_coverage VALUES ('n', '2022-07-25', 'l', 0)")
        assert rows(archive, since="2022-07-24", until="2022-07-25") == [
            ("n", "2022-07-24", 0, "nothing"),
            ("n", "2022-07-25", 0, "not looked"),
        ]


def test_counts_have_totals_and_shares(archive: Archive) -> None:
    """By station: what the query finds, beside all there are."""
    assert list(counts(archive.connection, "会议", Filters(), ["station"])) == [
        {"station": "north", "n": 1, "total": 2, "share": 0.5},
        {"station": "south", "n": 0, "total": 2, "share": 0.0},
    ]
    assert list(counts(archive.connection, None, Filters(), [])) == [
        {"n": 4, "total": 4, "share": 1.0}
    ]


def test_counts_are_of_one_moment(tmp_path: Path) -> None:
    """An article that changes between two counts would be in one of them alone."""
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, article("n:1", "路灯。"), article("n:2", "会议开了。"))
        gone = "UPDATE articles SET state = 'gone' WHERE id = 'n:2'"
        live = Filters(state="live")
        (row,) = read_while_written(
            archive, lambda reader: list(counts(reader, "会议", live, [])), gone
        )
        assert (row["n"], row["total"]) == (1, 2)


def test_coverage_is_of_one_moment(tmp_path: Path) -> None:
    """Stations are read, then what they published: an article that moves in between is counted."""
    filters = Filters(since="2022-07-22", until="2022-07-22")
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, article("n:1", at="2022-07-22T08:30:00+08:00"))
        moved = "UPDATE articles SET published_at = '2022-07-23T08:30:00+08:00'"
        days = read_while_written(archive, lambda reader: list(coverage(reader, filters)), moved)
        assert [day.articles for day in days] == [1]


def test_counts_by_period_mark_the_days_on_which_nobody_looked(archive: Archive) -> None:
    """Each period has a row, also where nothing was published; no date is a row of its own."""
    filters = Filters(station=["north", "south"], since="2022-07-22", until="2022-07-24")
    counted = list(counts(archive.connection, None, filters, ["station", "day"]))
    assert [tuple(row.values()) for row in counted] == [
        ("north", "2022-07-22", 2, 2, 1.0, 1, 1),
        ("north", "2022-07-23", 0, 0, None, 1, 0),
        ("north", "2022-07-24", 0, 0, None, 1, 1),
        ("south", "2022-07-22", 0, 0, None, 1, 0),
        ("south", "2022-07-23", 1, 1, 1.0, 1, 0),
        ("south", "2022-07-24", 0, 0, None, 1, 0),
    ]
    assert tuple(counted[0]) == columns(["station", "day"])
    by_month = list(counts(archive.connection, None, Filters(station="south"), ["month"]))
    assert [tuple(row.values()) for row in by_month] == [
        ("", 1, 1, 1.0, None, None),
        ("2022-07", 1, 1, 1.0, 31, 0),
    ]


def test_counts_by_source_have_rows_only_where_something_was_published(tmp_path: Path) -> None:
    """Any number of media are named: a row for each and every month would fill the disk."""
    with new_archive(tmp_path / "archive") as archive:
        hold(
            archive,
            article("n:1", "路灯。", at="2022-01-05", source="甲报"),
            article("n:2", "会议。", at="2022-06-05", source="乙报"),
        )
        listed = capture(0, kind="list", station="n", url="https://n.example/")
        archive.write_capture(listed)
        with archive.transaction():
            archive.index_capture(listed)
        by_source = list(counts(archive.connection, None, Filters(), ["source", "year"]))
        monthly = list(counts(archive.connection, None, Filters(), ["source", "month"]))
    assert [tuple(row.values()) for row in by_source] == [
        ("乙报", "2022", 1, 1, 1.0, 365, 1),
        ("甲报", "2022", 1, 1, 1.0, 365, 1),
    ]
    assert [(row["source"], row["month"]) for row in monthly] == [
        ("乙报", "2022-06"),
        ("甲报", "2022-01"),
    ]


def test_the_last_day_of_the_calendar_is_a_day(archive: Archive) -> None:
    """`--to 9999` means: without an end."""
    last = Filters(since="9999-12-30", until="9999", station="north")
    assert [day.day for day in coverage(archive.connection, last)] == ["9999-12-30", "9999-12-31"]
    by_year = list(counts(archive.connection, None, Filters(since="9999"), ["year"]))
    assert [row["n"] for row in by_year] == []


@pytest.mark.parametrize(("since", "until"), [("2022-08", "2022-07-31"), ("2023", "2022-12")])
def test_a_span_that_ends_before_it_begins_is_refused(since: str, until: str) -> None:
    """An empty table would look like a gap in the data."""
    with pytest.raises(UsageError, match="the first is later than the last"):
        Filters(since=since, until=until)
    assert Filters(since="2022-07-22", until="2022").until == "2022"


@pytest.mark.parametrize(
    ("by", "message"),
    [(["color"], "--by color"), (["day", "day"], "twice"), (["day", "month"], "one of year")],
)
def test_other_dimensions_are_refused(archive: Archive, by: list[str], message: str) -> None:
    """The message says which there are."""
    with pytest.raises(UsageError, match=message):
        list(counts(archive.connection, None, Filters(), by))


def test_the_network_leads_from_the_source_to_who_took_it(archive: Archive) -> None:
    """Weighted by the number of articles; names with signs of XML are quoted."""
    flows = flows_between(archive.connection, None, None, None)
    network = edges(flows)
    assert [(edge["source"], edge["target"], edge["weight"]) for edge in network] == [
        ("north", "south", 1)
    ]
    root = ET.fromstring("\n".join(gexf(nodes(archive.connection, network), network)))
    inside = {"g": "http://gexf.net/1.3"}
    labels = [node.get("label") for node in root.findall(".//g:node", inside)]
    assert labels == ["北县<站>", "南县站"]
    (edge,) = root.findall(".//g:edge", inside)
    assert (edge.get("source"), edge.get("target"), edge.get("weight")) == ("north", "south", "1")
    values = {each.get("for"): each.get("value") for each in edge.findall(".//g:attvalue", inside)}
    assert values["unchanged"] == "1"
    assert values["mean_lag_hours"] == "24.0"
