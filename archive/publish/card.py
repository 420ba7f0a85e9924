"""The descriptions of a package that people read: its card, filled from the archive."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.dataset.profiles import PROMISES
from archive.db.identity import identity
from archive.model.version import __version__
from archive.publish.descriptions import File
from archive.publish.meta import Meta

_UNSAID = "*The maker of this dataset does not say.*"

LINEAGE = """# How lineage was decided

A lineage is all articles of the archive that carry the same text. Two texts are compared where they
share fingerprints: hashes of runs of letters, from which punctuation, widths, scripts and the
furniture of a station's pages are taken out. The alignment of the two texts gives their relation:
identical, retitled, edited, shortened, extended or digest, which join a lineage; excerpt, roundup,
shared passage, common source and template, which do not. A passage that many lineages have is a
form, and proves nothing.

The origin of a lineage is decided, in this order, by the source that most of its copies credit, if
the credited medium's article is in the archive; by printed times, if the earliest does not overlap
with another; by the times of first captures, if times are not printed. Else it is undecided
(`origin_basis` in the table `lineage`). The parent of a copy is the closest earlier one.

A lag is a range, because a printed minute or day is not a moment. Below 0 the order is undecided.
Decisions by rule may be wrong, and a text whose origin is not in the archive has none here.
"""


@dataclass(frozen=True, slots=True)
class State:
    """What the archive was when the package was made. `as_of` is the time of its last change."""

    archive: str
    as_of: str | None
    articles: int
    first_day: str | None
    last_day: str | None
    readers: tuple[str, ...]
    layouts: tuple[str, ...]
    stations: tuple[tuple[str, str | None], ...]  # name, digest of the station file

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> State:
        """Read the state."""

        def one(sql: str) -> Any:
            return connection.execute(sql).fetchone()[0]

        def names(column: str) -> tuple[str, ...]:
            found = connection.execute(
                f"SELECT DISTINCT {column} FROM articles WHERE {column} IS NOT NULL ORDER BY 1"
            )
            return tuple(name for (name,) in found)

        return cls(
            archive=identity(connection) or "",
            as_of=one(
                "SELECT max(coalesce((SELECT max(at) FROM events), ''),"
                " coalesce((SELECT max(at) FROM sightings), ''))"
            )
            or None,
            articles=one("SELECT count(*) FROM articles"),
            first_day=one("SELECT substr(min(published_at), 1, 10) FROM articles"),
            last_day=one("SELECT substr(max(published_at), 1, 10) FROM articles"),
            readers=names("reader"),
            layouts=names("layout"),
            stations=tuple(connection.execute("SELECT name, digest FROM stations ORDER BY name")),
        )


def card(meta: Meta, state: State, files: Sequence[File], query: dict[str, Any]) -> str:
    """README.md: a dataset card with the head that Hugging Face reads, and a datasheet."""
    creators = ", ".join(each.name for each in meta.creators) or _UNSAID
    rows = "\n".join(f"| `{file.name}` | {file.table.row} | {file.rows:,} |" for file in files)
    request = json.dumps(query, ensure_ascii=False)
    return f"""---
language: [{meta.language}]
pretty_name: {json.dumps(meta.title, ensure_ascii=False)}
license: {json.dumps(meta.license or "unknown", ensure_ascii=False)}
tags: {json.dumps(list(meta.keywords), ensure_ascii=False)}
---

# {meta.title}

{meta.description}

Version {meta.version}, of an archive as it stood at {state.as_of or "no known time"}.
By {creators}. Licence: {meta.license or _UNSAID} Contact: {meta.contact or _UNSAID}

| file | one row is | rows |
|---|---|---|
{rows}

Each table is there as CSV and as Parquet; CODEBOOK.md describes every column, LINEAGE.md how it was
decided who had a text first, SOURCES.json which software, station files and page templates were
used. `coverage` tells gaps in the data from days without news.

## Motivation and composition

Why the stations were chosen: {meta.collection or _UNSAID}

The archive holds {state.articles:,} articles, printed to be of {state.first_day or "no day"} to
{state.last_day or "no day"}, of {len(state.stations):,} stations. This dataset has those that
were selected by {request}.

## Collection and processing

Pages were captured as the stations' servers sent them, and read by {
        ", ".join(state.readers) or "no reader of pages: the records were loaded"
    }. What a page does not say is empty; nothing is guessed
from the address or the host. Each article is cited as `id@revision`.

## Uses and limits

Profile `{query["profile"]}`: {PROMISES[query["profile"]]}

{meta.limits or _UNSAID} The texts belong to their publishers. Persons named in `authors`, `editors`
and `credits` are named as the stations printed them; texts name others. What was taken down from
the archive is not in the dataset: who holds an older one should ask for takedowns since.
"""


def sources(state: State) -> dict[str, Any]:
    """SOURCES.json: versions of software, station files and page templates."""
    return {
        "program": f"archive {__version__}",
        "archive": state.archive,
        "as_of": state.as_of,
        "readers": list(state.readers),
        "layouts": list(state.layouts),
        "stations": [{"name": name, "digest": digest} for name, digest in state.stations],
    }
