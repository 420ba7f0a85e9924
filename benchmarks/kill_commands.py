"""kill -9 at random moments of each command that writes: whether the next one makes it good.

    python benchmarks/kill_commands.py --archive DIR [--kills 20] [--command NAME] [--seed 1]

Each command runs once to its end on a copy of the archive (`harvest demo --archive DIR` makes
one). Then, so often, it is killed at a random moment of its time on a fresh copy, and run again to
its end: `archive verify` must find nothing, and the articles, revisions and captures must be those
of the unbroken run. A command whose output is there already may refuse (exit code 2, 3 or 74). Exit
code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tarfile
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.cli import main as archive_main
from harvester.cli import main as harvest_main

OLDER = Path(__file__).parent.parent / "tests/archive/backup/archives/0.2.0.tar.xz"
#: Exit codes with which a command may refuse to write over what a killed one has left, or to do
#: again what is done: an erased article is not there to be erased.
REFUSALS = (2, 3, 74)
RECORDS = 500


@dataclass(frozen=True, slots=True)
class Trial:
    """A place for the copy of an archive, and for what commands write beside it."""

    source: Path
    place: Path

    @property
    def archive(self) -> Path:
        """The copy."""
        return self.place / "archive"

    def copied(self) -> None:
        """A fresh copy."""
        shutil.copytree(self.source, self.archive)

    def emptied(self) -> None:
        """No archive yet, but the files of its stations."""
        for name in ("stations", "platforms"):
            if (self.source / name).is_dir():
                shutil.copytree(self.source / name, self.archive / name)

    def unpacked(self) -> None:
        """An archive of an earlier version."""
        with tarfile.open(OLDER) as packed:
            packed.extractall(self.place, filter="data")

    def without_index(self) -> None:
        """A copy whose full-text index is empty."""
        self.copied()
        with closing(sqlite3.connect(self.archive / "archive.db")) as database:
            database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
            database.commit()

    def with_other_stations(self) -> None:
        """A copy whose station files are others than its pages were read with."""
        self.copied()
        for file in (self.archive / "stations").glob("*.toml"):
            file.write_text(f"# changed\n{file.read_text('utf-8')}", encoding="utf-8")

    def warc_files(self) -> list[str]:
        """The WARC files of the archive that is copied."""
        return [str(path) for path in sorted(self.source.glob("warc/*.warc.gz"))]

    def records(self) -> str:
        """A file of records to load."""
        path = self.place / "records.jsonl"
        texts = (f"清河水文站今天早晨测得水位{n}厘米，比昨天同一时间高。" for n in range(RECORDS))
        path.write_text(
            "".join(
                json.dumps({"id": f"k:{n}", "station": "k", "url": f"http://k.example/{n}",
                            "title": f"水位{n}", "published_at": "2026-07-13", "body": text},
                           ensure_ascii=False) + "\n"
                for n, text in enumerate(texts)
            ),
            encoding="utf-8",
        )  # fmt: skip
        return str(path)

    def first_article(self) -> str:
        """The id of an article."""
        with closing(sqlite3.connect(self.archive / "archive.db")) as database:
            return str(database.execute("SELECT min(id) FROM articles").fetchone()[0])


Begin = Callable[[Trial], None]
Words = Callable[[Trial], list[str]]
#: Command → what it begins with, and its words; `--archive` is added.
COMMANDS: dict[str, tuple[Begin, Words]] = {
    "load": (Trial.copied, lambda t: ["archive", "load", t.records()]),
    "load --bulk": (Trial.copied, lambda t: ["archive", "load", t.records(), "--bulk"]),
    "import": (Trial.emptied, lambda t: ["harvest", "import", *t.warc_files()]),
    "lineage rebuild": (Trial.copied, lambda _: ["archive", "lineage", "rebuild"]),
    "lineage reconcile": (Trial.copied, lambda _: ["archive", "lineage", "reconcile"]),
    "package": (Trial.copied, lambda t: ["archive", "package", str(t.place / "package")]),
    "export": (Trial.copied, lambda t: ["archive", "export", "--format", "csv", "--output",
                                        str(t.place / "export.csv")]),
    "cdxj": (Trial.copied, lambda t: ["archive", "cdxj", "--output", str(t.place / "x.cdxj")]),
    "wacz": (Trial.copied, lambda t: ["archive", "wacz", "--output", str(t.place / "x.wacz")]),
    "backup": (Trial.copied, lambda t: ["archive", "backup", str(t.place / "backup")]),
    "upgrade": (Trial.unpacked, lambda _: ["archive", "upgrade"]),
    "repair": (Trial.without_index, lambda _: ["archive", "verify", "--repair"]),
    "hide": (Trial.copied, lambda t: ["archive", "hide", t.first_article(), "--by", "k",
                                      "--reason", "r", "--basis", "b"]),
    "erase": (Trial.copied, lambda t: ["archive", "erase", t.first_article(), "--yes", "--by", "k",
                                       "--reason", "r", "--basis", "b"]),
    "reread": (Trial.with_other_stations, lambda _: ["harvest", "reread"]),
    "reread --apply": (Trial.with_other_stations, lambda _: ["harvest", "reread", "--apply"]),
    "reread --rebuild": (Trial.copied, lambda _: ["harvest", "reread", "--rebuild"]),
}  # fmt: skip


def started(words: Sequence[str], output: Path) -> int:
    """The number of a process that runs a command: a fork of this one, with all imports done."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    code = 70
    try:
        written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(written, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.argv = [words[0], *words[1:]]
        (archive_main if words[0] == "archive" else harvest_main)()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(words: Sequence[str], output: Path) -> int:
    """The exit code of a command that runs to its end."""
    return os.waitstatus_to_exitcode(os.waitpid(started(words, output), 0)[1])


def state(folder: Path) -> list[list[tuple[object, ...]]]:
    """What an archive holds, whoever wrote it: articles, revisions, captures."""
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        return [
            database.execute(query).fetchall()
            for query in (
                "SELECT a.id, a.title, a.body, l.articles FROM articles AS a"
                " LEFT JOIN lineage_members AS t ON t.article = a.key"
                " LEFT JOIN lineages AS l ON l.lineage = t.lineage ORDER BY a.id",
                # the revision of a loaded record is named by the moment of loading
                "SELECT article, title, count(*) FROM history GROUP BY 1, 2 ORDER BY 1, 2",
                "SELECT url, captured_at, payload_digest FROM captures ORDER BY 1, 2, 3",
            )
        ]


def tried(name: str, source: Path, kills: int, chance: random.Random) -> list[str]:
    """Kill a command so often; what was not as after an unbroken run."""
    begin, words_of = COMMANDS[name]
    faults: list[str] = []
    expected, code, took, killed, refused = None, 0, 0.0, 0, 0
    for number in range(kills + 1):
        with tempfile.TemporaryDirectory() as place:
            trial, output = Trial(source, Path(place)), Path(place, "output")
            begin(trial)
            words = [*words_of(trial), "--archive", str(trial.archive)]
            if number == 0:  # the unbroken run
                began = time.monotonic()
                code = run(words, output)
                took = time.monotonic() - began
                expected = state(trial.archive)
                if code not in (0, 1):
                    return [f"the unbroken run ended with {code}: {output.read_text()[-300:]}"]
                continue
            child = started(words, output)
            time.sleep(chance.uniform(0, took))
            os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            killed += status == -signal.SIGKILL
            again = run(words, output)
            refused += again in REFUSALS
            if again not in (0, code, *REFUSALS):
                faults.append(f"kill {number}: run again: {again}: {output.read_text()[-300:]}")
            if verified := run(["archive", "verify", "--archive", str(trial.archive)], output):
                faults.append(f"kill {number}: verify: {verified}: {output.read_text()[-300:]}")
            elif state(trial.archive) != expected:
                faults.append(f"kill {number}: the archive differs from that of an unbroken run")
    print(f"{name}: {took:.1f} s, {killed} of {kills} killed, {refused} refused to go on,"
          f" {len(faults)} faults", flush=True)  # fmt: skip
    return faults


def main() -> None:
    """Kill the commands that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--archive", type=Path, required=True, help="what is copied")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--command", action="append", choices=list(COMMANDS))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bad = False
    for name in asked.command or COMMANDS:
        faults = tried(name, asked.archive, asked.kills, random.Random(asked.seed))
        bad = bad or bool(faults)
        for fault in faults[:5]:
            print(f"  {fault}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
