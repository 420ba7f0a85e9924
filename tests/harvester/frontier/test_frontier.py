"""The frontier: every address has one state, and due dates follow from what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlite_utils import Database

from archive.model.article import Capture
from harvester.frontier import migrations as crawl_tables
from harvester.frontier.due import has_due
from harvester.frontier.frontier import Frontier
from harvester.frontier.status import Status
from harvester.model.visit import Address, Days, Link, Outcome, Visit

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
STATION = "demo-daily"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A database with the frontier's table."""
    with closing(sqlite3.connect(":memory:")) as database:
        crawl_tables.migrations.apply(Database(database))
        yield database


@pytest.fixture
def frontier(connection: sqlite3.Connection) -> Frontier:
    """An empty frontier."""
    return Frontier(connection)


def article(url: str, number: int, **more: str) -> Link:
    """A link to the article of this number."""
    return Link(url=url, kind="article", article=f"press:{number}", **more)


def lease(frontier: Frontier, since: date | None = None) -> list[Address]:
    """Everything that is due."""
    return frontier.leases.lease(STATION, 100, days=Days(since=since), run="r1")


def settle(frontier: Frontier, address: Address, outcome: Outcome, **more: str) -> None:
    """End a visit without a capture."""
    frontier.settle(Visit(address=address, outcome=outcome, **more), now=NOW)  # type: ignore[arg-type]


def state(connection: sqlite3.Connection, url: str) -> tuple[str, str | None, str | None]:
    """State, outcome and where it leads, of one address."""
    row: tuple[str, str | None, str | None] = connection.execute(
        "SELECT state, outcome, leads_to FROM crawl_frontier WHERE url = ?", (url,)
    ).fetchone()
    return row


def test_an_address_is_discovered_once(frontier: Frontier) -> None:
    """A link on a hundred pages is one address."""
    for _ in range(3):
        frontier.add(article("https://a.example/1", 1), station=STATION, found=None, now=NOW)
    assert [address.url for address in lease(frontier)] == ["https://a.example/1"]


def test_lists_are_leased_before_articles(frontier: Frontier) -> None:
    """A short run learns what is new before it reads what is old."""
    frontier.add(article("https://a.example/1", 1), station=STATION, found=None, now=NOW)
    frontier.plan(STATION, [Link(url="https://a.example/", kind="list")], now=NOW)
    assert [address.kind for address in lease(frontier)] == ["list"]
    assert [address.kind for address in lease(frontier)] == ["article"]


def test_what_is_leased_is_not_leased_again_until_it_is_given_back(frontier: Frontier) -> None:
    """Two spiders never visit one address at a time."""
    frontier.add(article("https://a.example/1", 1), station=STATION, found=None, now=NOW)
    leased = lease(frontier)
    assert lease(frontier) == []
    frontier.leases.unlease(leased)
    assert [address.url for address in lease(frontier)] == ["https://a.example/1"]


def test_what_a_dead_run_had_leased_is_due_again(frontier: Frontier) -> None:
    """The lock proves that the run is dead; its leases are nobody's."""
    frontier.add(article("https://a.example/1", 1), station=STATION, found=None, now=NOW)
    lease(frontier)
    assert frontier.leases.release() == 1
    assert len(lease(frontier)) == 1


def test_a_second_address_of_an_article_is_settled_as_a_duplicate(
    frontier: Frontier, connection: sqlite3.Connection
) -> None:
    """One id on two hosts is one article; the second address is noted, not fetched."""
    for host in ("a", "b"):
        link = article(f"https://{host}.example/1", 1)
        frontier.add(link, station=STATION, found=None, now=NOW)
    assert state(connection, "https://b.example/1") == (
        "settled", "duplicate", "https://a.example/1",
    )  # fmt: skip
    assert frontier.addresses_of("press:1") == [("https://b.example/1", "also")]


def test_an_address_that_was_captured_is_no_duplicate_when_its_mobile_form_is_found(
    frontier: Frontier, connection: sqlite3.Connection
) -> None:
    """An import knows two addresses of one article; a mobile form is all that the link adds."""
    for host in ("a", "b"):
        address = Address(
            url=f"https://{host}.example/1", station=STATION, kind="article", article="press:1"
        )
        claimed = frontier.leases.claim(address, run="r1", now=NOW)
        assert claimed is not None
        settle(frontier, claimed, "captured")
    link = article("https://b.example/1", 1, alternate="https://m.b.example/1")
    assert frontier.add(link, station=STATION, found=None, now=NOW) == "known"
    assert state(connection, "https://b.example/1") == ("settled", "captured", None)
    assert frontier.addresses_of("press:1") == [("https://m.b.example/1", "mobile")]


def test_adding_a_link_says_what_it_made_of_its_address(frontier: Frontier) -> None:
    """Only a duplicate becomes a further address of the article."""
    first = article("https://a.example/1", 1)
    assert frontier.add(first, station=STATION, found=None, now=NOW) == "new"
    assert frontier.add(first, station=STATION, found=None, now=NOW) == "known"
    second = article("https://b.example/1", 1)
    assert frontier.add(second, station=STATION, found=None, now=NOW) == "duplicate"
    endless = Link(url="https://a.example/2", kind="article", redirects=6)
    assert frontier.add(endless, station=STATION, found=None, now=NOW) == "trap"


def test_a_second_address_is_visited_where_the_first_is_gone(
    frontier: Frontier, connection: sqlite3.Connection
) -> None:
    """A duplicate must not hide an article that only the second address still has."""
    frontier.add(article("https://a.example/1", 1), station=STATION, found=None, now=NOW)
    settle(frontier, lease(frontier)[0], "gone")
    frontier.add(article("https://b.example/1", 1), station=STATION, found=None, now=NOW)
    assert state(connection, "https://b.example/1") == ("pending", None, None)


def test_a_redirect_is_an_outcome_and_becomes_an_address_of_the_article(
    frontier: Frontier,
) -> None:
    """The old address leads to the new one and is listed with the article."""
    frontier.add(article("https://a.example/old", 1), station=STATION, found=None, now=NOW)
    settle(frontier, lease(frontier)[0], "redirect", redirect="https://a.example/new")
    frontier.add(article("https://a.example/new", 1), station=STATION, found=None, now=NOW)
    assert frontier.addresses_of("press:1") == [("https://a.example/old", "redirect")]


def test_a_chain_of_redirects_ends(frontier: Frontier, connection: sqlite3.Connection) -> None:
    """An endless redirect is a failure with a reason, not a loop."""
    frontier.add(
        article("https://a.example/6", 1, redirects=6),  # type: ignore[arg-type]
        station=STATION, found=None, now=NOW,
    )  # fmt: skip
    assert state(connection, "https://a.example/6") == ("settled", "failed", None)
    assert lease(frontier) == []


def test_addresses_dated_before_the_wanted_day_stay_pending(frontier: Frontier) -> None:
    """`--since` puts nothing off for ever."""
    for number, day in ((1, "2026-06-01"), (2, "2026-06-30")):
        link = article(f"https://a.example/{number}", number, published_on=day)
        frontier.add(link, station=STATION, found=None, now=NOW)
    assert [a.url for a in lease(frontier, since=date(2026, 6, 15))] == ["https://a.example/2"]
    assert frontier.leases.has_pending(STATION, days=Days())
    assert not frontier.leases.has_pending(STATION, days=Days(since=date(2026, 6, 15)))


def test_a_failed_address_is_tried_again_later_and_fades_after_five_tries(
    frontier: Frontier, connection: sqlite3.Connection
) -> None:
    """Retry, retry, retry, retry, settled."""
    frontier.add(article("https://a.example/1", 1), station=STATION, found=None, now=NOW)
    states = []
    for attempt in range(5):
        frontier.plan(STATION, [], now=NOW + timedelta(days=attempt))
        settle(frontier, lease(frontier)[0], "failed", detail="time-out")
        states.append(state(connection, "https://a.example/1")[0])
    assert states == ["retry", "retry", "retry", "retry", "settled"]


def test_counts_add_up_to_what_was_discovered(
    frontier: Frontier, connection: sqlite3.Connection
) -> None:
    """discovered = the sum over states."""
    for number in range(5):
        link = article(f"https://a.example/{number}", number)
        frontier.add(link, station=STATION, found=None, now=NOW)
    leased = lease(frontier)
    settle(frontier, leased[0], "robots")
    settle(frontier, leased[1], "failed")
    frontier.leases.unlease(leased[2:4])
    status = Status(connection)
    assert status.states() == {"pending": 2, "leased": 1, "retry": 1, "settled": 1}
    assert status.outcomes("r1") == {
        (STATION, "article", "robots"): 1,
        (STATION, "article", "failed"): 1,
    }
    assert status.unexplained() == 0


def test_validators_of_the_last_capture_make_the_next_visit_conditional(
    frontier: Frontier,
) -> None:
    """ETag and Last-Modified are kept with the address."""
    frontier.add(article("https://a.example/1", 1), station=STATION, found=None, now=NOW)
    address = lease(frontier)[0]
    capture = Capture(
        id="urn:uuid:1", url=address.url, status=200, captured_at=NOW, body=b"x",
        headers=(("ETag", '"v1"'), ("Last-Modified", "Wed, 01 Jul 2026 10:00:00 GMT")),
    )  # fmt: skip
    frontier.settle(Visit(address=address, captures=(capture,)), now=NOW)
    frontier.recheck(STATION)
    (again,) = lease(frontier)
    assert (again.etag, again.last_modified) == ('"v1"', "Wed, 01 Jul 2026 10:00:00 GMT")
    assert again.capture == "urn:uuid:1"


HOME = Link(url="https://a.example/", kind="list")
LATER = NOW + timedelta(days=400)


@dataclass(frozen=True)
class Begins:
    """When a run begins, and what the station's file says then."""

    lists: tuple[Link, ...] = (HOME,)
    digest: str = "d1"
    now: datetime = NOW


def _planned(frontier: Frontier) -> None:
    """A station whose list and one article were read just now, with the file `d1`."""
    frontier.plan(STATION, [HOME], now=NOW, digest="d1")
    frontier.add(article("https://a.example/1", 1), station=STATION, found=HOME.url, now=NOW)
    for _ in range(2):
        for address in lease(frontier):
            capture = Capture(
                id=f"urn:{address.key}", url=address.url, status=200, captured_at=NOW, body=b"x"
            )
            visit = Visit(address=address, captures=(capture,), station_digest="d1")
            frontier.settle(visit, now=NOW)


@pytest.mark.parametrize(
    ("change", "begins", "due"),
    [
        (None, Begins(), False),
        (None, Begins(now=LATER), True),
        (None, Begins(digest="d2"), True),
        (None, Begins((HOME, Link(url="https://a.example/b", kind="list"))), True),
        (None, Begins((Link(url=HOME.url, kind="feed"),)), True),
        ("state = 'pending' WHERE kind = 'article'", Begins(), True),
        ("state = 'retry', due_at = '2026-01-01' WHERE kind = 'article'", Begins(), True),
        ("state = 'retry', due_at = '2027-01-01' WHERE kind = 'list'", Begins(), False),
        ("station = 'other' WHERE kind = 'list'", Begins(), True),
        ("is_start = 0, due_at = '2026-01-01' WHERE kind = 'list'", Begins(()), False),
    ],
)
def test_a_station_has_something_due_where_planning_it_would_make_something_pending(
    frontier: Frontier,
    connection: sqlite3.Connection,
    change: str | None,
    begins: Begins,
    due: bool,
) -> None:
    """A run makes no spider of the others: what it left out by mistake would wait for ever."""
    _planned(frontier)
    if change is not None:
        connection.execute(f"UPDATE crawl_frontier SET {change}")
    now, digest = begins.now, begins.digest
    assert has_due(connection, STATION, begins.lists, now=now, digest=digest) is due
    frontier.plan(STATION, begins.lists, now=now, all_lists=False, digest=digest)
    assert bool(frontier.leases.has_pending(STATION, days=Days())) is due
