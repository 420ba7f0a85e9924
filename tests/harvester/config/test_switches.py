"""Which stations are on: the operator's own, and those of the catalogue that were enabled."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.model.errors import NothingFound
from harvester.config.stations import Stations
from harvester.config.switches import NAME, Switches
from harvester.model.errors import NoStation, StationError


def own(folder: Path, name: str = "ferry", **keys: str) -> None:
    """A station of the operator's own."""
    lines = {"title": "渡口", "home": "http://ferry.example/"} | keys
    (folder / "stations").mkdir(exist_ok=True)
    (folder / "stations" / f"{name}.toml").write_text(
        "".join(
            f"{key} = {value if value[0] == '[' else repr(value)}\n" for key, value in lines.items()
        ),
        encoding="utf-8",
    )


def test_own_stations_are_on_and_shipped_ones_are_off(tmp_path: Path) -> None:
    """Whoever installs the product must not crawl fifty sites of which they know nothing."""
    own(tmp_path)
    stations, switches = Stations.load(tmp_path), Switches.read(tmp_path)
    assert [each.name for each in stations if switches.is_on(each.name, stations)] == ["ferry"]


def test_what_is_switched_stays_so_and_says_who_wrote_the_file(tmp_path: Path) -> None:
    """The next run reads it; an own station can be switched off without losing its file."""
    own(tmp_path)
    Switches.read(tmp_path).switch(tmp_path, ["rednet-hunan", "people-hn"], on=True)
    Switches.read(tmp_path).switch(tmp_path, ["people-hn", "ferry"], on=False)
    stations, switches = Stations.load(tmp_path), Switches.read(tmp_path)
    on = [each.name for each in stations if switches.is_on(each.name, stations)]
    assert on == ["rednet-hunan"]
    assert (tmp_path / NAME).read_text().splitlines() == [
        "# Written by `harvest stations enable` and `harvest stations disable`.",
        "off ferry",
        "off people-hn",
        "on rednet-hunan",
    ]


@pytest.mark.parametrize("line", ["yes rednet-hunan", "on", "rednet-hunan"])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    """An operator may have written it; a station must not fall out without a word."""
    own(tmp_path)
    (tmp_path / NAME).write_text(f"# mine\n{line}\n")
    with pytest.raises(StationError) as raised:
        Switches.read(tmp_path)
    assert str(raised.value) == (f"{tmp_path / NAME}, line 2: `on NAME` or `off NAME` is expected")


def test_names_and_globs_choose_stations_each_once(tmp_path: Path) -> None:
    """In the order given; those of a glob by name."""
    own(tmp_path)
    stations = Stations.load(tmp_path)
    chosen = stations.chosen(["ferry", "rednet-c*", "rednet-changsha"])
    assert [each.name for each in chosen] == [
        "ferry", "rednet-changde", "rednet-changsha", "rednet-chenzhou",
    ]  # fmt: skip
    with pytest.raises(NothingFound) as raised:
        stations.chosen(["rednet-z[x]*"])
    assert str(raised.value) == "no station matches rednet-z[x]*; `harvest stations` lists them all"
    with pytest.raises(NoStation):
        stations.chosen(["rednet"])


def test_stations_share_a_host_by_path(tmp_path: Path) -> None:
    """Regional channels of one site; the longer path counts, and one station has the rest."""
    own(tmp_path, "site")
    own(tmp_path, "east", paths='["/east/"]', home="http://ferry.example/east/")
    own(tmp_path, "quay", paths='["/east/quay/"]', home="http://ferry.example/east/quay/")
    stations = Stations.load(tmp_path)
    assert stations.errors == ()
    for url, name in (
        ("http://ferry.example/east/quay/1.html", "quay"),
        ("http://ferry.example/east/1.html", "east"),
        ("http://ferry.example/eastern/1.html", "site"),
        ("http://ferry.example/", "site"),
    ):
        owner = stations.for_url(url)
        assert owner is not None
        assert owner.name == name
        assert [each.name for each in stations if each.covers(url)] == [name]


def test_two_stations_of_one_path_are_told(tmp_path: Path) -> None:
    """And a list outside the paths of its station."""
    own(tmp_path, "east", paths='["/east/"]', home="http://ferry.example/east/")
    own(tmp_path, "west", paths='["/east/"]')
    assert Stations.load(tmp_path).errors == (
        "stations/west.toml: home: / is not under paths; add it there",
        "stations/west.toml: ferry.example/east is the host of stations/east.toml already; to"
        " replace that station, give this file its name, or divide the host with `paths`",
    )
