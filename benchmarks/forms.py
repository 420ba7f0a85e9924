"""Read pages of our own text in all forms that are known, and score them by form.

    python benchmarks/forms.py --pages 800 --output /tmp/forms      # pages, manifest, truth
    python benchmarks/forms.py --pages 800                          # read and score them, by form

The pages are made by `tests/pages_made/forms.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.forms import make_page, write_pages
from pages_made.readers import read_ours
from pages_made.score import wrong_fields


def main() -> None:
    """Write the pages, or read them and tell which forms are read wrongly."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--output", type=Path, help="write pages instead of reading them")
    parser.add_argument("--failures", action="store_true", help="print each wrong field")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.pages)
    if given.output:
        write_pages(given.output, seeds)
        return
    wrong: dict[str, int] = defaultdict(int)
    tried: dict[tuple[str, str], int] = defaultdict(int)
    failed: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    whole = 0
    for seed in seeds:
        page, truth = make_page(seed)
        record = read_ours(page, "http://unknown.invalid/")
        errors = wrong_fields(truth, record)
        whole += not errors
        for error in errors:
            wrong[error] += 1
            if given.failures:
                told = {"published": "published_at"}.get(error, error)
                want = truth[error] if error != "body" else len(str(truth["body"]))
                got = (
                    record.get(told)
                    if error != "body"
                    else record.get("error", len(record.get("body", "")))
                )
                print(f"{seed} {error}: want {want!r}, got {got!r}; {truth['forms']}")
        for form in truth["forms"].items():  # type: ignore[attr-defined]
            tried[form] += 1
            for error in errors:
                failed[form][error] += 1
    print(f"{whole}/{len(seeds)} pages wholly right; wrong: {dict(wrong)}")
    rates = sorted(((sum(failed[f].values()) / tried[f], f) for f in failed), reverse=True)
    for rate, form in rates[:30]:
        if rate > 0.05:
            print(
                f"  {rate:.2f} a page  {form[0]} {form[1]!r} ({tried[form]}): {dict(failed[form])}"
            )


if __name__ == "__main__":
    main()
