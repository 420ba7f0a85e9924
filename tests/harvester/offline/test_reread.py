"""Every article can be made again from its captures, offline."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from support.archives import ARTICLE, new_archive
from support.commands import Demo, Harvest
from support.crawled import assert_whole, copy_of, held, rows

#: Which crawl showed what: a rebuild tells it as the crawl did.
AGENTS = (
    "SELECT type, article, agent FROM events"
    " WHERE type IN ('new', 'correction', 'gone', 'withdrawn') ORDER BY type, article"
)


def test_reading_again_with_the_same_reader_would_change_nothing(
    demo: Demo, harvest: Harvest
) -> None:
    """The report is empty, and the archive is only looked at."""
    result = harvest("reread", "--archive", demo.folder)
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
    assert "0 readings would change" in result.stderr


def test_an_archive_of_loaded_records_has_nothing_to_read_again(
    tmp_path: Path, harvest: Harvest
) -> None:
    """It was never crawled: there is no account of pages that wait, or of what is due."""
    with new_archive(tmp_path) as archive, archive.transaction():
        archive.store_article(ARTICLE, [])
    again = harvest("reread", "--archive", tmp_path)
    assert (again.returncode, again.stdout) == (0, "")
    due = harvest("run", "--dry-run", "--station", "rednet-x*", "--archive", tmp_path)
    assert due.returncode == 0, due.stderr


def test_a_mended_layout_is_reported_first_and_changes_readings_not_revisions(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """A platform file that drops the source column: the report tells, `--apply` writes."""
    folder = copy_of(demo, tmp_path / "copy")
    platform = folder / "platforms" / "demo-press.toml"
    mended = platform.read_text("utf-8").replace(
        'kicker    = "p.detail-kicker"', 'kicker    = "p.no-such"'
    )
    platform.write_text(mended, encoding="utf-8")
    before = held(folder)
    told = harvest("reread", "--archive", folder, "--json")
    assert told.returncode == 0, told.stderr
    assert told.stdout
    assert held(folder) == before
    applied = harvest("reread", "--archive", folder, "--apply")
    assert applied.returncode == 0, applied.stderr
    assert rows(folder, "SELECT count(*) FROM revisions") == [(0,)]
    assert rows(folder, "SELECT count(*) > 0 FROM events WHERE type = 'rereading'") == [(1,)]
    assert harvest("reread", "--archive", folder).stdout == ""
    assert_whole(folder)


def test_a_station_whose_file_is_gone_is_read_with_the_one_that_the_archive_holds(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """Years later nobody has the file: the generic reader would change every reading."""
    folder = copy_of(demo, tmp_path / "copy")
    for name in ("stations", "platforms"):
        shutil.rmtree(folder / name)
    day, digest = rows(
        folder,
        "SELECT substr(first_used_at, 1, 10), substr(digest, 1, 15) FROM station_files"
        " WHERE station = 'demo-songxiu'",
    )[0]

    again = harvest("reread", "--station", "demo-songxiu", "--archive", folder)
    assert (again.returncode, again.stdout) == (0, "")
    assert (
        "harvest: demo-songxiu: no file of it is at hand; read with the one that the archive"
        f" holds, first used {day} ({digest}…)\n"
    ) in again.stderr
    before = held(folder)
    rebuilt = harvest("reread", "--rebuild", "--archive", folder)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert held(folder) == before


def test_a_page_that_no_layout_fitted_becomes_an_article_once_a_layout_does(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """Quarantined is not lost: the capture waits for the layout."""
    demo.server.write_stations(tmp_path)
    station = tmp_path / "stations" / "demo-songxiu.toml"
    good = station.read_text("utf-8")
    platform = tmp_path / "platforms" / "demo-cms.toml"
    station.write_text(good, encoding="utf-8")
    mended = platform.read_text("utf-8")
    platform.write_text(mended, encoding="utf-8")
    harvest("crawl", "demo-songxiu", "--archive", tmp_path)
    assert rows(tmp_path, "SELECT count(*) > 0 FROM articles") == [(1,)]


def test_the_database_is_made_again_from_warc_and_decisions(
    demo: Demo, tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """`archive.db` deleted: the same ids, texts and states come back, and the notes."""
    folder = copy_of(demo, tmp_path / "copy")
    identifier = str(rows(folder, "SELECT min(id) FROM articles")[0][0])
    noted = archive_command("note", identifier, "核对过原报", "--archive", folder)
    assert noted.returncode == 0, noted.stderr
    before = held(folder)
    agents = rows(folder, AGENTS)
    assert {agent.partition(" ")[0] for _, _, agent in agents} == {"run"}
    for path in folder.glob("archive.db*"):
        path.unlink()
    refused = archive_command("stats", "--archive", folder)
    assert refused.returncode == 76
    assert "harvest reread --rebuild" in refused.stderr
    rebuilt = harvest("reread", "--rebuild", "--archive", folder)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert held(folder) == before
    assert rows(folder, AGENTS) == agents
    notes = rows(folder, "SELECT article, detail FROM events WHERE type = 'note'")
    assert [article for article, _ in notes] == [identifier]
    assert "核对过原报" in str(notes[0][1])
    assert_whole(folder)


def test_a_rebuilt_archive_is_crawled_on_without_doubles(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """The frontier comes back with the captures."""
    folder = copy_of(demo, tmp_path / "copy")
    shutil.copytree(demo.folder / "stations", folder / "stations", dirs_exist_ok=True)
    assert harvest("reread", "--rebuild", "--archive", folder).returncode == 0
    before = held(folder)
    result = harvest("crawl", *demo.names, "--archive", folder)
    assert result.returncode == 0, result.stderr
    assert held(folder) == before


def test_a_rebuild_takes_over_loaded_records_and_the_books_of_runs(
    demo: Demo, tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """What no capture tells comes from the former archive.db."""
    folder = copy_of(demo, tmp_path / "copy")
    record = '{"id": "paper:1", "station": "paper", "url": "https://p.example/1", "title": "旧报"}'
    (tmp_path / "old.jsonl").write_text(record + "\n", encoding="utf-8")
    loaded = archive_command("load", tmp_path / "old.jsonl", "--archive", folder)
    assert loaded.returncode == 0, loaded.stderr
    before = held(folder)
    result = harvest("reread", "--rebuild", "--archive", folder)
    assert result.returncode == 0, result.stderr
    assert held(folder) == before
    assert f" articles (1 of them loaded) in {folder}\n" in result.stdout
    assert rows(folder, "SELECT command FROM runs ORDER BY started_at, rowid") == [
        ("harvest crawl",), ("harvest reread --rebuild",),
    ]  # fmt: skip


def test_an_archive_of_before_0_2_0_is_refused_with_the_command_that_makes_it_again(
    demo: Demo, tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """Its tables had other names; its captures are whole. The advice is followed, and helps."""
    folder = copy_of(demo, tmp_path / "copy")
    before = held(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute(
            "UPDATE _sqlite_migrations SET name = 'm001_what_is_held' WHERE name = 'm001_articles'"
        )
    advice = (
        f"{folder / 'archive.db'}: made before version 0.2.0, whose tables have other names;"
        " make it again from the captures with `harvest reread --rebuild`\n"
    )
    read = archive_command("stats", "--archive", folder)
    assert (read.returncode, read.stderr) == (2, f"archive: {advice}")
    written = harvest("run", "--contact", "a@b.example", "--archive", folder)
    assert (written.returncode, written.stderr) == (2, f"harvest: {advice}")
    rebuilt = harvest("reread", "--rebuild", "--archive", folder)
    assert "records that were loaded are not in the WARC; load them again" in rebuilt.stderr
    assert "--rebuild" not in rebuilt.stderr
    assert held(folder) == before


def test_a_rebuild_of_loaded_records_alone_counts_them(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """Each article once, however often it was loaded with other words."""
    folder = tmp_path / "archive"
    record = '{"id": "paper:1", "station": "paper", "url": "https://p.example/1", "title": "旧报"}'
    for number, text in enumerate((record, record.replace("旧报", "新报"))):
        (tmp_path / f"{number}.jsonl").write_text(text + "\n", encoding="utf-8")
        loaded = archive_command("load", tmp_path / f"{number}.jsonl", "--archive", folder)
        assert loaded.returncode == 0, loaded.stderr
    result = harvest("reread", "--rebuild", "--archive", folder)
    assert (result.returncode, result.stdout) == (
        0, f"0 captures, 1 article (1 of them loaded) in {folder}\n",
    )  # fmt: skip


def test_a_rebuild_names_the_articles_that_it_could_not_make_again(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """A WARC file is missing: exit code 1, and each article that is lost with it."""
    folder = copy_of(demo, tmp_path / "copy")
    before = held(folder)
    for path in (folder / "warc").iterdir():
        path.unlink()
    result = harvest("reread", "--rebuild", "--archive", folder)
    assert result.returncode == 1
    lost = result.stderr.count("is in archive.db and cannot be rebuilt from warc/")
    assert lost == len(demo.server.region.expected)
    assert result.stderr.endswith("archive.db was not replaced: captures are missing from warc/\n")
    assert held(folder) == before
