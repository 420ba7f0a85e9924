"""Which article is meant: by its id, by one of its addresses, or by the content id alone.

What a person types is looked up in several forms. It need not be the form that
`harvester.model.url.canonical` gives to an address of a page, from which ids follow; nor is it
`archive.warc.surt`, under which tools that replay WARC files look for a page.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from archive.db.sql import one, rows
from archive.model.errors import NothingFound

_SHOWN = 5  # ids that are proposed
_PORTS = {"http": ":80", "https": ":443"}
_MARKS = "%/:@!$&'()*+,;=?[]~"
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


def article_named(connection: sqlite3.Connection, given: str) -> str:
    """The id of the article that is meant, which may be an address; one of no article as it is.

    Raises NothingFound for a content id without what stands before it (`11538273`), and for an
    address with parameters that is not held; it names the ids that may be meant.
    """
    if _is_known(connection, given):
        return given
    at = address_of(connection, given)
    if at is not None:
        return at
    meant = proposal(connection, given)
    if meant is not None:
        raise NothingFound(f"{given}: no such article; {meant}")
    return given


def cited_in(article: str) -> tuple[str, str | None]:
    """Id and revision of a citation.

    >>> cited_in("rednet:11538273@20220722005112"), cited_in("a@b:1")
    (('rednet:11538273', '20220722005112'), ('a@b:1', None))
    """
    identifier, _, revision = article.rpartition("@")
    if identifier and revision[:14].isdigit() and len(revision) >= 14:
        return identifier, revision
    return article, None


def proposal(connection: sqlite3.Connection, given: str) -> str | None:
    """Asks whether articles are meant that end with a content id, or stand at a part of an address.

    What stands behind ? may have been added on the way (?from=timeline), or name another article.
    """
    ids = _ending_with(connection, given)
    address, _, parameters = given.partition("?")
    if parameters and (at := address_of(connection, address)) is not None:
        ids = [at]
    more = " …" if len(ids) > _SHOWN else ""
    return f"did you mean {' or '.join(ids[:_SHOWN])}{more}?" if ids else None


def address_of(connection: sqlite3.Connection, given: str) -> str | None:
    """The id of the article that stands, or stood, at an address; None where there is none."""
    for url in _forms(given):
        for table in ("addresses", "takedown_addresses"):
            row = one(connection, f"SELECT article FROM {table} WHERE url = ?", url)
            if row is not None:
                return str(row["article"])
    return None


def _is_known(connection: sqlite3.Connection, identifier: str) -> bool:
    exists = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?1)"
        " OR EXISTS (SELECT 1 FROM takedowns WHERE article = ?1)",
        (identifier,),
    )
    return bool(exists.fetchone()[0])


def _forms(given: str) -> Iterator[str]:
    """An address as it may be held: with either scheme, with or without a slash at its end.

    One without a scheme, as an address bar shows it, has a host and a path.
    """
    written = given.strip()
    try:
        parts = urlsplit(written if "://" in written or "/" not in written else f"http://{written}")
        host = _host(parts)
        path, query = _escaped(parts.path or "/"), _escaped(parts.query)
    except ValueError:
        return
    if parts.scheme not in _PORTS or not host:
        return
    others = [path, path.rstrip("/") if path.endswith("/") else f"{path}/"]
    yield given
    for form in others:
        for scheme in (parts.scheme, "https", "http"):
            yield urlunsplit((scheme, host, form or "/", query, ""))


def _host(parts: SplitResult) -> str:
    """The host, a name in other scripts as DNS has it, and its port where that is not the default.

    Raises ValueError for what is none.
    """
    name = parts.netloc.rpartition("@")[2].lower().removesuffix(_PORTS.get(parts.scheme, ""))
    return name if name.isascii() else name.encode("idna").decode("ascii")


def _escaped(text: str) -> str:
    """A path or query with its other characters escaped, and its escapes in capitals.

    >>> _escaped("/n/树.html"), _escaped("/n/%e6%a0%91.html")
    ('/n/%E6%A0%91.html', '/n/%E6%A0%91.html')
    """
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quote(text, safe=_MARKS))


def _ending_with(connection: sqlite3.Connection, given: str) -> list[str]:
    """The ids whose last part this is, of articles that are held."""
    if not given or ":" in given:
        return []
    matching = rows(
        connection,
        "SELECT id FROM articles WHERE substr(id, -length(?1) - 1) = ':' || ?1"
        " ORDER BY id LIMIT ?2",
        given,
        _SHOWN + 1,
    )
    return [row["id"] for row in matching]
