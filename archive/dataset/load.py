"""Records of articles, one JSON object a line, into the archive: no captures, only what they say.

Each record needs `id`, `station` and `url`; docs/data.md names the other keys. A record without
`blocks` has the lines of its `body` as paragraphs; one without `credits` has its `authors` and
`editors`. Loading a file twice changes nothing.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from archive.db.connection import undoing_in_memory
from archive.lineage.reconcile import catch_up
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
from archive.model.errors import BadRecord, UsageError
from archive.search.index import optimize, settings_for_many
from archive.store.takedown import is_erased, takedown_of, unhidden

if TYPE_CHECKING:
    import sqlite3

    from archive.store.archive import Archive

#: The zone of a time that is given without one: Beijing time.
ZONE = "+08:00"

_MOMENT = re.compile(
    r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"
    r"([T ](?P<hour>\d{1,2}):(?P<minute>\d\d)(:(?P<second>\d\d)(\.\d+)?)?"
    r" ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)

BATCH = 100  # records committed together
BULK_BATCH = 5_000
LONGEST_LINE = 256 << 20  # bytes; a text may be 30 MB long, and JSON may write 6 bytes a character

# Of many articles: which were read from captures, hidden or erased, and which addresses were.
_DOUBTFUL = """
SELECT value FROM json_each(?1)
WHERE EXISTS (SELECT 1 FROM revision_captures WHERE article = value)
    OR EXISTS (SELECT 1 FROM takedowns WHERE article = value)
UNION ALL
SELECT value FROM json_each(?2)
WHERE EXISTS (SELECT 1 FROM takedown_addresses WHERE url = value)"""


@dataclass(slots=True)
class Loaded:
    """What became of the lines of a file: how many of each outcome, and how many were refused."""

    outcomes: Counter[str] = field(default_factory=Counter)
    refused: int = 0


def load(
    archive: Archive,
    lines: Iterable[bytes],
    *,
    bulk: bool = False,
    refuse: Callable[[BadRecord], None],
) -> Loaded:
    """Hold the article of each line; `refuse` is told of each line that is not loaded.

    That is one that is no record, or is of an article that was read from captures, or stands at
    the address of another that was erased.

    Records are committed in batches, each all or nothing and fully indexed. `bulk` makes the
    batches larger, and merges the index and finds the lineages when all are in: for many records
    at once.
    Raises BadRecord where lines are refused and none is loaded.
    """
    loaded = hold_lines(archive, lines, bulk=bulk, refuse=refuse)
    if loaded.refused and not loaded.outcomes:
        raise BadRecord("not one line of it was loaded")
    if bulk and loaded.outcomes:
        with archive.transaction() as connection:
            optimize(connection)
        catch_up(archive.connection, archive.transaction)
    return loaded


def hold_lines(
    archive: Archive,
    lines: Iterable[bytes],
    *,
    bulk: bool,
    refuse: Callable[[BadRecord], None],
) -> Loaded:
    """The batches of `load`: all is held and indexed; in bulk, nothing is merged or linked yet."""
    loaded = Loaded()
    settings = settings_for_many if bulk else nullcontext
    numbered = enumerate(lines, start=1)
    with undoing_in_memory(archive.connection):
        while batch := list(islice(numbered, BULK_BATCH if bulk else BATCH)):
            with archive.transaction() as connection, settings(connection):
                for article in _articles(connection, batch, loaded, refuse):
                    held = archive.store_article(article, [], linking=not bulk)
                    loaded.outcomes[held.outcome] += 1
    return loaded


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, unpacked where its name ends in `.gz`.

    Raises UsageError where the file cannot be read, or a line is longer than LONGEST_LINE.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number in count(1):
                line = file.readline(LONGEST_LINE + 1)
                if len(line) > LONGEST_LINE:
                    raise UsageError(
                        f"{path}: line {number} is longer than {LONGEST_LINE >> 20} MB;"
                        " expected one record a line"
                    )
                if not line:
                    return
                yield line
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: cannot be read to its end: {error}") from error


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
        raise BadRecord(f"expected a JSON object, found {_named(record)}")
    said = _Record(record)
    return Article(
        id=said.required("id"),
        station=said.required("station"),
        url=said.required("url"),
        title=said.text("title") or "",
        blocks=_blocks(said),
        kicker=said.optional("kicker"),
        subtitle=said.optional("subtitle"),
        original_title=said.optional("original_title"),
        published=_published(said),
        source=said.optional("source"),
        credits=_credits(said),
        images=tuple(
            Image(
                url=row.required("url"),
                caption=row.optional("caption"),
                credit=row.optional("credit"),
            )
            for row in said.rows("images")
        ),
        complete=said.truth("complete", default=True),
        language=said.optional("language"),
        layout=said.optional("layout"),
        reader=said.optional("reader"),
        evidence=tuple(_evidence(said)),
    )


class _Record:
    """A JSON object whose values are asked for by key and type; `place` says where it stands."""

    def __init__(self, values: dict[str, Any], place: str = "") -> None:
        self.values = values
        self.place = place

    def wrong(self, key: str, expected: str) -> BadRecord:
        found = _named(self.values.get(key))
        return BadRecord(f"{self.place}{key}: expected {expected}, found {found}")

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.wrong(key, "a text")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self.wrong(key, "a text of whole characters (no half surrogates)") from None
        return value.replace("\0", "\ufffd")  # as in HTML; SQLite would end the text there

    def optional(self, key: str) -> str | None:
        """A text that need not be there; one that is empty or made of blanks is not there."""
        value = self.text(key)
        return value if value and value.strip() else None

    def required(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.wrong(key, "a text")
        return value

    def one_of(self, key: str, words: tuple[str, ...], default: str) -> Any:
        value = self.text(key) or default
        if value not in words:
            raise self.wrong(key, f"one of {', '.join(words)}")
        return value

    def truth(self, key: str, *, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def texts(self, key: str) -> list[str]:
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "a list of texts")
        items = _Record({str(n): item for n, item in enumerate(value)}, f"{self.place}{key} ")
        return [items.required(n) for n in items.values]

    def rows(self, key: str) -> list[_Record]:
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, "a list of objects")
        return [_Record(item, f"{self.place}{key} {n}: ") for n, item in enumerate(value, 1)]

    def position(self, default: int) -> int:
        value = self.values.get("position")
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong("position", "a whole number")
        return value


def _named(value: Any) -> str:
    """What a JSON value is, in the words of an error message."""
    if value is None:
        return "nothing"
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _published(said: _Record) -> PrintedTime | None:
    """ISO 8601, and what spreadsheets make of it: 2020/2/11 9:05."""
    printed = said.optional("published_at")
    if printed is None:
        return None
    parts = _MOMENT.fullmatch(printed.strip())
    likely = "day"
    if parts and parts["hour"]:
        likely = "second" if parts["second"] else "minute"
    precision = said.one_of("published_precision", ("second", "minute", "day"), likely)
    expected = "a date" if precision == "day" else "a date and time"
    if parts is None or (precision != "day" and not parts["hour"]):
        raise said.wrong("published_at", f"{expected} (ISO 8601)")
    try:
        return PrintedTime(value=_value(parts, precision), precision=precision)
    except ValueError:
        raise said.wrong("published_at", f"{expected} of the calendar") from None


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


def _blocks(said: _Record) -> tuple[Block, ...]:
    if said.values.get("blocks") is not None:
        kinds = get_args(BlockKind)
        return tuple(
            Block(text=row.text("text") or "", kind=row.one_of("kind", kinds, "paragraph"))
            for row in said.rows("blocks")
        )
    body = said.text("body")
    return tuple(Block(text=line) for line in body.split("\n")) if body else ()


def _credits(said: _Record) -> tuple[Credit, ...]:
    if said.values.get("credits") is not None:
        return tuple(
            Credit(
                role=row.required("role"),
                name=row.required("name"),
                role_printed=row.optional("role_printed"),
                affiliation=row.optional("affiliation"),
                position=row.position(number),
            )
            for number, row in enumerate(said.rows("credits"), start=1)
        )
    named = [("author", name) for name in said.texts("authors")]
    named += [("editor", name) for name in said.texts("editors")]
    return tuple(Credit(role=r, name=n, position=p) for p, (r, n) in enumerate(named, start=1))


def _evidence(said: _Record) -> Iterator[Evidence]:
    """Evidence as records show it: for each field what was chosen, and what else was printed."""
    fields = said.values.get("evidence") or {}
    if not isinstance(fields, dict) or not all(isinstance(v, dict) for v in fields.values()):
        raise said.wrong("evidence", "an object of objects")
    for name, values in fields.items():
        shown = _Record(values, f"evidence {name}: ")
        if shown.text("from") is not None:
            yield _item(name, shown, chosen=True)
        for other in shown.rows("also"):
            yield _item(name, other, chosen=False)


def _item(name: str, shown: _Record, *, chosen: bool) -> Evidence:
    return Evidence(
        field=name,
        printed=shown.text("printed") or "",
        where=shown.required("from"),
        method=shown.one_of("method", get_args(Method), "generic"),
        chosen=chosen,
        why=shown.text("why"),
    )


def _articles(
    connection: sqlite3.Connection,
    batch: list[tuple[int, bytes]],
    loaded: Loaded,
    refuse: Callable[[BadRecord], None],
) -> Iterator[Article]:
    """The articles of numbered lines that may be held; blank lines are none."""
    numbered = ((number, line) for number, line in batch if line.strip())
    while read := [(number, _read(line)) for number, line in islice(numbered, BATCH)]:
        doubtful = _doubtful(connection, [each for _, each in read if isinstance(each, Article)])
        for number, article in read:
            try:
                if isinstance(article, BadRecord):
                    raise article
                if article.id in doubtful or article.url in doubtful:
                    _refuse_captured(connection, article.id)
                    _refuse_erased(connection, article)
            except BadRecord as error:
                loaded.refused += 1
                refuse(BadRecord(f"line {number}: {error}"))
            else:
                yield article


def _doubtful(connection: sqlite3.Connection, articles: list[Article]) -> set[str]:
    """Ids and addresses of which something is held that may forbid to load the article.

    No load changes what they are asked for; so many articles are asked for at once, in a tenth of
    the time.
    """
    ids = json.dumps([article.id for article in articles])
    addresses = json.dumps([article.url for article in articles])
    return {value for (value,) in connection.execute(_DOUBTFUL, (ids, addresses))}


def _refuse_captured(connection: sqlite3.Connection, article: str) -> None:
    """Raises BadRecord for an article, also a hidden one, that was read from captures."""
    with unhidden(connection, takedown_of(connection, article)):
        captured = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM revision_captures WHERE article = ?)", (article,)
        ).fetchone()[0]
    if captured:
        raise BadRecord(
            f"{article}: held from captures; a loaded record does not revise what a station showed"
        )


def _refuse_erased(connection: sqlite3.Connection, article: Article) -> None:
    """Raises BadRecord for the address of an erased article, where it comes under another id."""
    if is_erased(connection, url=article.url) and not is_erased(connection, article=article.id):
        raise BadRecord(
            f"{article.id}: what stood at {article.url} was erased; it is never held again"
        )


def _read(line: bytes) -> Article | BadRecord:
    """The article of a line, or why it has none."""
    try:
        return _article_of_line(line)
    except BadRecord as error:
        return error


def _article_of_line(line: bytes) -> Article:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"no JSON: {error}") from None
    return article_of(record)
