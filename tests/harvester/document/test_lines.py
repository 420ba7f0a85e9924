"""The lines of a page, as a reader sees them."""

import pytest

from harvester.document.lines import read_lines
from harvester.document.parser_guard import tree


@pytest.mark.parametrize(
    "markup",
    ["一</br>二", "一</BR >二", "一</br/>二", "一</p>二"],
)
def test_an_end_tag_that_opens_an_element_breaks_the_line(markup: str) -> None:
    """HTML reads </br> as <br>, and </p> without a <p> as an empty paragraph."""
    assert [line.text for line in read_lines(tree(f"<div>{markup}</div>")).items] == ["一", "二"]


def test_white_space_within_a_link_is_not_linked_text() -> None:
    """Editors indent their markup: a link of four characters is no line of links."""
    line = read_lines(tree("<p><a href='/'>\n\t\t 青棠网 \n\u200b</a>讯 昨天路灯亮了</p>")).items[0]
    assert (line.text, line.linked) == ("青棠网 讯 昨天路灯亮了", 3)
