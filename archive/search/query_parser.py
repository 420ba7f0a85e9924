"""What people type, parsed into a `Query`: any text at all is a query, none is an error.

Words must all be there; "phrases"; -without; 一 OR 另一 (or |); (brackets); begin*; a field before
a word or a bracket (title: author: 来源: person: …); after:2022-07 and before:2022. Marks of full
width count as well.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from archive.db.filters import is_date
from archive.schema.search_match import MAX_DEPTH
from archive.search.query import Group, Node, Nodes, Query, Term
from archive.search.query_notes import notes_on
from archive.search.words import Clause, clauses

_BOUND = re.compile(r"(?P<bound>after|before):(?P<date>\d{4}([-/.]\d{1,2}){0,2})")


def parse(query: str) -> Query:
    """Read a query as people type it: any text at all, no error.

    >>> parse('人大代表 title:路灯 -培训').match
    '((- station : "人大 大代 代表") AND (title : "路灯")) NOT (- station : "培训")'
    >>> parse("湘潭 OR 湘鄉").match
    '(- station : "湘潭" OR - station : "湘乡")'
    >>> parse("(路灯 -培训) OR title:(灯光 亮)").match
    '((((- station : "路灯")) NOT (- station : "培训")) OR ((title : "灯光") AND (title : "亮" *)))'
    >>> parse("路灯 after:2022-7").after
    '2022-07'
    >>> parse("- ，").match
    '""'
    """
    read = list(clauses(query))
    bounds: dict[str, str] = {}
    words = []
    for clause in read:
        bound = _bound(clause)
        if bound is None:
            words.append(clause)
        else:
            bounds |= bound
    whole = _grouped(words)
    return Query(
        all_of=whole.all_of,
        none_of=whole.none_of,
        after=bounds.get("after"),
        before=bounds.get("before"),
        notes=tuple(notes_on(read, {clause.printed for clause in read if _bound(clause)})),
    )


def match(query: str) -> str:
    """The FTS5 expression of a query: `parse(query).match`.

    >>> match("人大 常委會")
    '(- station : "人大") AND (- station : "常委 委会")'
    """
    return parse(query).match


@dataclass(slots=True)
class _Bracket:
    """A bracket that is not closed yet: what stands in it, in order; None is OR."""

    minus: bool = False
    field: str | None = None
    items: list[tuple[bool, Node] | None] = dataclasses.field(default_factory=list)

    def closed(self) -> tuple[bool, Group] | None:
        """Whether it is excluded, and its group; None where nothing stands in it.

        A bracket with nothing but minuses is itself one to be left out.
        """
        all_of: list[Nodes] = []
        none_of: list[Node] = []
        either = False
        for item in self.items:
            if item is None:
                either = bool(all_of)
            elif item[0]:
                none_of.append(item[1])
            elif either:
                all_of[-1] += (item[1],)
                either = False
            else:
                all_of.append((item[1],))
        if all_of:
            return self.minus, _plain(all_of, none_of)
        if none_of:
            return not self.minus, _plain([tuple(none_of)], [])
        return None


def _plain(all_of: list[Nodes], none_of: list[Node]) -> Group:
    """A group in which nothing stands twice, and no bracket that could be left out."""
    groups: list[Nodes] = []
    unwanted = list(none_of)
    for nodes in all_of:
        if len(nodes) == 1 and isinstance(nodes[0], Group):
            groups += nodes[0].all_of
            unwanted += nodes[0].none_of
        else:
            groups.append(tuple(dict.fromkeys(nodes)))
    return Group(all_of=tuple(dict.fromkeys(groups)), none_of=tuple(dict.fromkeys(unwanted)))


def _grouped(words: list[Clause]) -> Group:
    """The clauses put together; brackets that stay open are closed at the end."""
    stack = [_Bracket()]
    depth = 1
    for clause in words:
        if clause.kind == "or":
            stack[-1].items.append(None)
        elif clause.kind == "term":
            if clause.text:
                where = clause.field or _field_of(stack)
                term = Term(text=clause.text, field=where, prefix=clause.prefix)
                stack[-1].items.append((clause.minus, term))
        elif clause.kind == "open":
            depth += 1
            if depth <= MAX_DEPTH:
                stack.append(_Bracket(minus=clause.minus, field=clause.field))
        elif depth > 1:
            depth -= 1
            if depth < MAX_DEPTH:
                _close(stack)
    while len(stack) > 1:
        _close(stack)
    minus, group = stack[0].closed() or (False, Group())
    return Group(none_of=(group,)) if minus else group


def _close(stack: list[_Bracket]) -> None:
    """Put the last bracket together: it becomes one item of the bracket before it."""
    closed = stack.pop().closed()
    if closed is not None:
        minus, group = closed
        node: Node = group
        if len(group.all_of) == 1 and len(group.all_of[0]) == 1 and not group.none_of:
            node = group.all_of[0][0]
        stack[-1].items.append((minus, node))


def _field_of(stack: list[_Bracket]) -> str | None:
    """The field before the innermost bracket that has one."""
    return next((bracket.field for bracket in reversed(stack) if bracket.field), None)


def _bound(clause: Clause) -> dict[str, str] | None:
    """The day that a clause sets a bound by; None where it sets none.

    `-after:2022` is what stands before it.
    """
    parts = _BOUND.fullmatch(clause.word)
    day = _day(parts["date"]) if parts else None
    if parts is None or day is None:
        return None
    names = ("after", "before")
    return {names[(parts["bound"] == "before") != clause.minus]: day}


def _day(date: str) -> str | None:
    """A year, month or day as ISO 8601 writes it; None where the calendar has no such day.

    >>> _day("2022/7/2"), _day("2022-13")
    ('2022-07-02', None)
    """
    day = "-".join(part.zfill(2) for part in re.split("[-/.]", date))
    return day if is_date(day) else None
