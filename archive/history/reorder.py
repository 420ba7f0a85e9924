"""Put the revisions of an article in order again, after the moments of its sightings changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.db.sql import Row, insert, rows, update
from archive.history import readings, revisions, sightings
from archive.history.comparison import changed_fields
from archive.history.printed_times import says_more
from archive.history.revisions import UNPLACED_ID
from archive.history.sightings import StoredSighting
from archive.model.article import Article
from archive.schema.clocks import MADE_AT
from archive.schema.revision_columns import REVISION_COLUMN_NAMES


@dataclass(frozen=True, slots=True)
class _Text:
    """What a revision said, and the captures that it was read from."""

    row: Row
    article: Article
    captures: list[str]


@dataclass(slots=True)
class _Stretch:
    """Sightings that follow each other and show one text."""

    text: _Text
    sightings: list[StoredSighting]


#: When an article was seen: its sightings, and pages at its twin addresses, which make none.
_SEEN = f"""SELECT at FROM sightings WHERE article = ?1 AND captures <> '[]' AND at <> ''
    UNION ALL SELECT {MADE_AT} FROM captures WHERE status IN (200, 203)
        AND url IN (SELECT url FROM addresses WHERE article = ?1 AND role IN ('also', 'mobile'))
        AND id NOT IN (SELECT capture FROM set_aside WHERE capture IS NOT NULL)"""


def rearrange(connection: sqlite3.Connection, article_id: str) -> None:
    """Make the revisions anew from the sightings in their order; each is read as it was before."""
    revisions.make_current_id_unique(connection, article_id)
    texts = _texts(connection, article_id)
    stretches = _stretches(sightings.of_article(connection, article_id), texts)
    if not stretches:
        return
    for table in ("revisions", "credits", "revision_captures"):
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (article_id,))
    for number, stretch in enumerate(stretches, start=1):
        is_current = number == len(stretches)
        _write(connection, article_id, stretch, f"{UNPLACED_ID}{number}", is_current=is_current)
    revisions.renumber(connection, article_id)
    connection.execute(
        f"""UPDATE articles SET
            first_seen_at = (SELECT min(at) FROM ({_SEEN})),
            last_seen_at = (SELECT max(at) FROM ({_SEEN})),
            state = CASE WHEN state NOT IN ('live', 'changed') THEN state
                WHEN ?2 > 1 THEN 'changed' ELSE 'live' END
        WHERE id = ?1""",
        (article_id, len(stretches)),
    )


def _texts(connection: sqlite3.Connection, article_id: str) -> dict[str, _Text]:
    """Id of each revision → what it said."""
    return {
        row["revision"]: _Text(
            row,
            readings.stored_article(connection, row),
            readings.captures_shown(connection, article_id, row["revision"]),
        )
        for row in rows(connection, "SELECT * FROM history WHERE article = ?", article_id)
    }


def _stretches(in_order: list[StoredSighting], texts: dict[str, _Text]) -> list[_Stretch]:
    """The sightings in order, those together that show the same; of the surest reading of it."""
    stretches: list[_Stretch] = []
    for sighting in in_order:
        text = texts.get(sighting.revision)
        if text is None:  # another program deleted it
            continue
        last = stretches[-1] if stretches else None
        if last is None or changed_fields(last.text.article, text.article):
            stretches.append(_Stretch(text, [sighting]))
            continue
        last.sightings.append(sighting)
        if says_more(text.article, last.text.article):
            last.text = text
    return stretches


def _write(
    connection: sqlite3.Connection,
    article_id: str,
    stretch: _Stretch,
    revision: str,
    *,
    is_current: bool,
) -> None:
    text = stretch.text
    values = {**{name: text.row[name] for name in REVISION_COLUMN_NAMES}, "revision": revision}
    if is_current:
        update(connection, "articles", values, {"id": article_id})
    else:
        about = {name: text.row[name] for name in ("article", "station", "url")}
        insert(connection, "revisions", {**about, **values, "superseded_at": ""})
    shown = {capture for each in stretch.sightings for capture in each.captures}
    captures = text.captures
    if not shown >= set(captures):
        captures = list(next((each.captures for each in stretch.sightings if each.captures), ()))
    readings.attach(connection, text.article, revision, captures)
    sightings.move(connection, article_id, stretch.sightings, revision)
