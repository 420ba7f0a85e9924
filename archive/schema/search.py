"""The full-text index and its views, in plain SQL that the stock `sqlite3` program understands.

The view `articles_seg` shows the articles cut into pairs of characters, FTS5 indexes that view,
triggers keep the index in step with INSERT, UPDATE, DELETE and UPSERT of any program, and the view
`search` takes a query::

    SELECT id, title FROM search WHERE q = '人大代表 路灯 -培训' ORDER BY rank;

What stands here is part of migration m002 and of every archive made since: another index is
another migration. `archive.analysis.terms` and `archive.search.query_parser` are its twins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.analysis.terms_sql import CHARACTERS, segmented
from archive.schema.search_fields import NAMED_APART, ROLE_MARK, UNMARKED
from archive.schema.search_match import SEARCH_MATCH

if TYPE_CHECKING:
    import sqlite3

# Column of the index → its text, and the columns of `articles` that it is made of. The body stands
# first: FTS5 spends two bytes less on each posting of its first column, which makes the whole index
# smaller by a quarter.
_HEADLINES = ("title", "kicker", "subtitle", "original_title")
INDEXED = {
    "body": "a.body",
    "title": " || ".join(f"coalesce(a.{column} || char(10), '')" for column in _HEADLINES),
    "author": "a.authors",
    "editor": "a.editors",
    "source": "a.source",
    "station": "coalesce(s.title, '') || ' ' || a.station",
}
#: The last column: names of the other credits, and each name again under the mark of its role.
CREDIT = "credit"
_COLUMNS = (*INDEXED, CREDIT)
COLUMNS = ", ".join(_COLUMNS)
#: What a word counts by the column in which it stands; the station says where an article stands,
#: not what it says.
WEIGHTS = {
    "body": 1.0, "title": 4.0, "author": 3.0, "editor": 2.0, "source": 2.0, "station": 0.0,
    CREDIT: 2.0,
}  # fmt: skip
_IN_ORDER = ", ".join(str(WEIGHTS[column]) for column in _COLUMNS)
BM25 = f"bm25(articles_fts, {_IN_ORDER})"
RANK = f"bm25({_IN_ORDER})"

# The credits under which the index holds an article: those of its current revision. It is a table
# of its own, because the index forgets a name only if it is given what it was.
SEARCH_CREDITS = """
CREATE TABLE search_credits (
    key      INTEGER,
    position INTEGER,
    role     TEXT,
    name     TEXT,
    PRIMARY KEY (key, position)
) WITHOUT ROWID"""
FILL_CREDITS = """INSERT INTO search_credits
    SELECT a.key, c.position, c.role, c.name
    FROM articles AS a CROSS JOIN credits AS c ON c.article = a.id AND c.revision = a.revision"""


def _roles(roles: frozenset[str]) -> str:
    return ", ".join(f"'{role}'" for role in sorted(roles))


# Each of these names, segmented, without the blank at the end.
SEARCH_CREDITS_SEG = f"""
CREATE VIEW search_credits_seg AS
SELECT key, position, role, rtrim({segmented("name")}) AS terms FROM search_credits"""


def _credited(key: str) -> str:
    """SQL for the column `credit` of an article (`archive.search.index`).

    Without the LIMIT, SQLite would segment each name as often as it is named.
    """
    mark = f"'{ROLE_MARK}' || replace(role, ' ', '')"
    return f"""coalesce((
    SELECT group_concat(iif(role IN ({_roles(NAMED_APART)}), '', terms || ' ')
        || iif(role IN ({_roles(UNMARKED)}), '', {mark}
            || replace(terms, ' ', ' ' || {mark})), ' ')
    FROM (
        SELECT role, terms FROM search_credits_seg WHERE key = {key} ORDER BY position LIMIT -1
    )), '')"""


# FTS5 reads the view without virtual tables, so it repeats `segmented` for each column.
ARTICLES_SEG = (
    "CREATE VIEW articles_seg AS SELECT a.key AS key, "
    + ", ".join(f"{segmented(text)} AS {column}" for column, text in INDEXED.items())
    + f", {_credited('a.key')} AS {CREDIT}"
    + " FROM articles AS a LEFT JOIN search_stations AS s ON s.name = a.station"
)

# The line break keeps sqlite-utils and Datasette from searching the index by themselves: they look
# for "USING FTS", and know nothing of pairs of characters. 付鼎臣 would find nothing.
ARTICLES_FTS = f"""
CREATE VIRTUAL TABLE articles_fts USING
fts5 (
    {COLUMNS},
    content='articles_seg', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
)"""

SET_WEIGHTS = f"INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', '{RANK}')"

# In how many articles, and how often, each term of the index stands.
ARTICLES_TERMS = "CREATE VIRTUAL TABLE articles_terms USING fts5vocab(articles_fts, row)"

_ADD = f"INSERT INTO articles_fts (rowid, {COLUMNS}) SELECT key, {COLUMNS} FROM articles_seg"
_REMOVE = (
    f"INSERT INTO articles_fts (articles_fts, rowid, {COLUMNS}) "
    f"SELECT 'delete', key, {COLUMNS} FROM articles_seg"
)
_PRINTED = ("body", *_HEADLINES, "authors", "editors", "source", "station", "id", "revision")
_OF = ", ".join(_PRINTED)
_CHANGED = (
    f"({', '.join(f'old.{column}' for column in _PRINTED)}) IS NOT "
    f"({', '.join(f'new.{column}' for column in _PRINTED)})"
)
# A row that waits is not in the index, and must not be taken out of it.
_IS_INDEXED = "EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = old.key)"

# Keys of articles that are written, but not in the index yet. While it holds any row, those that
# are written wait: a transaction of `archive.store.archive` begins with key 0, and empties the
# table before its end (`archive.search.index`). So other programs find it empty, and are served by
# triggers.
SEARCH_WAITING = "CREATE TABLE search_pending (key INTEGER PRIMARY KEY)"
_WAITS = "EXISTS (SELECT 1 FROM search_pending)"
_WAIT = "INSERT INTO search_pending (key)"

# An article that was changed is taken out by its former row: `articles_seg` shows the new one. Not
# before the change, because an UPDATE OR IGNORE may then not make it.
_BEFORE = ", ".join(
    segmented(text.replace("a.", "old.").replace("s.title", "held.title"))
    for text in INDEXED.values()
)
_TAKE_OUT = f"""INSERT INTO articles_fts (articles_fts, rowid, {COLUMNS})
    SELECT 'delete', old.key, {_BEFORE}, {_credited("old.key")}
    FROM (SELECT (SELECT title FROM search_stations WHERE name = old.station) AS title) AS held
    WHERE {_IS_INDEXED}"""

# The title under which the index holds the articles of a station. It is a table of its own, because
# a program that replaces a station does not tell which title it had.
SEARCH_STATIONS = "CREATE TABLE search_stations (name TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID"
FILL_STATIONS = "INSERT INTO search_stations SELECT name, title FROM stations"
_UNINDEXED = "key NOT IN (SELECT id FROM articles_fts_docsize)"


def _retitled(name: str) -> str:
    """SQL of a trigger: the index holds the articles of a station under the title of today."""
    its = f"SELECT key FROM articles WHERE station = {name}"
    return f"""{_REMOVE} WHERE key IN ({its}) AND key IN (SELECT id FROM articles_fts_docsize);
    DELETE FROM search_stations WHERE name = {name};
    {FILL_STATIONS} WHERE name = {name};
    {_ADD} WHERE key IN ({its}) AND {_UNINDEXED} AND NOT {_WAITS};
    {_WAIT} {its} AND {_UNINDEXED} AND {_WAITS} AND key NOT IN (SELECT key FROM search_pending);"""


def _with_credits_of_today(keys: str) -> str:
    """SQL of a trigger: the index is going to hold these articles under their credits of today."""
    return f"""DELETE FROM search_credits WHERE key IN ({keys});
    {FILL_CREDITS} WHERE a.key IN ({keys});"""


def _credited_anew(*rows: str) -> str:
    """SQL of a trigger: the index holds the articles of these credits under those of today."""
    of = " OR ".join(f"(id = {row}.article AND revision = {row}.revision)" for row in rows)
    its = f"SELECT key FROM articles WHERE ({of})"
    return f"""{_REMOVE} WHERE key IN ({its}) AND key IN (SELECT id FROM articles_fts_docsize);
    {_with_credits_of_today(its)}
    {_ADD} WHERE key IN ({its}) AND {_UNINDEXED} AND NOT {_WAITS};
    {_WAIT} {its} AND {_UNINDEXED} AND {_WAITS} AND key NOT IN (SELECT key FROM search_pending);"""


def _credit_is_indexed(row: str) -> str:
    """SQL for whether the index holds the article of a credit: one that waits is read later."""
    key = f"(SELECT key FROM articles WHERE id = {row}.article)"
    return f"{key} NOT IN (SELECT key FROM search_pending)"


TRIGGERS = {
    "articles_added": f"""
CREATE TRIGGER articles_added AFTER INSERT ON articles WHEN NOT {_WAITS} BEGIN
    {_with_credits_of_today("new.key")}
    {_ADD} WHERE key = new.key;
END""",
    "articles_added_wait": f"""
CREATE TRIGGER articles_added_wait AFTER INSERT ON articles WHEN {_WAITS} BEGIN
    {_WAIT} VALUES (new.key) ON CONFLICT DO NOTHING;
END""",
    "articles_changed": f"""
CREATE TRIGGER articles_changed AFTER UPDATE OF {_OF} ON articles
WHEN {_CHANGED} BEGIN
    {_TAKE_OUT};
    {_with_credits_of_today("new.key")}
    {_ADD} WHERE key = new.key AND NOT {_WAITS};
    {_WAIT} SELECT new.key WHERE {_WAITS} ON CONFLICT DO NOTHING;
END""",
    "articles_key_stays": """
CREATE TRIGGER articles_key_stays BEFORE UPDATE ON articles WHEN new.key IS NOT old.key BEGIN
    SELECT RAISE(ABORT, 'articles.key cannot be changed: index and lineage name the article by it');
END""",
    "articles_deleted": f"""
CREATE TRIGGER articles_deleted BEFORE DELETE ON articles BEGIN
    {_REMOVE} WHERE key = old.key AND {_IS_INDEXED};
    DELETE FROM search_credits WHERE key = old.key;
END""",
    "credits_added": f"""
CREATE TRIGGER credits_added AFTER INSERT ON credits WHEN {_credit_is_indexed("new")} BEGIN
    {_credited_anew("new")}
END""",
    "credits_changed": f"""
CREATE TRIGGER credits_changed AFTER UPDATE OF article, revision, position, role, name ON credits
WHEN {_credit_is_indexed("old")} OR {_credit_is_indexed("new")} BEGIN
    {_credited_anew("old", "new")}
END""",
    "credits_removed": f"""
CREATE TRIGGER credits_removed AFTER DELETE ON credits WHEN {_credit_is_indexed("old")} BEGIN
    {_credited_anew("old")}
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

# A query is text as it is typed, or the same as a JSON string. SQLite's table-valued function
# fts3tokenize takes any text as its hidden column `input`, and gives it back with the first token;
# json_each, which reads the query for `search_match`, takes nothing but JSON. CROSS JOIN fixes the
# order: the planner would else walk all articles and probe the index.
SEARCH = """
CREATE VIEW search AS
SELECT i.input AS q, f.rank, a.id, a.station, a.title, a.published_at, a.source, a.authors,
    a.editors, a.url, substr(a.body, max(1, instr(a.body, m.first_word) - 20), 80) AS snippet
FROM fts3tokenize AS i
CROSS JOIN search_match AS m ON m.q = CASE WHEN json_valid(i.input) AND i.input LIKE '"%'
    THEN i.input ELSE json_quote(i.input) END
CROSS JOIN articles_fts AS f ON f.articles_fts MATCH m.match
CROSS JOIN articles AS a ON a.key = f.rowid
WHERE i.position = 0"""


# The same view, which says what it lacks where no query is given. SQLite raises errors in our words
# in triggers alone, but it repeats the path that a JSON function cannot read. Without a query,
# pragma_table_list gives all tables, with no `arg`; with one, what it gives is left out. Whatever
# column is looked at, the message comes.
_HINT = "search needs a query as a text: SELECT id, title FROM search WHERE q = ''路灯''"
_COLUMNS = (
    "rank", "id", "station", "title", "published_at", "source", "authors", "editors", "url",
    "snippet",
)  # fmt: skip
SEARCH_WITH_HINT = f"""
CREATE VIEW search AS
SELECT arg AS q, {", ".join(f"hint AS {column}" for column in _COLUMNS)}
FROM (
    SELECT arg, iif(arg IS NULL, json_extract('{{}}', '{_HINT}'), 0) AS hint
    FROM pragma_table_list
)
WHERE hint
UNION ALL
{SEARCH.split(" AS", 1)[1].strip()}"""


def add_hint(connection: sqlite3.Connection) -> None:
    """Make the view `search` again, with a message for those who give no query."""
    connection.execute("DROP VIEW search")
    connection.execute(SEARCH_WITH_HINT)


def statements() -> Iterator[str]:
    """All statements that make the index and its views, in order."""
    yield from (SEARCH_STATIONS, FILL_STATIONS, SEARCH_CREDITS, FILL_CREDITS)
    yield from (SEARCH_CREDITS_SEG, ARTICLES_SEG, ARTICLES_FTS, ARTICLES_TERMS)
    yield SEARCH_WAITING
    yield from TRIGGERS.values()
    yield from (SEARCH_MATCH, SEARCH)


def create_search(connection: sqlite3.Connection) -> None:
    """Make the index inside the migration's transaction, and fill it with what is held."""
    from archive.analysis.terms import characters

    connection.execute(CHARACTERS)
    connection.executemany(
        "INSERT INTO characters VALUES (?, ?, ?)",
        ((run.first, run.folded, run.character_class) for run in characters()),
    )
    for statement in statements():
        connection.execute(statement)
    connection.execute(SET_WEIGHTS)
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")


# What filters and dates need of an article, side by side: a search looks up every match here, four
# times faster than in the table, where each article fills a page of its own.
ARTICLES_FILTERS = "CREATE INDEX articles_filters ON articles (key, published_at, station, source)"


def create_filters(connection: sqlite3.Connection) -> None:
    """Make the index that searches with filters and by date look into."""
    connection.execute(ARTICLES_FILTERS)
