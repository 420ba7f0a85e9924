"""What may be shared: which columns a dataset has, and how, for each of four profiles.

What was taken down is in none of them; what the servers said against the use of a page
(`reservations`) is a column of all.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

import orjson

from archive.analysis.terms import SPACED, each_word
from archive.compare.fingerprints import fingerprints_of
from archive.dataset import pseudonyms
from archive.dataset.columns import Column, Table

Profile = Literal["full", "metadata", "nonconsumptive", "pseudonymous"]
PROFILES: tuple[Profile, ...] = get_args(Profile)

#: What each gives, and what it does not promise.
PROMISES: dict[Profile, str] = {
    "full": "Everything that the archive has of each article, but for what was taken down. The"
    " texts belong to their publishers, and persons are named.",
    "metadata": "Without what repeats the text of articles; titles are there. It does not promise"
    " that no person is named: credits and titles name some, and addresses lead to the pages.",
    "nonconsumptive": "Instead of the texts, how often words occur in them, and fingerprints by"
    " which copies are found. A pair of characters that occurs once in an article is not given. It"
    " does not promise that nothing can be learned of a text: who guesses a passage can test the"
    " guess, and titles, credits and addresses are there.",
    "pseudonymous": "Each name that the credits of an article hold is replaced by a pseudonym,"
    " wherever it stands in that article; the key stays with the archive. It is no more than that:"
    " it does not promise that nobody can be known. Texts name others than those in the credits,"
    " spell names in other ways, and tell what only one person can have done; the addresses lead"
    " to pages that print the names.",
}

_IN_CREDITS = """(SELECT json_group_array(name) FROM (SELECT c.name FROM credits AS c
    WHERE c.article {} UNION SELECT a.authors UNION SELECT a.editors))"""
#: SQL for the names that a column may hold, by what it says of them; `{}` is its own.
_NAMES = {
    "known": _IN_CREDITS.format("= a.id"),
    "lineage": _IN_CREDITS.format(
        "IN (SELECT b.id FROM lineage_members AS m JOIN articles AS b ON b.key = m.article"
        " WHERE m.lineage = l.lineage)"
    ),
    "station": f"{pseudonyms.NAMES_AT}(a.station, coalesce({{}}, ''))",
}
_IS_SPACED = re.compile(f"{SPACED}+")
_WORDS, _FINGERPRINTS = "word_counts", "fingerprints"
_WITHOUT_TEXT = (
    Column(name=_WORDS, kind="counts", sql=f"{_WORDS}(a.body)", obtained="computed", missing="",
           meaning="how often each word stands in body; of scripts without blanks, each pair of"
           " neighbouring characters that occurs twice or more"),
    Column(name=_FINGERPRINTS, kind="texts", sql=f"{_FINGERPRINTS}(a.body)", obtained="computed",
           missing="the text has less than 8 letters",
           meaning="hashes of runs of 8 letters, chosen so that two texts that share 39 letters in"
           " a row share one"),
)  # fmt: skip


def prepare(connection: sqlite3.Connection, profile: Profile, folder: Path) -> None:
    """Give a connection what the columns of a profile are made with.

    Raises StorageError, and UsageError where a backup has no key of the pseudonyms.
    """
    if profile == "nonconsumptive":
        for name, function in ((_WORDS, word_counts), (_FINGERPRINTS, fingerprints)):
            connection.create_function(name, 1, function, deterministic=True)
    elif profile == "pseudonymous":
        pseudonyms.register(connection, pseudonyms.key_of(folder))


def selected_by(profile: Profile, folder: Path, words: dict[str, Any]) -> dict[str, Any]:
    """What a dataset says of the query and the filters by which its articles were selected.

    They may name persons: where names are pseudonyms, digests stand for what was given. Raises
    StorageError.
    """
    if profile != "pseudonymous":
        return words
    key = pseudonyms.key_of(folder)
    return {name: pseudonyms.sealed(key, value) if value else value
            for name, value in words.items()}  # fmt: skip


def further(profile: Profile, table: Table) -> tuple[Column, ...]:
    """The columns that a profile adds to a table."""
    is_added = profile == "nonconsumptive" and table.name == "articles"
    return _WITHOUT_TEXT if is_added else ()


def shared(profile: Profile, columns: Iterable[Column]) -> Iterator[Column]:
    """The columns that a profile has of these, each as it has them."""
    for column in columns:
        if profile == "pseudonymous":
            if column.names in _NAMES:
                names = _NAMES[column.names].format(column.sql)
                codes = "NULL" if column.kind == "text" else f"'{json.dumps(column.code_keys)}'"
                yield replace(
                    column,
                    sql=f"{pseudonyms.FUNCTION}({column.sql}, {names}, {codes})",
                    meaning=f"{column.meaning}; names of the credits are pseudonyms",
                )
            elif not column.names:
                yield column
        elif profile == "full" or not column.is_text:
            yield column


def word_counts(text: str) -> str:
    """JSON: word → how often it stands in a text, in the order of the words.

    >>> word_counts("路灯亮了，路灯 GDP")
    '{"gdp":1,"路灯":2}'
    """
    counted = sorted(Counter(each_word(text)).items())
    given = {word: count for word, count in counted if count > 1 or _IS_SPACED.fullmatch(word)}
    return orjson.dumps(given).decode()


def fingerprints(text: str) -> str:
    """JSON: the fingerprints of a text, as hexadecimal numbers.

    >>> fingerprints("路灯")
    '[]'
    """
    return orjson.dumps([f"{each:012x}" for each in fingerprints_of(text)]).decode()
