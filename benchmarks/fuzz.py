"""Damaged input of every kind that comes from outside: nothing may break what reads it.

    python benchmarks/fuzz.py --target warc --seeds FOLDER --quiet 300 --output /tmp/broken

Each reader is given seeds of our own, and the files of a folder, with bytes changed, cut, repeated
and mixed. An input that reaches a branch which none had reached before is kept and changed further;
when no new one was reached for `--quiet` seconds, or after `--longest` in all, the target is
done. A reader may refuse an input with the errors that it documents; any other error, and a reading
that takes too long, is a fault: the input is written to `--output`, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import gzip
import random
import signal
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from protego import Protego

from archive.custody.decision_log import decisions_in
from archive.custody.opening import open_or_create
from archive.model.article import Capture
from archive.search.query_parser import parse
from archive.warc.import_reader import captures_in
from archive.warc.packed_files import PackingError
from harvester.config.keys import STATION_KEYS
from harvester.config.stations import Stations
from harvester.config.toml import read_text
from harvester.crawl.robots_text import robots_text
from harvester.discovery.discover import discover
from harvester.document import decoding
from harvester.extract.read_page import read_one
from harvester.grammar.foreign_relative import read_foreign_relative
from harvester.grammar.printed_time import read_epoch, read_relative_time, read_time
from harvester.model.errors import NotAnArticle

ROOT = Path(__file__).resolve().parent.parent
OURS = tuple(f"{ROOT}/{package}/" for package in ("archive", "harvester"))
LONGEST = 2**16  # bytes of an input
SLOW = 30  # seconds of CPU for one reading, which is five times as slow while it is traced
NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
#: What a change puts in: signs that readers give a meaning, and numbers at their bounds.
SIGNS = [
    b"\0", b"\r\n", b"\r", b"\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&#", b"]]>",
    b"<!--",
    b'"', b"'", b"\\", b"(", b")", b":", b";", b"-1", b"0", b"4294967296", b"99999999999999999999",
    b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xae", b"\xc0\x80", b"%00", b"NaN", b"1e999", b"{", b"[",
    "年".encode(), "前".encode(), "：".encode(), b" OR ", b"*", b"WARC/1.1\r\n", b"\x1f\x8b\x08",
]  # fmt: skip


class TooSlow(BaseException):
    """A reading took longer than `SLOW` seconds; no reader of ours catches it."""


@dataclass
class Target:
    """One reader: what it is given first, and the errors by which it may refuse."""

    read: Callable[[bytes], object]
    seeds: list[bytes]
    refuses: tuple[type[BaseException], ...] = ()
    suffixes: tuple[str, ...] = ()  # of the files in the folder of seeds


@dataclass
class Trial:
    """How the fuzzing of one target went."""

    arcs: set[tuple[object, int, int]] = field(default_factory=set)
    kept: list[bytes] = field(default_factory=list)
    tried: int = 0
    faults: dict[str, bytes] = field(default_factory=dict)


def capture(body: bytes, **headers: str) -> Capture:
    """A capture of these bytes."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Capture(
        id="urn:uuid:1", url="https://ferry.example/a/1.html", status=200, body=body,
        captured_at=NOW, headers=named,
    )  # fmt: skip


def warc_record(kind: str, body: bytes, **more: str) -> bytes:
    """A WARC record of an HTTP answer."""
    lines = {
        "WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{zlib.crc32(body):032x}>",
        "WARC-Date": "2026-07-01T00:00:00Z", "WARC-Target-URI": "https://ferry.example/a/1.html",
        "Content-Type": "application/http; msgtype=response", "Content-Length": str(len(body)),
    } | {name.replace("_", "-"): value for name, value in more.items()}  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + body + b"\r\n\r\n"


PAGE = (
    "<html><head><meta charset=utf-8><title>渡船加开</title></head><body><h1>渡船加开</h1><div>"
    "2026-07-01 08:00 来源：渡口晚报 记者 苏晚</div><p>清晨的码头上，渡船比平日早开了一刻钟。</p>"
    "<a href='/a/2.html'>下一页</a></body></html>"
).encode()
FOREIGN_PAGE = (
    "<html lang=de><head><title>Die Fähre fährt öfter</title></head><body>"
    "<h1>Die Fähre fährt öfter</h1><p>Von Jana Roth | Veröffentlicht vor 3 Stunden</p>"
    "<p>Am Morgen legte die Fähre eine Viertelstunde früher ab als sonst, weil der Markt am Ufer"
    " schon um sechs Uhr öffnet.</p><p>Der Rat der Stadt hat den Plan mit großer Mehrheit"
    " beschlossen, obwohl Händler dagegen waren.</p></body></html>"
).encode()
LANGUAGES = ("en", "de", "fr", "ja", "ko", "ru", "ar")
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ok\r\n0\r\n\r\n"


def targets(place: Path) -> dict[str, Target]:
    """All readers by name; `place` is a folder for their files."""
    station = Stations.load().for_page("https://ferry.example/")
    archive = open_or_create(place / "archive")
    coding = ("gzip", "deflate", "br", "zstd", "identity", "gzip, br", "x-gzip")
    charsets = ("utf-8", "gbk", "utf-16", "big5", "euc-kr", "windows-1251", "none", "utf-7")

    def warc(data: bytes) -> None:
        (place / "fuzz.warc").write_bytes(data)
        for _ in captures_in(place / "fuzz.warc"):
            pass

    def decode(data: bytes) -> None:
        number = data[0] if data else 0
        kind = f"text/html; charset={charsets[number % len(charsets)]}"
        decoding.text(data, kind)
        packed = capture(data[1:], content_encoding=coding[number % len(coding)])
        decoding.as_utf8(decoding.content(packed), kind)

    def feeds(data: bytes) -> None:
        for kind in ("feed", "sitemap", "json", "list"):
            try:
                discover(capture(data), station, kind)  # type: ignore[arg-type]  # a literal
            except NotAnArticle:
                continue

    def robots(data: bytes) -> None:
        rules = Protego.parse(robots_text(data))
        rules.can_fetch("https://ferry.example/a/1.html", "fuzz")
        rules.crawl_delay("fuzz")

    def times(data: bytes) -> None:
        text = data.decode("utf-8", errors="replace")
        read_relative_time(text, zone=ZONE)
        for printed in (
            read_time(text, zone=ZONE, captured_at=NOW),
            read_epoch(text, zone=ZONE, captured_at=NOW),
            *(
                words and words.on(NOW)
                for words in (read_foreign_relative(text, each, None) for each in LANGUAGES)
            ),
        ):
            if printed is not None:
                datetime.fromisoformat(printed.iso())

    def stations(data: bytes) -> None:
        read_text("ferry.toml", data.decode("utf-8", errors="replace"), STATION_KEYS)

    def queries(data: bytes) -> None:
        query = parse(data.decode("utf-8", errors="replace"))
        _ = query.pattern
        sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        archive.connection.execute(sql, (query.match,)).fetchone()

    def decisions(data: bytes) -> None:
        (place / "decisions.jsonl").write_bytes(data)
        list(decisions_in(place / "decisions.jsonl"))

    records = [
        warc_record("response", ANSWER + gzip.compress(PAGE)),
        warc_record("response", CHUNKED, WARC_Truncated="length"),
        warc_record("revisit", b"HTTP/1.1 304 No\r\n\r\n", WARC_Refers_To_Target_URI="http://a/"),
        warc_record("warcinfo", b"software: fuzz\r\n", Content_Type="application/warc-fields"),
        warc_record("resource", PAGE, Content_Type="text/html"),
        b"filedesc://old.arc 0.0.0.0 20260702000000 text/plain 76\n1 0 InternetArchive\nURL IP-add"
        b"ress Archive-date Content-type Archive-length\n\nhttp://a/ 1.2.3.4 20260702000000 text/h"
        b"tml 5\n<p>a\n",
    ]
    feed_texts = [
        "<rss><channel><item><title>渡口</title><link>https://ferry.example/a/1.html</link>"
        "<pubDate>Thu, 02 Jul 2026 23:30:00 GMT</pubDate></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/a/'><entry><link rel='self' href='5."
        "html'/><updated>2026-07-01T08:00:00Z</updated></entry></feed>",
        "<?xml version='1.0' encoding='utf-16'?><sitemapindex><sitemap><loc>https://ferry.example/"
        "s.xml</loc><lastmod>2026-07-01</lastmod></sitemap></sitemapindex>",
        'jsonp({"list": [{"url": "/a/1.html", "title": "渡口", "time": 1782864000}]})',
    ]
    decision = (
        '{"id": "1", "at": "2026-07-01T00:00:00Z", "type": "hide", "article": "a:1", "by": "b",'
        ' "reason": "c", "basis": "d", "addresses": ["https://a/"]}\n'
    )
    station_text = (
        'title = "渡口"\nhome = "https://ferry.example/"\nlists = ["https://ferry.example/l"]\n'
        'articles = [\'/a/(?P<id>\\d+)\']\ndelay = 2.0\n[[layout]]\nname = "one"\ntitle = "h1"\n'
        'body = "div"\ndrop = [".x"]\n'
    )
    return {
        "warc": Target(
            warc,
            [b"".join(records), *records, gzip.compress(records[0]) + gzip.compress(records[1])],
            (PackingError,),
            (".warc", ".gz", ".arc", ".zst"),
        ),
        "decoding": Target(
            decode,
            [PAGE, b"\1" + PAGE.decode().encode("gbk"), b"\0" + gzip.compress(PAGE),
             b"\1" + zlib.compress(PAGE), PAGE.decode().encode("utf-16")],
            (NotAnArticle,),
            (".html", ".htm"),
        ),
        "feeds": Target(feeds, [text.encode() for text in feed_texts] + [PAGE], (), (".xml",)),
        "robots": Target(
            robots,
            [b"User-agent: *\nDisallow: /a/*.html$\nCrawl-delay: 2\nAllow: /\nSitemap: /s.xml\n",
             b"\xef\xbb\xbfUser-agent: fuzz\r\nRequest-rate: 1/5m 0900-1700\r\nVisit-time: 1\r\n"],
            (),
            (".txt",),
        ),
        "times": Target(
            times,
            [text.encode() for text in (
                "2026-07-01 08:00", "2026年7月1日 上午 12:05", "Wed Jul 01 2026 08:00:00 GMT+0800",
                "3小时前", "昨天 08:51", "二〇二六年七月一日", "1782864000", "07-01 09:00",
                "July 1, 2026 8:00 PM", "01/07/2026", "2026-07-01T08:00:00.123Z", "20260701 08:00",
            )],
        ),
        "stations": Target(stations, [station_text.encode()], (), (".toml",)),
        "queries": Target(
            queries,
            [text.encode() for text in (
                "人大代表 title:路灯 -培训", "(路灯 -培训) OR title:(灯光 亮)",
                '"路灯 照明" after:2022-7', "来源:渡口晚报 NOT 雾", "person:苏晚 AND ferr*",
                "NEAR(a b, 3)",
            )],
        ),
        "decisions": Target(decisions, [decision.encode() * 2], (), (".jsonl",)),
        "page": Target(
            lambda data: read_one(capture(data, content_type="text/html"), station),
            [PAGE, FOREIGN_PAGE],
            (NotAnArticle,),
            (".html",),
        ),
    }  # fmt: skip


def changed(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """An input with a few changes."""
    for _ in range(dice.choice((1, 1, 2, 4, 8))):
        at, to = sorted((dice.randint(0, len(data)), dice.randint(0, len(data))))
        to = min(to, at + dice.choice((1, 4, 64, LONGEST)))
        way = dice.randrange(7)
        if way == 0 and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
        elif way == 1:
            data = data[:at] + data[to:]
        elif way == 2:
            data = data[:at] + data[at:to] * dice.choice((2, 3, 50)) + data[to:]
        elif way == 3:
            data = data[:at] + dice.choice(SIGNS) + data[dice.choice((at, to)) :]
        elif way == 4:
            other = dice.choice(others)
            begin = dice.randint(0, len(other))
            data = data[:at] + other[begin : begin + dice.choice((8, 256, LONGEST))] + data[to:]
        elif way == 5:
            data = data[:at]
        else:
            data = data[:at] + dice.randbytes(dice.choice((1, 2, 8))) + data[to:]
    return data[:LONGEST]


@contextmanager
def traced(arcs: set[tuple[object, int, int]]) -> Iterator[None]:
    """Note each step from line to line in our own modules."""

    def enter(frame: FrameType, event: str, _: Any) -> Any:
        if event != "call" or not frame.f_code.co_filename.startswith(OURS):
            return None
        code, last = frame.f_code, frame.f_lineno

        def step(inner: FrameType, event: str, _: Any) -> Any:
            nonlocal last
            if event == "line":
                arcs.add((code, last, inner.f_lineno))
                last = inner.f_lineno
            return step

        return step

    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(None)


def attempt(target: Target, data: bytes, trial: Trial) -> bool:
    """Read one input; says whether it reached a new branch."""
    arcs: set[tuple[object, int, int]] = set()
    trial.tried += 1
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
        try:
            with traced(arcs):
                target.read(data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except target.refuses:
        pass
    except (Exception, TooSlow) as error:
        steps = traceback.extract_tb(error.__traceback__)
        ours = [step for step in steps if step.filename.startswith(OURS)]
        place = (ours or list(steps))[-1]
        where = f"{type(error).__name__}, {place.filename}:{place.lineno}"
        trial.faults.setdefault(where, data)
    is_new = not arcs <= trial.arcs
    trial.arcs |= arcs
    return is_new


def fuzz(
    target: Target, seeds: Sequence[bytes], dice: random.Random, *, quiet: float, longest: float
) -> Trial:
    """Change inputs until none reached a new branch for `quiet` seconds, at most for `longest`."""
    trial, began = Trial(), time.monotonic()
    for seed in seeds:
        if attempt(target, seed, trial):
            trial.kept.append(seed)
    trial.kept = trial.kept or [b""]
    last_new = time.monotonic()
    while (now := time.monotonic()) - last_new < quiet and now - began < longest:
        newest = trial.kept[-8:] if dice.random() < 0.3 else trial.kept
        data = changed(dice.choice(newest), seeds or trial.kept, dice)
        if attempt(target, data, trial):
            trial.kept.append(data)
            last_new = time.monotonic()
    return trial


def files_in(folder: Path | None, suffixes: tuple[str, ...]) -> list[bytes]:
    """The files of a folder that a target can begin with."""
    if folder is None or not suffixes:
        return []
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in suffixes)
    return [path.read_bytes()[:LONGEST] for path in files if path.is_file()]


def too_slow(*_: object) -> None:
    """End a reading; called by the timer."""
    raise TooSlow(f"more than {SLOW} seconds of CPU")


def main() -> None:
    """Fuzz the targets that were named, or all, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--target", action="append", help="one reader; all, unless named")
    parser.add_argument("--seeds", type=Path, help="a folder with further files to begin with")
    parser.add_argument("--quiet", type=float, default=300.0, help="seconds without a new branch")
    parser.add_argument("--longest", type=float, default=3600.0, help="seconds for one target")
    parser.add_argument("--output", type=Path, default=Path("fuzz-faults"))
    parser.add_argument("--random", type=int, default=0, help="begins the random numbers")
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, too_slow)
    bad = False
    with tempfile.TemporaryDirectory() as place:
        every = targets(Path(place))
        for name in options.target or every:
            target, began = every[name], time.monotonic()
            seeds = [*target.seeds, *files_in(options.seeds, target.suffixes)]
            dice = random.Random(options.random)
            trial = fuzz(target, seeds, dice, quiet=options.quiet, longest=options.longest)
            print(
                f"{name}: {len(seeds)} seeds, {trial.tried:,} inputs, {len(trial.arcs):,} branches,"
                f" {len(trial.kept)} inputs kept, {time.monotonic() - began:.0f} s,"
                f" {len(trial.faults)} faults",
                flush=True,
            )
            for number, (where, data) in enumerate(trial.faults.items()):
                options.output.mkdir(parents=True, exist_ok=True)
                (options.output / f"{name}-{number}").write_bytes(data)
                print(f"  {options.output / f'{name}-{number}'}: {where}", flush=True)
            bad = bad or bool(trial.faults)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
