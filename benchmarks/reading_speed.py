"""How long our reader takes: beside one parse, beside trafilatura, on hostile pages, and in memory."""

# ruff: noqa: E501 - tables and lists of words are read more easily on one line

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.html

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.forms import make_page
from pages_made.readers import READERS, UNKNOWN

from archive.model.article import Capture
from harvester.config.stations import Stations
from harvester.document import decoding
from harvester.document.lines import read_lines
from harvester.document.parser_guard import tree
from harvester.extract.read_article import read_article
from harvester.grammar.language import is_chinese
from harvester.grammar.printed_time import read_time
from harvester.model.errors import NotAnArticle
from harvester.model.station import Station

_TIMES = (
    "2022-07-22 08:51:12", "2022年07月22日08:51", "2022/07/22 08:51", "发布时间：2022-07-22 08:51",
    "2022年7月22日下午3:05", "2022-07-22T00:51:12Z", "20220722", "2022.07.22", "2022年07月22日",
    "２０２２－０７－２２　０８：５１", "二〇二二年七月二十二日", "2022年13月1日",
)  # fmt: skip
_PARAGRAPH = "<p>今天天气不错，我们去了公园里面玩耍。大家都很高兴，也都很快乐地回来了。</p>"
_HEAD = "<html><title>青棠新桥今日通车_青棠网</title><body><h1>青棠新桥今日通车</h1><p>2022-07-22 08:51</p>"
_HOSTILE = {
    "40,000 attributes": "<div " + " ".join(f'a{i}="x"' for i in range(40_000)) + ">x</div>",
    "40,000 attributes with >": "<div " + " ".join(f'a{i}=">"' for i in range(40_000)) + ">x</div>",
    "200,000 nested divs": "<div>" * 200_000 + "x",
    "2,000 nested divs": _HEAD + "<div>" * 2000 + _PARAGRAPH * 200,
    "100,000 spaces after a label": _HEAD + f"<p>来源:{' ' * 100_000}</p>" + _PARAGRAPH * 5,
    "2 MB of paragraphs": _HEAD + _PARAGRAPH * 17_000,
    "60,000 short paragraphs": _HEAD + "<p>今天天气不错。</p>" * 60_000,
    "2 MB in one paragraph": _HEAD + f"<p>{'今天天气不错，' * 95_000}</p>",
    "50,000 labels": _HEAD + "<p>记者 张明 编辑：李红</p>" * 30_000,
    "2 MB of links": _HEAD + '<a href="/x_1.html">2</a>' * 80_000,
    "2 MB of <": _HEAD + "<" * 1_900_000,
    "2 MB of brackets": _HEAD + f"<p>{'（' * 600_000}</p>",
    "2 MB of breaks": _HEAD + "汉\n" * 500_000,
    "100,000 list items": _HEAD + "<li>一" * 100_000,
    "2 MB of <br>": _HEAD + "<br>" * 480_000,
    "2 MB of lines with <br>": _HEAD + "<div>" + "今天天气不错。<br>" * 80_000,
    "2 MB of tables": _HEAD + "<table><tr><td>12</td><td>菜价</td></tr></table>" * 42_000,
    "nested tables": _HEAD + "<table><tr><td>" * 600 + _PARAGRAPH * 5000,
    "2 MB of cells": _HEAD + "<table>" + "<tr><td>来源<td>青棠" * 70_000,
    "40,000 attributes in quotes": "<div "
    + " ".join(f"a{i}='<p>\"</p>'" for i in range(40_000))
    + ">x</div>",
    "2 MB of one label": _HEAD + f"<p>{'来源：' * 220_000}</p>",
    "2 MB of labels in lines": _HEAD + "<p>来源：</p>" * 120_000,
    "2 MB of labels and values": _HEAD + "<p>" + "来源：青棠日报 作者：付鼎臣 " * 40_000,
    "2 MB of names": _HEAD + f"<p>作者：{'付鼎臣、' * 160_000}</p>",
    "2 MB of dates": _HEAD + "<p>2022-07-22 08:51</p>" * 80_000,
    "2 MB of dates in a line": _HEAD + f"<p>{'2022-07-22 ' * 180_000}</p>",
    "2 MB of digits": _HEAD + f"<p>{'2' * 1_900_000}</p>",
    "2 MB of buttons": _HEAD + f"<p>{'分享 ' * 270_000}</p>",
    "2 MB of short buttons": _HEAD + "<p>分享</p>" * 140_000,
    "2 MB of related": _HEAD + _PARAGRAPH * 3 + "<p>相关新闻</p>" * 100_000,
    "2 MB of headings": _HEAD + "<h1>青棠新桥今日通车</h1>" * 60_000,
    "2 MB of pictures": _HEAD + _PARAGRAPH + '<img src="/a.jpg">' * 110_000,
    "2 MB of metas": '<meta name="author" content="x">' * 60_000 + _HEAD + _PARAGRAPH,
    "2 MB of a title": "<title>" + "青棠" * 320_000 + "</title>" + _HEAD + _PARAGRAPH,
    "2 MB of scripts": _HEAD + '<script>var pubdate = "x";</script>' * 55_000 + _PARAGRAPH,
    "2 MB of one script": _HEAD + "<script>" + "pub" * 650_000 + "</script>" + _PARAGRAPH,
    "2 MB of comments": _HEAD + "<!--enpcontent-->" * 110_000 + _PARAGRAPH,
    "2 MB of enpproperty": "<!--enpproperty " + "<date>" * 320_000 + "-->" + _HEAD + _PARAGRAPH,
    "2 MB of entities": _HEAD + f"<p>{'&#8203;' * 270_000}</p>",
    "2 MB of spaces": _HEAD + f"<p>{' ' * 1_900_000}</p>",
    "2 MB of full-width spaces": _HEAD + f"<p>来{'　' * 630_000}源：青棠日报</p>",
    "2 MB of fonts": _HEAD + "<font>" * 2000 + _PARAGRAPH * 15_000,
    "2 MB of unclosed links": _HEAD + '<a href="/1">二' * 110_000,
    "2 MB of classes": _HEAD + f'<div class="{"a " * 900_000}">x</div>' + _PARAGRAPH,
    "100,000 classes": _HEAD + "".join(f'<p class="c{i}">一</p>' for i in range(80_000)),
    "2 MB of brackets in a line": _HEAD + f"<p>{'（记者）' * 160_000}</p>",
    "2 MB of quotes": _HEAD + f"<p>{'《' * 600_000}</p>",
    "2 MB of blockquotes": _HEAD + "<blockquote>" * 1500 + "<p>一</p>" * 150_000,
    "2 MB of data": _HEAD + f'<img src="data:image/png;base64,{"A" * 1_900_000}">' + _PARAGRAPH,
    "2 MB of JSON-LD": '<script type="application/ld+json">'
    + "[" * 1_900_000
    + "</script>"
    + _HEAD,
    "deep authors": _HEAD + "<div class=a>" * 1500 + '<i class="edit author">x</i>' * 60_000,
}


def _cpu(call: Callable[[], object]) -> float:
    """The CPU time of a call, in milliseconds; of the thread, as that of a process is less exact."""
    begun = time.thread_time()
    call()
    return 1000 * (time.thread_time() - begun)


def _read(body: bytes, station: Station, url: str) -> str:
    capture = Capture(id="file:", url=url, status=200, captured_at=datetime.now(UTC), body=body)
    try:
        return str(read_article([capture], station, url).layout)
    except NotAnArticle as error:
        return error.kind


@dataclass(frozen=True, slots=True)
class _Timed:
    """What a page costs, in milliseconds: one parse by lxml, our reading, trafilatura's."""

    kind: str  # layout, generic Chinese, other languages
    parse: float
    ours: float
    theirs: float

    def least(self, other: _Timed) -> _Timed:
        """The least of two times each."""
        pairs = (
            (getattr(self, name), getattr(other, name)) for name in ("parse", "ours", "theirs")
        )
        return _Timed(self.kind, *map(min, pairs))


def _timed(body: bytes, station: Station, url: str) -> _Timed:
    text = decoding.text(body, None, station.encoding)
    sent = text.encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    parse = _cpu(lambda: lxml.html.document_fromstring(sent, parser=parser))
    read: list[str] = []
    ours = _cpu(lambda: read.append(_read(body, station, url)))
    if not is_chinese("\n".join(line.text for line in read_lines(tree(sent)).items)):
        theirs = _cpu(lambda: READERS["trafilatura"](text, url))
        return _Timed("other languages", parse, ours, theirs)
    return _Timed("layout" if "/" in read[0] else "generic Chinese", parse, ours, 0.0)


def _beside_others(pages: Sequence[tuple[bytes, str]], stations: Stations) -> None:
    """Print the time of each kind of page: the least of three passes over all pages.

    Between two passes other pages are read, so that little of a page is still remembered.
    """
    known = [(body, stations.for_page(url), url) for body, url in pages if body.strip()]
    passes = [[_timed(*page) for page in known] for _ in range(3)]
    times = [first.least(second).least(third) for first, second, third in zip(*passes, strict=True)]
    for kind in dict.fromkeys(each.kind for each in times):
        found = [each for each in times if each.kind == kind]
        ratios = [each.ours / max(each.parse, 0.01) for each in found]
        print(
            f"{kind}: {len(found)} pages, median {statistics.median(x.ours for x in found):.1f} ms, "
            f"{statistics.median(ratios):.1f} × parse, highest {max(ratios):.1f} ×"
        )
        if kind == "other languages":
            more = statistics.median(each.ours - each.theirs for each in found)
            print(
                f"  trafilatura: median {statistics.median(x.theirs for x in found):.1f} ms; "
                f"median of the differences {more:+.1f} ms"
            )


def measure(truth: Path | None) -> None:
    """Print times: beside one parse and trafilatura, of the clock, on hostile pages; and memory."""
    stations = Stations.load()
    pages = [(make_page(seed)[0], UNKNOWN) for seed in range(100)]
    if truth is not None:
        rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
        pages = [((truth.parent / r["file"]).read_bytes(), r.get("url") or UNKNOWN) for r in rows]
    _beside_others(pages, stations)
    zone = ZoneInfo("Asia/Shanghai")
    # no text twice: what was read before is remembered
    each = []
    for printed in _TIMES:
        texts = [f"{printed} 第{n}版" for n in range(2000)]
        begun = time.thread_time()
        for text in texts:
            read_time(text, zone=zone)
        each.append((time.thread_time() - begun) / len(texts) * 1e6)
    print(f"clock: median {statistics.median(each):.1f} µs, highest {max(each):.1f} µs")
    station = stations.for_page(UNKNOWN)
    hostile(station)
    _memory(station)


def hostile(station: Station) -> None:
    """Print how long each hostile page takes, for an unknown host and with layouts."""
    worst = 0.0
    for name, page in _HOSTILE.items():
        body = page.encode()
        begun = time.thread_time()
        kind = _read(body, station, UNKNOWN)
        took = time.thread_time() - begun
        worst = max(worst, took)
        print(f"{name} ({len(body) / 1e6:.1f} MB): {took:.2f} s, {kind}")
    print(f"the worst of {len(_HOSTILE)} hostile pages: {worst:.2f} s")


def _memory(station: Station) -> None:
    for seed in range(10_000):
        _read(make_page(seed % 500)[0], station, UNKNOWN)
        if seed in (999, 9_999):
            print(
                f"after {seed + 1:,} pages: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
            )
