"""What of a record is right, beside the truth about its page: a mark for each field.

A mark is True, False or a share of 1. The marks of Chinese pages, of peers' suites and of pages
that are no articles differ, as their truth does:

- Chinese pages: title and source are compared without white space, after NFKC; day and minute in
  Beijing time; authors and editors as sets; the body by the F1 of character 4-grams. A body is
  right from .95 on, or from .75 on where both its ends are where a truth has them.
- Suites: the body by the F1 of words (of characters in Chinese and Japanese); the day in the zone
  of the truth; names without By, Von, Par …
- Pages that are no articles: whether they are refused, and for a right reason.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from reading_truth import Truth

Marks = dict[str, bool | float]
Record = Mapping[str, Any]

#: Marks that count faults: the less the better.
FAULTS = (
    "source where there is none",
    "false source",
    "editor as author",
    "lost or refused",
)
_BEIJING = timezone(timedelta(hours=8))
_LOST = 0.1  # a body that is less alike is another text
_QUOTES = str.maketrans("’‘“”„«»–—", '\'\'"""""--')
_WORD = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]|[^\W\u3400-\u9fff\u3040-\u30ff]+")
_BY = re.compile(r"^(by|von|par|por|di|door) ")


def marks_of(truth: Truth, record: Record) -> Marks:
    """The marks of one page; the first that is no article's is whether it was accepted at all."""
    refused = not record or bool(record.get("error"))
    if not truth.is_article:
        kind = record.get("kind") if refused else "article"
        return {"refused": refused, "kind": kind in truth.row["kinds"]}
    read: Record = {} if refused else record
    of_suite = bool(truth.suite)
    marks = _suite_marks(truth.row, read) if of_suite else _chinese_marks(truth.row, read)
    right = not refused and all(
        value for name, value in marks.items() if name not in ("body", *FAULTS)
    )
    faults = {name: marks.pop(name) for name in FAULTS if name in marks}
    lost = {"lost or refused": refused or marks.get("body", 1.0) < _LOST}
    return {"accepted": not refused} | marks | {"everything right": right} | faults | lost


def _chinese_marks(want: Mapping[str, Any], got: Record) -> Marks:
    source, true_source = _squeezed(got.get("source")), _squeezed(want["source"])
    editors, authors = _squeezed_names(want["editors"]), _squeezed_names(want["authors"])
    due, printed = _beijing(want["published"]), _beijing(got.get("published_at"))
    true_body = Counter(dict(map(tuple, want["grams"]))) if "grams" in want else grams(want["body"])
    body = _f1(true_body, grams(got.get("body")))
    marks: Marks = {
        "title": _squeezed(got.get("title")) == _squeezed(want["title"]),
        "day": _same(due, printed, "%F"),
        "source": bool(got) and source == true_source,
        "authors": bool(got) and _squeezed_names(got.get("authors")) == authors,
        "editors": bool(got) and _squeezed_names(got.get("editors")) == editors,
        "body": body,
        "body right": body >= 0.95 or (body >= 0.75 and _has_edges(want, got.get("body"))),
        "false source": bool(source) and source != true_source,
        "editor as author": bool(_squeezed_names(got.get("authors")) & (editors - authors)),
    }
    if want["published_precision"] == "time":
        marks["minute"] = _same(due, printed, "%F %R")
    if not true_source:
        marks["source where there is none"] = bool(source)
    return marks


def _suite_marks(want: Mapping[str, Any], got: Record) -> Marks:
    marks: Marks = {}
    if want.get("title"):
        marks["title"] = _straight(want["title"]) == _straight(got.get("title"))
    if want.get("published"):
        due, printed = _moment(want["published"]), _moment(got.get("published_at"))
        marks["day"] = _same_day(str(want["published"]), str(got.get("published_at")))
        if due and due.tzinfo and (due.hour or due.minute):
            near = printed and printed.tzinfo and abs((printed - due).total_seconds()) < 60
            marks["minute"] = bool(near)
    if want.get("authors") is not None:
        marks["authors"] = _writers(want["authors"]) == _writers(got.get("authors"))
    if want.get("body"):
        body = _f1(_words(want["body"]), _words(got.get("body")))
        marks |= {"body": body, "body right": body >= 0.95}
    return marks


def grams(text: object) -> Counter[int]:
    """The character 4-grams of a text as CRC-32s: truths may hold them in place of a text."""
    plain = _squeezed(text)
    pieces = (plain[i : i + 4] for i in range(max(1, len(plain) - 3)))
    return Counter(zlib.crc32(piece.encode()) for piece in pieces) if plain else Counter()


def _f1(want: Counter[Any], got: Counter[Any]) -> float:
    total = want.total() + got.total()
    return 2 * (want & got).total() / total if total else 1.0


def _squeezed(text: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))


def _squeezed_names(names: Iterable[str] | None) -> set[str]:
    return {_squeezed(name) for name in names or ()} - {""}


def _straight(text: object) -> str:
    folded = unicodedata.normalize("NFKC", str(text or "")).translate(_QUOTES)
    return re.sub(r"\s+", " ", folded).strip()


def _writers(names: Iterable[str] | None) -> set[str]:
    return {_BY.sub("", _straight(name).lower()) for name in names or ()} - {""}


def _words(text: object) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", str(text or "")).lower()))


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None


def _beijing(text: object) -> datetime | None:
    """A moment in Beijing time; a day is its midnight, and a time without a zone is none."""
    moment = _moment(text)
    if moment is not None and len(str(text)) == 10:
        return moment.replace(tzinfo=_BEIJING)
    return moment.astimezone(_BEIJING) if moment is not None and moment.tzinfo else None


def _same(want: datetime | None, got: datetime | None, form: str) -> bool:
    return bool(want and got) and want.strftime(form) == got.strftime(form)


def _same_day(want: str, got: str) -> bool:
    if want[:10] == got[:10]:
        return True
    due, printed = _moment(want), _moment(got)
    zoned = due and printed and due.tzinfo and printed.tzinfo
    return bool(zoned) and printed.astimezone(due.tzinfo).date() == due.date()


def _has_edges(want: Mapping[str, Any], body: object) -> bool:
    """Whether a body begins and ends where the truth does, or at its other acceptable edge."""
    text = _squeezed(body)
    first = [_squeezed(want[k])[:15] for k in ("body_first30", "alt_start30") if want.get(k)]
    last = [_squeezed(want[k])[-15:] for k in ("body_last30", "alt_end30") if want.get(k)]
    return any(map(text.startswith, first)) and any(map(text.endswith, last))
