"""docs/stations.md tells of every key, and of no other."""

import re
from pathlib import Path

import pytest
from support.commands import ROOT

from harvester.config.keys import LAYOUT_KEYS, PLATFORM_KEYS, STATION_KEYS, TWIN_KEYS
from harvester.config.stations import Stations
from harvester.model.url import IDENTITY_RULE

DOCS = (ROOT / "docs" / "stations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| (.+) \|$", DOCS, re.MULTILINE)
READS = {"verified", "fixture", "unverified"}
KEYS = {*STATION_KEYS, *PLATFORM_KEYS, *LAYOUT_KEYS, *TWIN_KEYS}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_is_told_with_type_default_meaning_and_example(key: str) -> None:
    """A key that nobody can look up is a key that nobody uses."""
    told = [row.split(" | ") for name, row in ROWS if name == key]
    assert told
    assert all(len(cells) == 4 and all(cells) for cells in told)


def test_no_other_key_is_told() -> None:
    """The page promises nothing that the loader refuses."""
    assert {name for name, _ in ROWS} - READS == KEYS


def test_what_a_station_was_tried_on_is_told() -> None:
    """verified, fixture, unverified."""
    assert {name for name, _ in ROWS} >= READS


def test_the_rule_of_identity_is_told_by_its_number() -> None:
    """Ids follow from it."""
    assert f"Identity rule {IDENTITY_RULE}." in DOCS


def test_the_example_can_be_used(tmp_path: Path) -> None:
    """The five lines to copy make a station."""
    found = re.search(r"```toml\n(   title.*?)   ```", DOCS, re.DOTALL)
    assert found is not None
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations/rednet-qingtang.toml").write_text(found[1], encoding="utf-8")
    station = Stations.load(tmp_path).get("rednet-qingtang")
    assert station.lists == ("https://qingtang.example/",)
    assert station.layouts == Stations.load().get("rednet-xiangtan").layouts
