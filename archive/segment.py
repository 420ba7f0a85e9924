"""Text to index terms, and what people type to a safe FTS5 expression.

Chinese is written without blanks, so the index holds every two neighbouring characters (and the
last of a run alone), folded to simplified script and half width: 付鼎臣 is held as 付鼎 鼎臣 臣.
Then any word of one, two or many characters is found, and no dictionary has to know it. The same
is written in SQL in `archive.search_schema`; a property test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal, get_args

Field = Literal["title", "author", "editor", "source", "station"]

#: Characters written without blanks between words, first and last code point.
UNSPACED = (
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3040, 0x30FA),  # kana; the middle dot 30FB separates
    (0x30FC, 0x312F),  # kana, Bopomofo
    (0x31A0, 0x31BF),  # Bopomofo
    (0x31F0, 0x31FF),  # kana
    (0x3400, 0x4DBF),  # ideographs, extension A
    (0x4E00, 0x9FFF),  # ideographs
    (0xAC00, 0xD7A3),  # Hangul
    (0xE000, 0xF8FF),  # private use: where old GB 18030 pages keep rare characters of names
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x3FFFF),  # ideographs, extensions B and later
)
_CHARS = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)
_RUNS = re.compile(f"([^{_CHARS}]*)([{_CHARS}]*)")
_WORDS = re.compile(f"[{_CHARS}]+|[^\\W_{_CHARS}]+")
_UNSPACED = re.compile(f"[{_CHARS}]")
_SOMETHING = re.compile(f"[{_CHARS}]|[^\\W_]")
_SPACED = f"[^\\W_{_CHARS}]"  # a letter or digit of a script that puts blanks between words

_CLAUSE = re.compile(
    r"""(?P<either> (?:OR|\|) (?=\s|$))
      | (?P<without> -)?
        (?: (?P<field> title|author|editor|source|station) :\s* )?
        (?: "(?P<phrase> [^"]*) "? | (?P<word> [^\s"*]+ ) )
        (?P<prefix> \*)?""",
    re.VERBOSE,
)
_NOT_SEARCHABLE = {0: " ", ord("“"): '"', ord("”"): '"'} | dict.fromkeys(range(0xD800, 0xE000), " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """A run of code points that begins with `first` and ends before the next run.

    `folded` replaces a run of one; None leaves the characters as they are. `unspaced` says
    whether they are written without blanks between words.
    """

    first: int
    folded: str | None
    unspaced: bool


@cache
def folds() -> dict[int, str]:
    """Code point → the character that the index holds for it (archive/fold.tsv)."""
    text = (Path(__file__).parent / "fold.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {int(printed, 16): chr(int(folded, 16)) for printed, folded, _ in rows}


def characters() -> Iterator[Character]:
    """Fold and class of all of Unicode as runs, ascending: the rows of the table `characters`."""
    firsts = {0} | {edge for first, last in UNSPACED for edge in (first, last + 1)}
    firsts |= {edge for code in folds() for edge in (code, code + 1)}
    for first in sorted(firsts):
        folded = folds().get(first)
        code = ord(folded) if folded else first
        unspaced = any(low <= code <= high for low, high in UNSPACED)
        yield Character(first=first, folded=folded, unspaced=unspaced)


def fold(text: str) -> str:
    """Text in simplified script and half width, place by place as long as the original.

    >>> fold("漢字，ＡＢＣ")
    '汉字,ABC'
    """
    return text.translate(folds())


def segment(text: str) -> str:
    """Text as the index holds it: folded, neighbouring characters in pairs, blanks between.

    As in all text functions of SQLite, text ends at a NUL.

    >>> segment("付鼎臣2022年到湘潭")
    '付鼎 鼎臣 臣 2022 年到 到湘 湘潭 潭 '
    """
    pieces = []
    for spaced, run in _RUNS.findall(fold(text.partition("\0")[0])):
        boundary = " " if spaced and run else ""
        pieces.append(spaced + boundary + " ".join(map(str.__add__, run, run[1:] + " ")))
    return "".join(pieces)


def words(text: str) -> list[str]:
    """The terms that the index holds for a free text, each once, without single characters.

    >>> words("付鼎臣是谁？ GDP")
    ['付鼎', '鼎臣', '臣是', '是谁', 'gdp']
    """
    runs = _WORDS.findall(fold(text.translate(_NOT_SEARCHABLE)).lower())
    pairs = (map(str.__add__, run, run[1:]) if _UNSPACED.match(run) else (run,) for run in runs)
    return list(dict.fromkeys(chain.from_iterable(pairs)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word or phrase of a query, folded, perhaps in one field, perhaps only its beginning."""

    text: str
    field: Field | None = None
    prefix: bool = False

    @property
    def match(self) -> str:
        """The term as an FTS5 phrase, anywhere but in the name of the station, or in one field.

        湘潭 would else find every article of 湘潭站, whatever it says.

        >>> Term(text="付鼎臣").match, Term(text="市", field="title").match
        ('- station : "付鼎 鼎臣"', 'title : "市 " *')
        """
        terms, prefix = segment(self.text), self.prefix
        if terms[-4:-2] == terms[-2:]:  # "鼎臣 臣 ": in a text, 臣 alone is the end of a run
            terms = terms[:-3]
        elif terms.endswith(" "):  # one character begins every pair that it stands first in
            prefix = True
        quoted = '"' + terms.replace('"', '""') + '"' + (" *" if prefix else "")
        return f"{self.field or '- station'} : {quoted}"

    @property
    def pattern(self) -> str:
        """A regular expression that finds the term in folded text, for highlighting."""
        words = _WORDS.findall(self.text)
        begins = f"(?<!{_SPACED})" if re.match(_SPACED, words[0]) else ""
        ends = f"(?!{_SPACED})" if re.match(_SPACED, words[-1]) and not self.prefix else ""
        return begins + r"[\W_]*".join(map(re.escape, words)) + ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was typed: one term of each group in `every` must be there, none of `without`."""

    every: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()

    @property
    def match(self) -> str:
        """An FTS5 expression; where nothing is asked for, one that matches nothing."""
        if not self.every:
            return '""'
        groups = [" OR ".join(term.match for term in group) for group in self.every]
        wanted = " AND ".join(f"({group})" for group in groups)
        unwanted = " OR ".join(term.match for term in self.without)
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds in folded text what was asked for; None where nothing was."""
        found = [term.pattern for group in self.every for term in group]
        return re.compile("|".join(found), re.IGNORECASE) if found else None


def parse(query: str) -> Query:
    """Read a query as people type it: any text at all, no error.

    Words that must all be there, "phrases", -without, 一 OR 另一 (or |), prefix*, and words in
    title: author: editor: source: station:. Marks of full width count as well.

    >>> parse('人大代表 title:路灯 -培训').match
    '((- station : "人大 大代 代表") AND (title : "路灯")) NOT (- station : "培训")'
    >>> parse("湘潭 OR 湘鄉").match
    '(- station : "湘潭" OR - station : "湘乡")'
    >>> parse("- ，").match
    '""'
    """
    every: list[tuple[Term, ...]] = []
    without: list[Term] = []
    either = False
    for clause in _CLAUSE.finditer(fold(query.translate(_NOT_SEARCHABLE))):
        term = _term(clause)
        if clause["either"]:
            either = bool(every)
        elif term is None:
            continue
        elif clause["without"]:
            without.append(term)
        elif either:
            every[-1] += (term,)
            either = False
        else:
            every.append((term,))
    return Query(every=tuple(every), without=tuple(without))


def match(query: str) -> str:
    """The FTS5 expression of a query: `parse(query).match`.

    >>> match("人大 常委會")
    '(- station : "人大") AND (- station : "常委 委会")'
    """
    return parse(query).match


def _term(clause: re.Match[str]) -> Term | None:
    """The term of a clause; None where it holds nothing that the index could hold."""
    text = (clause["phrase"] or clause["word"] or "").strip()
    field = next((name for name in get_args(Field) if name == clause["field"]), None)
    if not _SOMETHING.search(text):
        return None
    return Term(text=text, field=field, prefix=bool(clause["prefix"]))
