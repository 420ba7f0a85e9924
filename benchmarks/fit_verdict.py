"""Fits the weights by which the reader tells articles from other pages.

    python benchmarks/fit_verdict.py TRUTH… KINDS… [--write]

The files are those of `reading.py`: articles, and pages that are none. Only the half that may be
built on is fitted (`reading_truth.py`), with pages of our own writing beside it, which show kinds
that no collection holds (half the count each). Pages that are no articles count twice. Articles are
fitted once more, a tenth of the count each, as if they displayed no title, and as if they named
neither time, medium nor writer: a second part of an article names none. Prints the articles that
are refused and the other pages that are accepted, in both halves; `--write` replaces the table of
the reader.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from logistic import Example, fit, write_table
from pages_made.kinds_articles import ARTICLES
from pages_made.kinds_others import OTHERS
from pages_made.readers import UNKNOWN
from reading_truth import HALVES, Truth, load

from archive.model.article import Capture
from harvester.claims.weights import Weights, probability
from harvester.config.stations import Stations
from harvester.extract import verdict
from harvester.extract.read_page import signs_of
from harvester.model.errors import NotAnArticle

_SHRINKAGE = 0.1
_NO_ARTICLE_COUNTS = 2.0
_MADE_COUNTS = 0.5
_MADE = range(1000, 1010)  # seeds that no test uses
_BARE_COUNTS = 0.1
_MAY_LACK = (("title displayed",), ("time displayed", "time declared", "medium or writer"))
_HEAD = """Weights of the signs that a page is an article, made by benchmarks/fit_verdict.py.
Each is added to the log odds, times its sign, which is between 0 and 1 (article_signs.py)."""


def _signs(page: bytes, url: str, stations: Stations) -> dict[str, float] | None:
    """The signs of a page; None where words decide, or where it holds no text."""
    capture = Capture(id="file:", url=url, status=200, captured_at=datetime.now(UTC), body=page)
    try:
        return signs_of(capture, stations.for_page(url))
    except NotAnArticle:
        return None


def _real(truths: list[Truth], stations: Stations) -> Iterator[tuple[str, Example]]:
    for truth in truths:
        signs = _signs(truth.path.read_bytes(), truth.url or UNKNOWN, stations)
        if signs is not None:
            counts = 1.0 if truth.is_article else _NO_ARTICLE_COUNTS
            yield truth.half, Example(signs, truth.is_article, counts)


def _made(stations: Stations) -> Iterator[Example]:
    kinds = [(name, True, kind) for name, kind in ARTICLES.items()]
    kinds += [(name, False, kind) for name, (_, kind) in OTHERS.items()]
    for name, is_article, kind in kinds:
        for seed in _MADE:
            page = kind(random.Random(f"{name} {seed}"))
            signs = _signs(page.encode() if isinstance(page, str) else page, UNKNOWN, stations)
            if signs is not None:
                counts = _MADE_COUNTS * (1.0 if is_article else _NO_ARTICLE_COUNTS)
                yield Example(signs, is_article, counts)


def _bare(article: Example) -> Iterator[Example]:
    """An article as if it lacked what articles may lack."""
    for names in _MAY_LACK:
        signs = {**article.signs, **dict.fromkeys(names, 0.0)}
        yield Example(signs, True, _BARE_COUNTS * article.counts)


def main() -> None:
    """Fit on the built-on half, print the errors of both, and write the table where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("truth", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="replace the table of the reader")
    given = parser.parse_args()
    stations = Stations.load()
    real = list(_real([truth for file in given.truth for truth in load(file)], stations))
    examples = [example for half, example in real if half == "built-on"] + list(_made(stations))
    examples += [bare for example in examples if example.is_so for bare in _bare(example)]
    names = list(examples[0].signs)
    fitted = fit(examples, names, _SHRINKAGE)
    weights = Weights(fitted["bias"], {name: fitted[name] for name in names}, "")
    for name, weight in fitted.items():
        print(f"{weight:7.2f}  {name}")
    for half in HALVES:
        found = [
            (e, probability(weights.odds(e.signs)) >= verdict.THRESHOLD)
            for h, e in real
            if h == half
        ]
        articles = [accepted for example, accepted in found if example.is_so]
        others = [accepted for example, accepted in found if not example.is_so]
        print(
            f"{half}: refused {len(articles) - sum(articles)} of {len(articles)} articles, "
            f"accepted {sum(others)} of {len(others)} others"
        )
    if given.write:
        write_table(verdict.TABLE, _HEAD, fitted)


if __name__ == "__main__":
    main()
