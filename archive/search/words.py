"""What people type, to clauses: words, phrases, brackets and OR, each with its minus and field.

`archive.schema.search_match` takes the same steps in SQL, with the same marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.analysis.terms import bare, typed
from archive.schema.search_fields import FIELD_OF
from archive.schema.search_match import MARKS

Kind = Literal["term", "or", "open", "close"]

_GLUE, _QUOTE, _UNQUOTE, _OPEN, _CLOSE, _BLANK = (
    chr(MARKS[name]) for name in ("GLUE", "QUOTE", "UNQUOTE", "OPEN", "CLOSE", "BLANK")
)
_QUOTATION = {ord("“"): '"', ord("”"): '"'}
_PIECES = re.compile(r"[ |*]|[^ |*]+")
_BEFORE_BRACKET = frozenset(' "|*(-:')
_LATE_DAY = re.compile(r"(?<= )(-?(?:after|before):) +(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A word or phrase of a query, a bracket that opens or closes, or OR.

    `word` is the clause as it was typed, without its minus; `text` what is looked for, without
    the signs about it: the empty text where nothing can be.
    """

    kind: Kind
    word: str
    minus: bool = False
    field: str | None = None
    text: str = ""
    prefix: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in quotation marks: then nothing in it is an operator."""
        return _QUOTE in self.word

    @property
    def printed(self) -> str:
        """The clause as a message shows it."""
        shown = self.word.translate({ord(_QUOTE): '"', ord(_UNQUOTE): '"', ord(_BLANK): " "})
        return ("-" if self.minus else "") + shown


def clauses(query: str) -> Iterator[Clause]:
    """The clauses of a query in their order.

    >>> for each in clauses("title:(路灯 OR 灯光) -培训*"):
    ...     print(each.kind, each.minus, each.field, each.text or "–")
    open False title –
    term False None 路灯
    or False None –
    term False None 灯光
    close False None –
    term True None 培训
    term False None –
    """
    waiting = ""
    for word in filter(None, _LATE_DAY.sub(r"\1", _marked(query)).split(" ")):
        full = waiting + word
        if not waiting and word == "NOT":
            waiting = "-"
        elif full.endswith(":") and full.removeprefix("-")[:-1] in FIELD_OF:
            waiting = full
        else:
            waiting = ""
            if full != "AND":
                yield _clause(full)


def leave_quote_open(read: Sequence[Clause]) -> bool:
    """Whether the last quotation mark of a query opens a phrase that nothing closes."""
    return not (read and read[-1].word.endswith(_QUOTE))


def _clause(word: str) -> Clause:
    if word in {"OR", "|"}:
        return Clause(kind="or", word=word)
    minus, unsigned = word.startswith("-"), word.removeprefix("-")
    name, colon, rest = unsigned.partition(":")
    field = FIELD_OF.get(name) if colon else None
    if word.endswith(_OPEN):
        return Clause(kind="open", word=unsigned, minus=minus, field=field)
    if word.endswith(_CLOSE):
        return Clause(kind="close", word=unsigned)
    text = (
        (rest if field else unsigned)
        .rstrip("*")
        .translate({ord(_QUOTE): None, ord(_UNQUOTE): None})
    )
    return Clause(
        kind="term", word=unsigned, minus=minus, field=field,
        text=bare(text.replace(_BLANK, " ")), prefix=unsigned.endswith("*"),
    )  # fmt: skip


def _marked(query: str) -> str:
    r"""The query with marks for what steers it; words are what stands between its blanks.

    >>> _marked('title:(路灯 OR "a b") -培训*')
    ' title: \x04 路灯 OR  \x02a\x1fb\x03  \x05  -培训*  \x02 '
    """
    outside, *others = (typed(query.translate(_QUOTATION)) + '"').split('"')
    marked = [_operators(outside)]
    for inside, following in zip(others[::2], [*others[1::2], None], strict=False):
        marked += [_GLUE, _QUOTE, inside.replace(" ", _BLANK)]
        if following is not None:
            marked += [_UNQUOTE, "" if following.startswith("*") else " ", _operators(following)]
    text = f" {''.join(marked)} "
    return text.replace(f" -{_GLUE}", " -").replace(_GLUE, " ")


def _operators(text: str) -> str:
    """A text that stands in no quotation marks, with marks for brackets and blanks about bars."""
    marked = ""
    before = " "
    for piece in _PIECES.findall(text):
        if piece in {"|", "*"}:
            marked += {"|": " | ", "*": "* "}[piece]
        else:
            marked += "".join(_brackets(piece, before))
        before = piece[-1]
    return marked


def _brackets(run: str, before: str) -> Iterator[str]:
    """A text without blanks, with marks for the brackets that group.

    A bracket within a word is text, as in 通知(试行), if the word also closes it.
    """
    closed_by = _pairs(run)
    closers = set(closed_by.values())
    grouping: set[int] = set()
    for position, letter in enumerate(run):
        if letter == "(":
            if before in _BEFORE_BRACKET or position not in closed_by:
                grouping |= {position, closed_by.get(position, position)}
        elif letter == ")" and position not in closers:
            grouping.add(position)
        before = letter
    for position, letter in enumerate(run):
        if position in grouping:
            yield f"{_GLUE}{_OPEN} " if letter == "(" else f" {_CLOSE} "
        else:
            yield letter


def _pairs(run: str) -> dict[int, int]:
    """Place of each bracket that is closed → place of the one that closes it.

    >>> _pairs("(a)(b")
    {0: 2}
    """
    opened: list[int] = []
    closed: dict[int, int] = {}
    for position, letter in enumerate(run):
        if letter == "(":
            opened.append(position)
        elif letter == ")" and opened:
            closed[opened.pop()] = position
    return closed
