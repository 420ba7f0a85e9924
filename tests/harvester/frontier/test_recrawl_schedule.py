"""When an address is visited again."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.model.article import Article, PrintedTime
from harvester.frontier.recrawl_schedule import ChangeRate, change_rate_after, next_due
from harvester.model.visit import Address, Link, Listing, Outcome, Visit

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
STATION = "demo-daily"


def visit(
    outcome: Outcome, *, published: datetime | None = None, published_on: str | None = None
) -> Visit:
    """A visit of an article published at a moment, or known to be of a day."""
    return Visit(
        address=Address(
            url="https://a.example/1", station=STATION, kind="article", published_on=published_on
        ),
        outcome=outcome,
        article=published
        and Article(
            id="press:1", station=STATION, url="https://a.example/1", title="题",
            published=PrintedTime(value=published, precision="minute"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(hours=2), timedelta(days=1)),
        (timedelta(days=20, hours=12), timedelta(days=20, hours=12)),
        (timedelta(days=4000), timedelta(days=180)),
    ],
)
def test_an_article_is_watched_less_often_as_it_ages(age: timedelta, wait: timedelta) -> None:
    """When it is twice as old, after a day to 180 days; a day begins at midnight UTC."""
    due = next_due(visit("captured", published=NOW - age), tries=0, now=NOW)
    assert due is not None
    assert abs((due - NOW) - wait) <= timedelta(hours=12)


def test_an_article_of_three_years_was_looked_at_twelve_times() -> None:
    """The budget of rechecks grows with the logarithm of its age, then twice a year."""
    moment, looked = NOW, []
    while moment < NOW + timedelta(days=3 * 365):
        due = next_due(visit("unchanged", published_on="2026-07-01"), tries=0, now=moment)
        assert due is not None
        moment = due
        looked.append((moment - NOW).days)
    assert looked == [1, 2, 5, 11, 23, 47, 95, 191, 371, 551, 731, 911, 1091, 1271]


@pytest.mark.parametrize("outcome", ["gone", "withdrawn", "quarantined"])
def test_what_is_gone_fades_out(outcome: Outcome) -> None:
    """Each miss doubles the wait, up to half a year."""
    waits = [next_due(visit(outcome), tries=tries, now=NOW) for tries in (1, 2, 3, 12)]
    days = [(due - NOW).days for due in waits if due is not None]
    assert days == [2, 4, 8, 180]


def reading(outcome: Outcome = "captured", **known: object) -> Visit:
    """A reading of a list that the station's file names; three hours after the last, if any."""
    of_list = {field.name for field in fields(Listing)} & known.keys()
    listing = Listing(**{"is_start": True} | {name: known.pop(name) for name in of_list})  # type: ignore[arg-type]  # by name
    address = Address(url="https://a.example/", station=STATION, kind="list", listing=listing)
    return Visit(address=replace(address, **known), outcome=outcome)  # type: ignore[arg-type]  # by name


def interval(visit: Visit, tries: int = 0) -> timedelta:
    """How long until the list is read again."""
    due = next_due(visit, tries=tries, now=NOW)
    assert due is not None
    return due - NOW


def test_a_list_is_read_as_often_as_it_has_news() -> None:
    """For 200, 100, 12, 1 and 1/30 new articles a day, after two months: hours."""
    waits = []
    for each_day in (200.0, 100.0, 12.0, 1.0, 1 / 30):
        rate = ChangeRate()
        for _ in range(60):
            rate = rate.after(each_day, 24)
        waits.append(round(rate.interval / timedelta(hours=1), 1 if each_day < 20 else 2))
    assert waits == [0.25, 0.25, 1.0, 11.5, 143.6]


def test_the_first_reading_tells_nothing_of_the_pace() -> None:
    """Thirty articles may be a year's; two hours later is soon enough to see."""
    links = tuple(Link(url=f"https://a.example/{n}", kind="article") for n in range(30))
    first = replace(reading(article_count=0), links=links, new_count=30)
    assert change_rate_after(first, now=NOW) == ChangeRate()
    assert interval(first) == timedelta(hours=2)


def test_a_silent_list_is_read_ever_more_rarely_and_news_bring_it_back() -> None:
    """3, 4½, 6½ … hours; ten new articles within a week, and it is a day."""
    at, rate, waits = NOW, ChangeRate(), []
    while at < NOW + timedelta(days=60):
        hours = rate.interval / timedelta(hours=1)
        at += rate.interval
        rate = rate.after(0, hours)
        waits.append(rate.interval)
    assert [round(wait / timedelta(hours=1), 1) for wait in waits[:3]] == [3.0, 4.5, 6.7]
    assert waits[-1] == timedelta(days=7)
    assert timedelta(hours=24) < rate.after(10, 168).interval < timedelta(hours=26)


def test_a_list_that_cannot_be_read_is_asked_for_at_least_once_a_week() -> None:
    """A dead list page fades out only so far: the station may come back."""
    assert [interval(reading("failed"), tries=tries) for tries in (1, 2, 4, 5, 9)] == [
        timedelta(minutes=15), timedelta(hours=1), timedelta(hours=16), timedelta(days=7),
        timedelta(days=7),
    ]  # fmt: skip
    assert interval(reading("gone"), tries=1) == timedelta(days=2)
    assert interval(reading("quarantined", new_hours=400.0), tries=3) == timedelta(days=1)


def test_further_pages_and_lists_that_nobody_names_any_more_are_not_read_by_the_clock() -> None:
    """They are read when the page before them has news."""
    assert next_due(reading(is_start=False, article_count=20), tries=0, now=NOW) is None


def test_an_index_of_sitemaps_is_read_daily_and_its_sitemaps_at_their_own_pace() -> None:
    """Only the sitemaps name articles."""
    assert interval(reading(kind="sitemap")) == timedelta(days=1)
    child = reading(
        kind="sitemap", is_start=False, found="https://a.example/s.xml", article_count=9
    )
    assert interval(child) == timedelta(hours=2)
