"""Follow one record through the code, from a response to a search hit, and count its steps.

    python benchmarks/trace_record.py [--pairs N]

A profile hook notes the file of each function of the project that is called, in order. Rules of
counting:

- A change of file is a call into another file than that of the call before it. Returns are not
  counted, nor is what lies outside `archive/` and `harvester/`. A helper that is called for each
  line of the page counts for each line.
- A distinct change counts each pair of files once a stage, however often it occurs.
- A wing (a folder such as `harvester/run`) is entered again when a call comes into it after calls
  into another wing. It is called back when that happens while it is still waiting for the other
  wing: that is what the layers forbid for imports. The wings that all others use (`model`, `db`,
  `files`, `knowledge`) are passed over for both, the deadline of a reading for the second.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path
from types import FrameType

import archive
from archive.model.article import Capture
from archive.search.search import search
from archive.store.archive import Archive
from harvester.config.stations import Stations
from harvester.model.station import Station
from harvester.model.url import article_id
from harvester.model.visit import ALL_DAYS, Address, Link, Visit
from harvester.run.process import Fetched, process
from harvester.run.run import Run

ROOT = Path(archive.__file__).resolve().parents[1]
PAGE = ROOT / "tests" / "pages" / "rednet-moment.html"
URL = "https://xt.rednet.cn/content/646/51/11538273.html"
STATION = "rednet-xiangtan"
#: Wings that every other one uses: to enter them again says nothing of the line.
SHARED = ("model", "db", "files", "knowledge")
#: Calls whatever it is given, and so waits for all that reads: it has no place in the line.
WRAPPER = "harvester/document/deadline"


class Trace:
    """The files of the project's functions, in the order of their calls, each with its stage."""

    def __init__(self) -> None:
        self.stage = ""
        self.calls: list[tuple[str, str]] = []  # (stage, file), where the file changes
        self.callbacks: list[tuple[str, str]] = []  # (file that calls, file of a waiting wing)

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Note a call: the hook of `sys.setprofile`."""
        if event != "call":
            return
        name = _file_of(frame.f_code.co_filename)
        if name is None:
            return
        if not self.calls or self.calls[-1][1] != name:
            self.calls.append((self.stage, name))
        waiting = _own_wings(_stack(frame))
        if is_callback(waiting):
            caller = next(each for each in _stack(frame) if wing(each) == waiting[1])
            self.callbacks.append((caller, name))

    def files(self, stage: str | None = None) -> list[str]:
        """The files in the order of their calls; of one stage, where one is named."""
        return [file for each, file in self.calls if stage in (None, each)]


def _stack(frame: FrameType | None) -> list[str]:
    """The project's files whose functions wait for each other, the one that was called first."""
    files = []
    while frame is not None:
        name = _file_of(frame.f_code.co_filename)
        if name is not None and name != WRAPPER:
            files.append(name)
        frame = frame.f_back
    return files


def is_callback(waiting: Sequence[str]) -> bool:
    """Whether the first of these wings, which wait for each other, waits further on as well.

    >>> is_callback(["a/run", "a/store", "a/run"]), is_callback(["a/store", "a/run"])
    (True, False)
    """
    return waiting[0] in waiting[1:] if waiting else False


def _own_wings(files: Sequence[str]) -> list[str]:
    """The wings of files in order, without those that every wing uses, each change once."""
    wings = (wing(file) for file in files)
    return [each for each, _ in groupby(wings) if each.rpartition("/")[2] not in SHARED]


def _file_of(path: str) -> str | None:
    """The path of a file of the project within it, without its suffix."""
    for package in ("archive", "harvester"):
        prefix = f"{ROOT}/{package}/"
        if path.startswith(prefix):
            return path.removeprefix(f"{ROOT}/").removesuffix(".py")
    return None


def wing(file: str) -> str:
    """The wing that a file lies in.

    >>> wing("harvester/run/run")
    'harvester/run'
    """
    return file.rpartition("/")[0]


def entered_again(files: Sequence[str]) -> list[str]:
    """The wings in the order in which they are entered again after they were left.

    >>> entered_again(["a/run/x", "a/read/y", "a/model/z", "a/read/w", "a/run/x"])
    ['a/run']
    """
    own = [file for file in files if wing(file).rpartition("/")[2] not in SHARED]
    entries = _own_wings(own)
    return [each for number, each in enumerate(entries) if each in entries[:number]]


def follow(folder: Path) -> Trace:
    """Follow the record of one page into a new archive; each stage of the line has its calls.

    Its address is discovered and leased before, as it is when a response arrives.
    """
    trace = Trace()
    stations = Stations.load()
    station = stations.get(STATION)
    with Archive.create(folder) as store:
        run = Run(store, stations, [station], command="trace")
        capture = _capture(run.id)
        address = _leased(run, station)
        with _Profile(trace):
            trace.stage = "keep"
            run.keep(capture, address)
            trace.stage = "read"
            visit = _read(address, capture, station)
            trace.stage = "commit"
            run.settle(visit)
            run.flush()
            trace.stage = "search"
            assert visit.article is not None
            found = search(store.connection, (visit.article.title or "")[:6])
        assert [hit.id for hit in found.hits] == [visit.article.id]
    return trace


class _Profile:
    """Calls a hook for each function that is called within the block."""

    def __init__(self, hook: Callable[[FrameType, str, object], None]) -> None:
        self._hook = hook

    def __enter__(self) -> None:
        sys.setprofile(self._hook)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)


def _leased(run: Run, station: Station) -> Address:
    """The address of the page, discovered and leased by the run."""
    link = Link(url=URL, kind="article", article=article_id(URL, station))
    now = datetime.now(UTC)
    run.flush(lambda: run.tables.frontier.add(link, station=STATION, found=None, now=now))
    (address,) = run.lease(STATION, 1, days=ALL_DAYS)
    return address


def _capture(run: str) -> Capture:
    return Capture(
        id=f"urn:uuid:{uuid.uuid4()}",
        url=URL,
        status=200,
        body=PAGE.read_bytes(),
        captured_at=datetime.now(UTC),
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        station=STATION,
        run=run,
        kind="page",
    )


def _read(address: Address, capture: Capture, station: Station) -> Visit:
    """The visit that the capture makes; the page has one part only."""
    visit = process(address, Fetched(answer=capture, captures=(capture,)), station)
    assert isinstance(visit, Visit)
    return visit


def main() -> None:
    """Print the figures of each stage, the order of the wings, and the commonest changes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", type=int, default=15, help="how many changes of file to name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trace = follow(Path(folder) / "archive")
    distinct = 0
    for stage in ("keep", "read", "commit", "search"):
        files = trace.files(stage)
        pairs = set(pairwise(files))
        distinct += len(pairs)
        print(f"{stage}: {_counts(files, len(pairs))}")
        print("   ", " > ".join(dict.fromkeys(files)))
    files = trace.files()
    print(f"in all: {_counts(files, distinct)}")
    print("wings:", " > ".join(dict.fromkeys(map(wing, files))))
    again = Counter(entered_again(files))
    print(f"wings entered again after they were left: {again.total()} times")
    for name, count in again.most_common():
        print(f"    {count:>4} {name}")
    print(f"calls back into a wing that waits: {len(trace.callbacks)}")
    _print_pairs(trace.callbacks, options.pairs)
    print("commonest changes of file:")
    _print_pairs(pairwise(files), options.pairs)


def _counts(files: Sequence[str], distinct: int) -> str:
    return f"{len(set(files))} files, {len(files)} changes of file, {distinct} distinct"


def _print_pairs(pairs: Iterable[tuple[str, str]], most: int) -> None:
    for (before, after), count in Counter(pairs).most_common(most):
        print(f"    {count:>4} {before} > {after}")


if __name__ == "__main__":
    main()
