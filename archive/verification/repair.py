"""Mends what can be made again from what is whole, and proves it; nothing is ever guessed.

The full-text index comes from the articles, a capture's row from its WARC record, a column that
follows from others from those; a repaired record counts only if it has the digest that was stored.
What is left is for `harvest reread --rebuild` or for a backup.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from archive.analysis.terms import characters
from archive.custody.decision_log import FILE
from archive.custody.decisions import replay
from archive.custody.opening import open_archive
from archive.db import record_digests
from archive.db.connection import connect_as_made, schema_of
from archive.db.events import Event, write_event
from archive.db.sql import one, rows
from archive.history.article_rows import article_columns
from archive.history.readings import stored_article
from archive.model.article import Article
from archive.model.errors import Damaged
from archive.model.trust import trusting
from archive.schema.kept_counts import count_anew
from archive.schema.published_counts import count_published_anew
from archive.search import index as search_index
from archive.store.archive import Archive
from archive.store.captures import row_of
from archive.verification import decision_check as decided
from archive.verification.database_check import differing_counts
from archive.verification.index_check import is_out_of_step
from archive.verification.problem import Problem
from archive.verification.schema_check import mend_made, mend_schema
from archive.warc import Stored

#: Steps after which, or for which, the index is looked at.
_INDEXED = frozenset({"index", "waiting", "schema", "characters", "sqlite index"})


def mend(folder: Path, problems: Sequence[Problem]) -> list[str]:
    """Make views, triggers and indexes again, then `repair`; what was done, in words."""
    with trusting(), Archive.open(folder) as archive:  # what is altered is made again here
        mended = mend_schema(archive.connection, problems)
    try:
        with open_archive(folder) as archive:
            return repair(archive, problems, mended)
    except Damaged as error:  # a table was altered, or a trigger of another program stands there
        return [*mended, f"nothing else is mended: {error}"]


def mend_older(folder: Path) -> list[str]:
    """Make views, triggers and indexes of an earlier version again, by what that version says.

    Only then can its tables be brought up to date: until then nothing is written to them. The
    caller has the writer's lock.
    """
    with closing(connect_as_made(folder)) as connection:
        return mend_made(connection, schema_of(connection).values())


def repair(archive: Archive, problems: Sequence[Problem], already: Sequence[str] = ()) -> list[str]:
    """Mend what the problems name and can be mended; what was done, in words.

    `already` is what was done before: without its tables an archive cannot be opened for writing.
    """
    wanted = {problem.repair for problem in problems}
    done = list(already)
    if "waiting" in wanted:
        with archive.transaction():
            done.append("search_pending emptied: what waited in it is in the index")
    if "sqlite index" in wanted:
        archive.connection.execute("REINDEX")
        done.append("indexes of archive.db made again")
    if "characters" in wanted or "table characters made again" in already:
        done += _characters(archive)
    if wanted & {"capture", "orphan"}:
        done += _captures(archive)
    if "decisions" in wanted:
        done += _decisions(archive)
    done += _seals(archive, [p.record for p in problems if p.repair == "fixity"])
    mended = list(_articles(archive, [p.record for p in problems if p.repair == "article"]))
    done += mended
    if (mended or wanted & _INDEXED) and is_out_of_step(archive.connection):
        with archive.transaction() as connection:
            search_index.make_again(connection)
        done.append("full-text index made again from the articles")
    if wanted & {"counts", "schema"} and differing_counts(archive.connection):
        with archive.transaction() as connection:
            count_anew(connection)
            count_published_anew(connection)
        done.append("kept counts counted anew")
    if done:
        with archive.transaction() as connection:
            detail = {"done": done[:100], "count": len(done)}
            write_event(connection, Event(type="repair", agent=archive.agent, detail=detail))
    return done


def accept(archive: Archive) -> list[str]:
    """Seal what other programs wrote, as it stands: an archivist has looked at it."""
    with archive.transaction() as connection:
        pending = connection.execute(
            "SELECT kind, id FROM fixity_pending ORDER BY kind, id"
        ).fetchall()
        for kind, identifier in pending:
            record_digests.write_digest(connection, kind, identifier)
        connection.execute("DELETE FROM fixity_pending")
        accepted = [f"{kind} {identifier}" for kind, identifier in pending]
        if accepted:
            detail = {"accepted": accepted[:100], "count": len(accepted)}
            write_event(connection, Event(type="repair", agent=archive.agent, detail=detail))
    return accepted


def _decisions(archive: Archive) -> Iterator[str]:
    """Lines that decisions.jsonl lacks, from archive.db; and what of the file was not applied."""
    path = archive.folder / FILE
    try:
        back = decided.put_back(path, decided.applied(archive.connection))
    except Damaged:  # a line contradicts archive.db: a person must look, as the problem says
        return
    for each in back:
        yield f"{FILE}: the line `{each.type} {each.article}` of {each.at} written again"
    replay(archive)


def _characters(archive: Archive) -> list[str]:
    with archive.transaction() as connection:
        connection.execute("DELETE FROM characters")
        connection.executemany(
            "INSERT INTO characters VALUES (?, ?, ?)",
            ((run.first, run.folded, run.character_class) for run in characters()),
        )
    return ["table characters written again"]


def _captures(archive: Archive) -> Iterator[str]:
    """Rows of captures from their whole WARC records, where they are missing or differ."""
    for _, item in archive.stored():
        if not isinstance(item, Stored) or archive.is_erased(url=item.capture.url):
            continue
        identifier = item.capture.id
        stored_row = one(archive.connection, "SELECT * FROM captures WHERE id = ?", identifier)
        if stored_row is None:
            with archive.transaction():
                archive.index_recovered(item)
            yield f"capture {identifier}: row made from its record; run `harvest reread --apply`"
        elif _differs(archive.connection, identifier) and _mended(archive, item):
            yield f"capture {identifier}: row made again from its record"


def _seals(archive: Archive, records: list[str]) -> Iterator[str]:
    """Rows of `fixity` of records that are proved to be what was stored."""
    for record in records:
        with archive.transaction() as connection:
            for row in rows(connection, "SELECT * FROM fixity WHERE kind || ' ' || id = ?", record):
                digest = record_digests.digest_of(connection, row["kind"], row["id"])
                if digest is not None and digest.proves(
                    record_digests.RecordDigest(row["digest"], row["parts"])
                ):
                    record_digests.write_digest(connection, row["kind"], row["id"])
                    yield f"{record}: its row in fixity made again"


def _differs(connection: sqlite3.Connection, capture: str) -> bool:
    stored = one(connection, "SELECT digest FROM fixity WHERE kind = 'capture' AND id = ?", capture)
    digest = record_digests.digest_of(connection, "capture", capture)
    return stored is not None and digest is not None and stored["digest"] != digest.digest


def _mended(archive: Archive, item: Stored) -> bool:
    """Whether the row, made from the record, has the digest that was stored; else it stays."""
    return _only_if_proved(archive, "capture", item.capture.id, "captures", row_of(item))


def _articles(archive: Archive, records: list[str]) -> Iterator[str]:
    """Columns that follow from others: body from blocks, names from credits, digests from both."""
    for record in records:
        identifier = record.removeprefix("article ")
        article = _readable(archive, identifier)
        if article is not None and _only_if_proved(
            archive, "article", identifier, "articles", article_columns(article)
        ):
            yield f"article {identifier}: made again from its other columns"


def _readable(archive: Archive, identifier: str) -> Article | None:
    """The article, as far as its row can still be understood."""
    try:
        row = one(archive.connection, "SELECT * FROM articles WHERE id = ?", identifier)
        return stored_article(archive.connection, row) if row else None
    except (sqlite3.DatabaseError, ValueError, KeyError, TypeError):
        return None


def _only_if_proved(
    archive: Archive, kind: str, identifier: str, table: str, row: dict[str, object]
) -> bool:
    """Write the columns if the record then has the digest that was stored; else nothing."""
    connection = archive.connection
    stored = one(
        connection, "SELECT digest FROM fixity WHERE kind = ? AND id = ?", kind, identifier
    )
    if stored is None:
        return False
    changes = ", ".join(f"{name} = ?" for name in row)
    try:
        with archive.transaction():
            connection.execute(
                f"UPDATE {table} SET {changes} WHERE id = ?", (*row.values(), identifier)
            )
            _prove(record_digests.digest_of(connection, kind, identifier), stored["digest"])
    except (_NotProvedError, Damaged, sqlite3.DatabaseError):
        return False
    return True


class _NotProvedError(Exception):
    """The record would still not be what was stored: the transaction is undone."""


def _prove(digest: record_digests.RecordDigest | None, expected: str) -> None:
    if digest is None or digest.digest != expected:
        raise _NotProvedError
