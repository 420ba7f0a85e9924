"""docs/architecture.md names every module, so that a newcomer knows where a change belongs."""

from __future__ import annotations

import importlib
import re
from functools import reduce
from pathlib import Path

import pytest
from support.commands import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
MODULES = sorted(
    path.relative_to(ROOT)
    for package in ("archive", "harvester")
    for path in (ROOT / package).rglob("*.py")
    if not path.name.startswith("__")
)
WINGS = sorted({Path(*module.parts[:2]) for module in MODULES if len(module.parts) > 2})
FACES = sorted(module for module in MODULES if len(module.parts) == 2)


@pytest.mark.parametrize("wing", WINGS, ids=str)
def test_each_wing_has_one_question_and_names_its_modules_and_no_others(wing: Path) -> None:
    """What a newcomer reads there is where the file lies."""
    section = PAGE[PAGE.index(f"## {wing.parts[0]}/") :]
    (row,) = re.findall(rf"^\| `{wing.name}/` \| (.+?) \| (.+) \|$", section, re.M)[:1]
    named = set(re.findall(r"`([\w/]+\.py)`", row[1]))
    assert named == {
        str(module.relative_to(wing)) for module in MODULES if module.is_relative_to(wing)
    }


@pytest.mark.parametrize("face", FACES, ids=str)
def test_each_public_module_beside_the_wings_is_named(face: Path) -> None:
    """Whoever writes another program finds what may be imported."""
    assert f"`{face}`" in PAGE


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_each_module_says_first_what_it_is_for(module: Path) -> None:
    """One noun a module, told in its first line."""
    first = (ROOT / module).read_text("utf-8").splitlines()[0]
    assert first.startswith('"""')
    assert len(first) > 20


STEPS = PAGE[PAGE.index("## Data flow") : PAGE.index("## One visit, one commit")]


@pytest.mark.parametrize(
    ("module", "name"), re.findall(r"`((?:archive|harvester)/[\w/]+)\.py`:\s+`([\w.]+)`", STEPS)
)
def test_each_step_of_the_data_flow_names_a_function_of_its_module(module: str, name: str) -> None:
    """Who follows a page through the code finds each step where the page says it is."""
    found = reduce(getattr, name.split("."), importlib.import_module(module.replace("/", ".")))
    assert callable(found)


def test_the_steps_of_the_data_flow_are_numbered_without_a_gap() -> None:
    """The picture above them names them by number."""
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", STEPS, re.M)]
    assert numbers == list(range(1, 17))
