"""The view of articles like one article."""

from __future__ import annotations

import sqlite3

from archive.analysis.terms_sql import segmented

READ = 2_000  # characters of the body
ENTRIES = 30_000  # of the index: so many are ranked
COMMON = 3_000  # articles; words of more say little of one article
WORDS = 40  # are asked for at the most

# One row a pair of alike articles, for the one that is asked for: WHERE article = '…'.
SIMILAR_ARTICLES = f"""
CREATE VIEW similar_articles AS
WITH said (key, article, text) AS (
    SELECT key, id, {segmented(f"title || char(10) || substr(body, 1, {READ})")} FROM articles
)
SELECT a.article, o.id AS other, -f.rank AS score, o.station, o.title, o.published_at
FROM (
    SELECT key, article, (
        WITH RECURSIVE
        word (word, rest) AS (
            SELECT '', replace(replace(text, char(10), ' '), '"', ' ') || ' '
            UNION ALL
            SELECT substr(rest, 1, instr(rest, ' ') - 1), ltrim(substr(rest, instr(rest, ' ')))
            FROM word WHERE rest <> ''
        ),
        term (term) AS (
            SELECT DISTINCT '- station : "' || word || '"' FROM word WHERE length(word) > 1
        ),
        counted (term, articles) AS (
            SELECT term, (SELECT count(*) FROM (
                SELECT 1 FROM articles_fts WHERE articles_fts MATCH term LIMIT {COMMON}))
            FROM term
        ),
        rare (term) AS (
            SELECT term FROM counted WHERE articles BETWEEN 2 AND {COMMON - 1}
            ORDER BY articles LIMIT {WORDS}
        )
        SELECT coalesce(group_concat(term, ' OR '), '""') FROM rare
    ) AS match FROM said
) AS a
CROSS JOIN articles_fts AS f ON f.articles_fts MATCH a.match AND f.rowid <> a.key
CROSS JOIN articles AS o ON o.key = f.rowid"""


def create_similar(connection: sqlite3.Connection) -> None:
    """Make the view of similar articles."""
    connection.execute(SIMILAR_ARTICLES)
