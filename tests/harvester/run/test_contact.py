"""A real crawl names whom to write to."""

from __future__ import annotations

import pytest

from harvester.model.errors import NoContact
from harvester.model.station import Station
from harvester.run import contact

REAL = Station(name="real", title="真站", hosts=("news.example",))
DEMO = Station(name="demo", title="演示", hosts=("127.0.0.1:18080", "localhost"))


@pytest.mark.parametrize(
    "said", ["me@example.org", "mailto:me@example.org", "https://a.example/us"]
)
def test_a_mail_address_or_a_page_is_a_contact(said: str) -> None:
    """Either lets a station write to the operator."""
    contact.require(said, [REAL])
    assert contact.user_agent(said).endswith(f"(+{said})")


@pytest.mark.parametrize("said", [None, "", "me", "me@localhost (hi)", "ftp://a.example/"])
def test_anything_else_is_refused_for_real_stations(said: str | None) -> None:
    """The message names the station and the option."""
    with pytest.raises(NoContact, match=r"real: .* --contact"):
        contact.require(said, [DEMO, REAL])


def test_the_demo_region_needs_no_contact() -> None:
    """It is this computer."""
    contact.require(None, [DEMO])
