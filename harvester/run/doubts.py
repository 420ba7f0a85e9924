"""What the end of a run decides: whether pages that differ as in a redesign are corrections."""

from __future__ import annotations

from collections.abc import Container
from functools import partial
from typing import TYPE_CHECKING

from harvester.run.stored_captures import process_stored

if TYPE_CHECKING:
    from harvester.run.run import Run

#: So many pages of one station in one run, and so large a share of those that were seen again,
#: have one cause: the template. Fewer are what the station did to single articles.
_LEAST = 3
_SHARE = 0.5

#: Articles of a station that were known before a run and read again in it.
_SEEN_AGAIN = """
SELECT count(DISTINCT s.article) FROM captures AS c
JOIN sightings AS s ON json_extract(s.captures, '$[0]') = c.id
JOIN articles AS a ON a.id = s.article
WHERE c.run IS ? AND c.station = ? AND c.status IN (200, 203) AND a.first_seen_at < s.at"""


def decide(run: Run, unfinished: Container[str | None] = ()) -> list[str]:
    """Decide for all runs whose pages are in doubt; gives what could not be read back.

    Of an `unfinished` run there are captures that are not read yet.
    """
    problems = []
    for (station, of_run), captures in run.tables.unread.in_doubt().items():
        if of_run in unfinished:
            continue
        if _is_redesign(run, station, of_run, len(captures)):
            run.flush(partial(run.tables.tallies.add_suspected, captures))
            run.writer.templates.update(captures)
        else:
            run.writer.corrections.update(captures)
        problems += process_stored(run, captures)
    return problems


def _is_redesign(run: Run, station: str, of_run: str | None, count: int) -> bool:
    """Whether enough pages differ so, or pages of an earlier redesign wait for a layout."""
    if run.tables.unread.has_suspects(station):
        return True
    if count < _LEAST:
        return False
    seen = run.archive.connection.execute(_SEEN_AGAIN, (of_run, station)).fetchone()[0]
    return count >= _SHARE * (count + int(seen))
