"""The libraries that read a page beside us."""

from typing import cast

from lxml.html import HtmlElement, document_fromstring

from harvester.content.independent_readers import readability_text

SAID = "清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。"


def test_a_control_character_that_html_may_hold_ends_no_reading() -> None:
    """&#8; behind a tag within a box: the library writes that text again, as XML."""
    page = f"<div><p>{SAID * 9}</p></div><div><p>a</p>&#8;{SAID}<p>b</p>&#11;{SAID}</div>"
    tree = cast(HtmlElement, document_fromstring(f"<html><body>{page}</body></html>"))
    assert any(SAID in line for line in readability_text(tree))
