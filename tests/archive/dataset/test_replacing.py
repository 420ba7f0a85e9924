"""An export takes the place of the same one made before, and of nothing else; it is made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.archives import new_archive
from support.lineages import article, hold

from archive.dataset.cited import Citation, citations_in
from archive.dataset.export import Shape, export
from archive.dataset.output import Output
from archive.dataset.selection import Selection
from archive.db.filters import Filters
from archive.model.errors import UsageError
from archive.store.archive import Archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Two articles of two stations and months."""
    with new_archive(tmp_path_factory.mktemp("replacing") / "archive") as archive:
        hold(archive, article("north:1", at="2026-06-30"), article("south:1", "会议开了。"))
        yield archive


def held(archive: Archive) -> tuple[Citation, ...]:
    """The articles in their current revisions."""
    found = archive.connection.execute("SELECT id, revision FROM articles ORDER BY id")
    return tuple(Citation(*row) for row in found)


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"query": "会议"}, "query"),
        ({"filters": Filters(station="south")}, "filters"),
        ({"ids": ("south:1",), "sample": {"size": 1}}, "sample"),
        ({"cited": (Citation("south:1", "00000000000000"),)}, "cited and citations"),
    ],
)
def test_another_dataset_is_not_replaced(
    archive: Archive, tmp_path: Path, other: dict[str, Any], named: str
) -> None:
    """Who exports a sample into the folder of all articles has mistaken the folder."""
    export(archive, Selection(), Shape(), tmp_path)
    before = (tmp_path / "articles.jsonl").read_bytes()
    with pytest.raises(UsageError, match=f"made with another {named}, and would be replaced"):
        export(archive, Selection(**other), Shape(), tmp_path)
    assert (tmp_path / "articles.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("shape", "named"),
    [
        (Shape(columns=("id",)), "columns"),
        (Shape(columns=("revision", "id")), "columns"),
        (Shape(related=("credits",)), "related"),
        (Shape(columns=("id", "revision"), related=("stations",)), "related"),
    ],
)
def test_a_dataset_of_other_columns_or_tables_is_not_replaced(
    archive: Archive, tmp_path: Path, shape: Shape, named: str
) -> None:
    """Fewer columns would take the place of all; the same ones are written again."""
    former = Shape(columns=("id", "revision")) if shape.columns else Shape()
    export(archive, Selection(), former, tmp_path)
    before = (tmp_path / "articles.jsonl").read_bytes()
    with pytest.raises(UsageError, match=f"made with another {named}, and would be replaced"):
        export(archive, Selection(), shape, tmp_path)
    assert (tmp_path / "articles.jsonl").read_bytes() == before
    (tmp_path / "articles.jsonl").write_bytes(b"")
    export(archive, Selection(), former, tmp_path)
    assert (tmp_path / "articles.jsonl").read_bytes() == before


def test_a_dataset_of_other_citations_is_not_replaced(archive: Archive, tmp_path: Path) -> None:
    """Two lists of citations of one length are not the same dataset, nor is another order."""
    north, south = held(archive)
    export(archive, Selection(cited=(north, south)), Shape(), tmp_path)
    for others in ((south, north), (north, north)):
        with pytest.raises(UsageError, match="made with another citations, and would be replaced"):
            export(archive, Selection(cited=others), Shape(), tmp_path)
    export(archive, Selection(cited=(north, south)), Shape(), tmp_path)


def test_a_dataset_of_another_archive_is_not_replaced(archive: Archive, tmp_path: Path) -> None:
    """Two archives may be exported by one script; the folder of one is not that of the other."""
    export(archive, Selection(), Shape(), tmp_path / "out")
    with new_archive(tmp_path / "other") as other:
        hold(other, article("west:1"))
        with pytest.raises(UsageError, match="made with another archive_id"):
            export(other, Selection(), Shape(), tmp_path / "out")


def test_what_an_earlier_version_did_not_write_is_not_compared(
    archive: Archive, tmp_path: Path
) -> None:
    """A nightly export goes on after an upgrade; citations that nobody knows are others."""
    cited = Selection(cited=held(archive)[1:])
    for folder, selection in ((tmp_path / "all", Selection()), (tmp_path / "cited", cited)):
        export(archive, selection, Shape(related=("credits",)), folder)
        manifest = json.loads((folder / "manifest.json").read_bytes())
        for key in ("citations", "columns", "related", "archive_id"):
            del manifest[key]
        (folder / "manifest.json").write_text(json.dumps(manifest))
    export(archive, Selection(), Shape(), tmp_path / "all")
    assert not (tmp_path / "all/credits.jsonl").exists()
    with pytest.raises(UsageError, match="made with another citations"):
        export(archive, cited, Shape(), tmp_path / "cited")


@pytest.mark.parametrize(
    "shape",
    [Shape(), Shape(form="csv"), Shape(form="parquet"), Shape(form="parquet", partition="month")],
)
def test_a_folder_cites_its_articles(archive: Archive, tmp_path: Path, shape: Shape) -> None:
    """Whatever the form: the manifest says which files hold them."""
    export(archive, Selection(), shape, tmp_path)
    cited = [(each.article, each.revision) for each in citations_in(tmp_path)]
    held = archive.connection.execute("SELECT id, revision FROM articles ORDER BY id")
    assert cited == held.fetchall()


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (None, "there is no export or package in this folder"),
        ("[]", "it is not of an export"),
        ('{"files": [{"name": "../articles.csv"}]}', r"names '\.\.' as a file"),
    ],
)
def test_a_folder_without_an_export_is_refused(
    tmp_path: Path, manifest: str | None, said: str
) -> None:
    """Also one whose manifest leads out of it."""
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(Exception, match=said):
        citations_in(tmp_path)


def _fail_to_write(folder: Path) -> None:
    with Output(folder) as output:
        output.write("articles.jsonl", b"{}")
        raise OSError("full")


def test_a_failed_export_leaves_no_folder(archive: Archive, tmp_path: Path) -> None:
    """An empty folder looks like a dataset without articles; a folder of others stays."""
    (tmp_path / "mine").mkdir()
    for folder in (tmp_path / "new/inner", tmp_path / "mine/inner"):
        with pytest.raises(OSError, match="full"):
            _fail_to_write(folder)
    assert list(tmp_path.rglob("*")) == [tmp_path / "mine"]


def test_the_manifest_says_what_was_asked_for(archive: Archive, tmp_path: Path) -> None:
    """So that a later export knows whether it is the same."""
    export(archive, Selection(query="会议"), Shape(), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert (manifest["query"], manifest["sample"], manifest["cited"]) == ("会议", None, None)
