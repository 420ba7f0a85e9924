"""Power was cut while SQLite brought pages from its journal into archive.db."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.archives import ARTICLE, capture, hold, new_archive

from archive.custody.opening import open_archive
from archive.db.connection import pending_changes
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify

_WAL_HEADER, _FRAME_HEADER = 32, 24


def half_checkpointed(folder: Path, found: Path) -> None:
    """The archive as it is found where only the first page had reached archive.db."""
    with new_archive(folder) as archive:
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        archive.connection.execute("PRAGMA wal_autocheckpoint = 0")
        for number in range(40):
            hold(archive, ARTICLE, capture(number * 60))
        archive.connection.execute("CREATE TABLE filler AS SELECT zeroblob(400000) AS zeros")
        archive.connection.execute("DROP TABLE filler")
        shutil.copytree(folder, found)
    journal = (found / "archive.db-wal").read_bytes()
    page_size = int.from_bytes(journal[8:12], "big")
    first_page = b""
    for at in range(_WAL_HEADER, len(journal), _FRAME_HEADER + page_size):
        if int.from_bytes(journal[at : at + 4], "big") == 1:
            first_page = journal[at + _FRAME_HEADER : at + _FRAME_HEADER + page_size]
    with (found / "archive.db").open("r+b") as file:
        file.write(first_page)
    pages = int.from_bytes(first_page[28:32], "big")
    assert pages * page_size > (found / "archive.db").stat().st_size
    (found / "archive.db-shm").unlink(missing_ok=True)


def test_a_file_that_is_shorter_than_its_header_says_is_mended_from_the_journal(
    tmp_path: Path,
) -> None:
    """All of it is in the journal still, and SQLite reads it from there."""
    half_checkpointed(tmp_path / "archive", tmp_path / "found")
    with Archive.read_only(tmp_path / "found") as archive:
        assert archive.article("example:646").title == ARTICLE.title
        assert list(verify(archive, Verification()).problems) == []


def test_it_is_opened_for_writing_as_any_other(tmp_path: Path) -> None:
    """The next run goes on."""
    half_checkpointed(tmp_path / "archive", tmp_path / "found")
    assert pending_changes(tmp_path / "found") == []
    with open_archive(tmp_path / "found") as archive:
        assert archive.article("example:646").title == ARTICLE.title
