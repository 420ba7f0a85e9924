"""The archive is read without the crawler, and starts at once."""

from __future__ import annotations

import subprocess
import sys

CRAWLER = ("scrapy", "twisted", "parsel", "dateparser", "harvester")
SLOW = ("sqlite_utils", "rich", "warcio", "lxml", "numpy", "duckdb")


def loaded_by(statement: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after a statement."""
    program = f"{statement}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


def test_the_archive_command_loads_no_crawler() -> None:
    """Imports point one way: the harvester imports the archive."""
    assert not loaded_by("import archive.cli").intersection(CRAWLER)


def test_the_archive_command_loads_nothing_slow_before_it_is_needed() -> None:
    """`archive --help` answers at once."""
    assert not loaded_by("import archive.cli").intersection(SLOW)


def test_a_search_never_loads_what_only_comparing_needs() -> None:
    """numpy takes longer to load than a search takes."""
    assert not loaded_by("import archive.search.search").intersection(("numpy", "duckdb"))


def test_no_part_of_the_archive_loads_a_crawler() -> None:
    """Neither does any module behind the commands."""
    everything = (
        "import archive.store, archive.search, archive.load, archive.export, archive.dossier,"
        " archive.figures, archive.decisions"
    )
    assert not loaded_by(everything).intersection(CRAWLER)
