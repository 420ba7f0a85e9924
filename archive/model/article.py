"""What is held: a capture, the article read from it, its credits and its evidence.

These four nouns are the product's straight line. They are frozen, know no SQL and no network, and
are the only things that pass from the harvester to the archive::

    Capture (kept) -> Page (printed, in the harvester) -> Article (meant) -> Archive (held)
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from archive.model.capture_fields import refuse_unfit

Precision = Literal["second", "minute", "day"]
BlockKind = Literal["paragraph", "heading", "caption", "quote", "list"]
Method = Literal["layout", "label", "meta", "generic"]
_FINENESS: tuple[Precision, ...] = ("day", "minute", "second")
#: Why a time is no surer than it is, as its evidence says: 3天前 may be a day more than three days,
#: and 07-01 is of the last year that had that day.
COUNTED_BACK = "counted back from the capture"
YEAR_OF_CAPTURE = "its year is not printed"

#: What a capture was made of.
KINDS = frozenset({"page", "part", "list", "sitemap", "feed", "json", "robots", "other"})
#: Roles whose bearers wrote the text; `Article.authors` are their names.
WRITING_ROLES = frozenset({"author", "reporter", "correspondent", "commentator"})
#: Roles whose bearers edited it (编辑, 责编, 选稿); proof-readers and reviewers are not among them.
EDITING_ROLES = frozenset({"editor"})


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One exchange with a server, as it was sent.

    `body` is the payload as transferred: the content coding (gzip, br …) is kept, the transfer
    coding (chunked) is removed. Header names and values are as the client library gave them.
    `captured_at` is an aware moment in UTC.
    """

    id: str  # the WARC record id of the response: urn:uuid:…
    url: str
    status: int
    captured_at: datetime
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    method: str = "GET"
    reason: str = ""  # the reason phrase, where it is known
    protocol: str = "HTTP/1.1"
    ip: str | None = None
    station: str | None = None
    run: str | None = None  # the crawl that made it
    found: str | None = None  # how: the address of the list, the file imported from …
    kind: str = "page"  # of the address: one of KINDS
    truncated: str | None = None  # why its maker cut it off: length, time, disconnect …

    def __post_init__(self) -> None:
        """Raises UnfitCapture: whatever is a capture can be kept, recorded and read back."""
        refuse_unfit(self)

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name.

        >>> from datetime import timezone
        >>> c = Capture(id="urn:uuid:1", url="https://a.example/", status=200, body=b"",
        ...             captured_at=datetime(2022, 7, 22, tzinfo=timezone.utc),
        ...             headers=(("Content-Type", "text/html"),))
        >>> c.header("content-type")
        'text/html'
        """
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None

    @property
    def payload_digest(self) -> str:
        """`sha256:` and the hexadecimal digest of the payload as transferred."""
        return "sha256:" + hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One named person or body with a role, as printed and as understood.

    `role` is one of author, reporter, correspondent, commentator, photographer, editor,
    proofreader, reviewer, … or, where the label is unknown to us, the label as printed.
    """

    role: str
    name: str
    role_printed: str | None = None
    affiliation: str | None = None
    position: int = 0  # 1 is the first credit on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One printed thing: the field it speaks of, its text, and where it stands.

    `chosen` marks what the article's field was taken from; `why` says what decided it where
    several disagreed. For the body, `printed` is a digest, not the text.
    """

    field: str  # title, published, source, credits, body …
    printed: str
    where: str  # "label 来源", "div.time", "meta og:title"
    method: Method
    chosen: bool = False
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTime:
    """A moment with the precision in which it was printed.

    >>> PrintedTime(value=date(2022, 7, 22), precision="day").iso()
    '2022-07-22'
    """

    value: datetime | date  # an aware datetime, or a bare date where precision is "day"
    precision: Precision

    def __post_init__(self) -> None:
        aware = isinstance(self.value, datetime) and self.value.tzinfo is not None
        if aware == (self.precision == "day"):
            raise ValueError(
                f"a {self.precision} needs "
                f"{'a bare date' if self.precision == 'day' else 'an aware datetime'}, "
                f"not {self.value!r}"
            )

    def iso(self) -> str:
        """ISO 8601: `2022-07-22T08:51:12+08:00`, or `2022-07-22` for a day."""
        return self.value.isoformat()

    @property
    def fineness(self) -> int:
        """0 for a day, 1 for a minute, 2 for a second."""
        return _FINENESS.index(self.precision)

    def agrees_with(self, other: PrintedTime) -> bool:
        """Whether one says the same as the other, perhaps more finely.

        >>> day = PrintedTime.from_iso("2022-07-22", "day")
        >>> day.agrees_with(PrintedTime.from_iso("2022-07-22T08:51:00+08:00", "minute"))
        True
        """
        coarser, finer = sorted((self, other), key=lambda each: each.fineness)
        if not isinstance(finer.value, datetime):
            return coarser.value == finer.value
        if not isinstance(coarser.value, datetime):
            return coarser.value == finer.value.date()
        if coarser.precision == "minute":
            return coarser.value == finer.value.replace(second=0, microsecond=0)
        return coarser.value == finer.value

    @classmethod
    def from_iso(cls, text: str, precision: Precision) -> PrintedTime:
        """The reverse of `iso`. Raises ValueError where text and precision do not fit."""
        value: datetime | date
        value = date.fromisoformat(text) if precision == "day" else datetime.fromisoformat(text)
        return cls(value=value, precision=precision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, cross-heading, caption, quotation or list item of a body."""

    text: str
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the body: its address, and the caption and credit printed with it."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One publication: typed, normalised, with the evidence it was chosen from.

    `None` always means that the page does not say.
    """

    id: str
    station: str
    url: str
    title: str
    blocks: tuple[Block, ...] = ()
    kicker: str | None = None
    subtitle: str | None = None
    original_title: str | None = None  # 原标题
    published: PrintedTime | None = None
    source: str | None = None  # 来源, the medium the text came from
    credits: tuple[Credit, ...] = ()
    images: tuple[Image, ...] = ()
    complete: bool = True  # False while a part of the publication is missing
    language: str | None = None  # BCP 47: zh-Hans, zh-Hant, en
    layout: str | None = None  # "rednet/moment", "generic"
    reader: str | None = None  # version of the reader
    station_digest: str | None = None  # of the station file and its platform files
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """An empty text says nothing, whoever made the article."""
        for name in ("kicker", "subtitle", "original_title", "source"):
            if not (getattr(self, name) or "").strip():
                object.__setattr__(self, name, None)

    @property
    def body(self) -> str:
        """The paragraphs, one a line, cross-headings and captions among them."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of all who wrote, in printed order, each once."""
        return _names(self.credits, WRITING_ROLES)

    @property
    def editors(self) -> tuple[str, ...]:
        """The names of all who edited, in printed order, each once."""
        return _names(self.credits, EDITING_ROLES)

    @property
    def content_digest(self) -> str:
        """A digest of everything the station printed as the article, and of nothing else.

        Two readings with the same digest are the same revision: the address, pictures,
        evidence, reader and completeness do not count.
        """
        printed = [
            self.title, self.kicker, self.subtitle, self.original_title,
            self.published.iso() if self.published else None, self.source,
            [[c.role, c.name, c.affiliation] for c in self.credits],
            [[b.kind, b.text] for b in self.blocks],
        ]  # fmt: skip
        return "sha256:" + hashlib.sha256(_json(printed).encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON-ready data, in the documented order of keys (docs/data.md)."""
        return {
            "id": self.id, "station": self.station, "url": self.url,
            "title": self.title, "kicker": self.kicker, "subtitle": self.subtitle,
            "original_title": self.original_title,
            "published_at": self.published.iso() if self.published else None,
            "published_precision": self.published.precision if self.published else None,
            "source": self.source,
            "authors": list(self.authors), "editors": list(self.editors),
            "credits": [
                {"role": c.role, "role_printed": c.role_printed, "name": c.name,
                 "affiliation": c.affiliation, "position": c.position}
                for c in self.credits
            ],
            "body": self.body,
            "blocks": [{"kind": b.kind, "text": b.text} for b in self.blocks],
            "images": [
                {"url": i.url, "caption": i.caption, "credit": i.credit} for i in self.images
            ],
            "complete": self.complete, "language": self.language,
            "layout": self.layout, "reader": self.reader,
            "evidence": evidence_by_field(self.evidence),
        }  # fmt: skip


#: Why nothing is chosen for a field of which something is printed, as for a meta author.
NOT_TAKEN = "none of these was taken"


def evidence_by_field(evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    """Evidence as the record shows it: what was chosen for each field, and what else was printed.

    >>> evidence_by_field((
    ...     Evidence(field="source", printed="来源:湘潭日报", where="label 来源",
    ...              method="label", chosen=True),))
    {'source': {'from': 'label 来源', 'method': 'label', 'printed': '来源:湘潭日报', 'why': None, 'also': []}}
    """  # noqa: E501  (the doctest shows one whole line)
    fields: dict[str, Any] = {}
    for name in dict.fromkeys(item.field for item in evidence):
        items = [item for item in evidence if item.field == name]
        chosen = next((item for item in items if item.chosen), None)
        fields[name] = {
            "from": chosen.where if chosen else None,
            "method": chosen.method if chosen else None,
            "printed": chosen.printed if chosen else None,
            "why": chosen.why if chosen else NOT_TAKEN,
            "also": [
                {"from": item.where, "method": item.method, "printed": item.printed}
                for item in items
                if item is not chosen
            ],
        }
    return fields


def _names(credits: tuple[Credit, ...], roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(credit.name for credit in credits if credit.role in roles))
