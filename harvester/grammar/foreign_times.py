"""Times as other languages print them: 5. März 2026, 14:32 Uhr; 5 de março de 2026, 14h32."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path

from archive.model.article import PrintedTime
from harvester.grammar.printed_time import EARLIEST
from harvester.grammar.zones import PageZone, named_zone

_LONGEST = 100
_AHEAD = timedelta(days=2)
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ]+(?P<clock>\d\d:?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?)\s?"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|2[05])\d\d)\s?[./年년-]\s?(?P<month>\d\d?)\s?[./月월-]\s?(?P<day>\d\d?)(?!\d)"
)
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<day>\d\d?)\s?[./-]\s?(?P<month>\d\d?)\s?[./-]\s?(?P<year>(?:19|2[05])\d\d)(?!\d)"
)
#: 05.03.26, 05-03-26: the day first, in languages of Europe; 69 is 2569 in Thai
_SHORT_YEAR = re.compile(
    r"(?<![\d.:/-])(?P<day>\d\d?)(?P<sign>[./-])(?P<month>\d\d?)(?P=sign)(?P<year>\d\d)(?![\d.:/-])"
)
_DAY_FIRST = frozenset((
    "de", "fr", "es", "it", "nl", "pt", "da", "nb", "no", "nn", "pl", "cs", "sk", "sl", "hr", "sr",
    "ru", "uk", "bg", "ro", "el", "tr", "fi", "et", "ca", "gl", "is", "id",
))  # fmt: skip
_CENTURY = 2000  # of years of two digits
_SHORT_BUDDHIST = 2500
#: 5 มี.ค. 2569: a month that `month_words.tsv` lists, between day and year
_LISTED = re.compile(
    r"(?<!\d)(?P<day>\d\d?)\s?(?P<month>[^\d,]{2,16}?),?\s?(?P<year>\d{4}|\d\d)(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|2[05])\d\d(?!\d)")
#: 14:32, 14h32, 14.32 Uhr, 14時32分, 2:32 p.m.
_CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<hour>[01]?\d|2[0-3])"
    r"(?::|\s?[hH]\s?|\.(?=\d\d\s?(?:uhr|klo|h\b|น\.|WIB))|\s?[時点點시]\s?)"
    r"(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?[分분]?\s{0,2}(?P<half>[ap]\.?\s?m\b\.?)?(?![\d:])",
    re.I,
)
#: klo 14.32, kl. 14.32: the word before a clock that a dot parts
_DOTTED = re.compile(r"\b(klo|kl\.?|ore|kell|ob|pukul)\s?(\d{1,2})\.(?=\d\d\b)", re.I)
#: Words behind a clock of twelve hours that say that it is past noon.
_PAST_NOON = re.compile(r"\s?(?:petang|ptg|malam|chiều|tối)\b", re.I)
#: 5. mars, 2026 m. kovo 5 d.: what dates are written with and read without
_ORDINAL = re.compile(r"(?<=\d)\.?\sm\.(?=\s)|(?<=\d)\sd\.(?=\s|$)|(?<=\d)\.(?=\s|$)")
#: 5 marzo 2026, 5 de março de 2026, March 5, 2026
_NAMED = re.compile(
    r"(?<!\d)\d{1,2}\s(?:de\s)?[^\W\d]{3,14},?\s(?:de\s|del\s)?(?:19|20)\d\d(?!\d)|"
    r"(?<!\w)[^\W\d]{3,14}\s\d{1,2},?\s(?:19|20)\d\d(?!\d)"
)
#: 5 mar. 2026, 5 sept. 2026
_SHORT_MONTH = re.compile(r"(?<=[^\W\d_])\.(?=,?\s)")
_AFTERNOON = re.compile(r"(?:午後|오후|下午|PM)\s?$")
_NOON = 12
_MONTHS = 12
_BUDDHIST = 543  # years by which the era of Thailand is ahead
#: Where 03/05/2026 is in March; elsewhere it is in May.
_MONTH_FIRST = frozenset(("en-US", "en-PH", "en"))
_NAMED_OTHERWISE = {"no": "nb", "tl": "fil"}  # Norwegian that names no kind is Bokmål


def read_iso(printed: str, zone: PageZone | None) -> PrintedTime | None:
    """A time as programs write it; one without an offset is in `zone`, or the day alone.

    >>> read_iso("2026-03-05T14:32:00Z", None).iso(), read_iso("2026-03-05T14:32", None).iso()
    ('2026-03-05T14:32:00+00:00', '2026-03-05')
    """
    match = _ISO.search(printed[:_LONGEST])
    if match is None:
        return None
    day, clock, offset = match["day"], match["clock"], match["offset"]
    try:
        if clock is None:
            return _plausible(PrintedTime(value=date.fromisoformat(day), precision="day"))
        moment = datetime.fromisoformat(f"{day}T{clock.replace(',', '.')}{offset or ''}")
    except ValueError:
        return None
    has_seconds = len(clock.replace(":", "")) > len("1432")
    return _plausible(_placed(moment.replace(microsecond=0), zone, has_seconds))


def read_foreign_time(
    printed: str, language: str, zone: PageZone | None, host: str = ""
) -> PrintedTime | None:
    """The day, and the time where one is printed, of a short line in a language.

    >>> read_foreign_time("5. März 2026, 14:32 Uhr", "de", None).iso()
    '2026-03-05'
    >>> read_foreign_time("March 5, 2026 2:32 PM ET", "en", None).iso()
    '2026-03-05T14:32:00-05:00'
    """
    text = folded(printed)
    if len(text) > _LONGEST or not (_YEAR.search(text) or _has_short_year(text, language)):
        return None
    if _ISO.search(text):
        return read_iso(text, zone)
    rest, clock = split_clock(text)
    day = _day(rest, language)
    if day is None or clock is None:
        return None if day is None else _plausible(PrintedTime(value=day, precision="day"))
    moment = datetime.combine(day, clock.time, named_zone(text, host))
    return _plausible(_placed(moment, zone, clock.has_seconds))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it is printed."""

    time: time
    has_seconds: bool


def split_clock(text: str) -> tuple[str, Clock | None]:
    """A text without its first time of day, and that time.

    >>> split_clock("gestern, 14:32 Uhr")
    ('gestern,  Uhr', Clock(time=datetime.time(14, 32), has_seconds=False))
    """
    text = _DOTTED.sub(r"\2:", text)
    match = _CLOCK.search(text)
    if match is None:
        return text, None
    of_day = time(_hour(match, text), int(match["minute"]), int(match["second"] or 0))
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return rest, Clock(of_day, match["second"] is not None)


def dateparser_language(language: str) -> str | None:
    """The language of a tag as dateparser names it; None where it has no words of it.

    >>> dateparser_language("en-GB"), dateparser_language("no"), dateparser_language("xx")
    ('en', 'nb', None)
    """
    from dateparser.data.languages_info import language_order

    plain = language.partition("-")[0]
    name = _NAMED_OTHERWISE.get(plain, plain)
    return name if name in language_order else None


def folded(printed: str) -> str:
    """The text with ASCII digits and single spaces."""
    text = " ".join(unicodedata.normalize("NFKC", printed[: 2 * _LONGEST]).split())
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in text
    )


def _placed(moment: datetime, zone: PageZone | None, has_seconds: bool) -> PrintedTime:
    if moment.tzinfo is None and zone is None:
        return PrintedTime(value=moment.date(), precision="day")
    aware = moment if moment.tzinfo or zone is None else moment.replace(tzinfo=zone.zone)
    return PrintedTime(value=aware, precision="second" if has_seconds else "minute")


def _plausible(time: PrintedTime) -> PrintedTime | None:
    day = time.value.date() if isinstance(time.value, datetime) else time.value
    return time if EARLIEST <= day <= datetime.now(UTC).date() + _AHEAD else None


def _hour(clock: re.Match[str], text: str) -> int:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()[:1]
    is_past = _AFTERNOON.search(text[: clock.start()]) or _PAST_NOON.match(text, clock.end())
    if hour < _NOON and (half == "p" or is_past):
        return hour + _NOON
    return 0 if half == "a" and hour == _NOON else hour


def _day(text: str, language: str) -> date | None:
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
        if match := pattern.search(text):
            day, month = int(match["day"]), int(match["month"])
            is_american = pattern is _YEAR_LAST and language in _MONTH_FIRST
            if month > _MONTHS or (is_american and day <= _MONTHS):
                day, month = month, day
            return _date(int(match["year"]), month, day)
    if listed := _listed_day(text, language):
        return listed
    if _has_short_year(text, language) and (match := _SHORT_YEAR.search(text)):
        return _date(_CENTURY + int(match["year"]), int(match["month"]), int(match["day"]))
    named = _named_day(_SHORT_MONTH.sub("", _ORDINAL.sub("", text)), language)
    return _date(named.year, named.month, named.day) if named else None


def _has_short_year(text: str, language: str) -> bool:
    """Whether a text has a year of two digits, where the language says what it is."""
    plain = language.partition("-")[0]
    if plain in _DAY_FIRST:
        return bool(_SHORT_YEAR.search(text))
    return plain == "th" and _listed_day(text, language) is not None


def _listed_day(text: str, language: str) -> date | None:
    """The day of a text whose month is a listed word: 5 มี.ค. 2569, 5 มี.ค. 69."""
    months = _months(language.partition("-")[0])
    if not months:
        return None
    for match in _LISTED.finditer(text):
        if month := months.get(match["month"].replace(".", "").strip().casefold()):
            year = int(match["year"])
            is_short = len(match["year"]) == len("69")
            return _date(year + _SHORT_BUDDHIST * is_short, month, int(match["day"]))
    return None


@cache
def _months(language: str) -> Mapping[str, int]:
    """The listed names of months of a language, in lower case."""
    written = Path(__file__).with_name("month_words.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in written.splitlines() if not line.startswith("#"))
    listed = [(int(month), words) for of, month, *words in rows if of == language]
    return {word: month for month, words in listed for word in words}


def _date(year: int, month: int, day: int) -> date | None:
    today = datetime.now(UTC).year
    try:
        return date(year - _BUDDHIST if year > today + 100 else year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _named_day(text: str, language: str) -> datetime | None:
    """The day of a text that names its month."""
    from dateparser import parse
    from dateparser.search import search_dates

    known = dateparser_language(language)
    if known is None:  # it would try each of two hundred
        return None
    settings = {
        "PREFER_DAY_OF_MONTH": "first",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],  # 5日 is no day of its own, and not five days ago either
    }
    for match in _NAMED.finditer(text):  # without the words before it: Mis à jour le 6 mars 2026
        day: datetime | None = parse(match[0], languages=[known], settings=settings)
        if day is not None:
            return day
    found = search_dates(text, languages=[known], settings=settings)
    moments: list[datetime] = [moment for _, moment in found or ()]
    return moments[0] if moments else None
