"""Relative times as other languages print them: vor 3 Stunden, 3시간 전, hier à 14h32."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from archive.model.article import COUNTED_BACK, PrintedTime
from harvester.grammar.foreign_times import Clock, dateparser_language, folded, split_clock
from harvester.grammar.printed_time import RelativeTime
from harvester.grammar.zones import PageZone, named_zone

_LONGEST = 100
#: What parts the pieces of a line: "By Jane Roe | 3 hours ago", "Gestern, 14:32 Uhr".
_BETWEEN = re.compile(r"\s*(?:[|·•–—()（）、]|[,،:：](?=\s|$)|(?<=\s)-(?=\s))\s*")
_UNIT = r"(second|minute|hour|day|week|month|year)s?"
#: A whole piece in the English that dateparser makes of it; a second number makes the first finer.
_AGO = re.compile(
    rf"(?:(?P<count>\d{{1,3}})(?:[.,]\d+)? )?(?P<unit>{_UNIT}) (?:\d+ {_UNIT} )?ago(?: [ap]m)?|"
    rf"ago(?: (?P<later_count>\d{{1,3}}))? (?P<later_unit>{_UNIT})"
)
#: Those units whose number names a day; 3 weeks ago names none.
_LENGTHS = {
    "second": timedelta(seconds=1), "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1), "day": timedelta(days=1),
}  # fmt: skip
_UNSPACED = frozenset(("ja", "ko", "th"))  # words need no space around them
_UTC = ZoneInfo("UTC")
_AHEAD = timedelta(minutes=5)  # by which the clock of a server may differ from that of a capture


@dataclass(frozen=True, slots=True)
class ForeignRelativeTime(RelativeTime):
    """Words that mean a time only when they are seen; `back` is None where they name no day."""

    back: timedelta | None = None
    clock: time | None = None

    @property
    def doubt(self) -> str | None:
        """Why the time is not sure: it is counted back, unless a day and its clock are named."""
        return COUNTED_BACK if self.clock is None else None

    def on(self, captured_at: datetime, year: int | None = None) -> PrintedTime | None:  # noqa: ARG002  (a day without a year is none of these words)
        """The day that the words mean at the moment of a capture, with the clock that they name.

        None for a time that was still to come.
        """
        if self.back is None:
            return None
        day = (captured_at.astimezone(self.zone) - self.back).date()
        if self.clock is None:
            return PrintedTime(value=day, precision="day")
        moment = datetime.combine(day, self.clock, self.zone)
        if moment > captured_at + _AHEAD:
            return None
        return PrintedTime(value=moment, precision="minute")


def read_foreign_relative(
    printed: str, language: str, zone: PageZone | None
) -> ForeignRelativeTime | None:
    """What a short line says that means a time on the day of its capture, as a piece of its own.

    >>> read_foreign_relative("Von Jana Roth | vor 3 Stunden", "de", None).back
    datetime.timedelta(seconds=10800)
    >>> read_foreign_relative("Vor 3 Stunden begann der Umbau", "de", None)
    """
    known = dateparser_language(language)
    text = folded(printed)
    if known is None or len(text) > _LONGEST:
        return None
    rest, clock = split_clock(text)
    if named_zone(text, host=""):  # the page's zone is not that of the clock
        clock = None
    for piece in _BETWEEN.split(rest):
        if match := _AGO.fullmatch(_in_english(piece, known)):
            return _relative(printed, match, zone, clock)
    return None


def _relative(
    printed: str, match: re.Match[str], zone: PageZone | None, clock: Clock | None
) -> ForeignRelativeTime:
    """The time that a piece means.

    Today and just now are also what sections are called: they name a day only beside a clock.
    """
    count, unit = match["count"] or match["later_count"], match["unit"] or match["later_unit"]
    length = _LENGTHS.get(unit)
    is_day_with_clock = unit == "day" and clock is not None and zone is not None
    names_day = count is not None and (int(count) > 0 or is_day_with_clock)
    return ForeignRelativeTime(
        words=printed,
        zone=zone.zone if zone else _UTC,
        back=int(count) * length if length and names_day else None,
        clock=clock.time if clock and is_day_with_clock else None,
    )


@lru_cache(maxsize=1024)
def _in_english(piece: str, language: str) -> str:
    """A piece of a line as dateparser translates it: vor 3 Stunden is 3 hour ago."""
    from dateparser.conf import settings
    from dateparser.languages.loader import default_loader

    words = _known_words(language)
    piece = _pattern(language).sub(lambda match: words[match[0].lower()], piece)
    locale = default_loader.get_locale(language)
    translated = locale.translate(piece.lower(), keep_formatting=False, settings=settings)
    return " ".join(str(translated).replace(".", " ").split())


@cache
def _known_words(language: str) -> Mapping[str, str]:
    """The words that dateparser does not know, and those that stand for them."""
    written = Path(__file__).with_name("relative_words.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in written.splitlines() if line[0] != "#")
    return {row[1]: (*row, "")[2] for row in rows if row[0] in ("*", language)}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_known_words(language), key=len, reverse=True)))
    edges = ("", "") if language in _UNSPACED else (r"(?<!\w)", r"(?!\w)")
    return re.compile(rf"{edges[0]}(?:{words}){edges[1]}", re.I)
