"""The full-text index and its views, in plain SQL that the stock `sqlite3` program understands.

The view `articles_seg` shows the articles cut into pairs of characters, FTS5 indexes that view,
triggers keep the index in step whoever writes, and the view `search` takes a query::

    SELECT id, title FROM search WHERE q = '"人大代表 路灯 -培训"' ORDER BY rank;

What stands here is part of migration m002 and of every archive made since: another index is
another migration. `archive.segment` says the same in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

# Column of the index → its text. The body stands first: FTS5 spends two bytes less on each posting
# of its first column, which makes the whole index smaller by a quarter.
INDEXED = {
    "body": "a.body",
    "title": "a.title",
    "author": "a.authors",
    "editor": "a.editors",
    "source": "a.source",
    "station": "coalesce(s.title, '') || ' ' || a.station",
}
COLUMNS = ", ".join(INDEXED)
WEIGHTS = "bm25(1.0, 4.0, 3.0, 2.0, 2.0, 1.0)"  # in the order of the columns

CHARACTERS = """
CREATE TABLE characters (
    first    INTEGER PRIMARY KEY,
    folded   TEXT,
    unspaced INTEGER NOT NULL CHECK (unspaced IN (0, 1))
)"""


# SQLite holds no text of more bytes.
_LONGEST = 1_000_000_000


def _cut(name: str, value: str, size: int, within: int) -> str:
    """SQL for a table of the pieces of a text of up to `within` characters, in their order.

    A piece has `size` characters, and the next one, which its last pair needs.
    """
    return f"""{name} (number, text, rest) AS (
        SELECT 1, substr({value}, 1, {size + 1}), substr({value}, {size + 1})
        UNION ALL
        SELECT number + 1, substr(rest, 1, {size + 1}), substr(rest, {size + 1}) FROM {name}
        WHERE rest <> '' AND number < {within // size}
    )"""


def segmented(value: str) -> str:
    """SQL for the segmented text of a column or expression.

    The text is cut, and cut again, because substr() counts from the start of what it is given, and
    a book is of millions of characters.
    """
    return f"""(
    WITH RECURSIVE {_cut("part", value, 96_000, _LONGEST)}
    SELECT coalesce(group_concat((
    WITH RECURSIVE {_cut("page", "part.text", 2_400, 96_000)}
    SELECT group_concat((
    WITH RECURSIVE {_cut("piece", "page.text", 24, 2_400)},
    place (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM place WHERE i < 24)
    SELECT coalesce(group_concat(
        coalesce(this.folded, substr(text, i, 1))
        || CASE this.unspaced + next.unspaced
            WHEN 2 THEN coalesce(next.folded, substr(text, i + 1, 1)) || ' '
            WHEN 1 THEN ' '
            ELSE '' END, ''), '')
    FROM piece
    CROSS JOIN place ON i <= length(text)
    CROSS JOIN characters AS this ON this.first =
        (SELECT max(first) FROM characters WHERE first <= unicode(substr(text, i, 1)))
    CROSS JOIN characters AS next ON next.first =
        (SELECT max(first) FROM characters
         WHERE first <= coalesce(unicode(substr(text, i + 1, 1)), 0))
    ), '') FROM page
    ), ''), '') FROM part
)"""


# FTS5 reads the view without virtual tables, so it repeats `segmented` for each column.
ARTICLES_SEG = (
    "CREATE VIEW articles_seg AS SELECT a.key AS key, "
    + ", ".join(f"{segmented(text)} AS {column}" for column, text in INDEXED.items())
    + " FROM articles AS a LEFT JOIN search_stations AS s ON s.name = a.station"
)

# The comment lets sqlite-utils and Datasette find the index: they look for content="articles".
ARTICLES_FTS = f"""
CREATE VIRTUAL TABLE articles_fts USING fts5 /* content="articles" */ (
    {COLUMNS},
    content='articles_seg', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
)"""

# In how many articles, and how often, each term of the index stands.
ARTICLES_TERMS = "CREATE VIRTUAL TABLE articles_terms USING fts5vocab(articles_fts, row)"

_ADD = f"INSERT INTO articles_fts (rowid, {COLUMNS}) SELECT key, {COLUMNS} FROM articles_seg"
_REMOVE = (
    f"INSERT INTO articles_fts (articles_fts, rowid, {COLUMNS}) "
    f"SELECT 'delete', key, {COLUMNS} FROM articles_seg"
)
_PRINTED = ("key", "body", "title", "authors", "editors", "source", "station")
_OF = ", ".join(_PRINTED)
_CHANGED = (
    f"({', '.join(f'old.{column}' for column in _PRINTED)}) IS NOT "
    f"({', '.join(f'new.{column}' for column in _PRINTED)})"
)
# A row that waits is not in the index, and must not be taken out of it.
_HELD = "EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = old.key)"

# Keys of articles that are written, but not in the index yet. While it holds any row, those that
# are written wait: a transaction of `archive.store` begins with key 0, and empties the table before
# its end (`archive.search_index`). So other programs find it empty, and are served by triggers.
SEARCH_WAITING = "CREATE TABLE search_waiting (key INTEGER PRIMARY KEY)"
_WAITS = "EXISTS (SELECT 1 FROM search_waiting)"
_WAIT = "INSERT INTO search_waiting (key)"

_CHANGE = f"AFTER UPDATE OF {_OF} ON articles WHEN {_CHANGED}"
# The title under which the index holds the articles of a station. It is a table of its own, because
# a program that replaces a station does not tell which title it had.
SEARCH_STATIONS = "CREATE TABLE search_stations (name TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID"
FILL_STATIONS = "INSERT INTO search_stations SELECT name, title FROM stations"
_NOT_HELD = "key NOT IN (SELECT id FROM articles_fts_docsize)"


def _retitled(name: str) -> str:
    """SQL of a trigger: the index holds the articles of a station under the title of today."""
    its = f"SELECT key FROM articles WHERE station = {name}"
    return f"""{_REMOVE} WHERE key IN ({its}) AND key IN (SELECT id FROM articles_fts_docsize);
    DELETE FROM search_stations WHERE name = {name};
    {FILL_STATIONS} WHERE name = {name};
    {_ADD} WHERE key IN ({its}) AND {_NOT_HELD} AND NOT {_WAITS};
    {_WAIT} {its} AND {_NOT_HELD} AND {_WAITS} AND key NOT IN (SELECT key FROM search_waiting);"""


TRIGGERS = {
    "articles_added": f"""
CREATE TRIGGER articles_added AFTER INSERT ON articles WHEN NOT {_WAITS} BEGIN
    {_ADD} WHERE key = new.key;
END""",
    "articles_added_wait": f"""
CREATE TRIGGER articles_added_wait AFTER INSERT ON articles WHEN {_WAITS} BEGIN
    {_WAIT} VALUES (new.key) ON CONFLICT DO NOTHING;
END""",
    "articles_changing": f"""
CREATE TRIGGER articles_changing BEFORE UPDATE OF {_OF} ON articles
WHEN {_CHANGED} AND {_HELD} BEGIN
    {_REMOVE} WHERE key = old.key;
END""",
    "articles_changed": f"""
CREATE TRIGGER articles_changed {_CHANGE} AND NOT {_WAITS} BEGIN
    {_ADD} WHERE key = new.key;
END""",
    "articles_changed_wait": f"""
CREATE TRIGGER articles_changed_wait {_CHANGE} AND {_WAITS} BEGIN
    {_WAIT} VALUES (new.key) ON CONFLICT DO NOTHING;
END""",
    "articles_deleted": f"""
CREATE TRIGGER articles_deleted BEFORE DELETE ON articles WHEN {_HELD} BEGIN
    {_REMOVE} WHERE key = old.key;
END""",
    "stations_added": f"""
CREATE TRIGGER stations_added AFTER INSERT ON stations
WHEN (SELECT title FROM search_stations WHERE name = new.name) IS NOT new.title BEGIN
    {_retitled("new.name")}
END""",
    "stations_changed": f"""
CREATE TRIGGER stations_changed AFTER UPDATE OF title ON stations
WHEN old.name IS new.name AND old.title IS NOT new.title BEGIN
    {_retitled("new.name")}
END""",
    "stations_renamed": f"""
CREATE TRIGGER stations_renamed AFTER UPDATE OF name ON stations
WHEN old.name IS NOT new.name BEGIN
    {_retitled("old.name")}
    {_retitled("new.name")}
END""",
    "stations_deleted": f"""
CREATE TRIGGER stations_deleted AFTER DELETE ON stations BEGIN
    {_retitled("old.name")}
END""",
}

# A word counts when it holds more than punctuation (ASCII, general, ideographic).
_SOMETHING = (
    "'*[^ -/:-@[-`{-¿・' || char(0x2000) || '-' || char(0x206F) || char(0x3000) || '-'"
    " || char(0x3004) || char(0x3008) || '-' || char(0x303F) || ']*'"
)

_FIELDS = "'title', 'author', 'editor', 'source', 'station'"

# One row for the query q, a JSON string: words and "phrases" that must all be there, -without,
# one OR another, prefix*, field:word. The name of the station counts only where it is asked for, as
# in `archive.search_query`.
# `json` is a hidden column of json_each: what it is compared with becomes its argument, so that a
# view over json_each is a function of one text, in stock SQLite.
SEARCH_MATCH = f"""
CREATE VIEW search_match AS
SELECT json AS q, (
    WITH RECURSIVE
    quoted (inside, part, rest) AS (  -- what stands between marks of quotation, and what does not
        SELECT 1, '', replace(replace(replace(replace(replace(replace(replace(
            value, '“', '"'), '”', '"'), '：', ':'), '－', '-'),
            char(12288), ' '), char(9), ' '), char(10), ' ') || '"'
        FROM (SELECT json_each.value AS value)
        UNION ALL
        SELECT NOT inside, substr(rest, 1, instr(rest, '"') - 1), substr(rest, instr(rest, '"') + 1)
        FROM quoted WHERE rest <> ''
    ),
    word (number, word, rest) AS (  -- the blanks of a phrase do not part it
        SELECT 0, '', ltrim(group_concat(CASE
            WHEN inside THEN replace(part, ' ', char(31))
            ELSE CASE WHEN part LIKE '*%' THEN '' ELSE ' ' END || part
                || CASE WHEN substr(part, -1) IN ('-', ':') THEN '' ELSE ' ' END
            END, '')) || ' ' FROM quoted
        UNION ALL
        SELECT number + 1, substr(rest, 1, instr(rest, ' ') - 1),
            ltrim(substr(rest, instr(rest, ' ')))
        FROM word WHERE rest <> ''
    ),
    split (number, word, colon) AS (SELECT number, word, instr(word, ':') FROM word),
    named (number, word, field, said) AS (
        SELECT number, word,
            CASE WHEN ltrim(substr(word, 1, colon - 1), '-') IN ({_FIELDS})
                THEN ltrim(substr(word, 1, colon - 1), '-') END,
            CASE WHEN ltrim(substr(word, 1, colon - 1), '-') IN ({_FIELDS})
                THEN substr(word, colon + 1) ELSE word END
        FROM split
    ),
    term (number, either, without, prefix, field, text) AS (
        SELECT number, word IN ('OR', '|'), word LIKE '-%', word LIKE '%*',
            coalesce(field, '- station'), replace({segmented("trim(said, '-*')")}, '"', ' ')
        FROM named
    ),
    phrase (number, either, without, phrase) AS (
        SELECT number, either, without, field || ' : "' || CASE
            WHEN substr(text, -4, 2) = substr(text, -2)
                THEN substr(text, 1, length(text) - 3) || '"'
            WHEN prefix OR substr(text, -1) = ' ' THEN text || '" *'
            ELSE text || '"' END
        FROM term WHERE either OR text GLOB {_SOMETHING}
    ),
    wanted (number, either, joined, phrase) AS (
        SELECT number, either, coalesce(lag(either) OVER (ORDER BY number), 0), phrase
        FROM phrase WHERE NOT without
    ),
    grouped (number, phrase) AS (
        SELECT sum(NOT joined) OVER (ORDER BY number), phrase FROM wanted WHERE NOT either
    ),
    every (phrases) AS (
        SELECT '(' || group_concat(phrase, ' OR ') || ')' FROM grouped GROUP BY number
    )
    SELECT coalesce(
        '(' || (SELECT group_concat(phrases, ' AND ') FROM every) || ')'
        || coalesce((SELECT ' NOT (' || group_concat(phrase, ' OR ') || ')'
                     FROM phrase WHERE without), ''),
        '""')
) AS match,
ltrim(substr(replace(value, '"', ''), 1, instr(replace(value, '"', '') || ' ', ' ') - 1), '-')
    AS first_word
FROM json_each"""

# CROSS JOIN fixes the order: the planner would else walk all articles and probe the index.
SEARCH = """
CREATE VIEW search AS
SELECT m.q, f.rank, a.id, a.station, a.title, a.published_at, a.source, a.authors, a.editors,
    a.url, substr(a.body, max(1, instr(a.body, m.first_word) - 20), 80) AS snippet
FROM search_match AS m
CROSS JOIN articles_fts AS f ON f.articles_fts MATCH m.match
CROSS JOIN articles AS a ON a.key = f.rowid"""


def statements() -> Iterator[str]:
    """All statements that make the index and its views, in order."""
    yield from (SEARCH_STATIONS, FILL_STATIONS)
    yield from (ARTICLES_SEG, ARTICLES_FTS, ARTICLES_TERMS, SEARCH_WAITING)
    yield from TRIGGERS.values()
    yield from (SEARCH_MATCH, SEARCH)


def create_search(connection: sqlite3.Connection) -> None:
    """Make the index inside the migration's transaction, and fill it with what is held."""
    from archive.segment import characters

    connection.execute(CHARACTERS)
    connection.executemany(
        "INSERT INTO characters VALUES (?, ?, ?)",
        ((run.first, run.folded, run.unspaced) for run in characters()),
    )
    for statement in statements():
        connection.execute(statement)
    connection.execute(
        f"INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', '{WEIGHTS}')"
    )
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")


# What filters and dates need of an article, side by side: a search looks up every match here, four
# times faster than in the table, where each article fills a page of its own.
ARTICLES_FILTERS = "CREATE INDEX articles_filters ON articles (key, published_at, station, source)"


def create_filters(connection: sqlite3.Connection) -> None:
    """Make the index that searches with filters and by date look into."""
    connection.execute(ARTICLES_FILTERS)
