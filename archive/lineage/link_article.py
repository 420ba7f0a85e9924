"""Link one article that was added or revised with those that carry its text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from archive.compare import boilerplate
from archive.compare.alignment import Aligner
from archive.compare.credit_lines import credit_in_text, media_in_source
from archive.compare.fingerprints import VERSION
from archive.compare.most_shared import bits_of
from archive.compare.page_notice import is_learnt_notice, is_page_notice, page_keys
from archive.compare.publication import (
    Text,
    format_ranges,
    iter_texts,
    remember,
    texts,
)
from archive.compare.rarity import Counted
from archive.compare.relation import (
    FoundRelation,
    Pair,
    align_pair,
    depends_on_rarity,
    judge,
    judge_unknown,
    may_relate,
)
from archive.lineage import overrides, postings
from archive.lineage.append import append_copy
from archive.lineage.candidates import find_candidates, lineages_of
from archive.lineage.clusters import refresh
from archive.lineage.frequencies import (
    MERGED_TOGETHER,
    StoredFrequencies,
    copies_of,
    forget_article,
    merge_recent,
    recount,
)
from archive.lineage.identical_texts import (
    NEAREST,
    SHORT,
    nearest_first,
    related_twins,
    source_among_twins,
    twins_of,
)
from archive.lineage.link_selection import Choice, choose_links
from archive.lineage.links import Link, drop, judge_pairs, link_of, links_of, save

_LEAST = 8  # letters of a text that can be compared
_HOUSEKEEPING = 50  # articles between two clean-ups of a station's rare lines
_MOST_READ = 200  # articles joined with one, that are read


def link_article(connection: sqlite3.Connection, article: str) -> None:
    """Link an article again after it changed; do nothing while it is hidden."""
    key = _key(connection, article)
    if key is not None:
        invalidate_lineage(connection, key)
        link_key(connection, key)


def postpone(connection: sqlite3.Connection, article: str) -> None:
    """Mark an article as changed, so that `archive.lineage.reconcile` links it."""
    key = _key(connection, article)
    if key is not None:
        invalidate_lineage(connection, key)
        connection.execute("UPDATE lineage_members SET is_final = 0 WHERE article = ?", (key,))


def invalidate_lineage(connection: sqlite3.Connection, key: int) -> None:
    """Delete the row of an article's lineage, whose origin may be another article now.

    While the row is missing, the next link to the lineage rebuilds all of it.
    """
    connection.execute(
        "DELETE FROM lineages WHERE lineage ="
        " (SELECT lineage FROM lineage_members WHERE article = ?)",
        (key,),
    )


def remove_fingerprints(connection: sqlite3.Connection, article: str) -> None:
    """Remove the fingerprints of an article that is about to be hidden or erased.

    Where others have the very same text, one of them becomes its representative.
    """
    key = _key(connection, article)
    row = connection.execute(
        "SELECT digest, is_representative FROM lineage_members WHERE article = ?", (key,)
    ).fetchone()
    if key is None or row is None:
        return
    forget_article(connection, key)
    # fingerprints of former revisions, too
    connection.execute("DELETE FROM lineage_postings WHERE article = ?", (key,))
    connection.execute("UPDATE lineage_members SET is_representative = 0 WHERE article = ?", (key,))
    if row[1]:
        _choose_representative(connection, row[0], but=key)


def joined_articles(connection: sqlite3.Connection, article: str) -> list[str]:
    """The ids of the articles that links join with this one, at most the first `_MOST_READ`."""
    key = _key(connection, article)
    if key is None:
        return []
    others = [each.opposite(key) for each in links_of(connection, [key]) if each.joins]
    rows = connection.execute(
        "SELECT id FROM articles WHERE key IN (SELECT value FROM json_each(?))"
        " ORDER BY key LIMIT ?",
        (json.dumps(others), _MOST_READ),
    )
    return [row[0] for row in rows]


def _key(connection: sqlite3.Connection, article: str) -> int | None:
    row = connection.execute("SELECT key FROM articles WHERE id = ?", (article,)).fetchone()
    return row[0] if row else None


def link_key(connection: sqlite3.Connection, key: int) -> None:
    """Find the lineage of the article with this key, as the archive stands, and write it.

    Call it in the transaction that writes the article. A second call changes nothing.
    """
    former = _former(connection, key)
    text = prepare(connection, key, former)
    before = links_of(connection, [key]) if former else []
    drop(connection, before)
    linked = {each.opposite(key) for each in before}
    found = _find_links(connection, text, linked, is_new=former is None)
    choice = choose_links(connection, key, found)
    save(connection, [*choice.kept, *choice.parted, *choice.renamed])
    changed = [key]
    if former or any(each.joins for each in found):
        changed += _place(connection, key, before, choice)
    if former and former.digest != text.digest:
        changed += copies_of(connection, key)
    recount(connection, {*changed}, text)
    if key % MERGED_TOGETHER == 0:
        merge_recent(connection)


def _place(
    connection: sqlite3.Connection, key: int, before: Sequence[Link], choice: Choice
) -> list[int]:
    """Write an article's place in its lineage; gives the articles that have another parent now."""
    moved = None if choice.parted else append_copy(connection, key, before, choice)
    if moved is not None:
        return moved
    joined = {each.opposite(key) for each in (*before, *choice.kept) if each.joins}
    parted = {end for each in choice.parted for end in (each.article, each.other)}
    return refresh(connection, {key} | joined | parted, choice.redundant)


@dataclass(frozen=True, slots=True)
class Former:
    """What was known of an article's text by itself before it was linked again."""

    digest: int
    is_representative: bool


def _former(connection: sqlite3.Connection, key: int) -> Former | None:
    row = connection.execute(
        "SELECT digest, is_representative FROM lineage_members WHERE article = ?", (key,)
    ).fetchone()
    return Former(row[0], bool(row[1])) if row else None


def _find_links(
    connection: sqlite3.Connection,
    text: Text,
    linked: set[int],
    *,
    is_new: bool,
) -> list[Link]:
    """Compare a text with its candidates; `linked` are the articles that it was linked with."""
    overridden = overrides.overridden_with(connection, text.id)
    twins = twins_of(connection, text.digest, text.key)
    is_short = len(text.letters) < SHORT
    if not linked and not overridden and not is_short:
        source = source_among_twins(text, twins)
        if source is not None:  # a new article with the text of an earlier one
            return _compare(connection, text, {source}, overridden, is_new=is_new)
    if len(text.letters) < _LEAST:
        return []
    if is_short:
        related = {twin.key for twin in nearest_first(text, twins)[:NEAREST]}
    else:
        related = related_twins(connection, text, twins)
    candidates = find_candidates(connection, text.key, text.fingerprints, linked | related)
    candidates |= overridden | related
    return _compare(connection, text, candidates, overridden, is_new=is_new)


def prepare(connection: sqlite3.Connection, key: int, former: Former | None) -> Text:
    """Exclude boilerplate from an article's text, and write its digest and fingerprints.

    Of articles with the very same text, only one has its fingerprints written: the representative.
    """
    text = texts(connection, [key])[key]
    if former is None:
        lines = boilerplate.countable_lines(text.body), page_keys(text.body, text.title)
        boilerplate.count_lines(connection, text.station, chain.from_iterable(lines))
        if key % _HOUSEKEEPING == 0:
            boilerplate.forget_rare(connection, text.station)
    text = exclude_boilerplate(
        text, lambda lines: boilerplate.known_lines(connection, text.station, lines)
    )
    is_representative = not _has_representative(connection, text.digest, key)
    save_text(connection, text, is_representative=is_representative)
    remember(text)
    if is_representative:
        postings.add(connection, key, text.fingerprints)
    if former and former.is_representative and former.digest != text.digest:
        _choose_representative(connection, former.digest, but=key)
    return text


def _has_representative(
    connection: sqlite3.Connection, digest: int, but: int | None = None
) -> bool:
    """Whether an article with this text, other than `but`, has its fingerprints written."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM lineage_members"
        " WHERE digest = ? AND is_representative AND article IS NOT ?)",
        (digest, but),
    )
    return bool(found.fetchone()[0])


def _choose_representative(connection: sqlite3.Connection, digest: int, but: int | None) -> None:
    """Make another article the representative of a text that has lost its own."""
    row = connection.execute(
        "SELECT min(t.article) FROM lineage_members AS t JOIN articles AS a ON a.key = t.article"
        " WHERE t.digest = ? AND t.article IS NOT ?",  # another program may have changed its key
        (digest, but),
    ).fetchone()
    if row[0] is not None and not _has_representative(connection, digest):
        text = texts(connection, [row[0]])[row[0]]
        save_text(connection, text, is_representative=True)
        postings.add(connection, text.key, text.fingerprints)


def exclude_boilerplate(text: Text, select_known: Callable[[list[int]], set[int]]) -> Text:
    """The text with its boilerplate excluded, and with the source that it names.

    `select_known` gives those of some line hashes that are boilerplate. Of a page that is a notice
    of rights, a log-in or a player nothing is left but the headline.
    """
    excluded = [(0, len(text.body))]
    if not is_page_notice(text.body) and not is_learnt_notice(text.body, text.title, select_known):
        excluded = boilerplate.excluded_ranges(text.body, select_known)
    credited = None if media_in_source(text.source or "") else credit_in_text(text.body)
    return replace(
        text,
        excluded=tuple(excluded),
        credited=credited,
    )


def save_text(connection: sqlite3.Connection, text: Text, *, is_representative: bool) -> None:
    """Write what is known of a text by itself; its place in a lineage stays."""
    connection.execute(
        "INSERT INTO lineage_members (article, digest, excluded, lineage, credited,"
        " fingerprint_version, is_representative)"
        " VALUES (?1, ?2, ?3, ?1, ?4, ?5, ?6)"
        " ON CONFLICT (article) DO UPDATE SET digest = excluded.digest,"
        " excluded = excluded.excluded,"
        " credited = excluded.credited, fingerprint_version = excluded.fingerprint_version,"
        " is_representative = excluded.is_representative, is_final = 0",
        (
            text.key,
            text.digest,
            format_ranges(text.excluded),
            text.credited,
            VERSION,
            is_representative,
        ),
    )


def _compare(
    connection: sqlite3.Connection,
    text: Text,
    candidates: set[int],
    overridden: set[int],
    *,
    is_new: bool,
) -> list[Link]:
    """Link a text with those candidates that are related to it.

    The relation to those that are `overridden` was decided by a person. A new article is not
    counted in the frequencies yet.
    """
    if not candidates:
        return []
    aligner = Aligner(text.letters, text.gram_hashes)
    frequencies = StoredFrequencies(connection)
    lineages = lineages_of(connection, candidates if is_new else {*candidates, text.key})

    def judged(pair: Pair) -> FoundRelation | None:
        found = judge_unknown(pair.evidence) if pair.may_relate else None
        if found is not None and depends_on_rarity(found.relation):
            own = own_counts(pair.article.key, pair.other.key, lineages)
            found = judge(pair.evidence, pair.rarity(frequencies, own))
        return overrides.apply_override(connection, pair, found) if is_decided(pair) else found

    def is_decided(pair: Pair) -> bool:
        return not overridden.isdisjoint(pair.ends)

    others = [*iter_texts(connection, sorted(candidates))]
    told = may_relate(bits_of(text.gram_hashes), [bits_of(other.gram_hashes) for other in others])
    pairs = (
        align_pair(aligner, text, other)
        for other, may in zip(others, told, strict=True)
        if may or not overridden.isdisjoint((text.key, other.key))
    )
    return [link_of(*each) for each in judge_pairs(pairs, judged, is_decided)]


def own_counts(article: int, other: int, lineages: Mapping[int, int]) -> Counted:
    """How often the runs of a pair are counted for the two alone; new articles are not yet."""
    left, right = lineages.get(article), lineages.get(other)
    return Counted(int(left is not None), int(right is not None), len({left, right} - {None}))
