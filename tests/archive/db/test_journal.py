"""The journal of archive.db: synced with each commit, copied into the file now and then."""

from __future__ import annotations

from pathlib import Path

from archive.store.archive import Archive

_PAGE = 4096


def test_the_journal_is_copied_every_80_megabytes_and_synced_with_each_commit(
    tmp_path: Path,
) -> None:
    """SQLite copies it every 4 MB: then a large archive is written to several times as much."""
    with Archive.create(tmp_path / "archive") as archive:
        database = archive.folder / "archive.db"
        written = database.read_bytes()
        for number in range(4):
            with archive.transaction() as connection:
                connection.executemany(
                    "INSERT INTO station_files VALUES (?, 's', ?, '2026-07-01T00:00:00Z')",
                    [(f"sha256:{number}-{each}", "路" * _PAGE) for each in range(150)],
                )
        assert database.read_bytes() == written
        assert (archive.folder / "archive.db-wal").stat().st_size > 1_500 * _PAGE
        assert archive.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert archive.connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (20_000,)
    assert database.stat().st_size > 1_500 * _PAGE
    assert not (tmp_path / "archive" / "archive.db-wal").exists()
