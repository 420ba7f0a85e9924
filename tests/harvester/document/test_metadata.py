"""What pages say of themselves is evidence, named by where it stands."""

import pytest
from support.saved_pages import html

from harvester.document.linked_data import read_linked_data
from harvester.document.metadata import read_metadata
from harvester.document.parser_guard import tree


def told(head: str, inner: str = "<p>一</p>") -> list[tuple[str, str, str]]:
    root = tree(html("青棠_红网", inner, head=head))
    found = read_metadata(root, read_linked_data(root).evidence)
    return [(item.field, item.where, item.printed) for item in found if item.where != "title"]


@pytest.mark.parametrize(
    ("head", "evidence"),
    [
        (
            '<meta name="ArticleTitle" content="青棠新桥">',
            ("title", "meta ArticleTitle", "青棠新桥"),
        ),
        (
            '<meta name="PubDate" content="2022-07-22 08:51">',
            ("published", "meta PubDate", "2022-07-22 08:51"),
        ),
        (
            '<meta name="ContentSource" content="市水利局">',
            ("source", "meta ContentSource", "市水利局"),
        ),
        (
            '<meta property="og:title" content="青棠新桥">',
            ("title", "meta og:title", "青棠新桥"),
        ),
        (
            '<meta property="article:published_first" content="青棠日报,http://a.example/1.html">',
            ("source", "meta article:published_first", "青棠日报"),
        ),
        (
            '<meta name="author" content="编辑甲">',
            ("author", "meta author", "编辑甲"),
        ),
        (
            '<script type="application/ld+json">{"headline": "青棠新桥"}</script>',
            ("title", "JSON-LD headline", "青棠新桥"),
        ),
        (
            '<script>var ct = "1659274471";</script>',
            ("published", "script", "1659274471"),
        ),
    ],
)  # fmt: skip
def test_each_kind_of_metadata_is_evidence(head: str, evidence: tuple[str, str, str]) -> None:
    """Government metas, Open Graph, the first publication, JSON-LD and scripts."""
    assert told(head) == [evidence]


def test_the_property_comment_of_e_papers_is_evidence() -> None:
    """<!--enpproperty …--> stands in the body."""
    comment = "<!--enpproperty <date>2022-02-13 00:00:00.0</date><title>青棠新桥</title>-->"
    assert told("", comment + "<p>一</p>") == [
        ("published", "enpproperty date", "2022-02-13 00:00:00.0"),
        ("title", "enpproperty title", "青棠新桥"),
    ]


def test_the_more_specific_meta_comes_first() -> None:
    """Whatever the order on the page."""
    head = '<meta name="source" content="网站"><meta name="ContentSource" content="市水利局">'
    assert [printed for _, _, printed in told(head)] == ["市水利局", "网站"]


@pytest.mark.parametrize(
    "head", ['<script type="application/ld+json">{[</script>', '<meta name="PubDate">', "<time>"]
)
def test_what_is_broken_says_nothing(head: str) -> None:
    """No field is made of it, and nothing is raised."""
    assert told(head) == []


@pytest.mark.parametrize(
    "written",
    [
        '{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "x"}]}',
        '/* <![CDATA[ */ {"@type": "NewsArticle", "headline": "x"} /* ]]> */',
        '[{"@type": "Article", "headline": "<b>x</b>"}]',
    ],
)
def test_json_ld_is_one_reading_for_evidence_and_for_the_article(written: str) -> None:
    """A graph, a comment around it and markup in it hide no headline from either of them."""
    root = tree(
        html("t", "<p>a</p>", head=f'<script type="application/ld+json">{written}</script>')
    )
    linked = read_linked_data(root)
    assert linked.article is not None
    assert linked.article.headline == "x"
    assert [(item.where, item.printed) for item in linked.evidence] == [("JSON-LD headline", "x")]


@pytest.mark.parametrize(
    "author",
    [
        '{"@list": [{"@type": "Person", "name": "付一鸣"}]}',
        '{"@set": ["付一鸣"]}',
        '{"name": {"@value": "付一鸣", "@language": "zh"}}',
        '[{"name": [{"@value": "付一鸣"}]}]',
    ],
)
def test_an_author_in_the_long_form_of_json_ld_is_read(author: str) -> None:
    """Lists and texts may be written as nodes of their own."""
    written = f'{{"@type": "NewsArticle", "headline": "x", "author": {author}}}'
    root = tree(
        html("t", "<p>a</p>", head=f'<script type="application/ld+json">{written}</script>')
    )
    linked = read_linked_data(root)
    assert linked.article is not None
    assert linked.article.authors == ("付一鸣",)
