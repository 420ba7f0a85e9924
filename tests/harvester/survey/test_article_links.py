"""Links of a list page that lead to articles, told from all others."""

from __future__ import annotations

from harvester.survey.article_links import article_shapes, linked

_HOME = "http://news.example/"
_HEADLINES = ("青棠新桥今日建成通车", "南岸小学迎来首批新生", "老街改造征求居民意见")


def articles_of(*anchors: tuple[str, str]) -> set[str]:
    """The paths of the links of a page that are taken for those of articles."""
    page = "".join(f'<a href="{path}">{words}</a>' for path, words in anchors)
    groups = article_shapes(linked(page, _HOME)).values()
    return {link.url.removeprefix("http://news.example") for group in groups for link in group}


def test_words_that_many_links_bear_are_those_of_a_button() -> None:
    """A list that names each article, and once more by [详情], was taken for one of buttons."""
    buttons = [(f"/article/{number}.html", "[详情]") for number in range(5590, 5600)]
    titles = [(f"/article/{number}.html", words) for number, words in enumerate(_HEADLINES, 5600)]
    assert len(articles_of(*buttons, *titles)) == 13
    assert articles_of(*buttons) == set()


def test_the_pages_of_one_program_are_told_from_those_of_another() -> None:
    """NewsContents.aspx shows articles, CenterInfo.aspx the departments of the house."""
    centers = [(f"/CenterInfo.aspx?id={number}", "舞蹈中心") for number in range(42, 48)]
    titles = [(f"/News.aspx?id={number}", words) for number, words in enumerate(_HEADLINES, 7)]
    assert articles_of(*centers, *titles) == {f"/News.aspx?id={number}" for number in (7, 8, 9)}


def test_documents_with_headlines_are_no_articles() -> None:
    """Notices that can be loaded down stand among the news."""
    files = [(f"/files/2019100{number}.pdf", words) for number, words in enumerate(_HEADLINES)]
    titles = [(f"/n/2019100{number}.html", words) for number, words in enumerate(_HEADLINES)]
    assert articles_of(*files, *titles) == {path for path, _ in titles}
