"""Rebuild the lineages of a whole archive at once, with DuckDB.

Five steps, each a function of the result of the one before: fingerprint every text, join candidates
on fingerprints, compare them, judge the pairs, cluster the links. Texts are compared as for single
articles. Which texts are forms follows from the lineages, and these from the forms: judging begins
with every pair that shares enough in one lineage, and is repeated until nothing changes. Articles
are taken in the order of their times, so that the order in which they came in does not matter. All
is written in the caller's transaction: until it commits, the old lineages stay.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from cachetools import LRUCache

from archive.compare import boilerplate
from archive.compare.alignment import Aligner
from archive.compare.fingerprints import fingerprints_of
from archive.compare.page_notice import page_keys
from archive.compare.publication import (
    CACHED_CHARACTERS,
    Text,
    cost,
    iter_texts,
    publications,
    texts,
)
from archive.compare.relation import align_pair, judge_unknown
from archive.lineage import overrides
from archive.lineage.batch_candidates import Candidates, Sharing, require_duckdb
from archive.lineage.candidates import likeliest_first, limit_per_lineage
from archive.lineage.clusters import Groups, parent_preference, refresh
from archive.lineage.frequencies import FrequencyTable
from archive.lineage.judging import Compared, judge_all, lineages_by
from archive.lineage.link_article import (
    SHORT,
    exclude_boilerplate,
    save_text,
    source_among_twins,
)
from archive.lineage.link_selection import select_non_joining
from archive.lineage.links import Link, link_of, save
from archive.lineage.passages import name_passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from archive.compare.rarity import Grams

_TABLES = (
    "lineage_members",
    "lineage_postings",
    "lineage_boilerplate",
    "lineage_frequencies",
    "article_links",
    "lineages",
)
_KEPT_LINES = 3_000  # of a station
_ROWS = 100_000  # written at once
_READ = 500  # publications at once
_MOST_READ = 200  # articles of one text, among which the credited one is searched

#: The texts used last, by key, as many as `CACHED_CHARACTERS` allows.
TextCache = LRUCache[int, Text]
#: Called as each step begins, with its name and the number of articles.
OnProgress = Callable[[str, int], None]


@dataclass(slots=True)
class FingerprintedTexts:
    """All articles by time, and all fingerprints as two columns in the order of the postings.

    `articles` counts the articles by time. Of articles with the very same text one is the
    representative, which alone has postings; `twins` gives the source of each other one.
    """

    keys: list[int]
    fingerprints: NDArray[np.int64]
    articles: NDArray[np.int64]
    twins: dict[int, int]
    grams: dict[int, Grams]


def rebuild(connection: sqlite3.Connection, on_progress: OnProgress | None = None) -> int:
    """Rebuild all lineages; gives the number of articles. Raises UsageError without DuckDB."""
    require_duckdb()
    report = on_progress or (lambda _step, _articles: None)
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    keys = keys_by_time(connection)
    report("learning what stations print under every article", len(keys))
    known_lines = learn_boilerplate(connection, keys)
    report("signing", len(keys))
    fingerprinted = fingerprint_all(connection, keys, known_lines)
    with Candidates(fingerprinted.fingerprints, fingerprinted.articles) as candidates:
        report("joining and comparing", len(keys))
        compared = compare_candidates(connection, candidates.joined(), fingerprinted)
    report("tying lineages", len(keys))
    links = judge_all(compared, fingerprinted.grams)
    save(connection, select_links(connection, keys, links))
    refresh(connection, keys)
    count_all(connection, fingerprinted)
    connection.execute("UPDATE lineage_members SET is_final = 1")
    return len(keys)


def keys_by_time(connection: sqlite3.Connection) -> list[int]:
    """The keys of all articles, in an order that does not depend on when they came in."""
    keys = [row[0] for row in connection.execute("SELECT key FROM articles")]
    found = (
        (each.rank, each.key)
        for start in range(0, len(keys), _READ)
        for each in publications(connection, keys[start : start + _READ])
    )
    return [key for _, key in sorted(found)]


def learn_boilerplate(connection: sqlite3.Connection, keys: list[int]) -> dict[str, set[int]]:
    """Count the lines of all articles; gives the hashes of each station's boilerplate."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for text in iter_texts(connection, keys):
        counted[text.station].update(boilerplate.countable_lines(text.body))
        counted[text.station].update(page_keys(text.body, text.title))
    for station, lines in counted.items():
        connection.executemany(
            "INSERT INTO lineage_boilerplate VALUES (?, ?, ?)",
            ((station, line, count) for line, count in lines.most_common(_KEPT_LINES) if count > 1),
        )
    return {
        station: {line for line, count in lines.items() if count >= boilerplate.LEARNT_FROM}
        for station, lines in counted.items()
    }


def fingerprint_all(
    connection: sqlite3.Connection, keys: list[int], known_lines: dict[str, set[int]]
) -> FingerprintedTexts:
    """Fingerprint all texts and write the postings."""
    import numpy as np

    fingerprints, owners = array("q"), array("q")
    digests: dict[int, int] = {}
    short: set[int] = set()
    grams: dict[int, Grams] = {}
    for text in iter_texts(connection, keys):
        made = exclude_boilerplate(text, known_lines[text.station].intersection)
        save_text(connection, made, is_representative=True)
        found = fingerprints_of(made.letters)
        fingerprints.extend(found)
        owners.extend([made.key] * len(found))
        digests[made.key] = made.digest
        grams[made.key] = made.grams
        if len(made.letters) < SHORT:
            short.add(made.digest)
    twins = _first_twins(connection, digests, short)
    connection.executemany(
        "UPDATE lineage_members SET is_representative = 0 WHERE article = ?",
        ((key,) for key in twins),
    )
    columns = [np.frombuffer(column, dtype=np.int64) for column in (fingerprints, owners)]
    posted = ~np.isin(columns[1], np.array([*twins], dtype=np.int64))
    columns = [column[posted] for column in columns]
    order = np.lexsort(columns[::-1])
    _post(connection, columns[0][order], columns[1][order])
    # where a key stands by time: places has one for each key, which may have gaps
    places = np.zeros(max(keys, default=0) + 1, dtype=np.int64)
    places[np.array(keys, dtype=np.int64)] = np.arange(len(keys))
    return FingerprintedTexts(keys, columns[0], places[columns[1]], twins, grams)


def _post(
    connection: sqlite3.Connection, fingerprints: NDArray[np.int64], keys: NDArray[np.int64]
) -> None:
    for start in range(0, len(keys), _ROWS):
        part = slice(start, start + _ROWS)
        rows = zip(fingerprints[part].tolist(), keys[part].tolist(), strict=True)
        connection.executemany("INSERT INTO lineage_postings VALUES (?, ?)", rows)


def compare_candidates(
    connection: sqlite3.Connection, joined: Iterable[Sharing], fingerprinted: FingerprintedTexts
) -> list[Compared]:
    """Compare candidates article by article, the earliest first; gives the related pairs."""
    compared: list[Compared] = []
    lineages: dict[int, int] = {}
    keys, twins = fingerprinted.keys, fingerprinted.twins
    overridden = overrides.pairs(connection)
    cache: TextCache = LRUCache(CACHED_CHARACTERS, getsizeof=cost)
    for place, group in _of_each(range(len(keys)), joined):
        key = keys[place]
        if key in twins and key not in overridden:
            others = [twins[key]]
        else:
            likeliest = limit_per_lineage(likeliest_first(group, group, lineages), lineages)
            others = [*overridden.get(key, ()), *(keys[each] for each in likeliest)]
        found = _compare(connection, cache, key, [*dict.fromkeys(others)]) if others else []
        compared += found
        joined_with = {one.link.opposite(key) for one in found if one.link.joins}
        copied = [each for each in group if keys[each] in joined_with]
        if copied:
            lineages[place] = lineages.setdefault(copied[0], copied[0])
    return compared


def count_all(connection: sqlite3.Connection, fingerprinted: FingerprintedTexts) -> None:
    """Write how many lineages have each run of letters, as `frequencies.count_article` counts."""
    parents = dict(
        connection.execute("SELECT article, parent FROM lineage_members WHERE parent IS NOT NULL")
    )
    FrequencyTable.of_articles(fingerprinted.grams, parents).write(connection)


def select_links(connection: sqlite3.Connection, keys: list[int], links: list[Link]) -> list[Link]:
    """Select the links to keep, now that all links are known."""
    joining = _best(connection, [each for each in links if each.joins])
    return joining + _non_joining(connection, links, lineages_by(keys, joining))


def _non_joining(
    connection: sqlite3.Connection, links: list[Link], lineages: dict[int, int]
) -> list[Link]:
    """Select the non-joining links of each article, and tell who had a passage first."""
    by_newer: dict[int, list[Link]] = defaultdict(list)
    for each in links:
        by_newer[each.article].append(each)
    kept: list[Link] = []
    for key, found in by_newer.items():
        joined = {lineages[key]} if any(each.joins for each in found) else set()
        kept += select_non_joining(found, partial(_lineage_opposite, lineages, key), joined)
    return name_passages(connection, kept, lineages)


def _lineage_opposite(lineages: dict[int, int], key: int, link: Link) -> int:
    return lineages[link.opposite(key)]


def _best(connection: sqlite3.Connection, joining: list[Link]) -> list[Link]:
    """The link of each article to its parent, and those that hold a lineage together beside."""
    copies = {
        each.key: each
        for each in publications(
            connection, {key for link in joining for key in (link.article, link.other)}
        )
    }
    by_article: dict[int, list[Link]] = defaultdict(list)
    for each in joining:
        by_article[each.article].append(each)
    kept = [
        max(own, key=lambda each: parent_preference(each, copies)) for own in by_article.values()
    ]
    groups = Groups(copies)
    for each in kept:
        groups.join(each.article, each.other)
    closest = sorted(joining, key=lambda each: (-each.closeness, each.article, each.other))
    return kept + [each for each in closest if groups.join(each.article, each.other)]


def _first_twins(
    connection: sqlite3.Connection, digests: dict[int, int], short: set[int]
) -> dict[int, int]:
    """The source of each article among those with the very same text; the first one has none.

    Of a short text, whose copies are near in time, it is the one before.
    """
    having: dict[int, list[int]] = defaultdict(list)
    for key, digest in digests.items():
        having[digest].append(key)
    found: dict[int, int] = {}
    for keys in (keys for keys in having.values() if len(keys) > 1):
        first, *rest = same = publications(connection, keys)
        if digests[first.key] in short:
            found |= {each.key: before.key for before, each in pairwise(same)}
            continue
        for each in rest:
            others = (other for other in same[:_MOST_READ] if other is not each)
            found[each.key] = source_among_twins(each, others) or first.key
    return found


def _of_each(keys: Iterable[int], joined: Iterable[Sharing]) -> Iterator[Sharing]:
    """Give each key with its candidates and their weights, which may be none."""
    found = iter(joined)
    article, group = next(found, (None, {}))
    for key in keys:
        if key != article:
            yield key, {}
            continue
        yield key, group
        article, group = next(found, (None, {}))


def _compare(
    connection: sqlite3.Connection, cache: TextCache, key: int, candidates: list[int]
) -> list[Compared]:
    """Compare an article with others; gives the pairs that may be related."""
    text, *others = _texts_of(connection, cache, [key, *candidates])
    overridden = overrides.overridden_with(connection, text.id)
    aligner = Aligner(text.letters, text.gram_hashes)
    found = []
    for other in others:
        pair = align_pair(aligner, text, other)
        if other.key in overridden:
            if decided := overrides.apply_override(connection, pair, None):
                found.append(Compared(None, link_of(pair, decided)))
        elif pair.may_relate and (relation := judge_unknown(pair.evidence)):
            found.append(Compared(pair.evidence, link_of(pair, relation)))
    return found


def _texts_of(connection: sqlite3.Connection, cache: TextCache, keys: list[int]) -> list[Text]:
    """The texts with these keys, in this order; nobody changes them while lineages are made."""
    found = {key: text for key in keys if (text := cache.get(key)) is not None}
    missing = [key for key in keys if key not in found]
    if missing:
        found |= texts(connection, missing)
    for key in missing:
        cache[key] = found[key]
    return [found[key] for key in keys]
