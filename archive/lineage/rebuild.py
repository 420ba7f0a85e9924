"""Rebuild the lineages of a whole archive at once, with DuckDB.

Five steps, each a function of the result of the one before: fingerprint every text, join candidates
on fingerprints, compare them, judge the pairs, cluster the links. Fingerprinting and comparing are
done by worker processes; this one reads and writes. Texts are compared as for single articles.
Which texts are forms follows from the lineages, and these from the forms: judging begins with every
pair that shares enough in one lineage, and is repeated until nothing changes. Articles are taken in
the order of their times, so that the order in which they came in does not matter. All is written in
the caller's transaction: until it commits, the old lineages stay.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from cachetools import LRUCache

from archive.compare import boilerplate
from archive.compare.fingerprints import VERSION
from archive.compare.publication import (
    CACHED_CHARACTERS,
    TextRow,
    publications,
    row_cost,
    text_rows,
)
from archive.compare.relation import may_relate
from archive.lineage import overrides
from archive.lineage.batch.candidates import Candidates, Sharing, require_duckdb
from archive.lineage.batch.judging import judge_all
from archive.lineage.batch.texts import (
    Compared,
    Comparing,
    Signed,
    Signing,
    compare,
    count_lines,
    sign,
)
from archive.lineage.candidates import likeliest_first, limit_per_lineage
from archive.lineage.clusters import lineages_by, refresh
from archive.lineage.frequencies import count_all, number_runs
from archive.lineage.identical_texts import MOST_READ, NEAREST, nearest_first, source_among_twins
from archive.lineage.link_selection import select_links
from archive.lineage.links import save
from archive.processes.workers import Workers, available_cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from archive.compare.most_shared import Bits
    from archive.compare.rarity import Grams
    from archive.compare.relation import FoundRelation

_TABLES = (
    "lineage_members",
    "lineage_postings",
    "lineage_boilerplate",
    "lineage_frequencies",
    "lineage_recent_frequencies",
    "lineage_counted",
    "article_links",
    "lineages",
)
_KEPT_LINES = 3_000  # of a station
_ROWS = 100_000  # written at once
_READ = 500  # publications at once
_BATCH = 250  # texts of one task
_COMPARED = 100  # articles of one task, each with others
_FEW = 2_000  # articles that one process signs and compares

T = TypeVar("T")
#: Called as each step begins, with its name and the number of articles.
OnProgress = Callable[[str, int], None]


@dataclass(slots=True)
class FingerprintedTexts:
    """All articles by time, and all fingerprints as two columns in the order of the postings.

    `articles` counts the articles by time. Of articles with the very same text one is the
    representative, which alone has postings; `twins` gives the sources of each other one.
    """

    keys: list[int]
    fingerprints: NDArray[np.int64]
    articles: NDArray[np.int64]
    twins: dict[int, list[int]]
    runs: Grams
    grams: dict[int, Grams]  # as numbers of `runs`
    bits: dict[int, Bits]


def rebuild(
    connection: sqlite3.Connection,
    on_progress: OnProgress | None = None,
    processes: int | None = None,
) -> int:
    """Rebuild all lineages; gives the number of articles. Raises UsageError without DuckDB.

    Texts are signed and compared in so many processes, by default one a core; the result is the
    same for any number. Few articles are not worth a process.
    """
    require_duckdb()
    report = on_progress or (lambda _step, _articles: None)
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    keys = keys_by_time(connection)
    with Workers(processes or (1 if len(keys) < _FEW else available_cores())) as workers:
        report("learning what stations print under every article", len(keys))
        known_lines = learn_boilerplate(connection, keys, workers)
        report("signing", len(keys))
        fingerprinted = fingerprint_all(connection, keys, known_lines, workers)
        report("joining", len(keys))
        with Candidates(fingerprinted.fingerprints, fingerprinted.articles) as candidates:
            sharing = candidates.joined(len(keys))
        report("comparing", len(keys))
        compared = compare_candidates(connection, sharing, fingerprinted, workers)
    fingerprinted.bits.clear()  # as large as all that follows
    report("tying lineages", len(keys))
    links = judge_all(compared, fingerprinted.grams, len(fingerprinted.runs))
    save(connection, select_links(connection, keys, links))
    refresh(connection, keys)
    parents = dict(connection.execute("SELECT article, parent FROM lineage_members"))
    count_all(connection, fingerprinted.runs, fingerprinted.grams, parents)
    connection.execute("UPDATE lineage_members SET is_final = 1")
    return len(keys)


def keys_by_time(connection: sqlite3.Connection) -> list[int]:
    """The keys of all articles, in an order that does not depend on when they came in."""
    keys = [row[0] for row in connection.execute("SELECT key FROM articles")]
    found = (
        (each.rank, each.key)
        for part in _parts(keys, _READ)
        for each in publications(connection, part)
    )
    return [key for _, key in sorted(found)]


def learn_boilerplate(
    connection: sqlite3.Connection, keys: list[int], workers: Workers
) -> dict[str, set[int]]:
    """Count the lines of all articles; gives the hashes of each station's boilerplate."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    rows = ([*text_rows(connection, part).values()] for part in _parts(keys, _BATCH))
    for found in workers.map(count_lines, rows):
        for station, lines in found.items():
            counted[station].update(lines)
    for station, lines in counted.items():
        # of lines that are as frequent, the same ones whatever came in first
        kept = sorted(lines.items(), key=lambda each: (-each[1], each[0]))[:_KEPT_LINES]
        connection.executemany(
            "INSERT INTO lineage_boilerplate VALUES (?, ?, ?)",
            ((station, line, count) for line, count in kept if count > 1),
        )
    return {
        station: {line for line, count in lines.items() if count >= boilerplate.LEARNT_FROM}
        for station, lines in counted.items()
    }


def fingerprint_all(
    connection: sqlite3.Connection,
    keys: list[int],
    known_lines: dict[str, set[int]],
    workers: Workers,
) -> FingerprintedTexts:
    """Fingerprint all texts and write the postings."""
    import numpy as np

    fingerprints: list[NDArray[np.int64]] = []
    digests: dict[int, int] = {}
    short: set[int] = set()
    grams: dict[int, Grams] = {}
    bits: dict[int, Bits] = {}
    rows = ([*text_rows(connection, part).values()] for part in _parts(keys, _BATCH))
    tasks = (Signing(each, known_lines) for each in rows)
    for signed in workers.map(sign, tasks):
        _save_signed(connection, signed)
        for each in signed:
            fingerprints.append(each.fingerprints)
            digests[each.key] = each.digest
            grams[each.key] = each.grams
            bits[each.key] = each.bits
            if each.is_short:
                short.add(each.digest)
    twins = _sources_of_twins(connection, digests, short)
    connection.executemany(
        "UPDATE lineage_members SET is_representative = 0 WHERE article = ?",
        ((key,) for key in twins),
    )
    # where a key stands by time: places has one for each key, which may have gaps
    places = np.zeros(max(keys, default=0) + 1, dtype=np.int64)
    places[np.array(keys, dtype=np.int64)] = np.arange(len(keys))
    signed_keys = [*digests]
    posted = [at for at, key in enumerate(signed_keys) if key not in twins]
    owners = np.repeat(
        np.array([signed_keys[at] for at in posted], dtype=np.int64),
        np.array([len(fingerprints[at]) for at in posted], dtype=np.int64),
    )
    columns = [np.concatenate([fingerprints[at] for at in posted] or [owners]), owners]
    fingerprints.clear()
    order = np.lexsort(columns[::-1])
    columns = [column[order] for column in columns]
    _post(connection, *columns)
    return FingerprintedTexts(
        keys, columns[0], places[columns[1]], twins, number_runs(grams), grams, bits
    )


def _save_signed(connection: sqlite3.Connection, signed: Iterable[Signed]) -> None:
    """Write what is known of texts by themselves; each is the representative of its text."""
    connection.executemany(
        "INSERT INTO lineage_members (article, digest, excluded, lineage, credited,"
        " fingerprint_version, is_representative) VALUES (?1, ?2, ?3, ?1, ?4, ?5, 1)",
        ((each.key, each.digest, each.excluded, each.credited, VERSION) for each in signed),
    )


def _post(
    connection: sqlite3.Connection, fingerprints: NDArray[np.int64], keys: NDArray[np.int64]
) -> None:
    for start in range(0, len(keys), _ROWS):
        part = slice(start, start + _ROWS)
        rows = zip(fingerprints[part].tolist(), keys[part].tolist(), strict=True)
        connection.executemany("INSERT INTO lineage_postings VALUES (?, ?)", rows)


def compare_candidates(
    connection: sqlite3.Connection,
    sharing: Sharing,
    fingerprinted: FingerprintedTexts,
    workers: Workers,
) -> list[Compared]:
    """Compare candidates; gives the related pairs.

    At first each article is compared with those that share most with it, which shows lineages;
    then with a few of each lineage, as single articles are.
    """
    keys, twins = fingerprinted.keys, fingerprinted.twins
    places = {key: place for place, key in enumerate(keys)}
    decided = overrides.decided_pairs(connection)
    others: dict[int, list[int]] = defaultdict(list)
    for pair in decided:
        one, other = sorted(pair, key=places.__getitem__)
        others[other].append(one)
    alone = {key: sources for key, sources in twins.items() if key not in others}
    reader = _RowReader(connection, decided)
    for place, key in enumerate(keys):
        likeliest = alone[key] if key in alone else _keys_of(keys, sharing.likeliest(place))
        others[key] += [each for each in likeliest if each not in others[key]]
    bits = fingerprinted.bits
    compared = _compare(workers, reader, _worth_comparing(bits, decided, others))
    lineages = _lineages_by_place(keys, places, compared)
    further: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        if key not in alone:
            group = sharing.of(place)
            found = limit_per_lineage(likeliest_first(group, group, lineages), lineages)
            further[key] = [each for each in _keys_of(keys, found) if each not in others[key]]
    return compared + _compare(workers, reader, _worth_comparing(bits, decided, further))


def _worth_comparing(
    bits: Mapping[int, Bits], decided: Container[frozenset[int]], others: Mapping[int, list[int]]
) -> Iterator[tuple[int, list[int]]]:
    """Each article with those of the others that may be related to it, or were decided to be."""
    for key, found in others.items():
        told = zip(found, may_relate(bits[key], [bits[each] for each in found]), strict=True)
        if worth := [each for each, may in told if may or frozenset((key, each)) in decided]:
            yield key, worth


def _sources_of_twins(
    connection: sqlite3.Connection, digests: dict[int, int], short: set[int]
) -> dict[int, list[int]]:
    """The sources of each article among those with the very same text; the first one has none.

    Of a short text, whose copies are near in time, they are the nearest before.
    """
    having: dict[int, list[int]] = defaultdict(list)
    for key, digest in digests.items():
        having[digest].append(key)
    found: dict[int, list[int]] = {}
    for keys in (keys for keys in having.values() if len(keys) > 1):
        first, *rest = same = publications(connection, keys)
        for place, each in enumerate(rest, start=1):
            if digests[first.key] in short:
                nearest = nearest_first(each, same[max(0, place - NEAREST) : place])
                found[each.key] = [twin.key for twin in nearest]
                continue
            others = (other for other in same[:MOST_READ] if other is not each)
            found[each.key] = [source_among_twins(each, others) or first.key]
    return found


def _compare(
    workers: Workers, reader: _RowReader, articles: Iterable[tuple[int, list[int]]]
) -> list[Compared]:
    """Compare each article with others, by key."""
    tasks = map(reader.comparing, _parts([*articles], _COMPARED))
    return [each for found in workers.map(compare, tasks) for each in found]


class _RowReader:
    """The rows of texts that are compared; those used last are kept."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        decided: Mapping[frozenset[int], FoundRelation | None],
    ) -> None:
        self._connection = connection
        self._decided = decided
        self._kept: LRUCache[int, TextRow] = LRUCache(CACHED_CHARACTERS, getsizeof=row_cost)

    def comparing(self, articles: list[tuple[int, list[int]]]) -> Comparing:
        """The task to compare articles with others."""
        pairs = {frozenset((key, other)) for key, others in articles for other in others}
        keys = {key for pair in pairs for key in pair}
        rows = {key: row for key in keys if (row := self._kept.get(key)) is not None}
        if missing := keys - rows.keys():
            read = text_rows(self._connection, missing)
            self._kept.update(read)
            rows |= read
        decided = {pair: self._decided[pair] for pair in pairs & self._decided.keys()}
        return Comparing(articles, rows, decided)


def _lineages_by_place(
    keys: list[int], places: Mapping[int, int], compared: Iterable[Compared]
) -> dict[int, int]:
    """The lineage of each article that joins one, by place in time, as is known so far."""
    links = [each.link for each in compared if each.link.joins]
    found = lineages_by(keys, links)
    return {places[key]: places[found[key]] for link in links for key in (link.article, link.other)}


def _keys_of(keys: Sequence[int], places: Iterable[int]) -> list[int]:
    return [keys[place] for place in places]


def _parts(whole: Sequence[T], size: int) -> Iterator[list[T]]:
    """Cut a list into parts of so many."""
    return ([*whole[start : start + size]] for start in range(0, len(whole), size))
