"""Search at scale: size, ingest and latency, beside a raw insert and a trigram index of one run.

    python benchmarks/search.py --documents FILE.jsonl[.gz] --rows 1000000 [--questions FILE]

The articles are recombined from the paragraphs of the given collection (benchmarks/collection.py).
All times are CPU time of this process, user and system, with warm caches; so they can be compared
on a machine that others use too.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from collection import pieces, recombined, texts

from archive.dataset.load import hold_lines
from archive.search.index import optimize
from archive.search.search import Filters, answer, search
from archive.store.archive import Archive

SEED = 20220722
INGESTED = 4_000  # articles, where ways to write are compared
ASKED = 60  # queries a class

PLAIN = "CREATE TABLE articles (key INTEGER PRIMARY KEY, title TEXT, authors TEXT, body TEXT)"
TRIGRAM = """
CREATE VIRTUAL TABLE found USING fts5
    (body, title, authors, content='articles', content_rowid='key', tokenize='trigram');
CREATE TRIGGER added AFTER INSERT ON articles BEGIN
    INSERT INTO found (rowid, body, title, authors)
    VALUES (new.key, new.body, new.title, new.authors);
END"""

Record = dict[str, Any]
Connection = sqlite3.Connection


def main() -> None:
    """Run everything and print it."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--documents", type=Path, nargs="+", required=True)
    options.add_argument("--questions", type=Path, help='lines {"text": a question in free text}')
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--keep", type=Path, help="make, or use again, the archive in this folder")
    given = options.parse_args()
    parts = pieces(texts(given.documents))
    named = ", ".join(path.name for path in given.documents)
    print(f"{given.rows:,} articles, recombined from {len(parts):,} paragraphs of {named}")
    compare_ingest(list(recombined(parts, INGESTED, SEED + 1)))
    folder = given.keep or Path(tempfile.mkdtemp(prefix="search-"))
    try:
        if not (folder / "archive.db").exists():
            load_in_bulk(folder, recombined(parts, given.rows, SEED), given.rows)
        with Archive.read_only(folder) as archive:
            weigh(archive.connection)
            ask_everything(archive.connection, questions(given.questions, parts))
        start_the_program(folder)
    finally:
        if given.keep is None:
            shutil.rmtree(folder)


def cpu(work: Callable[[], Any]) -> float:
    """Seconds of CPU that some work took."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def lines(records: Iterable[Record]) -> Iterator[bytes]:
    """Records as `archive load` reads them."""
    return (json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def compare_ingest(records: Sequence[Record]) -> None:
    """Articles a CPU second, by all ways, in one run."""
    characters = sum(len(record["body"]) for record in records) / len(records)
    print(f"\ningest, {len(records):,} articles of {characters:.0f} characters, 50 a transaction")
    packed = list(lines(records))
    ways: dict[str, Callable[[Path], float]] = {
        "raw insert": lambda folder: written(folder, PLAIN, records),
        "trigram index, triggers": lambda folder: written(folder, f"{PLAIN};{TRIGRAM}", records),
        "this index, triggers, SQL alone": lambda folder: by_triggers(folder, records),
        "archive load --bulk, before lineage": lambda folder: loaded(folder, packed),
    }
    for name, way in ways.items():
        with tempfile.TemporaryDirectory() as folder:
            print(f"  {name:34} {len(records) / way(Path(folder)):>9,.0f} articles/CPU s")


def written(folder: Path, schema: str, records: Sequence[Record]) -> float:
    """Records into a plain table, perhaps with an index."""
    with closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(schema)
        sql = "INSERT INTO articles (title, authors, body) VALUES (:title, :authors, :body)"
        return cpu(lambda: in_transactions(connection, sql, records))


def by_triggers(folder: Path, records: Sequence[Record]) -> float:
    """Rows into the table `articles`, as any program may write them."""
    Archive.create(folder / "archive").close()
    sql = (
        "INSERT INTO articles (id, station, url, title, authors, body, blocks, images, complete,"
        " evidence, content_digest, revision, state) VALUES (:id, :station, :url, :title, :authors,"
        " :body, '[]', '[]', 1, '{}', '', '', 'live')"
    )
    with closing(sqlite3.connect(folder / "archive" / "archive.db", isolation_level=None)) as c:
        c.executemany(
            "INSERT OR IGNORE INTO stations (name, title, tested_on)"
            " VALUES (:station, :station, '')",
            records,
        )
        return cpu(lambda: in_transactions(c, sql, records))


def in_transactions(connection: Connection, sql: str, records: Sequence[Record]) -> None:
    """Write records, fifty a transaction."""
    flat = ({**record, "authors": "、".join(record["authors"])} for record in records)
    while batch := list(islice(flat, 50)):
        connection.execute("BEGIN")
        connection.executemany(sql, batch)
        connection.execute("COMMIT")


def loaded(folder: Path, packed: Sequence[bytes]) -> float:
    """Records through `archive load --bulk`: read, checked, held, sealed, indexed and merged.

    Lineage has its own benchmark; here every paragraph would stand in hundreds of articles.
    """
    with Archive.create(folder / "archive") as archive:
        return cpu(lambda: in_bulk(archive, packed))


def in_bulk(archive: Archive, packed: Iterable[bytes]) -> None:
    """The batches, and the merging of the index."""
    hold_lines(archive, packed, bulk=True, refuse=print)
    with archive.transaction() as connection:
        optimize(connection)


def load_in_bulk(folder: Path, records: Iterator[Record], rows: int) -> None:
    """Make the archive that is searched; what makes the records is not on the clock."""
    seconds = 0.0
    with Archive.create(folder) as archive:
        while batch := list(islice(lines(records), 50_000)):
            seconds += cpu(lambda b=batch: hold_lines(archive, b, bulk=True, refuse=print))  # type: ignore[misc]
        with archive.transaction() as connection:
            seconds += cpu(lambda: optimize(connection))
    print(f"\n{rows:,} articles in bulk, before lineage: {rows / seconds:,.0f} articles/CPU s")


def weigh(connection: Connection) -> None:
    """The size of the index beside that of the text."""
    (index,) = connection.execute(
        "SELECT (SELECT sum(length(block)) FROM articles_fts_data)"
        " + (SELECT sum(length(sz) + 4) FROM articles_fts_docsize)"
    ).fetchone()
    articles, text = connection.execute(
        "SELECT count(*), sum(length(CAST(body AS BLOB)) + length(CAST(title AS BLOB)))"
        " FROM articles"
    ).fetchone()
    print(f"\nindex {index / 1e6:,.0f} MB, {index / text:.3f} × text ({articles:,} articles)")


def questions(path: Path | None, parts: list[str]) -> list[str]:
    """Questions of a file, or sentences, which are longer and so a little harder."""
    if path is None:
        return [re.split("[，。！？]", part)[0] for part in parts[:: max(1, len(parts) // ASKED)]]
    found = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return random.Random(SEED).sample(found, min(ASKED, len(found)))


class Sampled:
    """Words, phrases, names and days that stand in the archive, drawn by chance."""

    def __init__(self, connection: Connection) -> None:
        self.chance = random.Random(SEED)
        last = connection.execute("SELECT max(key) FROM articles").fetchone()[0]
        sql = (
            "SELECT body, authors, station, substr(published_at, 1, 7) FROM articles WHERE key = ?"
        )
        keys = self.chance.sample(range(1, last + 1), 6 * ASKED)
        self.articles = [connection.execute(sql, (key,)).fetchone() for key in keys]

    def strings(self, length: int, count: int = ASKED) -> list[str]:
        """Strings of neighbouring ideographs: the commoner, the likelier."""
        found: list[str] = []
        while len(found) < count:
            run = self.chance.choice(re.findall(r"[一-龥]+", self.chance.choice(self.articles)[0]))
            if len(run) >= length:
                begin = self.chance.randrange(len(run) - length + 1)
                found.append(run[begin : begin + length])
        return found

    def common(self, length: int, count: int = 20) -> list[str]:
        """The strings that stand in most of the sampled articles."""
        tally: dict[str, int] = {}
        for body, *_ in self.articles:
            for run in re.findall(r"[一-龥]+", body):
                for string in {run[i : i + length] for i in range(len(run) - length + 1)}:
                    tally[string] = tally.get(string, 0) + 1
        return sorted(tally, key=lambda string: -tally[string])[:count]

    def names(self) -> list[str]:
        """Authors."""
        return [authors.split("、")[0] for _, authors, *_ in self.articles[:ASKED]]

    def filters(self) -> list[Filters]:
        """A station and a year of months that begins when one of its articles was published."""
        return [
            Filters(station=station, since=month, until=f"{int(month[:4]) + 1}{month[4:]}")
            for _, _, station, month in self.articles[:ASKED]
        ]


def rare(connection: Connection, strings: list[str]) -> list[str]:
    """The strings that fewest articles have: the rarer quarter."""
    ordered = sorted(strings, key=lambda string: search(connection, string, limit=1).total)
    return ordered[: len(strings) // 4]


def ask_everything(connection: Connection, free_text: list[str]) -> None:
    """Each class of queries: p50, p95 and the longest, in milliseconds of CPU."""
    sampled = Sampled(connection)
    twos, others = sampled.strings(2), sampled.strings(2)
    seldom = rare(connection, sampled.strings(3, 4 * ASKED))
    phrases = [string for n in range(4, 9) for string in sampled.strings(n, ASKED // 5)]
    specific = rare(connection, sampled.strings(2, 8 * ASKED))
    boolean = [
        f"{a} {b} -{c}" for a, b, c in zip(specific, specific[1:], specific[2:], strict=False)
    ]
    common, characters = sampled.common(2), [*sampled.common(1), *sampled.strings(1, 20)]
    anything = [*sampled.names(), *seldom, *twos, *phrases]

    def by(sort: Any) -> Callable[[str], Any]:
        return lambda query: search(connection, query, sort=sort)

    print("\nmilliseconds of CPU a query, with exact total, 20 hits and their snippets")
    measure("name", sampled.names(), by("rank"))
    measure("rare, three characters", seldom, by("rank"))
    measure("boolean, A B -C, rarer words", boolean, by("rank"))
    measure(
        "boolean, A B, any words", [" ".join(p) for p in zip(twos, others, strict=True)], by("rank")
    )
    measure("word of two characters, by rank", twos, by("rank"))
    measure("phrase of four to eight", phrases, by("rank"))
    measure("newest first, any of these", anything, by("date"))
    measure(
        "question in free text", free_text, lambda text: answer(connection, text, mode="question")
    )
    measure(
        "two characters, station, a year", list(zip(twos, sampled.filters(), strict=True)),
        lambda query: search(connection, query[0], query[1]),
    )  # fmt: skip
    measure(
        "common word, station, a year", list(zip(common, sampled.filters(), strict=False)),
        lambda query: search(connection, query[0], query[1]),
    )  # fmt: skip
    measure("very common word, by rank", common, by("rank"))
    measure("very common word, newest first", common, by("date"))
    measure("one character, by rank", characters, by("rank"))
    measure("one character, newest first", characters, by("date"))
    mixed = [f"{character} {word}" for character, word in zip(characters, specific, strict=False)]
    measure("one character, a rarer word", mixed, by("rank"))
    measure("one character, a rarer word, newest", mixed, by("date"))


def measure(name: str, queries: Sequence[Any], ask: Callable[[Any], Any]) -> None:
    """Print what the queries of a class take."""
    middle, late, longest = latencies(queries, ask)
    print(f"  {name:34} p50 {middle:7.2f}  p95 {late:7.2f}  max {longest:8.2f}  ({len(queries)})")


def latencies(queries: Sequence[Any], ask: Callable[[Any], Any]) -> tuple[float, float, float]:
    """p50, p95 and the longest, in ms: each query once to warm the caches, once by the clock."""
    for query in queries:
        ask(query)
    took = sorted(1000 * cpu(lambda q=query: ask(q)) for query in queries)  # type: ignore[misc]
    return took[len(took) // 2], took[int(0.95 * len(took))], took[-1]


def start_the_program(folder: Path) -> None:
    """A first search from the command line: start, open, search, print."""
    program = [sys.executable, "-c", "from archive.cli import main; main()"]
    command = [*program, "search", "路灯", "--archive", str(folder)]
    for attempt in ("first", "again"):
        begin, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        took = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = took.ru_utime + took.ru_stime - used.ru_utime - used.ru_stime
        wall = time.perf_counter() - begin
        print(f"archive search, {attempt}: {seconds:.2f} s of CPU, {wall:.2f} s by the wall")


if __name__ == "__main__":
    main()
