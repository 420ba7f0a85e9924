"""What is printed around a text is read for what it is, wherever and however it is printed."""

import pytest
from pages_made.headers import PEOPLE, SOURCES, TIMES, Header
from pages_made.readers import read_ours


def _read(page: Header) -> dict[str, object]:
    read = read_ours(page.markup.encode(), "https://news.qingtang.example/a/1.html")
    return {name: read.get(name) for name in page.truth}


@pytest.mark.parametrize("page", TIMES, ids=lambda page: page.name)
def test_the_time_of_publication_is_read(page: Header) -> None:
    """A visit, an update, a comment and another article have times too; theirs is not ours."""
    assert _read(page) == page.truth


@pytest.mark.parametrize("page", SOURCES, ids=lambda page: page.name)
def test_the_source_is_a_medium_and_nothing_else(page: Header) -> None:
    """Sections, tags and buttons stand beside the time as media do, and are none."""
    assert _read(page) == page.truth


@pytest.mark.parametrize("page", PEOPLE, ids=lambda page: page.name)
def test_those_who_made_a_text_are_read(page: Header) -> None:
    """At the beginning and the end of a text they are named without, before and behind labels."""
    assert _read(page) == page.truth
