"""Rebuild the lineages of a whole archive at once, with DuckDB.

Four steps, each a function of the result of the one before: fingerprint every text, join
candidates on fingerprints, verify them, cluster the verified links. Texts and relations are
computed as for single articles. All is written in the caller's transaction: until it commits, the
old lineages stay.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from cachetools import LRUCache

from archive.compare import boilerplate
from archive.compare.alignment import Aligner
from archive.compare.fingerprints import fingerprints_of
from archive.compare.publication import (
    CACHED_CHARACTERS,
    Text,
    cost,
    iter_texts,
    publications,
    texts,
)
from archive.compare.relation import QUOTING, align_pair, depends_on_rarity, relate
from archive.lineage import overrides
from archive.lineage.batch_candidates import Candidates, Sharing, require_duckdb
from archive.lineage.candidates import likeliest_first, limit_per_lineage
from archive.lineage.clusters import components, parent_preference, refresh
from archive.lineage.link_article import exclude_boilerplate, save_text, source_among_twins
from archive.lineage.link_selection import select_non_joining
from archive.lineage.links import Link, link_of, save
from archive.lineage.roundups import as_roundup, is_weak, reclassify_roundup_parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLES = (
    "lineage_members",
    "lineage_postings",
    "lineage_boilerplate",
    "article_links",
    "lineages",
)
_KEPT_LINES = 3_000  # of a station
_ROWS = 100_000  # written at once
_MOST_READ = 200  # articles of one text, among which the credited one is searched

#: The texts used last, by key, as many as `CACHED_CHARACTERS` allows.
TextCache = LRUCache[int, Text]
#: Called as each step begins, with its name and the number of articles.
OnProgress = Callable[[str, int], None]


@dataclass(slots=True)
class FingerprintedTexts:
    """All articles, and all fingerprints as two columns in the order of the postings.

    Of articles with the very same text one is the representative, which alone has postings.
    `twins` gives the source of each other one.
    """

    keys: list[int]
    fingerprints: NDArray[np.int64]
    articles: NDArray[np.int64]
    twins: dict[int, int]


def rebuild(connection: sqlite3.Connection, on_progress: OnProgress | None = None) -> int:
    """Rebuild all lineages; gives the number of articles. Raises UsageError without DuckDB."""
    require_duckdb()
    report = on_progress or (lambda _step, _articles: None)
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    keys = [row[0] for row in connection.execute("SELECT key FROM articles ORDER BY key")]
    report("learning what stations print under every article", len(keys))
    known_lines = learn_boilerplate(connection, keys)
    report("signing", len(keys))
    fingerprinted = fingerprint_all(connection, keys, known_lines)
    with Candidates(fingerprinted.fingerprints, fingerprinted.articles) as candidates:
        report("joining and comparing", len(keys))
        verified = verify_candidates(connection, candidates.joined(), fingerprinted)
        report("tying lineages", len(keys))
        links = select_links(connection, keys, verified, candidates)
    save(connection, links)
    refresh(connection, keys)
    connection.execute("UPDATE lineage_members SET is_final = 1")
    return len(keys)


def learn_boilerplate(connection: sqlite3.Connection, keys: list[int]) -> dict[str, set[int]]:
    """Count the lines of all articles; gives the hashes of each station's boilerplate."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for text in iter_texts(connection, keys):
        counted[text.station].update(boilerplate.countable_lines(text.body))
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
    """Fingerprint all texts and write the postings, in the order of the table."""
    import numpy as np

    fingerprints, articles = array("q"), array("q")
    digests: dict[int, int] = {}
    for text in iter_texts(connection, keys):
        made = exclude_boilerplate(text, known_lines[text.station].intersection)
        save_text(connection, made, is_representative=True)
        found = fingerprints_of(made.compared)
        fingerprints.extend(found)
        articles.extend([made.key] * len(found))
        digests[made.key] = made.digest
    twins = _first_twins(connection, digests)
    connection.executemany(
        "UPDATE lineage_members SET is_representative = 0 WHERE article = ?",
        ((key,) for key in twins),
    )
    columns = [np.frombuffer(column, dtype=np.int64) for column in (fingerprints, articles)]
    posted = ~np.isin(columns[1], np.array([*twins], dtype=np.int64))
    columns = [column[posted] for column in columns]
    order = np.lexsort(columns[::-1])
    fingerprinted = FingerprintedTexts(keys, columns[0][order], columns[1][order], twins)
    _post(connection, fingerprinted)
    return fingerprinted


def _post(connection: sqlite3.Connection, fingerprinted: FingerprintedTexts) -> None:
    for start in range(0, len(fingerprinted.articles), _ROWS):
        part = slice(start, start + _ROWS)
        rows = zip(
            fingerprinted.fingerprints[part].tolist(),
            fingerprinted.articles[part].tolist(),
            strict=True,
        )
        connection.executemany("INSERT INTO lineage_postings VALUES (?, ?)", rows)


@dataclass(slots=True)
class VerifiedLinks:
    """Links that were found; those in `if_rare` count only if the shared text is rare."""

    links: list[Link] = field(default_factory=list)
    if_rare: set[tuple[int, int]] = field(default_factory=set)

    def is_doubtful(self, link: Link) -> bool:
        """Whether a link counts only where what is shared is rare."""
        return (link.article, link.other) in self.if_rare


def verify_candidates(
    connection: sqlite3.Connection, joined: Iterable[Sharing], fingerprinted: FingerprintedTexts
) -> VerifiedLinks:
    """Compare candidates article by article, the oldest first."""
    verified = VerifiedLinks()
    lineages: dict[int, int] = {}
    twins = fingerprinted.twins
    overridden = overrides.pairs(connection)
    cache: TextCache = LRUCache(CACHED_CHARACTERS, getsizeof=cost)
    for key, group in _of_each(fingerprinted.keys, joined):
        likeliest = likeliest_first(group, group, lineages)
        others = [*overridden.get(key, ()), *limit_per_lineage(likeliest, lineages)]
        if key in twins and key not in overridden:
            others = [twins[key]]
        found = _compare(connection, cache, key, [*dict.fromkeys(others)]) if others else []
        verified.links += [link for link, _ in found]
        verified.if_rare.update((link.article, link.other) for link, rare in found if rare)
        copied = [link.opposite(key) for link, rare in found if link.joins and not rare]
        if copied:
            lineages[key] = lineages.setdefault(copied[0], copied[0])
    return verified


def select_links(
    connection: sqlite3.Connection, keys: list[int], verified: VerifiedLinks, candidates: Candidates
) -> list[Link]:
    """Select the links to keep, now that all links are known."""
    links = _without_common_phrases(keys, verified, candidates)
    links = _with_roundup_parts(keys, links)
    joining = _best(connection, [each for each in links if each.joins])
    return joining + _non_joining(links, _lineages(keys, joining))


def _without_common_phrases(
    keys: list[int], verified: VerifiedLinks, candidates: Candidates
) -> list[Link]:
    """The links, without those that rest on a phrase which many lineages have."""
    certain = [each for each in verified.links if each.joins and not verified.is_doubtful(each)]
    doubtful = (_newer_first(*pair) for pair in verified.if_rare)
    rare = candidates.rare(doubtful, _lineages(keys, certain))
    return [
        each for each in verified.links
        if not verified.is_doubtful(each) or _newer_first(each.article, each.other) in rare
    ]  # fmt: skip


def _with_roundup_parts(keys: list[int], links: list[Link]) -> list[Link]:
    """The links, those that turn out to be parts of a roundup reclassified."""
    # a weak copy must not join the two lineages between which it is judged
    strong = (each for each in links if each.joins and not is_weak(each))
    return reclassify_roundup_parts(links, _lineages(keys, strong).__getitem__)


def _non_joining(links: list[Link], lineages: dict[int, int]) -> list[Link]:
    """Select the non-joining links of each article, with quotations classified."""
    by_newer: dict[int, list[Link]] = defaultdict(list)
    for each in links:
        by_newer[max(each.article, each.other)].append(each)
    kept: list[Link] = []
    quotations: dict[int, list[Link]] = defaultdict(list)
    for key, found in by_newer.items():
        joined = {lineages[key]} if any(each.joins for each in found) else set()
        for each in select_non_joining(found, partial(_lineage_opposite, lineages, key), joined):
            (quotations[each.article] if each.relation in QUOTING else kept).append(each)
    for of_one_article in quotations.values():
        kept += as_roundup(of_one_article, lineages.__getitem__)
    return kept


def _lineage_opposite(lineages: dict[int, int], key: int, link: Link) -> int:
    return lineages[link.opposite(key)]


def _best(connection: sqlite3.Connection, joining: list[Link]) -> list[Link]:
    """The link of each article to its parent; of an article without any, the closest one."""
    copies = {
        each.key: each
        for each in publications(
            connection, {key for link in joining for key in (link.article, link.other)}
        )
    }
    by_article: dict[int, list[Link]] = defaultdict(list)
    by_other: dict[int, list[Link]] = defaultdict(list)
    for each in joining:
        by_article[each.article].append(each)
        by_other[each.other].append(each)
    kept = [
        max(own, key=lambda each: parent_preference(each, copies)) for own in by_article.values()
    ]
    tied = {key for each in kept for key in (each.article, each.other)}
    for key, links in by_other.items():
        if key not in tied:
            kept.append(max(links, key=lambda each: each.closeness))
    return kept


def _lineages(keys: list[int], joining: Iterable[Link]) -> dict[int, int]:
    groups = components(keys, ((each.article, each.other) for each in joining))
    return {key: group[0] for group in groups for key in group}


def _first_twins(connection: sqlite3.Connection, digests: dict[int, int]) -> dict[int, int]:
    """The source of each article among those with the very same text; the first one has none."""
    having: dict[int, list[int]] = defaultdict(list)
    for key, digest in digests.items():
        having[digest].append(key)
    found = {}
    for keys in (keys for keys in having.values() if len(keys) > 1):
        first, *rest = same = publications(connection, keys)
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
) -> list[tuple[Link, bool]]:
    """The links between an article and others, each with whether it counts only if rare."""
    text, *others = _texts_of(connection, cache, [key, *candidates])
    aligner = Aligner(text.letters, text.gram_hashes)
    found = []
    for other in others:
        pair = align_pair(aligner, text, other, rare=True)
        relation = overrides.apply_override(connection, pair, relate(pair))
        if relation is not None:
            found.append((link_of(pair, relation), depends_on_rarity(pair)))
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


def _newer_first(one: int, other: int) -> tuple[int, int]:
    return max(one, other), min(one, other)
