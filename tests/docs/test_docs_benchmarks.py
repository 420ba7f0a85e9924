"""benchmarks/README.md names every script, so that none is kept that nobody knows how to run."""

from __future__ import annotations

import re

from support.commands import ROOT

FOLDER = ROOT / "benchmarks"
PAGE = (FOLDER / "README.md").read_text("utf-8")


def test_every_script_is_named_and_no_other() -> None:
    """With its command, or as a part of others."""
    named = set(re.findall(r"[`/](\w+\.py)\b", PAGE))
    assert named == {path.name for path in FOLDER.glob("*.py")}
