"""When an address is visited again: lists by their news, articles by their age, failures by fading.

docs/operations.md tells the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.model.visit import Outcome, Visit

#: Failed visits in a row until an address is settled as failed.
MAX_TRIES = 5
#: Outcomes that say that what was asked for can be had at this address.
READABLE: tuple[Outcome, ...] = ("captured", "unchanged")

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)
_WEEK = timedelta(days=7)
_LONGEST = 180 * _DAY


@dataclass(frozen=True, slots=True)
class ChangeRate:
    """How often a list has news: new articles, and the hours in which they came.

    Both fade by half in a fortnight, so that a list is judged by its last weeks. The rate is that
    of a Poisson process with a Gamma(1, 4 h) prior: (news + 1) / (hours + 4). A list is read twice
    in the time between two new articles, at most every 15 minutes and at least once a week.

    >>> rates = ChangeRate(), ChangeRate().after(0, 2), ChangeRate(24, 24)
    >>> print(*(rate.interval for rate in rates), sep=" | ")
    2:00:00 | 3:00:00 | 0:33:36
    """

    new_count: float = 0.0
    new_hours: float = 0.0

    def after(self, new_count: float, hours: float) -> ChangeRate:
        """The rate after a reading that showed so many new articles of so many hours."""
        weight = 0.5 ** (hours / _FADING_HOURS)
        return ChangeRate(self.new_count * weight + new_count, self.new_hours * weight + hours)

    @property
    def interval(self) -> timedelta:
        """How long to wait until the list is read again."""
        gap = (self.new_hours + _PRIOR_HOURS) / (self.new_count + 1)
        return min(max(gap / 2 * _HOUR, _QUARTER), _WEEK)


_FADING_HOURS = 14 * 24
_PRIOR_HOURS = 4


def change_rate_after(visit: Visit, *, now: datetime) -> ChangeRate:
    """The change rate of a list after this visit; a first reading tells nothing of its pace."""
    listing = visit.address.listing
    former = ChangeRate(listing.new_count, listing.new_hours)
    if visit.outcome not in READABLE or listing.read_at is None:
        return former
    hours = (now - datetime.fromisoformat(listing.read_at)) / _HOUR
    return former.after(visit.new_count, max(hours, 0.0))


def next_due(visit: Visit, *, tries: int, now: datetime) -> datetime | None:
    """When an address is to be visited again; None: only when something leads there again.

    Articles are watched for corrections and withdrawals, ever less often: when they are twice as
    old as at this visit, after a day at least and 180 days at most. What could not be read fades
    out by doubling.
    """
    wait = _list_wait(visit, tries, now) if visit.address.kind != "article" else None
    if visit.address.kind == "article":
        wait = _article_wait(visit, tries, now)
    return None if wait is None else now + wait


def published(visit: Visit) -> str | None:
    """The day printed on the article that was visited, or known of it before; ISO 8601."""
    printed = visit.article.published if visit.article else None
    return printed.iso()[:10] if printed else visit.address.published_on


def _article_wait(visit: Visit, tries: int, now: datetime) -> timedelta | None:
    if visit.outcome == "captured" and visit.lacks_part and visit.at is not None:
        return timedelta()  # only kept captures were read: a run may have died before the rest
    age = min(max(_age(visit, now), _DAY), _LONGEST)
    incomplete = visit.article is not None and not visit.article.complete
    waits: dict[Outcome, timedelta] = {
        "captured": _DAY if incomplete and age < _WEEK else age,
        "unchanged": age,
        "failed": _fading(tries) if tries >= MAX_TRIES else _retry(tries),
        "quarantined": _fading(tries),
        "gone": _fading(tries),
        "withdrawn": _fading(tries),
        "robots": _WEEK,
        # a redirect for a while, or for good; a site may also undo it
        "redirect": _DAY if visit.is_temporary else _LONGEST,
    }
    return waits.get(visit.outcome)


def _list_wait(visit: Visit, tries: int, now: datetime) -> timedelta | None:
    """Lists that nobody names any more, and further pages, are read when something leads there."""
    address = visit.address
    if visit.outcome == "failed" and tries < MAX_TRIES:
        return _retry(tries)
    if not (address.listing.is_start or (address.kind == "sitemap" and address.found)):
        return None
    interval = change_rate_after(visit, now=now).interval
    if visit.outcome in READABLE and not (visit.article_count or address.listing.article_count):
        return _DAY  # an index of sitemaps: what it names is read at its own pace
    if visit.outcome in READABLE or visit.outcome == "redirect":
        return interval
    if visit.outcome == "quarantined":
        return min(interval, _DAY)
    return min(_fading(tries), _WEEK)


def _retry(tries: int) -> timedelta:
    return _QUARTER * int(4 ** (tries - 1))


def _fading(tries: int) -> timedelta:
    return min(_DAY * int(2 ** min(tries, 8)), _LONGEST)


def _age(visit: Visit, now: datetime) -> timedelta:
    """How long ago the article was published; nothing, where that is not known."""
    day = published(visit)
    if day is None:
        return timedelta()
    return max(now - datetime.combine(date.fromisoformat(day), time(), UTC), timedelta())
