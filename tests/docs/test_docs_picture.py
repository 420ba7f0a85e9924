"""docs/line.svg is what docs/make_picture.py draws, and the README shows it."""

from __future__ import annotations

import runpy
from xml.etree import ElementTree

from support.commands import ROOT


def test_the_picture_is_what_its_script_draws() -> None:
    """Change the script and run it; the drawing is never edited by hand."""
    drawn = runpy.run_path(str(ROOT / "docs" / "make_picture.py"))["picture"]()
    assert (ROOT / "docs" / "line.svg").read_text("utf-8") == drawn
    ElementTree.fromstring(drawn)


def test_the_readme_shows_it() -> None:
    """Before the commands, with words for those who do not see it."""
    readme = (ROOT / "README.md").read_text("utf-8")
    image = "](docs/line.svg)"
    assert image in readme.partition("## Two commands")[0]
