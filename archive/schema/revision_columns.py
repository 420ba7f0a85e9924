"""Columns shared by `articles` (the current revision) and `revisions` (superseded ones).

The view `history` unites them.
"""

from __future__ import annotations

REVISION_COLUMNS = """
    title               TEXT NOT NULL,
    kicker              TEXT,
    subtitle            TEXT,
    original_title      TEXT,
    published_at        TEXT,
    published_precision TEXT CHECK (published_precision IN ('second', 'minute', 'day')),
    source              TEXT,
    authors             TEXT,
    editors             TEXT,
    body                TEXT NOT NULL,
    blocks              TEXT NOT NULL,
    images              TEXT NOT NULL,
    complete            INTEGER NOT NULL CHECK (complete IN (0, 1)),
    language            TEXT,
    layout              TEXT,
    reader              TEXT,
    station_digest      TEXT,
    evidence            TEXT NOT NULL,
    content_digest      TEXT NOT NULL,
    revision            TEXT NOT NULL,
    revised_at          TEXT
"""

REVISION_COLUMN_NAMES = tuple(line.split()[0] for line in REVISION_COLUMNS.strip().splitlines())
