"""Lineages beside what else is used for them: quality and cost, in one run.

    python benchmarks/lineage.py                      # quality and cost, a few minutes
    python benchmarks/lineage.py --large 100000       # signing, join and rebuild of so many
    python benchmarks/lineage.py --large 100000 --workers 1   # the same in one process
    python benchmarks/lineage.py --postings 1000000   # looking up in an index of so many

The set is generated from texts of our own (benchmarks/republication.py). Beside us stand datasketch
(MinHash, 5-grams, LSH at 0.6, verified), rensa (the same in Rust, 8-grams, 0.5), simhash (64 bits
of 4-grams, at most 6 differ) and exact windows of 15 characters (a copy is what shares more than a
fifth of them). Times are CPU seconds of this process and its workers, so that a busy machine counts
less; memory is the greatest of a process.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import datasketch
import numpy as np
import rensa
import simhash
from republication import Article, Maker

from archive.compare.fingerprints import fingerprints_of
from archive.compare.normalise import normalise
from archive.dataset.article_record import article_of
from archive.lineage import postings
from archive.lineage.batch.candidates import Candidates
from archive.lineage.clusters import components
from archive.lineage.link_article import link_article
from archive.lineage.rebuild import fingerprint_all, keys_by_time, learn_boilerplate, rebuild
from archive.lineage.reconcile import reconcile
from archive.lineage.tree import export_rows
from archive.model.article import Article as Record
from archive.processes.workers import Workers, available_cores
from archive.store.archive import Archive

Pairs = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """What a method says: the lineage of each article, and which article quotes which lineage."""

    lineages: dict[str, str]
    quotes: Pairs


# --- ours ------------------------------------------------------------------------------------


def ours(archive: Archive) -> FoundRelation:
    """What the archive holds now."""
    lineages, ties = {}, set()
    for row in export_rows(archive.connection):
        if "other" not in row:
            lineages[row["article"]] = row["lineage"]
        elif row["relation"] in {"excerpt", "roundup"}:
            ties.add((row["article"], row["other"]))
    return FoundRelation(lineages, ties)


def hold_all(archive: Archive, records: Sequence[Record]) -> list[float]:
    """Hold articles one by one; the CPU seconds that each one's lineage took."""
    taken = []
    for start in range(0, len(records), 100):
        with archive.transaction() as connection:
            for record in records[start : start + 100]:
                archive.store_article(record, [], linking=False)
                began = time.process_time()
                link_article(connection, record.id)
                taken.append(time.process_time() - began)
    return taken


# --- the others ------------------------------------------------------------------------------


def grams(text: str, size: int) -> list[str]:
    """The runs of so many letters of a text, each once."""
    letters = normalise(text)
    return list({letters[at : at + size] for at in range(max(1, len(letters) - size + 1))})


def by_datasketch(articles: Sequence[Article]) -> FoundRelation:
    """MinHash of 128 permutations in an LSH at 0.6; candidates are verified."""
    lsh = datasketch.MinHashLSH(threshold=0.6, num_perm=128)
    signed, pairs = {}, []
    for article in articles:
        minhash = datasketch.MinHash(num_perm=128)
        minhash.update_batch([gram.encode() for gram in grams(article.body, 5)])
        pairs += [
            (article.id, other)
            for other in lsh.query(minhash)
            if minhash.jaccard(signed[other]) >= 0.6
        ]
        lsh.insert(article.id, minhash)
        signed[article.id] = minhash
    return FoundRelation(clustered(articles, pairs), set())


def by_rensa(articles: Sequence[Article]) -> FoundRelation:
    """RMinHash of 128 permutations in an LSH at 0.5; candidates are verified."""
    lsh = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    signed, pairs = [], []
    for number, article in enumerate(articles):
        minhash = rensa.RMinHash(num_perm=128, seed=1)
        minhash.update(grams(article.body, 8))
        found = [other for other in lsh.query(minhash) if minhash.jaccard(signed[other]) >= 0.5]
        pairs += [(article.id, articles[other].id) for other in found]
        lsh.insert(number, minhash)
        signed.append(minhash)
    return FoundRelation(clustered(articles, pairs), set())


def by_simhash(articles: Sequence[Article]) -> FoundRelation:
    """A 64-bit SimHash of 4-grams; at most 6 bits that differ make a copy."""
    index = simhash.SimhashIndex([], k=6)
    pairs = []
    for article in articles:
        signed = simhash.Simhash(grams(article.body, 4), hashfunc=_first_64_bits)
        pairs += [(article.id, other) for other in index.get_near_dups(signed)]
        index.add(article.id, signed)
    return FoundRelation(clustered(articles, pairs), set())


def _first_64_bits(gram: bytes) -> int:
    return int.from_bytes(blake2b(gram, digest_size=8).digest())


def by_windows(articles: Sequence[Article]) -> FoundRelation:
    """Every window of 15 letters in an index; a fifth of them in common is a copy, less a quote."""
    index: dict[str, list[int]] = defaultdict(list)
    pairs, quotes = [], set()
    sizes = []
    for number, article in enumerate(articles):
        windows = grams(article.body, 15)
        sizes.append(len(windows))
        shared = Counter(other for window in windows for other in index[window][-60:])
        for other, count in shared.items():
            if count > 0.2 * min(len(windows), sizes[other]):
                pairs.append((article.id, articles[other].id))
            elif count >= 25:
                quotes.add((article.id, articles[other].id))
        for window in windows:
            index[window].append(number)
    return FoundRelation(clustered(articles, pairs), quotes)


def clustered(articles: Sequence[Article], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each article with the name of the group that pairs tie it into."""
    number = {article.id: at for at, article in enumerate(articles)}
    groups = components(number.values(), ((number[one], number[other]) for one, other in pairs))
    return {articles[at].id: articles[group[0]].id for group in groups for at in group}


# --- quality ---------------------------------------------------------------------------------


def score(articles: Sequence[Article], found: FoundRelation) -> dict[str, float]:
    """Precision, recall and F1 over pairs; recall of the hardest edits; quotes found and right."""
    truth = {article.id: article.lineage for article in articles}
    both = _pairs(Counter((found.lineages[name], truth[name]) for name in truth))
    said, right = _pairs(Counter(found.lineages.values())), _pairs(Counter(truth.values()))
    precision, recall = both / max(1, said), both / max(1, right)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    quote_recall, quote_precision = _quotes(articles, found, truth)
    return {
        "precision": precision, "recall": recall, "F1": f1,
        "shortened": _recall(articles, found, "truncate"),
        "rewritten": _recall(articles, found, "rewrite"),
        "notices joined": _joined_notices(articles, found),
        "quotes found": quote_recall, "quotes right": quote_precision,
    }  # fmt: skip


def _pairs(counted: Counter[object]) -> float:
    return sum(count * (count - 1) / 2 for count in counted.values())


def _recall(articles: Sequence[Article], found: FoundRelation, kind: str) -> float:
    origin: dict[str, str] = {}
    hits = []
    for article in articles:
        first = origin.setdefault(article.lineage, article.id)
        if article.kind == kind and first != article.id:
            hits.append(found.lineages[article.id] == found.lineages[first])
    return statistics.fmean(hits) if hits else 1.0


def _joined_notices(articles: Sequence[Article], found: FoundRelation) -> float:
    """Notices in one lineage with another notice of their form."""
    forms: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        if article.kind.startswith("template:"):
            forms[found.lineages[article.id]].add(article.lineage)
    return float(sum(len(each) for each in forms.values() if len(each) > 1))


def _quotes(
    articles: Sequence[Article], found: FoundRelation, truth: dict[str, str]
) -> tuple[float, float]:
    """Of quotations of 60 letters and more, how many are found; of those told, how many are so."""
    true = {(a.id, lineage): size for a in articles for lineage, _, size in a.contains}
    quoted: dict[str, set[str]] = defaultdict(set)
    for name, lineage in true:
        quoted[name].add(lineage)
    # two articles that quote one passage share it: neither right nor wrong
    apart = [(one, two) for one, two in found.quotes if not quoted[one] & quoted[two]]
    told = [((one, truth[two]), (two, truth[one])) for one, two in apart]
    hit = {way for ways in told for way in ways if way in true}
    long = {way for way, size in true.items() if size >= 60}
    right = [any(way in true for way in ways) for ways in told]
    return len(hit & long) / max(1, len(long)), statistics.fmean(right) if right else 0.0


# --- cost ------------------------------------------------------------------------------------


@contextmanager
def timed(told: Callable[[float], None]) -> Iterator[None]:
    """Tell the CPU seconds that a block took."""
    began = time.process_time()
    yield
    told(time.process_time() - began)


def signing(articles: Sequence[Article]) -> None:
    """Articles a second and core, the text as held to its signature."""

    def in_datasketch(text: str) -> object:
        minhash = datasketch.MinHash(num_perm=128)
        minhash.update_batch([gram.encode() for gram in grams(text, 5)])
        return minhash

    def in_rensa(text: str) -> object:
        minhash = rensa.RMinHash(num_perm=128, seed=1)
        minhash.update(grams(text, 8))
        return minhash

    ways: dict[str, Callable[[str], object]] = {
        "ours": fingerprints_of, "datasketch": in_datasketch, "rensa": in_rensa,
    }  # fmt: skip
    letters = statistics.fmean(len(article.body) for article in articles)
    print(f"\nsigning, articles/s/core ({letters:.0f} characters an article)")
    for name, way in ways.items():
        way(articles[0].body)
        with timed(lambda took, name=name: print(f"  {name:13} {len(articles) / took:8,.0f}")):
            for article in articles:
                way(article.body)


def steps(taken: Sequence[float], of: str) -> None:
    """Percentiles in milliseconds."""
    cuts = statistics.quantiles(taken, n=100)
    print(f"{of}: p50 {cuts[49] * 1e3:.2f}, p95 {cuts[94] * 1e3:.2f}, p99 {cuts[98] * 1e3:.2f} ms")


def space(archive: Archive) -> None:
    """Bytes an article that the tables of lineage take, with their indexes."""
    held = archive.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    try:
        found = archive.connection.execute(
            "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'lineage%' OR name LIKE"
            " 'reprints%' GROUP BY name ORDER BY 2 DESC"
        ).fetchall()
    except sqlite3.OperationalError:
        print("on disk: this SQLite has no dbstat")
        return
    total = sum(size for _, size in found)
    parts = ", ".join(f"{name} {size / held:.0f}" for name, size in found)
    print(f"on disk: {total / held:.0f} bytes an article ({parts})")


def lookups(articles: int) -> None:
    """The index of so many articles with 58 fingerprints each, in a file, with 2 MB of cache."""
    chance = np.random.default_rng(1)
    each = 58
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "postings.db", isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(
            "CREATE TABLE lineage_postings (fingerprint INTEGER NOT NULL, article INTEGER NOT NULL,"
            " PRIMARY KEY (fingerprint, article)) WITHOUT ROWID"
        )
        fingerprints = chance.integers(0, 1 << 48, articles * each, dtype=np.int64)
        copies = chance.random(articles) < 0.45  # share most of theirs with an earlier article
        for at in np.flatnonzero(copies[1:]) + 1:
            source = int(chance.integers(max(0, at - 5_000), at))
            kept = int(each * 0.8)
            start, other = at * each, source * each
            fingerprints[start : start + kept] = fingerprints[other : other + kept]
        stock = chance.integers(0, 1 << 48, 200, dtype=np.int64)
        often = chance.random(articles * each) < 0.02
        fingerprints[often] = chance.choice(stock, int(often.sum()))
        keys = np.repeat(np.arange(articles, dtype=np.int64), each)
        order = np.lexsort((keys, fingerprints))
        connection.execute("BEGIN")
        for start in range(0, len(order), 200_000):
            part = order[start : start + 200_000]
            rows = zip(fingerprints[part].tolist(), keys[part].tolist(), strict=True)
            connection.executemany(
                "INSERT INTO lineage_postings VALUES (?, ?) ON CONFLICT DO NOTHING", rows
            )
        connection.execute("COMMIT")
        size = (Path(folder) / "postings.db").stat().st_size
        print(
            f"\n{articles:,} articles, {each} fingerprints each: {size / articles:.0f} bytes each"
        )
        connection.execute("PRAGMA cache_size = -2000")
        taken = []
        asked = random.Random(2).sample(range(articles), min(articles, 3_000))
        for number, article in enumerate(asked):
            own = fingerprints[article * each : (article + 1) * each].tolist()
            began = time.process_time()
            postings.weights(postings.sharing(connection, article, own))
            if number >= 1_000:  # until then the disk's cache is cold
                taken.append(time.process_time() - began)
        steps(taken, "looking up, CPU")
        connection.close()


_WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def cpu() -> float:
    """CPU seconds of this process and of its workers, once they have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, _WHOSE))


class Clock:
    """Seconds of CPU, and on the clock, since it was made."""

    def __init__(self) -> None:
        self.cpu, self.wall = cpu(), time.perf_counter()

    def __str__(self) -> str:
        return f"{cpu() - self.cpu:6.1f}  {time.perf_counter() - self.wall:6.1f}"


def large(articles: int, processes: int) -> None:
    """Signing, candidate join and whole rebuild of so many generated articles."""
    made = Maker(11).make(articles * 18 // 100)[:articles]
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        for start in range(0, len(made), 5_000):
            with archive.transaction():
                for each in made[start : start + 5_000]:
                    archive.store_article(article_of(each.record()), [], linking=False)
        del made
        print(f"\n{articles:,} articles, generated; seconds of CPU, and on the clock")
        clock = Clock()
        with archive.transaction() as connection:
            keys = keys_by_time(connection)
            with Workers(processes) as workers:
                learnt = learn_boilerplate(connection, keys, workers)
                signed = fingerprint_all(connection, keys, learnt, workers)
            print(f"  learnt and signed {clock}")
            with Candidates(signed.fingerprints, signed.articles) as candidates:
                pairs = len(candidates.joined(len(keys)).others)
            print(f"  and joined        {clock}  {pairs:,} pairs")
        clock = Clock()
        with archive.transaction() as connection:
            rebuild(connection, processes=processes)
        print(f"  whole rebuild     {clock}")
        own, workers_most = (resource.getrusage(who).ru_maxrss / 1e6 for who in _WHOSE)
        print(f"  memory, at most   {own:6.2f} GB, and {workers_most:.2f} GB of the largest worker")
        space(archive)


def small(lineages: int, seed: int) -> None:
    """Quality of all methods, and the cost of ours as articles come in."""
    articles = Maker(seed).make(lineages)
    print(f"{len(articles):,} articles in {lineages} lineages and beside them, seed {seed}\n")
    results: dict[str, dict[str, float]] = {}
    seconds: dict[str, float] = {}
    for name, way in (
        ("datasketch", by_datasketch), ("rensa", by_rensa), ("simhash", by_simhash),
        ("15 characters", by_windows),
    ):  # fmt: skip
        began = time.process_time()
        results[name] = score(articles, way(articles))
        seconds[name] = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        taken = hold_all(archive, [article_of(article.record()) for article in articles])
        results["ours, one by one"] = score(articles, ours(archive))
        seconds["ours, one by one"] = sum(taken)
        began = time.process_time()
        reconcile(archive.connection, archive.transaction)
        results["ours, reconciled"] = score(articles, ours(archive))
        seconds["ours, reconciled"] = time.process_time() - began
        began = time.process_time()
        with archive.transaction() as connection:
            rebuild(connection)
        results["ours, rebuilt"] = score(articles, ours(archive))
        seconds["ours, rebuilt"] = time.process_time() - began
        names = list(next(iter(results.values())))
        print(f"{'':17}" + "".join(f"{name:>15}" for name in names) + f"{'CPU s':>9}")
        for method, figures in results.items():
            cells = (f"{figures[name]:15.3f}" for name in names)
            print(f"{method:17}" + "".join(cells) + f"{seconds[method]:9.1f}")
        print()
        steps(
            taken[len(taken) // 2 :], f"one article's lineage in an archive of {len(taken):,}, CPU"
        )
        space(archive)
    signing(articles[:2_000])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lineages", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--large", type=int, metavar="ARTICLES")
    parser.add_argument("--workers", type=int, default=available_cores(), metavar="N")
    parser.add_argument("--postings", type=int, metavar="ARTICLES")
    said = parser.parse_args()
    if said.large:
        large(said.large, said.workers)
    elif said.postings:
        lookups(said.postings)
    else:
        small(said.lineages, said.seed)


if __name__ == "__main__":
    main()
