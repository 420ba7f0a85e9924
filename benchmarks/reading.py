"""Reading"""
from __future__ import annotations
import re, unicodedata, collections, zlib
from datetime import UTC, datetime
from archive.article import Capture
from harvester.errors import NotAnArticle
from harvester.reading import read_article
from harvester.station import unknown_station

def read_ours(page, url):
    c = Capture(id="file:x", url=url, status=200, captured_at=datetime.now(UTC), body=page)
    try:
        return read_article([c], unknown_station("unknown.invalid"), url).record()
    except NotAnArticle as error:
        return {"error": str(error), "kind": error.kind}

def plain(t): return re.sub(r"\s+", "", unicodedata.normalize("NFKC", t or ""))
def grams(t):
    t = plain(t)
    return collections.Counter(t[i:i+4] for i in range(max(1, len(t)-3))) if t else collections.Counter()
def f1(a, b):
    a, b = grams(a), grams(b)
    if not a and not b: return 1.0
    both = sum((a & b).values())
    return 2*both/(sum(a.values())+sum(b.values()))
def wrong_fields(truth, record):
    out = []
    if plain(record.get("title")) != plain(truth["title"]): out.append("title")
    got = record.get("published_at") or ""
    n = 10 if truth["published_precision"] == "date" else 16
    if got[:n] != truth["published"][:n] or (n == 10 and len(got) > 10): out.append("published")
    if plain(record.get("source")) != plain(truth["source"]): out.append("source")
    for f in ("authors", "editors"):
        if {plain(x) for x in record.get(f, [])} != set(truth[f]): out.append(f)
    if f1(truth["body"], record.get("body")) < 0.95: out.append("body")
    return out
