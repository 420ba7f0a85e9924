"""Reservations: what servers say against archiving, indexing or mining, by capture.

They are evidence, kept with the capture that showed them: made again from it by a rebuild, gone
with it when it is erased.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a server said against a use: where, by which name, in its own words."""

    place: Literal["header", "meta", "robots.txt"]
    name: str  # x-robots-tag, robots, tdm-reservation, content-signal …
    value: str


def reserve(
    connection: sqlite3.Connection, capture: str, reservations: Sequence[Reservation]
) -> None:
    """Note what a recorded capture says; doing it twice changes nothing."""
    connection.executemany(
        "INSERT INTO reservations VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (capture, reservation.place, reservation.name, reservation.value)
            for reservation in reservations
        ],
    )
