"""Learn under which other names a station is credited, where the tables of names do not tell.

A paper, its site and its client are one medium under several names. Two things show it: a station
file that names the paper as the publisher of the client, and a site that prints the paper as the
source of nearly all that it does not sign with its own name.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from archive.compare.credit_lines import media_in_source
from archive.compare.media_names import canonical_medium, is_known_medium, is_paper, media_of
from archive.compare.publication import Publication

_LATEST = 60  # articles of a station that are looked at
_LEAST = 10  # of these, that print the name,
_MOST = 0.5  # so large a share of all with a source
_OTHERS = 0.8  # and of those whose source is none of its names and no well-known medium


def is_own_name(connection: sqlite3.Connection, copy: Publication, medium: str) -> bool:
    """Whether a medium, by its compared name, is the one of an article's station."""
    return _is_published_with(connection, copy, medium) or _is_printed_as_own(
        connection, copy, medium
    )


def _is_published_with(connection: sqlite3.Connection, copy: Publication, medium: str) -> bool:
    """Whether a station of this name is a site, client or account of the article's medium."""
    own = media_of(copy)
    found = connection.execute(
        "SELECT coalesce(title, name), publisher FROM stations WHERE publisher IS NOT NULL"
    )
    return any(
        canonical_medium(title) == medium
        and canonical_medium(publisher) in own
        and not is_paper(title)
        for title, publisher in found
    )


def _is_printed_as_own(connection: sqlite3.Connection, copy: Publication, medium: str) -> bool:
    """Whether the article's station prints a name as that of its own texts."""
    if is_known_medium(medium) or _is_held(connection, medium):
        return False
    own = media_of(copy)
    printed: Counter[str] = Counter()
    sources = connection.execute(
        "SELECT source FROM articles WHERE station = ? AND source IS NOT NULL"
        " ORDER BY published_at DESC LIMIT ?",
        (copy.station, _LATEST),
    )
    for (source,) in sources:
        printed.update(map(canonical_medium, media_in_source(source)[:1]))
    named = printed[medium]
    others = sum(
        count for name, count in printed.items() if name not in own and not is_known_medium(name)
    )
    return named >= _LEAST and named >= _MOST * printed.total() and named >= _OTHERS * others


def _is_held(connection: sqlite3.Connection, medium: str) -> bool:
    """Whether the archive has a station of this name."""
    rows = connection.execute("SELECT name, title FROM stations")
    return any(canonical_medium(name) == medium for row in rows for name in row if name)
