"""Pseudonyms of the persons whom credits name; the key to them stays with the archive.

The same name has the same pseudonym in every dataset of one archive, and another one in those of
another archive. Who has no key can neither turn a pseudonym back nor try names out.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
import sqlite3
from base64 import b32encode
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import get_native_id

from archive.analysis.terms import SPACED
from archive.db.folder import refuse_backup
from archive.files import plain_file
from archive.history.article_rows import NAME_SEPARATOR
from archive.model.errors import StorageError

#: In the archive's folder. Without it the next dataset has other pseudonyms.
KEY = "pseudonyms.key"
#: The SQL function that `register` gives to a connection: of a text, JSON with names, and, where
#: the text is JSON itself, a JSON list of the keys in it whose values are words of the archive.
FUNCTION = "pseudonymised"
#: Another one: of a station and a text, JSON with the names in it that credits of any article hold.
NAMES_AT = "names_at_station"
_BYTES = 32
_TEXTS = 10_000  # names of an article; most are asked for once a column
_GAP = r"[^\S\n]*"  # blanks within a line
_LETTER = rf"(?!\d){SPACED}"
_NAMED_AT = """SELECT json_group_array(name) FROM (SELECT DISTINCT c.name FROM articles AS b
    JOIN credits AS c ON c.article = b.id WHERE b.station = ?1
    AND instr(replace(?2, ' ', ''), replace(c.name, ' ', '')) ORDER BY c.name)"""


def key_of(folder: Path) -> bytes:
    """The key of an archive, made where there is none.

    Raises StorageError, and UsageError for a backup that has none: nothing is written to it.
    """
    path = folder / KEY
    try:
        if not os.path.lexists(path):
            refuse_backup(folder)
            _make(path)
        key = plain_file.read_bytes(path, _BYTES)
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror}; the key of the pseudonyms stands there"
        ) from (error)
    if len(key) != _BYTES:
        raise StorageError(
            f"{path}: it is no key of {_BYTES} bytes; take it from a backup, or remove it: then"
            " pseudonyms are other ones than in earlier datasets"
        )
    return key


def _make(path: Path) -> None:
    """Make a key, unless another process makes one meanwhile: it has its name once it is whole."""
    unnamed = path.with_name(f".{path.name}.{get_native_id()}")
    try:
        with plain_file.making(unnamed) as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(unnamed)
    finally:
        unnamed.unlink(missing_ok=True)
    plain_file.sync_folder(path.parent)


def register(connection: sqlite3.Connection, key: bytes) -> None:
    """Give a connection the SQL functions FUNCTION and NAMES_AT."""

    @lru_cache(maxsize=_TEXTS)
    def replacer(names: str) -> Replacer:
        return Replacer(key, names_in(names))

    def replaced(text: str | None, names: str, code_keys: str | None) -> str | None:
        if not text:
            return text
        if code_keys is None:
            return replacer(names).in_text(text)
        return replacer(names).in_json(text, json.loads(code_keys))

    @lru_cache(maxsize=_TEXTS)
    def names_at(station: str, text: str) -> str:
        (names,) = connection.execute(_NAMED_AT, (station, text)).fetchone()
        return str(names)

    connection.create_function(FUNCTION, 3, replaced, deterministic=True)
    connection.create_function(NAMES_AT, 2, names_at, deterministic=True)


def names_in(listed: str) -> set[str]:
    """The names in a JSON list, in which several may be joined to one text.

    >>> sorted(names_in('["周一帆", "周一帆、林知秋", null, ""]'))
    ['周一帆', '林知秋']
    """
    joined = (text for text in json.loads(listed) if text)
    return {name for text in joined for name in text.split(NAME_SEPARATOR) if name.strip()}


class Replacer:
    """Puts pseudonyms in the place of the names of one article."""

    def __init__(self, key: bytes, names: Iterable[str]) -> None:
        self._key = key
        longest_first = sorted({_bare(name) for name in names}, key=lambda name: (-len(name), name))
        longer = [name for name in longest_first if len(name) > 1]
        self._whole = frozenset(longest_first)
        self._names = re.compile("|".join(map(_spelled, longer)) or r"(?!)")

    def in_text(self, text: str) -> str:
        """A text without the names.

        A name of one character is replaced only where it is all of a text: elsewhere it is a word.
        So is a part of a word of a script that puts blanks between words.

        >>> replacer = Replacer(b"key", ["周一帆", "Anna Berg", "王"])
        >>> who = pseudonym(b"key", "周一帆")
        >>> replacer.in_text("记者 周一帆、周 一帆") == f"记者 {who}、{who}"
        True
        >>> replacer.in_text("Joanna Bergen") == "Joanna Bergen"
        True
        """
        if _bare(text) in self._whole and "\n" not in text.strip():
            return pseudonym(self._key, text)
        return self._names.sub(lambda match: pseudonym(self._key, match[0]), text)

    def in_json(self, text: str, code_keys: Collection[str] = ()) -> str:
        """JSON, without the names in its texts; values of `code_keys` are words of the archive.

        >>> replacer = Replacer(b"key", ["王"])
        >>> json.loads(replacer.in_json('["王", "国王"]')) == [pseudonym(b"key", "王"), "国王"]
        True
        """
        return json.dumps(self._each(json.loads(text), code_keys), ensure_ascii=False)

    def _each(self, value: object, code_keys: Collection[str]) -> object:
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, list):
            return [self._each(each, code_keys) for each in value]
        if isinstance(value, dict):
            return {
                key: each if key in code_keys else self._each(each, code_keys)
                for key, each in value.items()
            }
        return value


def pseudonym(key: bytes, name: str) -> str:
    """The pseudonym of a name, however it is spaced.

    >>> pseudonym(b"key", "周一帆") == pseudonym(b"key", "周 一帆")
    True
    """
    digest = hmac.digest(key, _bare(name).encode(), "sha256")
    return f"p_{b32encode(digest[:10]).decode().lower()}"


def sealed(key: bytes, value: object) -> str:
    """A digest of a value by which nobody without the key can try out what it is.

    It is no pseudonym: a name that was searched for is not linked with the person in the dataset.

    >>> sealed(b"key", "周一帆") == sealed(b"key", "周一帆") != sealed(b"key", "林知秋")
    True
    """
    message = json.dumps(["selection", value], ensure_ascii=True)
    return f"hmac-sha256:{hmac.digest(key, message.encode(), 'sha256').hex()}"


def _bare(name: str) -> str:
    return "".join(name.split())


def _spelled(name: str) -> str:
    """A pattern for a name: blanks may stand between its characters, and no letter at its ends.

    Of a script that is written without blanks, any character may stand there.
    """
    before, after = (
        rf"(?{look}{_LETTER})" if re.match(_LETTER, end) else ""
        for look, end in (("<!", name[0]), ("!", name[-1]))
    )
    return before + _GAP.join(map(re.escape, name)) + after
