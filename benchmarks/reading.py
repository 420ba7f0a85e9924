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
import collections
import json
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

Record = dict[str, Any]
BEIJING = timezone(timedelta(hours=8))
UNKNOWN = "http://unknown.invalid/"


# --- readers: text and address in, a record out -------------------------------------------------


def read_ours(page: bytes, url: str = UNKNOWN) -> Record:
    """Our record of a page, as a host that no station file speaks of."""
    from datetime import UTC

    from archive.model.article import Capture
    from harvester.config.stations import Stations
    from harvester.extract.read_article import read_article
    from harvester.model.errors import NotAnArticle

    global _STATIONS  # noqa: PLW0603  (loaded once, and only where we are the reader)
    _STATIONS = _STATIONS or Stations.load()
    capture = Capture(id="file:", url=url, status=200, captured_at=datetime.now(UTC), body=page)
    try:
        return read_article([capture], _STATIONS.for_page(url), url).to_dict()
    except NotAnArticle as error:
        return {"error": str(error), "kind": error.kind}


_STATIONS: Any = None


def _ours(text: str, url: str) -> Record:
    return read_ours(text.encode("utf-8", "replace"), url)


def _readability(text: str, url: str) -> Record:
    import lxml.html
    from readability import Document

    document = Document(text, url=url)
    body = lxml.html.fromstring(document.summary(html_partial=True)).text_content()
    return {"title": document.short_title(), "body": body}


def _trafilatura(text: str, url: str) -> Record:
    import trafilatura  # type: ignore[import-not-found]  # an optional peer

    found = trafilatura.bare_extraction(text, url=url, with_metadata=True, include_comments=False)
    if not found:
        return {"error": "nothing found"}
    held = found if isinstance(found, dict) else found.as_dict()
    return {
        "title": held.get("title"), "body": held.get("text"), "published_at": held.get("date"),
        "authors": [name.strip() for name in (held.get("author") or "").split(";") if name.strip()],
    }  # fmt: skip


def _newspaper(text: str, url: str) -> Record:
    import newspaper  # type: ignore[import-not-found]  # an optional peer

    language = "zh" if re.search("[\u4e00-\u9fff]{9}", text) else "en"
    article = newspaper.Article(url, language=language)
    article.download(input_html=text)
    article.parse()
    published = article.publish_date
    return {
        "title": article.title, "body": article.text, "authors": list(article.authors),
        "published_at": published.isoformat() if published else None,
    }  # fmt: skip


def _gne(text: str, url: str) -> Record:
    from gne import GeneralNewsExtractor  # type: ignore[import-not-found]  # an optional peer

    found = GeneralNewsExtractor().extract(text, host=url)
    published = (found.get("publish_time") or "").strip().replace(" ", "T")
    return {
        "title": found.get("title"), "body": found.get("content"), "published_at": published,
        "authors": [found["author"]] if found.get("author") else [],
    }  # fmt: skip


def _parse(text: str, url: str) -> Record:
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser, base_url=url)
    return {}


READERS: dict[str, Callable[[str, str], Record]] = {
    "ours": _ours, "trafilatura": _trafilatura, "readability-lxml": _readability,
    "newspaper4k": _newspaper, "gne": _gne,
}  # fmt: skip


def work(name: str) -> None:
    """Read what standard input holds, a page a line, and print records with their CPU time."""
    reader = _parse if name == "parse" else READERS[name]
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


# --- scores -------------------------------------------------------------------------------------


def plain(text: str | None) -> str:
    """Text as it is compared: NFKC, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))


def likeness(want: str, got: str | None) -> float:
    """F1 of the multisets of character 4-grams."""
    both = [
        collections.Counter(t[i : i + 4] for i in range(max(1, len(t) - 3)))
        for t in (plain(want), plain(got))
    ]
    if not plain(want) or not plain(got):
        return float(plain(want) == plain(got))
    shared = sum((both[0] & both[1]).values())
    return 2 * shared / (sum(both[0].values()) + sum(both[1].values()))


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text).strip())
    except ValueError:
        return None
    return moment.astimezone(BEIJING) if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def wrong_fields(truth: Mapping[str, Any], record: Record) -> list[str]:
    """The fields of a record that are not as the truth has them."""
    wrong = []
    want, got = _moment(truth["published"]), _moment(record.get("published_at"))
    timed = truth["published_precision"] == "time"
    form = "%F %R" if timed else "%F"
    if plain(record.get("title")) != plain(truth["title"]):
        wrong.append("title")
    if want is None or got is None or got.strftime(form) != want.strftime(form):
        wrong.append("published")
    if plain(record.get("source")) != plain(truth["source"]):
        wrong.append("source")
    wrong += [
        name
        for name in ("authors", "editors")
        if {plain(x) for x in record.get(name) or []} != {plain(x) for x in truth[name]}
    ]
    if likeness(truth["body"], record.get("body")) < 0.95:
        wrong.append("body")
    return wrong


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
    parse = {file: max(record["cpu_ms"], 0.01) for file, record in parsed.items()}
    print(f"{len(truths)} pages, one parse {statistics.median(parse.values()):.2f} ms\n")
    print(
        "| reader | title | time | source | authors | editors | editor as author | body F1 | body ≥ .95 | all right | CPU ms | × parse |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for name in READERS:
        records = _run(name, pages, sys.executable if name == "ours" else python)
        if isinstance(records, str):
            print(f"| {name} | not run: {records} |")
        else:
            print(_row(name, truths, records, parse))


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
