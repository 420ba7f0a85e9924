"""An interrupted export goes on where it stopped; its bytes are those of an unbroken one."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.archives import new_archive

from archive.dataset.export import Shape, export
from archive.dataset.selection import Selection
from archive.db.filters import Filters
from archive.model.errors import Locked
from archive.store.archive import Archive

ARTICLES = 6000
#: Progress at which exports are interrupted: several checkpoints are behind them.
LATE = 5500
SHAPES = {
    "jsonl": Shape(form="jsonl", related=("stations",)),
    "csv": Shape(form="csv", columns=("id", "evidence")),
    "parquet": Shape(form="parquet", columns=("id", "published_day", "evidence"), partition="year"),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Articles of twelve years, which do not compress; 30 MB as JSON lines."""
    with new_archive(tmp_path_factory.mktemp("resuming") / "archive") as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES ('x', 'x', '')"
            )
            connection.execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                " INSERT INTO articles (id, station, url, title, published_at, body, blocks,"
                " images, complete, evidence, content_digest, revision, state)"
                " SELECT printf('x:%04d', i), 'x', '', i, printf('%d-07-22', 2010 + i % 12), '',"
                " '[]', '[]', 1, json_object('title', json_object('also', json_array(),"
                " 'printed', hex(randomblob(2500)))), '', '1', 'live' FROM n",
                (ARTICLES,),
            )
        yield archive


def files_of(folder: Path) -> dict[str, Any]:
    """Each file with its content; of the manifest, what it lists."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")
             if path.is_file()}  # fmt: skip
    return files | {"manifest.json": json.loads(files["manifest.json"])["files"]}


def interrupt(done: int, _: int) -> None:
    """Progress that ends an export."""
    if done >= LATE:
        raise KeyboardInterrupt


def interrupted(archive: Archive, output: Path, shape: Shape) -> None:
    """Begin an export, and end it before its end."""
    with pytest.raises(KeyboardInterrupt):
        export(archive, Selection(), shape, output, interrupt)


@pytest.mark.parametrize(
    ("form", "how"),
    [("jsonl", signal.SIGKILL), ("csv", signal.SIGINT), ("parquet", signal.SIGKILL)],
)
def test_an_interrupted_export_goes_on(
    archive: Archive, tmp_path: Path, form: str, how: signal.Signals
) -> None:
    """Killed or interrupted: what is written is not written again, and no byte is another."""
    program = (
        "import os, sys; from pathlib import Path; from archive.store.archive import Archive;"
        " from archive.dataset.export import export, Selection, Shape;"
        " export(Archive.read_only(Path(sys.argv[1])), Selection(), Shape(**eval(sys.argv[3])),"
        f" Path(sys.argv[2]), lambda done, _: done >= {LATE} and os.kill(os.getpid(), {how}))"
    )
    shape = SHAPES[form]
    asked = {"form": form, "columns": shape.columns, "related": shape.related,
             "partition": shape.partition}  # fmt: skip
    arguments = [archive.folder, tmp_path / "out", repr(asked)]
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert ran.returncode == -how, ran.stderr
    assert all(path.name.startswith(".") for path in (tmp_path / "out").iterdir())
    told: list[int] = []
    exported = export(
        archive, Selection(), shape, tmp_path / "out", lambda done, _: told.append(done)
    )
    assert exported.articles == ARTICLES
    assert 0 < told[0] < ARTICLES
    assert exported.interrupted == f"went on after {told[0]:,} articles of an interrupted export"
    export(archive, Selection(), shape, tmp_path / "unbroken")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "unbroken")
    assert not list((tmp_path / "out").glob(".*"))


def test_an_export_is_interrupted_twice(archive: Archive, tmp_path: Path) -> None:
    """What was gone on with is gone on with again."""
    shape, told = SHAPES["csv"], list[int]()

    def twice(done: int, _: int) -> None:
        told.append(done)
        if done > told[0]:
            raise KeyboardInterrupt

    interrupted(archive, tmp_path / "out", shape)
    with pytest.raises(KeyboardInterrupt):
        export(archive, Selection(), shape, tmp_path / "out", twice)
    assert export(archive, Selection(), shape, tmp_path / "out").interrupted.startswith("went on")
    export(archive, Selection(), shape, tmp_path / "unbroken")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "unbroken")


def test_the_command_says_that_it_goes_on(
    archive: Archive,
    tmp_path: Path,
    archive_command: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """On the error stream: the output is what a program reads."""
    interrupted(archive, tmp_path / "out", Shape())
    ran = archive_command(
        "export", "--format", "jsonl", "--output", tmp_path / "out", "--archive", archive.folder
    )
    said, articles, rest = ran.stderr.partition("articles")
    assert (ran.returncode, said[:23], rest) == (
        0,
        "archive: went on after ",
        " of an interrupted export\n",
    )
    assert articles
    assert ran.stdout == f"6,000 articles in {tmp_path / 'out/articles.jsonl'}\n"


def test_another_dataset_begins_anew(archive: Archive, tmp_path: Path) -> None:
    """It takes the place of the interrupted one, and says what is another."""
    interrupted(archive, tmp_path, Shape())
    selection = Selection(filters=Filters(since="2012", until="2012"))
    exported = export(archive, selection, Shape(columns=("id",)), tmp_path)
    assert exported.articles == 500
    assert exported.interrupted == (
        "an interrupted export was there, and this one began anew: it was made with another"
        " filters and columns"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "articles.jsonl", "codebook.md", "manifest.json",
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["beginning", "gone", "checkpoint"])
def test_files_that_are_not_as_they_were_left_are_not_gone_on_with(
    archive: Archive, tmp_path: Path, what: str
) -> None:
    """After a power cut a file may have lost its end, or a page in its middle."""
    shape = SHAPES["csv"]
    interrupted(archive, tmp_path / "out", shape)
    data = tmp_path / "out/.articles.csv.unfinished"
    if what == "beginning":
        with data.open("r+b") as file:
            file.seek(5000)
            file.write(bytes(4096))
    elif what == "gone":
        data.unlink()
    else:
        (tmp_path / "out/.checkpoint.json.unfinished").write_bytes(b'{"depends_on"')
    exported = export(archive, Selection(), shape, tmp_path / "out")
    assert exported.interrupted.startswith("an interrupted export was there, and this one began")
    export(archive, Selection(), shape, tmp_path / "unbroken")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "unbroken")


def test_two_commands_do_not_write_one_dataset(archive: Archive, tmp_path: Path) -> None:
    """The second one would go on with what the first is writing."""

    def begin_another(done: int, _: int) -> None:
        if done >= LATE:
            with (
                Archive.read_only(archive.folder) as other,
                pytest.raises(Locked, match="another command is writing this dataset"),
            ):
                export(other, Selection(), Shape(), tmp_path)

    assert export(archive, Selection(), Shape(), tmp_path, begin_another).articles == ARTICLES


def test_a_second_command_leaves_the_files_of_the_first(archive: Archive, tmp_path: Path) -> None:
    """Before the first checkpoint too: both would write, name and remove the same files."""
    seen: list[str] = []

    def begin_another(done: int, _: int) -> None:
        if not seen:
            with (
                Archive.read_only(archive.folder) as other,
                pytest.raises(Locked, match="another command is writing this dataset"),
            ):
                export(other, Selection(), Shape(form="csv", columns=("id",)), tmp_path)
            seen.extend(sorted(path.name for path in tmp_path.iterdir()))

    selection = Selection(filters=Filters(since="2012", until="2012"))
    assert export(archive, selection, Shape(), tmp_path, begin_another).articles == 500
    assert seen == [".articles.jsonl.unfinished", ".checkpoint.json.unfinished"]


@pytest.mark.parametrize(
    "value", [-1, 10**12, True, "0 --", None, 1000.5],
)  # fmt: skip
@pytest.mark.parametrize("key", ["rows", "bytes"])
def test_a_checkpoint_that_someone_edited_is_refused(
    archive: Archive, tmp_path: Path, key: str, value: object
) -> None:
    """Its numbers decide which rows are left out, and where a file is added to."""
    selection = Selection(filters=Filters(since="2012", until="2012"))
    (tmp_path / ".articles.jsonl.unfinished").write_bytes(b"{}\n")
    entry = {"name": "articles.jsonl", "bytes": 3, "rows": 1, "sha256": hashlib.sha256(b"{}\n")
             .hexdigest()} | {key: value}  # fmt: skip
    state = {"depends_on": {}, "files": [], "begun": entry}
    (tmp_path / ".checkpoint.json.unfinished").write_text(json.dumps({"state": state}))
    exported = export(archive, selection, Shape(), tmp_path)
    assert exported.articles == 500
    assert exported.interrupted == (
        "an interrupted export was there, and this one began anew:"
        f" {tmp_path}/.checkpoint.json.unfinished is damaged, or was changed"
    )


@pytest.mark.parametrize("entry", [
    {"bytes": -1}, {"rows": "0 --"}, {"rows": True}, {"rows": 1 << 62}, {"name": "../x"},
    {"name": 7}, {"name": "x" * 250}, {"name": "articles.jsonl/../../x"}, {"name": "other.jsonl"},
    {"sha256": None}, {"rows": None},
])  # fmt: skip
def test_values_that_no_export_writes_are_refused(
    archive: Archive, tmp_path: Path, entry: dict[str, object]
) -> None:
    """Also where the digest of the checkpoint is right: whoever edits can count it too."""
    state = {"depends_on": {}, "files": [],
             "begun": {"name": "articles.jsonl", "bytes": 0, "rows": 0,
                       "sha256": hashlib.sha256().hexdigest()} | entry}  # fmt: skip
    line = json.dumps(state, sort_keys=True).encode()
    checkpoint = {"state": state, "sha256": hashlib.sha256(line).hexdigest()}
    (tmp_path / ".checkpoint.json.unfinished").write_text(json.dumps(checkpoint))
    selection = Selection(filters=Filters(since="2012", until="2012"))
    exported = export(archive, selection, Shape(), tmp_path)
    assert exported.articles == 500
    assert exported.interrupted.startswith(
        "an interrupted export was there, and this one began anew:"
        f" {tmp_path}/.checkpoint.json.unfinished "
    )


@pytest.mark.parametrize("key", ["name", "bytes", "rows", "sha256"])
@pytest.mark.parametrize("where", ["files", "begun"])
def test_an_entry_without_one_of_its_keys_is_refused(
    archive: Archive, tmp_path: Path, where: str, key: str
) -> None:
    """Such a checkpoint ends no export, and no later one."""
    entry = {"name": "articles.jsonl", "bytes": 0, "rows": 0,
             "sha256": hashlib.sha256().hexdigest()}  # fmt: skip
    del entry[key]
    state: dict[str, object] = {"depends_on": {}, "files": [], "begun": None}
    state[where] = [entry] if where == "files" else entry
    line = json.dumps(state, sort_keys=True).encode()
    checkpoint = {"state": state, "sha256": hashlib.sha256(line).hexdigest()}
    (tmp_path / ".checkpoint.json.unfinished").write_text(json.dumps(checkpoint))
    selection = Selection(filters=Filters(since="2012", until="2012"))
    assert export(archive, selection, Shape(), tmp_path).interrupted.endswith(
        ".checkpoint.json.unfinished has values that no export writes"
    )
    assert not list(tmp_path.glob(".*"))


def test_the_files_of_another_form_do_not_stay(archive: Archive, tmp_path: Path) -> None:
    """They are hidden, and may be of gigabytes."""
    interrupted(archive, tmp_path, Shape())
    selection = Selection(filters=Filters(since="2012", until="2012"))
    export(archive, selection, Shape(form="csv", columns=("id",)), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "articles.csv", "codebook.md", "manifest.json",
    ]  # fmt: skip


@pytest.mark.parametrize("checkpoint", [b"", b'{"state"', b"\x00" * 4096])
def test_nor_do_they_where_no_checkpoint_tells_of_them(
    archive: Archive, tmp_path: Path, checkpoint: bytes
) -> None:
    """An export that was killed early has none yet; a power cut damages one."""
    (tmp_path / ".checkpoint.json.unfinished").write_bytes(checkpoint)
    (tmp_path / ".articles.unfinished/year=2012").mkdir(parents=True)
    for name in ("articles.jsonl", "credits.parquet", "articles.unfinished/year=2012/part-0"):
        (tmp_path / f".{name}.unfinished").write_bytes(b"{}")
    (tmp_path / ".july.csv.unfinished").write_bytes(b"of another dataset")
    selection = Selection(filters=Filters(since="2012", until="2012"))
    export(archive, selection, Shape(form="csv", columns=("id",)), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".july.csv.unfinished", "articles.csv", "codebook.md", "manifest.json",
    ]  # fmt: skip


def test_parquet_in_one_file_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    """Without its end such a file cannot be read, and it cannot be added to."""
    interrupted(archive, tmp_path / "out", Shape(form="parquet", columns=("id", "evidence")))
    assert not (tmp_path / "out").exists()


def test_an_archive_that_was_written_to_is_exported_anew(archive: Archive, tmp_path: Path) -> None:
    """A dataset is of one moment: its end must not know of what its beginning does not."""
    interrupted(archive, tmp_path, Shape())
    with archive.transaction() as connection:
        connection.execute("UPDATE articles SET title = 'another' WHERE id = 'x:0001'")
    exported = export(archive, Selection(), Shape(), tmp_path)
    assert exported.interrupted.endswith("it was made with another state of the archive")
    first = (tmp_path / "articles.jsonl").read_bytes().partition(b"\n")[0]
    assert json.loads(first)["title"] == "another"
