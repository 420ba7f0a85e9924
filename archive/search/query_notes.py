"""What may have been meant otherwise: notes on a query, for whoever typed it.

Any text is a query. A word that looks like an operator or a field and is none is looked for as it
stands, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from archive.model.suggest import nearest
from archive.schema.search_fields import FIELD_OF
from archive.schema.search_match import MAX_DEPTH
from archive.search.words import Clause, leave_quote_open

_BOUNDS = ("after", "before")
_NO_DATE = re.compile(r"(after|before):.")
_LIKE_A_FIELD = re.compile(r"(?P<name>[A-Za-z_]{2,16}|[\u4e00-\u9fff]{2,4}):(?!//)")
_OTHER_OPERATOR = re.compile(
    r"(?i:NEAR|ADJ|WITHIN|PRE|W)/\d+|(?i:NEAR|ADJ|WITHIN|XOR|AND|OR|NOT)|~\d*|"
    r".*[~^]\d*(\.\d+)?|!.+|\w+\?\w+"
)
_CHINESE_OPERATORS = frozenset("与與和且及或非")
_ASIS = "it was looked for as it stands"


def notes_on(clauses: Sequence[Clause], bounds: Collection[str]) -> Iterator[str]:
    """The notes on the clauses of a query, of which `bounds` are days."""
    for clause in clauses:
        if clause.kind != "term" or clause.printed in bounds:
            continue
        if not clause.text and (clause.minus or clause.field):
            yield from _on_nothing(clause)
        elif not clause.is_quoted:
            yield from _on_word(clause)
    yield from _on_chinese_words(clauses)
    if leave_quote_open(clauses):
        yield "a quotation mark is not closed; it was read as if it were closed at the end"
    yield from _on_either(clauses)
    yield from _on_brackets(clauses, bounds)


def _on_nothing(clause: Clause) -> Iterator[str]:
    """A minus or a field with no word behind it."""
    shown = clause.printed.rstrip('"')
    yield f"{'NOT' if shown == '-' else shown} has nothing behind it; it was left out"


def _on_either(clauses: Sequence[Clause]) -> Iterator[str]:
    """OR at an end of the query, or of a bracket."""
    some = (clause.kind for clause in clauses if clause.kind != "term" or clause.text)
    kinds = ["open", *some, "close"]
    neighbours = set(pairwise(kinds))
    if ("open", "or") in neighbours or ("or", "close") in neighbours:
        yield "OR has nothing on one of its sides; it was left out"


def _on_word(clause: Clause) -> Iterator[str]:
    if clause.field is not None:
        return
    if _NO_DATE.match(clause.word):
        yield f"{clause.printed} names no date (2022-07-22, 2022-07 or 2022); {_ASIS}"
    elif (named := _LIKE_A_FIELD.match(clause.word)) and named["name"] not in _BOUNDS:
        like = nearest(named["name"], (*FIELD_OF, *_BOUNDS))
        suggestion = f" (did you mean {like}:?)" if like else ""
        yield f"{named[0]} names no field{suggestion}; {_ASIS}"
    elif _OTHER_OPERATOR.fullmatch(clause.word):
        yield f"{clause.printed}: this query language has no such operator; {_ASIS}"


def _on_chinese_words(clauses: Sequence[Clause]) -> Iterator[str]:
    """Words that stand between two others as operators do."""
    for clause in clauses[1:-2]:  # behind the last word stands an empty clause
        if clause.text in _CHINESE_OPERATORS and clause.field is None and not clause.is_quoted:
            yield f"{clause.printed}: the operators are AND, OR and NOT; {_ASIS}"


def _on_brackets(clauses: Sequence[Clause], bounds: Collection[str]) -> Iterator[str]:
    depth = deepest = 0
    stray = inside = False
    for clause in clauses:
        if clause.kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif clause.kind == "close":
            stray = stray or not depth
            depth = max(0, depth - 1)
        elif clause.printed in bounds:
            inside = inside or depth > 0
    if depth:
        yield "a bracket is not closed; it was read as if it were closed at the end"
    if stray:
        yield "a closing bracket has none that opens; it was left out"
    if deepest >= MAX_DEPTH:
        yield f"brackets deeper than {MAX_DEPTH - 1} were left out"
    if inside:
        yield "after: and before: hold for the whole query, also within brackets"
