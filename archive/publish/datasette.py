"""What stock Datasette is told of an archive: descriptions, queries, units, and what it hides.

One file serves all versions: `datasette archive.db -m FILE`, and from 1.0 on `-c FILE` as well,
which takes the queries.
"""

from __future__ import annotations

import csv
import hashlib
import html
import json
import sqlite3
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from archive.dataset.articles import ARTICLES
from archive.db.connection import NAME
from archive.files.outside_json import parsed

#: The file beside an archive.
FILE = "datasette-metadata.json"
_DIGEST = "digest_of_the_rest"
_UNITS = {
    "captures": {"payload_bytes": "B", "warc_offset": "B", "warc_length": "B"},
    "republications": {"lag_at_least": "s", "lag_at_most": "s"},
    "who_reprints_whom": {"mean_lag_hours": "hour"},
}
_SEARCH = "SELECT id, title, station, published_at, source, authors, snippet FROM search"
#: Name → what the query answers, and its SQL. `json_quote` takes the text as it was typed.
_QUERIES = {
    "find": (
        "Articles that a query finds, best first: 人大代表 -培训, title:路灯, 作者:付鼎臣",
        f"{_SEARCH} WHERE q = json_quote(:q) ORDER BY rank LIMIT 100",
    ),
    "find_newest": (
        "Articles that a query finds, newest first",
        f"{_SEARCH} WHERE q = json_quote(:q) ORDER BY published_at DESC LIMIT 100",
    ),
    "find_by_month": (
        "How many articles a query finds, by month",
        "SELECT substr(published_at, 1, 7) AS month, count(*) AS articles FROM search"
        " WHERE q = json_quote(:q) GROUP BY month ORDER BY month",
    ),
    "articles_of_person": (
        "What a name is credited with, newest first",
        "SELECT article, title, station, role, affiliation, published_at FROM bylines"
        " WHERE name = :name ORDER BY published_at DESC LIMIT 200",
    ),
    "where_fields_stood": (
        "Where each field of an article was printed",
        "SELECT revision, field, printed, found_at, method, why FROM evidence"
        " WHERE article = :article",
    ),
    "revisions_of_article": (
        "What an article said, and when it was revised",
        "SELECT revision, title, published_at, source, revised_at, superseded_at FROM history"
        " WHERE article = :article ORDER BY revised_at",
    ),
    "copies_of_article": (
        "What was taken from an article, how much later, and whether it says so",
        "SELECT article, station, title, relation, lag_at_least, lag_at_most, credit"
        " FROM republications WHERE taken_from = :article ORDER BY lag_at_least",
    ),
    "months_of_station": (
        "How many articles a station has, by month",
        "SELECT month, articles FROM month_counts WHERE station = :station ORDER BY month",
    ),
}


def metadata(connection: sqlite3.Connection) -> dict[str, Any]:
    """The metadata of an archive: of the tables and views that it has."""
    kinds: dict[str, str] = dict(
        connection.execute(
            "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view')"
        ).fetchall()
    )
    present = set(kinds)
    shadows = {name for name in present if name.startswith("articles_fts_")}
    tables: dict[str, dict[str, Any]] = {
        name: {"description": description, **({"hidden": True} if hidden else {})}
        for name, (hidden, description) in _tables().items()
        if name in present
    } | {name: {"hidden": True} for name in shadows}
    for name in present & _UNITS.keys():
        tables[name]["units"] = _UNITS[name]
    # Words are held in pairs of characters: a search of Datasette's own would find none of them.
    for name in present & {"articles", "articles_fts", "articles_seg"}:
        tables[name]["fts_table"] = None
    if "articles" in tables:
        tables["articles"]["columns"] = _columns(connection)
        tables["articles"] |= {"label_column": "title", "sort_desc": "published_at"}
    return {
        "title": "Regional news",
        "description": "An archive of regional news, as the stations printed it.",
        "databases": {
            Path(NAME).stem: {
                "description_html": _views_first(kinds),
                "tables": dict(sorted(tables.items())),
                "queries": {
                    name: {"title": title, "sql": sql}
                    for name, (title, sql) in _QUERIES.items()
                    if _table_of(sql) in present
                },
            }
        },
    }


def _views_first(kinds: dict[str, str]) -> str:
    """The views by name, with what they hold: Datasette lists them below all tables."""
    views = (
        f'<li><a href="{Path(NAME).stem}/{name}">{name}</a> {html.escape(description)}</li>'
        for name, (hidden, description) in _tables().items()
        if kinds.get(name) == "view" and not hidden
    )
    return f"<p>Begin with a view or a query:</p><ul>{''.join(views)}</ul>"


def as_json(described: dict[str, Any]) -> str:
    """The metadata as the text of its file, with a digest by which a changed file is known."""
    return (
        json.dumps(described | {_DIGEST: _digest(described)}, ensure_ascii=False, indent=2) + "\n"
    )


def is_unchanged(content: bytes) -> bool:
    """Whether a file is as `as_json` wrote it: nobody has changed it, or put another there.

    >>> is_unchanged(as_json({"title": "News"}).encode()), is_unchanged(b'{"title": "News"}')
    (True, False)
    >>> is_unchanged(as_json({"title": "News"}).replace("News", "My news").encode())
    False
    """
    try:
        read = parsed(content)
    except ValueError:
        return False
    return isinstance(read, dict) and read.pop(_DIGEST, None) == _digest(read)


def _digest(described: dict[str, Any]) -> str:
    written = json.dumps(described, sort_keys=True).encode()
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


def _table_of(sql: str) -> str:
    """The table or view that one of our queries reads.

    >>> _table_of("SELECT month, articles FROM month_counts WHERE station = :station")
    'month_counts'
    """
    return sql.partition(" FROM ")[2].partition(" ")[0]


def _columns(connection: sqlite3.Connection) -> dict[str, str]:
    """What the columns of `articles` mean, in the words of an export."""
    held = {name for _, name, *_ in connection.execute("PRAGMA table_info(articles)")}
    return {column.name: column.meaning for column in ARTICLES.columns if column.name in held}


@cache
def _tables() -> dict[str, tuple[bool, str]]:
    """Table or view → whether it is hidden, and what it holds."""
    text = files("archive.publish").joinpath("datasette.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["name"]: (bool(row["hidden"]), row["description"]) for row in rows}
