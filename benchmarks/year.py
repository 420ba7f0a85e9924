"""A year of daily runs over many stations: which planted events are reported, when, and what else.

Each station has a pace, weekends, holidays, shares of its fields, lengths and failures drawn by a
seed from the ranges below. Into three of four of them one event each is planted, of a size and on a
day that are drawn as well; on two days of the year this computer has no network. The days are those
that a run's tallies would hold; no server is asked, so that a year of 300 stations takes minutes.

An event is *visible* from the first run after which a judge sees it who is told its kind and its
day, takes what the station gave before that day as usual, and asks for the same numbers as the
findings (docs/operations.md): eight articles or visits since its day, forty before, and a chance
below one in ten million. What no such judge sees before the year ends is counted as not visible.
The alarm knows none of this: it has to report the event at the run on which it is visible, or at
the next.

    python benchmarks/year.py --stations 300 --days 365 --seeds 1 2 3 4 5
    python benchmarks/year.py --stations 300 --days 365 --seeds 101 102 103 104 105 --totals
"""

from __future__ import annotations

import argparse
import math
import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlite_utils import Database

from harvester.frontier.migrations import migrations
from harvester.health.days import Day
from harvester.health.holidays import is_quiet
from harvester.health.register import Look, Register, assess, outage
from harvester.health.tallies import FIELDS, LOG_UNIT, UNANSWERED

FIRST = date(2024, 3, 1)
#: Ranges that each station is drawn from.
PACE = (0.3, 40.0)  # new articles on a working day; drawn by its logarithm
QUIET = (0.05, 1.0)  # of that, on a weekend or holiday
BURSTS = (0.1, 1.2)  # spread of the pace from day to day, of its logarithm
SHARES = (0.2, 1.0)  # of articles that print a field
LENGTHS = (5.5, 7.5), (0.4, 1.0)  # mean and spread of the logarithm
FAILURES = (0.0, 0.06)  # of visits
REVISED = UNFITTED = 0.02  # of known articles, of all articles
#: Kinds of planted events, each also the finding that it must bring → the range of its size.
EVENTS = {
    "silence": (0.0, 0.0),  # nothing new
    "down": (0.0, 0.0),  # no answer
    "lists": (0.0, 0.0),  # a redesign at new addresses: no list names an article
    "redesign": (0.3, 1.0),  # at the same addresses: of known articles, those suspected
    "fields": (0.0, 0.2),  # a field that is usual: of its share, what is left
    "length": (0.1, 0.5),  # of each text, what is left
    "errors": (0.4, 1.0),  # of visits of articles; half of them are pages that say 不存在
    "revisions": (0.5, 1.0),  # of the known articles, on one day
    "layout": (0.5, 1.0),  # of articles, those that fit no layout any more
}
WHEN = (0.3, 0.9)  # of the year
OUTAGE = 2  # days
#: What the judge asks for.
LEAST, BEFORE, CHANCE, LONGER = 8, 40, 1e-7, 1.3


@dataclass
class Simulated:
    """A station of the simulation, and the event that is planted into it."""

    name: str
    dice: random.Random
    event: str | None
    event_on: date
    before: Counter[str] = field(default_factory=Counter)  # the event
    seen: Counter[str] = field(default_factory=Counter)  # since the event
    visible_on: date | None = None
    dead_on: list[date] = field(default_factory=list)  # with a network

    def __post_init__(self) -> None:
        """Draw what is usual for it, and the size of its event."""
        dice = self.dice
        low, high = PACE
        self.pace = low * (high / low) ** dice.random()
        self.quiet, self.bursts = dice.uniform(*QUIET), dice.uniform(*BURSTS)
        self.shares = {name: dice.uniform(*SHARES) for name in FIELDS}
        self.length, self.spread = (dice.uniform(*each) for each in LENGTHS)
        self.failures = dice.uniform(*FAILURES)
        self.size = dice.uniform(*EVENTS[self.event]) if self.event else 0.0
        usual = [name for name, share in self.shares.items() if share > 0.5]
        self.lost = dice.choice(usual or [max(self.shares, key=self.shares.__getitem__)])
        self.trouble = dice.choice(("failed", "quarantined"))
        self.gap = self.longest = 0.0
        self.days = {False: [1, 2], True: [1, 2]}  # quiet → days without an article, all days

    def run(self, day: date, *, network: bool) -> Day:
        """What the run of one day brings; the judge looks at it as well."""
        event = self.event if day >= self.event_on else None
        known = round(self.pace * 2)
        if network and event == "down":
            self.dead_on.append(day)
        if not network or event == "down":
            return Day(day, {"list:failed": 1, "article:failed": known})
        counts = self._visits(day, event, known)
        self._read(counts, event)
        found = Day(day, dict(+counts))
        self._judge(found)
        return found

    def _visits(self, day: date, event: str | None, known: int) -> Counter[str]:
        dice = self.dice
        pace = self.pace * (self.quiet if is_quiet(day) else 1)
        pace *= dice.lognormvariate(-(self.bursts**2) / 2, self.bursts)
        new = 0 if event in ("silence", "lists") else _poisson(dice, pace)
        counts = Counter({"list:quarantined" if event == "lists" else "list:captured": 1})
        mass = event == "revisions" and day == self.event_on
        for number in range(known + new):
            if dice.random() < (self.size if event == "errors" else self.failures):
                counts[f"article:{self.trouble}"] += 1
            elif number >= known:
                counts.update(("new", "read", "article:captured"))
            elif event == "redesign" and dice.random() < self.size:
                counts.update(("suspected", "article:suspected"))
            elif dice.random() < (self.size if mass else REVISED):
                counts.update(("revised", "read", "article:captured"))
            else:
                counts["article:unchanged"] += 1
        return counts

    def _read(self, counts: Counter[str], event: str | None) -> None:
        dice = self.dice
        for _ in range(counts["read"]):
            for name, share in self.shares.items():
                left = self.size if event == "fields" and name == self.lost else 1.0
                counts[f"field:{name}"] += dice.random() < share * left
            log = dice.gauss(self.length, self.spread)
            log += math.log(self.size) if event == "length" else 0.0
            counts["length"] += round(LOG_UNIT * log)
            counts["length_squared"] += round(LOG_UNIT * log * log)
            counts["unfitted"] += dice.random() < (self.size if event == "layout" else UNFITTED)

    def _judge(self, day: Day) -> None:
        """Whether somebody who knows what to look for sees it after the run of this day."""
        if self.event is None or self.visible_on is not None:
            return
        if day.day < self.event_on:
            self.before.update(day.counts)
            self._count_gap(day)
            return
        self.seen.update(day.counts)
        if self._is_visible(day):
            self.visible_on = day.day
        elif self.event == "revisions":
            self.event_on = date.max  # its day is over
        self._count_gap(day)

    def _count_gap(self, day: Day) -> None:
        empty, of = self.days[is_quiet(day.day)]
        self.gap = 0.0 if day["new"] else self.gap - math.log(empty / of)
        if day.day < self.event_on:
            self.longest = max(self.longest, self.gap)
            self.days[is_quiet(day.day)] = [empty + (not day["new"]), of + 1]

    def _is_visible(self, day: Day) -> bool:
        if self.event == "silence":  # today is not over: the days before it
            return self.gap >= max(-math.log(CHANCE), LONGER * self.longest)
        if self.event in ("lists", "redesign"):
            return self.event == "lists" or self.seen["suspected"] > 0
        if self.event in ("errors", "revisions"):
            return self._visits_are_rare(day)
        return self.before["read"] >= BEFORE and self._articles_are_rare()

    def _visits_are_rare(self, day: Day) -> bool:
        known, before = (
            each["revised"] + each["article:unchanged"] for each in (self.seen, self.before)
        )
        if before < BEFORE:
            return False
        if self.event == "revisions":
            return _is_rare(day["revised"], known, self.before["revised"] / before)
        bad = self.seen[f"article:{self.trouble}"]
        of = bad + known + self.seen["new"] + self.seen["list:captured"]
        failed = self.before[f"article:{self.trouble}"]
        return _is_rare(bad, of, failed / (failed + before))

    def _articles_are_rare(self) -> bool:
        seen, read = self.seen, self.seen["read"]
        of, past = self.before["read"], self.before
        if self.event == "fields":
            lost = f"field:{self.lost}"
            return _is_rare(read - seen[lost], read, 1 - past[lost] / of)
        if self.event == "layout":
            return _is_rare(seen["unfitted"], read, past["unfitted"] / of)
        usual = past["length"] / LOG_UNIT / of
        spread = math.sqrt(past["length_squared"] / LOG_UNIT / of - usual * usual)
        fall = usual - seen["length"] / LOG_UNIT / max(read, 1)
        distance = fall / spread * math.sqrt(read)
        return read >= LEAST and math.erfc(distance / math.sqrt(2)) / 2 < CHANCE


def _is_rare(count: int, of: int, usual: float) -> bool:
    """The exact tail of the binomial distribution; what never was may be once in fifty times."""
    usual = max(usual, 0.02)
    if of < LEAST or count <= of * usual:
        return False
    return sum(
        math.exp(
            math.lgamma(of + 1) - math.lgamma(each + 1) - math.lgamma(of - each + 1)
            + each * math.log(usual) + (of - each) * math.log(1 - usual)
        )
        for each in range(count, of + 1)
    ) < CHANCE  # fmt: skip


def _poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, mean
    while (left := left - dice.expovariate(1)) > 0:
        count += 1
    return count


@dataclass
class Score:
    """What a year has brought."""

    counts: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def add(self, each: Simulated, event_on: date, found_on: date | None) -> None:
        """Count one planted event."""
        kind, visible = each.event, each.visible_on
        if kind == "down":  # by its rule: at the latest on the second day without an answer
            visible = each.dead_on[:2][-1]
        if visible is None:
            self.counts[f"{kind}: not visible{', reported' if found_on else ''}"] += 1
            return
        if found_on and found_on <= visible + timedelta(days=1):
            self.counts[f"{kind}: reported within a run"] += 1
            self.counts[f"{kind}: days from event to report"] += (found_on - event_on).days
            return
        self.counts[f"{kind}: late or missed"] += 1
        self.late.append(
            f"{each.name} {kind} of {event_on} (pace {each.pace:.1f}, bursts {each.bursts:.1f}):"
            f" visible {visible}, reported {found_on}"
        )


def simulate(number: int, length: int, seed: int) -> Score:
    """The planted events of one year, what was reported of them, and what else was."""
    dice = random.Random(seed)
    kinds = [None, None, None, *EVENTS]
    stations = []
    for index in range(number):
        event = kinds[index % len(kinds)]
        on = FIRST + timedelta(days=round(dice.uniform(*WHEN) * length))
        stations.append(Simulated(f"s{index:03}", random.Random(dice.random()), event, on))
    cut_on = FIRST + timedelta(days=round(dice.uniform(*WHEN) * length))
    return _year(stations, length, cut_on)


def _year(stations: Sequence[Simulated], length: int, cut_on: date) -> Score:
    planted = {each.name: each.event_on for each in stations}
    database = Database(memory=True)
    database["runs"].create({"id": str})
    migrations.apply(database)
    assert isinstance(database.conn, sqlite3.Connection)
    register, score = Register(database.conn), Score()
    past: dict[str, list[Day]] = {each.name: [] for each in stations}
    found_on: dict[str, date] = {}
    for offset in range(length):
        today = FIRST + timedelta(days=offset)
        network = not cut_on <= today < cut_on + timedelta(days=OUTAGE)
        for each in stations:
            past[each.name].append(each.run(today, network=network))
        outcomes = {name: _outcomes(days[-1]) for name, days in past.items()}
        look = Look(today, outcomes, past)
        looked_at = {*past, ""} if network else set(past)
        found = assess(look, register.open_findings())
        for name in outage(look):
            counts = past[name][-1].counts
            gave_none = sum(counts.get(measure, 0) for measure in UNANSWERED)
            past[name][-1] = Day(today, {**counts, "outage": gave_none})
        for change in register.update(found, today, looked_at):
            finding = change.finding
            if change.what != "begins":
                continue
            event = next((each.event for each in stations if each.name == finding.station), None)
            if finding.station is None and not network:
                found_on.setdefault("", today)
            elif finding.kind == event and today >= planted[finding.station or ""]:
                found_on.setdefault(finding.station or "", today)
            elif event is None or today < planted[finding.station or ""]:
                score.false.append(f"{today} {finding.station}: {finding.message}")
    score.counts[f"machine: reported {'' if found_on.get('') == cut_on else 'late'}"] += 1
    for each in stations:
        if each.event:
            score.add(each, planted[each.name], found_on.get(each.name))
    return score


def _outcomes(day: Day) -> Counter[str]:
    """The visits of a day by outcome."""
    counts = Counter[str]()
    for measure, count in day.counts.items():
        kind, _, outcome = measure.partition(":")
        if kind in ("article", "list"):
            counts[outcome] += count
    return counts


def main() -> None:
    """Print what was reported, what was not, and every false alarm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=300)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--totals", action="store_true", help="print no single event or alarm")
    given = parser.parse_args()
    total = Score()
    for seed in given.seeds:
        score = simulate(given.stations, given.days, seed)
        total.counts.update(score.counts)
        total.false += [f"seed {seed}: {line}" for line in score.false]
        total.late += [f"seed {seed}: {line}" for line in score.late]
    for name, count in sorted(total.counts.items()):
        print(f"{name:<40} {count}")
    months = given.days * len(given.seeds) / 30
    print(f"false alarms: {len(total.false)}, {len(total.false) / months:.2f} a month")
    if not given.totals:
        print(*("late: " + line for line in total.late), sep="\n")
        print(*("false: " + line for line in total.false), sep="\n")


if __name__ == "__main__":
    main()
