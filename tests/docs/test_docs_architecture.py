"""docs/architecture.md names every module, so that a newcomer knows where a change belongs."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commands import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
FOLDERS = ("archive", "archive/warc", "archive/export", "archive/lineage", "harvester")
MODULES = sorted(
    path.relative_to(ROOT)
    for folder in FOLDERS
    for path in (ROOT / folder).glob("*.py")
    if path.name != "__init__.py"
)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_each_module_is_named(module: Path) -> None:
    """By its file name, in the table of its folder."""
    assert f"`{module.name}`" in PAGE or f"`{module.parent.name}/{module.name}`" in PAGE


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_each_module_says_first_what_it_is_for(module: Path) -> None:
    """One noun a module, told in its first line."""
    first = (ROOT / module).read_text("utf-8").splitlines()[0]
    assert first.startswith('"""')
    assert len(first) > 20
