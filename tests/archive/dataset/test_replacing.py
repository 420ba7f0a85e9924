"""An export takes the place of the same one made before, and of nothing else; it is made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
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
    with Archive.create(tmp_path_factory.mktemp("replacing") / "archive") as archive:
        hold(archive, article("north:1", at="2026-06-30"), article("south:1", "会议开了。"))
        yield archive


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"query": "会议"}, "query"),
        ({"filters": Filters(station="south")}, "filters"),
        ({"ids": ("south:1",), "sample": {"size": 1}}, "sample"),
        ({"cited": (Citation("south:1", "00000000000000"),)}, "cited"),
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
    export(archive, Selection(), Shape(columns=("id",)), tmp_path)
    assert (tmp_path / "articles.jsonl").read_text() == '{"id":"north:1"}\n{"id":"south:1"}\n'


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
