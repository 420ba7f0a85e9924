"""What ends a run before its work is done: storage that fails, a mistake of ours, no memory."""

from __future__ import annotations

import logging
from collections.abc import Callable

from archive.model.errors import NO_MEMORY, ArchiveError, StorageError
from harvester.model.errors import Bug

logger = logging.getLogger(__name__)


class RunFailure:
    """The first error that ended a run; none where `error` is None.

    `on_failure` is called when it happens, to stop the crawl.
    """

    def __init__(self) -> None:
        self.error: ArchiveError | Bug | None = None
        self.on_failure: Callable[[], None] = lambda: None

    def note(self, error: ArchiveError | Bug) -> None:
        """End the run for an error; what comes after the first one changes nothing."""
        if self.error is None:
            logger.critical("%s", error)
            self.error = error
            self.on_failure()

    def note_unexpected(self, error: BaseException, doing: str) -> None:
        """End the run for a mistake of ours that no single page can be blamed for, or no memory.

        Scrapy only logs what its components raise, and asks them again, for ever.
        """
        if isinstance(error, MemoryError):
            self.note(StorageError(NO_MEMORY))
            return
        logger.error("while %s", doing, exc_info=error)
        self.note(Bug(f"internal error while {doing}: {type(error).__name__}: {error}"))
