"""Our reader beside others, on any pages whose truth is known: quality by halves, and CPU time.

    python benchmarks/reading.py truth.jsonl kinds.jsonl            # peers that can be imported
    python benchmarks/reading.py truth.jsonl --readers ours         # our own figures alone
    python benchmarks/reading.py truth.jsonl --failures title       # wrong titles, built-on half
    python benchmarks/reading.py truth.jsonl --peers-python /path/to/venv/bin/python
    python benchmarks/reading.py truth.jsonl --speed                # our own times alone

A truth file has one object a line: "file" (relative to the truth file), "url" where it is known,
and

- for Chinese pages "title", "published" (ISO 8601, +08:00), "published_precision" (time, date),
  "source", "authors", "editors", and "body" or "grams" (its 4-grams by CRC-32, with counts);
- for pages of peers' suites "suite" and those of "title", "published", "authors", "body" it knows;
- for pages that are no articles "kinds", the reasons for which they may be refused.

Each figure is printed for the half that a reader may be built on, for the half whose single pages
are not looked at, and the gap between them (`reading_truth.py` has the rule); `--failures` lists
pages of the first half only. What is right is said in `reading_marks.py`. Ours reads the bytes as
`harvest read` does; peers get text that is decoded rightly. CPU is the median of a page; × parse is
its ratio to one parse of the page by lxml.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.readers import READERS, UNKNOWN, Record, parse
from reading_marks import FAULTS, Marks, marks_of
from reading_truth import HALVES, Half, Truth, load

Records = Mapping[str, Record]
_WRONG_BODY = 0.95
_SHOWN = 100  # characters of a value


def work(name: str) -> None:
    """Read what standard input holds, a page a line, and print records with their CPU time."""
    reader = _reader(name)
    pages = [json.loads(line) for line in sys.stdin]
    for page in pages[:2]:  # imports and caches
        _timed(reader, page)
    for page in pages:
        print(json.dumps(_timed(reader, page), default=str))


def _reader(name: str) -> Callable[[Mapping[str, str]], Record]:
    """A reader of a page by its path, address and decoded text."""
    if name != "ours":
        read = parse if name == "parse" else READERS[name]
        return lambda page: read(page["text"], page["url"] or UNKNOWN)
    from harvester.config.stations import Stations
    from harvester.model.errors import NotAnArticle
    from harvester.offline.saved import read_file

    stations = Stations.load()

    def ours(page: Mapping[str, str]) -> Record:
        try:
            path, url = Path(page["path"]), page["url"]
            return read_file(path, url=url, station=None, stations=stations).to_dict()
        except NotAnArticle as error:
            return {"error": str(error), "kind": error.kind}

    return ours


def _timed(reader: Callable[[Mapping[str, str]], Record], page: Mapping[str, str]) -> Record:
    begun = time.thread_time()
    try:
        record = reader(page)
    except Exception as error:
        record = {"error": f"{type(error).__name__}: {error}"}
    record = {key: value for key, value in record.items() if key not in ("blocks", "evidence")}
    return record | {"file": page["file"], "cpu_ms": 1000 * (time.thread_time() - begun)}


def _run(name: str, pages: Iterable[Mapping[str, Any]], python: str) -> Records | str:
    """Records by file, read in a process of its own; or why the reader cannot be run."""
    lines = "\n".join(json.dumps(page) for page in pages)
    done = subprocess.run(
        [python, __file__, "--worker", name],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
    )
    records = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not records:
        return (done.stderr.strip().splitlines() or ["it read nothing"])[-1]
    missing = [
        r["error"]
        for r in records
        if str(r.get("error", "")).startswith(("ModuleNotFound", "ImportError"))
    ]
    if missing:
        return str(missing[0]).splitlines()[0]
    return {record["file"]: record for record in records}


def compare(file: Path, readers: Sequence[str], python: str) -> None:
    """Print the figures of each reader, in a table for each suite of a truth file."""
    truths = load(file)
    pages = [_page(truth) for truth in truths]
    found = {
        name: _run(name, pages, sys.executable if name == "ours" else python) for name in readers
    }
    read = {name: records for name, records in found.items() if not isinstance(records, str)}
    for suite in dict.fromkeys(truth.suite for truth in truths):
        part = [truth for truth in truths if truth.suite == suite]
        _print_table(f"{file.parent.name}/{file.name} {suite}".strip(), part, read)
    for name, records in found.items():
        if isinstance(records, str):
            print(f"{name}: not run: {records}")
    _print_cpu(read, pages)


def _page(truth: Truth) -> dict[str, Any]:
    from harvester.document import decoding

    text = decoding.text(truth.path.read_bytes(), None)
    return {"file": truth.file, "path": str(truth.path), "url": truth.url, "text": text}


def _print_table(name: str, truths: Sequence[Truth], read: Mapping[str, Records]) -> None:
    counts = [sum(truth.half == half for truth in truths) for half in HALVES]
    print(f"\n## {name}: {counts[0]} pages built on, {counts[1]} looked away from\n")
    print(f"| field | {' | '.join(read)} |")
    print(f"|---|{'---|' * len(read)}")
    by_reader = {reader: _figures(truths, records) for reader, records in read.items()}
    for field in _fields(by_reader.values()):
        cells = [_cell(figures, field) for figures in by_reader.values()]
        print(f"| {field} | {' | '.join(cells)} |")


def _figures(truths: Sequence[Truth], records: Records) -> dict[tuple[str, Half], list[float]]:
    """The marks of a reader by field and half."""
    figures: dict[tuple[str, Half], list[float]] = defaultdict(list)
    for truth in truths:
        for field, mark in marks_of(truth, records.get(truth.file, {})).items():
            figures[field, truth.half].append(float(mark))
    return figures


def _fields(figures: Iterable[Mapping[tuple[str, Half], list[float]]]) -> list[str]:
    """The fields that are marked, those that count faults last."""
    fields = dict.fromkeys(field for each in figures for field, _ in each)
    return sorted(fields, key=lambda field: field in FAULTS)


def _cell(figures: Mapping[tuple[str, Half], list[float]], field: str) -> str:
    """Built-on / looked-away, and the gap between them."""
    built, away = (figures.get((field, half)) for half in HALVES)
    shown = [f"{statistics.mean(marks):.3f}" if marks else "-" for marks in (built, away)]
    gap = f" ({statistics.mean(built) - statistics.mean(away):+.3f})" if built and away else ""
    return f"{shown[0]} / {shown[1]}{gap}"


def _print_cpu(read: Mapping[str, Records], pages: Sequence[Mapping[str, Any]]) -> None:
    parsed = _run("parse", pages, sys.executable)
    if isinstance(parsed, str):
        sys.exit(parsed)
    parses = {file: max(record["cpu_ms"], 0.01) for file, record in parsed.items()}
    print(f"\nOne parse: {statistics.median(parses.values()):.2f} ms. CPU of a page (median):")
    for name, records in read.items():
        took = statistics.median(record["cpu_ms"] for record in records.values())
        ratio = statistics.median(records[file]["cpu_ms"] / parses[file] for file in records)
        print(f"{name}: {took:.1f} ms, {ratio:.1f} × parse")


def list_failures(file: Path, field: str) -> None:
    """Print the pages of the built-on half whose field is wrong, with both values."""
    truths = [truth for truth in load(file) if truth.half == "built-on"]
    records = _run("ours", [_page(truth) for truth in truths], sys.executable)
    if isinstance(records, str):
        sys.exit(records)
    for truth in truths:
        record = records.get(truth.file, {})
        marks = marks_of(truth, record)
        if field in marks and _is_wrong(field, marks):
            print(f"{truth.file}: {_shown_failure(field, truth, record, marks)}")


def _is_wrong(field: str, marks: Marks) -> bool:
    mark = marks[field]
    return bool(mark) if field in FAULTS else mark < (_WRONG_BODY if field == "body" else 1)


def _shown_failure(field: str, truth: Truth, record: Record, marks: Marks) -> str:
    if record.get("error"):
        return str(record["error"]).removeprefix(f"{truth.path}: ")
    if field.startswith("body"):
        return f"F1 {marks['body']:.3f}"
    if field == "everything right":
        return ", ".join(
            name for name, mark in marks.items() if mark is False and name not in FAULTS
        )
    if "source" in field:
        field = "source"
    names = {"day": ("published", "published_at"), "minute": ("published", "published_at")}
    true_name, name = names.get(field, (field, field))
    want, got = truth.row.get(true_name), record.get(name)
    return f"want {str(want)[:_SHOWN]!r}, got {str(got)[:_SHOWN]!r}"


def main() -> None:
    """Compare readers on truth files, list what ours reads wrongly, or time ours."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("truth", type=Path, nargs="*")
    parser.add_argument(
        "--readers", default=",".join(READERS), metavar="NAMES", help="ours and peers, by comma"
    )
    parser.add_argument(
        "--peers-python",
        default=sys.executable,
        metavar="PATH",
        help="an interpreter with the peers",
    )
    parser.add_argument("--failures", metavar="FIELD", help="list the pages that we read wrongly")
    parser.add_argument(
        "--half", choices=HALVES, default="built-on", help="whose failures; only built-on is shown"
    )
    parser.add_argument(
        "--speed", action="store_true", help="time our reader, also on hostile pages"
    )
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        work(given.worker)
    elif given.speed:
        from reading_speed import measure

        measure(given.truth[0] if given.truth else None)
    elif given.half != "built-on":
        parser.error(
            "pages of the looked-away half are not listed: it is only known by its figures"
        )
    elif not given.truth:
        parser.error("a truth file is needed")
    for file in () if given.worker or given.speed else given.truth:
        if given.failures:
            list_failures(file, given.failures)
        else:
            compare(file, given.readers.split(","), given.peers_python)


if __name__ == "__main__":
    main()
