"""The article of a JSON record: what `archive load` reads, and the exports write.

Each record needs `id`, `station` and `url`; docs/data.md names the other keys. A record without
`blocks` has the lines of its `body` as paragraphs; one without `credits` has its `authors` and
`editors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo
from functools import cache
from typing import Any, get_args

from archive.dataset.json_record import JsonRecord, describe_value
from archive.model.article import (
    Article,
    Block,
    BlockKind,
    Credit,
    Evidence,
    Image,
    Method,
    Precision,
    PrintedTime,
)
from archive.model.errors import BadRecord
from archive.model.name_globs import is_glob

#: The zone of a time that is given without one: Beijing time.
ZONE = "+08:00"

_MOMENT = re.compile(
    r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"
    r"([T ](?P<hour>\d{1,2}):(?P<minute>\d\d)(:(?P<second>\d\d)(\.\d+)?)?"
    r" ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)


def article_of(record: Any) -> Article:
    r"""The article that a record says. Raises BadRecord, naming the key and what is expected.

    >>> article_of({"id": "a:1", "station": "a", "url": "https://a.example/1", "title": "题",
    ...             "published_at": "2022-07-22", "body": "一\n二", "authors": ["付鼎臣"]}).body
    '一\n二'
    >>> article_of({"id": "a:1", "station": "a"})
    Traceback (most recent call last):
    archive.model.errors.BadRecord: url: expected a text, found nothing
    """
    if not isinstance(record, dict):
        raise BadRecord(f"expected a JSON object, found {describe_value(record)}")
    fields = JsonRecord(record)
    return Article(
        id=fields.name("id"),
        station=_station(fields),
        url=fields.address("url"),
        title=fields.text("title") or "",
        blocks=_blocks(fields),
        kicker=fields.optional("kicker"),
        subtitle=fields.optional("subtitle"),
        original_title=fields.optional("original_title"),
        published=_published(fields),
        source=fields.optional("source"),
        credits=_credits(fields),
        images=tuple(
            Image(
                url=row.required("url"),
                caption=row.optional("caption"),
                credit=row.optional("credit"),
            )
            for row in fields.rows("images")
        ),
        complete=fields.truth("complete", default=True),
        language=fields.optional("language"),
        layout=fields.optional("layout"),
        reader=fields.optional("reader"),
        evidence=tuple(_evidence(fields)),
    )


def _station(fields: JsonRecord) -> str:
    """A name that stands for one station: a glob would stand for several."""
    name = fields.name("station")
    if is_glob(name):
        raise fields.wrong("station", "a name without the signs of a glob: *, ? and [")
    return name


def _published(fields: JsonRecord) -> PrintedTime | None:
    """ISO 8601, and what spreadsheets make of it: 2020/2/11 9:05."""
    printed = fields.optional("published_at")
    if printed is None:
        return None
    parts = _MOMENT.fullmatch(printed.strip())
    likely = "day"
    if parts and parts["hour"]:
        likely = "second" if parts["second"] else "minute"
    precision = fields.one_of("published_precision", ("second", "minute", "day"), likely)
    expected = "a date" if precision == "day" else "a date and time"
    if parts is None or (precision != "day" and not parts["hour"]):
        raise fields.wrong("published_at", f"{expected} (ISO 8601)")
    try:
        return PrintedTime(value=_value(parts, precision), precision=precision)
    except ValueError:
        raise fields.wrong("published_at", f"{expected} of the calendar") from None


def _value(parts: re.Match[str], precision: Precision) -> datetime | date:
    """The moment, or the day, that a match of `_MOMENT` names."""
    day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if precision == "day":
        return day
    clock = time(int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0))
    return datetime.combine(day, clock, _zone(parts["zone"] or ZONE))


@cache
def _zone(offset: str) -> tzinfo | None:
    """The zone of an offset: +08:00, +0800, Z."""
    return datetime.strptime(offset, "%z").tzinfo


def _blocks(fields: JsonRecord) -> tuple[Block, ...]:
    if fields.values.get("blocks") is not None:
        kinds = get_args(BlockKind)
        return tuple(
            Block(text=row.text("text") or "", kind=row.one_of("kind", kinds, "paragraph"))
            for row in fields.rows("blocks")
        )
    body = fields.text("body")
    return tuple(Block(text=line) for line in body.split("\n")) if body else ()


def _credits(fields: JsonRecord) -> tuple[Credit, ...]:
    if fields.values.get("credits") is not None:
        return tuple(
            Credit(
                role=row.required("role"),
                name=row.required("name"),
                role_printed=row.optional("role_printed"),
                affiliation=row.optional("affiliation"),
                position=row.position(number),
            )
            for number, row in enumerate(fields.rows("credits"), start=1)
        )
    named = [("author", name) for name in fields.texts("authors")]
    named += [("editor", name) for name in fields.texts("editors")]
    return tuple(Credit(role=r, name=n, position=p) for p, (r, n) in enumerate(named, start=1))


def _evidence(fields: JsonRecord) -> Iterator[Evidence]:
    """Evidence as records show it: for each field what was chosen, and what else was printed."""
    evidence = fields.values.get("evidence") or {}
    if not isinstance(evidence, dict) or not all(isinstance(v, dict) for v in evidence.values()):
        raise fields.wrong("evidence", "an object of objects")
    for name, values in evidence.items():
        shown = JsonRecord(values, f"evidence {name}: ")
        if shown.text("from") is not None:
            yield _item(name, shown, chosen=True)
        for other in shown.rows("also"):
            yield _item(name, other, chosen=False)


def _item(name: str, shown: JsonRecord, *, chosen: bool) -> Evidence:
    return Evidence(
        field=name,
        printed=shown.text("printed") or "",
        where=shown.required("from"),
        method=shown.one_of("method", get_args(Method), "generic"),
        chosen=chosen,
        why=shown.text("why"),
    )
