"""Captures that wait to be read: kept by a run that died or an import, or not understood yet."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.history.comparison import SUSPECTED
from harvester.model.visit import Visit
from harvester.redesign.doubt import OPEN, doubtful_fields

if TYPE_CHECKING:
    from archive.model.article import Capture

#: How the detail of a page begins that waits already, and was served unchanged.
UNCHANGED = "unchanged, and still waiting: "


@dataclass(frozen=True, slots=True)
class Waiting:
    """A capture that waits for a better reader, and why."""

    capture: str
    why: str


class Unread:
    """The captures that nobody has read yet, and those that gave no article.

    Every method that writes expects to be inside the archive's transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def wait(self, captures: Iterable[str]) -> None:
        """Note recorded captures that nobody has read yet."""
        self._db.executemany(
            "INSERT INTO crawl_unread (capture) VALUES (?) ON CONFLICT DO NOTHING",
            [(capture,) for capture in captures],
        )

    def wait_for_layout(self, captures: Iterable[str], why: str) -> None:
        """Note captures that were read, and whose reading is not trusted."""
        self._db.executemany(
            "INSERT INTO crawl_unread VALUES (?, ?) ON CONFLICT DO UPDATE SET why = excluded.why",
            [(capture, why) for capture in captures],
        )

    def wait_for_adopted(self) -> None:
        """Note the captures that got their rows after the last commit of a run: adopted ones."""
        self._db.execute(
            """INSERT INTO crawl_unread (capture)
               SELECT id FROM captures WHERE rowid > (SELECT captures FROM crawl_watermark)
               ON CONFLICT DO NOTHING"""
        )

    def advance_watermark(self) -> None:
        """Note that all captures up to now were read, or wait in `crawl_unread`."""
        self._db.execute(
            "UPDATE crawl_watermark SET captures = (SELECT coalesce(max(rowid), 0) FROM captures)"
        )

    def read(self, visit: Visit) -> None:
        """The captures of a visit were read; a quarantined page waits for a better reader."""
        self._db.executemany(
            "DELETE FROM crawl_unread WHERE capture = ?", [(c.id,) for c in visit.captures]
        )
        own = visit.own_capture
        waits = own and visit.outcome == "quarantined" and self.waiting_as(own)
        if visit.outcome in {"captured", "quarantined"}:  # what waited before is read with it
            self._db.execute(
                """DELETE FROM crawl_unread WHERE why IS NOT NULL
                   AND NOT (why LIKE ? OR why LIKE ?)
                   AND capture IN (SELECT id FROM captures WHERE url = ?) AND capture IS NOT ?""",
                (f"{SUSPECTED}%", f"{OPEN}%", visit.address.url, waits and waits.capture),
            )
        if visit.outcome == "quarantined" and own is not None and not waits:
            self._db.execute(
                "INSERT INTO crawl_unread VALUES (?, ?) ON CONFLICT DO NOTHING",
                (own.id, visit.detail),
            )

    def waiting_as(self, page: Capture) -> Waiting | None:
        """The earlier capture of the same payload at the same address that waits for a reader."""
        row = self._db.execute(
            """SELECT u.capture, u.why FROM captures AS c CROSS JOIN crawl_unread AS u
               ON u.capture = c.id WHERE c.url = ? AND c.payload_digest = ? AND c.id <> ?
               AND u.why IS NOT NULL ORDER BY c.captured_at LIMIT 1""",
            (page.url, page.payload_digest, page.id),
        ).fetchone()
        return Waiting(*row) if row else None

    def with_repeats(self, captures: Iterable[str]) -> list[str]:
        """These captures, and the later ones of the same payload at the same address, by time."""
        rows = self._db.execute(
            """SELECT DISTINCT r.id FROM json_each(?) AS k
               CROSS JOIN captures AS c ON c.id = k.value
               CROSS JOIN captures AS r ON r.url = c.url AND r.payload_digest = c.payload_digest
               AND r.captured_at >= c.captured_at ORDER BY r.captured_at, length(r.url), r.rowid""",
            (json.dumps(list(captures)),),
        )
        return [row[0] for row in rows]

    def captures(self, station: str | None = None, *, quarantined: bool) -> list[str]:
        """Captures that nobody has read yet, or those that gave no article; oldest first."""
        rows = self._db.execute(
            f"""SELECT c.id FROM crawl_unread AS u CROSS JOIN captures AS c
                ON c.id = u.capture WHERE u.why IS {"NOT" if quarantined else ""} NULL
                  AND (?1 IS NULL OR c.station = ?1)
                ORDER BY c.captured_at, length(c.url), c.rowid""",
            (station,),
        )
        return [row[0] for row in rows]

    def in_doubt(self) -> dict[tuple[str, str | None], dict[str, frozenset[str]]]:
        """(station, run) → captures that the end of that run decides of → the fields in doubt."""
        found = defaultdict[tuple[str, str | None], dict[str, frozenset[str]]](dict)
        for capture, station, run, why in self._db.execute(
            """SELECT c.id, c.station, c.run, u.why FROM crawl_unread AS u
               CROSS JOIN captures AS c ON c.id = u.capture
               WHERE u.why LIKE ? AND c.station IS NOT NULL
               ORDER BY c.captured_at, c.rowid""",
            (f"{OPEN}%",),
        ):
            found[station, run][capture] = doubtful_fields(why)
        return dict(found)

    def suspected_fields(self, station: str) -> Counter[str]:
        """Field → of how many addresses of a station pages wait because its markup has changed."""
        fields = defaultdict[str, set[str]](set)
        for url, why in self._db.execute(
            """SELECT c.url, u.why FROM crawl_unread AS u CROSS JOIN captures AS c
               ON c.id = u.capture WHERE u.why LIKE ? AND c.station = ?""",
            (f"{SUSPECTED}%", station),
        ):
            fields[url] |= doubtful_fields(why)
        return Counter(field for of_url in fields.values() for field in of_url)

    def suspected_captures(self) -> frozenset[str]:
        """The captures that wait because the markup of their station has changed."""
        rows = self._db.execute(
            "SELECT capture FROM crawl_unread WHERE why LIKE ?", (f"{SUSPECTED}%",)
        )
        return frozenset(capture for (capture,) in rows)

    def suspected(self, run: str) -> dict[str, int]:
        """Station → how many captures of a run wait because its markup has changed."""
        return dict(
            self._db.execute(
                """SELECT c.station, count(*) FROM crawl_unread AS u
                   CROSS JOIN captures AS c ON c.id = u.capture
                   WHERE u.why LIKE ? AND c.run = ? GROUP BY 1 ORDER BY 1""",
                (f"{SUSPECTED}%", run),
            )
        )

    def forget(self, captures: Iterable[str]) -> None:
        """Captures that say nothing of an article: robots.txt, further parts."""
        self._db.executemany(
            "DELETE FROM crawl_unread WHERE capture = ?", [(capture,) for capture in captures]
        )
