"""When a page in another language than Chinese was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from archive.model.article import Evidence, PrintedTime
from harvester.claims.claim import Claim, TimeClaim, shown
from harvester.document.lines import Lines
from harvester.document.linked_data import LinkedArticle
from harvester.document.metadata import TIME_ELEMENT
from harvester.foreign.header_lines import header_lines
from harvester.grammar.foreign_relative import ForeignRelativeTime, read_foreign_relative
from harvester.grammar.foreign_times import read_foreign_time, read_iso
from harvester.grammar.zones import PageZone, carries_offset

_ABOVE = 25  # lines above a text in which its time may stand
_BELOW = 3
_NEAR = 8  # lines below a title in which words that count back are its time
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")


def _before_time(kind: str) -> str:
    """A pattern for the words of a kind that `time_words.tsv` lists: whole but for their ends."""
    written = Path(__file__).with_name("time_words.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in written.splitlines() if line.startswith(f"{kind}\t"))
    words = sorted((word for _, _, *each in rows for word in each), key=len, reverse=True)
    return "|".join(
        rf"{'' if _UNSPACED.match(word) else _BEGIN}{re.escape(word)}" for word in words
    )


_BEGIN = r"(?<!\w)"
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]")
_CHANGED = re.compile(_before_time("changed"), re.I)
#: That of publication may stand behind that of a change on one line.
_PUBLISHED = re.compile(_before_time("published"), re.I)
_LABEL = re.compile(f"{_CHANGED.pattern}|{_PUBLISHED.pattern}", re.I)


@dataclass(frozen=True, slots=True)
class PrintedAround:
    """What the times of a page are read by: where it is from, its language, its zone."""

    url: str
    language: str
    zone: PageZone | None
    spoken: str | None = None  # the language as the record says it

    def time_in(self, text: str) -> PrintedTime | None:
        """The time that a short text prints."""
        host = urlsplit(self.url).hostname or ""
        return read_foreign_time(text, self.language, self.zone, host)

    def relative_time_in(self, text: str) -> ForeignRelativeTime | None:
        """What a short text says that means a time on the day of the capture.

        That of a change names no day of publication.
        """
        published = _PUBLISHED.search(text)
        if published is not None and _CHANGED.search(text, 0, published.start()):
            text = text[published.start() :]
        plain = _LABEL.sub("|", text)
        found = read_foreign_relative(plain, self.language, self.zone)
        return replace(found, back=None) if found and _is_changed(text) else found


def foreign_published(
    lines: Lines,
    body: Sequence[int],
    metadata: Sequence[Evidence],
    linked: LinkedArticle | None,
    around: PrintedAround,
) -> list[Claim]:
    """The first time that carries an offset; else the first declared or displayed one.

    A day is made finer by another time of the same day. What was not taken is shown beside it.
    Without any, what is displayed may mean a time on the day of the capture.
    """
    declared = [*_linked(linked, around), *_metas(metadata, around)]
    placed = [claim for claim in declared if claim.value and carries_offset(claim.printed)]
    if placed and placed[0].where == TIME_ELEMENT and placed[1:]:
        changes = [
            _minute(claim)
            for claim in _displayed(lines, body, around)
            if _is_changed(claim.printed)
        ]
        placed.sort(key=lambda claim: _minute(claim) in changes)
    if placed:
        return _beside(placed[0], declared)
    found = [*declared, *_displayed(lines, body, around)]
    known = [claim for claim in found if claim.value is not None]
    if not known:
        return [*found, *_relative(lines, body, around)]
    best = next((claim for claim in known if _is_finer(claim, known[0])), known[0])
    return _beside(best, found)


def _minute(claim: TimeClaim) -> str:
    """The minute that a claim gives, in its own zone."""
    return claim.value.iso()[:16] if isinstance(claim.value, PrintedTime) else ""


def _beside(best: TimeClaim, found: Sequence[TimeClaim]) -> list[Claim]:
    return [
        best,
        *(
            Claim(field=each.field, printed=each.printed, where=each.where, method=each.method)
            for each in found
            if each is not best
        ),
    ]


def _is_finer(claim: TimeClaim, than: TimeClaim) -> bool:
    """Whether a time has a clock, and is on the day that the other gives without one."""
    one, other = claim.value, than.value
    if not isinstance(one, PrintedTime) or not isinstance(other, PrintedTime):
        return False
    return other.precision == "day" != one.precision and one.iso()[:10] == other.iso()


def _linked(linked: LinkedArticle | None, around: PrintedAround) -> Iterator[TimeClaim]:
    if linked is not None and linked.published:
        yield _claim(linked.published, "JSON-LD datePublished", around)


def _metas(metadata: Sequence[Evidence], around: PrintedAround) -> Iterator[TimeClaim]:
    for item in metadata:
        if item.field == "published" and not item.where.startswith("JSON-LD"):
            yield _claim(item.printed, item.where, around)


def _claim(printed: str, where: str, around: PrintedAround) -> TimeClaim:
    value = read_iso(printed, around.zone) or around.time_in(printed)
    return TimeClaim(printed=shown(printed), value=value, where=where, method="meta")


def _displayed(lines: Lines, body: Sequence[int], around: PrintedAround) -> Iterator[TimeClaim]:
    """The times in the lines around a text: those above it first, those of a change last."""
    claims = []
    for line in _around(lines, body):
        text = _of_publication(line)
        if value := around.time_in(text):
            claims.append(TimeClaim(printed=text, value=value, where="displayed", method="generic"))
    yield from sorted(claims, key=lambda claim: _is_changed(claim.printed))


def _relative(lines: Lines, body: Sequence[int], around: PrintedAround) -> Iterator[TimeClaim]:
    """What the lines between title and text say that means a time on the day of the capture.

    Comments below the text and teasers above the title count their own days back.
    """
    for number in _below_title(lines, body):
        text = lines.items[number].spaced
        if value := around.relative_time_in(text):
            yield TimeClaim(printed=text, value=value, where="displayed", method="generic")


def _below_title(lines: Lines, body: Sequence[int]) -> range:
    """The lines above a text and right below its h1; without one, those right above the text."""
    if not body:
        return range(0)
    above = range(max(0, body[0] - _ABOVE), min(body[0] + 1, len(lines.items)))
    title = max((number for number in above if lines.items[number].tag == "h1"), default=None)
    if title is None:
        return above[-_NEAR:]
    return range(title + 1, min(title + 1 + _NEAR, above.stop))


def _around(lines: Lines, body: Sequence[int]) -> Iterator[str]:
    """The lines around a text, in which its time may stand: those above it first."""
    if not body:
        return
    above = header_lines(lines, body, _ABOVE)
    below = range(body[-1], min(len(lines.items), body[-1] + _BELOW))
    for number in dict.fromkeys((*above, *below)):
        yield lines.items[number].spaced


def _of_publication(text: str) -> str:
    """A line from its time of publication on, where that of a change stands before it."""
    match = _PUBLISHED.search(text)
    is_behind = match is not None and bool(_ANY_YEAR.search(text, 0, match.start()))
    return text[match.start() :] if match is not None and is_behind else text


def _is_changed(text: str) -> bool:
    """Whether the first time of a line is that of a change."""
    match = _CHANGED.search(text)
    return match is not None and not _PUBLISHED.search(text, 0, match.start())
