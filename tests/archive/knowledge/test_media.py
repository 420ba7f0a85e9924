"""Names of media are known by a list, and new ones by how they end."""

from __future__ import annotations

import pytest

from archive.knowledge.media import canonical_medium, looks_like_medium


@pytest.mark.parametrize(
    ("printed", "own"),
    [
        ("湘潭在线", "湘潭日报"),
        ("《湘潭日报》", "湘潭日报"),
        ("湘潭日报微信公众号", "湘潭日报"),
        ("人民日报客户端", "人民日报"),
        ("央视新闻", "中央广播电视总台"),
        ("N视频", "南方都市报"),
        ("  红网 时刻新闻 ", "红网"),
        ("聯合新聞網", "聯合報"),
        ("明報", "明報"),
        ("联合早报网", "聯合早報"),
        ("澜江日报", None),
        ("付鼎臣", None),
        ("", None),
    ],
)
def test_a_known_name_or_alias_gives_the_own_name(printed: str, own: str | None) -> None:
    """Lineage takes 湘潭在线 and 湘潭日报 for one outlet, and makes up none."""
    assert canonical_medium(printed) == own


@pytest.mark.parametrize(
    "name",
    [
        "澜江日报",
        "新棠区融媒体中心",
        "青棠广播电视台",
        "棠城晚報",
        "掌上新棠客户端",
        "青棠新闻网",
        "大棠山周刊",
        "澜江新聞社",
        "红网",
        "界面",
        "BBC",
        "Qingtang Daily",
    ],
)
def test_a_medium_is_known_by_its_name_or_its_end(name: str) -> None:
    """No list holds every county's paper; how it ends says what it is."""
    assert looks_like_medium(name)


@pytest.mark.parametrize(
    "name",
    [
        "互联网",
        "车社",
        "通报",
        "本报",
        "新闻",
        "新棠供电局",
        "付鼎臣",
        "整合",
        "新棠旅行社",
        "海报",
        "",
    ],
)
def test_a_word_that_ends_like_a_medium_is_none(name: str) -> None:
    """来源：互联网 names nobody, and 车社 may be an editor."""
    assert not looks_like_medium(name)


def test_a_sentence_is_no_medium() -> None:
    """A line of a text may end in 网 as well."""
    assert not looks_like_medium("请登录，查看湘潭新闻网")
    assert not looks_like_medium("2022年湘潭日报")
