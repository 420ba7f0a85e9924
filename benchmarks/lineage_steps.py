"""The lineage of one article as it comes in, among many: what it costs, and how many are right.

    python benchmarks/lineage_steps.py RECORDS --gold GOLD

RECORDS are articles in the order of capture, one JSON object a line, as `archive load` reads them;
GOLD says of each, by `id`, its `lineage` and its `kind`; that of a notice begins with `template`.
The articles are held 16 at a time, as a crawl commits them, and linked one by one; then all is
rebuilt. Of the last 1,000 the CPU time of each is told, and the share of commits. The digests are
of all rows of `archive lineage export`: two versions with the same ones give the same links.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from archive.dataset.load import article_of, lines_of
from archive.lineage.link_article import link_article
from archive.lineage.rebuild import rebuild
from archive.lineage.tree import export_rows
from archive.model.article import Article as Record
from archive.store.archive import Archive

_BATCH = 16  # articles of one commit of a crawl


@dataclass(frozen=True, slots=True)
class Gold:
    """The right lineage of each article, and which of them are notices of a form."""

    lineages: dict[str, str]
    notices: set[str]

    @classmethod
    def read(cls, file: Path) -> Gold:
        """Read a gold file; rows without a lineage say something else."""
        rows = [row for row in map(json.loads, lines_of(file)) if "lineage" in row]
        return cls(
            {row["id"]: row["lineage"] for row in rows},
            {row["id"] for row in rows if row["kind"].startswith("template")},
        )


@dataclass(slots=True)
class Taken:
    """The CPU seconds of each article's lineage, and of all commits of the last articles."""

    steps: list[float]
    commits: float

    def report(self, last: int) -> None:
        """Print percentiles in milliseconds."""
        steps = self.steps[-last:]
        cuts = statistics.quantiles(steps, n=100)
        print(
            f"{len(self.steps):,} articles one by one, {sum(self.steps):.1f} CPU s;"
            f" the last {len(steps):,}: p50 {cuts[49] * 1e3:.2f}, p95 {cuts[94] * 1e3:.2f},"
            f" p99 {cuts[98] * 1e3:.2f}, mean {statistics.fmean(steps) * 1e3:.2f} ms,"
            f" and {self.commits / len(steps) * 1e3:.2f} ms of commits an article"
        )


def hold_all(archive: Archive, records: Sequence[Record], last: int) -> Taken:
    """Hold articles and link each as it comes in."""
    taken = Taken([], 0.0)
    for start in range(0, len(records), _BATCH):
        with archive.transaction() as connection:
            for record in records[start : start + _BATCH]:
                archive.store_article(record, [], linking=False)
                began = time.process_time()
                link_article(connection, record.id)
                taken.steps.append(time.process_time() - began)
            began = time.process_time()
        if start >= len(records) - last:
            taken.commits += time.process_time() - began
    return taken


def pairs(counted: Counter[object]) -> int:
    """How many pairs there are within groups of these sizes."""
    return sum(count * (count - 1) // 2 for count in counted.values())


def pair_f1(found: Mapping[str, str], right: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs in one lineage."""
    both = pairs(Counter((found[key], right[key]) for key in right))
    said, true = (pairs(Counter(each[key] for key in right)) for each in (found, right))
    precision, recall = both / said if said else 1.0, both / true if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall or 1.0)


def merged_notices(found: Mapping[str, str], gold: Gold) -> int:
    """Notices that share a lineage with a notice of another right lineage."""
    held: dict[str, set[str]] = defaultdict(set)
    for key in gold.notices:
        held[found[key]].add(gold.lineages[key])
    return sum(len(each) for each in held.values() if len(each) > 1)


def report(name: str, archive: Archive, gold: Gold) -> dict[str, str]:
    """Print how right the lineages are that the archive holds now; gives them."""
    rows = list(export_rows(archive.connection))
    found = {row["article"]: row["lineage"] for row in rows if "other" not in row}
    whole = "\n".join(sorted(json.dumps(row, sort_keys=True) for row in rows))
    precision, recall, f1 = pair_f1(found, gold.lineages)
    print(
        f"{name:11}  pairs: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f};"
        f" notices wrongly joined {merged_notices(found, gold)};"
        f" digest {sha256(whole.encode()).hexdigest()[:12]}",
        flush=True,
    )
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--last", type=int, default=1_000, metavar="ARTICLES")
    said = parser.parse_args()
    gold = Gold.read(said.gold)
    records = [article_of(json.loads(line)) for line in lines_of(said.records)]
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        hold_all(archive, records, said.last).report(said.last)
        one_by_one = report("one by one", archive, gold)
        began = time.process_time()
        with archive.transaction() as connection:
            rebuild(connection, processes=1)
        took = time.process_time() - began
        rebuilt = report("rebuilt", archive, gold)
        print(f"agreement of the two: F1 {pair_f1(one_by_one, rebuilt)[2]:.4f};", end=" ")
        print(f"the rebuild took {took:.1f} CPU s in one process")


if __name__ == "__main__":
    main()
