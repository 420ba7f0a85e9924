"""What is unusual about a station: told by its own past, and by nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from harvester.health.days import Day
from harvester.health.findings import Station, findings

TODAY = date(2026, 6, 30)  # a Tuesday
#: Five new articles, all with a source and authors; ten known ones looked at, none changed.
USUAL = {
    "list:captured": 2, "new": 5, "read": 5, "article:captured": 5, "article:unchanged": 10,
    "field:source": 5, "field:authors": 5, "field:published": 5, "length": 3300,
    "length_squared": 22000,
}  # fmt: skip


def station(*last: dict[str, int], usual: int = 60) -> Station:
    """A station with so many usual days, then these, the last of them today."""
    counts = [*([USUAL] * usual), *({**USUAL, **each} for each in last)]
    first = TODAY - timedelta(days=len(counts) - 1)
    days = [Day(first + timedelta(days=number), each) for number, each in enumerate(counts)]
    return Station("ferry", days, TODAY)


def messages(of: Station) -> list[str]:
    """All findings: kind, first day, message."""
    return [f"{each.kind} {each.since} {each.message}" for each in findings(of)]


def test_a_station_that_is_as_it_ever_was_has_no_findings() -> None:
    """An alarm every week is an alarm that nobody reads."""
    assert messages(station({}, {}, {})) == []


def test_a_silence_longer_than_any_before_is_a_finding_once_its_days_are_over() -> None:
    """Today is not over: nothing new so far today says nothing."""
    silent = {"new": 0, "read": 0, "article:captured": 0}
    assert messages(station(*[silent] * 3)) == []
    assert messages(station(*[silent] * 5)) == [
        "silence 2026-06-26 no new article since 2026-06-26, for 4 days; longer than ever"
    ]


def test_a_silence_on_days_on_which_nobody_looked_is_none() -> None:
    """A computer that was off for a week proves nothing about a station."""
    unseen = dict.fromkeys(USUAL, 0)
    assert messages(station(*[unseen] * 8, {})) == []


def test_a_station_that_is_often_silent_may_be_so_again() -> None:
    """One new article a month is a pace, too."""
    silent = {"new": 0, "read": 0, "article:captured": 0}
    slow = [{"new": 1, "read": 1}, *[silent] * 9]
    assert messages(station(*slow * 20, *[silent] * 8, usual=1)) == []


@pytest.mark.parametrize(
    ("today", "finding"),
    [
        ({"read": 10, "field:authors": 0},
         "fields 2026-06-30 authors: 0% of 10 articles; 100% before"),
        ({"read": 10, "unfitted": 10},
         "layout 2026-06-30 no layout: 100% of 10 articles; 0% before"),
        ({"read": 20, "length": 11000, "length_squared": 60600},
         "length 2026-06-30 texts are 33% as long as before (20 articles)"),
        ({"revised": 9, "read": 14, "article:unchanged": 1, "field:authors": 14,
          "length": 9240, "length_squared": 61600},
         "revisions 2026-06-30 9 of 10 known articles changed in one day; usual are 0%"),
        ({"article:failed": 20},
         "errors 2026-06-30 20 of 37 visits brought no page (20 articles failed); usual are 0%"),
        ({"list:captured": 0, "list:quarantined": 2},
         "lists 2026-06-30 none of its lists names an article, on pages that did"),
    ],
)  # fmt: skip
def test_what_changes_from_one_day_to_the_next_is_a_finding(
    today: dict[str, int], finding: str
) -> None:
    """A redesign, a template that lost its byline, a list that is now a login: told by one run."""
    assert finding in messages(station(today))


@pytest.mark.parametrize(
    ("last", "finding"),
    [
        ({"field:authors": 0}, "fields 2026-06-13 authors: 0% of 9 articles; 100% before"),
        ({"unfitted": 1}, "layout 2026-06-13 no layout: 100% of 9 articles; 0% before"),
        ({"article:unchanged": 0, "article:quarantined": 2},
         "errors 2026-06-13 18 of 81 visits brought no page (18 articles quarantined);"
         " usual are 0%"),
    ],
)  # fmt: skip
def test_a_change_of_a_slow_station_is_a_finding_once_enough_of_it_is_seen(
    last: dict[str, int], finding: str
) -> None:
    """An article on every other day: no week holds enough of them to tell."""
    one = {"list:captured": 2, "article:unchanged": 2, "new": 1, "read": 1, "article:captured": 1,
           "field:authors": 1, "length": 660, "length_squared": 4400}  # fmt: skip
    none = dict.fromkeys(one, 0) | {"list:captured": 2, "article:unchanged": 2}
    few = [one, none] * 60
    changed = [{**one, **last} if number % 2 == 0 else none for number in range(9 * 2 - 1)]
    first = TODAY - timedelta(days=len(few) + len(changed) - 1)
    days = [Day(first + timedelta(days=n), each) for n, each in enumerate((*few, *changed))]
    assert finding in messages(Station("ferry", days, TODAY))
    assert messages(Station("ferry", days[:-14], TODAY - timedelta(days=14))) == []


def test_a_few_articles_without_authors_are_chance() -> None:
    """Five unsigned notices on one day are no redesign."""
    assert messages(station({"field:authors": 1})) == []


def test_a_station_that_gives_no_answer_has_no_other_findings() -> None:
    """That nothing new comes from it needs no line of its own."""
    down = dict.fromkeys(USUAL, 0) | {"list:failed": 2}
    assert messages(station(down)) == []  # two visits on one day: perhaps a bad minute
    assert messages(station(*[down] * 4)) == [
        "down 2026-06-27 gave no answer since 2026-06-27 (8 visits)"
    ]
    assert [each.level for each in findings(station(*[down] * 4))] == [3]


def test_a_list_that_names_nothing_any_more_is_an_answer() -> None:
    """A redesign is no dead server: who mends it must read that its lists changed."""
    redesigned = dict.fromkeys(USUAL, 0) | {"list:quarantined": 3}
    assert messages(station(redesigned)) == [
        "lists 2026-06-30 none of its lists names an article, on pages that did"
    ]


def test_a_host_that_gives_not_even_a_robots_txt_is_down_on_its_second_day() -> None:
    """Nothing of it is visited then: what was due is put off."""
    silent = dict.fromkeys(USUAL, 0) | {"list:postponed": 1}
    assert messages(station(silent)) == []
    assert messages(station(silent, silent)) == [
        "down 2026-06-29 gave no answer since 2026-06-29 (2 visits)"
    ]


def test_a_short_past_says_nothing() -> None:
    """A station that was added yesterday has no usual."""
    assert messages(station({"read": 10, "field:authors": 0}, usual=3)) == []


def test_a_redesign_is_a_finding_until_known_articles_are_read_as_before() -> None:
    """A day on which no known article was read again says nothing."""
    lost = {"suspected": 12, "article:suspected": 12}
    assert messages(station(lost, {"unchanged": 0})) == [
        "redesign 2026-06-29 suspected: 12 known articles were read otherwise since 2026-06-29, in"
        " other markup; they are quarantined, and what was known stays"
    ]
    assert messages(station(lost, {"unchanged": 3})) == []
