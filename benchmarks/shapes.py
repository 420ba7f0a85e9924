"""Read whole pages in the shapes of real publishing systems, and count wrong fields by shape.

    python benchmarks/shapes.py --pages 20               # so many of each shape, wrong fields by shape
    python benchmarks/shapes.py --pages 20 --failures
    python benchmarks/shapes.py --pages 20 --output /tmp/shapes     # pages, manifest, truth

The pages are made by `tests/pages_made/shapes.py`.
"""

# ruff: noqa: E501 - lines of a report are read more easily whole

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.readers import read_ours
from pages_made.score import plain, wrong_fields
from pages_made.shapes import SHAPES, make_page


def main() -> None:
    """Write the pages, or read them and print which fields of which shapes are wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=20, help="of each shape")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--output", type=Path, help="write pages instead of reading them")
    parser.add_argument("--failures", action="store_true", help="print each wrong field")
    given = parser.parse_args()
    made = [
        (name, *make_page(name, seed))
        for name in SHAPES
        for seed in range(given.first, given.first + given.pages)
    ]
    if given.output:
        given.output.mkdir(parents=True, exist_ok=True)
        for _, page, truth in made:
            (given.output / truth["file"]).write_bytes(page)
        told = "".join(json.dumps(truth, ensure_ascii=False) + "\n" for _, _, truth in made)
        (given.output / "truth.jsonl").write_text(told, encoding="utf-8")
        return
    wrong: dict[str, Counter[str]] = {name: Counter() for name in SHAPES}
    whole = 0
    for name, page, truth in made:
        record = read_ours(page)
        errors = wrong_fields(truth, record)
        whole += not errors
        if "body" not in errors and plain(record.get("body")) != plain(truth["body"]):
            errors.append("a line of the body")
        wrong[name].update(errors)
        for error in errors if given.failures else ():
            told = {"published": "published_at"}.get(error, error)
            want = truth.get(error, truth["body"])
            print(
                f"{truth['file']} {error}: want {want!r}, got {record.get(told, record.get('body', record))!r}"
            )
    print(f"{whole}/{len(made)} pages wholly right")
    for name, errors_of in wrong.items():
        if errors_of:
            print(f"  {name}: {dict(errors_of)}")


if __name__ == "__main__":
    main()
