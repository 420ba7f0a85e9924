"""Our reader beside others, on any pages whose truth was read by hand: quality and CPU time.

    python benchmarks/reading.py truth.jsonl                        # peers that can be imported
    python benchmarks/reading.py truth.jsonl --peers-python /path/to/venv/bin/python
    python benchmarks/reading.py truth.jsonl --speed                # our own times alone

A truth file has one object a line: "file" (relative to the truth file), "title", "published" (ISO
8601, +08:00), "published_precision" (time, date), "source", "authors", "editors", "body", and
"url" where it is known. Every reader gets text that is decoded rightly. Body is the F1 of character
4-grams, as in the article extraction benchmarks; authors and editors are right where the whole set
is; CPU is the median of a page, × parse its ratio to one parse of the page by lxml.
"""

# ruff: noqa: E501 - tables and lists of words are read more easily on one line

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.readers import READERS, UNKNOWN, Record, parse
from pages_made.score import likeness, plain, wrong_fields


def work(name: str) -> None:
    """Read what standard input holds, a page a line, and print records with their CPU time."""
    reader = parse if name == "parse" else READERS[name]
    pages = [json.loads(line) for line in sys.stdin]
    for page in pages[:2]:  # imports and caches
        _timed(reader, page)
    for page in pages:
        print(json.dumps(_timed(reader, page), default=str))


def _timed(reader: Callable[[str, str], Record], page: Mapping[str, str]) -> Record:
    begun = time.process_time()
    try:
        record = reader(page["text"], page["url"])
    except Exception as error:
        record = {"error": f"{type(error).__name__}: {error}"}
    record = {key: value for key, value in record.items() if key not in ("blocks", "evidence")}
    return record | {"file": page["file"], "cpu_ms": 1000 * (time.process_time() - begun)}


def _row(
    name: str, truths: list[Record], records: Mapping[str, Record], parse: Mapping[str, float]
) -> str:
    wrong = [wrong_fields(truth, records[truth["file"]]) for truth in truths]

    def right(field: str) -> str:
        return f"{sum(field not in each for each in wrong) / len(truths):.3f}"

    bodies = [likeness(truth["body"], records[truth["file"]].get("body")) for truth in truths]
    as_author = sum(
        bool(
            set(map(plain, records[t["file"]].get("authors") or []))
            & (set(map(plain, t["editors"])) - set(map(plain, t["authors"])))
        )
        for t in truths
    )
    times = [records[truth["file"]]["cpu_ms"] for truth in truths]
    ratio = statistics.median(records[t["file"]]["cpu_ms"] / parse[t["file"]] for t in truths)
    whole = sum(not each for each in wrong) / len(truths)
    return (
        f"| {name} | {right('title')} | {right('published')} | {right('source')} | {right('authors')} | "
        f"{right('editors')} | {as_author} | {statistics.mean(bodies):.3f} | {right('body')} | {whole:.3f} | "
        f"{statistics.median(times):.1f} | {ratio:.1f} |"
    )


def _run(name: str, pages: Iterable[Mapping[str, str]], python: str) -> dict[str, Record] | str:
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


def compare(truth: Path, python: str) -> None:
    """Print a table with a line for each reader."""
    from harvester.document import decoding

    truths = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    pages = [
        {
            "file": row["file"], "url": row.get("url") or UNKNOWN,
            "text": decoding.text((truth.parent / row["file"]).read_bytes(), None),
        }
        for row in truths
    ]  # fmt: skip
    parsed = _run("parse", pages, sys.executable)
    if isinstance(parsed, str):
        sys.exit(parsed)
    parses = {file: max(record["cpu_ms"], 0.01) for file, record in parsed.items()}
    print(f"{len(truths)} pages, one parse {statistics.median(parses.values()):.2f} ms\n")
    print(
        "| reader | title | time | source | authors | editors | editor as author | body F1 | body ≥ .95 | all right | CPU ms | × parse |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for name in READERS:
        records = _run(name, pages, sys.executable if name == "ours" else python)
        if isinstance(records, str):
            print(f"| {name} | not run: {records} |")
        else:
            print(_row(name, truths, records, parses))


def main() -> None:
    """Compare readers on a truth file, or time ours."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("truth", type=Path, nargs="?")
    parser.add_argument(
        "--peers-python",
        default=sys.executable,
        metavar="PATH",
        help="an interpreter with the peers",
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

        measure(given.truth)
    elif given.truth:
        compare(given.truth, given.peers_python)
    else:
        parser.error("a truth file is needed")


if __name__ == "__main__":
    main()
