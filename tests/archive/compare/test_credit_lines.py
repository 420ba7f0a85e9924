"""Who is named as the source of a text: in the source field, the dateline or the last line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.compare.credit_lines import credit_in_text, media_in_source
from archive.compare.media_names import canonical_medium


@pytest.mark.parametrize(
    ("source", "media"),
    [
        ("澜江日报全媒体记者 张三", ("澜江日报",)),
        ("澜江日报、掌上澜江", ("澜江日报", "掌上澜江")),
        ("综合新华社、人民网", ("新华社", "人民网")),
        ("《湘潭日报》《长沙晚报》", ("湘潭日报", "长沙晚报")),
        ("湘潭日报（记者 覃知秋） 2026年7月22日 A03版", ("湘潭日报",)),
        ("澜江日报社 文/图 覃知秋", ("澜江日报社",)),
        ("来源：澜江日报", ("澜江日报",)),
        ("AFP/dpa", ("AFP", "dpa")),
        ("The Lannick Herald and Reuters", ("Lannick Herald", "Reuters")),
        ("湘潭市公安局", ("湘潭市公安局",)),
    ],
)
def test_a_source_names_its_media_without_what_stands_around_them(
    source: str, media: tuple[str, ...]
) -> None:
    """A reporter's name or a page number behind the medium would make it another medium."""
    assert media_in_source(source) == media


@pytest.mark.parametrize(
    "source",
    ["网络", "互联网", "媒体", "见水印", "2026-07-22", "2026年7月22日 08:30", "本报记者 覃知秋",
     "覃知秋", "various sources", "Agenturen", "ネット", "", " ", "—"],
)  # fmt: skip
def test_words_persons_and_dates_name_no_medium(source: str) -> None:
    """A lineage whose copies say 网络 has no origin that could be missing from the archive."""
    assert media_in_source(source) == ()


@pytest.mark.parametrize(
    ("body", "medium"),
    [
        ("新华社北京7月22日电（记者 覃知秋）路灯亮了。", "新华社"),
        ("中新社长沙7月22日电 路灯亮了。", "中新社"),
        ("（中央社記者覃知秋台北22日電）路燈亮了。", "中央社"),
        ("据路透社报道，路灯亮了。", "路透社"),
        ("LONDON, July 22 (Reuters) - The lamps are lit.", "Reuters"),
        ("BERLIN (AP) — The lamps are lit.", "AP"),
        ("The lamps are lit.\nAAP", "AAP"),
        ("The lamps are lit. — AFP", "AFP"),
        ("Berlin (dpa) - Die Lampen brennen.", "dpa"),
        ("Die Lampen brennen. (dpa/lhe)", "dpa"),
        ("【東京共同】街灯がともった。", "共同"),
        ("街灯がともった。\n出典：青浦新聞", "青浦新聞"),
        (
            "The lamps are lit.\nThis article first appeared in the Lannick Herald.",
            "Lannick Herald",
        ),
        ("Die Lampen brennen.\nQuelle: Moosacher Anzeiger", "Moosacher Anzeiger"),
        ("路灯亮了。\n（转载自：湘潭日报）", "湘潭日报"),
    ],
)
def test_a_wire_or_a_label_in_the_text_is_a_credit_in_any_language(body: str, medium: str) -> None:
    """Many pages have no source field: the dateline or the last line says whose text it is."""
    assert credit_in_text(body) == medium


@pytest.mark.parametrize(
    "body",
    [
        "（图片来源：见水印）\n路灯亮了。",
        "路灯亮了。\n（图片来源：新华社）",
        "据媒体报道，路灯亮了。",
        "据了解，路灯亮了。",
        "饮用水的来源：地下水。",
        "Students in AP (advanced placement) classes lit the lamps.",
        "新华社记者覃知秋摄于桐花巷，路灯亮了。",
        "Data Source: Lannick Herald\nThe lamps are lit.",
    ],
)
def test_what_credits_a_picture_or_nobody_is_no_credit_of_the_text(body: str) -> None:
    """A picture's agency did not write the report."""
    assert credit_in_text(body) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reuters", "路透社"),
        ("dpa", "Deutsche Presse-Agentur"),
        ("中新网", "中国新闻社"),
        ("澜江日报客户端", "澜江日报社"),
        ("The Lannick Herald", "Lannick Herald Online"),
        ("lannickherald.com", "Lannick Herald"),
        ("青浦新聞デジタル", "青浦新聞"),
    ],
)
def test_accounts_sites_and_foreign_names_are_one_medium(one: str, other: str) -> None:
    """The credit and the station seldom use the same name."""
    assert canonical_medium(one) == canonical_medium(other)


@given(st.text(max_size=60))
def test_any_source_is_parsed_and_parsed_again_says_the_same(source: str) -> None:
    """A medium's name by itself names this medium and no other."""
    for name in media_in_source(source):
        assert len(name) >= 2
        assert media_in_source(name) in ((name,), ()) or len(media_in_source(name)) >= 1
