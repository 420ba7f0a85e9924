"""What the end of a run decides: whether pages that differ as in a redesign are corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from functools import partial
from typing import TYPE_CHECKING

from harvester.run.stored_captures import process_stored

if TYPE_CHECKING:
    from harvester.run.run import Run

#: What so many pages of one station in one run have otherwise, and so large a share of its articles
#: that were seen again, is the template's; what fewer have, the station did to single articles.
_LEAST = 3
_SHARE = 0.5

#: Articles of a station that were known before a run and seen again in it.
_SEEN_AGAIN = """
SELECT count(DISTINCT a.id) FROM captures AS c JOIN crawl_frontier AS f ON f.url = c.url
JOIN articles AS a ON a.id = f.article
WHERE c.run IS ? AND c.station = ? AND c.status IN (200, 203, 304)
  AND a.first_seen_at < c.captured_at"""


def decide(run: Run, unfinished: Container[str | None] = ()) -> list[str]:
    """Decide for all runs whose pages are in doubt; gives what could not be read back.

    Of an `unfinished` run there are captures that are not read yet.
    """
    problems = []
    for (station, of_run), in_doubt in run.tables.unread.in_doubt().items():
        if of_run in unfinished:
            continue
        fields = _of_template(run, station, of_run, in_doubt)
        changed = [capture for capture, named in in_doubt.items() if named & fields]
        run.flush(partial(run.tables.tallies.add_suspected, changed))
        run.writer.templates.update(changed)
        run.writer.corrections.update(in_doubt.keys() - changed)
        if of_run == run.id:
            run.stats.decide(station, len(in_doubt))
        problems += process_stored(run, in_doubt)
    return problems


def _of_template(
    run: Run, station: str, of_run: str | None, in_doubt: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """The fields that enough pages have otherwise, or for which enough wait since a redesign."""
    counts = Counter(field for fields in in_doubt.values() for field in fields)
    seen = run.archive.connection.execute(_SEEN_AGAIN, (of_run, station)).fetchone()[0]
    least = max(_LEAST, _SHARE * int(seen))
    many = {field for field, count in counts.items() if count >= least}
    waiting = run.tables.unread.suspected_fields(station)
    return frozenset(many | {field for field, count in waiting.items() if count >= _LEAST})
