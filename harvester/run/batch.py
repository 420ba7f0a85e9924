"""The visits that wait for their commit, and the one transaction that holds them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from archive.model.errors import ArchiveError
from harvester.document.rights_reservations import reservations
from harvester.model.visit import PAGE_STATUSES, Committed

if TYPE_CHECKING:
    from archive.db.rights_reservations import Reservation
    from archive.model.article import Capture
    from harvester.model.visit import Visit
    from harvester.run.commit import Writer

#: Visits held by one commit.
BATCH = 16

#: A capture that belongs to no visit, and what it reserves.
_Orphan = tuple["Capture", tuple["Reservation", ...]]

logger = logging.getLogger(__name__)


def _nothing() -> None:
    """Write nothing beside the visits."""


class Batch:
    """Finished visits, and captures that belong to none, until they are committed."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.visits: list[Visit] = []
        self._orphans: list[_Orphan] = []

    def add(self, visit: Visit) -> None:
        """Take a finished visit, with what its pages say against their use."""
        try:
            visit = replace(visit, reservations=_reservations_of(visit))
        except Exception as error:
            logger.exception("the reservations of %s could not be read", visit.address.url)
            visit = visit.cannot_be_read(error)
        self.visits.append(visit)

    def add_orphans(self, captures: Iterable[Capture]) -> None:
        """Take captures of no visit: robots.txt, what was postponed."""
        self._orphans += [
            (each, reservations(each) if each.kind == "robots" else ()) for each in captures
        ]

    @property
    def is_full(self) -> bool:
        """Whether as many visits wait as one commit holds."""
        return len(self.visits) >= BATCH

    def commit(self, also: Callable[[], object] = _nothing) -> list[Committed]:
        """Commit all that waits, together with `also`; where that cannot be, visit by visit.

        Raises ArchiveError, and whatever `also` raises.
        """
        visits, self.visits = self.visits, []
        orphans, self._orphans = self._orphans, []
        try:
            return self._transaction(visits, orphans, also)
        except ArchiveError:
            raise
        except Exception:
            if not visits:
                raise
            # One page of the batch cannot be held. The others must not suffer for it, and its
            # capture is kept all the same.
            logger.exception("a batch of %d visits could not be committed", len(visits))
        committed = [self._alone(visit) for visit in visits]
        self._transaction([], orphans, also)
        return committed

    def _alone(self, visit: Visit) -> Committed:
        """Commit one visit; where it cannot be held, its captures and that it failed."""
        try:
            (committed,) = self._transaction([visit], [], _nothing)
        except ArchiveError:
            raise
        except Exception as error:
            logger.exception("%s could not be stored", visit.address.url)
            failed = visit.cannot_be_read(error)
            orphans: list[_Orphan] = [(capture, ()) for capture in failed.captures]
            self._transaction([], orphans, partial(self._writer.quarantine, failed))
            return Committed(visit=failed)
        return committed

    def _transaction(
        self, visits: Sequence[Visit], orphans: Iterable[_Orphan], also: Callable[[], object]
    ) -> list[Committed]:
        """Commit all of it, or nothing."""
        with self._writer.transaction():
            for capture, reserved in orphans:
                self._writer.write_orphan(capture, reserved)
            committed = [self._writer.write(visit) for visit in visits]
            self._writer.tally(committed)
            also()
        return committed


def _reservations_of(visit: Visit) -> dict[str, tuple[Reservation, ...]]:
    """What the pages of an article say against their use, by capture."""
    if visit.address.kind != "article" or visit.outcome == "unchanged":
        return {}
    pages = (capture for capture in visit.captures if capture.status in PAGE_STATUSES)
    return {page.id: reservations(page) for page in pages}
