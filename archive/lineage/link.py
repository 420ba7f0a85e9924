"""One article that came in or was revised: whose text it carries, and who carries its text."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive.lineage import furniture, overrules, postings
from archive.lineage.align import Aligner
from archive.lineage.cluster import preference, refresh
from archive.lineage.composite import as_roundup, is_weak, settle_all
from archive.lineage.links import Link, drop, link_of, links_of, save
from archive.lineage.relate import QUOTING, is_later, pair_of, relate
from archive.lineage.sign import VERSION, sign
from archive.lineage.source import credited_in, credits_station
from archive.lineage.text import Publication, Text, publications, texts, written

#: A fingerprint that more lineages have is a common phrase.
FEW_LINEAGES = 4
#: What two articles share is worth telling if so much of it is no common phrase.
MOSTLY = 0.5

#: … or if it is so much of the text.
LIKELY = 0.2

_LEAST = 20  # letters of a text that can be told from another
_LINEAGES = 12  # that an article is held against
_EACH = 3  # articles of one lineage that it is held against,
_MOST = 20  # and of all together
_HOUSEKEEPING = 50  # articles after which a station's rare lines are looked at
_KNOWN = 200  # articles whose lineages are looked up


def link_article(connection: sqlite3.Connection, article: str) -> None:
    """`link`, by the article's id; nothing where it is not shown."""
    key = _key(connection, article)
    if key is not None:
        link(connection, key)


def postpone(connection: sqlite3.Connection, article: str) -> None:
    """Note that an article changed, for `archive.lineage.reconcile` to link it."""
    connection.execute(
        "UPDATE lineage_texts SET settled = 0 WHERE article = ?", (_key(connection, article),)
    )


def forget(connection: sqlite3.Connection, article: str) -> None:
    """Remove the fingerprints of an article that is about to be erased."""
    connection.execute(
        "DELETE FROM lineage_postings WHERE article = ?", (_key(connection, article),)
    )


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
    found = []
    if twin is not None:
        found = _compare(connection, text, {twin: True})
    elif len(text.letters) >= _LEAST:
        same = {each.key for each in twins}
        likely = _likely(connection, text, fingerprints, neighbours | same)
        found = _compare(connection, text, dict.fromkeys(decided | same, True) | likely)
    save(connection, found)
    refresh(connection, {key} | neighbours | {each.opposite(key) for each in found})
    for host in {each.article for each in found if each.relation in QUOTING}:
        save(connection, _as_roundup(connection, host))


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
        _post_another(connection, former[0])
    return text, fingerprints


def _is_posted(connection: sqlite3.Connection, digest: int, but: int | None = None) -> bool:
    """Whether an article with this text, but for a certain one, has its fingerprints noted."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM lineage_texts"
        " WHERE digest = ? AND posted AND article IS NOT ?)",
        (digest, but),
    )
    return bool(found.fetchone()[0])


def _post_another(connection: sqlite3.Connection, digest: int) -> None:
    """Where the article that was posted for a text says something else now: post another one."""
    row = connection.execute(
        "SELECT min(article) FROM lineage_texts WHERE digest = ?", (digest,)
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


def first_twin(text: Publication, twins: Iterable[Publication]) -> int | None:
    """Of texts that are the same, given by rank, the one that an article is taken from."""
    earlier = [twin for twin in twins if is_later(text, twin)]
    credited = (twin for twin in earlier if credits_station(text, twin))
    twin = next(credited, earlier[0] if earlier else None)
    return twin.key if twin else None


def _likely(
    connection: sqlite3.Connection, text: Text, fingerprints: list[int], neighbours: set[int]
) -> dict[int, bool]:
    """Articles worth holding against a text, each with whether they share something rare.

    Those that it is linked with already are among them, though others share more with it.
    """
    shared = postings.sharing(connection, text.key, fingerprints)
    postings.add_sharing(connection, shared, neighbours, fingerprints)
    weights = postings.weights(shared)
    likeliest = sorted(weights, key=lambda key: (-weights[key], -key))[:_KNOWN]
    lineages = _lineages(connection, [*likeliest, *neighbours])
    likeliest = by_likelihood(likeliest, weights, lineages)
    counted: dict[int, int] = defaultdict(int)
    uncommon: dict[int, int] = defaultdict(int)
    for articles in shared.values():
        few = len({lineages.get(article, -article) for article in articles}) <= FEW_LINEAGES
        for article in articles:
            counted[article] += 1
            uncommon[article] += few
    rare = {key for key in counted if uncommon[key] >= MOSTLY * counted[key]}
    enough = LIKELY * len(fingerprints)
    worth = [key for key in likeliest if key in rare or counted[key] >= enough]
    return {key: key in rare for key in {*chosen(worth, lineages), *neighbours}}


def by_likelihood(
    keys: Iterable[int], weights: Mapping[int, float], lineages: Mapping[int, int]
) -> list[int]:
    """The likeliest articles first; as likely, those of the newest lineage, the oldest of it first.

    Many notices of one form share as much: a copy comes soon after what it is a copy of.
    """
    newest: dict[int, int] = {}
    ordered = sorted(keys)
    for key in ordered:
        newest[lineages.get(key, key)] = key
    ordered.sort(key=lambda key: (-weights[key], -newest[lineages.get(key, key)]))
    return ordered


def chosen(likeliest: Sequence[int], lineages: Mapping[int, int]) -> Iterator[int]:
    """Of articles, the likeliest first: a few of each of the first lineages, its first among them.

    >>> list(chosen([9, 8, 7, 6, 5, 1], {9: 5, 8: 5, 7: 5, 6: 6, 5: 5}))
    [5, 9, 8, 6, 1]
    """
    known = set(likeliest)
    taken: dict[int, list[int]] = {}
    for key in likeliest:
        lineage = lineages.get(key, key)
        if lineage not in taken:
            if len(taken) == _LINEAGES:
                continue
            taken[lineage] = [lineage] if lineage in known else []
            yield from taken[lineage]
        if key not in taken[lineage] and len(taken[lineage]) < _EACH:
            taken[lineage].append(key)
            yield key
        if sum(map(len, taken.values())) >= _MOST:
            return


def _lineages(connection: sqlite3.Connection, keys: list[int]) -> dict[int, int]:
    return dict(
        connection.execute(
            "SELECT t.article, t.lineage FROM json_each(?) AS k"
            " JOIN lineage_texts AS t ON t.article = k.value",
            (json.dumps(keys),),
        )
    )


def _compare(connection: sqlite3.Connection, text: Text, likely: dict[int, bool]) -> list[Link]:
    """The links between a text and others that are worth keeping."""
    if not likely:
        return []
    aligner = Aligner(text.letters)
    found = []
    for other in texts(connection, likely).values():
        pair = pair_of(aligner, text, other, rare=likely[other.key])
        said = relate(pair)
        said = overrules.overruled(connection, pair, said)
        if said is not None:
            found.append(link_of(pair, said))
    lineages = _lineages(connection, list(likely))
    settled = _settled(connection, text.key, found)
    return _worth_keeping(connection, text.key, settled, lineages)


def _settled(connection: sqlite3.Connection, key: int, found: list[Link]) -> list[Link]:
    """The links of a text, held together with those of the texts that it shares little with."""
    weak = {each.opposite(key) for each in found if is_weak(each)}
    if not weak:
        return found
    beside = links_of(connection, weak)
    ends = {end for each in (*found, *beside) for end in (each.article, each.other)}
    lineages = _lineages(connection, [*ends])
    return settle_all([*found, *beside], lambda one: lineages.get(one, one))[: len(found)]


def _as_roundup(connection: sqlite3.Connection, host: int) -> list[Link]:
    """The quotations of an article, called as they are together."""
    found = links_of(connection, [host])
    quotes = [each for each in found if each.article == host and each.relation in QUOTING]
    lineages = _lineages(connection, [each.other for each in quotes])
    return as_roundup(quotes, lambda one: lineages.get(one, one))


def _worth_keeping(
    connection: sqlite3.Connection, key: int, found: list[Link], lineages: dict[int, int]
) -> list[Link]:
    """One link to the closest earlier copy, those that later copies prefer, one for each quotation.

    What later copies preferred before is deleted.
    """
    joining = [each for each in found if each.joins]
    copies = {each.key: each for each in publications(connection, {key, *lineages})}
    own = [each for each in joining if each.article == key]
    kept = sorted(own, key=lambda each: preference(each, copies))[-1:]
    later = [each for each in joining if each.other == key]
    tied = {each.opposite(key) for each in joining}
    preferred = [each for each in later if _is_preferred(connection, each, tied)]
    if not kept and not preferred:
        preferred = sorted(later, key=lambda each: each.closeness)[-1:]
    kept += preferred
    joined = {lineages.get(each.opposite(key)) for each in kept}
    return kept + list(loose(found, lambda each: lineages[each.opposite(key)], joined))


def _is_preferred(connection: sqlite3.Connection, link: Link, tied: Container[int]) -> bool:
    """Whether a later article is closer to this one than to its parent; if so, it leaves that.

    It stays where the parent is not among those `tied` to this one: the lineage would fall apart.
    """
    former = [
        each for each in links_of(connection, [link.article])
        if each.joins and each.article == link.article
    ]  # fmt: skip
    keys = {link.article, link.other, *(each.other for each in former)}
    copies = {each.key: each for each in publications(connection, keys)}
    if any(
        each.other not in tied or preference(each, copies) >= preference(link, copies)
        for each in former
    ):
        return False
    drop(connection, former)
    return True


def loose(
    found: Iterable[Link], lineage: Callable[[Link], int], joined: Container[int | None]
) -> Iterator[Link]:
    """Of links that join nothing, the strongest to each lineage; of templates, the closest."""
    quoting = [each for each in found if not each.joins and each.relation != "template"]
    told: set[int] = set()
    for each in sorted(quoting, key=lambda each: (-_shared(each), each.other, each.article)):
        if lineage(each) not in told and lineage(each) not in joined:
            told.add(lineage(each))
            yield each
    templates = [each for each in found if each.relation == "template"]
    if not told and not joined:
        yield from sorted(templates, key=lambda each: each.closeness)[-1:]


def _shared(link: Link) -> int:
    return sum(end - start for start, end in link.side(link.other))
