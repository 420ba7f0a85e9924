"""Exports of generated archives beside bare loops that write the same columns.

Prints rows a CPU second, the ratio to the bare loop, and the greatest memory, for each size:
`python benchmarks/export.py --sizes 10000 100000 1000000`. Each case runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.dataset.export import Shape, export
from archive.dataset.selection import Selection
from archive.store.archive import Archive

STATIONS = 300
_CHARACTERS = "路灯亮了居民说好湘潭市人大代表视察工程建设记者今天从会议上获悉全市将继续推进项目"
#: Columns of the bare loops: those of `articles` that a table for spreadsheets has.
_BARE = (
    "id, station, url, title, kicker, subtitle, original_title, published_at, published_precision,"
    " source, authors, editors, body, complete, language, layout, reader, revision, state,"
    " first_seen_at, last_seen_at"
)


def make(folder: Path, size: int) -> None:
    """An archive of articles as long as those of regional news, half of them copies.

    It is written past the triggers: nothing here is searched.
    """
    Archive.create(folder).close()
    rng = random.Random(size)
    paragraphs = ["".join(rng.choices(_CHARACTERS, k=rng.randint(40, 220))) for _ in range(2000)]
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO stations (name, title, place, place_name, tested_on)"
            " VALUES (?, ?, ?, ?, '')",
            [(f"s{n}", f"第{n}站", f"43{n:04}", f"第{n}县") for n in range(STATIONS)],
        )
        for row in _articles(rng, paragraphs, size):
            marks = ", ".join("?" * len(row))
            db.execute(f"INSERT INTO articles ({', '.join(row)}) VALUES ({marks})", [*row.values()])
            for position, role in enumerate(("reporter", "editor"), start=1):
                db.execute(
                    "INSERT INTO credits VALUES (?, ?, ?, ?, '', '周一', NULL)",
                    (row["id"], row["revision"], position, role),
                )
            parent = row["key"] - 1 if row["key"] % 2 == 0 else None
            db.execute(
                "INSERT INTO lineage_members (article, digest, excluded, lineage, parent,"
                " fingerprint_version, is_representative) VALUES (?, 0, '', ?, ?, 1, 1)",
                (row["key"], parent or row["key"], parent),
            )
            if parent:
                db.execute(
                    "INSERT INTO article_links VALUES (?, ?, 'identical', 1, 1, 99, 0, 0, '', '')",
                    (row["key"], parent),
                )
                db.execute(
                    "INSERT INTO lineages VALUES (?, 2, 2, ?, 'printed', NULL, 0)", (parent, parent)
                )
        db.execute("COMMIT")


def _articles(rng: random.Random, paragraphs: list[str], size: int) -> Iterator[dict[str, Any]]:
    for key in range(1, size + 1):
        lines = rng.choices(paragraphs, k=rng.randint(2, 14))
        day = f"{2010 + key * 12 // size:04}-{key % 12 + 1:02}-{key % 28 + 1:02}"
        blocks = [{"kind": "paragraph", "text": line} for line in lines]
        shown = {"from": "label 来源", "method": "label", "printed": "来源：湘潭日报", "why": None}
        yield {
            "key": key,
            "id": f"demo:{key:08}",
            "station": f"s{key % STATIONS}",
            "url": f"https://s{key % STATIONS}.example/content/{key}.html",
            "title": lines[0][:22],
            "published_at": f"{day}T08:51:12+08:00" if key % 3 else day,
            "published_precision": "second" if key % 3 else "day",
            "source": "湘潭日报",
            "authors": "周一",
            "editors": "周一",
            "body": "\n".join(lines),
            "blocks": json.dumps(blocks, ensure_ascii=False, separators=(",", ":")),
            "images": "[]",
            "complete": 1,
            "language": "zh-Hans",
            "layout": "rednet/moment",
            "reader": "1",
            "evidence": json.dumps(
                dict.fromkeys(("title", "published", "source"), shown | {"also": []}),
                ensure_ascii=False,
            ),
            "content_digest": "",
            "revision": "20220722005112",
            "first_seen_at": "2022-07-22T00:51:12Z",
            "last_seen_at": "2022-07-22T00:51:12Z",
            "state": "live",
        }


def ours(folder: Path, output: Path, shape: Shape) -> None:
    """Write the same columns as the bare loops, or all that are written by default."""
    with Archive.read_only(folder) as archive:
        export(archive, Selection(), shape, output)


def bare_csv(folder: Path, output: Path) -> None:
    """sqlite3, and the csv module of Python."""
    import csv

    with (
        closing(sqlite3.connect(folder / "archive.db")) as db,
        output.open("w", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(_BARE.split(", "))
        writer.writerows(db.execute(f"SELECT {_BARE} FROM articles ORDER BY id"))


def bare_jsonl(folder: Path, output: Path) -> None:
    """sqlite3, and orjson."""
    import orjson

    names = _BARE.split(", ")
    with closing(sqlite3.connect(folder / "archive.db")) as db, output.open("wb") as file:
        for row in db.execute(f"SELECT {_BARE} FROM articles ORDER BY id"):
            file.write(orjson.dumps(dict(zip(names, row, strict=True))) + b"\n")


def bare_parquet(folder: Path, output: Path) -> None:
    """sqlite3, batches of pyarrow, and its writer."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = _BARE.split(", ")
    types = {"complete": pa.int64()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        found = db.execute(f"SELECT {_BARE} FROM articles ORDER BY id")
        with pq.ParquetWriter(output, schema, compression="zstd") as writer:
            while rows := found.fetchmany(10_000):
                arrays = [
                    pa.array(values, field.type)
                    for field, values in zip(schema, zip(*rows, strict=True), strict=True)
                ]
                writer.write_batch(pa.record_batch(arrays, schema=schema))


_COLUMNS = tuple(_BARE.split(", "))
#: What is measured: form, and what to do; the bare loop of each form comes first.
CASES: dict[str, Callable[[Path, Path], None]] = {
    f"{form} {name}": run
    for form, bare in (("csv", bare_csv), ("jsonl", bare_jsonl), ("parquet", bare_parquet))
    for name, run in (
        ("bare", bare),
        ("same columns", lambda a, b, f=form: ours(a, b, Shape(form=f, columns=_COLUMNS))),
        ("all by default", lambda a, b, f=form: ours(a, b, Shape(form=f))),
    )
}


def measure(case: str, folder: Path) -> dict[str, float]:
    """Run one case in a process of its own; its CPU seconds, seconds and memory in MB."""
    ran = subprocess.run(
        [sys.executable, __file__, "--case", case, "--archive", folder],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(ran.stdout)
    return told


def run_case(case: str, folder: Path) -> None:
    """Run a case here, and print what it took."""
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / f"articles.{case.partition(' ')[0]}"
        began, cpu = time.perf_counter(), time.process_time()
        CASES[case](folder, output)
        told = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - began}
    status = Path("/proc/self/status").read_text("utf-8")  # getrusage counts what started it too
    told["rss"] = int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024
    print(json.dumps(told))


def main() -> None:
    """Print a table for each size; of several rounds the median counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where archives are made and kept")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        run_case(options.case, options.archive)
        return
    with tempfile.TemporaryDirectory() as scratch:
        for size in options.sizes:
            folder = (options.folder or Path(scratch)) / f"archive-{size}"
            if not folder.exists():
                make(folder, size)
            compare(folder, size, options.rounds)


def compare(folder: Path, size: int, rounds: int) -> None:
    """Print a row for each case: rows a CPU second, the ratio to the bare loop, memory."""
    print(
        f"\n{size:,} articles\n{'':24}{'CPU s':>8}{'s':>8}{'rows/CPU s':>12}{'ratio':>7}{'MB':>6}"
    )
    runs: dict[str, list[dict[str, float]]] = {case: [] for case in CASES}
    for _ in range(rounds):
        for case in CASES:
            runs[case].append(measure(case, folder))
    for case, told in runs.items():
        cpu = sorted(each["cpu"] for each in told)[rounds // 2]
        wall = sorted(each["wall"] for each in told)[rounds // 2]
        bare = sorted(each["cpu"] for each in runs[f"{case.split()[0]} bare"])[rounds // 2]
        memory = max(each["rss"] for each in told)
        rate = f"{size / cpu:,.0f}"
        print(f"{case:24}{cpu:8.2f}{wall:8.2f}{rate:>12}{bare / cpu:7.2f}{memory:6.0f}")


if __name__ == "__main__":
    main()
