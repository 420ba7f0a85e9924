"""Our reader on pages with a known truth that are rewritten in the ways in which templates differ.

    python benchmarks/mutations.py truth.jsonl truth-2.jsonl
    python benchmarks/mutations.py truth.jsonl --mutations 'colon*' 'item*'
    python benchmarks/mutations.py truth.jsonl --failures 'colon: bar'

A page is rewritten by one rule (`mutation_kinds.py`), or its article is set anew in another form
(`mutation_forms.py`); what is true of it stays as it is, or changes as the rule says. Then the
generic reader reads it. Each row is a mutation, the worst first: the pages of which everything is
right, and those of which single fields are. A page that a mutation cannot rewrite is skipped, and
so are fields that are wrong already before. Only pages that are built on are read: for a mutation
one of each third family (`--one-in 1`: of each; `--one-in 0`: all pages).

The mutations are in two halves too, by the CRC-32 of their name: of those that are looked away
from only the totals are printed, and their failures are not listed.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutation_forms import form_names, form_of, set_anew
from mutation_kinds import MUTATIONS
from mutation_page import MutablePage, NotApplicable, markup, read
from reading_marks import FAULTS, Marks, marks_of
from reading_truth import Truth, family_of, half_of, load

from archive.model.article import Article
from harvester.config.stations import Stations

_SHOWN = ("title", "day", "minute", "source", "authors", "editors", "body right", "lost or refused")
_WHOLE = "everything right"


def names_of(patterns: Sequence[str]) -> list[str]:
    """The mutations whose names are like one of these patterns; all of them where there is none."""
    every = [*MUTATIONS, *form_names()]
    return [name for name in every if not patterns or any(fnmatch(name, p) for p in patterns)]


def mutated(page: MutablePage, name: str) -> tuple[bytes, Truth]:
    """A page rewritten, and what is true of it then. Raises NotApplicable."""
    row = MUTATIONS[name](page) if name in MUTATIONS else set_anew(page, form_of(name))
    return markup(page.root), Truth(page.truth.path, row)


def pages_of(files: Sequence[Path], name: str, one_in: int) -> Iterator[Truth]:
    """The built-on Chinese pages that are read for a mutation."""
    by_family: dict[str, list[Truth]] = defaultdict(list)
    for file in files:
        for truth in load(file):
            if truth.half == "built-on" and truth.is_article and not truth.suite:
                by_family[family_of(truth.file)].append(truth)
    for family, each in by_family.items():
        at = zlib.crc32(f"{name} {family}".encode())
        if one_in == 0:
            yield from each
        elif at % one_in == 0:
            yield each[at // one_in % len(each)]


class Reader:
    """Reads pages as they are and as they are rewritten."""

    def __init__(self) -> None:
        self.stations = Stations.load()
        self._before: dict[Path, Marks] = {}

    def mutate(self, truth: Truth, name: str) -> tuple[bytes, Truth] | None:
        """A page rewritten; None where it cannot be."""
        page = MutablePage.of(truth, self.stations)
        try:
            return mutated(page, name)
        except NotApplicable:
            return None

    def marks(self, page: bytes, truth: Truth) -> tuple[Marks, Article | str]:
        """What is right of a rewritten page, and how it was read."""
        article = read(page, truth.url, self.stations)
        record = {"error": article} if isinstance(article, str) else article.to_dict()
        return marks_of(truth, record), article

    def before(self, truth: Truth) -> Marks:
        """What is right of a page as it is."""
        if truth.path not in self._before:
            self._before[truth.path] = self.marks(truth.path.read_bytes(), truth)[0]
        return self._before[truth.path]


def wrong_fields(marks: Marks, before: Marks) -> list[str]:
    """The fields that a mutation cost."""
    return [
        name
        for name in _SHOWN
        if name in marks
        and _is_right(name, before.get(name, True))
        and not _is_right(name, marks[name])
    ]


def _is_right(name: str, mark: bool | float) -> bool:
    return not mark if name in FAULTS else bool(mark)


def count(files: Sequence[Path], names: Sequence[str], one_in: int) -> None:
    """Print the mutations that are built on, the worst first, then the totals of both halves."""
    reader = Reader()
    wrong: dict[str, Counter[str]] = {}
    for name in names:
        wrong[name] = Counter()
        for truth in pages_of(files, name, one_in):
            made = reader.mutate(truth, name)
            if made is None:
                wrong[name]["skipped"] += 1
                continue
            costs = wrong_fields(reader.marks(*made)[0], reader.before(truth))
            wrong[name].update(["read", *costs, *([_WHOLE] if costs else [])])
    built = {name: each for name, each in wrong.items() if half_of(name) == "built-on"}
    print(f"| mutation | read | skipped | wrong | {' | '.join(_SHOWN)} |")
    print(f"|---|{'---|' * (len(_SHOWN) + 3)}")
    for name in sorted(built, key=lambda name: -built[name][_WHOLE] / max(1, built[name]["read"])):
        print(_row(name, built[name]))
    for half in ("built-on", "looked-away"):
        total: Counter[str] = Counter()
        for name, each in wrong.items():
            total.update(each if half_of(name) == half else ())
        print(_row(f"all {sum(half_of(name) == half for name in wrong)} {half}", total))


def _row(name: str, wrong: Counter[str]) -> str:
    cells = [str(wrong[key] or "") for key in ("read", "skipped", _WHOLE, *_SHOWN)]
    return f"| {name} | {' | '.join(cells)} |"


def list_failures(
    files: Sequence[Path], names: Sequence[str], one_in: int, output: Path | None
) -> None:
    """Print the pages that mutations of the built-on half cost a field, with both values."""
    reader = Reader()
    for name in names:
        if half_of(name) != "built-on":
            print(f"{name}: looked away from", file=sys.stderr)
            continue
        for truth in pages_of(files, name, one_in):
            if (made := reader.mutate(truth, name)) is None:
                continue
            marks, article = reader.marks(*made)
            for field in wrong_fields(marks, reader.before(truth)):
                print(f"{name}: {truth.file}: {field}: {_shown(field, made[1], article, marks)}")
                if output is not None:
                    output.mkdir(parents=True, exist_ok=True)
                    (output / f"{name}-{truth.file}".replace("/", "-")).write_bytes(made[0])


def _shown(field: str, truth: Truth, article: Article | str, marks: Marks) -> str:
    if isinstance(article, str):
        return article
    if field in ("body right", "lost or refused"):
        return f"F1 {marks['body']:.3f}"
    want: Any = truth.row.get({"day": "published", "minute": "published"}.get(field, field))
    key = {"day": "published_at", "minute": "published_at"}.get(field, field)
    return f"want {want!r}, got {article.to_dict().get(key)!r}"


def main() -> None:
    """Count what each mutation costs, or list what it costs on single pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("truth", type=Path, nargs="+")
    parser.add_argument("--mutations", nargs="+", default=[], metavar="PATTERN")
    parser.add_argument(
        "--one-in",
        type=int,
        default=3,
        metavar="N",
        help="so many families, a page of each; 0: all pages",
    )
    parser.add_argument("--failures", nargs="+", metavar="PATTERN", help="list what they cost")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where to write failed pages")
    given = parser.parse_args()
    if given.failures:
        list_failures(given.truth, names_of(given.failures), given.one_in, given.output)
    else:
        count(given.truth, names_of(given.mutations), given.one_in)


if __name__ == "__main__":
    main()
