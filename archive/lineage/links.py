"""Links between two articles: relation, measures, the passages they share; how they are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.compare.alignment import MatchingBlock
from archive.compare.boilerplate import Range
from archive.compare.publication import Rank
from archive.compare.relation import JOINING, VERSION, FoundRelation, Pair, Relation, closeness
from archive.db.sql import numbers

_BRIDGED = 20  # differing letters between two spans, on either side, that are bridged
_NEWEST = 60  # links to an article that are read, of thousands
_MOST = 40  # spans that are kept of a link, the longest

_JOINING = (
    " FROM json_each(?) AS k JOIN article_links AS r ON r.article = k.value WHERE r.relation IN ("
    + ", ".join(f"'{relation}'" for relation in sorted(JOINING))
    + ")"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the article's body and the equal part of the other's."""

    article: Range
    other: Range


@dataclass(frozen=True, slots=True)
class Link:
    """The relation of an article to an earlier one; both are keys of `articles`."""

    article: int
    other: int
    relation: Relation
    coverage: float
    other_coverage: float
    longest: int
    numbers_compared: int
    numbers_equal: int
    stored_spans: str
    rule: str

    @property
    def joins(self) -> bool:
        """Whether it joins a lineage."""
        return self.relation in JOINING

    @property
    def closeness(self) -> float:
        """Share of all letters of both texts that both have, 0 to 1."""
        return closeness(self.coverage, self.other_coverage)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The passages that both have."""
        return parse_spans(self.stored_spans)

    def side(self, key: int) -> list[Range]:
        """The parts of the body of this article that the opposite one has too."""
        return [span.article if key == self.article else span.other for span in self.spans]

    def opposite(self, key: int) -> int:
        """The key of the other article."""
        return self.other if key == self.article else self.article


def link_of(pair: Pair, found: FoundRelation) -> Link:
    """Make a link of a pair and its relation."""
    differs = pair.evidence.differs
    equal = pair.equal_numbers
    return Link(
        article=pair.article.key,
        other=pair.other.key,
        relation=found.relation,
        coverage=round(pair.coverage, 4),
        other_coverage=round(pair.other_coverage, 4),
        longest=pair.aligned.longest,
        numbers_compared=equal + differs.days + differs.numbers,
        numbers_equal=equal,
        stored_spans=(
            "" if pair.article.is_headline or pair.other.is_headline
            else format_spans(_spans(pair))
        ),
        rule=rule_of(found),
    )  # fmt: skip


def judge_pairs(
    pairs: Iterable[Pair],
    judged: Callable[[Pair], FoundRelation | None],
    is_decided: Callable[[Pair], bool],
) -> list[tuple[Pair, FoundRelation]]:
    """The related pairs; of those of one form only the closest of each article.

    No other link between notices of a form is kept: a pair that can be nothing else is not judged
    once a closer one is found, unless a person decided about it.
    """
    kept: dict[int, tuple[Pair, FoundRelation]] = {}  # by their place among the pairs
    templates: dict[int, tuple[Pair, FoundRelation]] = {}
    for place, pair in sorted(enumerate(pairs), key=_closest_first):
        key = pair.article.key
        if key in templates and pair.is_form_at_most and not is_decided(pair):
            continue
        found = judged(pair)
        if found is not None and found.relation == "template":
            templates.setdefault(key, (pair, found))
        elif found is not None:
            kept[place] = pair, found
    return [*(kept[place] for place in sorted(kept)), *templates.values()]


def _closest_first(numbered: tuple[int, Pair]) -> tuple[float, Rank]:
    _, pair = numbered
    return -closeness(pair.coverage, pair.other_coverage), pair.other.rank


def rule_of(found: FoundRelation) -> str:
    """The rule of a relation, with its version."""
    return f"{VERSION}: {found.rule}"


def _spans(pair: Pair) -> Iterator[Span]:
    """The passages of a pair as ranges of the two bodies, with small differences bridged."""
    bridged: list[MatchingBlock] = []
    ends: list[tuple[int, int]] = []
    for match in sorted(pair.aligned.matches, key=lambda match: (match.left, match.right)):
        if bridged:
            gaps = (match.left - ends[-1][0], match.right - ends[-1][1])
            if all(-_BRIDGED <= gap <= _BRIDGED for gap in gaps):
                ends[-1] = (match.left + match.length, match.right + match.length)
                continue
        bridged.append(match)
        ends.append((match.left + match.length, match.right + match.length))
    left, right = pair.article.offsets, pair.other.offsets
    spans = [
        Span((left[match.left], left[end - 1] + 1), (right[match.right], right[other_end - 1] + 1))
        for match, (end, other_end) in zip(bridged, ends, strict=True)
    ]
    longest = sorted(spans, key=lambda span: span.article[0] - span.article[1])[:_MOST]
    yield from sorted(longest, key=lambda span: span.article)


def format_spans(spans: Iterable[Span]) -> str:
    """Spans as they are stored.

    >>> format_spans([Span((0, 120), (5, 125)), Span((300, 310), (130, 140))])
    '0-120=5-125 300-310=130-140'
    """
    return " ".join(
        f"{span.article[0]}-{span.article[1]}={span.other[0]}-{span.other[1]}" for span in spans
    )


def parse_spans(text: str) -> tuple[Span, ...]:
    """The reverse of `format_spans`."""
    pairs = (part.split("=") for part in text.split())
    return tuple(Span(_range(article), _range(other)) for article, other in pairs)


def _range(text: str) -> Range:
    start, end = text.split("-")
    return int(start), int(end)


def save(connection: sqlite3.Connection, links: Iterable[Link]) -> None:
    """Write links; one between the same two articles is replaced."""
    connection.executemany(
        "INSERT OR REPLACE INTO article_links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                link.article, link.other, link.relation, link.coverage, link.other_coverage,
                link.longest, link.numbers_compared, link.numbers_equal, link.stored_spans,
                link.rule,
            )
            for link in links
        ),
    )  # fmt: skip


def links_of(connection: sqlite3.Connection, keys: Iterable[int]) -> list[Link]:
    """All links of these articles, whichever side they are on."""
    found = connection.execute(
        "SELECT r.* FROM json_each(?1) AS k JOIN article_links AS r ON r.article = k.value"
        " UNION SELECT r.* FROM json_each(?1) AS k JOIN article_links AS r ON r.other = k.value",
        (numbers(keys),),
    )
    return [Link(*row) for row in found]


def links_from(connection: sqlite3.Connection, key: int) -> list[Link]:
    """The links of an article to earlier ones."""
    found = connection.execute("SELECT * FROM article_links WHERE article = ?", (key,))
    return [Link(*row) for row in found]


def excerpts_among(connection: sqlite3.Connection, keys: Iterable[int]) -> list[Link]:
    """The links by which one of these articles quotes another one of them."""
    found = connection.execute(
        "SELECT r.* FROM json_each(?1) AS k JOIN article_links AS r ON r.article = k.value"
        " WHERE r.relation = 'excerpt' AND r.other IN (SELECT value FROM json_each(?1))",
        (numbers(keys),),
    )
    return [Link(*row) for row in found]


def newest_links_of(connection: sqlite3.Connection, keys: Iterable[int]) -> list[Link]:
    """The links of articles; of the later articles that are linked to one, only the newest."""
    found = connection.execute(
        "SELECT r.* FROM json_each(?1) AS k JOIN article_links AS r ON r.article = k.value"
        " UNION SELECT r.* FROM json_each(?1) AS k JOIN article_links AS r ON r.other = k.value"
        " AND r.article IN (SELECT article FROM article_links WHERE other = k.value"
        f" ORDER BY article DESC LIMIT {_NEWEST})",
        (numbers(keys),),
    )
    return [Link(*row) for row in found]


def joining(connection: sqlite3.Connection, keys: Iterable[int]) -> list[Link]:
    """The links by which these articles join their lineages."""
    found = connection.execute(f"SELECT r.*{_JOINING}", (numbers(keys),))
    return [Link(*row) for row in found]


def count_joining(connection: sqlite3.Connection, keys: Iterable[int]) -> int:
    """Count the links by which these articles join their lineages."""
    found = connection.execute(f"SELECT count(*){_JOINING}", (numbers(keys),))
    count: int = found.fetchone()[0]
    return count


def drop(connection: sqlite3.Connection, links: Iterable[Link]) -> None:
    """Delete links."""
    connection.executemany(
        "DELETE FROM article_links WHERE article = ? AND other = ?",
        ((link.article, link.other) for link in links),
    )
