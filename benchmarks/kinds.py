"""Pages of our own text that are articles, and pages that are none, told apart.

    python benchmarks/kinds.py --pages 40                 # so many of each kind, and both errors
    python benchmarks/kinds.py --pages 40 --output /tmp/kinds

Two errors are counted: articles that are refused, and pages that are accepted as articles though
they are lists, notices or nothing. The pages are made by `tests/pages_made/kinds.py`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.kinds import judge
from pages_made.kinds_articles import ARTICLES
from pages_made.kinds_others import OTHERS


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
