"""Pages of our own text that are articles, and pages that are none, told apart.

    python benchmarks/kinds.py --pages 40                 # so many of each kind, and both errors
    python benchmarks/kinds.py --pages 40 --output /tmp/kinds

Two errors are counted: articles that are refused, and pages that are accepted as articles though
they are lists, notices or nothing. Every page is one of the kinds below in one of a few frames.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kinds_articles import ARTICLES
from kinds_frames import Kind
from kinds_others import OTHERS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one page: its kind, what was expected, what we said."""

    kind: str
    expected: frozenset[str]  # empty: an article
    said: str  # "article", or what it was refused as
    title: str

    @property
    def is_right(self) -> bool:
        """Whether an article was accepted, or another page refused for what it is."""
        return self.said == "article" if not self.expected else self.said in self.expected


def judge(pages: int, first: int = 0) -> list[Verdict]:
    """So many pages of each kind, read."""
    from reading import read_ours

    verdicts = []
    kinds: list[tuple[str, frozenset[str], Kind]] = [
        (n, frozenset(), k) for n, k in ARTICLES.items()
    ]
    kinds += [(name, refused_as, kind) for name, (refused_as, kind) in OTHERS.items()]
    for name, expected, kind in kinds:
        for seed in range(first, first + pages):
            page = kind(random.Random(f"{name} {seed}"))
            record = read_ours(page.encode() if isinstance(page, str) else page)
            said = str(record.get("kind") or "article")
            verdicts.append(Verdict(name, expected, said, str(record.get("title", ""))))
    return verdicts


def main() -> None:
    """Print, for each kind with errors, what its pages were taken for; and both rates of error."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=40, help="of each kind")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--output", type=Path, help="write the pages, and do not read them")
    given = parser.parse_args()
    if given.output:
        for name, kind in [*ARTICLES.items(), *((n, k) for n, (_, k) in OTHERS.items())]:
            given.output.mkdir(parents=True, exist_ok=True)
            for seed in range(given.first, given.first + given.pages):
                page = kind(random.Random(f"{name} {seed}"))
                body = page.encode() if isinstance(page, str) else page
                (given.output / f"{name.replace(' ', '-')}-{seed}.html").write_bytes(body)
        return
    verdicts = judge(given.pages, given.first)
    articles = [v for v in verdicts if not v.expected]
    others = [v for v in verdicts if v.expected]
    refused = sum(v.said != "article" for v in articles)
    accepted = sum(v.said == "article" for v in others)
    renamed = sum(not v.is_right for v in others) - accepted
    print(f"articles refused: {refused} of {len(articles)} ({refused / len(articles):.1%})")
    print(
        f"others accepted as articles: {accepted} of {len(others)} ({accepted / len(others):.1%})"
    )
    print(f"others refused for a wrong reason: {renamed} of {len(others)}")
    for name in dict.fromkeys(v.kind for v in verdicts if not v.is_right):
        said = Counter(v.said for v in verdicts if v.kind == name)
        print(f"  {name}: {dict(said)}")


if __name__ == "__main__":
    main()
