"""Fit the weights of `harvester/foreign/line_weights.tsv` on pages whose text is known.

    python benchmarks/fit_trim.py truth.jsonl            # print what the weights do
    python benchmarks/fit_trim.py truth.jsonl --write    # and write them

The truth file is that of peers' suites, as `benchmarks/reading.py` reads it. Only pages in other
languages than Chinese count, and only those of the built-on half are fitted on: of the other half
the figures alone are printed. A line is part of the article where most of its words stand in the
known text, in their order.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from logistic import Example, fit, write_table
from reading_truth import HALVES, Truth, load

from harvester.claims.weights import Weights
from harvester.content.library_text import read_library_text, resemblance
from harvester.document import decoding, parser_guard
from harvester.document.lines import read_lines
from harvester.document.linked_data import read_linked_data
from harvester.document.metadata import read_metadata
from harvester.foreign import line_trim
from harvester.foreign.chrome_lines import without_chrome
from harvester.foreign.foreign_page import reads_as_chinese
from harvester.foreign.foreign_text import trim_context
from harvester.foreign.line_trim import describe
from harvester.foreign.traced_text import trace

SHRINKAGE = 2.0
HEAD = """Weights of the signs that a line is part of its article, made by benchmarks/fit_trim.py.
Each is added to the log odds, times its sign, which is between 0 and 1 (line_trim.py)."""
GRAM = 3  # words
SHARE = 0.5  # of the runs of words of a line that must stand in the known text


@dataclass(frozen=True)
class Page:
    """One page: its known text, and each line of what was read with its features."""

    truth: Truth
    texts: Sequence[str]
    features: Sequence[dict[str, float]]
    labels: Sequence[bool]


def describe_page(truth: Truth) -> Page | None:
    """The lines of a page; None for a Chinese one, or where nothing is known of its text."""
    if not truth.row.get("body"):
        return None
    sent = decoding.as_utf8(truth.path.read_bytes(), None, None)
    root = parser_guard.tree(sent)
    data = read_linked_data(root)
    lines, metadata = read_lines(root), read_metadata(root, data.evidence)
    if reads_as_chinese(lines, metadata):
        return None
    linked = data.article
    text = read_library_text(root, truth.url or "", lines, linked.text if linked else ())
    traced = without_chrome(trace(text.lines, lines))
    context = trim_context(text, metadata, linked)
    known = grams(truth.row["body"])
    return Page(
        truth,
        [line.text for line in traced],
        list(describe(traced, lines, context)),
        [stands_in(line.text, known, truth.row["body"]) for line in traced],
    )


def grams(text: str) -> set[tuple[str, ...]]:
    """The runs of words of a text."""
    words = text.lower().split()
    return {tuple(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)}


def stands_in(text: str, known: set[tuple[str, ...]], body: str) -> bool:
    """Whether a line is part of a known text."""
    own = grams(text)
    if not own or (not text.isascii() and " " not in text):
        return "".join(text.split()) in "".join(body.split())
    return len(own & known) >= SHARE * len(own)


def figures(pages: Sequence[Page], weights: Weights | None) -> str:
    """Mean F1 of words, and how many bodies reach .95, with these weights or without any."""
    likenesses = []
    for page in pages:
        kept = [
            text
            for text, features in zip(page.texts, page.features, strict=True)
            if weights is None or weights.odds(features) >= 0
        ]
        likenesses.append(resemblance(kept or page.texts, [page.truth.row["body"]]))
    right = sum(each >= 0.95 for each in likenesses)
    return f"{sum(likenesses) / len(pages):.4f} mean, {right} of {len(pages)} at .95"


def main() -> None:
    """Fit, print and perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("truth", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the table of the reader")
    options = parser.parse_args()
    found = (describe_page(truth) for truth in load(options.truth))
    pages = [page for page in found if page is not None]
    built = [page for page in pages if page.truth.half == HALVES[0]]
    names = list(built[0].features[0])
    examples = [
        Example(features, label)
        for page in built
        for features, label in zip(page.features, page.labels, strict=True)
    ]
    table = fit(examples, names, SHRINKAGE)
    weights = Weights(table["bias"], {name: table[name] for name in names}, "")
    for suite in Counter(page.truth.suite for page in pages):
        for half in HALVES:
            chosen = [p for p in pages if p.truth.suite == suite and p.truth.half == half]
            if chosen:
                print(f"{suite} {half}: {figures(chosen, None)} -> {figures(chosen, weights)}")
    for name, weight in sorted(table.items(), key=lambda each: -abs(each[1])):
        print(f"{weight:8.2f}  {name}")
    if options.write:
        write_table(line_trim.TABLE, HEAD, table)


if __name__ == "__main__":
    main()
