"""Turn the tree of a lineage so that its origin is the root.

The medium that the copies credit may print the text later than they do, in the paper of the next
day. The links on the path from it to the former root are then turned: who was the parent is now
the copy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from archive.compare.copies import percent
from archive.compare.relation import VERSION, Relation
from archive.lineage.links import Link, Span, drop, format_spans, links_from, save

#: What the parent is to its copy, where that is another relation than the copy's to its parent.
_INVERSE: dict[Relation, Relation] = {"shortened": "extended", "extended": "shortened"}


def rooted_at(
    origin: int | None, keys: Sequence[int], parents: Mapping[int, int], links: Sequence[Link]
) -> dict[int, int]:
    """The parents in the one tree whose root is the origin, or else that of the first article.

    `keys` are the articles of the lineage and `links` all that join it, both by time. An article
    that carries two texts has one parent, and cycles leave several trees: the closest links between
    them make them one.
    """
    tree = dict(parents)
    if origin is not None and origin in parents:
        tree = _turned_to(origin, parents)
    if sum(key not in tree for key in keys) == 1:
        return tree
    top = _root(keys[0], tree) if origin is None else origin
    for link in sorted(links, key=lambda link: -link.closeness):
        ends = (link.article, link.other)
        roots = [_root(end, tree) for end in ends]
        if roots[0] != roots[1]:
            child, parent = ends if roots[0] != top else ends[::-1]
            tree = _turned_to(child, tree)
            tree[child] = parent
    return tree


def _root(key: int, parents: Mapping[int, int]) -> int:
    while key in parents:
        key = parents[key]
    return key


def _turned_to(key: int, parents: Mapping[int, int]) -> dict[int, int]:
    """The parents once all on the path from an article to its root are turned.

    >>> _turned_to(3, {3: 2, 2: 1, 4: 1})
    {2: 3, 4: 1, 1: 2}
    """
    turned = dict(parents)
    child, parent = key, turned.pop(key, None)
    while parent is not None:
        turned[parent] = child
        child, parent = parent, parents.get(parent)
    return turned


def store_tree(
    connection: sqlite3.Connection, parents: Mapping[int, int], links: Iterable[Link]
) -> None:
    """Turn the stored links of a lineage that the tree has the other way; delete those it has not.

    A link beside the tree could win against a turned one when the lineage is made again.
    """
    others = [link for link in links if parents.get(link.article) != link.other]
    ends = {(link.article, link.other) for link in others}
    articles = dict.fromkeys(link.article for link in others)
    stored = [
        link
        for article in articles
        for link in links_from(connection, article)
        if (link.article, link.other) in ends
    ]
    drop(connection, stored)
    save(connection, (turned(link) for link in stored if parents.get(link.other) == link.article))


def turned(link: Link) -> Link:
    """The link as seen from the other article."""
    rule = link.rule
    if link.relation not in ("identical", "retitled"):
        rule = f"{VERSION}: {percent(link.other_coverage)} of it is in the other, its source"
    return replace(
        link,
        article=link.other,
        other=link.article,
        relation=_INVERSE.get(link.relation, link.relation),
        rule=rule,
        coverage=link.other_coverage,
        other_coverage=link.coverage,
        stored_spans=format_spans(
            sorted(
                (Span(span.other, span.article) for span in link.spans),
                key=lambda span: span.article,
            )
        ),
    )
