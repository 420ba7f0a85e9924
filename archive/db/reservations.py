"""Reservations: what servers say against archiving, indexing or mining, by capture.

They are evidence, kept with the capture that showed them: made again from it by a rebuild, gone
with it when it is erased.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

TABLE = """CREATE TABLE reservations (
    capture TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    place   TEXT NOT NULL CHECK (place IN ('header', 'meta', 'robots.txt')),
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (capture, place, name, value)
) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a server said against a use: where, by which name, in its own words."""

    place: Literal["header", "meta", "robots.txt"]
    name: str  # x-robots-tag, robots, tdm-reservation, content-signal …
    value: str


def create_reservations(connection: sqlite3.Connection) -> None:
    """The table and its index, inside the migration's own transaction."""
    connection.execute(TABLE)
    connection.execute("CREATE INDEX reservations_name ON reservations (name)")


def reserve(
    connection: sqlite3.Connection, capture: str, reservations: Sequence[Reservation]
) -> None:
    """Note what a recorded capture says; doing it twice changes nothing."""
    connection.executemany(
        "INSERT INTO reservations VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(capture, told.place, told.name, told.value) for told in reservations],
    )
