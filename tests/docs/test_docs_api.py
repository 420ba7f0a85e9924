"""docs/api.md: its examples run as they stand, and it names all that may be imported."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from support.commands import ROOT, Demo

import archive
import harvester
from harvester.model.errors import Kind

PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = "".join(re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


def test_every_example_gives_what_the_page_says(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run in order, in a folder that holds the demo archive, as a reader would type them."""
    shutil.copytree(demo.folder, tmp_path / "demo-archive")
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(EXAMPLES, {}, "api.md", None, 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(test, out=told.append)
    assert result.failed == 0, "".join(told)
    assert result.attempted > 25


@pytest.mark.parametrize("package", [archive, harvester], ids=lambda package: package.__name__)
def test_the_page_names_what_its_reader_calls(package: object) -> None:
    """The two entrances, and the errors that they raise."""
    for name in package.__all__:  # type: ignore[attr-defined]
        if name in {"Archive", "ArchiveError", "NothingFound", "TakenDown", "Filters", "Results"}:
            assert f"`{name}`" in PAGE or f"import {name}" in PAGE


def test_every_kind_of_refusal_is_named() -> None:
    """A program that branches on `kind` must know them all."""
    named = PAGE.partition("`kind` says")[2].partition("```")[0]
    assert set(get_args(Kind)) <= set(re.findall(r"`([a-z-]+)`", named))
