"""Lists and feeds that still print the text of an article after it was erased.

Their captures are of other addresses and tell of other articles too: they stay, and are named.
"""

from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Iterator

from archive.db.sql import rows
from archive.model.article import Capture
from archive.model.errors import Damaged
from archive.store import withheld
from archive.store.archive import Archive
from archive.warc.content_coding import CodingError, content

_LISTS = """SELECT id, url, kind, captured_at, warc_file, warc_offset FROM captures
    WHERE kind NOT IN ('page', 'part', 'robots') AND revisit_of IS NULL
    ORDER BY warc_file, warc_offset"""
#: Shorter ones stand in many texts.
_SHORTEST = 12
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")
_NOT_TEXT = re.compile(r"[\W_]+")


def sentences_of(connection: sqlite3.Connection, article: str) -> frozenset[str]:
    """What an article says, and said in its revisions, by sentences; also of one that is hidden."""
    bodies = rows(connection, "SELECT body FROM history WHERE article = ?", article)
    for identifier, packed in withheld.hidden(connection):
        if identifier == article:
            bodies += [*packed["articles"], *packed["revisions"]]
    sentences = (_bare(each) for row in bodies for each in _SENTENCE.findall(row["body"]))
    return frozenset(each for each in sentences if len(each) >= _SHORTEST)


def still_printing(archive: Archive, sentences: frozenset[str]) -> Iterator[str]:
    """Each capture of a list or feed that prints one of these sentences, with its file."""
    for row in rows(archive.connection, _LISTS) if sentences else ():
        position = f"warc/{row['warc_file']}, offset {row['warc_offset']}"
        capture_line = f"{position}: {row['kind']} {row['url']} of {row['captured_at']}"
        try:
            printed = _text(archive.capture(row["id"]))
        except (Damaged, CodingError) as error:
            yield f"{capture_line} cannot be read, and may print the text: {error}"
            continue
        if any(each in printed for each in sentences):
            yield f"{capture_line} prints the text"


def _text(capture: Capture) -> str:
    """The letters that a list prints, whatever they are wrapped in."""
    body = content(capture)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("gb18030", "replace")
    text = _ESCAPE.sub(lambda escape: json.loads(f'"{escape[0]}"'), text)
    return _bare(_TAG.sub("", html.unescape(html.unescape(text))))


def _bare(text: str) -> str:
    """The letters and digits alone, as marks and blanks differ between a page and a feed."""
    return _NOT_TEXT.sub("", text)
