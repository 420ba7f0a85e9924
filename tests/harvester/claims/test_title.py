"""The title is the likeliest of all candidates: lines, joined lines, and declared names."""

from __future__ import annotations

import pytest
from support.saved_pages import PARAGRAPHS, STATION, article, capture, html, story

from harvester.claims.title_claims import TABLE
from harvester.claims.weights import read_weights
from harvester.extract.read_page import titles_of

TITLE = "青棠镇三百盏路灯亮了"
TEXT = "<p>2022-07-22 08:51</p>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def _with_tab(tab: str) -> str:
    return html(tab, f"<h1>{TITLE}</h1>{TEXT}")


def test_the_name_of_a_section_is_no_title() -> None:
    """A page may print and declare its section as it does headlines."""
    section = "<h1>要闻</h1>" + f"<div class='article-title'>{TITLE}</div>{TEXT}"
    assert article(html("要闻_青棠网", section)).title == TITLE


TABS = [
    f"{TITLE}-路灯,青棠镇,步道,夜色-青棠网",
    f"{TITLE}-路灯 青棠镇 步道-要闻",
    f"{TITLE} -",
    f"青棠日报电子版 {TITLE}",
]


@pytest.mark.parametrize("tab", TABS)
def test_key_words_and_names_behind_the_title_are_no_part_of_it(tab: str) -> None:
    """Sites write what they like into <title>; the headline above the text is the title."""
    assert article(_with_tab(tab)).title == TITLE


def test_a_second_copy_of_the_title_below_the_text_changes_nothing() -> None:
    """Pages print it again for telephones, or above the comments, with another time."""
    markup = _with_tab(f"{TITLE}_青棠网").replace(
        "</body>", f"<h1>{TITLE}</h1><p>2023-01-01 00:00</p></body>"
    )
    found = article(markup)
    assert found.title == TITLE
    assert found.published is not None
    assert found.published.iso() == "2022-07-22T08:51:00+08:00"


def test_a_masthead_is_no_title() -> None:
    """The name of the paper stands in the first heading of each page of its e-paper."""
    inner = f"<h1>青棠日报</h1><p>2022年7月22日 星期五</p><h2>{TITLE}</h2>{TEXT}"
    assert article(html("青棠日报数字报", inner)).title == TITLE


def test_the_evidence_says_why_a_declared_title_was_taken() -> None:
    """It names the table of weights and the signs that weighed most."""
    markup = html(f"{TITLE}_要闻_青棠网", TEXT)
    chosen = [x for x in article(markup).evidence if x.field == "title" and x.chosen]
    digest = read_weights(TABLE).digest
    assert [(x.printed, x.where) for x in chosen] == [(TITLE, "title")]
    assert f"weights {digest}" in str(chosen[0].why)


def test_each_candidate_has_the_signs_of_the_table() -> None:
    """All between 0 and 1, each text once."""
    candidates = titles_of(capture(story("2022-07-22 08:51")), STATION)
    for candidate in candidates:
        assert set(candidate.signs) == set(read_weights(TABLE).of)
        assert all(0 <= sign <= 1 for sign in candidate.signs.values())
    texts = [candidate.text for candidate in candidates]
    assert len(texts) == len(set(texts))


def test_a_page_of_many_headings_has_few_candidates() -> None:
    """Sixty thousand headings would cost seconds."""
    markup = html(TITLE, TEXT + "<h2>青棠新桥通车</h2>" * 500 + "<h2>一</h2><h2>二二二</h2>" * 500)
    assert len(titles_of(capture(markup), STATION)) < 30
