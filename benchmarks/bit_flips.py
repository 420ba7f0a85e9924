"""Single-bit flips: which of them `archive verify` finds, and which SQLite's own check.

    python benchmarks/bit_flips.py [--flips 500] [--articles 60]

An archive is written, then one bit is flipped in a copy of it, again and again: in archive.db at
random places, and in the WARC file at random places. Of the flips in archive.db those count that
change what any table of records says (found by reading all of them before and after). Each is then
looked at by `archive verify`, by PRAGMA integrity_check, and by that with FTS5's integrity-check.
The text is invented.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from held import article, capture

from archive.model.errors import ArchiveError
from archive.schema.records import RECORDS
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify

TABLES = sorted({part.table for parts in RECORDS.values() for part in parts})


def make(folder: Path, articles: int) -> None:
    """An archive with articles, a few revisions, revisits and a takedown."""
    from archive.custody.decisions import decide, takedown_decision

    with Archive.create(folder) as archive:
        for number in range(articles):
            old = number % 6 == 5
            said = article(number - 3 if old else number)
            page = capture(number, url=said.url)
            archive.write_capture(page)
            with archive.transaction():
                archive.index_capture(page)
                archive.store_article(
                    replace(said, title=f"{said.title}（更正）") if old else said, [page.id]
                )
        decide(archive, takedown_decision("hide", article(1).id, "benchmark", "why", "basis"))
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def said(path: Path) -> object:
    """What all tables of records say; None where that cannot be read any more."""
    try:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            return [connection.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None


def verify_finds(folder: Path) -> bool:
    """Whether `archive verify` tells of damage, or the archive does not open."""
    try:
        with Archive.read_only(folder) as archive:
            return verify(archive, Verification(remember=False)).damaged
    except ArchiveError:
        return True


def sqlite_finds(folder: Path, *, index: bool) -> bool:
    """Whether SQLite's own checks tell of anything."""
    try:
        with closing(sqlite3.connect(folder / "archive.db")) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
            if index and not found:
                connection.execute(
                    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
                )
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return True
    return found


def flip(path: Path, original: bytes, chance: random.Random) -> None:
    """Write the file with one bit of it turned round."""
    content = bytearray(original)
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def main() -> None:
    """Flip, look, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flips", type=int, default=500, help="Of each sort.")
    parser.add_argument("--articles", type=int, default=60)
    asked = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "archive")
        make(folder, asked.articles)
        database = folder / "archive.db"
        (warc,) = (folder / "warc").iterdir()
        whole = said(database)
        missed = _flip(
            database, asked.flips, chance, lambda: said(database) != whole,
            {
                "archive verify": lambda: verify_finds(folder),
                "integrity_check": lambda: sqlite_finds(folder, index=False),
                "integrity_check and FTS5": lambda: sqlite_finds(folder, index=True),
            },
        )  # fmt: skip
        missed += _flip(
            warc, asked.flips, chance, lambda: True,
            {"archive verify": lambda: verify_finds(folder)},
        )  # fmt: skip
    sys.exit(1 if missed else 0)


def _flip(
    path: Path, flips: int, chance: random.Random, counts: Callable[[], bool],
    finders: dict[str, Callable[[], bool]],
) -> int:  # fmt: skip
    """Flip until so many flips counted; how many of them `archive verify` missed."""
    original = path.read_bytes()
    found: Counter[str] = Counter()
    tried = counted = 0
    while counted < flips:
        tried += 1
        flip(path, original, chance)
        if not counts():
            continue
        counted += 1
        for name, finds in finders.items():
            found[name] += finds()
    path.write_bytes(original)
    print(f"{path.name}: {counted} flips that change what is stored, of {tried} tried")
    for name in finders:
        print(f"  {name:26} found {found[name]:5} ({found[name] / counted:.1%})")
    return counted - found["archive verify"]


if __name__ == "__main__":
    main()
