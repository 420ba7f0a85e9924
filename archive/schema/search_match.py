"""What people type, to an FTS5 expression, in plain SQL: the view `search_match`.

The same as `archive.search.query` in Python, but for places and dates. Each step is a table of its
own: letters, what stands in quotation marks, words, the field of each, terms, phrases, groups.
"""

from __future__ import annotations

from archive.analysis.terms import BLANKS, SEPARATORS
from archive.analysis.terms_sql import SPELLED_OUT, any_of, segmented, spelling

_NAMES = ("title", "author", "editor", "source", "station")
_FIELDS = ", ".join(f"'{name}'" for name in _NAMES)
# A field with nothing behind it belongs to the next word.
_OPEN = ", ".join(f"'{minus}{name}:'" for name in _NAMES for minus in ("", "-"))
_BLANK = any_of(BLANKS)
_SIGN = any_of(SEPARATORS)

# What is quoted stands between char(2) and char(3), its blanks as char(31): no query holds these,
# because all that steers a terminal is a blank in it. So quoted signs are text.
# `json` is a hidden column of json_each: what it is compared with becomes its argument, so that a
# view over json_each is a function of one text, in stock SQLite.
SEARCH_MATCH = f"""
CREATE VIEW search_match AS
SELECT json AS q, (
    WITH RECURSIVE
    {spelling("value")},
    letter (letter, rest) AS (
        SELECT '', {SPELLED_OUT}
        UNION ALL
        SELECT substr(rest, 1, 1), substr(rest, 2) FROM letter WHERE rest <> ''
    ),
    typed (typed) AS (
        SELECT group_concat(CASE WHEN letter GLOB {_BLANK} THEN ' ' ELSE coalesce(
            (SELECT folded FROM characters WHERE first = unicode(letter)),
            letter) END, '') FROM letter
    ),
    quoted (inside, part, rest) AS (  -- what stands between marks of quotation, and what does not
        SELECT 1, NULL, replace(replace(typed, '“', '"'), '”', '"') || '"' FROM typed
        UNION ALL
        SELECT NOT inside,
            CASE WHEN inside THEN replace(substr(rest, 1, instr(rest, '"') - 1), '*', '* ')
                ELSE replace(substr(rest, 1, instr(rest, '"') - 1), ' ', char(31)) END,
            substr(rest, instr(rest, '"') + 1)
        FROM quoted WHERE rest <> ''
    ),
    word (number, open, word, rest) AS (
        SELECT 0, '', '', ltrim(group_concat(CASE
            WHEN inside THEN char(2) || part || char(3)
            ELSE CASE WHEN part LIKE '*%' THEN '' ELSE ' ' END || part
                || CASE WHEN ' ' || part LIKE '% -' THEN '' ELSE ' ' END
            END, '')) || ' ' FROM quoted WHERE part IS NOT NULL
        UNION ALL
        SELECT number + 1, CASE WHEN open = '' AND word IN ({_OPEN}) THEN word ELSE '' END,
            substr(rest, 1, instr(rest, ' ') - 1), ltrim(substr(rest, instr(rest, ' ')))
        FROM word WHERE rest <> ''
    ),
    clause (number, either, without, word) AS (
        SELECT number, open || word IN ('OR', '|'), open || word LIKE '-%',
            substr(open || word, 1 + (open || word LIKE '-%'))
        FROM word WHERE open <> '' OR word NOT IN ({_OPEN})
    ),
    named (number, either, without, field, said) AS (
        SELECT number, either, without,
            CASE WHEN substr(word, 1, instr(word, ':') - 1) IN ({_FIELDS})
                THEN substr(word, 1, instr(word, ':') - 1) END,
            CASE WHEN substr(word, 1, instr(word, ':') - 1) IN ({_FIELDS})
                THEN substr(word, instr(word, ':') + 1) ELSE word END
        FROM clause
    ),
    term (number, either, without, prefix, field, said) AS (  -- and without the signs behind it
        SELECT number, either, without, said LIKE '%*', coalesce(field, '- station'),
            replace(replace(replace(rtrim(said, '*'), char(2), ''), char(3), ''), char(31), ' ')
        FROM named
        UNION ALL
        SELECT number, either, without, prefix, field, substr(said, 1, length(said) - 1)
        FROM term WHERE NOT either AND substr(said, -1) GLOB {_SIGN}
    ),
    cut (number, either, without, prefix, field, pairs) AS (
        SELECT number, either, without, prefix, field, {segmented("said")} FROM term
        WHERE either OR (said <> '' AND substr(said, -1) NOT GLOB {_SIGN})
    ),
    phrase (number, either, without, phrase) AS (
        SELECT number, either, without, field || ' : "' || CASE
            WHEN substr(pairs, -1) = ' ' AND substr(pairs, -4, 2) = substr(pairs, -2)
                THEN substr(pairs, 1, length(pairs) - 3) || '"' || iif(prefix, ' *', '')
            WHEN prefix OR substr(pairs, -1) = ' ' THEN pairs || '" *'
            ELSE pairs || '"' END
        FROM cut
    ),
    wanted (number, either, joined, phrase) AS (
        SELECT number, either, coalesce(lag(either) OVER (ORDER BY number), 0), phrase
        FROM phrase WHERE NOT without
    ),
    grouped (number, phrase) AS (
        SELECT sum(NOT joined) OVER (ORDER BY number), phrase FROM wanted WHERE NOT either
    ),
    every (phrases) AS (
        SELECT '(' || group_concat(phrase, ' OR ') || ')' FROM grouped GROUP BY number
    )
    SELECT coalesce(
        '(' || (SELECT group_concat(phrases, ' AND ') FROM every) || ')'
        || coalesce((SELECT ' NOT (' || group_concat(phrase, ' OR ') || ')'
                     FROM phrase WHERE without), ''),
        '""')
) AS match,
ltrim(substr(replace(value, '"', ''), 1, instr(replace(value, '"', '') || ' ', ' ') - 1), '-')
    AS first_word
FROM json_each"""
