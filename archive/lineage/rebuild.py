"""The lineages of the whole archive at once: the same signing and the same relations, on DuckDB.

Four steps, each a function of what the one before it made, so that another engine can take its
place: sign every text, join candidates by fingerprints, verify them, cluster what is verified.
All is written in the caller's transaction: until it commits, the old lineages stand.
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

from archive.compare import boilerplate as furniture
from archive.compare.alignment import Aligner
from archive.compare.fingerprints import sign
from archive.compare.publication import (
    CACHED_CHARACTERS,
    Text,
    cost,
    publications,
    texts,
    texts_in_turn,
)
from archive.compare.relation import QUOTING, needs_rare, pair_of, relate
from archive.lineage import overrides as overrules
from archive.lineage.batch_candidates import Candidates, Sharing, require_duckdb
from archive.lineage.candidates import by_likelihood, chosen
from archive.lineage.clusters import components, preference, refresh
from archive.lineage.link_article import first_twin, save_text, set_aside
from archive.lineage.link_selection import loose
from archive.lineage.links import Link, link_of, save
from archive.lineage.roundups import as_roundup, is_weak, settle_all

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLES = ("lineage_texts", "lineage_postings", "lineage_furniture", "reprints", "lineages")
_KEPT_LINES = 3_000  # of a station
_ROWS = 100_000  # written at once
_KNOWN = 200  # articles of one text among which the credited one is looked for

#: The texts used last, by key, as many as `CACHED_CHARACTERS` allows.
TextCache = LRUCache[int, Text]
#: Told which step begins, and how many articles it goes through.
Told = Callable[[str, int], None]


@dataclass(slots=True)
class Signed:
    """All articles, and all fingerprints, as two columns in the order of the postings.

    Of articles with the very same text one is posted; `twins` says whom each other is taken from.
    """

    keys: list[int]
    fingerprints: NDArray[np.int64]
    articles: NDArray[np.int64]
    twins: dict[int, int]


def rebuild(connection: sqlite3.Connection, told: Told | None = None) -> int:
    """Make all lineages again; gives the number of articles. Raises UsageError if it cannot."""
    require_duckdb()
    tell = told or (lambda _step, _articles: None)
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    keys = [row[0] for row in connection.execute("SELECT key FROM articles ORDER BY key")]
    tell("learning what stations print under every article", len(keys))
    learnt = learn(connection, keys)
    tell("signing", len(keys))
    signed = sign_all(connection, keys, learnt)
    with Candidates(signed.fingerprints, signed.articles) as candidates:
        tell("joining and comparing", len(keys))
        verified = verify(connection, candidates.joined(), signed)
        tell("tying lineages", len(keys))
        links = decide(connection, keys, verified, candidates)
    save(connection, links)
    refresh(connection, keys)
    connection.execute("UPDATE lineage_texts SET settled = 1")
    return len(keys)


def learn(connection: sqlite3.Connection, keys: list[int]) -> dict[str, set[int]]:
    """Count the lines of all stations' articles; gives each station's furniture, as hashes."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for text in texts_in_turn(connection, keys):
        counted[text.station].update(furniture.countable(text.body))
    for station, lines in counted.items():
        connection.executemany(
            "INSERT INTO lineage_furniture VALUES (?, ?, ?)",
            ((station, line, count) for line, count in lines.most_common(_KEPT_LINES) if count > 1),
        )
    return {
        station: {line for line, count in lines.items() if count >= furniture.LEARNT}
        for station, lines in counted.items()
    }


def sign_all(
    connection: sqlite3.Connection, keys: list[int], learnt: dict[str, set[int]]
) -> Signed:
    """Sign all texts and write the postings, in the order in which the table keeps them."""
    import numpy as np

    fingerprints, articles = array("q"), array("q")
    digests: dict[int, int] = {}
    for text in texts_in_turn(connection, keys):
        made = set_aside(text, learnt[text.station].intersection)
        save_text(connection, made, posted=True)
        found = sign(made.compared)
        fingerprints.extend(found)
        articles.extend([made.key] * len(found))
        digests[made.key] = made.digest
    twins = _first_twins(connection, digests)
    connection.executemany(
        "UPDATE lineage_texts SET posted = 0 WHERE article = ?", ((key,) for key in twins)
    )
    columns = [np.frombuffer(column, dtype=np.int64) for column in (fingerprints, articles)]
    posted = ~np.isin(columns[1], np.array([*twins], dtype=np.int64))
    columns = [column[posted] for column in columns]
    order = np.lexsort(columns[::-1])
    signed = Signed(keys, columns[0][order], columns[1][order], twins)
    _post(connection, signed)
    return signed


def _post(connection: sqlite3.Connection, signed: Signed) -> None:
    for start in range(0, len(signed.articles), _ROWS):
        part = slice(start, start + _ROWS)
        rows = zip(signed.fingerprints[part].tolist(), signed.articles[part].tolist(), strict=True)
        connection.executemany("INSERT INTO lineage_postings VALUES (?, ?)", rows)


@dataclass(slots=True)
class Verified:
    """Links that were found, and those of them that count only where what is shared is rare."""

    links: list[Link] = field(default_factory=list)
    if_rare: set[tuple[int, int]] = field(default_factory=set)


def verify(connection: sqlite3.Connection, joined: Iterable[Sharing], signed: Signed) -> Verified:
    """Hold candidates against each other, article by article, the oldest first."""
    verified = Verified()
    lineages: dict[int, int] = {}
    twins = signed.twins
    decided = overrules.pairs(connection)
    cache: TextCache = LRUCache(CACHED_CHARACTERS, getsizeof=cost)
    for key, group in _of_each(signed.keys, joined):
        likeliest = by_likelihood(group, group, lineages)
        likely = list(dict.fromkeys([*decided.get(key, ()), *chosen(likeliest, lineages)]))
        if key in twins and key not in decided:
            likely = [twins[key]]
        found = _compare(connection, cache, key, likely) if likely else []
        verified.links += [link for link, _ in found]
        verified.if_rare.update((link.article, link.other) for link, rare in found if rare)
        tied = [link.opposite(key) for link, rare in found if link.joins and not rare]
        if tied:
            lineages[key] = lineages.setdefault(tied[0], tied[0])
    return verified


def decide(
    connection: sqlite3.Connection, keys: list[int], verified: Verified, candidates: Candidates
) -> list[Link]:
    """The links to keep of those that were found, with all that is known in the end."""
    certain = [
        each for each in verified.links
        if each.joins and (each.article, each.other) not in verified.if_rare
    ]  # fmt: skip
    rare = candidates.rare(_asked(verified.if_rare), _lineages(keys, certain))
    links = [
        each for each in verified.links
        if (each.article, each.other) not in verified.if_rare or _newer_first(each) in rare
    ]  # fmt: skip
    # a weak copy must not tie the two lineages between which it is to be judged
    lineages = _lineages(keys, (each for each in links if each.joins and not is_weak(each)))
    links = settle_all(links, lineages.__getitem__)
    kept = _best(connection, [each for each in links if each.joins])
    lineages = _lineages(keys, kept)
    by_newer: dict[int, list[Link]] = defaultdict(list)
    for each in links:
        by_newer[max(each.article, each.other)].append(each)
    quotes: dict[int, list[Link]] = defaultdict(list)
    for key, found in by_newer.items():
        own = {lineages[key]} if any(each.joins for each in found) else set()
        for each in loose(found, partial(_lineage_opposite, lineages, key), own):
            (quotes[each.article] if each.relation in QUOTING else kept).append(each)
    for of_one in quotes.values():
        kept += as_roundup(of_one, lineages.__getitem__)
    return kept


def _lineage_opposite(lineages: dict[int, int], key: int, link: Link) -> int:
    return lineages[link.opposite(key)]


def _best(connection: sqlite3.Connection, joining: list[Link]) -> list[Link]:
    """Of each article, the link to its parent; of one that is tied by no such link, the closest."""
    copies = {
        each.key: each
        for each in publications(connection, {k for x in joining for k in (x.article, x.other)})
    }
    by_article: dict[int, list[Link]] = defaultdict(list)
    by_other: dict[int, list[Link]] = defaultdict(list)
    for each in joining:
        by_article[each.article].append(each)
        by_other[each.other].append(each)
    kept = [max(own, key=lambda each: preference(each, copies)) for own in by_article.values()]
    tied = {key for each in kept for key in (each.article, each.other)}
    for key, links in by_other.items():
        if key not in tied:
            kept.append(max(links, key=lambda each: each.closeness))
    return kept


def _lineages(keys: list[int], joining: Iterable[Link]) -> dict[int, int]:
    groups = components(keys, ((each.article, each.other) for each in joining))
    return {key: group[0] for group in groups for key in group}


def _first_twins(connection: sqlite3.Connection, digests: dict[int, int]) -> dict[int, int]:
    """Of articles with the very same text, the one that each is taken from; one is in no pair."""
    having: dict[int, list[int]] = defaultdict(list)
    for key, digest in digests.items():
        having[digest].append(key)
    found = {}
    for keys in (keys for keys in having.values() if len(keys) > 1):
        first, *rest = same = publications(connection, keys)
        for each in rest:
            others = (other for other in same[:_KNOWN] if other is not each)
            found[each.key] = first_twin(each, others) or first.key
    return found


def _of_each(keys: Iterable[int], joined: Iterable[Sharing]) -> Iterator[Sharing]:
    """Each key with its candidates and their weights; there may be none."""
    found = iter(joined)
    article, group = next(found, (None, {}))
    for key in keys:
        if key != article:
            yield key, {}
            continue
        yield key, group
        article, group = next(found, (None, {}))


def _compare(
    connection: sqlite3.Connection, cache: TextCache, key: int, likely: list[int]
) -> list[tuple[Link, bool]]:
    """The links between an article and others, and whether each needs to be rare to count."""
    text, *others = _texts_of(connection, cache, [key, *likely])
    aligner = Aligner(text.letters, text.grams)
    found = []
    for other in others:
        pair = pair_of(aligner, text, other, rare=True)
        said = overrules.overruled(connection, pair, relate(pair))
        if said is not None:
            found.append((link_of(pair, said), needs_rare(pair)))
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


def _newer_first(link: Link) -> tuple[int, int]:
    return max(link.article, link.other), min(link.article, link.other)


def _asked(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    return ((max(pair), min(pair)) for pair in pairs)
