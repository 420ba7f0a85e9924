"""Tell who had a passage first, where several texts have it and none is a copy of another.

A passage is a stretch of one article that stands in others too. The text that it is quoted from is
the only one that has all of it, or the one that had it first; of the rest neither is quoted from
the other. Background is repeated by all of them to the same extent.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from archive.compare.alignment import union_length
from archive.compare.boilerplate import Range
from archive.compare.publication import Rank, publications
from archive.compare.relation import OTHERS_HAVE_IT, VERSION
from archive.lineage.composites import begins, is_lead, solid
from archive.lineage.links import Link

_NEARLY_ALL = 0.8  # share of a passage
_SAME = 0.5  # share of the smaller of two stretches that makes them one passage


def name_passages(
    connection: sqlite3.Connection, links: Iterable[Link], lineages: Mapping[int, int]
) -> list[Link]:
    """The links, those of each article to what it quotes told from passages that both have.

    `lineages` gives the first article of the lineage of each article that has one.
    """
    links = list(links)
    ends: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        ends[link.article].append(link)
        ends[link.other].append(link)
    first = {key: lineages.get(key, key) for key in ends}
    ranks = {each.key: each.rank for each in publications(connection, set(first.values()))}
    found: list[Link] = []
    for article, beside in ends.items():
        own = [_quoted_if_only(link, beside, first) for link in beside if link.article == article]
        found += _first_quoted(own, lambda link: ranks[first[link.other]])
    return found


def _first_quoted(links: Iterable[Link], rank: Callable[[Link], Rank]) -> list[Link]:
    """The links of one article, those to a passage that it quotes from an earlier text apart."""
    links = list(links)
    named: list[Link] = []
    for link in sorted((link for link in links if link.relation == "excerpt"), key=rank):
        is_own = begins(link, link.article)  # its lead: it is quoted, whatever was printed before
        if not is_own and any(_is_one_passage(link, earlier) for earlier in named):
            rule = f"{VERSION}: another text had this passage before both"
            named.append(replace(link, relation="shared_passage", rule=rule))
        else:
            named.append(link)
    return [*(link for link in links if link.relation != "excerpt"), *named]


def _quoted_if_only(link: Link, beside: Iterable[Link], lineage: Mapping[int, int]) -> Link:
    """The link, as `excerpt` if no other lineage has nearly all of the passage."""
    if link.relation != "shared_passage" or not link.rule.endswith(OTHERS_HAVE_IT):
        return link
    own = solid(link)
    quoted = lineage[link.other]
    others = (each for each in beside if lineage[each.opposite(link.article)] != quoted)
    if any(_covers(each.side(link.article), own) for each in others):
        return link
    rule = f"{VERSION}: no other text has all of this passage"
    return replace(link, relation="excerpt", rule=rule)


def no_longer_quoted(shared: Iterable[Link], excerpts: Iterable[Link]) -> list[Link]:
    """The excerpts between two articles that a third one shares their passage with.

    `shared` are the links of the third one. What others have too is quoted from none of them,
    unless one of the texts begins with it. They are given as `shared_passage`.
    """
    by_end = {end: link for link in shared for end in (link.article, link.other)}
    return [
        replace(
            link, relation="shared_passage", rule=f"{VERSION}: another text has this passage too"
        )
        for link in excerpts
        if link.article in by_end
        and not is_lead(link)
        and not begins(link, link.article)
        and _covers(by_end[link.article].side(link.article), solid(link))
    ]


def _is_one_passage(one: Link, other: Link) -> bool:
    """Whether two links of an article lead from the same stretch of it."""
    ours, theirs = one.side(one.article), other.side(one.article)
    return _both(ours, theirs) >= _SAME * max(1, min(union_length(ours), union_length(theirs)))


def _covers(theirs: Sequence[Range], ours: Sequence[Range]) -> bool:
    """Whether nearly all of our stretches of a text is in theirs."""
    return _both(ours, theirs) >= _NEARLY_ALL * union_length(ours)


def _both(ours: Sequence[Range], theirs: Sequence[Range]) -> int:
    """Count the characters that are in both of two lists of stretches."""
    return union_length(ours) + union_length(theirs) - union_length([*ours, *theirs])
