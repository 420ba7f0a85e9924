"""What each column of an exported file means, in print."""

from __future__ import annotations

from collections.abc import Iterable

#: Key of a record → its type and meaning, in the order of an exported record.
MEANINGS = {
    "id": ("text", "the article's id, unique and for ever"),
    "station": ("text", "name of the station that published it"),
    "url": ("text", "address at which the station published it"),
    "title": ("text", "headline"),
    "kicker": ("text", "line above the headline (肩题)"),
    "subtitle": ("text", "line below the headline (副题)"),
    "original_title": ("text", "headline at its source, where the page gives one (原标题)"),
    "published_at": (
        "date, or date and time with offset from UTC (ISO 8601)",
        "when it was published, as printed, in the zone of the station",
    ),
    "published_precision": (
        "second, minute or day",
        "what was printed of the time; with `day`, published_at is the bare date",
    ),
    "source": ("text", "medium that the page says the text came from (来源), as printed"),
    "authors": (
        "list of texts",
        "all who wrote: authors, reporters, correspondents, commentators; in printed order",
    ),
    "editors": ("list of texts", "all who edited (编辑, 责编); not proof-readers and reviewers"),
    "credits": (
        "list of objects",
        "each named person or body: role, role_printed, name, affiliation, position",
    ),
    "body": ("text", "paragraphs, one a line, cross-headings and captions among them"),
    "blocks": (
        "list of objects",
        "the body in pieces: kind (paragraph, heading, caption, quote, list) and text",
    ),
    "images": ("list of objects", "pictures of the body: url, caption, credit"),
    "complete": ("true or false", "false while a part of the publication is missing"),
    "language": ("BCP 47 tag", "zh-Hans, zh-Hant, en …"),
    "layout": ("text", "page template that it was read with"),
    "reader": ("text", "version of the reader"),
    "evidence": (
        "object",
        "for each field: where on the page it was found, what is printed there, what else was",
    ),
    "revision": (
        "14 digits, UTC",
        "the state of the article, cited id@revision: first capture that showed it",
    ),
    "state": (
        "live, changed, gone or withdrawn",
        "whether the station still shows it, and as it was first seen",
    ),
    "first_seen_at": ("date and time, UTC", "first capture that showed the article"),
    "last_seen_at": ("date and time, UTC", "last capture that showed the article"),
}

#: What fits in one cell.
CSV_COLUMNS = tuple(
    name for name in MEANINGS if name not in {"credits", "blocks", "images", "evidence"}
)

_RULES = """
An empty cell, or null, means that the page does not say.
"""
_CSV_RULES = """
The file is UTF-8 with a byte order mark; lines end in CR LF; cells are quoted as in RFC 4180.
Names in `authors` and `editors` are joined by 、. A cell that would begin with `=`, `+`, `-`, `@`,
a tab or a carriage return has a `'` before it, so that no spreadsheet takes it for a formula; the
JSON lines export is exact.
"""


def codebook(data_file: str, columns: Iterable[str]) -> str:
    """The codebook of a data file as Markdown: each column with its type and meaning."""
    rows = "".join(
        f"| `{name}` | {_type(name, data_file)} | {MEANINGS[name][1]} |\n" for name in columns
    )
    rules = _RULES + (_CSV_RULES if data_file.endswith(".csv") else "")
    return (
        f"# Codebook of {data_file}\n\nOne row an article, in the order of the ids.\n{rules}\n"
        f"| column | type | meaning |\n|---|---|---|\n{rows}"
    )


def _type(name: str, data_file: str) -> str:
    kind = MEANINGS[name][0]
    return "texts joined by 、" if kind == "list of texts" and data_file.endswith(".csv") else kind
