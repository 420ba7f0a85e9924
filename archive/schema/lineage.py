"""The tables of lineage, and the views that answer questions about republication."""

from __future__ import annotations

import sqlite3

# An article that is hidden, erased or deleted leaves its lineage at once.
_LEAVES = """
    DELETE FROM article_links WHERE article = old.key;
    DELETE FROM article_links WHERE other = old.key;
    DELETE FROM lineages
        WHERE lineage = (SELECT lineage FROM lineage_members WHERE article = old.key);
    UPDATE lineage_members SET is_final = 0, parent = nullif(parent, old.key),
        lineage = CASE lineage WHEN old.key THEN
            (SELECT min(t.article) FROM lineage_members AS t
             WHERE t.lineage = old.key AND t.article <> old.key) ELSE lineage END
        WHERE article <> old.key AND lineage =
            (SELECT lineage FROM lineage_members WHERE article = old.key);
    DELETE FROM lineage_members WHERE article = old.key;"""

_TABLES = (
    """
    CREATE TABLE lineage_members (
        article             INTEGER PRIMARY KEY,
        digest              INTEGER NOT NULL,
        excluded            TEXT NOT NULL,
        lineage             INTEGER NOT NULL,
        parent              INTEGER,
        credited            TEXT,
        credit              TEXT CHECK (credit IN ('given', 'missing', 'other')),
        fingerprint_version INTEGER NOT NULL,
        is_representative   INTEGER NOT NULL CHECK (is_representative IN (0, 1)),
        is_final            INTEGER NOT NULL DEFAULT 0 CHECK (is_final IN (0, 1))
    )""",
    "CREATE INDEX lineage_members_digest ON lineage_members (digest)",
    "CREATE INDEX lineage_members_lineage ON lineage_members (lineage)",
    "CREATE INDEX lineage_members_provisional ON lineage_members (article) WHERE NOT is_final",
    """
    CREATE TABLE lineage_postings (
        fingerprint INTEGER NOT NULL,
        article     INTEGER NOT NULL,
        PRIMARY KEY (fingerprint, article)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE lineage_boilerplate (
        station  TEXT NOT NULL,
        line     INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        PRIMARY KEY (station, line)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE article_links (
        article          INTEGER NOT NULL,
        other            INTEGER NOT NULL,
        relation         TEXT NOT NULL CHECK (relation IN (
            'identical', 'retitled', 'edited', 'shortened', 'extended',
            'excerpt', 'roundup', 'common_source', 'template')),
        coverage         REAL NOT NULL,
        other_coverage   REAL NOT NULL,
        longest          INTEGER NOT NULL,
        numbers_compared INTEGER NOT NULL,
        numbers_equal    INTEGER NOT NULL,
        spans            TEXT NOT NULL,
        rule             TEXT NOT NULL,
        PRIMARY KEY (article, other)
    ) WITHOUT ROWID""",
    "CREATE INDEX article_links_other ON article_links (other)",
    """
    CREATE TABLE lineages (
        lineage       INTEGER PRIMARY KEY,
        articles      INTEGER NOT NULL,
        stations      INTEGER NOT NULL,
        origin        INTEGER,
        origin_basis  TEXT NOT NULL CHECK (
            origin_basis IN ('credit', 'printed', 'captured', 'undecided', 'not held')),
        credited      TEXT,
        credit_margin INTEGER NOT NULL
    )""",
    """
    CREATE TABLE lineage_overrides (
        article  TEXT NOT NULL,
        other    TEXT NOT NULL,
        relation TEXT NOT NULL,
        decision TEXT NOT NULL,
        PRIMARY KEY (article, other)
    ) WITHOUT ROWID""",
    f"CREATE TRIGGER lineage_left BEFORE DELETE ON articles BEGIN {_LEAVES} END",
)

# A printed time is an interval: seconds of its length, and the moment at which it begins.
_LENGTH = "CASE {0}.published_precision WHEN 'second' THEN 1 WHEN 'minute' THEN 60 ELSE 86400 END"
_BEGINS = (
    "CAST(strftime('%s', {0}.published_at || CASE {0}.published_precision WHEN 'day'"
    " THEN 'T00:00:00+08:00' ELSE '' END) AS INTEGER)"
)


def length(of: str) -> str:
    """SQL for how many seconds the printed time of articles (by their alias) may span."""
    return _LENGTH.format(of)


def begins(of: str) -> str:
    """SQL for the moment at which the printed time of articles (by their alias) begins."""
    return _BEGINS.format(of)


_VIEWS = (
    f"""
    CREATE VIEW republications AS
    SELECT a.id AS article, a.station, a.title, a.published_at, a.source,
        r.relation, p.id AS taken_from, p.station AS taken_from_station,
        p.title AS taken_from_title, p.published_at AS taken_from_published_at,
        {begins("a")} - {begins("p")} - {length("p")} AS lag_at_least,
        {begins("a")} - {begins("p")} + {length("a")} AS lag_at_most,
        t.credit, r.coverage, r.other_coverage, r.longest,
        r.numbers_compared, r.numbers_equal, r.spans, r.rule, l.id AS lineage
    FROM lineage_members AS t
    JOIN article_links AS r ON r.article = t.article AND r.other = t.parent
    JOIN articles AS a ON a.key = t.article
    JOIN articles AS p ON p.key = t.parent
    JOIN articles AS l ON l.key = t.lineage""",
    """
    CREATE VIEW lineage_summary AS
    SELECT e.id AS lineage, l.articles, l.stations, e.station AS earliest_station,
        e.title AS earliest_title, e.published_at AS earliest_published_at,
        o.id AS origin, o.station AS origin_station, l.origin_basis, l.credited,
        (SELECT count(*) FROM lineage_members AS t
         WHERE t.lineage = l.lineage AND t.credit = 'missing') AS without_source
    FROM lineages AS l JOIN articles AS e ON e.key = l.lineage
    LEFT JOIN articles AS o ON o.key = l.origin""",
    """
    CREATE VIEW who_reprints_whom AS
    SELECT station, taken_from_station, count(*) AS articles,
        sum(relation IN ('identical', 'retitled')) AS unchanged,
        sum(relation = 'edited') AS edited, sum(relation = 'shortened') AS shortened,
        sum(relation = 'extended') AS extended,
        avg((lag_at_least + lag_at_most) / 2.0) FILTER (WHERE lag_at_least >= 0) / 3600
            AS mean_lag_hours,
        sum(lag_at_least < 0) AS undecided,
        avg(coverage) AS mean_coverage, sum(credit IS 'missing') AS without_source
    FROM republications GROUP BY station, taken_from_station""",
)


def create_lineage(connection: sqlite3.Connection) -> None:
    """Make the tables and views; they are empty until articles are linked."""
    for statement in (*_TABLES, *_VIEWS):
        connection.execute(statement)


_LINKS_2 = """
    CREATE TABLE article_links (
        article          INTEGER NOT NULL,
        other            INTEGER NOT NULL,
        relation         TEXT NOT NULL CHECK (relation IN (
            'identical', 'retitled', 'edited', 'shortened', 'extended', 'digest',
            'excerpt', 'roundup', 'shared_passage', 'common_source', 'template')),
        coverage         REAL NOT NULL,
        other_coverage   REAL NOT NULL,
        longest          INTEGER NOT NULL,
        numbers_compared INTEGER NOT NULL,
        numbers_equal    INTEGER NOT NULL,
        spans            TEXT NOT NULL,
        rule             TEXT NOT NULL,
        PRIMARY KEY (article, other)
    ) WITHOUT ROWID"""
_FREQUENCIES = """
    CREATE TABLE lineage_frequencies (
        gram     INTEGER PRIMARY KEY,
        lineages INTEGER NOT NULL
    )"""
_COUNTED = """
    CREATE TABLE lineage_counted (
        article INTEGER PRIMARY KEY,
        grams   BLOB NOT NULL
    )"""
_RECENT = """
    CREATE TABLE lineage_recent_frequencies (
        gram     INTEGER PRIMARY KEY,
        lineages INTEGER NOT NULL
    )"""
#: The order of articles `a` in time: the middle of what is printed, else the first visit.
BY_TIME = (
    "coalesce(julianday(CASE a.published_precision WHEN 'day'"
    " THEN a.published_at || 'T12:00:00+08:00' ELSE a.published_at END),"
    " julianday(a.first_seen_at)), a.id"
)
_VIEWS_2 = (
    _VIEWS[0],
    f"""
    CREATE VIEW lineage_summary AS
    SELECT r.id AS lineage, l.articles, l.stations, e.station AS earliest_station,
        e.title AS earliest_title, e.published_at AS earliest_published_at,
        o.id AS origin, o.station AS origin_station, l.origin_basis, l.credited,
        (SELECT count(*) FROM lineage_members AS t
         WHERE t.lineage = l.lineage AND t.credit = 'missing') AS without_source
    FROM lineages AS l JOIN articles AS r ON r.key = l.lineage
    JOIN articles AS e ON e.key = (
        SELECT a.key FROM lineage_members AS t JOIN articles AS a ON a.key = t.article
        WHERE t.lineage = l.lineage ORDER BY {BY_TIME} LIMIT 1)
    LEFT JOIN articles AS o ON o.key = l.origin""",
    """
    CREATE VIEW who_reprints_whom AS
    SELECT station, taken_from_station, count(*) AS articles,
        sum(relation IN ('identical', 'retitled')) AS unchanged,
        sum(relation = 'edited') AS edited, sum(relation IN ('shortened', 'digest')) AS shortened,
        sum(relation = 'extended') AS extended,
        avg((lag_at_least + lag_at_most) / 2.0) FILTER (WHERE lag_at_least >= 0) / 3600
            AS mean_lag_hours,
        sum(lag_at_least < 0 AND lag_at_most > 0) AS undecided,
        sum(lag_at_most <= 0) AS printed_earlier,
        avg(coverage) AS mean_coverage, sum(credit IS 'missing') AS without_source
    FROM republications GROUP BY station, taken_from_station""",
)


def add_forms(connection: sqlite3.Connection) -> None:
    """Make the table by which forms are known, and allow links of the relations of version 2.

    The table of links is made again, and with it what names it. A digest counts as shortened.
    """
    views = ("who_reprints_whom", "lineage_summary", "republications")
    for statement in (
        _FREQUENCIES,
        "DROP TRIGGER lineage_left",
        *(f"DROP VIEW {view}" for view in views),
        "CREATE TEMP TABLE former_links AS SELECT * FROM article_links",
        "DROP TABLE article_links",
        _LINKS_2,
        "INSERT INTO article_links SELECT * FROM former_links",
        "DROP TABLE former_links",
        "CREATE INDEX article_links_other ON article_links (other)",
        f"CREATE TRIGGER lineage_left BEFORE DELETE ON articles BEGIN {_LEAVES} END",
        *_VIEWS_2,
    ):
        connection.execute(statement)


def add_counted(connection: sqlite3.Connection) -> None:
    """Make the table of what each article is counted for; the counts begin anew."""
    connection.execute(_COUNTED)
    connection.execute("DELETE FROM lineage_frequencies")


_SUMMARY_3 = f"""
    CREATE VIEW lineage_summary AS
    SELECT r.id AS lineage, l.articles, l.stations, e.station AS earliest_station,
        e.title AS earliest_title, e.published_at AS earliest_published_at,
        o.id AS origin, o.station AS origin_station, l.origin_basis, l.credited,
        (SELECT count(*) FROM lineage_members AS t
         WHERE t.lineage = l.lineage AND t.credit = 'missing') AS without_source
    FROM lineages AS l JOIN articles AS r ON r.key = l.lineage
    JOIN articles AS e ON e.key = CASE WHEN l.origin IS NULL THEN l.lineage ELSE (
        SELECT a.key FROM lineage_members AS t JOIN articles AS a ON a.key = t.article
        WHERE t.lineage = l.lineage ORDER BY {BY_TIME} LIMIT 1) END
    LEFT JOIN articles AS o ON o.key = l.origin"""


def name_earliest_by_tree(connection: sqlite3.Connection) -> None:
    """The earliest known copy of a lineage without a known origin is the root of its tree."""
    connection.execute("DROP VIEW lineage_summary")
    connection.execute(_SUMMARY_3)


def index_parents(connection: sqlite3.Connection) -> None:
    """What was taken from an article is found without a look at all members."""
    connection.execute(
        "CREATE INDEX lineage_members_parent ON lineage_members (parent) WHERE parent IS NOT NULL"
    )


def add_recent_frequencies(connection: sqlite3.Connection) -> None:
    """Make the table in which changes of the counts gather until they are merged."""
    connection.execute(_RECENT)
