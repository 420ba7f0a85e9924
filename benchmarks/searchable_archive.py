"""A large archive that can be searched, made quickly: its rows and its index are written directly.

    python benchmarks/searchable_archive.py FOLDER ARTICLES [--stations 300] [--length 560]
        [--documents FILES]

The texts are paragraphs of the given collection (records, one JSON object a line), or else of
generated text, recombined; each paragraph is cut into terms once. Half of the articles are said to
be copies of the one before. Triggers are left out while rows are written, and what they keep is
counted at the end; digests of records and WARC files are not written: `archive verify` has archives
of its own (benchmarks/verify.py).
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path

from collection import GIVEN, SURNAMES, pieces, texts
from crawl_site import _Writer
from large_archive import ARTICLE, CREDIT, NOW, STATION, _hold_stations, _know_addresses

from archive.analysis.terms import segment
from archive.schema.kept_counts import COUNTED_ANEW
from archive.schema.search import FILL_CREDITS
from archive.search.index import _ADD, _segmented, optimize
from archive.store.archive import Archive
from harvester.frontier import migrations as crawl_tables

BATCH = 20_000
#: Generated paragraphs, where no collection is given.
INVENTED = 50_000

_CAPTURE = """INSERT INTO captures (id, url, station, kind, method, status, captured_at,
    payload_bytes, payload_digest, record_digest, warc_file, warc_offset, warc_length)
    VALUES (?, ?, ?, ?, 'GET', 200, ?, 1, 'sha256:0', 'sha256:0', 'none.warc.gz', ?, 1)"""
_MEMBER = """INSERT INTO lineage_members (article, digest, excluded, lineage, parent,
    fingerprint_version, is_representative) VALUES (?, 0, '', ?, ?, 1, 1)"""
_LINK = "INSERT INTO article_links VALUES (?, ?, 'identical', 1, 1, 99, 0, 0, '', '')"
_LINEAGE = "INSERT INTO lineages VALUES (?, 2, 2, ?, 'printed', NULL, 0)"
_ADDRESSES = """INSERT INTO addresses (url, article, station, role, first_seen_at)
    SELECT url, id, station, 'canonical', first_seen_at FROM articles"""


def make(
    folder: Path, articles: int, *, stations: int = 300, length: int = 560,
    documents: Sequence[Path] = (),
) -> None:  # fmt: skip
    """An archive of so many articles of about so many characters, as many addresses known."""
    (folder / "stations").mkdir(parents=True)
    for number in range(stations):
        path = folder / "stations" / f"c{number}.toml"
        path.write_text(STATION.format(number=number), encoding="utf-8")
    with Archive.create(folder) as archive:
        crawl_tables.bring_up(archive.connection, folder / "archive.db")
        with archive.transaction() as connection:
            _hold_stations(connection, stations)
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        with _without_triggers(connection):
            written = _rows(_paragraphs(documents), articles, stations, length)
            while batch := list(islice(written, BATCH)):
                connection.execute("BEGIN")
                _write(connection, batch)
                connection.execute("COMMIT")
            connection.execute("BEGIN")
            connection.execute(FILL_CREDITS)
            connection.execute(_ADDRESSES)
            connection.executemany(_CAPTURE, _captures(articles, stations))
            for table, counted in COUNTED_ANEW.items():
                connection.execute(f"DELETE FROM {table}")
                connection.execute(f"INSERT INTO {table} {counted}")
            _know_addresses(connection, folder, articles, stations)
            connection.execute("UPDATE crawl_watermark SET captures = ?", (articles * 3 // 2,))
            optimize(connection)
            connection.execute("COMMIT")
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _without_triggers(connection: sqlite3.Connection) -> Iterator[None]:
    """While rows are written that no trigger shall see."""
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        connection.execute(sql)


def _paragraphs(documents: Sequence[Path]) -> list[tuple[str, str]]:
    """Paragraphs, each with its terms."""
    writer = _Writer(7)
    found = pieces(texts(documents)) or [writer.paragraph() for _ in range(INVENTED)]
    return [(piece, f" {segment(piece)}") for piece in found]


Row = tuple[tuple[object, ...], tuple[object, ...], tuple[str, str]]


def _rows(parts: list[tuple[str, str]], articles: int, stations: int, length: int) -> Iterator[Row]:
    """The row of each article, its row in the index, and who is credited."""
    chance = random.Random(20220722)
    names = [a + b + c for a in SURNAMES for b in GIVEN[:30] for c in GIVEN[30:]]
    for key in range(1, articles + 1):
        station = f"c{chance.randrange(stations)}"
        moment = NOW - timedelta(days=3000) + timedelta(days=2900 * key / articles)
        at, seen = moment.isoformat(), moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        author, editor = chance.choice(names), names[chance.randrange(stations * 3)]
        source = f"{chance.choice(SURNAMES)}{chance.choice(GIVEN)}日报"
        title = chance.choice(parts)[0][: chance.randint(12, 24)]
        text = list(_text(parts, chance, length))
        body = "\n".join(piece for piece, _ in text)
        blocks = json.dumps(
            [{"kind": "paragraph", "text": piece} for piece, _ in text], ensure_ascii=False
        )
        url, revision = f"http://{station}.example/{key}.html", moment.strftime("%Y%m%d%H%M%S")
        of_station = f"城市{station[1:]}站 {station}"
        credits = json.dumps([["reporter", author], ["editor", editor]])
        indexed = list(
            _segmented(key, credits, "", f"{title}\n", author, editor, source, of_station)
        )
        indexed[1] = "".join(terms for _, terms in text)
        yield (
            (key, f"bench:{key}", station, url, title, at, source, author, editor, body, blocks,
             revision, seen, seen, seen),
            tuple(indexed), (author, editor),
        )  # fmt: skip


def _captures(articles: int, stations: int) -> Iterator[tuple[object, ...]]:
    """A capture of each article, and half as many of lists."""
    for number in range(articles * 3 // 2):
        kind = "page" if number < articles else "list"
        moment = NOW - timedelta(days=3000) + timedelta(days=2900 * (number % articles) / articles)
        station = f"c{number % stations}"
        yield (
            f"urn:uuid:{number + 1}", f"http://{station}.example/{number}.html", station, kind,
            moment.strftime("%Y-%m-%dT%H:%M:%SZ"), number,
        )  # fmt: skip


def _text(
    parts: list[tuple[str, str]], chance: random.Random, length: int
) -> Iterator[tuple[str, str]]:
    left = chance.lognormvariate(0, 0.6) * length * 0.78
    while left > 0:
        piece = chance.choice(parts)
        yield piece
        left -= len(piece[0])


def _write(connection: sqlite3.Connection, batch: list[Row]) -> None:
    connection.executemany(ARTICLE, (article for article, _, _ in batch))
    connection.executemany(_ADD, (indexed for _, indexed, _ in batch))
    connection.executemany(
        CREDIT,
        (
            (article[1], article[11], position, role, name)
            for article, _, names in batch
            for position, (role, name) in enumerate(
                zip(("reporter", "editor"), names, strict=True), 1
            )
        ),
    )
    keys = [int(str(article[0])) for article, _, _ in batch]
    connection.executemany(
        _MEMBER, ((key, key - 1, key - 1) if key % 2 == 0 else (key, key, None) for key in keys)
    )
    connection.executemany(_LINK, ((key, key - 1) for key in keys if key % 2 == 0))
    connection.executemany(_LINEAGE, ((key - 1, key - 1) for key in keys if key % 2 == 0))


def main() -> None:
    """Make the archive that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", type=int)
    parser.add_argument("--stations", type=int, default=300)
    parser.add_argument("--length", type=int, default=560, metavar="CHARACTERS")
    parser.add_argument("--documents", type=Path, nargs="+", default=())
    asked = parser.parse_args()
    make(asked.folder, asked.articles, stations=asked.stations, length=asked.length,
         documents=asked.documents)  # fmt: skip


if __name__ == "__main__":
    main()
