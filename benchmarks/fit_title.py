"""Fits the weights by which the reader chooses the title of a page among its candidates.

    python benchmarks/fit_title.py TRUTH… [--write]

The files are those of `reading.py`; pages of other languages than Chinese are left out, which have
a reader of their own. Only the half that may be built on is fitted (`reading_truth.py`), with pages
of our own in the shapes of publishing systems beside it (half the count each). Of each page the
candidate that is the true title counts as much as all others together. Prints on how many pages of
both halves the likeliest candidate is the true title; `--write` replaces the table of the reader.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from logistic import Example, fit, write_table
from pages_made.readers import UNKNOWN
from pages_made.shapes import SHAPES, make_page
from reading_truth import HALVES, load

from archive.model.article import Capture
from harvester.claims import title_claims
from harvester.claims.title_candidates import Candidate
from harvester.claims.weights import Weights
from harvester.config.stations import Stations
from harvester.extract.read_page import titles_of
from harvester.model.errors import NotAnArticle

_SHRINKAGE = 1.0
_MADE_COUNTS = 0.5
_MADE = range(1000, 1002)  # seeds that no test uses
_FOREIGN = ("fundus", "aeb")
_HEAD = """Weights of the signs that a text is a page's title, made by benchmarks/fit_title.py.
Each is added to the log odds, times its sign, which is between 0 and 1 (title_candidates.py)."""


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _candidates(page: bytes, url: str, stations: Stations) -> list[Candidate]:
    capture = Capture(id="file:", url=url, status=200, captured_at=datetime.now(UTC), body=page)
    try:
        return titles_of(capture, stations.for_page(url))
    except NotAnArticle:
        return []


def _examples(title: str, candidates: Sequence[Candidate], counts: float) -> list[Example]:
    """The candidates of one page; none where the true title is not among them."""
    true = [_squeezed(each.text) == _squeezed(title) for each in candidates]
    if not any(true):
        return []
    others = counts / max(1, true.count(False))
    return [
        Example(each.signs, is_so, counts if is_so else others)
        for each, is_so in zip(candidates, true, strict=True)
    ]


def _made(stations: Stations) -> Iterator[Example]:
    for shape in SHAPES:
        for seed in _MADE:
            page, truth = make_page(shape, seed)
            candidates = _candidates(page, UNKNOWN, stations)
            yield from _examples(truth["title"], candidates, _MADE_COUNTS)


def main() -> None:
    """Fit on the built-on half, print how often the title is right, write the table where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("truth", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="replace the table of the reader")
    given = parser.parse_args()
    stations = Stations.load()
    truths = [truth for file in given.truth for truth in load(file)]
    titled = [t for t in truths if t.row.get("title") and t.suite not in _FOREIGN]
    pages = [
        (truth, _candidates(truth.path.read_bytes(), truth.url or UNKNOWN, stations))
        for truth in titled
    ]
    built = [(truth, found) for truth, found in pages if truth.half == "built-on"]
    examples = [e for truth, found in built for e in _examples(truth.row["title"], found, 1.0)]
    examples += _made(stations)
    names = list(examples[0].signs)
    fitted = fit(examples, names, _SHRINKAGE)
    weights = Weights(fitted["bias"], {name: fitted[name] for name in names}, "")
    for name, weight in fitted.items():
        print(f"{weight:7.2f}  {name}")
    for half in HALVES:
        found = [(truth, each) for truth, each in pages if truth.half == half and each]
        best = [(t, max(each, key=lambda c: weights.odds(c.signs))) for t, each in found]
        right = sum(_squeezed(c.text) == _squeezed(t.row["title"]) for t, c in best)
        print(f"{half}: the likeliest is the title on {right} of {len(found)} pages")
    if given.write:
        write_table(title_claims.TABLE, _HEAD, fitted)


if __name__ == "__main__":
    main()
