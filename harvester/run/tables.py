"""The crawl's tables in archive.db, each with what reads and writes it."""

from __future__ import annotations

import sqlite3

from harvester.frontier.backoffs import Backoffs
from harvester.frontier.frontier import Frontier
from harvester.frontier.status import Status
from harvester.frontier.unread import Unread
from harvester.health.tallies import Tallies


class CrawlTables:
    """The frontier, the hosts left alone, what it says when asked, what is unread, the tallies."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.frontier = Frontier(connection)
        self.backoffs = Backoffs(connection)
        self.status = Status(connection)
        self.unread = Unread(connection)
        self.tallies = Tallies(connection)
