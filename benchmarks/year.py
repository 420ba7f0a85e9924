"""A year of daily runs over many stations: which planted events are found, and what else.

Each station has a pace, weekends, holidays, shares of its fields, lengths and failures drawn by a
seed from the ranges below. Into a part of them one event each is planted. The days are those that a
run's tallies would hold; no server is asked, so that a year of 300 stations takes minutes.

    python benchmarks/year.py --stations 300 --days 365 --seed 1
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from harvester.frontier.migrations import migrations
from harvester.health.days import Day
from harvester.health.findings import Finding
from harvester.health.holidays import is_quiet
from harvester.health.register import Look, Register, assess
from harvester.health.tallies import FIELDS, LOG_UNIT

FIRST = date(2024, 3, 1)
#: Ranges that each station is drawn from.
PACE = (0.3, 40.0)  # new articles on a working day; drawn by its logarithm
QUIET = (0.05, 1.0)  # of that, on a weekend or holiday
BURSTS = (0.1, 1.2)  # spread of the pace from day to day, of its logarithm
SHARES = (0.2, 1.0)  # of articles that print a field
LENGTHS = (5.5, 7.5), (0.4, 1.0)  # mean and spread of the logarithm
FAILURES = (0.0, 0.06)  # of visits
#: Kinds of planted events, and the finding that they must bring.
EVENTS = {
    "silence": "silence", "down": "down", "fields": "fields", "length": "length",
    "lists": "lists", "errors": "errors", "revisions": "revisions", "layout": "layout",
}  # fmt: skip


@dataclass
class Simulated:
    """A station of the simulation, and the event that is planted into it."""

    name: str
    dice: random.Random
    event: str | None
    event_on: date

    def __post_init__(self) -> None:
        """Draw what is usual for it."""
        dice = self.dice
        low, high = PACE
        self.pace = low * (high / low) ** dice.random()
        self.quiet, self.bursts = dice.uniform(*QUIET), dice.uniform(*BURSTS)
        self.shares = {field: dice.uniform(*SHARES) for field in FIELDS}
        self.length, self.spread = (dice.uniform(*each) for each in LENGTHS)
        self.failures = dice.uniform(*FAILURES)

    def day(self, day: date) -> Day:
        """What the run of one day brings."""
        dice, event = self.dice, self.event if day >= self.event_on else None
        pace = self.pace * (self.quiet if is_quiet(day) else 1)
        pace *= dice.lognormvariate(-(self.bursts**2) / 2, self.bursts)
        new = 0 if event in ("silence", "lists") else _poisson(dice, pace)
        counts = Counter({"list:captured": 1, "new": new, "read": new})
        if event == "lists":
            counts = Counter({"list:quarantined": 1})
        known = round(self.pace * 2)
        changed = 0.6 if event == "revisions" and day == self.event_on else 0.02
        revised = sum(dice.random() < changed for _ in range(known))
        counts.update({"revised": revised, "article:unchanged": known - revised, "read": revised})
        failures = 0.5 if event == "errors" else self.failures
        total = counts["read"] + counts["article:unchanged"]
        counts["article:failed"] = sum(dice.random() < failures for _ in range(total))
        counts["article:captured"] = counts["read"]
        if event == "down":
            return Day(day, {"list:failed": 1, "article:failed": known})
        self._read(counts, event)
        return Day(day, dict(+counts))

    def _read(self, counts: Counter[str], event: str | None) -> None:
        dice = self.dice
        for _ in range(counts["read"]):
            for field, share in self.shares.items():
                gone = event == "fields" and field == max(self.shares, key=self.shares.__getitem__)
                counts[f"field:{field}"] += dice.random() < (0.02 if gone else share)
            log = dice.gauss(self.length - (1.2 if event == "length" else 0), self.spread)
            counts["length"] += round(LOG_UNIT * log)
            counts["length_squared"] += round(LOG_UNIT * log * log)
            counts["unfitted"] += dice.random() < (0.9 if event == "layout" else 0.01)


def _poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, mean
    while (left := left - dice.expovariate(1)) > 0:
        count += 1
    return count


def simulate(number: int, length: int, seed: int) -> tuple[Counter[str], list[str]]:
    """(counts of what was found and missed, the false alarms in words)."""
    dice = random.Random(seed)
    kinds = [None, None, None, *EVENTS]
    stations = []
    for index in range(number):
        event = kinds[index % len(kinds)]
        on = FIRST + timedelta(days=dice.randrange(length // 3, length * 9 // 10))
        stations.append(Simulated(f"s{index:03}", random.Random(dice.random()), event, on))
    database = Database(memory=True)
    database["runs"].create({"id": str})
    migrations.apply(database)
    assert isinstance(database.conn, sqlite3.Connection)
    register = Register(database.conn)
    past: dict[str, list[Day]] = {each.name: [] for each in stations}
    score, false = Counter[str](), []
    found_on: dict[str, date] = {}
    for offset in range(length):
        today = FIRST + timedelta(days=offset)
        for each in stations:
            past[each.name].append(each.day(today))
        begun = register.open_findings()
        outcomes = {name: _outcomes(days[-1]) for name, days in past.items()}
        found = assess(Look(today, outcomes, past), begun)
        changes = register.update(found, today, set(past))
        for change in changes:
            if change.what == "begins":
                _judge(change.finding, stations, today, found_on, false)
    for each in stations:
        if each.event:
            wait = (found_on[each.name] - each.event_on).days if each.name in found_on else None
            score[f"{each.event}: {'missed' if wait is None else 'found'}"] += 1
            score[f"{each.event}: days waited"] += wait or 0
    return score, false


def _outcomes(day: Day) -> Counter[str]:
    """The visits of a day by outcome."""
    counts = Counter[str]()
    for measure, count in day.counts.items():
        kind, _, outcome = measure.partition(":")
        if kind in ("article", "list"):
            counts[outcome] += count
    return counts


def _judge(
    finding: Finding,
    stations: list[Simulated],
    today: date,
    found_on: dict[str, date],
    false: list[str],
) -> None:
    each = stations[int((finding.station or "s000")[1:])]
    is_planted = each.event is not None and today >= each.event_on
    if is_planted and finding.kind == EVENTS[each.event or ""]:
        found_on.setdefault(each.name, today)
    elif not is_planted:
        false.append(f"{today} {finding.station} (pace {each.pace:.1f}): {finding.message}")


def main() -> None:
    """Print what was found, what was missed, and every false alarm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=300)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    score, false = simulate(asked.stations, asked.days, asked.seed)
    for name, count in sorted(score.items()):
        print(f"{name:<28} {count}")
    print(f"false alarms: {len(false)}, {len(false) / asked.days * 30:.2f} a month")
    for line in false:
        print(" ", line)


if __name__ == "__main__":
    main()
