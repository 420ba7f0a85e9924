"""Text to index terms, in plain SQL: the same as `terms` and `folding` say in Python.

Triggers index what other programs write by it, and queries are read by it; a property test holds
the two executions together.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.analysis.folding import VOICING, voiced
from archive.analysis.terms import SPELLED

CHARACTERS = """
CREATE TABLE characters (
    first  INTEGER PRIMARY KEY,
    folded TEXT,
    class  INTEGER NOT NULL CHECK (class IN (0, 1, 3))
)"""


def any_of(ranges: Iterable[tuple[int, int]]) -> str:
    """SQL for a GLOB pattern of one character of these, of which none stands in print."""
    sets = " || '-' || ".join
    return f"'[' || {' || '.join(sets((f'char({a})', f'char({b})')) for a, b in ranges)} || ']'"


_VOICED = sorted(voiced().items(), key=lambda pair: (pair[0][1], pair[1]))
_KANA = "'" + "".join(pair[0] + made for pair, made in _VOICED) + "'"
_PAIRS = len(_VOICED)
_FIRST_MARKS = sum(pair[1] == VOICING[0xFF9E] for pair, _ in _VOICED)
_MARKS = "'*' || " + any_of([(0x3099, 0x309A)]) + " || '*'"
# Stands in the terms of a text that must be spelled out first.
_UNSPELLED = "char(2)"

# SQLite holds no text of more bytes.
_LONGEST = 1_000_000_000


def _cut(name: str, value: str, size: int, within: int) -> str:
    """SQL for a table of the pieces of a text of up to `within` characters, in their order.

    A piece has `size` characters, and the next one, which its last pair needs.
    """
    return f"""{name} (number, text, rest) AS (
        SELECT 1, substr({value}, 1, {size + 1}), substr({value}, {size + 1})
        UNION ALL
        SELECT number + 1, substr(rest, 1, {size + 1}), substr(rest, {size + 1}) FROM {name}
        WHERE rest <> '' AND number < {within // size}
    )"""


def spelling(value: str) -> str:
    """SQL for tables of which SPELLED_OUT is the text with signs spelled (`folding`).

    First the kana that are written with a mark, then sign by sign of those that are there.
    """
    return f"""voiced (number, text) AS (
        SELECT 0, replace(replace({value}, 'ﾞ', char(12441)), 'ﾟ', char(12442))
        UNION ALL
        SELECT number + 1, replace(text, substr({_KANA}, 2 * number + 1, 1)
            || char(iif(number < {_FIRST_MARKS}, 12441, 12442)),
            substr({_KANA}, 2 * number + 2, 1))
        FROM voiced WHERE number < {_PAIRS} AND text GLOB {_MARKS}
    ),
    said (first, text) AS (
        SELECT * FROM (SELECT -1, text FROM voiced ORDER BY number DESC LIMIT 1)
        UNION ALL
        SELECT sign.first, replace(text, char(sign.first), folded) FROM said
        CROSS JOIN characters AS sign ON sign.first = (
            SELECT min(first) FROM characters WHERE first > said.first
            AND class = {SPELLED} AND instr(said.text, char(first)))
    )"""


SPELLED_OUT = "(SELECT text FROM said ORDER BY first DESC LIMIT 1)"


# Characters that one row looks up: each row looks up one more, with which its last pair ends.
_ABREAST = 4
_PIECE = 24  # characters; a multiple of the former


def _looked_up(code: str) -> str:
    """SQL for four times the code point that the index holds for a character, and its class.

    One integer, so that fold and class take one step in the table.
    """
    return f"""(SELECT coalesce(unicode(folded), {code}) * 4 + class FROM characters
        WHERE first <= {code} ORDER BY first DESC LIMIT 1)"""


def _paired(this: str, following: str) -> str:
    """SQL for what the index holds of a character before another; nothing behind the end."""
    return f"""CASE ({this} & 3) + ({following} & 3)
        WHEN 2 THEN char({this} >> 2, {following} >> 2, 32)
        WHEN 1 THEN char({this} >> 2, 32)
        WHEN 0 THEN iif({this}, char({this} >> 2), '')
        ELSE {_UNSPELLED} END"""


def _paired_abreast() -> str:
    """SQL for the pairs of the table `piece`, of which each row has a `text`.

    Without the two LIMITs, SQLite would look a character up anew wherever it is named.
    """
    seats = range(_ABREAST + 1)
    codes = (f"coalesce(unicode(substr(text, i + {seat}, 1)), 0) AS code{seat}" for seat in seats)
    columns = (f"{_looked_up(f'code{seat}')} AS c{seat}" for seat in seats)
    pairs = (_paired(f"c{seat}", f"c{seat + 1}") for seat in seats[:-1])
    return f"""SELECT group_concat({" || ".join(pairs)}, '') FROM (
        SELECT {", ".join(columns)} FROM (
            SELECT {", ".join(codes)} FROM piece CROSS JOIN place ON i <= length(text) LIMIT -1
        ) LIMIT -1)"""


def _pairs_of_each(table: str, pairs: str) -> str:
    """SQL for the pairs of all rows of a table, joined; `pairs` makes those of one row."""
    return f"SELECT group_concat(({pairs}), '') FROM {table}"


def segmented(value: str) -> str:
    """SQL for the segmented text of a column or expression.

    The text is cut into parts, a part into pages and a page into pieces, because substr() counts
    from the start of what it is given, and a book is of millions of characters. Few texts have
    signs to be spelled out: the first reading tells whether one has, and it needs a second.
    """
    of_page = f"""
    WITH RECURSIVE {_cut("piece", "page.text", _PIECE, 2_400)},
    place (i) AS (
        VALUES (1) UNION ALL SELECT i + {_ABREAST} FROM place WHERE i + {_ABREAST} <= {_PIECE})
    {_paired_abreast()}
    """
    of_part = f"""
    WITH RECURSIVE {_cut("page", "part.text", 2_400, 96_000)}
    {_pairs_of_each("page", of_page)}
    """
    of_reading = f"""
    WITH RECURSIVE
    printed (text) AS MATERIALIZED (
        SELECT CASE reading WHEN 0 THEN {value} ELSE {SPELLED_OUT} END),
    {_cut("part", "(SELECT text FROM printed)", 96_000, _LONGEST)}
    {_pairs_of_each("part", of_part)}
    """
    first = f"SELECT 0, {_UNSPELLED}"
    again = f"WHERE reading < 2 AND instr(pairs, {_UNSPELLED})"
    second = f"SELECT reading + 1, ({of_reading}) FROM reading {again}"
    return f"""(
    WITH RECURSIVE {spelling(value)},
    reading (reading, pairs) AS (
    {first} UNION ALL {second}
    )
    SELECT coalesce(pairs, '') FROM reading ORDER BY reading DESC LIMIT 1
)"""
