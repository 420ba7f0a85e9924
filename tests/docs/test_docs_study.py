"""docs/study.py counts what the archive counts, and docs/analysis.md shows what it draws."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from support.commands import ROOT, Demo

from archive.dataset.export import Shape, export
from archive.dataset.selection import Selection
from archive.lineage.flows import flows_between
from archive.store.archive import Archive


def test_the_study_counts_each_copy_once(demo: Demo, tmp_path: Path) -> None:
    """As `archive reprints` does, in another way; each figure of the drawing is one of these."""
    study = runpy.run_path(str(ROOT / "docs" / "study.py"))
    with Archive.read_only(demo.folder) as archive:
        export(archive, Selection(), Shape(form="csv"), tmp_path / "region-csv")
        titles = dict(archive.connection.execute("SELECT name, title FROM stations"))
        flows = flows_between(archive.connection, None, None, None)
    expected = Counter(
        {(titles[row["station"]], titles[row["taken_from_station"]]): row["articles"]
         for row in flows if row["station"] != row["taken_from_station"]}
    )  # fmt: skip
    copies = study["copies_in"](tmp_path / "region-csv")
    counted = Counter((copy.taker, copy.source) for copy in copies if copy.taker != copy.source)
    assert counted == expected
    drawn = ElementTree.fromstring(study["picture"](copies))
    middle = drawn.findall(".//{http://www.w3.org/2000/svg}text[@text-anchor='middle']")
    assert sorted(int(text.text or "") for text in middle) == sorted(counted.values())


def test_the_page_shows_the_drawing() -> None:
    """It is a drawing of the script, with words for those who do not see it."""
    page = (ROOT / "docs" / "analysis.md").read_text("utf-8")
    assert "](study.svg)" in page
    root = ElementTree.fromstring((ROOT / "docs" / "study.svg").read_text("utf-8"))
    assert root[0].text == "Who reprints whom, and after how many hours"
