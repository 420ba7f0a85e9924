"""The catalogue: shards, and the stations that are pinned to them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from archive.cluster import catalogue as catalogues
from archive.cluster.catalogue import Catalogue, Pinned
from archive.cluster.objects import opened
from archive.model.errors import Damaged, NewerArchive, NoArchive, UsageError

FOUR = ("east", "north", "south", "west")


def marks(count: int) -> dict[str, list[str]]:
    return {f"station-{n:03}": [f"host:n{n}.example.cn"] for n in range(count)}


def test_a_catalogue_is_made_once_and_says_its_shards(place: str) -> None:
    objects = opened(place)
    with pytest.raises(NoArchive, match="there is no catalogue; `harvest cluster init` makes one"):
        catalogues.read(objects)
    made = catalogues.create(objects, ["north", "south"])
    with pytest.raises(UsageError, match="there is a catalogue already"):
        catalogues.create(objects, ["west"])
    read = catalogues.read(objects)
    assert (read.id, read.shards, read.stations) == (made.id, ("north", "south"), {})


def test_stations_are_spread_over_the_shards_and_a_further_shard_takes_none_of_them() -> None:
    four = Catalogue(id="a", shards=FOUR).pinned(marks(400))
    sizes = {shard: len(four.stations_of(shard)) for shard in FOUR}
    assert sum(sizes.values()) == 400
    assert all(70 < size < 130 for size in sizes.values())
    five = Catalogue(id="a", shards=(*FOUR, "middle"), stations=four.stations).pinned(marks(500))
    assert {name: five.stations[name] for name in four.stations} == dict(four.stations)
    assert 5 < len(five.stations_of("middle")) < 40  # of the hundred that came later


def test_rendezvous_hashing_moves_no_group_between_the_shards_that_stay() -> None:
    four = Catalogue(id="a", shards=FOUR).pinned(marks(300))
    five = Catalogue(id="a", shards=(*FOUR, "middle")).pinned(marks(300))
    moved = {n for n in four.stations if four.stations[n].shard != five.stations[n].shard}
    assert {five.stations[name].shard for name in moved} == {"middle"}


def test_stations_that_share_a_host_or_an_id_space_stand_in_one_shard() -> None:
    catalogue = Catalogue(id="a", shards=FOUR).pinned(
        {
            "one": ["host:a.example.cn"],
            "two": ["host:a.example.cn", "id_space:press"],
            "three": ["host:b.example.cn", "id_space:press"],
            "four": ["host:c.example.cn"],
        }
    )
    group = {catalogue.stations[name].shard for name in ("one", "two", "three")}
    assert len(group) == 1
    later = catalogue.pinned({"five": ["host:d.example.cn", "id_space:press"]})
    assert later.stations["five"].shard in group


def test_a_station_that_would_join_two_shards_is_refused() -> None:
    catalogue = Catalogue(
        id="a",
        shards=FOUR,
        stations={
            "one": Pinned(shard="east", marks=("host:a.example.cn",)),
            "two": Pinned(shard="west", marks=("host:b.example.cn",)),
        },
    )
    with pytest.raises(
        UsageError, match="three: it shares hosts or ids with one in east and with two in west"
    ):
        catalogue.pinned({"three": ["host:a.example.cn", "host:b.example.cn"]})


def test_a_station_whose_hosts_change_stays_in_its_shard() -> None:
    catalogue = Catalogue(id="a", shards=FOUR).pinned(marks(5))
    moved = catalogue.pinned({"station-003": ["host:new.example.cn"]})
    assert moved.stations["station-003"] == Pinned(
        shard=catalogue.stations["station-003"].shard, marks=("host:new.example.cn",)
    )


def test_what_several_add_at_once_is_all_there(place: str) -> None:
    objects = opened(place)
    catalogues.create(objects, ["north", "south"])

    def add(number: int) -> None:
        name = f"station-{number}"
        catalogues.add(
            objects,
            {name: [f"host:n{number}.example.cn"]},
            {name: {f"stations/{name}.toml": f"title = '{number}'"}},
        )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(6)))
    catalogue = catalogues.read(objects)
    assert sorted(catalogue.stations) == [f"station-{number}" for number in range(6)]
    for shard in catalogue.shards:
        assert catalogues.files_of(objects, shard) == {
            f"stations/{name}.toml": f"title = '{name[-1]}'"
            for name in catalogue.stations_of(shard)
        }


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ('{"format": 2}', NewerArchive, "its format is 2, and this version knows 1"),
        ("[]", Damaged, "it is no object of a catalogue"),
        ("torn", Damaged, "it cannot be read: not JSON"),
        ('{"format": 1, "id": "a"}', Damaged, "it cannot be read: 'stations'"),
        ('{"format": 1, "id": "a", "shards": [], "stations": {}}', Damaged, "it names no shards"),
        ('{"format": 1, "id": "a", "shards": ["../x"], "stations": {}}', Damaged, "no shards"),
        (
            '{"format": 1, "id": "../../a", "token": "", "shards": ["a"], "stations": {}}',
            Damaged, "it has no id",
        ),
        (
            json.dumps(
                {
                    "format": 1, "id": "0123456789abcdef", "shards": ["a"],
                    "stations": {"x": {"shard": "b", "marks": []}},
                }
            ),
            Damaged, "stations are pinned to 'b', which is no shard",
        ),
    ],
)  # fmt: skip
def test_a_catalogue_that_is_none_of_ours_or_newer_is_refused(
    tmp_path: object, text: str, error: type[Exception], told: str
) -> None:
    objects = opened(f"file://{tmp_path}")
    objects.put("catalogue.json", text.encode())
    with pytest.raises(error, match=told):
        catalogues.read(objects)
