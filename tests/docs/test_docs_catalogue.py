"""docs/stations/ is what docs/make_stations.py makes of the shipped station files."""

from __future__ import annotations

import runpy

from support.commands import ROOT


def test_the_catalogue_is_what_the_station_files_say() -> None:
    """Run the script after a station was added; the pages are never edited by hand."""
    made = runpy.run_path(str(ROOT / "docs" / "make_stations.py"))["pages"]()
    folder = ROOT / "docs" / "stations"
    held = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert held == made
