"""What of a record is wrong, beside the truth about its page."""

from __future__ import annotations

import collections
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from pages_made.readers import Record

BEIJING = timezone(timedelta(hours=8))


def plain(text: str | None) -> str:
    """Text as it is compared: NFKC, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))


def likeness(want: str, got: str | None) -> float:
    """F1 of the multisets of character 4-grams."""
    both = [
        collections.Counter(t[i : i + 4] for i in range(max(1, len(t) - 3)))
        for t in (plain(want), plain(got))
    ]
    if not plain(want) or not plain(got):
        return float(plain(want) == plain(got))
    shared = sum((both[0] & both[1]).values())
    return 2 * shared / (sum(both[0].values()) + sum(both[1].values()))


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text).strip())
    except ValueError:
        return None
    return moment.astimezone(BEIJING) if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def wrong_fields(truth: Mapping[str, Any], record: Record) -> list[str]:
    """The fields of a record that are not as the truth has them."""
    wrong = []
    want, got = _moment(truth["published"]), _moment(record.get("published_at"))
    timed = truth["published_precision"] == "time"
    form = "%F %R" if timed else "%F"
    if plain(record.get("title")) != plain(truth["title"]):
        wrong.append("title")
    if want is None or got is None or got.strftime(form) != want.strftime(form):
        wrong.append("published")
    if plain(record.get("source")) != plain(truth["source"]):
        wrong.append("source")
    wrong += [
        name
        for name in ("authors", "editors")
        if {plain(x) for x in record.get(name) or []} != {plain(x) for x in truth[name]}
    ]
    if likeness(truth["body"], record.get("body")) < 0.95:
        wrong.append("body")
    return wrong
