"""Takes back what was wrongly called a correction: the markup of a page changed, not its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.custody.decisions import decide, undoing
from archive.custody.opening import open_archive
from archive.db.sql import Row, one, rows
from archive.history.comparison import SUSPECTED
from archive.history.taken_back import EVENT
from archive.model.errors import Damaged
from archive.store.archive import Archive
from archive.store.former_pages import Shown
from harvester.frontier.unread import Unread
from harvester.model.errors import NoStation, NotAnArticle
from harvester.redesign.judge import judge
from harvester.run.run import Run

if TYPE_CHECKING:
    from harvester.config.stations import Stations

_CORRECTIONS = """
SELECT e.article, e.capture, e.at, c.station FROM events AS e JOIN captures AS c ON c.id = e.capture
WHERE e.type = 'correction' AND e.outcome <> ? AND (c.run = ?2 OR c.station = ?2) AND e.at >= ?3
ORDER BY e.article, e.at"""
#: The revision that a capture shows, and the one that stood before it.
_SHOWN = """
SELECT revision FROM sightings WHERE article = ?1 AND json_extract(captures, '$[0]') = ?2"""
_BEFORE = """
SELECT s.revision FROM sightings AS s WHERE s.article = ?1 AND (s.at, s.captures) <
    (SELECT at, captures FROM sightings WHERE article = ?1 AND revision = ?2
     ORDER BY at, captures LIMIT 1)
ORDER BY s.at DESC, s.captures DESC LIMIT 1"""
_SIGHTINGS = """
SELECT json_extract(captures, '$[0]') AS first FROM sightings
WHERE article = ? AND revision = ? AND captures <> '[]' ORDER BY at"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction, the captures that show it, and the fields of it that stand by the pages.

    Where none stands, it is the markup that changed.
    """

    article: str
    at: str
    layout: str
    captures: tuple[str, ...]
    stands: tuple[str, ...]

    def __str__(self) -> str:
        verdict = f"stands: {', '.join(self.stands)}" if self.stands else "other markup"
        return f"{self.article}  {self.at}  {verdict}"


def corrections(
    archive: Archive, stations: Stations, subject: str, since: str = ""
) -> list[Correction]:
    """The corrections that a run found, or that were found of a station; judged by their pages.

    Raises NoStation where there is neither such a run nor such a station.
    """
    found = rows(archive.connection, _CORRECTIONS, EVENT, subject, since)
    if (
        not found
        and one(
            archive.connection,
            "SELECT 1 FROM runs WHERE id = ?1 UNION SELECT 1 FROM stations WHERE name = ?1",
            subject,
        )
        is None
    ):
        raise NoStation(f"{subject}: no such run or station in {archive.folder}")
    return list(_judged(archive, stations, found))


def take_back(
    folder: Path, stations: Stations, taken: Sequence[Correction], *, by: str, reason: str
) -> None:
    """Write the decisions and apply them; the captures wait for a layout that reads them."""
    with open_archive(folder) as archive:
        run = Run(archive, stations, [], command="harvest undo-corrections")
        for each in taken:
            decide(
                archive,
                undoing(each.article, by, reason, captures=each.captures, layout=each.layout),
            )
            with archive.transaction():
                Unread(archive.connection).wait_for_layout(
                    each.captures, f"{SUSPECTED}: taken back by a decision"
                )
        run.end("finished", 0)


def _judged(archive: Archive, stations: Stations, found: Sequence[Row]) -> Iterator[Correction]:
    for row in found:
        article, capture = row["article"], row["capture"]
        revision = one(archive.connection, _SHOWN, article, capture)
        before = revision and one(archive.connection, _BEFORE, article, revision["revision"])
        if not revision or not before:
            continue
        seen = rows(archive.connection, _SIGHTINGS, article, revision["revision"])
        now = archive.article(article, revision["revision"])
        yield Correction(
            article=article,
            at=row["at"],
            layout=now.layout or "",
            captures=tuple(each["first"] for each in seen),
            stands=_what_stands(
                archive, stations, (article, before["revision"]), (article, revision["revision"])
            ),
        )


def _what_stands(
    archive: Archive, stations: Stations, was: tuple[str, str], now: tuple[str, str]
) -> tuple[str, ...]:
    """The fields that the station changed for certain; all, where a page cannot be looked at."""
    stored = archive.article(*now)
    station = stations.for_article(stored.station, stored.url)
    try:
        judgement = judge(_shown(archive, *was), _shown(archive, *now), station)
    except (Damaged, NotAnArticle):
        judgement = None
    return judgement.fields if judgement is not None else ("cannot be read again",)


def _shown(archive: Archive, article: str, revision: str) -> Shown:
    return Shown(archive.article(article, revision), archive.captures_of(article, revision))
