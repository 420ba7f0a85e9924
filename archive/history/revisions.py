"""The revisions of an article, in the order in which the station showed them.

A *revision* is a state that the station gave the article; a *reading* is our understanding of one
revision. Sightings that follow each other and show the same are one revision. It is called by the
moment of the first of them, `20220722005112` (UTC); a second one within the same second is
`20220722005112-2`.

When an earlier capture of the same text is imported, its revision is called by that earlier
moment. What was cited stays citable: `id@moment` is what stood at that moment, whether or not a
revision begins then.

Another program may call what it writes as it likes, also as a revision that is held is called.
What it wrote gets a name of its own before anything is superseded: no text gives way to another.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from itertools import count

from archive.db.sql import Row, insert, one, rows, update
from archive.history import readings as reading
from archive.history import sightings as sighting
from archive.history.mapping import said
from archive.history.sightings import Seen
from archive.model.article import Article
from archive.schema.revision_columns import SAID_COLUMNS

#: What a revision is called until it has its place.
PLACELESS = "?"
_LATER_HALF = "??"
_UNKNOWN = "0" * 14
#: How many revisions are named to whoever cites one that there is not: the latest.
_TOLD = 20
_OF_REVISIONS = ("credits", "revision_captures", "sightings")
_ORPHANED = " AND revision NOT IN (SELECT revision FROM history WHERE article = ?1)"
_ANY_ORPHANS = "SELECT " + " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} WHERE article = ?1{_ORPHANED})" for table in _OF_REVISIONS
)
_CALLED_BY_MOMENT = re.compile(r"\d{14}(-\d+)?")


def label(moment: str) -> str:
    """What a revision is called that was first shown then; of no known moment, before all others.

    >>> label("2022-07-22T00:51:12Z"), label("")
    ('20220722005112', '00000000000000')
    """
    return "".join(filter(str.isdigit, moment)) or _UNKNOWN


def revision(connection: sqlite3.Connection, article_id: str, called: str) -> Row | None:
    """The row of `history` of a revision."""
    return one(
        connection,
        "SELECT * FROM history WHERE article = ? AND revision = ?",
        article_id,
        called,
    )


def cited(connection: sqlite3.Connection, article_id: str, citation: str) -> Row | None:
    """The row of `history` of the revision that a citation names; None where nothing stood then.

    Its name of today, or the moment at which it stood: a name that it had once is such a moment.
    """
    held = revision(connection, article_id, citation)
    if held is None and _CALLED_BY_MOMENT.fullmatch(citation):
        held = one(
            connection,
            "SELECT * FROM history WHERE article = ? AND revision < ?"
            " ORDER BY revision DESC LIMIT 1",
            article_id,
            citation,
        )
    return held


def told(connection: sqlite3.Connection, article_id: str) -> str:
    """The names of an article's revisions, for whoever cited none; "" where none is held."""
    held = rows(
        connection,
        "SELECT revision FROM history WHERE article = ? AND revision <> '' ORDER BY revision DESC",
        article_id,
    )
    names = [row["revision"] for row in held]
    if not names:
        return ""
    more = f" and {len(names) - _TOLD} before them" if len(names) > _TOLD else ""
    return f"its revisions are {', '.join(names[_TOLD - 1 :: -1])}{more}"


def distinguish(connection: sqlite3.Connection, article_id: str) -> str | None:
    """Call the current revision otherwise than all superseded ones; its former name, if it had one.

    Only another program calls it so: by replacing the article, or by leaving the name empty again.
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
    names = (f"{former or _UNKNOWN}-{number}" for number in count(2))
    own = next(name for name in names if revision(connection, article_id, name) is None)
    connection.execute("UPDATE articles SET revision = ? WHERE id = ?", (own, article_id))
    # What is left of a revision that another program replaced has no owner.
    connection.execute("DELETE FROM credits WHERE article = ? AND revision = ?", (article_id, own))
    connection.execute(
        "INSERT INTO credits SELECT article, ?, position, role, role_printed, name, affiliation"
        " FROM credits WHERE article = ? AND revision = ?",
        (own, article_id, former),
    )
    return former


def add_current(connection: sqlite3.Connection, article: Article, current: Row) -> None:
    """Add a revision later than all others: the current one becomes a superseded one.

    The new one has no place among the sightings yet: see `settle`.
    """
    _supersede(connection, current)
    values = {**said(article), "revision": PLACELESS, "state": "changed"}
    update(connection, "articles", values, {"id": article.id})


def add_former(connection: sqlite3.Connection, article: Article, current: Row) -> None:
    """Add a revision that was superseded before we knew of it; it has no place yet."""
    row = {
        "article": article.id,
        "station": current["station"],
        "url": current["url"],
        **said(article),
        "revision": PLACELESS,
        "superseded_at": "",
    }
    insert(connection, "revisions", row)
    connection.execute(
        "UPDATE articles SET state = 'changed' WHERE id = ? AND state = 'live'", (article.id,)
    )


def split(connection: sqlite3.Connection, current: Row, row: Row, later: list[Seen]) -> str:
    """From these sightings on, the text of a revision (a row of `history`) stood there again.

    The earlier half keeps the name; gives the name of the later half, which has no place yet.
    """
    article = reading.stored_article(connection, row)
    captures = reading.captures_shown(connection, article.id, row["revision"])
    if row["is_current"]:
        _supersede(connection, current)
        values = {"revision": _LATER_HALF, "state": "changed"}
        update(connection, "articles", values, {"id": article.id})
    else:
        copied = {name: value for name, value in row.items() if name != "is_current"}
        insert(connection, "revisions", {**copied, "revision": _LATER_HALF})
    reading.attach(connection, article, _LATER_HALF, captures)
    sighting.move(connection, article.id, later, _LATER_HALF)
    return _LATER_HALF


def settle(connection: sqlite3.Connection, article_id: str) -> dict[str, str]:
    """Call each revision by the first of its sightings, and say from when to when it stood.

    Gives the names that changed: former → now.
    """
    forget_orphans(connection, article_id)
    first: dict[str, Seen] = {}
    shown: dict[str, str] = {}  # when its first capture was made
    for seen in sighting.of_article(connection, article_id):
        first.setdefault(seen.revision, seen)
        if seen.captures:
            shown.setdefault(seen.revision, seen.at)
    names = _names(first)
    superseded = dict(zip(first, [seen.at for seen in first.values()][1:], strict=False))
    for former in first:
        table, key = reading.place_of(connection, article_id, former)
        values: Row = {"revised_at": shown.get(former)}
        if table == "revisions":
            values["superseded_at"] = superseded.get(former, "")
        update(connection, table, values, key)
    return _rename(connection, article_id, names)


def forget_orphans(connection: sqlite3.Connection, article_id: str) -> None:
    """Remove what is held of revisions that another program deleted or replaced.

    A program without foreign keys leaves their credits behind, and a revision that begins within
    the same second would be called as they were.
    """
    if connection.execute(_ANY_ORPHANS, (article_id,)).fetchone()[0]:  # seldom; one question
        for table in _OF_REVISIONS:
            connection.execute(f"DELETE FROM {table} WHERE article = ?1{_ORPHANED}", (article_id,))


def _names(first: dict[str, Seen]) -> dict[str, str]:
    """What each revision is to be called, by what it is called now."""
    names = {}
    met: Counter[str] = Counter()
    for former, seen in first.items():
        stamp = label(seen.at)
        met[stamp] += 1
        names[former] = stamp if met[stamp] == 1 else f"{stamp}-{met[stamp]}"
    return names


def _rename(
    connection: sqlite3.Connection, article_id: str, names: dict[str, str]
) -> dict[str, str]:
    changed = {former: now for former, now in names.items() if former != now}
    steps = [(former, f"{PLACELESS}{now}") for former, now in changed.items()]
    steps += [(f"{PLACELESS}{now}", now) for now in changed.values()]  # two may change places
    for former, now in steps:
        connection.execute(
            "UPDATE articles SET revision = ? WHERE id = ? AND revision = ?",
            (now, article_id, former),
        )
        for table in ("revisions", *_OF_REVISIONS):
            connection.execute(
                f"UPDATE {table} SET revision = ? WHERE article = ? AND revision = ?",
                (now, article_id, former),
            )
    return changed


def _supersede(connection: sqlite3.Connection, former: Row) -> None:
    """Copy the current revision to the superseded ones; its credits stay where they are."""
    row = {name: former[name] for name in SAID_COLUMNS}
    about = {"article": former["id"], "station": former["station"], "url": former["url"]}
    insert(connection, "revisions", {**about, **row, "superseded_at": ""})
