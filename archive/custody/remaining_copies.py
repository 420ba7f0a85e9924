"""Lists and feeds that still print the text of an article after it was erased.

Their captures are of other addresses and tell of other articles too: they stay, and are named.
"""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator

from archive.db.sql import rows
from archive.model.article import Capture
from archive.model.errors import Damaged
from archive.store import withheld
from archive.store.archive import Archive
from archive.warc.content_coding import CodingError, content, undo

_LISTS = """SELECT id, url, kind, captured_at, warc_file, warc_offset FROM captures
    WHERE kind NOT IN ('page', 'part', 'robots') AND revisit_of IS NULL
    ORDER BY warc_file, warc_offset"""
#: Shorter sentences stand in many texts.
_SHORTEST = 12
#: So many letters in a row are of the text, also where a summary is cut off within a sentence.
_RUN = 16
#: Of several, because each reads some text where it is the wrong one.
_CHARSETS = ("gb18030", "big5", "utf-16")
_GZIP = b"\x1f\x8b"
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")
_NOT_TEXT = re.compile(r"[\W_]+")


def sentences_of(connection: sqlite3.Connection, article: str) -> frozenset[str]:
    """What an article says, and said in its revisions: whole sentences, and all runs of letters.

    Also of an article that is hidden.
    """
    bodies = rows(connection, "SELECT body FROM history WHERE article = ?", article)
    for identifier, packed in withheld.hidden(connection):
        if identifier == article:
            bodies += [*packed["articles"], *packed["revisions"]]
    sentences = {_bare(each) for row in bodies for each in _SENTENCE.findall(row["body"])}
    runs = {run for row in bodies for run in _runs(_bare(row["body"]))}
    return frozenset(runs | {each for each in sentences if _SHORTEST <= len(each) < _RUN})


def still_printing(archive: Archive, sentences: frozenset[str]) -> Iterator[str]:
    """Each capture of a list or feed that prints something of these sentences, with its file."""
    short = [each for each in sentences if len(each) < _RUN]
    for row in rows(archive.connection, _LISTS) if sentences else ():
        position = f"warc/{row['warc_file']}, offset {row['warc_offset']}"
        capture_line = f"{position}: {row['kind']} {row['url']} of {row['captured_at']}"
        try:
            printed = _texts(archive.capture(row["id"]))
        except (Damaged, CodingError) as error:
            yield f"{capture_line} cannot be read, and may print the text: {error}"
            continue
        if any(_prints(text, sentences, short) for text in printed):
            yield f"{capture_line} prints the text"


def _prints(text: str, sentences: frozenset[str], short: list[str]) -> bool:
    return not sentences.isdisjoint(_runs(text)) or any(each in text for each in short)


def _runs(text: str) -> Iterator[str]:
    return (text[at : at + _RUN] for at in range(len(text) - _RUN + 1))


def _texts(capture: Capture) -> list[str]:
    """The letters that a list prints, whatever they are wrapped in; as each character set reads."""
    body = content(capture)
    if body.startswith(_GZIP):  # a packed file, such as feed.xml.gz
        body = undo("gzip", body)
    try:
        return [_letters(body.decode("utf-8"))]
    except UnicodeDecodeError:
        return [_letters(body.decode(charset, "replace")) for charset in _CHARSETS]


def _letters(text: str) -> str:
    text = _ESCAPE.sub(lambda match: chr(int(match[0][2:], 16)), text)
    return _bare(_TAG.sub("", html.unescape(html.unescape(text))))


def _bare(text: str) -> str:
    """The letters and digits alone, as marks and blanks differ between a page and a feed."""
    return _NOT_TEXT.sub("", text)
