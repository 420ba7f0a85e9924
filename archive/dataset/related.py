"""The tables that go with the articles on request: one file each, joined by stable ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive.dataset.articles import ARTICLES
from archive.dataset.columns import Column, Table
from archive.model.errors import UsageError
from archive.model.suggest import proposed

_ARTICLE = Column(name="article", kind="text", meaning="the article: `articles.id`", sql="a.id",
                  obtained="computed", missing="")  # fmt: skip
_REVISION = Column(name="revision", kind="text", of_words="14 digits, UTC", sql="a.revision",
                   meaning="the revision of the article", obtained="captured",
                   missing="")  # fmt: skip
_OF_ARTICLE = {"article": ("articles", "id")}

CREDITS = Table(
    name="credits",
    row="a person or body that an article names, in one role",
    tables="articles AS a CROSS JOIN credits AS c ON c.article = a.id AND c.revision = a.revision",
    order="a.id, c.position",
    keys=("article", "position"),
    refers=_OF_ARTICLE,
    columns=(
        _ARTICLE,
        _REVISION,
        Column(name="position", kind="integer", meaning="1 is the first on the page",
               sql="c.position", missing=""),
        Column(name="role", kind="text", sql="c.role", missing="",
               meaning="author, reporter, correspondent, commentator, photographer, editor,"
               " proofreader, reviewer …; else the label as printed"),
        Column(name="role_printed", names="known", kind="text", sql="c.role_printed",
               meaning="the label as printed: 记者, 责编 …"),
        Column(name="name", names="known", kind="text", meaning="the person or body", sql="c.name",
               missing=""),
        Column(name="affiliation", names="known", kind="text", sql="c.affiliation",
               meaning="station or medium printed with the name"),
    ),
)  # fmt: skip

IMAGES = Table(
    name="images",
    row="a picture of an article",
    tables="articles AS a CROSS JOIN json_each(a.images) AS i",
    order="a.id, i.key",
    keys=("article", "position"),
    refers=_OF_ARTICLE,
    columns=(
        _ARTICLE,
        _REVISION,
        Column(name="position", kind="integer", meaning="1 is the first on the page",
               sql="i.key + 1", missing=""),
        Column(name="url", kind="text", meaning="its address",
               sql="json_extract(i.value, '$.url')", missing=""),
        Column(name="caption", names="known", kind="text", meaning="what is printed below it",
               is_text=True, sql="json_extract(i.value, '$.caption')"),
        Column(name="credit", names="others", kind="text", meaning="who made it, as printed",
               sql="json_extract(i.value, '$.credit')"),
    ),
)  # fmt: skip

LINEAGES = Table(
    name="lineage",
    row="a lineage: the articles, two or more, that carry the same text",
    tables="articles AS a CROSS JOIN lineage_members AS t ON t.article = a.key"
    " CROSS JOIN lineages AS l ON l.lineage = t.lineage"
    " CROSS JOIN articles AS r ON r.key = l.lineage"
    " LEFT JOIN articles AS o ON o.key = l.origin",
    order="r.id",
    group="l.lineage",
    keys=("lineage",),
    columns=(
        Column(name="lineage", kind="text", meaning="its id: `articles.lineage`", sql="r.id",
               obtained="computed", missing=""),
        Column(name="articles", kind="integer", unit="articles", sql="l.articles",
               meaning="how many articles of the archive carry the text, also outside of this"
               " dataset", obtained="computed", missing=""),
        Column(name="stations", kind="integer", unit="stations", sql="l.stations",
               meaning="at how many stations", obtained="computed", missing=""),
        Column(name="origin", kind="text", sql="o.id", obtained="computed",
               meaning="the article that had the text first",
               missing="it is undecided, or not in the archive"),
        Column(name="origin_basis", kind="text", sql="l.origin_basis", obtained="computed",
               of_words="credit, printed, captured, undecided or not held", missing="",
               meaning="what that rests on: the source that copies credit, printed times, times of"
               " capture; undecided: printed times overlap; not held: the credited medium's article"
               " is not in the archive"),
        Column(name="credited", names="lineage", kind="text", sql="l.credited", obtained="computed",
               missing="none is credited",
               meaning="the medium that most copies credit, as printed"),
    ),
)  # fmt: skip

LINKS = Table(
    name="links",
    row="a link from an article to an earlier one with which it shares text",
    tables="articles AS a CROSS JOIN article_links AS k ON k.article = a.key"
    " CROSS JOIN articles AS o ON o.key = k.other"
    " LEFT JOIN lineage_members AS t ON t.article = a.key",
    order="a.id, o.id",
    keys=("article", "other"),
    refers=_OF_ARTICLE,
    columns=(
        _ARTICLE,
        Column(name="other", kind="text", sql="o.id", obtained="computed", missing="",
               meaning="the other article; it may be outside of this dataset"),
        Column(name="relation", kind="text", sql="k.relation", obtained="computed", missing="",
               of_words="identical, retitled, edited, shortened, extended, digest, excerpt,"
               " roundup, shared_passage, common_source or template",
               meaning="what the article is to the other; the last five join no lineage"),
        Column(name="is_parent", kind="boolean", sql="t.parent IS k.other", obtained="computed",
               missing="", meaning="whether the other is the closest earlier copy"),
        Column(name="coverage", kind="number", unit="share, 0 to 1", sql="k.coverage",
               obtained="computed", missing="",
               meaning="share of the article that stands in the other"),
        Column(name="other_coverage", kind="number", unit="share, 0 to 1", sql="k.other_coverage",
               obtained="computed", missing="",
               meaning="share of the other that stands in the article"),
        Column(name="longest", kind="integer", unit="letters and digits", sql="k.longest",
               obtained="computed", missing="", meaning="the longest run that both have"),
        Column(name="rule", kind="text", sql="k.rule", obtained="computed", missing="",
               meaning="version of the rules, and what decided"),
    ),
)  # fmt: skip


def _as_then(*names: str) -> tuple[Column, ...]:
    """Columns of the articles, as a superseded revision (`h`) had them."""
    return tuple(
        replace(column, sql=column.sql.replace("a.", "h.")) for column in ARTICLES.named(names)
    )


REVISIONS = Table(
    name="revisions",
    row="a state of an article that was superseded; the current one is the row of `articles`",
    tables="articles AS a CROSS JOIN revisions AS h ON h.article = a.id",
    order="a.id, h.revision",
    keys=("article", "revision"),
    refers=_OF_ARTICLE,
    columns=(
        _ARTICLE,
        Column(name="revision", kind="text", of_words="14 digits, UTC", sql="h.revision",
               meaning="first capture that showed it", obtained="captured", missing=""),
        Column(name="superseded_at", kind="moment", sql="nullif(h.superseded_at, '')",
               meaning="first capture that showed the next revision", obtained="captured",
               missing="it was loaded, and never captured"),
        *_as_then("title", "published_at", "published_day", "published_precision", "source",
                  "body"),
        Column(name="content_digest", kind="text", sql="h.content_digest", obtained="computed",
               missing="", meaning="SHA-256 of all that the station printed as the article"),
    ),
)  # fmt: skip

CAPTURES = Table(
    name="captures",
    row="a capture that a revision was read from; an article of several pages has several",
    tables="articles AS a CROSS JOIN revision_captures AS c"
    " ON c.article = a.id AND c.revision = a.revision CROSS JOIN captures AS e ON e.id = c.capture",
    order="a.id, c.part",
    keys=("article", "part"),
    refers=_OF_ARTICLE,
    columns=(
        _ARTICLE,
        _REVISION,
        Column(name="part", kind="integer", meaning="which page of the article, from 0",
               sql="c.part", obtained="captured", missing=""),
        Column(name="capture", kind="text", meaning="id of its WARC record", sql="e.id",
               obtained="captured", missing=""),
        Column(name="url", kind="text", meaning="address that was asked for", sql="e.url",
               obtained="captured", missing=""),
        Column(name="captured_at", kind="moment", meaning="when", sql="e.captured_at",
               obtained="captured", missing=""),
        Column(name="status", kind="integer", meaning="HTTP status", sql="e.status",
               obtained="captured", missing=""),
        Column(name="payload_digest", kind="text", sql="e.payload_digest", obtained="captured",
               missing="", meaning="SHA-256 of the page as it was sent"),
        Column(name="warc_file", kind="text", sql="e.warc_file", obtained="captured", missing="",
               meaning="file of the archive that holds it"),
        Column(name="warc_offset", kind="integer", unit="bytes", sql="e.warc_offset",
               obtained="captured", missing="", meaning="where its record begins"),
        Column(name="warc_length", kind="integer", unit="bytes", sql="e.warc_length",
               obtained="captured", missing="", meaning="length of its record, compressed"),
    ),
)  # fmt: skip

STATIONS = Table(
    name="stations",
    row="a station that published one of the articles",
    tables="articles AS a CROSS JOIN stations AS s ON s.name = a.station",
    order="s.name",
    group="s.name",
    keys=("name",),
    columns=(
        Column(name="name", kind="text", meaning="name of the station: `articles.station`",
               sql="s.name", obtained="declared", missing=""),
        *(
            Column(name=name, kind="text", meaning=meaning, sql=f"s.{name}", obtained="declared",
                   names="station" if name in {"title", "publisher"} else "",
                   missing="" if name == "title" else "the station file does not say")
            for name, meaning in (
                ("title", "its name in print"),
                ("publisher", "who publishes it"),
                ("place", "code of its place: GB/T 2260 or ISO 3166"),
                ("place_name", "name of the place"),
                ("home", "address of its home page"),
                ("language", "language of its pages, BCP 47"),
                ("timezone", "zone of its printed times, IANA name"),
            )
        ),
    ),
)  # fmt: skip

#: Its rows come from `archive.figures.coverage`, not from the articles that are selected.
COVERAGE = Table(
    name="coverage",
    row="a station and a day, of all stations and days that the filters let through",
    keys=("station", "day"),
    columns=(
        Column(name="station", kind="text", meaning="name of the station: `articles.station`",
               sql="", obtained="declared", missing=""),
        Column(name="day", kind="date", meaning="day in the zone of the station", sql="",
               obtained="computed", missing=""),
        Column(name="articles", kind="integer", unit="articles", sql="", obtained="computed",
               missing="", meaning="how many of the archive are printed to be of that day"),
        Column(name="lists_captured", kind="integer", unit="captures", sql="", obtained="captured",
               missing="", meaning="captures of lists, feeds and sitemaps of the station"),
        Column(name="status", kind="text", of_words="published, nothing or not looked", sql="",
               obtained="computed", missing="",
               meaning="nothing: its lists were looked at, or a later reading of them covers the"
               " day, and there was nothing; not looked: a gap in the data"),
    ),
)  # fmt: skip

#: Name, as `--with` takes it → table.
RELATED = {
    table.name: table
    for table in (CREDITS, IMAGES, LINEAGES, LINKS, REVISIONS, CAPTURES, COVERAGE, STATIONS)
}


def related(names: Iterable[str]) -> tuple[Table, ...]:
    """The tables of these names. Raises UsageError for one that is not there, or named twice."""
    chosen: dict[str, Table] = {}
    for name in names:
        if name not in RELATED:
            raise UsageError(f"no table has the name {name!r}; {proposed(name, RELATED)}")
        if name in chosen:
            raise UsageError(f"the table {name} is named twice")
        chosen[name] = RELATED[name]
    return tuple(chosen.values())
