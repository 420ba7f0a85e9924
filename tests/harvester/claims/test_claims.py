"""A printed line is read once, where it is found: claims carry values, not words to read again."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from support.saved_pages import article, html, page, story

from archive.model.article import COUNTED_BACK, YEAR_OF_CAPTURE, PrintedTime
from harvester.claims.claim import Claim, CreditsClaim, SourceClaim, TimeClaim, TitleClaim
from harvester.claims.declared_claims import linked_writers
from harvester.claims.rows import rows
from harvester.document.lines import read_lines
from harvester.document.linked_data import read_linked_data
from harvester.document.parser_guard import tree
from harvester.grammar.printed_time import RelativeTime

BEIJING = ZoneInfo("Asia/Shanghai")


def values(markup: str, kind: type[Claim]) -> list[tuple[str, object]]:
    found = [claim for claim in page(markup).claims if isinstance(claim, kind)]
    return [(claim.where, getattr(claim, "value")) for claim in found]  # noqa: B009


def test_each_claim_carries_its_value_in_its_type() -> None:
    """A time is a moment, a source a medium, credits are people with roles."""
    markup = story("2022-07-22 08:51 来源：青棠日报 作者：付一鸣").replace(
        "</head>", '<meta name="PubDate" content="2022-07-22"></head>'
    )
    moment = datetime(2022, 7, 22, 8, 51, tzinfo=BEIJING)
    assert values(markup, TimeClaim) == [
        ("header", PrintedTime(value=moment, precision="minute")),
        ("meta PubDate", PrintedTime(value=date(2022, 7, 22), precision="day")),
    ]
    assert values(markup, SourceClaim) == [("label 来源", "青棠日报")]
    (claim,) = (each for each in page(markup).claims if isinstance(each, CreditsClaim))
    assert [(each.role, each.name) for each in claim.value] == [("author", "付一鸣")]


def test_the_name_of_a_page_is_a_title_and_the_names_of_its_sites() -> None:
    """The sites tell which medium beside a time is only the site's own name."""
    claims = [each for each in page(story("2022-07-22")).claims if isinstance(each, TitleClaim)]
    assert [(each.method, each.value, each.sites) for each in claims] == [
        ("generic", "青棠镇三百盏路灯亮了", ()),
        ("meta", "青棠镇三百盏路灯亮了", ("青棠网",)),
    ]


def test_a_time_without_its_day_is_kept_until_the_day_of_the_capture_is_known() -> None:
    """昨天 is no time by itself; it means one on the day on which the page was captured."""
    markup = story("昨天 08:51 来源：青棠日报")
    ((_, relative),) = values(markup, TimeClaim)
    assert isinstance(relative, RelativeTime)
    read = relative.on(datetime(2022, 3, 2, 4, 0, tzinfo=UTC))
    assert read is not None
    assert read.iso() == "2022-03-01T08:51:00+08:00"


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("3天前", COUNTED_BACK),
        ("2小时前", COUNTED_BACK),
        ("昨天 08:51", None),
        ("02-20 08:51", YEAR_OF_CAPTURE),
        ("2022-02-20 08:51", None),
    ],
)
def test_the_evidence_of_a_time_says_why_it_is_not_sure(printed: str, why: str | None) -> None:
    """The archive takes nothing for a correction that such a time can mean."""
    read = article(story(f"{printed} 来源：青棠日报"))
    (time,) = (each for each in read.evidence if each.field == "published")
    assert time.chosen
    doubts = {COUNTED_BACK, YEAR_OF_CAPTURE}.intersection((time.why or "").split("; "))
    assert doubts == ({why} if why else set())


def test_a_label_ends_the_names_before_it() -> None:
    """通讯员 without a colon is a label, though the label after its name is part of no name."""
    read = article(story("2022-07-22 来源: 青棠网 作者: 刘明、通讯员于思媛 选稿: 田雨霖"))
    assert [(each.role, each.name) for each in read.credits] == [
        ("author", "刘明"),
        ("correspondent", "于思媛"),
        ("editor", "田雨霖"),
    ]


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>来源：</p><p>青棠日报</p>", ["来源： 青棠日报"]),
        ("<table><tr><th>来源</th><td>青棠日报</td></tr></table>", ["来源： 青棠日报"]),
        ("<p>来源：</p><p>作者：付一鸣</p>", ["来源：", "作者：付一鸣"]),
        ("<p>来源：</p><p>路灯亮了，人多了。</p>", ["来源：", "路灯亮了，人多了。"]),
        ("<p>2019</p><p>09/07</p><p>19:02</p><p>要闻</p>", ["2019 09/07 19:02", "要闻"]),
        ("<p>2019</p><p>要闻</p>", ["2019", "要闻"]),
        ("<p>要闻</p><p>来源：</p>", ["要闻", "来源："]),
    ],
)  # fmt: skip
def test_an_unfinished_line_is_joined_with_what_belongs_to_it(
    markup: str, texts: list[str]
) -> None:
    """A label takes the value on the next line, a year the rest of its date, and nothing else."""
    lines = read_lines(tree(html("青棠网", markup)))
    assert [row.text for row in rows(lines, range(len(lines.items)))] == texts


def test_only_adjacent_lines_are_joined() -> None:
    """What was taken for text may stand between a label and the next line of the trailer."""
    lines = read_lines(tree(html("青棠网", "<p>来源：</p><p>正文</p><p>青棠日报</p>")))
    assert [row.text for row in rows(lines, [0, 2])] == ["来源：", "青棠日报"]


def test_a_chinese_byline_in_json_ld_names_each_of_its_reporters() -> None:
    """The text is read whole: its first word says what all who follow are."""
    script = '<script type="application/ld+json">{"@type":"NewsArticle","author":"%s"}</script>'
    root = tree(f"<html><head>{script % '記者王小明、陳怡君／台北報導'}</head></html>")
    (claim,) = linked_writers(read_linked_data(root).article)
    assert [credit.name for credit in claim.value] == ["王小明", "陳怡君"]
