"""Tell who had a passage first, where several texts have it and none is a copy of another.

A passage is a stretch of one article that stands in others too. The text that had it first is the
one that it is quoted from; of the rest neither is quoted from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from archive.compare.alignment import union_length
from archive.compare.publication import Publication
from archive.compare.relation import VERSION
from archive.lineage.links import Link

_SAME = 0.5  # share of the smaller of two stretches that makes them one passage


def name_passages(links: Iterable[Link], first: Mapping[int, Publication]) -> list[Link]:
    """The links of one article to those that it quotes, the others as `shared_passage`.

    `first` gives the first article of the lineage of each text that may be quoted.
    """
    quoting = sorted(
        (link for link in links if link.relation == "excerpt"),
        key=lambda link: first[link.other].rank,
    )
    named: list[Link] = []
    for link in quoting:
        if any(_is_one_passage(link, earlier) for earlier in named):
            rule = f"{VERSION}: another text had this passage before both"
            named.append(replace(link, relation="shared_passage", rule=rule))
        else:
            named.append(link)
    return [*(link for link in links if link.relation != "excerpt"), *named]


def _is_one_passage(one: Link, other: Link) -> bool:
    """Whether two links of an article lead from the same stretch of it."""
    ours, theirs = one.side(one.article), other.side(one.article)
    both = union_length(ours) + union_length(theirs) - union_length([*ours, *theirs])
    return both >= _SAME * max(1, min(union_length(ours), union_length(theirs)))
