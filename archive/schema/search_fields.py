"""The fields of the query language: the words that name them, and where each looks in the index.

Both parsers of a query use them: `archive.search.query_parser` in Python, `search_match` in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.model.article import EDITING_ROLES, WRITING_ROLES

#: Stands before the role in a term of the column `credit`. Nobody can type such a term by chance:
#: the code point is for private use, outside of what old encodings use.
ROLE_MARK = "\U000f0000"

#: Roles whose names stand in a column of their own; they are not repeated in `credit`.
NAMED_APART = WRITING_ROLES | EDITING_ROLES
#: Roles that are asked for by such a column; in `credit` no term has them.
UNMARKED = frozenset({"author", "editor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where a field looks: an FTS5 column filter, and the role whose terms are meant."""

    columns: str
    role: str | None = None

    @property
    def mark(self) -> str:
        """What stands before each term of the role; nothing where no role is asked for."""
        return mark_of(self.role) if self.role else ""


def mark_of(role: str) -> str:
    """What stands before each term of a name in the column `credit`.

    >>> mark_of("chief editor")[1:]
    'chiefeditor'
    """
    return ROLE_MARK + role.replace(" ", "")


#: Where a word without a field is looked for: 湘潭 would else find every article of 湘潭站.
ANYWHERE = Field(columns="- station")

FIELDS = {
    "title": Field(columns="title"),
    "author": Field(columns="author"),
    "editor": Field(columns="editor"),
    "source": Field(columns="source"),
    "station": Field(columns="station"),
    "person": Field(columns="{author editor credit}"),
} | {
    role.replace(" ", "_"): Field(columns="credit", role=role)
    for role in (
        "reporter", "correspondent", "commentator", "photographer", "proofreader", "reviewer",
        "chief editor", "producer", "designer", "video", "translator", "compiler", "entry",
    )
}  # fmt: skip

#: Read in Python alone: by the stations that lie there.
PLACE = "place"

_CHINESE = {
    "title": "标题 题目 引题 副题 原标题",
    "author": "作者",
    "editor": "编辑 责编 责任编辑",
    "source": "来源 稿源",
    "station": "站点 网站",
    "person": "人名 署名",
    PLACE: "地区 地点",
    "reporter": "记者",
    "correspondent": "通讯员",
    "commentator": "评论员",
    "photographer": "摄影 摄影记者",
    "proofreader": "校对",
    "reviewer": "审核 审校 终审",
    "chief_editor": "主编 总编",
    "producer": "监制 策划",
    "designer": "设计 制图",
    "video": "视频 剪辑",
    "translator": "翻译 译者",
    "compiler": "整理",
    "entry": "录入",
}

#: Further names of fields, since migration m016: every label of a review, whose role is one.
_CHINESE_2 = {
    "reviewer": "一审 二审 三审 四审 初审 复审 签审 审稿 审签 签发 值班编委 值班主任 值班总编"
}


def _typed(names: Mapping[str, str]) -> dict[str, str]:
    return {typed: field for field, words in names.items() for typed in words.split()}


#: What is typed before the colon → the field: as published in m002, and now.
FIELD_OF_1 = {name: name for name in (*FIELDS, PLACE)} | _typed(_CHINESE)
FIELD_OF = FIELD_OF_1 | _typed(_CHINESE_2)
