"""Judge all pairs of a rebuild, again and again as the lineages show which texts are forms.

In a later round only those pairs are judged again whose texts are more or less common by now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from archive.compare.rarity import rarity
from archive.compare.relation import judge
from archive.lineage.batch.texts import Compared
from archive.lineage.clusters import lineages_by
from archive.lineage.composites import is_weak, may_be_part, quotations, separate_parts
from archive.lineage.frequencies import FrequencyTable
from archive.lineage.link_article import own_counts
from archive.lineage.links import Link, rule_of

if TYPE_CHECKING:
    from archive.compare.rarity import Grams

_ROUNDS = 3  # of judging with what the round before showed to be forms


@dataclass(frozen=True)
class Round:
    """The lineages of a round, and how many of them have each run of letters."""

    grams: Mapping[int, Grams]  # of each article, numbered
    runs: int  # how many there are
    lineages: dict[int, int]

    @cached_property
    def table(self) -> FrequencyTable:
        """How many lineages have each run."""
        return FrequencyTable.of_lineages(self.runs, self.grams, self.lineages)

    def judge(self, compared: Compared) -> Link | None:
        """The link of a pair; None where it is not related."""
        link = compared.link
        if compared.evidence is None:
            return link
        left, right = self.grams[link.article], self.grams[link.other]
        own = own_counts(link.article, link.other, self.lineages)
        found = judge(compared.evidence, rarity(left, right, self.table, own))
        return replace(link, relation=found.relation, rule=rule_of(found)) if found else None

    def is_one_lineage(self, link: Link) -> bool:
        """Whether two articles are in one lineage."""
        return self.lineages[link.article] == self.lineages[link.other]

    def changed_since(self, former: Round) -> set[int]:
        """The articles with a run that more or fewer lineages have now."""
        return {
            key
            for key, own in self.grams.items()
            if (self.table.lineages_having(own) != former.table.lineages_having(own)).any()
        }


def judge_all(compared: list[Compared], grams: Mapping[int, Grams], runs: int) -> list[Link]:
    """The links of all related pairs, those of composites to their parts apart.

    The `grams` of each article are numbered; there are so many `runs`.
    """
    judged: list[Link | None] = [each.link for each in compared]
    links = _with_composites(grams, judged)
    former: Round | None = None
    for _ in range(_ROUNDS):
        current = Round(grams, runs, lineages_by(grams, links))
        if former is None:
            judged = [current.judge(each) for each in compared]
        elif former.lineages == current.lineages:
            break
        else:
            judged = _judged_again(compared, judged, former, current)
        links = _with_composites(grams, judged)
        former = current
    return links


def _judged_again(
    compared: list[Compared], judged: list[Link | None], former: Round, current: Round
) -> list[Link | None]:
    """The links after another round; those whose rarity cannot have changed are kept."""
    changed = current.changed_since(former)
    return [
        current.judge(each)
        if not changed.isdisjoint((each.link.article, each.link.other))
        or former.is_one_lineage(each.link) != current.is_one_lineage(each.link)
        else link
        for each, link in zip(compared, judged, strict=True)
    ]


def _with_composites(keys: Iterable[int], judged: Iterable[Link | None]) -> list[Link]:
    """The links, those of composites to their parts relabelled."""
    links = [link for link in judged if link is not None]
    keys = list(keys)
    strong = lineages_by(keys, (each for each in links if not is_weak(each)))
    groups: dict[int, set[int]] = defaultdict(set)
    for each in filter(may_be_part, links):
        groups[each.article].add(strong[each.other])
    hosts = {host for host, of in groups.items() if len(of - {strong[host]}) > 1}
    lineages = lineages_by(
        keys, (each for each in links if not (is_weak(each) and each.article in hosts))
    )
    return separate_parts(quotations(links, lineages.__getitem__), lineages.__getitem__)
