"""Which hosts may be connected to, by their names and by the addresses that these have."""

from __future__ import annotations

import pytest
from twisted.internet.error import DNSLookupError

from harvester.config.stations import Stations
from harvester.crawl.loader import spider_of
from harvester.crawl.resolver import PublicResolver, public
from harvester.model.station import Station

HOSTS = ("ferry.example", "raft.example:8080", "127.0.0.1:81", "localhost:82", "[::1]:83")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that a station of these hosts lets through."""
    names: set[str] = set()
    monkeypatch.setattr(PublicResolver, "named", names)
    spider_of(Station(name="ferry", title="渡口", hosts=HOSTS), stations=Stations.load())
    return names


@pytest.mark.parametrize("name", ["ferry.example", "raft.example", "other.example"])
def test_a_public_name_that_leads_to_this_computer_is_refused(named: set[str], name: str) -> None:
    """Whoever writes the DNS of a station must not reach services of the operator's computer."""
    with pytest.raises(DNSLookupError, match=f"{name} has the address 127.0.0.1, which is not"):
        public(name, "127.0.0.1", named)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_this_computer_may_be_asked_where_a_station_names_it(named: set[str], name: str) -> None:
    """The demo region is served there."""
    assert public(name, "127.0.0.1", named) == "127.0.0.1"


def test_a_private_address_is_refused_though_a_station_names_it(named: set[str]) -> None:
    """The networks of an operator have stations of their own at most by accident."""
    with pytest.raises(DNSLookupError):
        public("10.0.0.1", "10.0.0.1", named)
