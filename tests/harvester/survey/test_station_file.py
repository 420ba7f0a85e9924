"""The station file that a survey proposes can be read, and knows the articles of the survey."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.archives import ARTICLE, capture

from harvester.config.stations import Stations
from harvester.model.station import Station
from harvester.survey.address_shape import by_shape
from harvester.survey.json_endpoints import JsonList
from harvester.survey.station_file import station_faults, station_toml
from harvester.survey.survey import Sample, Survey

HOME = "http://ferry.example/"


def surveyed(*paths: str, home: str = HOME, title: str = "渡口") -> Survey:
    """A survey of a site whose articles have these paths."""
    urls = [f"{HOME}{path}" for path in paths]
    samples = [Sample(capture=capture(), article=replace(ARTICLE, url=url)) for url in urls]
    return Survey(home=home, title=title, shapes=by_shape(urls), samples=samples)


def written(found: Survey) -> Station:
    """The station of the file, which has no faults."""
    text, stations = station_toml(found), Stations.load()
    assert station_faults("ferry", text, found, stations) == []
    station, _ = stations.with_file("ferry", text)
    assert station is not None
    return station


@pytest.mark.parametrize("path", ["o'brien/55012.html", "a.b-c/55012.html", "(x)/n'o-55012"])
def test_the_sign_of_a_quotation_in_an_address_ends_no_pattern(path: str) -> None:
    """A file that cannot be read is no station."""
    assert written(surveyed(path)).articles[0].search(f"{HOME}{path}")


@pytest.mark.parametrize("title", ["渡口\x7f", 'The "Ferry"', "渡\\口\t晚报", "渡口📰"])
def test_a_title_may_have_any_sign(title: str) -> None:
    """Also one that TOML wants escaped, and JSON does not."""
    assert written(surveyed("55012.html", title=title)).title == title


@pytest.mark.parametrize("items", ["数据.list", "📰", ""])
def test_the_names_of_json_fields_are_written_as_they_are(items: str) -> None:
    """Without a name the whole answer is the list."""
    found = surveyed("55012.html")
    found.json_list = JsonList(
        url=f"{HOME}list.json", items=items, link="{url}", time=None, links=()
    )
    assert written(found).json_items == items


def test_a_file_that_gives_none_of_its_articles_has_faults() -> None:
    """It is refused before it is written."""
    found = surveyed("55012.html", home="http://raft.example/")
    assert station_faults("ferry", station_toml(found), found, Stations.load()) == [
        f"{HOME}55012.html is matched by none of its patterns"
    ]
    assert station_faults("ferry", "title = '", found, Stations.load()) == [
        'stations/ferry.toml, line 1: Expected "\'"'
    ]
