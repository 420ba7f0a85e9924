"""One article that came in or was revised: whose text it carries, and who carries its text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace

from archive.compare import boilerplate as furniture
from archive.compare.alignment import Aligner
from archive.compare.fingerprints import VERSION, sign
from archive.compare.media_names import credited_in, credits_station
from archive.compare.publication import (
    Publication,
    Text,
    publications,
    texts,
    texts_in_turn,
    written,
)
from archive.compare.relation import QUOTING, is_later, pair_of, relate
from archive.lineage import overrides as overrules
from archive.lineage import postings
from archive.lineage.append import graft
from archive.lineage.candidates import likely_copies
from archive.lineage.clusters import credit_and_rank, refresh
from archive.lineage.link_selection import choose, roundup_of
from archive.lineage.links import Link, drop, link_of, links_of, save

_LEAST = 20  # letters of a text that can be told from another
_HOUSEKEEPING = 50  # articles after which a station's rare lines are looked at
_KNOWN = 200  # articles of one text, or tied with one, that are looked at


def link_article(connection: sqlite3.Connection, article: str) -> None:
    """`link`, by the article's id, after it changed; nothing where it is not shown."""
    key = _key(connection, article)
    if key is not None:
        make_again(connection, key)
        link(connection, key)


def postpone(connection: sqlite3.Connection, article: str) -> None:
    """Note that an article changed, for `archive.lineage.reconcile` to link it."""
    key = _key(connection, article)
    if key is not None:
        make_again(connection, key)
        connection.execute("UPDATE lineage_texts SET settled = 0 WHERE article = ?", (key,))


def make_again(connection: sqlite3.Connection, key: int) -> None:
    """Delete what is said of an article's lineage: who had it first may be another one now.

    As long as it is not said, whatever is linked with it next makes the whole lineage again.
    """
    connection.execute(
        "DELETE FROM lineages WHERE lineage ="
        " (SELECT lineage FROM lineage_texts WHERE article = ?)",
        (key,),
    )


def forget(connection: sqlite3.Connection, article: str) -> None:
    """Remove the fingerprints of an article that is about to be hidden or erased.

    Where others have the very same text, one of them is posted instead.
    """
    key = _key(connection, article)
    row = connection.execute(
        "SELECT digest, posted FROM lineage_texts WHERE article = ?", (key,)
    ).fetchone()
    if row is None:
        return
    # all that it ever had: those of former revisions stay with it
    connection.execute("DELETE FROM lineage_postings WHERE article = ?", (key,))
    connection.execute("UPDATE lineage_texts SET posted = 0 WHERE article = ?", (key,))
    if row[1]:
        _post_another(connection, row[0], but=key)


def tied(connection: sqlite3.Connection, article: str) -> list[str]:
    """The ids of the articles that a link joins with this one; of many the earliest `_KNOWN`."""
    key = _key(connection, article)
    if key is None:
        return []
    others = [link.opposite(key) for link in links_of(connection, [key]) if link.joins]
    found = connection.execute(
        "SELECT id FROM articles WHERE key IN (SELECT value FROM json_each(?))"
        " ORDER BY key LIMIT ?",
        (json.dumps(others), _KNOWN),
    )
    return [row[0] for row in found]


def _key(connection: sqlite3.Connection, article: str) -> int | None:
    row = connection.execute("SELECT key FROM articles WHERE id = ?", (article,)).fetchone()
    return row[0] if row else None


def link(connection: sqlite3.Connection, key: int) -> None:
    """Find the lineage of the article with this key, as the archive stands; write it down.

    To be called in the transaction that holds the article. Doing it twice changes nothing.
    """
    text, fingerprints = prepare(connection, key)
    before = links_of(connection, [key])
    neighbours = {found.opposite(key) for found in before}
    drop(connection, before)
    decided = overrules.partners(connection, text.id)
    twins = _twins(connection, text)
    twin = None if neighbours or decided else first_twin(text, twins)
    found: list[Link] = []
    if twin is not None:
        found = _compare(connection, text, {twin: True}, decided)
    elif len(text.letters) >= _LEAST:
        same = _tied_twins(connection, text, twins)
        likely = likely_copies(connection, key, fingerprints, neighbours | same)
        worth = dict.fromkeys(decided | same, True) | likely
        found = _compare(connection, text, worth, decided)
    choice = choose(connection, key, found)
    save(connection, choice.kept)
    if not graft(connection, key, before, choice):
        tied = {each.opposite(key) for each in (*before, *choice.kept) if each.joins}
        refresh(connection, {key} | tied, choice.spare)
    for host in {each.article for each in choice.kept if each.relation in QUOTING}:
        save(connection, roundup_of(connection, host))


def prepare(connection: sqlite3.Connection, key: int) -> tuple[Text, list[int]]:
    """Set aside the furniture of an article's page, sign what is left, and note both.

    Gives the text and its fingerprints. Of articles with the very same text, one is posted.
    """
    text = texts(connection, [key])[key]
    former = connection.execute(
        "SELECT digest, posted FROM lineage_texts WHERE article = ?", (key,)
    ).fetchone()
    if former is None:
        furniture.count(connection, text.station, text.body)
        if key % _HOUSEKEEPING == 0:
            furniture.forget_rare(connection, text.station)
    text = set_aside(text, lambda lines: furniture.known(connection, text.station, lines))
    fingerprints = sign(text.compared)
    posted = not _is_posted(connection, text.digest, key)
    save_text(connection, text, posted=posted)
    if posted:
        postings.add(connection, key, fingerprints)
    if former is not None and former[1] and former[0] != text.digest:
        _post_another(connection, former[0], but=key)
    return text, fingerprints


def _is_posted(connection: sqlite3.Connection, digest: int, but: int | None = None) -> bool:
    """Whether an article with this text, but for a certain one, has its fingerprints noted."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM lineage_texts"
        " WHERE digest = ? AND posted AND article IS NOT ?)",
        (digest, but),
    )
    return bool(found.fetchone()[0])


def _post_another(connection: sqlite3.Connection, digest: int, but: int | None) -> None:
    """Where the article that was posted for a text no longer stands for it: post another one."""
    row = connection.execute(
        "SELECT min(t.article) FROM lineage_texts AS t JOIN articles AS a ON a.key = t.article"
        " WHERE t.digest = ? AND t.article IS NOT ?",  # a program may have given it another key
        (digest, but),
    ).fetchone()
    if row[0] is not None and not _is_posted(connection, digest):
        text = texts(connection, [row[0]])[row[0]]
        save_text(connection, text, posted=True)
        postings.add(connection, text.key, sign(text.compared))


def set_aside(text: Text, learnt: Callable[[list[int]], set[int]]) -> Text:
    """The text without what its station prints around it, and with the source that it names.

    `learnt` says which of some lines, as hashes, are furniture.
    """
    named = None if text.source else credited_in(text.body)
    return replace(text, aside=tuple(furniture.aside(text.body, learnt)), named=named)


def save_text(connection: sqlite3.Connection, text: Text, *, posted: bool) -> None:
    """Note what is known of a text by itself; its place in a lineage stays."""
    connection.execute(
        "INSERT INTO lineage_texts (article, digest, aside, lineage, named, signed, posted)"
        " VALUES (?1, ?2, ?3, ?1, ?4, ?5, ?6)"
        " ON CONFLICT (article) DO UPDATE SET digest = excluded.digest, aside = excluded.aside,"
        " named = excluded.named, signed = excluded.signed, posted = excluded.posted, settled = 0",
        (text.key, text.digest, written(text.aside), text.named, VERSION, posted),
    )


def _twins(connection: sqlite3.Connection, text: Text) -> list[Publication]:
    """Articles with exactly this text, by rank."""
    found = connection.execute(
        f"SELECT article FROM lineage_texts WHERE digest = ? AND article <> ? LIMIT {_KNOWN}",
        (text.digest, text.key),
    ).fetchall()
    return publications(connection, [row[0] for row in found]) if found else []


def _tied_twins(
    connection: sqlite3.Connection, text: Publication, twins: list[Publication]
) -> set[int]:
    """Of texts that are the same: the one that an article is taken from, and those taken from it.

    Of the later ones, that is those that are tied to no twin which they are closer to; or else any.
    """
    tied = connection.execute(
        "SELECT t.article, t.parent FROM json_each(?) AS k"
        " JOIN lineage_texts AS t ON t.article = k.value"
        " JOIN lineage_texts AS p ON p.article = t.parent AND p.digest = t.digest",
        (json.dumps([twin.key for twin in twins]),),
    )
    former = dict(tied.fetchall())
    parents = {each.key: each for each in publications(connection, {*former.values()})}
    first = first_twin(text, twins)
    found = set() if first is None else {first}
    for twin in twins:
        parent = parents.get(former.get(twin.key, 0))
        if parent is None or credit_and_rank(twin, parent) < credit_and_rank(twin, text):
            found.add(twin.key)
    return found or {twin.key for twin in twins[:1]}


def first_twin(text: Publication, twins: Iterable[Publication]) -> int | None:
    """Of texts that are the same, given by rank, the one that an article is taken from."""
    earlier = [twin for twin in twins if is_later(text, twin)]
    credited = (twin for twin in earlier if credits_station(text, twin))
    twin = next(credited, earlier[0] if earlier else None)
    return twin.key if twin else None


def _compare(
    connection: sqlite3.Connection, text: Text, likely: dict[int, bool], decided: set[int]
) -> list[Link]:
    """The links between a text and others; `likely` tells whether they share something rare.

    Of those that are `decided`, a person said how they are related.
    """
    if not likely:
        return []
    aligner = Aligner(text.letters, text.grams)
    found = []
    for other in texts_in_turn(connection, [*likely]):
        pair = pair_of(aligner, text, other, rare=likely[other.key])
        said = relate(pair)
        if other.key in decided:
            said = overrules.overruled(connection, pair, said)
        if said is not None:
            found.append(link_of(pair, said))
    return found
