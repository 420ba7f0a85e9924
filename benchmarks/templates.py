"""Our reader on pages in the shape of publishing systems, papers and sites of many countries.

    python benchmarks/templates.py                    # right of all by field, in both halves
    python benchmarks/templates.py --failures         # what is wrong, in the half that is built on

The pages are written from memory of how such sites print their menus, times, credits, shares and
related articles; their news are invented. A template is built on where the CRC-32 of its name is
even, and of the others only the figures are looked at.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

import templates_languages  # noqa: F401 - all of them fill the register
import templates_mainland  # noqa: F401
import templates_overseas  # noqa: F401
import templates_systems  # noqa: F401
from pages_made.invented import invent
from pages_made.readers import read_ours
from pages_made.score import wrong_fields
from reading_truth import HALVES, half_of
from template_register import TEMPLATES

_FIELDS = ("title", "published", "source", "authors", "editors", "body")
_SHOWN = 160  # characters of a value


def make_page(name: str, seed: int) -> tuple[bytes, dict[str, Any]]:
    """One page of a template, and what is true of it."""
    pick = random.Random(f"{name} {seed}")
    facts = invent(pick)
    markup = TEMPLATES[name](pick, facts)
    return markup.encode(), {
        "title": facts.title,
        "published": facts.published.isoformat(),
        "published_precision": facts.precision,
        "source": facts.source,
        "authors": facts.authors,
        "editors": facts.editors,
        "body": "\n".join(facts.body),
    }


def main() -> None:
    """Print how many pages are read rightly, by field and half; or what is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=2, help="of each template")
    parser.add_argument("--failures", action="store_true", help="list what is wrong, built-on half")
    given = parser.parse_args()
    right: dict[str, Counter[str]] = {half: Counter() for half in HALVES}
    for name in TEMPLATES:
        half = half_of(name)
        for seed in range(given.pages):
            page, truth = make_page(name, seed)
            record = read_ours(page)
            wrong = wrong_fields(truth, record)
            right[half].update(["pages", *(x for x in _FIELDS if x not in wrong)])
            right[half]["everything"] += not wrong
            for field in wrong if given.failures and half == "built-on" else ():
                key = {"published": "published_at"}.get(field, field)
                want, got = truth.get(field), record.get(key, record.get("error"))
                shown = f"want {str(want)[:_SHOWN]!r}, got {str(got)[:_SHOWN]!r}"
                print(f"{name} {seed} {field}: {shown}")
    print(f"{'':12}{HALVES[0]:>16}{HALVES[1]:>16}")
    for field in (*_FIELDS, "everything"):
        cells = (f"{right[half][field]} of {right[half]['pages']}" for half in HALVES)
        print(f"{field:12}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
