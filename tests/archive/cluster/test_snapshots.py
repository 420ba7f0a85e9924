"""Snapshots: what is published comes back elsewhere, to the byte; what is torn does not."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from support.archives import ARTICLE, capture, hold

from archive.cluster import page_packs
from archive.cluster.lease import Lease
from archive.cluster.manifest import Manifest, read_manifest
from archive.cluster.objects import Objects, opened
from archive.cluster.parts import Sending, adopt, left_behind
from archive.cluster.snapshots import prune, publish, restore
from archive.custody.opening import open_archive
from archive.model.errors import ArchiveError, Damaged, Locked
from archive.store.archive import Archive
from archive.verification.verification import Verification
from archive.verification.verify import verify


def digests(folder: Path) -> dict[str, str]:
    """All files of an archive but its lock; of the database, what it holds."""
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("archive.")
    }
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        found["archive.db"] = hashlib.sha256("".join(database.iterdump()).encode()).hexdigest()
    return found


def hold_more(folder: Path, number: int) -> None:
    """A further article, by a run of its own."""
    with open_archive(folder) as archive:
        address = f"https://xt.example.cn/content/{number}.html"
        article = replace(ARTICLE, id=f"example:{number}", url=address, title=f"第{number}篇")
        hold(archive, article, capture(number, url=address))


def published(objects: Objects, folder: Path, work: Path) -> Manifest:
    """Publish an archive, as a worker does."""
    lease = Lease.take(objects, "north", who="w", driver="d", seconds=60)
    before = lease.state.snapshot
    manifest = publish(lease, folder, work / "published.db", "harvest")
    lease.publish(f"{lease.prefix}snapshot.json", {})
    prune(lease, [manifest, *([read_manifest(objects, "north", before)] if before else [])])
    lease.release()
    return manifest


def brought(objects: Objects, manifest: Manifest, to: Path) -> Path:
    to.mkdir()
    restore(objects, manifest, to / "archive", to / "published.db")
    return to / "archive"


def test_a_snapshot_comes_back_as_it_was_published(
    place: str, folder: Path, tmp_path: Path
) -> None:
    objects = opened(place)
    (folder / "stations" / "xiangtan.toml").write_text('title = "湘潭"\n')
    manifest = published(objects, folder, tmp_path)
    assert sorted(manifest.files) == [
        "stations/xiangtan.toml", f"warc/{next((folder / 'warc').iterdir()).name}",
    ]  # fmt: skip
    again = brought(objects, manifest, tmp_path / "elsewhere")
    assert digests(again) == digests(folder)
    with Archive.read_only(again) as archive:
        assert list(verify(archive, Verification(remember=False)).problems) == []


def test_after_a_run_only_changed_pages_and_new_files_are_sent(
    place: str, folder: Path, tmp_path: Path
) -> None:
    objects = opened(place)
    first = published(objects, folder, tmp_path)
    warc = next((folder / "warc").iterdir()).name
    hold_more(folder, 2)
    second = published(objects, folder, tmp_path)
    hold_more(folder, 3)
    third = published(objects, folder, tmp_path)
    assert second.database.whole == third.database.whole == first.database.whole
    assert [len(each.database.packs) for each in (first, second, third)] == [0, 1, 2]
    assert third.database.pack_bytes < first.database.whole.bytes / 2
    assert third.files[f"warc/{warc}"] == first.files[f"warc/{warc}"]
    again = brought(objects, third, tmp_path / "elsewhere")
    with Archive.read_only(again) as archive:
        titles = archive.connection.execute("SELECT title FROM articles ORDER BY id").fetchall()
        assert [str(title) for (title,) in titles] == ["第2篇", "第3篇", ARTICLE.title]
        assert list(verify(archive, Verification(remember=False)).problems) == []


def test_every_chain_is_as_good_as_its_last_link_and_begins_anew_when_it_is_long(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.cluster.snapshots._MOST_PACKS", 3)
    objects = opened(f"file://{tmp_path}/catalogue")
    lengths = []
    for number in range(2, 9):
        hold_more(folder, number)
        manifest = published(objects, folder, tmp_path)
        lengths.append(len(manifest.database.packs))
        again = brought(objects, manifest, tmp_path / f"again-{number}")
        assert page_packs.digest(again / "archive.db") == manifest.database.sha256
        read_back = brought(objects, read_manifest(
            objects, "north", f"shards/north/fence-{number - 1:08d}/snapshot.json"
        ), tmp_path / f"named-{number}")  # fmt: skip
        assert digests(read_back) == digests(again)
    assert lengths == [0, 1, 2, 3, 0, 1, 2]


def test_a_worker_that_has_lost_its_former_database_sends_it_whole(
    folder: Path, tmp_path: Path
) -> None:
    objects = opened(f"file://{tmp_path}/catalogue")
    published(objects, folder, tmp_path)
    (tmp_path / "published.db").write_bytes(b"torn by a power cut")
    hold_more(folder, 2)
    assert published(objects, folder, tmp_path).database.packs == ()


def test_what_no_kept_snapshot_names_is_taken_away(folder: Path, tmp_path: Path) -> None:
    objects = opened(f"file://{tmp_path}/catalogue")
    first = published(objects, folder, tmp_path)
    objects.put("shards/north/fence-00000002/parts/20220722005112-3f9a.warc.gz/000000000000", b"x")
    objects.put("shards/north/fence-00000009/snapshot.json", b"of who came later")
    for number in (2, 3, 4):
        (folder / "reports" / "last.json").write_text(f"{number}")
        hold_more(folder, number)
        last = published(objects, folder, tmp_path)
    there = set(objects.sizes("shards/north/"))
    assert last.keys <= there
    assert first.database.whole.key in there  # the chain begins with it
    assert "shards/north/fence-00000001/snapshot.json" not in there
    assert {key for key in there if "/parts/" in key or key.endswith("reports/last.json")} == {
        "shards/north/fence-00000003/files/reports/last.json",
        "shards/north/fence-00000004/files/reports/last.json",
    }
    assert "shards/north/fence-00000009/snapshot.json" in there


@pytest.mark.parametrize("damage", ["missing", "cut", "flipped", "emptied"])
@pytest.mark.parametrize("what", ["whole", "pack", "warc", "manifest"])
def test_a_torn_snapshot_is_told_and_not_brought_here(
    folder: Path, tmp_path: Path, what: str, damage: str
) -> None:
    objects = opened(f"file://{tmp_path}/catalogue")
    published(objects, folder, tmp_path)
    hold_more(folder, 2)
    manifest = published(objects, folder, tmp_path)
    named = "shards/north/fence-00000002/snapshot.json"
    key = {
        "whole": manifest.database.whole.key, "pack": manifest.database.packs[0].key,
        "warc": next(s.key for name, s in manifest.files.items() if name.startswith("warc/")),
        "manifest": named,
    }[what]  # fmt: skip
    path = tmp_path / "catalogue" / key
    data = path.read_bytes()
    middle = len(data) // 2
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(
            {
                "cut": data[:middle],
                "flipped": data[:middle] + bytes([data[middle] ^ 0x80]) + data[middle + 1 :],
                "emptied": b"",
            }[damage]
        )
    with pytest.raises(Damaged, match=f"file://{path}: "):
        brought(objects, read_manifest(objects, "north", named), tmp_path / "elsewhere")


def test_nothing_is_published_while_a_run_writes(folder: Path, tmp_path: Path) -> None:
    objects = opened(f"file://{tmp_path}/catalogue")
    with open_archive(folder), pytest.raises(Locked):
        published(objects, folder, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"shard": "south"},
        {"format": 2},
        {"files": {"../x": {"key": "shards/north/a", "bytes": 1, "sha256": "0" * 64}}},
        {"files": {"warc/x": {"key": "shards/north/a", "bytes": 1, "sha256": "0" * 64}}},
        {"files": {"reports/x": {"key": "shards/south/a", "bytes": 1, "sha256": "0" * 64}}},
        {"files": {"reports/x": {"key": "shards/north/../a", "bytes": 1, "sha256": "0" * 64}}},
        {"files": {"reports/x": {"key": "shards/north/a", "bytes": -1, "sha256": "0" * 64}}},
        {"files": {"reports/x": {"key": "shards/north/a", "bytes": 1, "sha256": "0"}}},
        {"files": {"archive.db": {"key": "shards/north/a", "bytes": 1, "sha256": "0" * 64}}},
        {"files": []},
        {"database": None},
    ],
)
def test_a_manifest_that_leads_elsewhere_is_refused(
    folder: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    objects = opened(f"file://{tmp_path}/catalogue")
    published(objects, folder, tmp_path)
    key = "shards/north/fence-00000001/snapshot.json"
    held = objects.read(key)
    assert held is not None
    objects.put(key, json.dumps({**json.loads(held.data), **change}).encode())
    with pytest.raises(ArchiveError, match=f"{key}: "):
        read_manifest(objects, "north", key)


@pytest.mark.parametrize("seed", range(8))
def test_changed_pages_make_the_new_database_of_the_old_one(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    before, now = tmp_path / "before.db", tmp_path / "now.db"
    with closing(sqlite3.connect(before)) as database:
        database.execute(f"PRAGMA page_size = {chance.choice((512, 4096, 65536))}")
        database.execute("CREATE TABLE t (a PRIMARY KEY, b)")
        rows = [(n, chance.randbytes(chance.randrange(900))) for n in range(2_000)]
        database.executemany("INSERT INTO t VALUES (?, ?)", rows)
        database.commit()
        database.execute("VACUUM INTO ?", (str(now),))
    with closing(sqlite3.connect(now)) as database:
        if seed % 2:
            database.execute("DELETE FROM t WHERE a % 3")
        else:
            database.executemany("INSERT INTO t VALUES (?, 'x')", [(n,) for n in range(9000, 9900)])
        database.commit()
        if seed % 4 == 1:
            database.execute("VACUUM")
    page_packs.pack_changed(before, now, tmp_path / "pack")
    page_packs.apply_changed(tmp_path / "pack", before)
    assert before.read_bytes() == now.read_bytes()


def test_what_grows_is_sent_and_adopted_where_its_run_died(
    place: str, folder: Path, tmp_path: Path
) -> None:
    """The last bytes, which were not sent any more, are what is lost."""
    objects = opened(place)
    published(objects, folder, tmp_path)
    known = {path.name for path in (folder / "warc").iterdir()}
    lease = Lease.take(objects, "north", who="w", driver="d", seconds=60)
    growing = folder / "warc" / "20220722005112-3f9a2c1b.warc.gz.open"
    with Sending(lease, folder, known, pause=60) as sending:
        for piece in (b"a" * 1000, b"", b"b" * 500, b"c"):
            with growing.open("ab") as file:
                file.write(piece)
            sending.send()
        with growing.open("ab") as file:
            file.write(b"not sent")
    again = brought(objects, read_manifest(
        objects, "north", "shards/north/fence-00000001/snapshot.json"
    ), tmp_path / "elsewhere")  # fmt: skip
    left = left_behind(objects, "north", after=1, known=known)
    assert adopt(objects, left, again) == ["20220722005112-3f9a2c1b.warc.gz"]
    assert (again / "warc" / growing.name).read_bytes() == b"a" * 1000 + b"b" * 500 + b"c"
    assert left_behind(objects, "north", after=2, known=known) == {}


def test_of_a_file_whose_part_is_missing_what_stands_before_it_is_adopted(tmp_path: Path) -> None:
    objects = opened(f"file://{tmp_path}/catalogue")
    prefix = "shards/north/fence-00000001/parts"
    for file, parts in {
        "20220722005112-aa.warc.gz": {0: b"12345", 5: b"678", 9: b"lost before it"},
        "20220722005112-bb.warc.gz": {5: b"its beginning is missing"},
        "../20220722005112-cc.warc.gz": {0: b"no name of a WARC file"},
    }.items():
        for offset, data in parts.items():
            objects.put(f"{prefix}/{file}/{offset:012d}", data)
    (tmp_path / "archive" / "warc").mkdir(parents=True)
    left = left_behind(objects, "north", after=0, known=())
    assert adopt(objects, left, tmp_path / "archive") == ["20220722005112-aa.warc.gz"]
    (there,) = (tmp_path / "archive" / "warc").iterdir()
    assert (there.name, there.read_bytes()) == ("20220722005112-aa.warc.gz.open", b"12345678")


def test_parts_follow_each_other_also_where_two_rounds_begin_at_once(tmp_path: Path) -> None:
    """The worker sends the rest at the end, beside the thread that sends every few seconds."""
    objects = opened(f"file://{tmp_path}/catalogue")
    lease = Lease.take(objects, "north", who="w", driver="d", seconds=60)
    (tmp_path / "archive" / "warc").mkdir(parents=True)
    growing = tmp_path / "archive" / "warc" / "20220722005112-3f9a2c1b.warc.gz.open"
    with Sending(lease, tmp_path / "archive", (), pause=60) as sending:
        for number in range(60):
            with growing.open("ab") as file:
                file.write(bytes([number]) * 1000)
            others = [Thread(target=sending.send) for _ in range(3)]
            for other in others:
                other.start()
            with growing.open("ab") as file:
                file.write(bytes([number]) * 777)
            for other in others:
                other.join()
        sending.send()
    (tmp_path / "again" / "warc").mkdir(parents=True)
    adopt(objects, left_behind(objects, "north", after=0, known=()), tmp_path / "again")
    assert (tmp_path / "again" / "warc" / growing.name).read_bytes() == growing.read_bytes()
