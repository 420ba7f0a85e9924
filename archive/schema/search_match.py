"""What people type, to an FTS5 expression, in plain SQL: the view `search_match`.

The same as `archive.search.query_parser` in Python, but for places and dates. A query becomes
letters, letters become words, words become clauses, and clauses are put together from the
innermost bracket outwards. Each step is a table of its own, with an example of what it holds; a
test runs them all. The example is the query `title:(路灯 OR 灯光) -培训*`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archive.analysis.terms import BLANKS, SEPARATORS
from archive.analysis.terms_sql import SPELLED_OUT, any_of, segmented, spelling
from archive.schema.search_fields import ANYWHERE, FIELD_OF, FIELD_OF_1, FIELDS

#: Brackets within brackets, at most: FTS5 does not read more than some dozens. Deeper ones count
#: for nothing.
MAX_DEPTH = 8

EXAMPLE = "title:(路灯 OR 灯光) -培训*"


@dataclass(frozen=True, slots=True)
class Step:
    """A table of the view: its name and columns, the SQL that makes it, and a row of the example.

    `row` is one that it holds for EXAMPLE, with the marks shown by their names in `MARKS`.
    """

    table: str
    sql: str
    row: tuple[object, ...]

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.split(" ")[0]


#: Signs that no query holds, because all that steers a terminal is a blank in it.
MARKS = {
    "GLUE": 1,  # between a minus and what it excludes; else a blank
    "QUOTE": 2, "UNQUOTE": 3,  # quotation marks
    "OPEN": 4, "CLOSE": 5,  # brackets that group
    "STOP": 6,  # the end of the query
    "FIELD": 7,  # where the field of a phrase goes, while it may still come from a bracket
    "ROLE": 8,  # where its role goes, before each term
    "NEXT": 29,  # behind each token
    "END": 30,  # behind each item of a bracket
    "BLANK": 31,  # a blank in quotation marks
}  # fmt: skip
_GLUE, _QUOTE, _UNQUOTE, _OPEN, _CLOSE, _STOP, _FIELD, _ROLE, _NEXT, _END, _BLANK_INSIDE = (
    f"char({code})" for code in MARKS.values()
)
_IS_BLANK = any_of(BLANKS)
_IS_SIGN = any_of(SEPARATORS)


def _fields(of_typed: Mapping[str, str]) -> str:
    return ", ".join(
        f"('{typed}', '{FIELDS[field].columns} : ', '{FIELDS[field].mark}')"
        for typed, field in of_typed.items()
        if field in FIELDS
    )


_FIELDS = _fields(FIELD_OF)
_BEFORE_BRACKET = "(' ', '\"', '|', '*', '(', '-', ':')"

# Letters to words.
_LETTERS = (
    Step(
        "field (typed, columns, mark)",
        f"VALUES {_FIELDS}",
        ("title", "title : ", ""),
    ),
    Step(
        "spelled_letter (number, letter, rest)",
        f"""
        SELECT 0, NULL, {SPELLED_OUT} || '"'
        UNION ALL
        SELECT number + 1, substr(rest, 1, 1), substr(rest, 2) FROM spelled_letter WHERE rest <> ''
        """,
        (7, "(", '路灯 OR 灯光) -培训*"'),
    ),
    # Folded; all blanks and all double quotation marks are one.
    Step(
        "letter (number, letter)",
        f"""
        SELECT number, CASE
            WHEN letter GLOB {_IS_BLANK} THEN ' '
            WHEN letter IN ('“', '”') THEN '"'
            ELSE coalesce((SELECT folded FROM characters WHERE first = unicode(letter)), letter)
        END FROM spelled_letter WHERE letter IS NOT NULL
        """,
        (7, "("),
    ),
    # Whether a letter stands in quotation marks, of which it may be the first.
    Step(
        "quoted (number, letter, inside)",
        """
        SELECT number, letter, sum(letter = '"') OVER (ORDER BY number) % 2 FROM letter
        """,
        (7, "(", 0),
    ),
    # Letters between blanks, quotation marks, bars and stars are a run, with a number.
    Step(
        "run (number, letter, inside, run)",
        """
        SELECT number, letter, inside,
            sum(inside OR letter IN (' ', '"', '|', '*')) OVER (ORDER BY number) FROM quoted
        """,
        (12, "R", 0, 1),
    ),
    # How deep a letter stands in the brackets of its run, and which letter stands before it.
    Step(
        "deep (number, letter, inside, run, depth, before)",
        """
        SELECT number, letter, inside, run,
            sum(iif(inside, 0, (letter = '(') - (letter = ')')))
                OVER (PARTITION BY run ORDER BY number),
            lag(letter, 1, ' ') OVER (ORDER BY number)
        FROM run
        """,
        (7, "(", 0, 0, 1, ":"),
    ),
    # The two brackets of a pair have one level; other letters have none.
    Step(
        "level (number, letter, inside, run, level, before)",
        """
        SELECT number, letter, inside, run, CASE
            WHEN inside THEN NULL WHEN letter = '(' THEN depth WHEN letter = ')' THEN depth + 1 END,
            before
        FROM deep
        """,
        (16, ")", 0, 2, 0, "光"),
    ),
    # A bracket within a word is text, as in 通知(试行), if the word also closes it.
    Step(
        "opened (number, letter, inside, run, level, groups)",
        f"""
        SELECT number, letter, inside, run, level, level IS NOT NULL AND letter = '(' AND (
            before IN {_BEFORE_BRACKET}
            OR lead(letter) OVER (PARTITION BY run, level ORDER BY number) IS NULL)
        FROM level
        """,
        (7, "(", 0, 0, 1, 1),
    ),
    Step(
        "grouping (number, letter, inside, groups)",
        """
        SELECT number, letter, inside, CASE
            WHEN level IS NULL THEN 0
            WHEN letter = '(' THEN groups
            ELSE coalesce(lag(groups) OVER (PARTITION BY run, level ORDER BY number), 1) END
        FROM opened
        """,
        (16, ")", 0, 1),
    ),
    # The query with marks for what steers it; words are what stands between its blanks.
    Step(
        "marked (text)",
        f"""
        SELECT replace(replace(' ' || group_concat(CASE
            WHEN letter = '"' THEN iif(inside, {_GLUE} || {_QUOTE},
                {_UNQUOTE} || iif(following = '*', '', ' '))
            WHEN inside THEN iif(letter = ' ', {_BLANK_INSIDE}, letter)
            WHEN letter = '*' THEN '* '
            WHEN letter = '|' THEN ' | '
            WHEN letter = '(' AND groups THEN {_GLUE} || {_OPEN} || ' '
            WHEN letter = ')' AND groups THEN ' ' || {_CLOSE} || ' '
            ELSE letter END, '') || ' ', ' -' || {_GLUE}, ' -'), {_GLUE}, ' ')
        FROM (
            SELECT letter, inside, groups, lead(letter) OVER (ORDER BY number) AS following
            FROM grouping ORDER BY number
        )
        """,
        (" title: OPEN 路灯 OR 灯光 CLOSE  -培训*  QUOTE ",),
    ),
)

# Words to clauses.
_CLAUSES = (
    # A field with nothing behind it, and NOT, wait for the next word.
    Step(
        "word (number, waiting, word, rest)",
        """
        SELECT 0, '', '', ltrim(text) FROM marked
        UNION ALL
        SELECT number + 1, CASE
                WHEN waiting = '' AND word = 'NOT' THEN '-'
                WHEN waiting || word LIKE '%:'
                    AND ltrim(substr(waiting || word, 1, length(waiting || word) - 1), '-')
                    IN (SELECT typed FROM field) AND waiting || word NOT LIKE '--%'
                THEN waiting || word
                ELSE '' END,
            substr(rest, 1, instr(rest, ' ') - 1), ltrim(substr(rest, instr(rest, ' ')))
        FROM word WHERE rest <> ''
        """,
        (2, "title:", "OPEN", "路灯 OR 灯光 CLOSE  -培训*  QUOTE "),
    ),
    Step(
        "kinds (number, kind, minus, said)",
        f"""
        SELECT number, CASE
                WHEN text IN ('OR', '|') THEN 'or'
                WHEN text LIKE '%' || {_OPEN} THEN 'open'
                WHEN text LIKE '%' || {_CLOSE} THEN 'close'
                ELSE 'term' END,
            text LIKE '-%', substr(text, 1 + (text LIKE '-%'))
        FROM (
            SELECT number, waiting || word AS text FROM word
            WHERE waiting || word NOT IN ('AND', 'NOT')
        )
        """,
        (7, "term", 1, "培训*"),
    ),
    Step(
        "clause (number, kind, minus, columns, mark, said)",
        """
        SELECT number, kind, minus, columns, mark,
            CASE WHEN columns IS NULL THEN said ELSE substr(said, instr(said, ':') + 1) END
        FROM kinds LEFT JOIN field ON typed = substr(said, 1, instr(said, ':') - 1)
        """,
        (2, "open", 0, "title : ", "", "OPEN"),
    ),
    # Terms without the marks, and without the signs about them.
    Step(
        "term (number, kind, minus, columns, mark, prefix, said)",
        f"""
        SELECT number, kind, minus, columns, mark, said LIKE '%*',
            replace(replace(replace(rtrim(said, '*'), {_QUOTE}, ''), {_UNQUOTE}, ''),
                {_BLANK_INSIDE}, ' ')
        FROM clause
        UNION ALL
        SELECT number, kind, minus, columns, mark, prefix, iif(substr(said, -1) GLOB {_IS_SIGN},
            substr(said, 1, length(said) - 1), substr(said, 2))
        FROM term WHERE kind = 'term'
            AND (substr(said, -1) GLOB {_IS_SIGN} OR substr(said, 1, 1) GLOB {_IS_SIGN})
        """,
        (7, "term", 1, None, None, 1, "培训"),
    ),
    # Without the LIMIT, SQLite would cut a term as often as it is named.
    Step(
        "cut (number, kind, minus, columns, mark, prefix, pairs)",
        f"""
        SELECT number, kind, minus, columns, mark, prefix, {segmented("said")}
        FROM term WHERE kind <> 'term' OR (said <> '' AND substr(said, -1) NOT GLOB {_IS_SIGN}
            AND substr(said, 1, 1) NOT GLOB {_IS_SIGN}) LIMIT -1
        """,
        (7, "term", 1, None, None, 1, "培训 训 "),
    ),
    # The last character alone ends a run. It is left out, unless it is the whole run: then it
    # begins every pair in which it stands first. A field or role that a bracket may still give is
    # left open.
    Step(
        "phrase (number, kind, minus, columns, mark, phrase)",
        f"""
        SELECT number, kind, minus, coalesce(columns, {_FIELD}), coalesce(mark, {_ROLE}),
            {_FIELD} || '"' || {_ROLE} || replace(rtrim(CASE
                WHEN substr(pairs, -1) = ' ' AND substr(pairs, -4, 2) = substr(pairs, -2)
                THEN substr(pairs, 1, length(pairs) - 3) ELSE pairs END), ' ', ' ' || {_ROLE})
            || '"' || iif(prefix OR (substr(pairs, -1) = ' '
                AND substr(pairs, -4, 2) <> substr(pairs, -2)), ' *', '')
        FROM cut
        """,
        (7, "term", 1, "FIELD", "ROLE", 'FIELD"ROLE培训" *'),
    ),
    # What a bracket holds of each clause: its sign, its expression, and END. An open bracket has
    # its sign, its field, QUOTE and its role.
    Step(
        "item (number, kind, item)",
        f"""
        SELECT number, kind, CASE kind
            WHEN 'or' THEN '|' || {_END}
            WHEN 'close' THEN {_CLOSE}
            WHEN 'open'
            THEN {_OPEN} || iif(minus, '-', '+') || columns || {_QUOTE} || mark || {_END}
            ELSE iif(minus, '-', '+')
                || replace(replace(phrase, {_FIELD}, columns), {_ROLE}, mark) || {_END}
            END
        FROM phrase
        """,
        (7, "term", '-FIELD"ROLE培训" *END'),
    ),
    # All of them in one text, which SQLite need not make anew for each. All brackets are closed.
    Step(
        "tokens (tokens)",
        f"""
        SELECT coalesce(group_concat(item || {_NEXT}, ''), '')
            || replace(printf('%*c', count(*) FILTER (WHERE kind = 'open') + 1, ' '), ' ',
                {_CLOSE} || {_NEXT}) || {_STOP} || {_NEXT}
        FROM (SELECT kind, item FROM item ORDER BY number)
        """,
        (
            'OPEN+title : QUOTEENDNEXT+FIELD"ROLE路灯"ENDNEXT|ENDNEXT'
            '+FIELD"ROLE灯光"ENDNEXTCLOSENEXT-FIELD"ROLE培训" *ENDNEXTCLOSENEXTCLOSENEXTSTOPNEXT',
        ),
    ),
)

# A bracket, put together: one of each group must be there, and nothing of what has a minus. One
# with nothing but minuses is itself to be left out; one in which nothing stands is nothing.
_PUT_TOGETHER = f"""(
    WITH RECURSIVE
    part (number, part, rest) AS (
        SELECT 0, '', bracket
        UNION ALL
        SELECT number + 1, substr(rest, 1, instr(rest, {_END}) - 1),
            substr(rest, instr(rest, {_END}) + 1)
        FROM part WHERE rest <> ''
    ),
    head (minus, columns, mark) AS (
        SELECT part LIKE '-%', substr(part, 2, instr(part, {_QUOTE}) - 2),
            substr(part, instr(part, {_QUOTE}) + 1)
        FROM part WHERE number = 1
    ),
    wanted (number, part, joined) AS (
        SELECT number, part, coalesce(lag(part) OVER (ORDER BY number), '') = '|'
        FROM part WHERE number > 1 AND (part LIKE '+%' OR part = '|')
    ),
    numbered (number, phrase) AS (
        SELECT sum(NOT joined) OVER (ORDER BY number), substr(part, 2) FROM wanted
        WHERE part <> '|'
    ),
    one_of (phrases) AS (
        SELECT '(' || group_concat(phrase, ' OR ') || ')' FROM numbered GROUP BY number
    ),
    all_of (groups, phrases) AS (SELECT count(*), group_concat(phrases, ' AND ') FROM one_of),
    none_of (phrases) AS (
        SELECT '(' || group_concat(substr(part, 2), ' OR ') || ')'
        FROM part WHERE number > 1 AND part LIKE '-%'
    ),
    made (minus, made) AS (
        SELECT groups = 0, CASE
            WHEN groups = 0 THEN none_of.phrases
            WHEN groups = 1 AND none_of.phrases IS NULL THEN all_of.phrases
            ELSE '((' || all_of.phrases || ')' || coalesce(' NOT ' || none_of.phrases, '') || ')'
        END FROM all_of, none_of
    )
    SELECT coalesce(iif(made.minus = head.minus, '+', '-')
        || replace(replace(made, {_FIELD}, columns), {_ROLE}, mark) || {_END}, '')
    FROM made, head
)"""

_TOKEN = f"substr(rest, 1, instr(rest, {_NEXT}) - 1)"
# The stack up to the last OPEN: all signs of it but OPEN are taken off its end.
_OUTSIDE = f"rtrim(stack, replace(stack, {_OPEN}, ''))"
_CLOSES = f"({_TOKEN} = {_STOP} OR ({_TOKEN} = {_CLOSE} AND depth BETWEEN 2 AND {MAX_DEPTH}))"

# Clauses to one expression.
_EXPRESSION = (
    # Tokens are put on a stack. A bracket that closes is taken off, and comes back as one item.
    Step(
        "walk (depth, stack, bracket, rest)",
        f"""
        SELECT 1, {_OPEN} || '+' || {_FIELD} || {_QUOTE} || {_ROLE} || {_END}, '', tokens
        FROM tokens
        UNION ALL
        SELECT depth, stack || {_PUT_TOGETHER}, '', rest FROM walk WHERE bracket <> ''
        UNION ALL
        SELECT depth + ({_TOKEN} LIKE {_OPEN} || '%') - ({_TOKEN} = {_CLOSE} AND depth > 1),
            CASE
                WHEN {_CLOSES} THEN rtrim({_OUTSIDE}, {_OPEN})
                WHEN {_TOKEN} = {_CLOSE} OR ({_TOKEN} LIKE {_OPEN} || '%' AND depth >= {MAX_DEPTH})
                THEN stack
                ELSE stack || {_TOKEN} END,
            iif({_CLOSES}, substr(stack, 1 + length({_OUTSIDE})), ''),
            substr(rest, instr(rest, {_NEXT}) + 1)
        FROM walk WHERE bracket = '' AND rest <> ''
        """,
        (
            1, 'OPEN+FIELDQUOTEROLEEND+(title : "路灯" OR title : "灯光")END', "",
            '-FIELD"ROLE培训" *ENDNEXTCLOSENEXTCLOSENEXTSTOPNEXT',
        ),
    ),
    # The last row holds one item, its sign before it.
    Step(
        "whole (whole)",
        f"""
        SELECT replace(replace(replace(stack, {_END}, ''), {_FIELD}, '{ANYWHERE.columns} : '),
            {_ROLE}, '')
        FROM walk WHERE rest = '' AND bracket = '' AND stack NOT LIKE '%' || {_OPEN} || '%'
        """,
        ('+((((title : "路灯" OR title : "灯光"))) NOT (- station : "培训" *))',),
    ),
)  # fmt: skip

#: All steps in their order; the first reads `value`, the text that was typed.
STEPS = (*_LETTERS, *_CLAUSES, *_EXPRESSION)


def tables(value: str, last: str | None = None) -> str:
    """SQL for the tables of all steps, or of those up to one of them."""
    names = [step.name for step in STEPS]
    steps = STEPS[: names.index(last) + 1] if last else STEPS
    made = [f"{step.table} AS ({step.sql.strip()})" for step in steps]
    return ",\n    ".join([spelling(value), *made])


# `json` is a hidden column of json_each: what it is compared with becomes its argument, so that a
# view over json_each is a function of one text, in stock SQLite. What only excludes finds nothing.
SEARCH_MATCH_2 = f"""
CREATE VIEW search_match AS
SELECT json AS q, (
    WITH RECURSIVE
    {tables("value")}
    SELECT iif(whole LIKE '+%', substr(whole, 2), '""') FROM whole
) AS match,
ltrim(substr(replace(value, '"', ''), 1, instr(replace(value, '"', '') || ' ', ' ') - 1), '-(（')
    AS first_word
FROM json_each"""

# As it was published: without the further names of fields.
SEARCH_MATCH = SEARCH_MATCH_2.replace(_FIELDS, _fields(FIELD_OF_1))


def add_names_of_fields(connection: sqlite3.Connection) -> None:
    """Make the view again with all names of the fields; `search` finds it by its name."""
    connection.execute("DROP VIEW search_match")
    connection.execute(SEARCH_MATCH_2)
