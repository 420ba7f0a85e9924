"""The ids of runs: long enough that archives of many machines share none when they are merged."""

from __future__ import annotations

import re
from pathlib import Path

from support.archives import capture, new_archive

from archive.custody.opening import open_archive
from archive.store.archive import Archive


def test_a_run_has_an_id_of_sixteen_digits_that_its_warc_file_is_named_after(
    tmp_path: Path,
) -> None:
    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction():
            run = archive.begin_crawl("harvest run", ["xiangtan"], None)
        kept = capture()
        archive.write_capture(kept)
        with archive.transaction():
            archive.index_capture(kept)
    assert re.fullmatch(r"[0-9a-f]{16}", run)
    (file,) = (tmp_path / "archive" / "warc").iterdir()
    assert re.fullmatch(rf"\d{{14}}-{run}\.warc\.gz", file.name)


def test_a_run_whose_id_has_eight_digits_is_read_as_before(tmp_path: Path) -> None:
    with new_archive(tmp_path / "archive") as archive, archive.transaction() as connection:
        archive.begin_crawl("harvest run", ["xiangtan"], None)
        connection.execute("UPDATE runs SET id = '3f9a2c1b'")
    with open_archive(tmp_path / "archive") as archive:  # its books are closed for it
        assert archive.run is None
    with Archive.read_only(tmp_path / "archive") as archive:
        (row,) = archive.connection.execute("SELECT id, state FROM runs").fetchall()
    assert tuple(row) == ("3f9a2c1b", "interrupted")
