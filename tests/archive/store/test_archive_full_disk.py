"""A disk that is full, for the database or for the WARC."""

import os
import resource
from dataclasses import replace

import pytest
from support.archive_folder import whole
from support.archives import ARTICLE, URL, capture, hold

from archive.custody.opening import open_archive
from archive.model.errors import (
    NothingFound,
    StorageError,
)


def test_a_full_database_holds_nothing_of_the_step(folder):
    """The error ends the run with 74; what was acknowledged stays, and space is all it needs."""
    with open_archive(folder) as archive:
        (pages,) = archive.connection.execute("PRAGMA page_count").fetchone()
        archive.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        long = replace(ARTICLE, id="example:647", url=URL + "?2", title="长" * 20_000)
        with pytest.raises(StorageError, match="full") as error:
            hold(archive, long, capture(60))
        assert error.value.exit_code == 74
        assert archive.article("example:646") == ARTICLE
        with pytest.raises(NothingFound):
            archive.article("example:647")

        archive.connection.execute("PRAGMA max_page_count = 1073741823")
        assert hold(archive, long, capture(60)).outcome == "new"
    assert whole(folder)


def test_a_disk_that_is_full_for_the_warc_gives_no_row(folder):
    """No row without its capture; the archive opens again when there is room."""
    with open_archive(folder) as archive:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, before[1]))
        try:
            archive.write_capture(capture(60, body=os.urandom(700_000)))
            with pytest.raises(StorageError, match=r"\.open"), archive.transaction():
                archive.index_capture(capture(60))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone() == (1,)
        with pytest.raises(StorageError):
            archive.write_capture(capture(61))

    with open_archive(folder) as archive:
        assert hold(archive, ARTICLE, capture(60)).outcome == "unchanged"
    assert whole(folder)
