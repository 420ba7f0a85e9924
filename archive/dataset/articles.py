"""The table of articles that is handed out: one list of columns, each with what it means.

It begins with the keys of an article's record, in their order (docs/data.md); what the archive
knows beside the record follows.
"""

from __future__ import annotations

from archive.dataset.columns import Column, Table
from archive.history.article_rows import NAME_SEPARATOR
from archive.model.article import EDITING_ROLES, WRITING_ROLES
from archive.schema.lineage import begins, length


def _names(column: str, roles: frozenset[str]) -> str:
    """SQL for a JSON list of names; the credits are read only where a name may have the separator.

    >>> _names("a.editors", frozenset({"editor"})).split(" THEN ")[0]
    'CASE WHEN a.editors IS NULL'
    """
    among = ", ".join(f"'{role}'" for role in sorted(roles))
    return (
        f"CASE WHEN {column} IS NULL THEN '[]' WHEN instr({column}, '{NAME_SEPARATOR}') = 0"
        f" THEN json_array({column}) ELSE (SELECT json_group_array(name) FROM (SELECT name FROM"
        " credits AS c WHERE c.article = a.id AND c.revision = a.revision"
        f" AND c.role IN ({among}) GROUP BY name ORDER BY min(position))) END"
    )


def _lag(bound: str) -> str:
    """SQL for the seconds from the parent's printed time to the article's own, and their bound."""
    return f"iif(p.key IS NULL, NULL, {begins('a')} - {begins('p')} {bound})"


_CREDITS = """(SELECT json_group_array(json_object('role', role, 'role_printed', role_printed,
    'name', name, 'affiliation', affiliation, 'position', position)) FROM (SELECT * FROM credits
    AS c WHERE c.article = a.id AND c.revision = a.revision ORDER BY position))"""
# Another program may have written a body without blocks: then the body stands in their place.
_BLOCKS = "coalesce(nullif(a.blocks, '[]'), json_quote(a.body))"
_CAPTIONS = """iif(a.images = '[]', '[]', (SELECT json_group_array(json_extract(value, '$.caption'))
    FROM json_each(a.images) WHERE json_extract(value, '$.caption') <> ''))"""
_OTHER_URLS = """(SELECT json_group_array(url) FROM (SELECT url FROM addresses AS d
    WHERE d.article = a.id AND d.url <> a.url ORDER BY url))"""
_RESERVATIONS = """(SELECT json_group_array(v.place || ' ' || v.name || ': ' || v.value)
    FROM revision_captures AS c CROSS JOIN reservations AS v ON v.capture = c.capture
    WHERE c.article = a.id AND c.revision = a.revision)"""
_ROLE = (
    "CASE WHEN l.lineage IS NULL THEN NULL WHEN l.origin = a.key THEN 'origin'"
    " WHEN t.parent IS NOT NULL THEN 'copy' ELSE 'earliest' END"
)
_ALONE = "no other article carries its text"
_NO_PARENT = "it is no copy"
_NOT_CAPTURED = "it was loaded, and never captured"

_RECORD = (
    Column(name="id", kind="text", meaning="the article's id, unique and for ever", sql="a.id",
           obtained="computed", missing=""),
    Column(name="station", kind="text", meaning="name of the station that published it",
           sql="a.station", obtained="declared", missing=""),
    Column(name="url", kind="text", meaning="canonical address: where the station published it",
           sql="a.url", obtained="captured", missing=""),
    Column(name="title", names="known", kind="text", meaning="headline", sql="a.title", missing=""),
    Column(name="kicker", names="known", kind="text", sql="a.kicker",
           meaning="line above the headline (肩题)"),
    Column(name="subtitle", names="known", kind="text", meaning="line below the headline (副题)",
           sql="a.subtitle"),
    Column(name="original_title", names="known", kind="text", sql="a.original_title",
           meaning="headline at its source, where the page gives one (原标题)"),
    Column(name="published_at", kind="text", sql="a.published_at",
           of_words="date, or date and time with offset from UTC (ISO 8601)",
           meaning="when it was published, as printed, in the zone of the station; to sort or group"
           " by day take published_day"),
    Column(name="published_precision", kind="text", of_words="second, minute or day",
           sql="a.published_precision",
           meaning="what was printed of the time; with `day`, published_at is the bare date"),
    Column(name="source", names="known", kind="text", sql="a.source",
           meaning="medium that the page says the text came from (来源), as printed"),
    Column(name="authors", names="known", kind="texts", sql=_names("a.authors", WRITING_ROLES),
           meaning="all who wrote: authors, reporters, correspondents, commentators; in printed"
           " order"),
    Column(name="editors", names="known", kind="texts", sql=_names("a.editors", EDITING_ROLES),
           meaning="all who edited (编辑, 责编); not proof-readers and reviewers"),
    Column(name="credits", names="known", kind="objects", sql=_CREDITS,
           keys=("role", "role_printed", "name", "affiliation", "position"), code_keys=("role",),
           meaning="each named person or body: role, role_printed, name, affiliation, position"),
    Column(name="body", names="known", kind="text", sql="a.body", is_text=True, missing="",
           meaning="paragraphs, one a line, cross-headings and captions among them"),
    Column(name="blocks", names="known", kind="objects", sql=_BLOCKS, is_text=True,
           keys=("kind", "text"), code_keys=("kind",),
           meaning="the body in pieces: kind (paragraph, heading, caption, quote, list) and text"),
    Column(name="images", names="others", kind="objects", sql="a.images", is_text=True,
           keys=("url", "caption", "credit"), meaning="pictures of the body: url, caption, credit"),
    Column(name="complete", kind="boolean", sql="a.complete", obtained="computed", missing="",
           meaning="false while a part of the publication is missing"),
    Column(name="language", kind="text", of_words="BCP 47 tag", sql="a.language",
           obtained="computed", meaning="zh-Hans, zh-Hant, en …"),
    Column(name="layout", kind="text", sql="a.layout", obtained="read", missing="it was loaded",
           meaning="page template that it was read with"),
    Column(name="reader", kind="text", sql="a.reader", obtained="read", missing="it was loaded",
           meaning="version of the reader"),
    Column(name="evidence", names="others", kind="object", sql="a.evidence", is_text=True,
           obtained="read",
           meaning="for each field: where on the page it was found, what is printed there, what"
           " else was"),
)  # fmt: skip

_HELD = (
    Column(name="revision", kind="text", of_words="14 digits, UTC", sql="a.revision",
           obtained="captured", missing="",
           meaning="the state of the article, cited id@revision: first capture that showed it"),
    Column(name="state", kind="text", of_words="live, changed, gone or withdrawn", sql="a.state",
           obtained="captured", missing="",
           meaning="whether the station still shows it, and as it was first seen"),
    Column(name="first_seen_at", kind="moment", sql="nullif(a.first_seen_at, '')",
           obtained="captured", missing=_NOT_CAPTURED,
           meaning="first capture that showed the article"),
    Column(name="last_seen_at", kind="moment", sql="nullif(a.last_seen_at, '')",
           obtained="captured", missing=_NOT_CAPTURED,
           meaning="last capture that showed the article"),
    Column(name="station_title", names="station", kind="text", sql="s.title", needs=("station",),
           obtained="declared", missing="", meaning="the station's name in print"),
    Column(name="place", kind="text", of_words="code of GB/T 2260 or ISO 3166", sql="s.place",
           needs=("station",), obtained="declared", missing="the station file names no place",
           meaning="where the station is; a code lies below those that it begins with"),
    Column(name="place_name", kind="text", sql="s.place_name", needs=("station",),
           obtained="declared", missing="the station file names no place",
           meaning="name of the place"),
    Column(name="other_urls", kind="texts", sql=_OTHER_URLS, obtained="captured",
           meaning="further addresses at which it stands or stood: mobile pages, other channels,"
           " redirects, parts"),
    Column(name="published_day", kind="date", sql="substr(a.published_at, 1, 10)",
           obtained="computed",
           meaning="the day that is printed, in the zone of the station: the first ten characters"
           " of published_at"),
    Column(name="published_at_utc", kind="moment",
           sql="iif(a.published_precision = 'day', NULL,"
           " strftime('%Y-%m-%dT%H:%M:%SZ', a.published_at))",
           obtained="computed", missing="the page prints no time of day",
           meaning="published_at as a moment in UTC, where a time of day is printed"),
    Column(name="characters", kind="integer", unit="characters", sql="length(a.body)",
           obtained="computed", missing="",
           meaning="length of body in Unicode characters, line ends among them"),
    Column(name="captions", names="known", kind="texts", sql=_CAPTIONS, is_text=True,
           meaning="captions of the pictures"),
    Column(name="lineage", kind="text", sql="coalesce(r.id, a.id)", needs=("member", "root"),
           obtained="computed", missing="",
           meaning="the articles that carry the same text have the same lineage: the id of its"
           " origin, or of the earliest known copy"),
    Column(name="lineage_role", kind="text", of_words="origin, earliest or copy", sql=_ROLE,
           needs=("member", "lineage"), obtained="computed", missing=_ALONE,
           meaning="what it is in its lineage; earliest: the first known copy, where it is"
           " undecided who had the text first, or who had it first is not held"),
    Column(name="lineage_articles", kind="integer", unit="articles",
           sql="coalesce(l.articles, 1)", needs=("member", "lineage"), obtained="computed",
           missing="", meaning="how many articles of the archive carry the text"),
    Column(name="parent", kind="text", sql="p.id", needs=("member", "parent"),
           obtained="computed", missing=_NO_PARENT,
           meaning="the article whose text it carries: the closest earlier copy"),
    Column(name="relation", kind="text", sql="k.relation", needs=("member", "link"),
           of_words="identical, retitled, edited, shortened, extended or digest",
           obtained="computed", missing=_NO_PARENT, meaning="what was done to the parent's text"),
    Column(name="text_coverage", kind="number", unit="share, 0 to 1", sql="k.coverage",
           needs=("member", "link"), obtained="computed", missing=_NO_PARENT,
           meaning="share of its text that stands in the parent"),
    Column(name="lag_at_least", kind="integer", unit="seconds",
           sql=_lag(f"- {length('p')}"), needs=("member", "parent"),
           obtained="computed", missing="it is no copy, or a time is not printed",
           meaning="from the parent's printed time to its own, at least; below 0 where the order is"
           " undecided"),
    Column(name="lag_at_most", kind="integer", unit="seconds",
           sql=_lag(f"+ {length('a')}"), needs=("member", "parent"),
           obtained="computed", missing="it is no copy, or a time is not printed",
           meaning="the same, at most"),
    Column(name="reservations", kind="texts", sql=_RESERVATIONS, obtained="captured",
           meaning="what the server said against archiving, indexing or text and data mining when"
           " the revision was captured: place, name and value"),
)  # fmt: skip

#: The keys of a record, in their order.
RECORD_KEYS = tuple(column.name for column in _RECORD)

ARTICLES = Table(
    name="articles",
    row="an article",
    columns=_RECORD + _HELD,
    joins={
        "station": "LEFT JOIN stations AS s ON s.name = a.station",
        "member": "LEFT JOIN lineage_members AS t ON t.article = a.key",
        "lineage": "LEFT JOIN lineages AS l ON l.lineage = t.lineage",
        "root": "LEFT JOIN articles AS r ON r.key = t.lineage",
        "parent": "LEFT JOIN articles AS p ON p.key = t.parent",
        "link": "LEFT JOIN article_links AS k ON k.article = t.article AND k.other = t.parent",
    },
    keys=("id",),
    refers={"station": ("stations", "name")},
)
