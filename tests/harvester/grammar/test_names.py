"""People are told apart from media, offices, accounts and codes."""

import pytest

from harvester.grammar.names import is_body, is_likely_person, is_surely_person, read_names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("付一鸣 谭小波", ["付一鸣", "谭小波"]),
        ("付一鸣、谭小波，李红；王芳", ["付一鸣", "谭小波", "李红", "王芳"]),
        ("王 乐 方 敏", ["王乐", "方敏"]),
        ("王乐文 方 敏", ["王乐文", "方敏"]),
        ("方 敏 华", ["方敏华"]),
        ("方 敏 华、王 芳", ["方敏华", "王芳"]),
        ("王 芳 方 敏 华", ["王芳", "方敏华"]),
        ("方 敏 摄", ["方敏"]),
        ("王小明 提供", ["王小明"]),
        ("林佑安、王小明提供", ["林佑安", "王小明"]),
        ("欧阳明月/司马青", ["欧阳明月", "司马青"]),
        ("买买提·吐尔逊", ["买买提·吐尔逊"]),
        ("张明等", ["张明"]),
        ("絮絮姐、胡一笔&李小飞笔", ["絮絮姐", "胡一笔", "李小飞笔"]),
        ("Amy Lin", ["Amy Lin"]),
        ("linafeng", ["linafeng"]),
        ("杨倩_NBJ11279", ["杨倩"]),
        ("HN666", []),
        ("admin", []),
        ("系统管理员", []),
        ("佚名", []),
        ("", []),
    ],
)
def test_names_are_split_and_cleaned(printed: str, names: list[str]) -> None:
    """Every separator, padded names and staff codes."""
    assert [name.name for name in read_names(printed)] == names


def test_names_without_separators_are_cut_where_a_frequent_surname_begins() -> None:
    """王乐文方敏 after 记者 are two people; four characters may be one, and are left whole."""
    assert [name.name for name in read_names("王乐文方敏", glued=True)] == ["王乐文", "方敏"]
    assert [name.name for name in read_names("罗明苏红", glued=True)] == ["罗明苏红"]


def test_a_body_beside_a_person_is_the_affiliation() -> None:
    """县融媒体中心 张明 is one person of that centre."""
    found = read_names("青棠县融媒体中心 张明")
    assert [(name.name, name.affiliation) for name in found] == [("张明", "青棠县融媒体中心")]


@pytest.mark.parametrize(
    "text", ["湘潭日报", "新华社", "红网", "县委宣传部", "《南方周末》", "央视新闻客户端"]
)
def test_media_and_offices_are_bodies(text: str) -> None:
    """What ends in 报, 社, 部, 客户端 … is no person."""
    assert is_body(text)
    assert not is_likely_person(text)


@pytest.mark.parametrize("text", ["张明", "欧阳明月", "凌晓雨", "单小珊", "格桑·边久"])
def test_people_have_surnames(text: str) -> None:
    """Two to four characters, a known surname first, or a dotted name."""
    assert is_likely_person(text)
    assert not is_body(text)


def test_a_frequent_surname_makes_sure() -> None:
    """尹 and 张 are frequent; 格 is no surname."""
    assert is_surely_person("尹小明")
    assert not is_surely_person("棱镜")
