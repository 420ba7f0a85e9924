"""A crawled archive, read as an archivist reads it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from support.commands import Demo, Harvest
from support.sites import Answer, Site

from archive.store.archive import Archive

CONTENT = """title, kicker, subtitle, published_at, published_precision, source,
             authors, editors, body, complete, state"""


def rows(folder: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    """What a query gives, read as an archivist reads it."""
    with closing(sqlite3.connect(f"file:{folder}/archive.db?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def held(folder: Path) -> list[tuple[object, ...]]:
    """All that is said by all articles.

    Where two stations print one article, it is held under the one that was met first: station
    and address of such an article are left out.
    """
    return rows(
        folder,
        f"""WITH shared AS (SELECT article FROM addresses GROUP BY 1
               HAVING count(DISTINCT substr(url, 1, 22)) > 1)
            SELECT id, iif(id IN shared, '', station), iif(id IN shared, '', url), {CONTENT}
            FROM articles ORDER BY id""",
    )


def copy_of(demo: Demo, to: Path) -> Path:
    """The crawled archive again, to be changed."""
    shutil.copytree(demo.folder, to)
    return to


def assert_whole(folder: Path) -> None:
    """No article without its credits, index entry and capture; every record is readable."""
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
        )
        orphans = database.execute(
            """SELECT id FROM articles AS a WHERE NOT EXISTS (SELECT 1 FROM revision_captures
               AS c WHERE c.article = a.id AND c.revision = a.revision)"""
        ).fetchall()
        assert orphans == []
        captures = [row[0] for row in database.execute("SELECT id FROM captures")]
    with Archive.read_only(folder) as archive:
        for identifier in captures:
            archive.capture(identifier)  # raises Damaged where the record is not whole


class Crawled:
    """A site, its archive, and the command that crawls it."""

    def __init__(self, site: Site, folder: Path, harvest: Harvest) -> None:
        self.site = site
        self.folder = folder
        self.harvest = harvest

    def crawl(self, *options: object, expect: int = 0) -> str:
        """Crawl once; what was said on the error stream."""
        result = self.harvest("crawl", "ferry", "--archive", self.folder, *options)
        assert result.returncode == expect, result.stderr
        return str(result.stderr)

    @contextmanager
    def hanging_at(self, path: str) -> Iterator[subprocess.Popen[bytes]]:
        """A crawl in a process of its own, once it waits for an address that does not answer."""
        ended = threading.Event()

        def never() -> Answer:
            ended.wait(60)
            return 503, {}, b""

        self.site.pages[path] = never
        command = [sys.executable, "-c", "from harvester.cli import main; main()", "crawl", "ferry"]
        with subprocess.Popen([*command, "--archive", str(self.folder)]) as process:
            while path not in self.site.asked:
                assert process.poll() is None
                time.sleep(0.1)
            yield process
        ended.set()

    def change(self, sql: str) -> None:
        """Change the frontier, as time would."""
        with closing(sqlite3.connect(self.folder / "archive.db")) as database:
            database.execute(sql)
            database.commit()

    def outcome(self, path: str) -> tuple[object, ...] | None:
        """State, outcome and detail of an address."""
        found = rows(
            self.folder,
            "SELECT state, outcome, detail FROM crawl_frontier WHERE url = ?",
            self.site.home.rstrip("/") + path,
        )
        return found[0] if found else None

    def articles(self) -> list[tuple[object, ...]]:
        """Id, title and state of all articles."""
        return rows(self.folder, "SELECT id, title, state FROM articles ORDER BY id")

    def revisions(self) -> list[tuple[object, ...]]:
        """Superseded titles."""
        return rows(self.folder, "SELECT title FROM revisions ORDER BY revision")
