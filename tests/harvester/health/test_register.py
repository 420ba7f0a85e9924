"""Findings are reported when they begin, worsen and end, once each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from harvester.frontier.migrations import m002_health, migrations
from harvester.health.days import Day
from harvester.health.findings import Finding
from harvester.health.register import Look, Register, assess, outage, watch

TODAY = date(2026, 6, 30)
SILENCE = Finding(
    station="ferry", kind="silence", since=date(2026, 6, 20), message="no new article for 9 days"
)


@pytest.fixture
def register() -> Iterator[Register]:
    """An empty one."""
    database = Database(memory=True)
    m002_health(database)
    assert database.conn is not None
    yield Register(database.conn)
    database.close()


def lines(register: Register, *found: Finding, day: int = 0) -> list[str]:
    """What is reported on a day."""
    today = TODAY + timedelta(days=day)
    return [
        f"{each.what} {each.finding.message}" for each in register.update(found, today, {"ferry"})
    ]


def test_a_finding_is_reported_when_it_begins_worsens_and_ends(register: Register) -> None:
    """Cron mails what is printed: the same line every hour would be a filter rule by tomorrow."""
    worse = replace(SILENCE, level=2, message="no new article for 18 days")
    assert lines(register, SILENCE) == ["begins no new article for 9 days"]
    assert lines(register, SILENCE) == []
    assert lines(register, worse, day=9) == ["worsens no new article for 18 days"]
    assert lines(register, SILENCE, day=10) == []
    assert lines(register, day=11) == ["ends no new article for 9 days"]
    assert lines(register, day=12) == []
    assert lines(register, SILENCE, day=40) == ["begins no new article for 9 days"]


def test_a_station_that_nobody_looked_at_keeps_its_findings(register: Register) -> None:
    """A run of another station does not say that this one is well again."""
    lines(register, SILENCE)
    assert register.update([], TODAY, {"tower"}) == []
    assert [each.message for each in register.open_findings()] == ["no new article for 9 days"]


def test_a_finding_about_the_computer_ends_with_an_answer_and_not_before(
    register: Register,
) -> None:
    """A run of which nothing was due says nothing about the network."""
    machine = Finding(station=None, kind="machine", since=TODAY, message="41 of 41")
    assert lines(register, machine) == ["begins 41 of 41"]
    assert register.update([], TODAY, set()) == []
    assert register.update([], TODAY, {"ferry"}) == []
    assert [each.what for each in register.update([], TODAY, {"ferry", ""})] == ["ends"]


def test_a_station_keeps_its_findings_under_a_new_name(register: Register) -> None:
    """Else the former name has them for ever, and the new one begins anew."""
    lines(register, SILENCE)
    register.rename("ferry", "harbour")
    assert [each.station for each in register.open_findings()] == ["harbour"]


def test_most_stations_without_an_answer_are_one_finding_about_the_computer() -> None:
    """41 mails about 41 stations say less than one about the network."""
    well = {"list:captured": 1, "article:unchanged": 5}
    dead = {"list:failed": 5}

    def days(last: dict[str, int]) -> list[Day]:
        past = [Day(TODAY - timedelta(days=number), well) for number in range(20, 0, -1)]
        return [*past, Day(TODAY, last)]

    def look(**last: dict[str, int]) -> Look:
        outcomes = {
            name: {"failed": 6} if each is dead else {"unchanged": 6} for name, each in last.items()
        }
        return Look(TODAY, outcomes, {name: days(each) for name, each in last.items()})

    most = look(ferry=dead, tower=dead, mill=well)
    assert [each.message for each in assess(most, [])] == [
        "2 of 3 stations gave no answer on 2026-06-30"
    ]
    assert outage(most) == ["ferry", "tower"]
    one = look(ferry=dead, tower=well, mill=well)
    assert outage(one) == []
    assert [each.station for each in assess(one, [])] == ["ferry"]


def test_what_an_outage_of_this_computer_took_is_not_held_against_the_stations() -> None:
    """The day after two days without a network, most visits of late have failed."""
    database = Database(memory=True)
    database["runs"].insert({"id": "1"})
    migrations.apply(database)
    assert database.conn is not None
    names = ("ferry", "tower", "mill")
    for number in range(20, -1, -1):
        is_cut = number in (1, 2)
        # Of what is put off, a run's outcomes hold one for each host, the tallies each address.
        counts = {"article:postponed": 9} if is_cut else {"article:unchanged": 9}
        counts |= {"list:postponed" if is_cut else "list:captured": 1}
        today = TODAY - timedelta(days=number)
        database["crawl_tallies"].insert_all(
            {"station": name, "day": today.isoformat(), "measure": measure, "count": count}
            for name in names
            for measure, count in counts.items()
        )
        outcomes = dict.fromkeys(names, {"postponed": 1} if is_cut else {"unchanged": 10})
        changes = [(each.what, each.finding.kind) for each in watch(database.conn, today, outcomes)]
        assert changes == {2: [("begins", "machine")], 0: [("ends", "machine")]}.get(number, [])
    database.close()
