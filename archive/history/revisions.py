"""Revisions of an article, in the order in which the station showed them.

A *revision* is a state that the station gave the article; a *reading* is our understanding of one
revision. Sightings that follow each other and show the same are one revision. It is called by the
moment of the first of them, `20220722005112` (UTC); a second one within the same second is
`20220722005112-2`.

When an earlier capture of the same text is imported, its revision is called by that earlier
moment. What was cited stays citable: `id@moment` is what stood at that moment, whether or not a
revision begins then.

Another program may write any id into `articles.revision`, also that of a stored revision. What it
wrote gets an id of its own before anything is superseded, so that no text is overwritten.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from itertools import count

from archive.db.sql import Row, insert, one, rows, update
from archive.history import readings, sightings
from archive.history.article_rows import article_columns
from archive.history.sightings import StoredSighting
from archive.model.article import Article
from archive.schema.revision_columns import REVISION_COLUMN_NAMES

#: The id of a revision until `renumber` gives it the id of its first sighting.
UNPLACED_ID = "?"
_LATER_HALF = "??"
_UNKNOWN = "0" * 14
#: How many ids `describe` lists: the latest.
_MAX_LISTED = 20
_OF_REVISIONS = ("credits", "revision_captures", "sightings")
_ORPHANED = " AND revision NOT IN (SELECT revision FROM history WHERE article = ?1)"
_ANY_ORPHANS = "SELECT " + " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} WHERE article = ?1{_ORPHANED})" for table in _OF_REVISIONS
)
_MOMENT_ID = re.compile(r"\d{14}(-\d+)?")


def revision_id_at(moment: str) -> str:
    """The id of a revision that was first seen at a moment; of no known moment, before all others.

    >>> revision_id_at("2022-07-22T00:51:12Z"), revision_id_at("")
    ('20220722005112', '00000000000000')
    """
    return "".join(filter(str.isdigit, moment)) or _UNKNOWN


def revision(connection: sqlite3.Connection, article_id: str, revision_id: str) -> Row | None:
    """The row of `history` of a revision."""
    return one(
        connection,
        "SELECT * FROM history WHERE article = ? AND revision = ?",
        article_id,
        revision_id,
    )


def current(connection: sqlite3.Connection, article_id: str) -> Row | None:
    """The row of `articles`, which is the current revision."""
    return one(connection, "SELECT * FROM articles WHERE id = ?", article_id)


def must_be_current(connection: sqlite3.Connection, article_id: str) -> Row:
    """The row of `articles` of an article that is stored."""
    row = current(connection, article_id)
    assert row is not None
    return row


def cited(connection: sqlite3.Connection, article_id: str, citation: str) -> Row | None:
    """The row of `history` of the revision that a citation names; None where nothing stood then.

    Its name of today, or the moment at which it stood: a name that it had once is such a moment.
    """
    row = revision(connection, article_id, citation)
    if row is None and _MOMENT_ID.fullmatch(citation):
        row = one(
            connection,
            "SELECT * FROM history WHERE article = ? AND revision < ?"
            " ORDER BY revision DESC LIMIT 1",
            article_id,
            citation,
        )
    return row


def describe(connection: sqlite3.Connection, article_id: str) -> str:
    """A sentence that lists the ids of an article's revisions; "" where it has none."""
    listed = rows(
        connection,
        "SELECT revision FROM history WHERE article = ? AND revision <> '' ORDER BY revision DESC",
        article_id,
    )
    names = [row["revision"] for row in listed]
    if not names:
        return ""
    more = f" and {len(names) - _MAX_LISTED} before them" if len(names) > _MAX_LISTED else ""
    return f"its revisions are {', '.join(names[_MAX_LISTED - 1 :: -1])}{more}"


def make_current_id_unique(connection: sqlite3.Connection, article_id: str) -> str | None:
    """Give the current revision another id than all superseded ones; its former id if it changes.

    Only another program writes such an id: by leaving it empty again in an UPSERT, or by putting
    a former state back.
    """
    taken = one(
        connection,
        "SELECT a.revision FROM articles AS a JOIN revisions AS r"
        " ON r.article = a.id AND r.revision = a.revision WHERE a.id = ?",
        article_id,
    )
    if taken is None:
        return None
    former: str = taken["revision"]
    free = (f"{former or _UNKNOWN}-{number}" for number in count(2))
    unique = next(each for each in free if revision(connection, article_id, each) is None)
    connection.execute("UPDATE articles SET revision = ? WHERE id = ?", (unique, article_id))
    # Credits that another program left behind under that id belong to no revision.
    connection.execute(
        "DELETE FROM credits WHERE article = ? AND revision = ?", (article_id, unique)
    )
    connection.execute(
        "INSERT INTO credits SELECT article, ?, position, role, role_printed, name, affiliation"
        " FROM credits WHERE article = ? AND revision = ?",
        (unique, article_id, former),
    )
    return former


def add_current(connection: sqlite3.Connection, article: Article, current: Row) -> None:
    """Add a revision later than all others: the current one becomes a superseded one.

    It is unplaced until it has a sighting and `renumber` gives it an id.
    """
    _supersede(connection, current)
    values = {**article_columns(article), "revision": UNPLACED_ID, "state": "changed"}
    update(connection, "articles", values, {"id": article.id})


def add_former(connection: sqlite3.Connection, article: Article, current: Row) -> None:
    """Add a revision that was superseded before we knew of it, unplaced as in `add_current`."""
    row = {
        "article": article.id,
        "station": current["station"],
        "url": current["url"],
        **article_columns(article),
        "revision": UNPLACED_ID,
        "superseded_at": "",
    }
    insert(connection, "revisions", row)
    connection.execute(
        "UPDATE articles SET state = 'changed' WHERE id = ? AND state = 'live'", (article.id,)
    )


def split(
    connection: sqlite3.Connection, current: Row, row: Row, later: list[StoredSighting]
) -> str:
    """Split a revision (a row of `history`): these later sightings get a copy of their own.

    The earlier half keeps the id; gives the id of the later half, which is unplaced.
    """
    article = readings.stored_article(connection, row)
    captures = readings.captures_shown(connection, article.id, row["revision"])
    if row["is_current"]:
        _supersede(connection, current)
        values = {"revision": _LATER_HALF, "state": "changed"}
        update(connection, "articles", values, {"id": article.id})
    else:
        copied = {name: value for name, value in row.items() if name != "is_current"}
        insert(connection, "revisions", {**copied, "revision": _LATER_HALF})
    readings.attach(connection, article, _LATER_HALF, captures)
    sightings.move(connection, article.id, later, _LATER_HALF)
    return _LATER_HALF


def renumber(connection: sqlite3.Connection, article_id: str) -> dict[str, str]:
    """Give each revision the id of its first sighting, and write from when to when it stood.

    Gives the ids that changed: former → new.
    """
    forget_orphans(connection, article_id)
    stored = sightings.of_article(connection, article_id)
    began = _first_moments(stored)  # in the order of the moments
    with_captures = _first_moments([each for each in stored if each.captures])
    ended = dict(zip(began, list(began.values())[1:], strict=False))
    for revision_id in began:
        table, key = readings.row_key(connection, article_id, revision_id)
        values: Row = {"revised_at": with_captures.get(revision_id) or None}
        if table == "revisions":
            values["superseded_at"] = ended.get(revision_id, "")
        update(connection, table, values, key)
    return _assign_ids(connection, article_id, _ids_by_moment(began))


def _first_moments(stored: list[StoredSighting]) -> dict[str, str]:
    """Id of each revision → the moment of the first of these sightings that showed it."""
    moments: dict[str, str] = {}
    for sighting in stored:
        moments.setdefault(sighting.revision, sighting.at)
    return moments


def forget_orphans(connection: sqlite3.Connection, article_id: str) -> None:
    """Delete credits, captures and sightings of revisions that another program deleted or renamed.

    A program without foreign keys leaves them behind, and a revision that begins within the same
    second would get them with its id.
    """
    if connection.execute(_ANY_ORPHANS, (article_id,)).fetchone()[0]:  # seldom; one question
        for table in _OF_REVISIONS:
            connection.execute(f"DELETE FROM {table} WHERE article = ?1{_ORPHANED}", (article_id,))


def _ids_by_moment(began: dict[str, str]) -> dict[str, str]:
    """Id of each revision → the id that follows from the moment at which it began."""
    ids = {}
    met: Counter[str] = Counter()
    for former, moment in began.items():
        new = revision_id_at(moment)
        met[new] += 1
        ids[former] = new if met[new] == 1 else f"{new}-{met[new]}"
    return ids


def _assign_ids(
    connection: sqlite3.Connection, article_id: str, ids: dict[str, str]
) -> dict[str, str]:
    """Write other ids for revisions; gives those that changed.

    Two revisions may exchange their ids, so each first gets one that no revision has.
    """
    changed = {former: new for former, new in ids.items() if former != new}
    for former, new in changed.items():
        _change_id(connection, article_id, former, f"{UNPLACED_ID}{new}")
    for new in changed.values():
        _change_id(connection, article_id, f"{UNPLACED_ID}{new}", new)
    return changed


def _change_id(connection: sqlite3.Connection, article_id: str, former: str, new: str) -> None:
    """Change the id of a revision in every table that names it."""
    connection.execute(
        "UPDATE articles SET revision = ? WHERE id = ? AND revision = ?", (new, article_id, former)
    )
    for table in ("revisions", *_OF_REVISIONS):
        connection.execute(
            f"UPDATE {table} SET revision = ? WHERE article = ? AND revision = ?",
            (new, article_id, former),
        )


def _supersede(connection: sqlite3.Connection, former: Row) -> None:
    """Copy the current revision to the superseded ones; its credits stay where they are."""
    row = {name: former[name] for name in REVISION_COLUMN_NAMES}
    about = {"article": former["id"], "station": former["station"], "url": former["url"]}
    insert(connection, "revisions", {**about, **row, "superseded_at": ""})
