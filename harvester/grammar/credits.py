"""The label grammar: what is printed after 来源, 作者, 记者, 责编 … → a source and credits.

What stands without such a label is read by `harvester.grammar.bylines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.model.article import WRITING_ROLES, Credit
from harvester.grammar.boilerplate import is_button
from harvester.grammar.labels import NOISE, ORIGINAL_TITLE, PUBLISHED, SOURCE, names_issuer
from harvester.grammar.names import Name, is_body, read_names
from harvester.grammar.printed_value import read_medium, read_title
from harvester.grammar.reporting import REPORTING, TRIM, reporting_names, reports
from harvester.grammar.script import simplified
from harvester.grammar.spans import Span, spans_of

#: 本文来源于人民日报, a line of its own
_SOURCE_LINE = re.compile(
    r"((?:文章|内容|信息|稿件|文字|本文)来源于|(?:文章|内容|稿件)来自|本文来自|转载自|本文转自|转自|摘自|选自|来源于|原载于?|首发于|原刊于?|刊于)\s{0,3}([^，。！？]{2,20})"
)
#: What may stand before a label without being text: 整合, 药剂科供稿.
_NO_REST = re.compile(
    r"本[期版页]|今日|当日|值班|当班|整合|综合|整理|出品|策划|\S{0,20}(?:供稿|供图|制图|出品|编发)|《[^》]{1,12}》"
)
_MEDIUM_BEFORE = re.compile(r"[\w·]{2,12}")


@dataclass(frozen=True, slots=True)
class Credits:
    """What a line of labels says. `rest` is what no label accounts for."""

    source: str | None = None
    original_title: str | None = None
    credits: tuple[Credit, ...] = ()
    spans: tuple[Span, ...] = ()
    rest: str = ""

    @property
    def whole(self) -> bool:
        """Whether the line says nothing else."""
        return bool(self.spans) and not self.rest


@lru_cache(maxsize=1024)  # a line is asked what it is, and later what it says
def read_credits(text: str, *, enclosed: bool = False) -> Credits:
    """The source and the credits that a line of labels prints, in their order.

    A label that we do not know is a role as well, as it is printed, where it stands beside a label
    that we know and names of people follow it. In a text that was `enclosed` in brackets, whatever
    stands after 记者 is taken for a name.

    >>> found = read_credits("来源：湘潭日报 作者：付鼎臣 谭利波 编辑：凌雨晴-湘潭站")
    >>> found.source, [(c.role, c.name, c.affiliation) for c in found.credits]
    ('湘潭日报', [('author', '付鼎臣', None), ('author', '谭利波', None), ('editor', '凌雨晴', '湘潭站')])
    """  # noqa: E501  (the doctest shows one whole line)
    text = text[:1000]
    spans = spans_of(text, enclosed=enclosed) or _source_line(text)
    by_label = sorted(spans, key=lambda span: names_issuer(span.label))
    media = (read_medium(span.value) for span in by_label if span.role == SOURCE)
    titles = (read_title(s.value) for s in spans if s.role == ORIGINAL_TITLE and s.value)
    credits: list[Credit] = []
    for span in spans:
        credits.extend(credits_of(span, len(credits)))
    return Credits(
        source=next(filter(None, media), None),
        original_title=next(titles, None),
        credits=tuple(credits),
        spans=tuple(spans),
        rest=_rest(text, spans),
    )


def _source_line(text: str) -> list[Span]:
    """The source of a line of its own without a colon: 本文来源于人民日报."""
    line = text.strip(TRIM)
    match = _SOURCE_LINE.fullmatch(simplified(line))
    if match is None:
        return []
    return [Span(SOURCE, line[: match.end(1)], line[match.start(2) :], 0, len(text))]


def credits_of(span: Span, before: int) -> list[Credit]:
    """The credits of a label with its value; `before` of the line stand before them."""
    if span.role in (SOURCE, ORIGINAL_TITLE, PUBLISHED, NOISE):
        return []
    value, role = span.value, span.role
    if role in REPORTING and re.search(r"[摄攝]影?$|供[图圖]$", value):
        role = "photographer"
    if span.role in REPORTING or (span.role in WRITING_ROLES and reports(value)):
        value = reporting_names(value)
    credits: list[Credit] = []
    for name in read_names(value, glued=span.role in REPORTING):
        affiliation = name.affiliation or span.affiliation
        kind = _role(role, name)
        credits.append(_credit(kind, span.label, name, affiliation, before + len(credits) + 1))
    return credits


def _role(role: str, name: Name) -> str:
    if not name.person:
        return "organisation"
    return "photographer" if name.pictured else role


def _credit(role: str, label: str, name: Name, affiliation: str | None, position: int) -> Credit:
    return Credit(
        role=role, role_printed=label, name=name.name, affiliation=affiliation, position=position
    )


def _rest(text: str, spans: list[Span]) -> str:
    """What stands before the first label; a value that reads like prose is a rest as well."""
    if not spans:
        return text.strip(TRIM)
    rest = [text[: spans[0].start].strip(TRIM)]
    rest += [span.value for span in spans if len(span.value) > 60 and span.role != ORIGINAL_TITLE]
    before = text[: spans[0].start].strip(" /／|｜╱")
    if spans[0].role in REPORTING and _MEDIUM_BEFORE.fullmatch(before) and is_body(before):
        del rest[0]  # 青棠网 新棠APP记者 陈国栋
    return " ".join(p for p in rest if p and not is_button(p) and not _NO_REST.fullmatch(p))
