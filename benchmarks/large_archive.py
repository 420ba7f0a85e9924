"""An archive of any size, made by direct loads: its rows are all that most commands meet of it.

    python benchmarks/large_archive.py FOLDER ARTICLES ADDRESSES STATIONS [--indexed]

What is written by triggers is written; the full-text index and the digests of the records are not,
because they would take most of the time. With `--indexed` the articles are loaded as
`archive load --bulk` loads them, each with another text, and every article has fingerprints in the
index of lineage.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from crawl_site import _Writer

from archive.dataset.load import hold_lines
from archive.schema.search import FILL_CREDITS, FILL_STATIONS
from archive.search.index import optimize
from archive.store.archive import Archive
from harvester.config.stations import Stations
from harvester.frontier import migrations as crawl_tables

NOW = datetime.now(UTC).replace(microsecond=0)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
_GIVEN = "晓明建国志强丽娟海燕文博思远雨晴子涵一帆春华秋实立新永康玉兰佳怡俊杰浩然梦琪静怡鹏程"
_TEXT = "据统计，路灯项目完成八成，附近的居民从中受益，投入使用比去年同期提前了三十天。" * 15
STATION = """title = "城市{number}站"
reads = "verified"
home = "http://c{number}.example/"
lists = ["http://c{number}.example/", "http://c{number}.example/list.html"]
articles = ['/(?P<id>\\d+)\\.html']
"""
ARTICLE = """INSERT INTO articles (key, id, station, url, title, published_at,
    published_precision, source, authors, editors, body, blocks, images, complete, evidence,
    content_digest, revision, revised_at, first_seen_at, last_seen_at, state)
    VALUES (?, ?, ?, ?, ?, ?, 'second', ?, ?, ?, ?, ?, '[]', 1, '{}', 'sha256:0', ?, ?, ?, ?,
    'live')"""
_CAPTURE = """INSERT INTO captures (id, url, station, kind, method, status, captured_at,
    payload_bytes, payload_digest, record_digest, warc_file, warc_offset, warc_length)
    VALUES (?, ?, ?, 'page', 'GET', 200, ?, 1, 'sha256:0', 'sha256:0', 'none.warc.gz', ?, 1)"""
CREDIT = "INSERT INTO credits (article, revision, position, role, name) VALUES (?, ?, ?, ?, ?)"
_ADDRESS = """INSERT INTO crawl_frontier (url, station, kind, article, found, published_on, state,
    outcome, due_at, discovered_at, settled_at, run, capture, read_at, station_digest, is_start)
    VALUES (?, ?, ?, ?, ?, '2022-07-22', 'settled', 'captured', ?, ?, ?, 'before', ?, ?, ?, ?)"""


def make(folder: Path, *, articles: int = 0, addresses: int = 0, stations: int = 40) -> None:
    """An archive of so many articles and known addresses, of so many stations; nothing is due."""
    (folder / "stations").mkdir(parents=True)
    for number in range(stations):
        path = folder / "stations" / f"c{number}.toml"
        path.write_text(STATION.format(number=number), encoding="utf-8")
    with Archive.create(folder) as archive:
        crawl_tables.bring_up(archive.connection, folder / "archive.db")
        archive.connection.execute("PRAGMA synchronous = OFF")
        archive.connection.execute("PRAGMA cache_size = -400000")
        archive.connection.execute("BEGIN")
        archive.connection.execute("INSERT INTO search_pending (key) VALUES (0)")
        _hold_stations(archive.connection, stations)
        _hold_articles(archive.connection, articles, stations)
        _know_addresses(archive.connection, folder, addresses, stations)
        archive.connection.execute(
            "UPDATE crawl_watermark SET captures = (SELECT coalesce(max(rowid), 0) FROM captures)"
        )
        for table in ("search_pending", "fixity_pending"):
            archive.connection.execute(f"DELETE FROM {table}")
        archive.connection.execute("COMMIT")
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_indexed(folder: Path, articles: int) -> None:
    """An archive of so many articles with its full-text index and that of fingerprints."""
    chance, writer = random.Random(3), _Writer(7)
    lines = (json.dumps(_record(number, writer, chance)).encode() for number in range(articles))
    with Archive.create(folder) as archive:
        while batch := list(islice(lines, 20_000)):
            hold_lines(archive, batch, bulk=True, refuse=print)
        with archive.transaction() as connection:
            optimize(connection)
            connection.executemany(
                "INSERT INTO lineage_postings VALUES (?, ?) ON CONFLICT DO NOTHING",
                sorted((chance.getrandbits(48), key) for key in range(articles) for _ in range(58)),
            )


def _record(number: int, writer: _Writer, chance: random.Random) -> dict[str, object]:
    station = f"c{number % 40}"
    return {
        "id": f"former:{number}",
        "station": station,
        "url": f"http://{station}.example/{number}.html",
        "title": writer.clause(),
        "published_at": f"20{10 + number % 12}-0{1 + number % 9}-1{number % 10}T08:00:00+08:00",
        "source": "虚构日报",
        "authors": ["付家辉"],
        "editors": ["凌晓雨"],
        "body": "\n".join(writer.paragraph() for _ in range(chance.randint(4, 9))),
    }


def _hold_stations(connection: sqlite3.Connection, stations: int) -> None:
    connection.executemany(
        "INSERT INTO stations (name, title, tested_on) VALUES (?, ?, 'verified')",
        [(f"c{number}", f"城市{number}站") for number in range(stations)],
    )
    connection.execute(f"{FILL_STATIONS} WHERE name NOT IN (SELECT name FROM search_stations)")


def _hold_articles(connection: sqlite3.Connection, articles: int, stations: int) -> None:
    chance = random.Random(20220722)
    names = [a + b + c for a in _SURNAMES for b in _GIVEN[:30] for c in _GIVEN[30:]]
    for key in range(1, articles + 1):
        station = f"c{chance.randrange(stations)}"
        moment = NOW - timedelta(days=3000) + timedelta(days=2900 * key / articles)
        at, seen = moment.isoformat(), moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        author, editor = chance.choice(names), names[chance.randrange(stations * 3)]
        url, revision = f"http://{station}.example/{key}.html", f"{key:014}"
        text = _TEXT[: chance.randrange(200, len(_TEXT))]
        connection.execute(
            ARTICLE,
            (key, f"bench:{key}", station, url, f"第{key}号", at, "虚构日报", author, editor,
             text, f'[{{"kind": "paragraph", "text": "{text}"}}]', revision, seen, seen, seen),
        )  # fmt: skip
        connection.execute(_CAPTURE, (f"urn:uuid:{key}", url, station, seen, key))
        connection.executemany(
            CREDIT,
            [(f"bench:{key}", revision, 1, "reporter", author),
             (f"bench:{key}", revision, 2, "editor", editor)],
        )  # fmt: skip
    connection.execute(FILL_CREDITS)


def _know_addresses(
    connection: sqlite3.Connection, folder: Path, addresses: int, stations: int
) -> None:
    digests = {each.name: each.digest for each in Stations.load(folder)}
    at = (NOW - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    chance = random.Random(1)

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(stations):
            digest = digests[f"c{number}"]
            for end in ("", "list.html"):
                due = (NOW + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ")
                yield (f"http://c{number}.example/{end}", f"c{number}", "list", None, None, due,
                       at, at, None, at, digest, 1)  # fmt: skip
        for key in range(addresses):
            station = f"c{chance.randrange(stations)}"
            days = chance.randrange(7, 180)
            due = (NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
            url = f"http://{station}.example/{key}.html"
            found = f"http://{station}.example/"
            yield (url, station, "article", f"bench:{key}", found, due, at, at,
                   f"urn:uuid:{key}", None, digests[station], 0)  # fmt: skip

    connection.executemany(_ADDRESS, rows())


def main() -> None:
    """Make the archive that the arguments name."""
    folder, articles, addresses, stations, *indexed = sys.argv[1:]
    if indexed:
        make_indexed(Path(folder), int(articles))
    else:
        make(Path(folder), articles=int(articles), addresses=int(addresses), stations=int(stations))


if __name__ == "__main__":
    main()
