"""The query language: what people type, to a safe FTS5 expression.

Words must all be there; "phrases"; -without; 一 OR 另一 (or |); begin*; a field before a word
(title: author: editor: source: station: place:); after:2022-07 and before:2022. Marks of full width
count as well, and any text at all is a query.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from archive.analysis.terms import SPACED, bare, pieces, segment, typed, unfolded
from archive.db.filters import is_date
from archive.model.suggest import nearest

Field = Literal["title", "author", "editor", "source", "station", "place"]

_CLAUSE = re.compile(
    r"""(?P<either> (?:OR|\|) (?=[\s"]|$))
      | (?P<without> -)?
        (?: (?P<bounded> (?P<bound> after|before) :\s*
                         (?P<date> \d{4} ([-/.] \d{1,2}){0,2} ) ) (?=\s|$)
          | (?: (?P<field> title|author|editor|source|station|place) :\s* )?
            (?: "(?P<phrase> [^"]*) "? | (?P<word> [^\s"*]+ ) | (?(field)|(?!)) )
            (?P<prefix> \*)? )""",
    re.VERBOSE,
)
_IDEOGRAPHS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_BOUND = re.compile(r"(after|before):.")
_NAMED = re.compile(r"([a-z]{4,12}):(?!//)", re.IGNORECASE)
_QUOTES = {ord("“"): '"', ord("”"): '"'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word or phrase of a query, folded, perhaps in one field, perhaps only its beginning.

    `first` asks for a field that begins so. `anywhere` says that no station's name holds the term.
    """

    text: str
    field: Field | None = None
    prefix: bool = False
    first: bool = False
    anywhere: bool = False

    @property
    def match(self) -> str:
        """The term as an FTS5 phrase, anywhere but in the name of the station, or in one field.

        湘潭 would else find every article of 湘潭站, whatever it says.

        >>> Term(text="付鼎臣").match, Term(text="市", field="title").match
        ('- station : "付鼎 鼎臣"', 'title : "市 " *')
        """
        terms, prefix = segment(self.text), self.prefix
        alone = terms.endswith(" ")
        if alone and terms[-4:-2] == terms[-2:]:  # "鼎臣 臣 ": 臣 alone ends a run
            terms = terms[:-3]
        elif alone:  # one character begins every pair that it stands first in
            prefix = True
        begin = "^" if self.first else ""
        quoted = '"' + terms.replace('"', '""') + '"' + (" *" if prefix else "")
        if self.anywhere:
            return begin + quoted
        return f"{self.field or '- station'} : {begin}{quoted}"

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


Terms = tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was typed: one term of each group in `all_of` must be there, none of `none_of`.

    `after` and `before` are days, months or years: published on or after the first, and before the
    second begins. Nothing is `possible` in a place without stations. `no_dates` are words like
    after:2022-13, which was looked for as it stands; `no_fields` those like authr:, each with the
    field that is most like it.
    """

    all_of: tuple[Terms, ...] = ()
    none_of: Terms = ()
    after: str | None = None
    before: str | None = None
    possible: bool = True
    no_dates: tuple[str, ...] = ()
    no_fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_searchable(self) -> bool:
        """Whether the query asks for anything that could be found."""
        if not self.possible or (self.none_of and not self.all_of):
            return False
        return bool(self.all_of or self.after or self.before)

    @property
    def match(self) -> str:
        """An FTS5 expression; where no word is asked for, one that matches nothing."""
        if not (self.all_of and self.possible):
            return '""'
        groups = [" OR ".join(term.match for term in group) for group in self.all_of]
        wanted = " AND ".join(f"({group})" for group in groups)
        unwanted = " OR ".join(term.match for term in self.none_of)
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds in a text as it is printed what was asked for; None where nothing was."""
        found = [
            term.pattern
            for group in self.all_of
            for term in group
            if term.field not in {"station", "place"}
        ]
        return re.compile("|".join(found), re.IGNORECASE) if found else None

    @property
    def begins(self) -> bool:
        """Whether any term is looked up by its beginning, as a single character is."""
        groups = (*self.all_of, self.none_of)
        return any(term.match.endswith("*") for group in groups for term in group)

    def beside(self, names: str) -> Query:
        """The same query, each term told whether the names of stations may hold it."""
        return replace(
            self,
            all_of=tuple(tuple(term.beside(names) for term in group) for group in self.all_of),
            none_of=tuple(term.beside(names) for term in self.none_of),
        )

    def placed(self, stations: Callable[[str], Terms]) -> Query:
        """The same query, with each place written as the stations that are there.

        `stations` gives the terms of those stations; of none, a place matches nothing.
        """

        def spelled(group: Terms) -> Terms:
            return tuple(
                each
                for term in group
                for each in (stations(term.text) if term.field == "place" else (term,))
            )

        all_of = tuple(map(spelled, self.all_of))
        return replace(self, all_of=all_of, none_of=spelled(self.none_of), possible=all(all_of))


def parse(query: str) -> Query:
    """Read a query as people type it: any text at all, no error.

    >>> parse('人大代表 title:路灯 -培训').match
    '((- station : "人大 大代 代表") AND (title : "路灯")) NOT (- station : "培训")'
    >>> parse("湘潭 OR 湘鄉").match
    '(- station : "湘潭" OR - station : "湘乡")'
    >>> parse("路灯 after:2022-7").after
    '2022-07'
    >>> parse("- ，").match
    '""'
    """
    all_of: list[Terms] = []
    none_of: list[Term] = []
    bounds: dict[str, str] = {}
    no_dates: list[str] = []
    no_fields: dict[str, str] = {}
    either = False
    for clause in _CLAUSE.finditer(typed(query.translate(_QUOTES))):
        day = _day(clause["date"]) if clause["bound"] else None
        term = _term(clause)
        if _BOUND.match(clause["bounded"] or clause["word"] or "") and not (day or clause["field"]):
            no_dates.append(clause[0])
        else:
            no_fields |= _meant(clause)
        if clause["either"]:
            either = bool(all_of)
        elif day is not None:
            bounds[_bound(clause)] = day
        elif term is None:
            continue
        elif clause["without"]:
            none_of.append(term)
        elif either:
            all_of[-1] += (term,)
            either = False
        else:
            all_of.append((term,))
    return Query(
        all_of=tuple(dict.fromkeys(tuple(dict.fromkeys(group)) for group in all_of)),
        none_of=tuple(dict.fromkeys(none_of)),
        after=bounds.get("after"),
        before=bounds.get("before"),
        no_dates=tuple(no_dates),
        no_fields=tuple(no_fields.items()),
    )


def match(query: str) -> str:
    """The FTS5 expression of a query: `parse(query).match`.

    >>> match("人大 常委會")
    '(- station : "人大") AND (- station : "常委 委会")'
    """
    return parse(query).match


def _term(clause: re.Match[str]) -> Term | None:
    """The term of a clause; None where it holds nothing that the index could hold."""
    text = bare(clause["phrase"] or clause["word"] or clause["bounded"] or "")
    field = next((name for name in get_args(Field) if name == clause["field"]), None)
    if not text:
        return None
    return Term(text=text, field=field, prefix=bool(clause["prefix"]))


def _meant(clause: re.Match[str]) -> dict[str, str]:
    """A word that looks like a field, and is none → the field that is most like it."""
    named = _NAMED.match(clause["word"] or "")
    if named is None or clause["field"]:
        return {}
    like = nearest(named[1], (*get_args(Field), "after", "before"))
    return {named[0]: f"{like}:"} if like else {}


def _as_printed(word: str) -> str:
    """A pattern for a folded word in any script and width.

    >>> _as_printed("们A")
    '[们們][AＡ]'
    """
    return "".join(
        f"[{character}{unfolded()[character]}]" if character in unfolded() else re.escape(character)
        for character in word
    )


def _bound(clause: re.Match[str]) -> str:
    """`-after:2022` is what stands before it."""
    names = ("after", "before")
    return names[(clause["bound"] == "before") != bool(clause["without"])]


def _day(date: str) -> str | None:
    """A year, month or day as ISO 8601 writes it; None where the calendar has no such day.

    >>> _day("2022/7/2"), _day("2022-13")
    ('2022-07-02', None)
    """
    day = "-".join(part.zfill(2) for part in re.split("[-/.]", date))
    return day if is_date(day) else None
