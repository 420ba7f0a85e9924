"""A query as a tree: terms, brackets and the days that bound it, and its FTS5 expression.

`archive.search.query_parser` makes it of what people type.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.analysis.terms import SPACED, pieces, segment, unfolded
from archive.schema.search_fields import ANYWHERE, FIELDS, PLACE

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
    def only_excludes(self) -> bool:
        """Whether it names nothing but what must not be there: no index answers that."""
        return bool(self.none_of) and not self.all_of

    @property
    def is_searchable(self) -> bool:
        """Whether the query asks for anything that could be found."""
        if not self.possible or self.only_excludes:
            return False
        return bool(self.all_of or self.after or self.before)

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds in a text as it is printed what was asked for; None where nothing was."""
        patterns = [term.pattern for term in self.wanted if term.field not in {"station", PLACE}]
        return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

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
