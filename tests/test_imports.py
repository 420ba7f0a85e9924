"""The archive is read without the crawler, and starts at once; each test module is found."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

import archive
import harvester

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
        "import archive.api, archive.store.archive, archive.search.search, archive.dataset.load,"
        " archive.dataset.export, archive.store.article_details, archive.store.holdings,"
        " archive.custody.decisions"
    )
    assert not loaded_by(everything).intersection(CRAWLER)


def test_importing_the_public_names_loads_neither_crawler_nor_database() -> None:
    """A program that may never open an archive, or read a page, does not pay for either."""
    costly = {*CRAWLER, *SLOW, "sqlite3", "click"} - {"harvester"}
    assert not loaded_by("from archive import Archive").intersection(costly)
    assert not loaded_by("from harvester import NotAnArticle, read_page").intersection(costly)


def test_reading_a_page_loads_no_crawler() -> None:
    """`read_page` is the straight line without Scrapy and without a database."""
    read = "import contextlib, harvester\nwith contextlib.suppress(harvester.NotAnArticle):"
    read += " harvester.read_page('', 'https://a.example/1.html')\n0"
    assert not loaded_by(read).intersection({"scrapy", "twisted", "sqlite3", "sqlite_utils"})


@pytest.mark.parametrize("package", [archive, harvester], ids=lambda package: package.__name__)
def test_every_public_name_can_be_imported_and_no_other(package: ModuleType) -> None:
    """`__all__` is the promise; whatever else a package is asked for is refused by name."""
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Arhive'"):
        _ = package.Arhive


def test_the_public_names_are_these() -> None:
    """A name that goes breaks other people's programs."""
    assert archive.__all__ == [
        "Archive", "ArchiveError", "Article", "Copy", "Exported", "Filters", "Hit", "Lineage",
        "Link", "NothingFound", "Results", "Revision", "TakenDown", "__version__",
    ]  # fmt: skip
    assert harvester.__all__ == ["HarvestError", "NoStation", "NotAnArticle", "read_page"]


def test_no_two_test_modules_have_one_name() -> None:
    """pytest imports each module by its file name alone, and refuses the second."""
    names = Counter(path.name for path in Path(__file__).parent.rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_commands_of_one_machine_load_nothing_that_is_for_many() -> None:
    """The extra `cluster` need not be installed for them."""
    program = (
        "import archive.cli, harvester.cli, harvester.crawl.crawl, harvester.cli.crawl, sys;"
        "print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = ran.stdout.split()
    assert not [n for n in loaded if n.startswith(("archive.cluster", "harvester.cluster."))]
    assert not {"ray", "s3fs", "fsspec", "botocore"}.intersection(loaded)
