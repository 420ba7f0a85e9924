"""Who wrote, who edited, who is named: views over the credits of what is held today."""

from __future__ import annotations

import sqlite3

# One row a credit of the current revision of an article, with what one wants to know of it.
BYLINES = """
CREATE VIEW bylines AS
SELECT c.name, c.role, c.affiliation, a.id AS article, a.station, a.source, a.title,
    a.published_at
FROM credits AS c CROSS JOIN articles AS a ON a.id = c.article AND a.revision = c.revision"""

# One row a name and role: how often, where, since when.
NAMES = """
CREATE VIEW names AS
SELECT name, role, count(DISTINCT article) AS articles, count(DISTINCT station) AS stations,
    min(published_at) AS first_published, max(published_at) AS last_published
FROM bylines GROUP BY name, role"""


def create_names(connection: sqlite3.Connection) -> None:
    """Make the views of names."""
    connection.execute(BYLINES)
    connection.execute(NAMES)
