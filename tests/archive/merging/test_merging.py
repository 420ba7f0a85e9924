"""`archive merge`: one archive out of archives of different stations."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive
from support.commands import Harvest
from support.crawled import assert_whole, rows

from archive.db.foreign_schema import held_in
from archive.db.lock import LOCK, WriterLock
from archive.merging.crawl_rows import SCHEMA, schema_digest
from archive.merging.merge import merge
from archive.model.errors import (
    ArchiveError,
    Damaged,
    Locked,
    NoArchive,
    OlderArchive,
    StorageError,
    UsageError,
)
from archive.store.archive import Archive
from harvester.demo.server import DemoServer
from harvester.frontier import migrations as crawl_tables

PRESS = ("demo-lanjiang", "demo-qingtang", "demo-songxiu")  # of one id_space
OTHERS = (("demo-daily", "demo-evening"), ("demo-nandu", "demo-water", "demo-yuntuo"))
WHY = ("--reason", "asked for", "--basis", "other")
_PRINTED = "id, station, url, title, published_at, source, authors, editors, body, state, evidence"
#: What a merged archive has row by row of each shard; numbers that SQLite gave are left out.
ROWS = {
    "articles": f"SELECT {_PRINTED}, revision, first_seen_at, last_seen_at FROM articles",
    "revisions": "SELECT * FROM revisions",
    "credits": "SELECT * FROM credits",
    "addresses": "SELECT * FROM addresses",
    "sightings": "SELECT * FROM sightings",
    "revision_captures": "SELECT * FROM revision_captures",
    "captures": "SELECT * FROM captures",
    "events": "SELECT at, type, article, revision, capture, agent, outcome, detail FROM events",
    "runs": "SELECT * FROM runs",
    "station_files": "SELECT * FROM station_files",
    "warc_files": "SELECT * FROM warc_files",
    "takedowns": "SELECT article, action, at, by, reason, basis, decision, digests FROM takedowns",
    "takedown_addresses": "SELECT * FROM takedown_addresses",
    "overrides": "SELECT * FROM lineage_overrides",
    "reservations": "SELECT * FROM reservations",
    "counts": "SELECT * FROM station_counts",
    "names": "SELECT * FROM name_counts",
    "months": "SELECT * FROM month_counts",
    "frontier": "SELECT url, station, kind, article, state, outcome, due_at FROM crawl_frontier",
    "coverage": "SELECT * FROM coverage",
    "tallies": "SELECT * FROM crawl_tallies",
}
LINKS = """SELECT a.id, o.id, r.relation, r.coverage, r.spans FROM article_links AS r
    JOIN articles AS a ON a.key = r.article JOIN articles AS o ON o.key = r.other ORDER BY 1, 2"""
LINEAGES = """SELECT a.id, l.id, p.id, t.credited, t.credit FROM lineage_members AS t
    JOIN articles AS a ON a.key = t.article JOIN articles AS l ON l.key = t.lineage
    LEFT JOIN articles AS p ON p.key = t.parent ORDER BY 1"""

#: Columns of an export that tell of articles of all shards.
OF_LINEAGE = {
    "lineage", "lineage_role", "lineage_articles", "parent", "relation", "text_coverage",
    "lag_at_least", "lag_at_most",
}  # fmt: skip
#: Copies of what a station of another shard published.
ACROSS = """SELECT article FROM republications
    WHERE station = 'demo-yuntuo' AND taken_from_station NOT IN
        ('demo-nandu', 'demo-water', 'demo-yuntuo')"""


@dataclass(frozen=True)
class Region:
    """Three shards of the demo region, what became of some articles, and the merged archive."""

    shards: tuple[Path, ...]
    merged: Path
    hidden: str
    erased: str
    erased_text: str


@pytest.fixture(scope="module")
def region(
    tmp_path_factory: pytest.TempPathFactory, harvest: Harvest, archive_command: Harvest
) -> Iterator[Region]:
    """Crawled on two days where the stations share their ids, on one elsewhere."""
    base = tmp_path_factory.mktemp("merge")
    shards = tuple(base / name for name in ("press", "papers", "rest"))
    with DemoServer() as server:
        for folder, stations in zip(shards, (PRESS, *OTHERS), strict=True):
            server.write_stations(folder)
            assert harvest("crawl", *stations, "--archive", folder).returncode == 0
        server.day = 2
        again = harvest("crawl", *PRESS, "--recheck", "--archive", shards[0])
        assert again.returncode == 0, again.stderr

        def decided(folder: Path, *arguments: object) -> None:
            ran = archive_command(*arguments, "--archive", folder)
            assert ran.returncode == 0, ran.stderr

        bodies = "SELECT id, substr(body, 1, 40) FROM articles ORDER BY id"
        told = Counter(row[1] for shard in shards for row in rows(shard, bodies))
        alone = [(str(i), str(text)) for i, text in rows(shards[1], bodies) if told[text] == 1]
        (hidden, _), (erased, text), (noted, _) = alone[:3]
        decided(shards[1], "hide", hidden, *WHY)
        decided(shards[1], "erase", erased, *WHY, "--yes")
        decided(shards[1], "note", noted, "核对过", "--by", "编目员")
        other = [str(row[0]) for row in rows(shards[2], "SELECT id FROM articles ORDER BY key")]
        decided(
            shards[2], "lineage", "overrule", other[0], other[1], "--relation", "none",
            "--reason", "two events",
        )  # fmt: skip
        done = archive_command("merge", *shards, "--into", base / "merged")
        assert done.returncode == 0, done.stderr
        yield Region(shards, base / "merged", hidden, erased, text)


@pytest.mark.parametrize("table", ROWS)
def test_a_merged_archive_has_the_rows_of_all_shards(region: Region, table: str) -> None:
    """Nothing is lost, added or altered: the history of each article goes on as it was."""
    union = [row for shard in region.shards for row in rows(shard, ROWS[table])]
    assert sorted(rows(region.merged, ROWS[table]), key=repr) == sorted(union, key=repr)
    assert union or table == "reservations"


def test_a_merged_archive_is_whole(region: Region, archive_command: Harvest) -> None:
    """Records, digests, index, counts, WARC files and decisions fit each other."""
    done = archive_command("verify", "--archive", region.merged)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 problems" in done.stdout
    assert_whole(region.merged)


def test_an_export_of_it_is_the_union_of_the_exports(
    region: Region, archive_command: Harvest
) -> None:
    """Whoever cites a record of a shard finds the same in the merged archive."""

    def exported(folder: Path) -> dict[str, dict[str, object]]:
        output = folder.parent / f"{folder.name}.jsonl"
        arguments = ("--format", "jsonl", "--output", output, "--archive", folder)
        assert archive_command("export", *arguments).returncode == 0
        lines = output.read_text("utf-8").splitlines()
        records = {record["id"]: record for record in map(json.loads, lines)}
        return {
            key: {name: value for name, value in record.items() if name not in OF_LINEAGE}
            for key, record in records.items()
        }

    union: dict[str, dict[str, object]] = {}
    for shard in region.shards:
        union |= exported(shard)
    assert exported(region.merged) == union


def test_what_was_taken_down_stays_down(
    region: Region, archive_command: Harvest, tmp_path: Path
) -> None:
    """An erased text is in no file; a hidden article comes back as it was."""
    assert archive_command("show", region.erased, "--archive", region.merged).returncode == 3
    for path in region.merged.rglob("*"):
        assert path.is_dir() or region.erased_text.encode() not in path.read_bytes()
    both = (shutil.copytree(region.shards[1], tmp_path / "shard"),
            shutil.copytree(region.merged, tmp_path / "merged"))  # fmt: skip
    shown = []
    for folder in both:
        back = archive_command("unhide", region.hidden, *WHY, "--archive", folder)
        assert back.returncode == 0, back.stderr
        shown.append(archive_command("show", region.hidden, "--json", "--archive", folder).stdout)
    assert shown[0] == shown[1]
    assert json.loads(shown[0])["id"] == region.hidden
    clean = archive_command("verify", "--archive", both[1])
    assert clean.returncode == 0, clean.stdout


def test_a_rebuild_of_a_merged_archive_gives_the_same(
    region: Region, harvest: Harvest, archive_command: Harvest, tmp_path: Path
) -> None:
    """WARC files, decisions and lineages are those that a crawl of all stations would have left."""
    folder = shutil.copytree(region.merged, tmp_path / "rebuilt")
    again = harvest("reread", "--rebuild", "--archive", folder)
    assert again.returncode == 0, again.stdout + again.stderr
    assert archive_command("lineage", "rebuild", "--archive", folder).returncode == 0
    assert rows(folder, ACROSS) != []
    for query in (ROWS["articles"], ROWS["captures"], "SELECT article, title FROM revisions"):
        was, now = (sorted(rows(each, query), key=repr) for each in (region.merged, folder))
        assert was == now
    for query in (LINKS, LINEAGES):
        assert rows(region.merged, query) == rows(folder, query)


def test_a_crawl_goes_on_where_the_shards_were(region: Region, harvest: Harvest) -> None:
    """Every address keeps its fate, and no capture is read twice."""
    status = harvest("status", "--archive", region.merged)
    assert status.returncode in {0, 1}
    captures = rows(region.merged, "SELECT max(rowid), count(*) FROM captures")
    assert rows(region.merged, "SELECT captures, captures FROM crawl_watermark") == captures
    waiting = sum(len(rows(each, "SELECT 1 FROM crawl_unread")) for each in region.shards)
    assert len(rows(region.merged, "SELECT 1 FROM crawl_unread")) == waiting


def test_the_crawls_tables_that_are_made_are_those_of_the_harvester(tmp_path: Path) -> None:
    """The archive knows them by a digest alone; it is renewed with a migration of the crawl."""
    with new_archive(tmp_path / "new") as archive:
        crawl_tables.bring_up(archive.connection, tmp_path)
        made = [each for each in held_in(archive.connection).values() if "crawl" in each.sql]
    kinds = ("table", "index", "view")
    made.sort(key=lambda each: (kinds.index(each.type), each.name))
    assert schema_digest([each.sql for each in made]) == SCHEMA


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two small archives of one station each, which share nothing."""
    for number, name in enumerate(("north", "south")):
        with new_archive(tmp_path / name) as archive:
            url = f"https://{name}.example.cn/content/{number}.html"
            article = replace(ARTICLE, id=f"{name}:1", station=name, url=url)
            held = capture(number, url=url, station=name)
            with archive.transaction():
                archive.station({"name": name, "title": name, "tested_on": "2026-07-01"})
            hold(archive, article, held)
    return tmp_path / "north", tmp_path / "south"


def test_links_keep_a_warc_file_once(two: tuple[Path, Path], tmp_path: Path) -> None:
    """On one disk a merged archive takes little more than its tables."""
    merged = merge(two, tmp_path / "new", link=True)
    assert (merged.articles, merged.captures, merged.stations) == (2, 2, 2)
    links = [path.stat().st_nlink for path in (tmp_path / "new" / "warc").iterdir()]
    assert links == [2, 2]


def _change(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute(sql)
        connection.commit()


def _holds_station_of_north(south: Path) -> None:
    with Archive.open(south) as archive, archive.transaction():
        archive.station({"name": "north", "title": "north", "tested_on": "2026-07-01"})


def _holds_article_of_north(south: Path) -> None:
    with Archive.open(south) as archive:
        url = "https://south.example.cn/content/9.html"
        article = replace(ARTICLE, id="north:1", station="south", url=url)
        hold(archive, article, capture(9, url=url, station="south"))


def _has_erased_what_north_holds(south: Path) -> None:
    _holds_article_of_north(south)
    from archive.custody import decisions
    from archive.custody.opening import open_archive

    with open_archive(south) as archive:
        erasing = decisions.takedown_decision("erase", "north:1", "林", "投诉", "民法典 1028")
        decisions.decide(archive, erasing)


def _has_a_flipped_byte(south: Path) -> None:
    (path,) = (south / "warc").iterdir()
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)


def _was_written_by_another_program(south: Path) -> None:
    _change(south, "UPDATE articles SET title = 'another'")


def _was_altered_past_the_triggers(south: Path) -> None:
    _change(south, "UPDATE articles SET title = 'another'")
    _change(south, "DELETE FROM fixity_pending")


def _has_lost_a_digest(south: Path) -> None:
    _change(south, "DELETE FROM fixity WHERE kind = 'capture'")


def _is_older(south: Path) -> None:
    _change(south, "DELETE FROM _sqlite_migrations WHERE name = 'm017_names_of_fields'")


def _was_left_by_a_dead_run(south: Path) -> None:
    (south / "warc" / "20260701000000-3f9a2c1b.warc.gz.open").touch()


def _has_a_torn_decision(south: Path) -> None:
    (south / "decisions.jsonl").write_text('{"id": "1", "at')


def _has_another_file_of_an_operator(south: Path) -> None:
    for folder, text in ((south, "a"), (south.parent / "north", "b")):
        (folder / "platforms" / "own.toml").write_text(text)


def _is_gone(south: Path) -> None:
    shutil.rmtree(south)


@pytest.mark.parametrize(
    ("prepare", "error", "words"),
    [
        (_holds_station_of_north, UsageError, "station north is held in"),
        (_holds_article_of_north, UsageError, "north:1: an article of"),
        (_has_erased_what_north_holds, UsageError, "another has taken it down"),
        (_has_a_flipped_byte, Damaged, "its digest is sha256:"),
        (_was_written_by_another_program, Damaged, "written by another program"),
        (_was_altered_past_the_triggers, Damaged, "article south:1 is not what was stored"),
        (_has_lost_a_digest, Damaged, "000000001001 has no digest"),
        (_is_older, OlderArchive, "`archive upgrade`"),
        (_was_left_by_a_dead_run, Damaged, "a run that died left it"),
        (_has_a_torn_decision, Damaged, "cut off"),
        (_has_another_file_of_an_operator, UsageError, "another file of this name"),
        (_is_gone, NoArchive, "there is no archive"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_leaves_nothing(
    two: tuple[Path, Path],
    tmp_path: Path,
    prepare: Callable[[Path], None],
    error: type[ArchiveError],
    words: str,
) -> None:
    """A merge that was begun with damage, or with pieces of one history, would hide both."""
    prepare(two[1])
    with pytest.raises(error, match=words):
        merge(two, tmp_path / "new")
    assert not [path for path in tmp_path.iterdir() if "new" in path.name]


def test_a_shard_that_is_written_to_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    """And nobody can begin to write to it while it is read: its files and rows would differ."""
    lock = WriterLock(two[1] / LOCK)
    with pytest.raises(Locked, match=str(two[1])):
        merge(two, tmp_path / "new")
    lock.release()
    begun = []

    def tell(_done: int, _total: int) -> None:
        with pytest.raises(Locked):
            WriterLock(two[0] / LOCK)
        begun.append(1)

    merge(two, tmp_path / "new", on_progress=tell)
    assert begun


def test_a_folder_that_is_there_is_never_written_to(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Neither is one within another archive."""
    with pytest.raises(UsageError, match="it is there already"):
        merge(two, two[0])
    with pytest.raises(UsageError, match="choose a folder beside it"):
        merge(two, two[0] / "new")


def test_a_disk_without_room_is_told_before_anything_is_copied(
    two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A merge of a million articles would else fail after an hour."""
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StorageError, match="1,000 are free"):
        merge(two, tmp_path / "new")
    assert not (tmp_path / "new").exists()
