"""The reading room beside stock Datasette: searches and articles by eight readers at once.

    python benchmarks/room.py FOLDER [--each 25] [--clients 8] [--processes 2]
        [--questions FILE] [--room-only]

FOLDER is an archive, as benchmarks/searchable_archive.py makes one. The room and stock Datasette
are served on loopback, one behind the other, from a link to its database. What is asked for is
drawn from its articles by a fixed seed, each address once: no answer is there from before. Prints
milliseconds by the clock and kilobytes by kind of query, and the milliseconds that the server spent
of both cores.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from archive.store.archive import Archive

SEED = 20220722
SAMPLED = 600  # articles from which queries are drawn
_RUN = re.compile(r"[一-龥]+")
_SERVE = ["-c", "from archive.cli import main; main()", "serve", "--archive"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that is asked for: of which kind, and its address."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Got:
    """What came: after how many milliseconds, with which status, and how many bytes."""

    kind: str
    took: float
    status: int
    size: int


class Drawn:
    """Queries of each kind and articles, drawn from an archive."""

    def __init__(self, folder: Path, each: int, questions: Path | None) -> None:
        self._each, self._chance = each, random.Random(SEED)
        with Archive.read_only(folder) as archive:
            (last,) = archive.connection.execute("SELECT max(key) FROM articles").fetchone()
            keys = [self._chance.randrange(1, last + 1) for _ in range(SAMPLED)]
            sql = "SELECT id, key, body, authors, station, published_at FROM articles WHERE key = ?"
            rows = [archive.connection.execute(sql, (key,)).fetchone() for key in keys]
        self.articles = [row for row in rows if row]
        self._runs = [run for row in self.articles for run in _RUN.findall(row[2])]
        self._questions = _questions(questions)

    def queries(self) -> dict[str, list[tuple[str, str]]]:
        """Kind → texts for the box, each with its further parameters."""
        months = [str(row[5])[:7] for row in self.articles]
        spans = [f"&from={month}&to={int(month[:4]) + 1}{month[4:]}" for month in months]
        sentences, twos = self._strings(18), self._strings(2)
        return {
            "rare word": [(word, "") for word in self._rare()],
            "two characters": [(word, "") for word in self._strings(2)],
            "common word": [(word, "") for word in self._common(2)],
            "phrase": [(word, "") for word in self._strings(6)],
            "question": [(text, "") for text in (self._questions or sentences)[: self._each]],
            "field": [(f"author:{name}", "") for name in self._authors()],
            "two words": [(f"{a} {b}", "") for a, b in zip(twos, self._strings(2), strict=True)],
            "word, one year": list(zip(self._strings(2), spans, strict=False)),
            "word, one station": [
                (word, f"&station={row[4]}")
                for word, row in zip(self._strings(2), self.articles, strict=False)
            ],
            "one character": [(word, "") for word in self._strings(1)],
        }  # fmt: skip

    def _strings(self, length: int) -> list[str]:
        long = [run for run in self._runs if len(run) >= length]
        found: dict[str, None] = {}
        while long and len(found) < self._each:
            run = self._chance.choice(long)
            begin = self._chance.randrange(len(run) - length + 1)
            found[run[begin : begin + length]] = None
        return list(found)

    def _authors(self) -> list[str]:
        return [row[3].split("、")[0] for row in self.articles[: self._each]]

    def _rare(self) -> list[str]:
        tally = self._tally(3)
        return self._chance.sample([word for word in tally if tally[word] == 1], self._each)

    def _common(self, length: int) -> list[str]:
        return [word for word, _ in self._tally(length).most_common(self._each)]

    def _tally(self, length: int) -> Counter[str]:
        return Counter(
            run[at : at + length] for run in self._runs for at in range(len(run) - length + 1)
        )


def _questions(path: Path | None) -> list[str]:
    if path is None:
        return []
    lines = path.read_text("utf-8").splitlines()
    return random.Random(SEED).sample([json.loads(line)["text"] for line in lines], len(lines))


@contextmanager
def linked(folder: Path) -> Iterator[Path]:
    """A folder with a link to the database: the archive stays as it is."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        os.link(folder / "archive.db", Path(made) / "archive.db")
        (Path(made) / "warc").symlink_to((folder / "warc").resolve())
        yield Path(made)


@contextmanager
def served(command: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A server: its port and process. `{port}` in the command is replaced."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    named = [part.replace("{port}", str(port)) for part in command]
    process = subprocess.Popen(named, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(process, port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def ask_all(port: int, asked: Sequence[Asked], clients: int) -> list[Got]:
    """Each page once, by so many readers at once, each with one connection."""
    shares = [asked[first::clients] for first in range(clients)]
    with ThreadPoolExecutor(clients) as readers:
        return [
            each for got in readers.map(lambda share: _read(port, share), shares) for each in got
        ]


def _read(port: int, asked: Sequence[Asked]) -> list[Got]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    got = []
    for each in asked:
        begin = time.perf_counter()
        connection.request("GET", each.path)
        answer = connection.getresponse()
        body = answer.read()
        got.append(Got(each.kind, 1000 * (time.perf_counter() - begin), answer.status, len(body)))
    connection.close()
    return got


def report(title: str, got: Sequence[Got], spent: float) -> None:
    """Print p50, p95 and the longest, by kind and of all, and the largest page."""
    print(f"\n{title}: {len(got)} pages, {1000 * spent / len(got):.0f} ms of CPU a page")
    for kind in [*dict.fromkeys(each.kind for each in got), "all"]:
        of_kind = [each for each in got if kind in (each.kind, "all")]
        took = sorted(each.took for each in of_kind)
        other = Counter(each.status for each in of_kind if each.status != 200)
        print(
            f"  {kind:20} p50 {took[len(took) // 2]:7.1f}  p95 {took[int(0.95 * len(took))]:7.1f}"
            f"  max {took[-1]:7.1f} ms, largest {max(each.size for each in of_kind) / 1000:5.1f} kB"
            f"  ({len(of_kind)}){f'  other statuses {dict(other)}' if other else ''}"
        )


def measure(title: str, command: Sequence[str], pages: Sequence[list[Asked]], clients: int) -> None:
    """Serve, read a few pages to begin with, then measure each list of pages by itself."""
    with served(command) as (port, process):
        ask_all(port, pages[0][:clients], clients)
        for asked in pages:
            before = _spent(process)
            got = ask_all(port, asked[clients:], clients)
            kinds = {each.kind for each in asked}
            shown = "searches" if len(kinds) > 1 else kinds.pop()
            report(f"{title}, {shown}", got, _spent(process) - before)


def _spent(process: int) -> float:
    """Seconds of CPU of a process and of those that it began."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    began = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(_spent(int(each)) for each in began)


def main() -> None:
    """Measure the room, then stock Datasette."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--each", type=int, default=25, help="queries of a kind")
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="of the room")
    options.add_argument("--questions", type=Path, help='lines {"text": a question in free text}')
    options.add_argument("--room-only", action="store_true", help="leave stock Datasette out")
    given = options.parse_args()
    drawn = Drawn(given.folder, given.each, given.questions)
    queries = [(kind, *each) for kind, several in drawn.queries().items() for each in several]
    random.Random(SEED).shuffle(queries)
    searches = [Asked(kind, f"/?q={quote(text)}{more}") for kind, text, more in queries]
    articles = [Asked("article", f"/article/{quote(row[0], safe='')}") for row in drawn.articles]
    with linked(given.folder) as folder:
        room = [sys.executable, *_SERVE, str(folder), "--port", "{port}"]
        room += ["--processes", str(given.processes)]
        measure("reading room", room, [searches, articles[:300]], given.clients)
        if not given.room_only:
            stock = [sys.executable, "-m", "datasette", str(folder / "archive.db"), "-p", "{port}"]
            view, table = (
                "/archive/search?_size=20&q=",
                "/archive/articles?_size=20&body__contains=",
            )
            words = [
                Asked("search view", view + quote(text)) for _, text, more in queries if not more
            ]
            tables = [Asked("table filter", table + quote(text)) for _, text, _ in queries]
            keys = [Asked("row", f"/archive/articles/{row[1]}") for row in drawn.articles]
            measure("stock Datasette", stock, [words[:80], tables[:40], keys[:300]], given.clients)


if __name__ == "__main__":
    main()
