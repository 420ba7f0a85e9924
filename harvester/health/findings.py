"""Findings: what is unusual about a station, measured against its own past.

Each check takes the days of one station and today, and gives a `Finding` or nothing. What is
unusual is what chance alone brings with a probability below `odds.UNLIKELY`. Checks count in
surprise: -ln of that probability. A finding that has begun ends only when less than half of the
surprise and of the change is left, so that it does not come and go.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from harvester.health.days import TROUBLED, Day, answered, troubled, visits
from harvester.health.holidays import is_quiet
from harvester.health.odds import UNLIKELY, surprise
from harvester.health.spans import LEAST_BASE, LEAST_READ, Span, spans
from harvester.health.tallies import FIELDS, LOG_UNIT

Kind = Literal[
    "down", "silence", "lists", "errors", "redesign", "fields", "layout", "length", "revisions",
    "machine",
]  # fmt: skip

#: What to do about each kind.
ADVICE: dict[Kind, str] = {
    "down": "open its address in a browser; if it moved, name the new host in its file",
    "silence": "open its lists in a browser; if they have moved, mend its file",
    "lists": "its lists name no articles: `harvest read` one of them, and mend `lists`, `articles`",
    "errors": "`harvest status STATION --json` gives the answers by kind; the report names pages",
    "redesign": "`harvest propose STATION` learns a [[layout]] from the pages that wait",
    "fields": "`harvest read` a page of today; if its markup changed, add a [[layout]]",
    "layout": "`harvest read` a page of today; add a [[layout]] for it",
    "length": "`harvest read` a page of today; if its text is cut, mend the [[layout]]",
    "revisions": "`archive log` shows what changed; if only the markup did, add a [[layout]]",
    "machine": "look at this computer's network, name service, disk and clock",
}

_SURPRISE = -math.log(UNLIKELY)
_FALL = 0.3  # a smaller change of a share is not worth a mail
_SHORTER = math.log(0.6)  # a text of less than .6 of the usual length
_LEAST_VARIANCE = 0.01  # of the logarithm of a length
_LEAST_DAYS = 14  # of a past that a silence is compared with
_LONGER = 1.3  # than any silence before
_PRIOR = 5  # days that the Poisson estimate of empty days weighs
_DOWN_VISITS = 3  # without an answer in one run,
_DOWN_DAYS = 2  # or fewer on so many days
_TROUBLE = 0.2  # of all visits


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that an operator must know of one station; of the machine, where it is None.

    `level` grows as it worsens: by one for each doubling.
    """

    station: str | None
    kind: Kind
    subject: str = ""  # the field
    since: date
    level: int = 1
    message: str

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE[self.kind]


@dataclass(frozen=True)
class Station:
    """The days of one station up to today; `unanswered` are its visits in a run without answers."""

    name: str
    days: Sequence[Day]
    today: date
    unanswered: int = 0

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Its last days beside those before them."""
        return tuple(spans(self.days, self.today))


def findings(station: Station, *, has_begun: bool = False) -> list[Finding]:
    """All that is unusual about a station; one that does not answer has nothing else.

    `has_begun` asks for less: for what a finding that has begun goes on with.
    """
    part = 0.5 if has_begun else 1.0
    if found := list(_down(station, 1 if has_begun else _DOWN_VISITS)):
        return found
    shares = (finding for check in _CHECKS for finding in check(station, part))
    return [*_lists(station), *_redesign(station), *shares]


def _down(station: Station, least: int) -> Iterator[Finding]:
    """The station gave no answer in this run, or on the last days."""
    streak = []
    for day in reversed([day for day in station.days if visits(day.counts)]):
        if answered(day.counts):
            break
        streak.append(day)
    failed = max(station.unanswered, sum(visits(day.counts) for day in streak))
    if failed < least and len(streak) < _DOWN_DAYS:
        return
    since = streak[-1].day if streak else station.today
    yield Finding(
        station=station.name, kind="down", since=since,
        level=1 + int(math.log2(max(len(streak), 1))),
        message=f"gave no answer since {since} ({failed} visits)",
    )  # fmt: skip


def _silence(station: Station, part: float) -> Iterator[Finding]:
    """No new article for longer than ever before. Today is not over, and does not count."""
    looked = [day for day in station.days if _lists_read(day) and day.day < station.today]
    if sum(day["new"] > 0 for day in looked) < _LEAST_DAYS:
        return
    last = max(number for number, day in enumerate(looked) if day["new"])
    surprises = _empty_days(looked[: last + 1])
    longest = gap = 0.0
    since: date | None = None
    for day in looked:
        if day["new"]:
            longest, gap, since = max(longest, gap), 0.0, None
        else:
            gap, since = gap + surprises[is_quiet(day.day)], since or day.day
    if since is None or any(day["new"] for day in station.days if day.day >= since):
        return
    least = part * max(_SURPRISE, _LONGER * longest)
    if gap >= least:
        days = (station.today - since).days
        yield Finding(
            station=station.name, kind="silence", since=since,
            level=1 + int(math.log2(gap / least)),
            message=f"no new article since {since}, for {_days(days)}; longer than ever",
        )  # fmt: skip


def _empty_days(days: Sequence[Day]) -> dict[bool, float]:
    """How surprising one day without an article is, for working days and quiet ones: -ln p.

    The share of such days until now; while few are known, that of a Poisson process.
    """
    surprise = {}
    for quiet in (False, True):
        such = [day["new"] for day in days if is_quiet(day.day) is quiet]
        mean = sum(such) / len(such) if such else 0.0
        empty = such.count(0) + _PRIOR * math.exp(-mean)
        surprise[quiet] = -math.log(empty / (len(such) + _PRIOR))
    return surprise


def _lists_read(day: Day) -> int:
    return day["list:captured"] + day["list:unchanged"]


def _lists(station: Station) -> Iterator[Finding]:
    """No list names an article any more, though lists are answered; or one does not, for days."""
    broken = [day for day in station.days if day["list:quarantined"]]
    if not broken or broken[-1] is not station.days[-1]:
        return
    last = broken[-1]
    none = not _lists_read(last)
    if not none and (len(broken) < 2 or broken[-2] is not station.days[-2]):
        return
    which = "none of its lists names" if none else f"{last['list:quarantined']} of its lists name"
    yield Finding(
        station=station.name, kind="lists", since=last.day, level=2 if none else 1,
        message=f"{which} an article, on pages that did",
    )  # fmt: skip


def _redesign(station: Station) -> Iterator[Finding]:
    """Known articles read otherwise because their markup changed; until they do not any more."""
    seen = [day for day in station.days if _seen_again(day)]
    since = None
    for day in reversed(seen):
        if not day["suspected"]:
            break
        since = day.day
    if since is None:
        return
    count = sum(day["suspected"] for day in seen if day.day >= since)
    yield Finding(
        station=station.name, kind="redesign", since=since, level=2,
        message=f"suspected: {count} known articles were read otherwise since {since}, in other"
        " markup; they are quarantined, and what was known stays",
    )  # fmt: skip


def _seen_again(day: Day) -> int:
    """Known articles that were read again on a day."""
    return day["suspected"] + day["revised"] + day["unchanged"]


def _errors(station: Station, part: float) -> Iterator[Finding]:
    """Far more visits fail, or bring what cannot be read, than before."""

    def surprise_of(span: Span) -> float:
        count, of = troubled(span.now), visits(span.now)
        if (
            of < LEAST_READ
            or count < part * _TROUBLE * of
            or (before := visits(span.past)) < LEAST_BASE
        ):
            return 0.0
        if count / of < (1 + part) * (past := troubled(span.past)) / before:
            return 0.0
        return surprise((count, of), (past, before))

    if (span := _most_surprising(station, surprise_of, part)) is None:
        return
    count, of = troubled(span.now), visits(span.now)
    share, usual = count / of, troubled(span.past) / visits(span.past)
    yield Finding(
        station=station.name, kind="errors", since=span.since,
        level=1 + int(4 * share > 1) + int(2 * share > 1),
        message=f"{count} of {of} visits brought no page ({_worst_answers(span.now)}); usual are"
        f" {usual:.0%}",
    )  # fmt: skip


def _most_surprising(
    station: Station, surprise_of: Callable[[Span], float], part: float
) -> Span | None:
    """The span that begins with the change; None where none is surprising enough."""
    span = max(station.spans, key=surprise_of, default=None)
    return span if span and surprise_of(span) > part * _SURPRISE else None


def _worst_answers(total: Counter[str]) -> str:
    bad = [(total[name], name) for name in total if name.partition(":")[2] in TROUBLED]
    return ", ".join(f"{count} {name.replace(':', 's ')}" for count, name in sorted(bad)[::-1])


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of the articles read, and which change of it is bad."""

    kind: Kind
    measure: str
    subject: str
    rises: bool = False


_SHARES = (
    *(_Share("fields", f"field:{name}", name) for name in FIELDS),
    _Share("layout", "unfitted", "no layout", rises=True),
)


def _shares(station: Station, part: float) -> Iterator[Finding]:
    """A field is read from far fewer articles than before, or far more fit no layout."""
    for share in _SHARES:
        yield from _share(station, part, share)


def _share(station: Station, part: float, of: _Share) -> Iterator[Finding]:
    """The share of a measure among the articles read has changed, in the bad direction."""

    def shares(span: Span) -> tuple[float, float, float]:
        """Now, before, and the change for the worse."""
        now, usual = (each[of.measure] / each["read"] for each in (span.now, span.past))
        return now, usual, now - usual if of.rises else usual - now

    def surprise_of(span: Span) -> float:
        if not span.is_told_by_articles:
            return 0.0
        if shares(span)[2] < part * _FALL:
            return 0.0
        now, past = ((each[of.measure], each["read"]) for each in (span.now, span.past))
        return surprise(now, past)

    if (span := _most_surprising(station, surprise_of, part)) is None:
        return
    now, usual, change = shares(span)
    yield Finding(
        station=station.name, kind=of.kind, subject=of.subject, since=span.since,
        level=1 + int(change > 2 * _FALL),
        message=f"{of.subject}: {now:.0%} of {span.now['read']} articles; {usual:.0%} before",
    )  # fmt: skip


def _length(station: Station, part: float) -> Iterator[Finding]:
    """The texts are far shorter than before."""

    def surprise_of(span: Span) -> float:
        if not span.is_told_by_articles or _shorter(span) > part * _SHORTER:
            return 0.0
        past, read = span.past, span.past["read"]
        usual = past["length"] / LOG_UNIT / read
        variance = past["length_squared"] / LOG_UNIT / read - usual * usual
        spread = max(_LEAST_VARIANCE, variance) * (1 / span.now["read"] + 1 / read)
        return _shorter(span) ** 2 / 2 / spread

    if (span := _most_surprising(station, surprise_of, part)) is None:
        return
    shorter = _shorter(span)
    yield Finding(
        station=station.name, kind="length", since=span.since,
        level=1 + int(shorter < 2 * _SHORTER),
        message=f"texts are {math.exp(shorter):.0%} as long as before "
        f"({span.now['read']} articles)",
    )  # fmt: skip


def _shorter(span: Span) -> float:
    """The mean of the texts' lengths beside the past's: the difference of their logarithms."""
    now, usual = (each["length"] / LOG_UNIT / each["read"] for each in (span.now, span.past))
    return now - usual


def _revisions(station: Station, part: float) -> Iterator[Finding]:
    """Far more of the known articles that were visited today had changed than ever do."""
    if not station.spans or station.spans[0].since != station.today:
        return
    these, those = station.spans[0].now, station.spans[0].past
    of, before = _known(these), _known(those)
    if of < LEAST_READ or before < LEAST_BASE:
        return
    share, usual = these["revised"] / of, those["revised"] / before
    found = surprise((these["revised"], of), (those["revised"], before))
    if share - usual < part * _FALL or found < part * _SURPRISE:
        return
    yield Finding(
        station=station.name, kind="revisions", since=station.today,
        level=1 + int(share > 2 * _FALL),
        message=f"{these['revised']} of {of} known articles changed in one day; usual are "
        f"{usual:.0%}",
    )  # fmt: skip


def _known(total: Counter[str]) -> int:
    return total["revised"] + total["unchanged"] + total["article:unchanged"]


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


_CHECKS: tuple[Callable[[Station, float], Iterator[Finding]], ...] = (
    _silence, _errors, _shares, _length, _revisions,
)  # fmt: skip
