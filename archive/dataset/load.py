"""Records of articles, one JSON object a line, into the archive: no captures, only what they say.

Loading a file twice changes nothing. `archive.dataset.article_record` reads each record.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from archive.dataset.article_record import article_of
from archive.db.connection import undoing_in_memory
from archive.lineage.reconcile import MANY, catch_up
from archive.model.article import Article
from archive.model.errors import BadRecord, UsageError
from archive.search.index import merge_added, settings_for_many
from archive.store.takedown import is_erased, takedown_of, unhidden

if TYPE_CHECKING:
    import sqlite3

    from archive.store.archive import Archive

BATCH = 100  # records committed together
BULK_BATCH = 5_000
LONGEST_LINE = 256 << 20  # bytes; a text may be 30 MB long, and JSON may write 6 bytes a character

#: A line of a file of records, or why whoever read the file found none there.
Line = bytes | BadRecord

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
    changed: list[str] = field(default_factory=list)  # in bulk: articles that were held before


def load(
    archive: Archive,
    lines: Iterable[Line],
    *,
    bulk: bool = False,
    refuse: Callable[[BadRecord], None],
) -> Loaded:
    """Hold the article of each line; `refuse` is told of each line that is not loaded.

    That is one that is no record, or is of an article that was read from captures, or stands at
    the address of another that was erased.

    Records are committed in batches, each all or nothing and fully indexed. `bulk` makes the
    batches larger, and merges the index and finds the lineages when all are in. Of few records
    that would cost more than it spares: they are loaded as without it.
    Raises BadRecord where lines are refused and none is loaded.
    """
    left = iter(lines)
    first = list(islice(left, MANY + 1))
    bulk = bulk and len(first) > MANY
    loaded = hold_lines(archive, chain(first, left), bulk=bulk, refuse=refuse)
    if loaded.refused and not loaded.outcomes:
        raise BadRecord("not one line of it was loaded")
    if bulk and loaded.outcomes:
        with archive.transaction() as connection:
            merge_added(connection, loaded.outcomes["new"])
        catch_up(archive.connection, archive.transaction, loaded.changed)
    return loaded


def hold_lines(
    archive: Archive,
    lines: Iterable[Line],
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
                    stored = archive.store_article(article, [], linking=not bulk)
                    loaded.outcomes[stored.outcome] += 1
                    if bulk and stored.outcome not in {"new", "unchanged"}:
                        loaded.changed.append(article.id)
    return loaded


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader | gzip.GzipFile]:
    """A file of records, unpacked where its name ends in `.gz`.

    Raises UsageError where it cannot be read.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield file
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: cannot be read to its end: {error}") from error


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file of records. Raises UsageError, also for one longer than LONGEST_LINE."""
    with opened(path) as file:
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


def _articles(
    connection: sqlite3.Connection,
    batch: list[tuple[int, Line]],
    loaded: Loaded,
    refuse: Callable[[BadRecord], None],
) -> Iterator[Article]:
    """The articles of numbered lines that may be held; blank lines are none."""
    numbered = ((number, line) for number, line in batch if not _is_blank(line))
    while read := [(number, line, _read(line)) for number, line in islice(numbered, BATCH)]:
        doubtful = _doubtful(connection, [each for *_, each in read if isinstance(each, Article)])
        for number, line, article in read:
            try:
                if isinstance(article, BadRecord):
                    raise article
                if article.id in doubtful or article.url in doubtful:
                    _refuse_captured(connection, article.id)
                    _refuse_erased(connection, article)
            except BadRecord as error:
                loaded.refused += 1
                refuse(error if error is line else BadRecord(f"line {number}: {error}"))
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


def _is_blank(line: Line) -> bool:
    return isinstance(line, bytes) and not line.strip()


def _read(line: Line) -> Article | BadRecord:
    """The article of a line, or why it has none."""
    if isinstance(line, BadRecord):
        return line
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
