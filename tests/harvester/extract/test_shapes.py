"""Pages in the shapes of real publishing systems are read wholly right, line by line."""

import pytest
from pages_made import readers, score, shapes
from support.saved_pages import article, html


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_page_of_this_shape_is_wholly_right(shape: str) -> None:
    """All fields, and every line of the body."""
    for seed in range(2):
        page, truth = shapes.make_page(shape, seed)
        record = readers.read_ours(page)
        assert score.wrong_fields(truth, record) == []
        assert score.plain(record["body"]) == score.plain(truth["body"])


HEADLINE = "青棠镇三百盏路灯亮了"


@pytest.mark.parametrize(
    ("above", "below", "kicker", "subtitle"),
    [
        ('<h4 class="pre">走基层</h4>', '<h4 class="sub">——河边纪事</h4>', "走基层", "——河边纪事"),
        (
            '<p class="yinti">民生实事</p>',
            '<p class="fubiaoti">一年一件</p>',
            "民生实事",
            "一年一件",
        ),
        ("", "<p>——青棠镇见闻</p>", None, "——青棠镇见闻"),
        ("<p>要闻</p>", "<p>阅读 12</p>", None, None),
    ],
)
def test_kicker_and_subtitle_are_told_by_the_markup(
    above: str, below: str, kicker: str | None, subtitle: str | None
) -> None:
    """What a class calls them, or a line that begins with dashes."""
    text = "".join(
        f"<p>{paragraph}</p>" for paragraph in ("路灯昨晚全部亮起，散步的人多了起来。",) * 3
    )
    inner = f"{above}<h1>{HEADLINE}</h1>{below}<div>2022-07-22 08:51 来源：青棠日报</div>{text}"
    read = article(html(HEADLINE, inner))
    assert (read.title, read.kicker, read.subtitle) == (HEADLINE, kicker, subtitle)
