"""docs/data.md tells how a digest is made: by that alone it can be made again."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold
from support.commands import ROOT

from archive.db import record_digests
from archive.model.article import Block
from archive.store.archive import Archive

DATA = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
SECTION = DATA.partition("\n### fixity\n")[2].partition("\n### ")[0]
(RECIPE,) = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
(STOCK,) = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with an article of two revisions, whose text needs every escape."""
    folder = tmp_path_factory.mktemp("recipe") / "archive"
    odd = (Block(text='他说"路灯\\亮了"\x01\x1f\x7f\u2028🥰'), Block(text="居民说好。"))
    with Archive.create(folder) as archive:
        hold(archive, ARTICLE, capture())
        hold(archive, replace(ARTICLE, title="电灯", blocks=odd), capture(60))
    return folder


def stored(folder: Path, kind: str) -> tuple[str, str]:
    """A record of that kind, and its digest."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        query = "SELECT id, digest FROM fixity WHERE kind = ?"
        name, digest = connection.execute(query, (kind,)).fetchone()
    return name, digest


def test_the_digest_of_an_article_is_made_again_by_the_recipe(folder: Path) -> None:
    """The program that the documentation prints, run as it stands."""
    name, digest = stored(folder, "article")
    made = subprocess.run(
        [sys.executable, "-c", RECIPE, folder / "archive.db", name],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert made.stdout == f"{digest}\n"


@pytest.mark.skipif(
    not (shutil.which("sqlite3") and shutil.which("sha256sum")), reason="the tools are missing"
)
def test_the_digest_of_a_row_is_made_again_with_stock_tools(folder: Path) -> None:
    """The command that the documentation prints."""
    name, digest = stored(folder, "WARC file")
    made = subprocess.run(
        STOCK.replace("FILE", name), shell=True, cwd=folder,
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert f"sha256:{made.stdout.split()[0]}" == digest


def test_the_tables_of_each_record_are_listed_in_order() -> None:
    """As the code digests them; columns in the order of the table, so that `*` gives them."""
    listed: dict[str, list[tuple[str, str]]] = {}
    kind = ""
    for row in re.findall(
        r"^\| ([a-zA-Z ]*) ?\| `(\w+)`[^|]* \| `(\w+)` \|", SECTION, re.MULTILINE
    ):
        kind = row[0].strip() or kind
        listed.setdefault(kind, []).append(row[1:])
    assert listed == {
        kind: [(part.table, part.key) for part in parts]
        for kind, parts in record_digests.RECORDS.items()
    }


def test_a_digest_covers_the_columns_in_the_order_of_the_table(folder: Path) -> None:
    """So that SELECT * is what is digested."""
    with Archive.read_only(folder) as archive:
        for parts in record_digests.RECORDS.values():
            for part in parts:
                columns = archive.connection.execute(f"PRAGMA table_info({part.table})")
                assert tuple(row[1] for row in columns) == part.columns, part.table
