"""The query language: what people type, to a safe FTS5 expression.

Words must all be there; "phrases"; -without; 一 OR 另一 (or |); (brackets); begin*; a field before
a word or a bracket (title: author: 来源: person: …); after:2022-07 and before:2022. Marks of full
width count as well, and any text at all is a query.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.analysis.terms import SPACED, pieces, segment, unfolded
from archive.db.filters import is_date
from archive.schema.search_fields import ANYWHERE, FIELDS, PLACE
from archive.schema.search_match import MAX_DEPTH
from archive.search.query_notes import notes_on
from archive.search.words import Clause, clauses

_BOUND = re.compile(r"(?P<bound>after|before):(?P<date>\d{4}([-/.]\d{1,2}){0,2})")
_IDEOGRAPHS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word or phrase of a query, folded, perhaps in one field, perhaps only its beginning.

    `first` asks for a field that begins so. `anywhere` says that no station's name holds the term.
    """

    text: str
    field: str | None = None
    prefix: bool = False
    first: bool = False
    anywhere: bool = False

    @property
    def match(self) -> str:
        """The term as an FTS5 phrase, anywhere but in the name of the station, or in one field.

        湘潭 would else find every article of 湘潭站, whatever it says.

        >>> Term(text="付鼎臣").match, Term(text="市", field="title").match
        ('- station : "付鼎 鼎臣"', 'title : "市" *')
        """
        terms, prefix = segment(self.text), self.prefix
        alone = terms.endswith(" ")
        if alone and terms[-4:-2] == terms[-2:]:  # "鼎臣 臣 ": 臣 alone ends a run
            terms = terms[:-3]
        elif alone:  # one character begins every pair that it stands first in
            prefix = True
        where = FIELDS.get(self.field or "", ANYWHERE)
        terms = where.mark + terms.rstrip(" ").replace(" ", " " + where.mark)
        begin = "^" if self.first else ""
        quoted = '"' + terms.replace('"', '""') + '"' + (" *" if prefix else "")
        return begin + quoted if self.anywhere else f"{where.columns} : {begin}{quoted}"

    @property
    def alternative(self) -> str:
        """The expression as one of several between ORs."""
        return self.match

    @property
    def terms(self) -> Iterator[Term]:
        """The term itself."""
        yield self

    @property
    def wanted(self) -> Iterator[Term]:
        """The term itself."""
        yield self

    def mapped(self, change: Callable[[Term], Terms]) -> Nodes:
        """What stands for the term: any of several."""
        return change(self)

    def holds(self, stands: Callable[[Term], bool]) -> bool:
        """Whether the term stands in an article."""
        return stands(self)

    def beside(self, names: str) -> Term:
        """The same term; where it is not in the names of stations, they need not be left out.

        The index answers faster then. Only ideographs are looked at, which it holds as they are.

        >>> Term(text="付鼎臣").beside("湘潭站 xt").match
        '"付鼎 鼎臣"'
        """
        if self.field or not _IDEOGRAPHS.fullmatch(self.text):
            return self
        pairs = [self.text[i : i + 2] for i in range(max(1, len(self.text) - 1))]
        return self if all(pair in names for pair in pairs) else replace(self, anywhere=True)

    @property
    def pattern(self) -> str:
        """A regular expression that finds the term in a text as it is printed."""
        words = pieces(self.text) or [self.text]
        begins = f"(?<!{SPACED})" if re.match(SPACED, words[0]) else ""
        ends = f"(?!{SPACED})" if re.match(SPACED, words[-1]) and not self.prefix else ""
        return begins + r"[\W_]*".join(map(_as_printed, words)) + ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A bracket: one node of each group in `all_of` must be there, none of `none_of`.

    A group without nodes can never be there.
    """

    all_of: tuple[Nodes, ...] = ()
    none_of: Nodes = ()

    @property
    def match(self) -> str:
        """An FTS5 expression; where nothing is asked for, one that matches nothing."""
        if not (self.all_of and all(self.all_of)):
            return '""'
        groups = [" OR ".join(node.alternative for node in group) for group in self.all_of]
        wanted = " AND ".join(f"({group})" for group in groups)
        unwanted = " OR ".join(node.alternative for node in self.none_of)
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted

    @property
    def alternative(self) -> str:
        """The expression as one of several between ORs."""
        return f"({self.match})"

    @property
    def terms(self) -> Iterator[Term]:
        """All terms in it, wanted or not."""
        for group in (*self.all_of, self.none_of):
            for node in group:
                yield from node.terms

    @property
    def wanted(self) -> Iterator[Term]:
        """The terms that may stand in an article that matches."""
        for group in self.all_of:
            for node in group:
                yield from node.wanted

    def mapped(self, change: Callable[[Term], Terms]) -> Nodes:
        """The same group, with other terms."""
        all_of = tuple(_mapped(group, change) for group in self.all_of)
        return (replace(self, all_of=all_of, none_of=_mapped(self.none_of, change)),)

    def holds(self, stands: Callable[[Term], bool]) -> bool:
        """Whether an article matches, in which the terms stand that are said to."""
        return all(any(node.holds(stands) for node in group) for group in self.all_of) and not any(
            node.holds(stands) for node in self.none_of
        )


Terms = tuple[Term, ...]
Node = Term | Group
Nodes = tuple[Node, ...]


def _mapped(nodes: Nodes, change: Callable[[Term], Terms]) -> Nodes:
    return tuple(each for node in nodes for each in node.mapped(change))


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Group):
    """What was typed: the outermost bracket, and the days between which an article was published.

    `after` and `before` are days, months or years: published on or after the first, and before the
    second begins. `notes` are sentences for whoever typed it: what may have been meant otherwise.
    """

    after: str | None = None
    before: str | None = None
    notes: tuple[str, ...] = dataclasses.field(default=(), compare=False)

    @property
    def possible(self) -> bool:
        """Whether there is a station in every place that is asked for."""
        return all(self.all_of)

    @property
    def is_searchable(self) -> bool:
        """Whether the query asks for anything that could be found."""
        if not self.possible or (self.none_of and not self.all_of):
            return False
        return bool(self.all_of or self.after or self.before)

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds in a text as it is printed what was asked for; None where nothing was."""
        found = [term.pattern for term in self.wanted if term.field not in {"station", PLACE}]
        return re.compile("|".join(found), re.IGNORECASE) if found else None

    @property
    def begins(self) -> bool:
        """Whether any term is looked up by its beginning, as a single character is."""
        return any(term.match.endswith("*") for term in self.terms)

    def beside(self, names: str) -> Query:
        """The same query; each term knows whether the names of stations may hold it."""
        return self._changed(lambda term: (term.beside(names),))

    def placed(self, stations: Callable[[str], Terms]) -> Query:
        """The same query, with each place written as the stations that are there.

        `stations` gives the terms of those stations; of none, a place matches nothing.
        """
        return self._changed(lambda term: stations(term.text) if term.field == PLACE else (term,))

    def _changed(self, change: Callable[[Term], Terms]) -> Query:
        (query,) = self.mapped(change)
        assert isinstance(query, Query)
        return query


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


def _as_printed(word: str) -> str:
    r"""A pattern for a folded word in any script and width.

    >>> _as_printed("们A"), _as_printed("^")
    ('[们們][AＡ]', '[\\^＾]')
    """
    return "".join(
        f"[{re.escape(character + unfolded()[character])}]"
        if character in unfolded()
        else re.escape(character)
        for character in word
    )


def _day(date: str) -> str | None:
    """A year, month or day as ISO 8601 writes it; None where the calendar has no such day.

    >>> _day("2022/7/2"), _day("2022-13")
    ('2022-07-02', None)
    """
    day = "-".join(part.zfill(2) for part in re.split("[-/.]", date))
    return day if is_date(day) else None
