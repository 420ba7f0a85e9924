"""Pages outside mainland Chinese, rewritten by rules that leave what is true of them.

    python benchmarks/mutations_world.py                          # right / total of each kind
    python benchmarks/mutations_world.py --failures               # what is wrong, built-on half
    python benchmarks/mutations_world.py --kind date              # kinds whose names begin so

Each story of `world_stories.py` is printed in each form of a kind (a byline, a time, a title, a
body, a language), and read again. The forms are split like the pages of the corpora: one is built
on where the CRC-32 of its name is even, and of the others only totals are looked at. The bylines of
`bylines_overseas.tsv` (Taiwan, Hong Kong, Macau, Malaysia) are printed in Chinese stories.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from pages_made.readers import Record, read_ours
from reading_truth import HALVES, half_of
from world_bylines import byline_forms, linked_forms, overseas_pages
from world_forms import body_forms, language_forms, time_forms, title_forms
from world_pages import Made
from world_stories import STORIES

_SHOWN = 160  # characters of a value


def _pages(kind: str) -> Iterator[tuple[str, Made]]:
    """The pages of the kinds whose names begin so."""
    forms = {
        **byline_forms(), **linked_forms(), **time_forms(), **title_forms(), **body_forms(),
        **language_forms(),
    }  # fmt: skip
    for name, form in forms.items():
        if name.startswith(kind):
            yield from ((name, form(story)) for story in STORIES)
    yield from ((name, made) for name, made in overseas_pages() if name.startswith(kind))


def wrong_fields(made: Made, record: Record) -> dict[str, tuple[Any, Any]]:
    """The fields of a record that are not what the page says, each as wanted and as read."""
    if record.get("error"):
        return {"refused": ("an article", record["error"])}
    pairs = {name: (want, record.get(name)) for name, want in made.true.items()}
    return {name: pair for name, pair in pairs.items() if not _same(name, *pair)}


def _same(name: str, want: Any, got: Any) -> bool:
    if name == "published_at" and want is None:  # the zone is a guess by the language
        return True
    if name == "authors":
        return set(want) == set(got or ())
    if name == "language":
        return str(got).partition("-")[0] == str(want).partition("-")[0]
    return bool(want == got)


def main() -> None:
    """Print how many pages of each kind are read rightly, by halves; or what is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", default="", help="only kinds whose names begin so")
    parser.add_argument("--failures", action="store_true", help="list what is wrong, built-on half")
    given = parser.parse_args()
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for name, made in _pages(given.kind):
        wrong = wrong_fields(made, read_ours(made.html.encode(), made.url))
        half = half_of(name)
        counts[name.partition(":")[0], half].append(not wrong)
        if given.failures and half == "built-on":
            for each, (want, got) in wrong.items():
                shown = f"want {str(want)[:_SHOWN]!r}, got {str(got)[:_SHOWN]!r}"
                print(f"{name} [{made.story.language}] {each}: {shown}")
    print(f"{'kind':12}{HALVES[0]:>16}{HALVES[1]:>16}")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        cells = (f"{sum(counts[kind, half])} of {len(counts[kind, half])}" for half in HALVES)
        print(f"{kind:12}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
