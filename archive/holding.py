"""What becomes of an article that was read again: seen, revised, completed, reread, gone.

A *revision* is a state that the station gave the article; a *reading* is our understanding of one
revision. Two captures are compared as read by one reader; where the former reading came from
another reader, the former capture is read again first.

A revision is cited by the moment of the first capture that showed it, `20220722005112` (UTC).
A second revision within the same second is `20220722005112-2`. A label, once given, stays, even
when an earlier capture of the same text is imported later; `revised_at` then tells the earlier
moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from archive.article import Article, Credit
from archive.errors import NothingFound
from archive.events import Event, utc, write_event
from archive.rows import SAID_COLUMNS, Row, article_from, credit_rows, insert, one, rows, said

Outcome = Literal["new", "unchanged", "revised", "completed", "reread", "erased"]
Sight = Literal["unchanged", "gone", "withdrawn"]
Role = Literal["canonical", "also", "mobile", "redirect", "part"]

#: Reads the captures with these ids, in the order of parts; None where they no longer read.
ReadAgain = Callable[[list[str]], Article | None]

_TWINS = frozenset({"also", "mobile"})
_AWAY = frozenset({"gone", "withdrawn"})
#: What the canonical address answers when the article does not stand there any more.
_LEFT = frozenset({301, 302, 303, 307, 308, 404, 410})
_DERIVED = frozenset({"authors", "editors", "body"})  # follow from credits and blocks


@dataclass(frozen=True, slots=True)
class Held:
    """What `hold` did: the article's id, and the revision that the captures show."""

    outcome: Outcome
    article: str
    revision: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """The captures an article was read from, in the order of parts, and when the first was made.

    `at` is UTC to the second, None where there are no captures (a record that was loaded).
    """

    captures: tuple[str, ...]
    at: str | None
    url: str | None  # that the first capture was asked for
    agent: str

    @property
    def moment(self) -> str:
        """When it was seen, or, of a record that was loaded, now."""
        return self.at or utc(datetime.now(UTC))


def hold(
    connection: sqlite3.Connection,
    article: Article,
    sighting: Sighting,
    read_again: ReadAgain | None,
) -> Held:
    """Put the article where it belongs among what is held. Doing it twice changes nothing."""
    current = _current(connection, article.id)
    if current is None:
        return _first(connection, article, sighting)
    known = _known(connection, article, sighting)
    if known is not None:
        return known
    if _has_moved(connection, current, article, sighting):
        current = _promote(connection, current, article, sighting)
    if _is_twin(connection, current, article, sighting):
        _add_address(connection, article, "also", sighting)
        _see(connection, current, sighting)
        return Held("unchanged", article.id, current["revision"])
    comparison = _Comparison(connection, article, sighting, read_again)
    if sighting.at is not None and sighting.at < (current["last_seen_at"] or ""):
        return _passed(comparison, current)
    return _next(comparison, current)


def reread(
    connection: sqlite3.Connection, article: Article, captures: Sequence[str], agent: str
) -> Held:
    """Replace our reading of the revision that these captures show; never makes a revision.

    The former reading stays in `events`. Raises NothingFound where no revision has the captures.
    """
    revision = _revision_of(connection, article.id, captures[0])
    if revision is None:
        raise NothingFound(f"{article.id}: no revision was read from capture {captures[0]}")
    changed = _replace_reading(connection, article, revision, agent)
    return Held("reread" if changed else "unchanged", article.id, revision)


def saw(connection: sqlite3.Connection, article_id: str, sighting: Sighting, sight: Sight) -> None:
    """Note that the article answered as before, or that it is no longer there."""
    current = _current(connection, article_id)
    if current is None:  # its address was found, but no article was ever read from it
        return
    if sight == "unchanged":
        _see(connection, current, sighting)
        return
    stale = sighting.moment < (current["last_seen_at"] or "")
    if stale or current["state"] == sight:
        return
    connection.execute("UPDATE articles SET state = ? WHERE id = ?", (sight, article_id))
    _tell(connection, sight, current, sighting, detail={"former_state": current["state"]})


def stored_article(connection: sqlite3.Connection, row: Row) -> Article:
    """The article of a row of `articles` or `revisions`, with its credits."""
    article_id = row.get("id") or row["article"]
    credits = rows(
        connection,
        "SELECT * FROM credits WHERE article = ? AND revision = ? ORDER BY position",
        article_id,
        row["revision"],
    )
    return article_from({**row, "id": article_id}, credits)


def captures_shown(connection: sqlite3.Connection, article_id: str, revision: str) -> list[str]:
    """The ids of the captures that show a revision, in the order of parts."""
    found = rows(
        connection,
        "SELECT capture FROM revision_captures WHERE article = ? AND revision = ? ORDER BY part",
        article_id,
        revision,
    )
    return [row["capture"] for row in found]


def changed_fields(old: Article, new: Article) -> list[str]:
    """The fields in which the station changed what it says."""
    pairs: dict[str, tuple[Any, Any]] = {
        "title": (old.title, new.title),
        "kicker": (old.kicker, new.kicker),
        "subtitle": (old.subtitle, new.subtitle),
        "original_title": (old.original_title, new.original_title),
        "published": (old.published, new.published),
        "source": (old.source, new.source),
        "credits": (_credited(old), _credited(new)),
        "body": (old.blocks, new.blocks),
    }
    return [name for name, (before, after) in pairs.items() if before != after]


def begins(long: Article, short: Article) -> bool:
    """Whether `short` is what the first parts of `long` say."""
    return long.title == short.title and long.blocks[: len(short.blocks)] == short.blocks


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A new reading, and the means to compare it with former ones."""

    connection: sqlite3.Connection
    article: Article
    sighting: Sighting
    read_again: ReadAgain | None

    def as_read_today(self, row: Row) -> tuple[Article, bool]:
        """The revision of a row as this article's reader reads it, and whether that is certain."""
        former = stored_article(self.connection, row)
        if _reading(former) == _reading(self.article):
            return former, True
        captures = captures_shown(self.connection, former.id, row["revision"])
        if not captures or self.read_again is None:
            return former, False
        again = self.read_again(captures)
        return (former, False) if again is None else (again, True)


def _first(connection: sqlite3.Connection, article: Article, sighting: Sighting) -> Held:
    insert(
        connection,
        "stations",  # one that no file describes; `Archive.station` tells the rest
        {"name": article.station, "title": article.station, "reads": "unverified"},
    )
    label = _stamp(sighting.moment)
    row = {
        "id": article.id,
        "station": article.station,
        "url": article.url,
        **said(article),
        "revision": label,
        "revised_at": sighting.at,
        "first_seen_at": sighting.at,
        "last_seen_at": sighting.at,
        "state": "live",
    }
    insert(connection, "articles", row)
    _attach(connection, article, label, sighting)
    _add_address(connection, article, "canonical", sighting)
    _tell(connection, "new", row, sighting)
    return Held("new", article.id, label)


def _known(connection: sqlite3.Connection, article: Article, sighting: Sighting) -> Held | None:
    """What to do where the first of these captures is held already; None where it is not."""
    if not sighting.captures:
        return None
    revision = _revision_of(connection, article.id, sighting.captures[0])
    if revision is None:
        return None
    captures = tuple(captures_shown(connection, article.id, revision))
    if sighting.captures == captures:
        return reread(connection, article, captures, sighting.agent)
    row = _history_row(connection, article.id, revision)
    if set(sighting.captures) < set(captures):
        return Held("unchanged", article.id, revision)
    return _complete(connection, article, row, sighting)


def _next(comparison: _Comparison, current: Row) -> Held:
    """The article was seen later than ever before."""
    connection, article, sighting = (
        comparison.connection,
        comparison.article,
        comparison.sighting,
    )
    label = current["revision"]
    if article.content_digest == current["content_digest"]:
        _see(connection, current, sighting, complete=article.complete)
        return Held("unchanged", article.id, label)
    held, certain = comparison.as_read_today(current)
    reread_now = _replace_reading(connection, held, label, sighting.agent)
    if held.content_digest == article.content_digest:
        _see(connection, current, sighting, complete=article.complete)
        return Held("reread" if reread_now else "unchanged", article.id, label)
    if not article.complete and begins(held, article):
        _see(connection, current, sighting)
        return Held("unchanged", article.id, label)
    if _only_completes(connection, held, article, label):
        return _complete(connection, article, _must_be_current(connection, article.id), sighting)
    return _revise(comparison, held, certain=certain)


def _revise(comparison: _Comparison, held: Article, *, certain: bool) -> Held:
    connection, article, sighting = (
        comparison.connection,
        comparison.article,
        comparison.sighting,
    )
    former = _must_be_current(connection, article.id)
    _supersede(connection, former, sighting.moment)
    label = _label(connection, article.id, sighting.moment)
    _see(connection, former, sighting)
    _update(
        connection,
        "articles",
        {**said(article), "revision": label, "revised_at": sighting.at, "state": "changed"},
        {"id": article.id},
    )
    _attach(connection, article, label, sighting)
    detail = {"fields": changed_fields(held, article), "former_revision": former["revision"]}
    outcome = "success" if certain else "read by two readers"
    _tell(
        connection,
        "correction",
        {**former, "revision": label},
        sighting,
        detail=detail,
        outcome=outcome,
    )
    return Held("revised", article.id, label)


def _passed(comparison: _Comparison, current: Row) -> Held:
    """The article was seen before its last sighting: never current, but it has its place."""
    connection, article, sighting = (
        comparison.connection,
        comparison.article,
        comparison.sighting,
    )
    history = _history(connection, article.id)
    before = [row for row in history if (row["revised_at"] or "") <= sighting.moment]
    after = [row for row in history if (row["revised_at"] or "") > sighting.moment]
    for row in [*before[-1:], *after[:1]]:
        as_read, _ = comparison.as_read_today(row)
        same = as_read.content_digest == article.content_digest
        if same or (not article.complete and begins(as_read, article)):
            _see(connection, current, sighting)
            _first_shown(connection, row, sighting)
            return Held("unchanged", article.id, row["revision"])
    label = _label(connection, article.id, sighting.moment)
    superseded_at = after[0]["revised_at"] if after else current["last_seen_at"]
    insert(
        connection,
        "revisions",
        {
            "article": article.id,
            "station": article.station,
            "url": article.url,
            **said(article),
            "revision": label,
            "revised_at": sighting.at,
            "superseded_at": superseded_at,
        },
    )
    if before:
        _update(
            connection,
            "revisions",
            {"superseded_at": sighting.moment},
            {"article": article.id, "revision": before[-1]["revision"]},
        )
    _attach(connection, article, label, sighting)
    _see(connection, current, sighting)
    connection.execute(
        "UPDATE articles SET state = 'changed' WHERE id = ? AND state = 'live'", (article.id,)
    )
    detail = {"superseded_at": superseded_at, "found": "later than the revisions after it"}
    _tell(connection, "correction", {**current, "revision": label}, sighting, detail=detail)
    return Held("revised", article.id, label)


def _complete(
    connection: sqlite3.Connection, article: Article, row: Row, sighting: Sighting
) -> Held:
    """The reading of a revision is replaced by one that has more of its parts."""
    label = row["revision"]
    former = captures_shown(connection, article.id, label)
    _store_reading(connection, article, label)
    connection.execute(
        "DELETE FROM revision_captures WHERE article = ? AND revision = ?", (article.id, label)
    )
    _attach_captures(connection, article.id, label, sighting)
    current = _must_be_current(connection, article.id)
    _see(connection, current, sighting)
    detail = {"former_captures": former, "complete": article.complete}
    _tell(connection, "completed", {**current, "revision": label}, sighting, detail=detail)
    return Held("completed", article.id, label)


def _only_completes(
    connection: sqlite3.Connection, held: Article, article: Article, label: str
) -> bool:
    """Whether the new reading says no more than that we had not all of the same publication.

    So it is too where what we hold was read at a twin's address, for want of the canonical one.
    """
    if not held.complete and begins(article, held):
        return True
    found = rows(
        connection,
        "SELECT a.role FROM revision_captures AS r JOIN captures AS c ON c.id = r.capture"
        " LEFT JOIN addresses AS a ON a.url = c.url WHERE r.article = ? AND r.revision = ?",
        article.id,
        label,
    )
    return bool(found) and all(row["role"] in _TWINS for row in found)


def _see(
    connection: sqlite3.Connection, current: Row, sighting: Sighting, *, complete: bool = False
) -> None:
    """The article was there at this moment: it may be later, or earlier, than we knew."""
    article_id = current["id"]
    if sighting.at is not None:
        connection.execute(
            "UPDATE articles SET last_seen_at = max(coalesce(last_seen_at, :at), :at),"
            " first_seen_at = min(coalesce(first_seen_at, :at), :at) WHERE id = :id",
            {"at": sighting.at, "id": article_id},
        )
    if complete and not current["complete"]:
        connection.execute("UPDATE articles SET complete = 1 WHERE id = ?", (article_id,))
        _tell(connection, "completed", current, sighting, detail={"complete": True})
    if current["state"] in _AWAY and sighting.moment > _left_at(connection, article_id):
        connection.execute(
            "UPDATE articles SET state = CASE WHEN EXISTS"
            " (SELECT 1 FROM revisions WHERE article = :id) THEN 'changed' ELSE 'live' END"
            " WHERE id = :id",
            {"id": article_id},
        )
        _tell(connection, "returned", current, sighting, detail={"former_state": current["state"]})


def _left_at(connection: sqlite3.Connection, article_id: str) -> str:
    row = one(
        connection,
        "SELECT max(at) AS at FROM events WHERE article = ? AND type IN ('gone', 'withdrawn')",
        article_id,
    )
    return (row and row["at"]) or ""


def _first_shown(connection: sqlite3.Connection, row: Row, sighting: Sighting) -> None:
    """An earlier capture shows the same revision: its label stays, its moment moves."""
    if sighting.at is None or sighting.at >= (row["revised_at"] or ""):
        return
    table, key = _place(connection, row["article"], row["revision"])
    _update(connection, table, {"revised_at": sighting.at}, key)


def _replace_reading(
    connection: sqlite3.Connection, article: Article, revision: str, agent: str
) -> bool:
    """Store another reading of a revision, if it differs; what it replaces goes into `events`."""
    row = _history_row(connection, article.id, revision)
    former_article = stored_article(connection, row)
    new = said(article)
    former = {name: row[name] for name in new if row[name] != new[name] and name not in _DERIVED}
    if former_article.credits != article.credits and _differ(former_article, article):
        former["credits"] = former_article.record()["credits"]
    if not former:
        return False
    _store_reading(connection, article, revision)
    event = Event(
        type="rereading",
        agent=agent,
        article=article.id,
        revision=revision,
        detail={"former": former},
    )
    write_event(connection, event)
    return True


def _differ(former: Article, new: Article) -> bool:
    """Whether the credits differ in more than positions that the reader had not counted."""
    return [_bare(credit) for credit in former.credits] != [_bare(credit) for credit in new.credits]


def _store_reading(connection: sqlite3.Connection, article: Article, revision: str) -> None:
    table, key = _place(connection, article.id, revision)
    _update(connection, table, said(article), key)
    connection.execute(
        "DELETE FROM credits WHERE article = ? AND revision = ?", (article.id, revision)
    )
    for row in credit_rows(article, revision):
        insert(connection, "credits", row)


def _attach(
    connection: sqlite3.Connection, article: Article, revision: str, sighting: Sighting
) -> None:
    for row in credit_rows(article, revision):
        insert(connection, "credits", row)
    _attach_captures(connection, article.id, revision, sighting)


def _attach_captures(
    connection: sqlite3.Connection, article_id: str, revision: str, sighting: Sighting
) -> None:
    for part, capture in enumerate(sighting.captures, start=1):
        row = {"article": article_id, "revision": revision, "part": part, "capture": capture}
        insert(connection, "revision_captures", row)


def _supersede(connection: sqlite3.Connection, former: Row, at: str) -> None:
    """Copy the current revision to the superseded ones; its credits stay where they are."""
    row = {name: former[name] for name in SAID_COLUMNS}
    about = {"article": former["id"], "station": former["station"], "url": former["url"]}
    insert(connection, "revisions", {**about, **row, "superseded_at": at})


def _add_address(
    connection: sqlite3.Connection, article: Article, role: Role, sighting: Sighting
) -> None:
    row = {"url": article.url, "article": article.id, "station": article.station, "role": role}
    insert(connection, "addresses", {**row, "first_seen_at": sighting.at})


def _current(connection: sqlite3.Connection, article_id: str) -> Row | None:
    return one(connection, "SELECT * FROM articles WHERE id = ?", article_id)


def _must_be_current(connection: sqlite3.Connection, article_id: str) -> Row:
    row = _current(connection, article_id)
    assert row is not None
    return row


def _history(connection: sqlite3.Connection, article_id: str) -> list[Row]:
    """All revisions, in the order in which they were first seen."""
    return rows(
        connection,
        "SELECT * FROM history WHERE article = ?"
        " ORDER BY coalesce(revised_at, ''), is_current, revision",
        article_id,
    )


def _history_row(connection: sqlite3.Connection, article_id: str, revision: str) -> Row:
    row = one(
        connection,
        "SELECT * FROM history WHERE article = ? AND revision = ?",
        article_id,
        revision,
    )
    assert row is not None
    return row


def _place(connection: sqlite3.Connection, article_id: str, revision: str) -> tuple[str, Row]:
    """The table and the key under which a revision is held."""
    if _must_be_current(connection, article_id)["revision"] == revision:
        return "articles", {"id": article_id}
    return "revisions", {"article": article_id, "revision": revision}


def _revision_of(connection: sqlite3.Connection, article_id: str, capture: str) -> str | None:
    row = one(
        connection,
        "SELECT revision FROM revision_captures WHERE capture = ? AND article = ?",
        capture,
        article_id,
    )
    return row["revision"] if row else None


def _is_twin(
    connection: sqlite3.Connection, current: Row, article: Article, sighting: Sighting
) -> bool:
    """Whether this was read at another address than the canonical one."""
    return article.url != current["url"] or _role(connection, sighting.url) in _TWINS


def _has_moved(
    connection: sqlite3.Connection, current: Row, article: Article, sighting: Sighting
) -> bool:
    """Whether the canonical address leads elsewhere or is gone, and this is where it stands now.

    A telephone's form of the address is no place to move to.
    """
    if article.url == current["url"] or _role(connection, sighting.url) == "mobile":
        return False
    if sighting.at is None or sighting.at < (current["last_seen_at"] or ""):
        return False
    last = one(
        connection,
        "SELECT status, captured_at FROM captures WHERE url = ? AND captured_at <= ?"
        " ORDER BY captured_at DESC, id LIMIT 1",
        current["url"],
        sighting.at,  # a rebuild knows the answers of later days already
    )
    return (
        last is not None
        and last["status"] in _LEFT
        and (current["last_seen_at"] or "") <= last["captured_at"]
    )


def _promote(
    connection: sqlite3.Connection, current: Row, article: Article, sighting: Sighting
) -> Row:
    """Make the address at which the article was read its canonical one; the former stays known."""
    connection.execute("UPDATE articles SET url = ? WHERE id = ?", (article.url, article.id))
    connection.execute(
        "UPDATE addresses SET role = 'redirect' WHERE article = ? AND role = 'canonical'",
        (article.id,),
    )
    _add_address(connection, article, "canonical", sighting)
    connection.execute("UPDATE addresses SET role = 'canonical' WHERE url = ?", (article.url,))
    detail = {"former_url": current["url"], "url": article.url}
    _tell(connection, "moved", current, sighting, detail=detail)
    return _must_be_current(connection, article.id)


def _role(connection: sqlite3.Connection, url: str | None) -> str | None:
    row = one(connection, "SELECT role FROM addresses WHERE url = ?", url)
    return row["role"] if row else None


def _label(connection: sqlite3.Connection, article_id: str, moment: str) -> str:
    """A name for the revision first seen at `moment`, unique within the article."""
    stamp = _stamp(moment)
    taken = {row["revision"] for row in _history(connection, article_id)}
    label = stamp
    number = 2
    while label in taken:
        label = f"{stamp}-{number}"
        number += 1
    return label


def _stamp(moment: str) -> str:
    return "".join(character for character in moment if character.isdigit())


def _update(connection: sqlite3.Connection, table: str, values: Row, key: Row) -> None:
    changes = ", ".join(f"{name} = ?" for name in values)
    where = " AND ".join(f"{name} = ?" for name in key)
    connection.execute(
        f"UPDATE {table} SET {changes} WHERE {where}", (*values.values(), *key.values())
    )


def _tell(
    connection: sqlite3.Connection, kind: str, row: Row, sighting: Sighting, **more: Any
) -> None:
    event = Event(
        type=kind,
        agent=sighting.agent,
        at=sighting.moment,
        article=row["id"],
        revision=row["revision"],
        capture=next(iter(sighting.captures), None),
        **more,
    )
    write_event(connection, event)


def _reading(article: Article) -> tuple[str | None, str | None, str | None]:
    return article.reader, article.layout, article.station_digest


def _credited(article: Article) -> list[tuple[str, str, str | None]]:
    return [(credit.role, credit.name, credit.affiliation) for credit in article.credits]


def _bare(credit: Credit) -> tuple[str, str, str | None, str | None]:
    return credit.role, credit.name, credit.role_printed, credit.affiliation
