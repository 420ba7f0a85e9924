"""Columns shared by `articles` and `revisions`: what an article says.

They are the same in `articles` (the current revision) and in `revisions` (superseded ones), so that
the view `history` can unite them.
"""

from __future__ import annotations

SAID = """
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

SAID_COLUMNS = tuple(line.split()[0] for line in SAID.strip().splitlines())
