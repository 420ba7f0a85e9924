"""Printed time → an aware moment or a day, with the precision in which it was printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import dateparser

from archive.model.article import COUNTED_BACK, YEAR_OF_CAPTURE, PrintedTime
from harvester.grammar.time_spellings import fold, number_of
from harvester.grammar.zones import named_zone

#: No page is older than the Chinese web, none is printed more than two days ahead.
EARLIEST = date(1994, 1, 1)
_AHEAD = timedelta(days=2)
_LONGEST = 300

_DAY = (
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s{0,2}(?:(?P<mark>[-./·])|年)?(?(mark)|(?<=年|\d))\s{0,2}"
    r"(?P<month>\d{1,2})\s{0,2}(?:[-./·]|"
    r"月)\s{0,2}(?P<day>\d{1,2})(?!\d(?!\d\s?[:时]))(?:\s{0,2}[日号])?"
)
_CLOCK = (
    r"(?P<half>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|深夜|AM|PM|am|"
    r"pm)?\s{0,2}"
    r"(?P<hour>\d{1,2})\s{0,2}(?:[:点时]|点钟)\s{0,2}(?P<minute>\d{1,2}|半)?(?:分)?"
    r"(?:\s{0,2}:?\s{0,2}(?P<second>\d{1,2})(?:秒|\.\d{1,9}|(?!\d)))?\s{0,2}(?P<after>AM|PM|am|pm|[上下]午)?"
)
_WEEKDAY = (
    r"(?:[(（]?(?:星期|[周週])[一二三四五六日天][)）]?|[(（][一二三四五六日天][)）]|"
    r"[(（]?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?[)）]?)"
)
#: What may stand between a day and its clock: a weekday, a stroke, a dash that stands apart.
_GAP = (
    rf"(?:\s{{0,4}}|T|日)[,，]?\s{{0,2}}(?:{_WEEKDAY})?\s{{0,4}}"
    r"(?:[|,，/·•@]|at|-(?=\s)|(?<=日)-)?\s{0,2}"
)
_OFFSET = r"(?:0\d|1[0-4]):?(?:00|15|30|45)"
#: Z, GMT, +08:00; GMT+0800 as scripts print it; UTC+8; HKT, ET
_ZONE = (
    rf"(?:GMT|UTC)?[+-]{_OFFSET}(?!:)|(?:GMT|UTC)[+-](?:1[0-4]|0?\d)(?![\d:])|Z|"
    r"(?:GMT|UTC)(?![+-]\d)|(?!GMT)[A-Z]{1,3}T(?![A-Za-z])"
)
_FULL = re.compile(rf"{_DAY}(?:{_GAP}{_CLOCK}\s{{0,2}}[(（]?\s?(?P<zone>{_ZONE})?)?")
_HOURS = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2})")
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0\d|1[0-2])(?P<day>[0-2]\d|3[01])"
    r"(?:[T\s]?(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d))?)?(?!\d)"
)
_EPOCH = re.compile(r"(?<![\d.])(1\d{9})(?:\d{3})?(?![\d.])")
_YEARLESS = re.compile(
    rf"(?<!\d)(?P<month>\d{{1,2}})\s?(?:[-/]|"
    rf"月)\s?(?P<day>\d{{1,2}}?)\s?[日号]?(?:{_GAP}{_CLOCK})?(?![\d年月]|/\d)"
)
#: 3小时前发布
_SAID = r"(?:发[布表]|發[佈布表]|更新)?"
#: 半小时前, 两天之前, 3个月前: in words, where nothing is said before and behind
_SPELT = (
    r"(?:半|\d{1,3}|[一二两三四五六七八九十]{1,3})\s?个?半?"
    rf"(?:秒钟?|分钟|小时|钟头|天|日|周|星期|月)\s?[之以]?前{_SAID}(?![^\s|\d])"
)
_RELATIVE = re.compile(
    r"(?:刚刚|\d{1,3}\s?(?:秒钟?|分钟|分鐘|小时|小時|天|日)\s?[之以]?前|今天|昨天|前天|今日|昨日"
    rf"|(?:(?<![\u4e00-\u9fff\d])|(?<=于)){_SPELT})"
    rf"(?:\s{{0,3}}{_CLOCK})?"
)
#: What a line without a full date begins with, or holds, where it is one of time.
_RELATIVE_WORDS = re.compile(
    rf"[^\d，。]{{0,14}}(?:(?:昨|前|今)天|[刚剛][刚剛]|{_SPELT}|"
    r"\d{1,3}\s?(?:分钟|小时|分鐘|小時|天)前|"
    rf"(?<![\d-])\d{{1,2}}[-月]\d{{1,2}}日?\s?\d{{2}}:\d{{2}}){_SAID}(?![^\s|\d])"
)
#: Those units whose number names a day; 3周前 and 3个月前 name none.
_UNITS = {
    "秒": timedelta(seconds=1), "分": timedelta(minutes=1), "小": timedelta(hours=1),
    "钟": timedelta(hours=1), "天": timedelta(days=1), "日": timedelta(days=1),
}  # fmt: skip
_COUNTED = re.compile(
    r"(半|\d{1,3}|[一二两三四五六七八九十]{1,3})\s?个?(半?)([秒分小钟天日周星月]).*前"
)
_MAY_BE_RELATIVE = re.compile(r"[天日前刚剛\d]")  # what no such form is without
#: Before noon, 12 is midnight: 上午 12:05 is five past twelve at night.
_MORNING = frozenset(("凌晨", "清晨", "早上", "早晨", "早", "上午", "AM", "am"))
_AFTERNOON = frozenset(("下午", "傍晚", "晚上", "晚间", "晚", "夜间", "深夜", "PM", "pm"))
_NOON = 12


@dataclass(frozen=True, slots=True)
class RelativeTime:
    """Words that mean a time only on the day they are seen: 昨天 08:51, 3小时前, 10-08 12:00."""

    words: str
    zone: ZoneInfo

    @property
    def doubt(self) -> str | None:
        """Why the time that it means is not sure: 3天前 is counted back, 07-01 has no year.

        >>> RelativeTime("3天前", ZoneInfo("Asia/Shanghai")).doubt
        'counted back from the capture'
        """
        folded = fold(self.words)
        if match := _RELATIVE.search(folded):
            return COUNTED_BACK if match[0].rstrip().endswith("前") else None
        return YEAR_OF_CAPTURE

    def on(self, captured_at: datetime, year: int | None = None) -> PrintedTime | None:
        """The time that they mean at the aware moment at which the page was fetched.

        `year` is that of a day without one (10-08 12:00), where it is known; else it is the last
        year in which that day was.
        """
        here = captured_at.astimezone(self.zone)
        return _from_capture(fold(self.words), self.zone, here, year)


def read_relative_time(text: str, *, zone: ZoneInfo) -> RelativeTime | None:
    """What a text without a full date prints that means a time on the day of its capture.

    >>> read_relative_time("2小时前 来源：湘潭日报", zone=ZoneInfo("Asia/Shanghai")).words
    '2小时前 来源：湘潭日报'
    >>> read_relative_time("2022-02-30", zone=ZoneInfo("Asia/Shanghai"))
    """
    words = text[:_LONGEST]
    if not _MAY_BE_RELATIVE.search(words) or _full_dates(words, zone):
        return None
    folded = fold(words)
    if _RELATIVE.search(folded) or _YEARLESS.search(folded):
        return RelativeTime(words, zone)
    return None


def read_time(
    text: str, *, zone: ZoneInfo, captured_at: datetime | None = None
) -> PrintedTime | None:
    """The first full date that a text prints, with its time where it prints one.

    Naive times are in `zone`; times with an offset are turned into it. `captured_at` is the aware
    moment at which the page was fetched: forms that say only 昨天 or 10-08 12:00 are read from it
    and give None without it, and what lies after it (by more than two days) is no time of
    publication.

    >>> read_time("2022年07月22日08:51 来源：湘潭日报", zone=ZoneInfo("Asia/Shanghai")).iso()
    '2022-07-22T08:51:00+08:00'
    >>> read_time("2022年13月1日", zone=ZoneInfo("Asia/Shanghai"))
    """
    dates = _full_dates(text[:_LONGEST], zone)
    for read in dates:
        if read is not None and _plausible(read, zone, captured_at):
            return read
    # 2022-02-30 is no date, and its month and day are none of the year in which it was seen.
    if dates or captured_at is None:
        return None
    return _from_capture(fold(text[:_LONGEST]), zone, captured_at.astimezone(zone))


def begins_with_relative_time(text: str) -> bool:
    """Whether a line begins with what means a time only on the day it is seen: 昨天 08:51."""
    return bool(_MAY_BE_RELATIVE.search(text) and _RELATIVE_WORDS.match(text))


def names_relative_time(text: str) -> bool:
    """Whether a line holds such words anywhere: 发布于 3小时前."""
    return bool(_MAY_BE_RELATIVE.search(text) and _RELATIVE_WORDS.search(text))


def read_epoch(
    text: str, *, zone: ZoneInfo, captured_at: datetime | None = None
) -> PrintedTime | None:
    """A moment given as seconds or milliseconds since 1970, as scripts write it.

    >>> read_epoch("1659274471", zone=ZoneInfo("Asia/Shanghai")).iso()
    '2022-07-31T21:34:31+08:00'
    """
    match = _EPOCH.search(text[:_LONGEST])
    if not match:
        return None
    moment = datetime.fromtimestamp(int(match[1]), UTC).astimezone(zone)
    return _plausible(PrintedTime(value=moment, precision="second"), zone, captured_at)


@lru_cache(maxsize=1024)  # a line is asked whether it prints a time, and later which
def _full_dates(text: str, zone: ZoneInfo) -> tuple[PrintedTime | None, ...]:
    """The full dates of a text, None for each that is no day."""
    folded = fold(text)
    return tuple(
        _typed(match.groupdict(), zone, match[0])
        for pattern in (_FULL, _COMPACT)
        for match in pattern.finditer(folded)
    )


def _typed(parts: dict[str, str | None], zone: ZoneInfo, printed: str = "") -> PrintedTime | None:
    """The parts of a date as a moment or a day; None where there is no such day."""
    try:
        day = date(int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0))
    except ValueError:
        return None
    if not parts.get("hour"):
        return PrintedTime(value=day, precision="day")
    hour = _hour(int(parts["hour"] or 0), parts.get("half") or parts.get("after"))
    minute, second = parts.get("minute"), parts.get("second")
    if second == "60":  # a leap second, which no clock of Python's has
        second = "59"
    if minute is None:  # 8时: an hour is less than a minute, so only the day is sure
        return PrintedTime(value=day, precision="day")
    try:
        moment = datetime(  # noqa: DTZ001  (the zone follows from what is printed)
            day.year,
            day.month,
            day.day,
            hour,
            30 if minute == "半" else int(minute),
            int(second or 0),
        )
    except ValueError:
        return PrintedTime(value=day, precision="day")
    offset = parts.get("zone")
    if offset and offset.startswith("-") and not (second or "T" in printed):
        offset = None  # 08:51-10:30 is until half past ten
    aware = _placed(moment, offset, zone)
    return PrintedTime(value=aware, precision="second" if second else "minute")


def _hour(hour: int, half: str | None) -> int:
    if half in _AFTERNOON and hour < _NOON:
        return hour + _NOON
    return 0 if half in _MORNING and hour == _NOON else hour


def _placed(moment: datetime, offset: str | None, zone: ZoneInfo) -> datetime:
    """A moment in `zone`; an offset, or a zone's name that we know, says where it is printed."""
    if not offset:
        return moment.replace(tzinfo=zone)
    if offset in ("Z", "GMT", "UTC"):
        return moment.replace(tzinfo=UTC).astimezone(zone)
    if offset[0].isalpha() and offset.endswith("T"):
        named = named_zone(f"0:00 {offset}", host="")
        return moment.replace(tzinfo=named or zone).astimezone(zone)
    if hours := _HOURS.fullmatch(offset):
        offset = f"{hours[1]}{hours[2]:0>2}:00"
    offset = offset.removeprefix("GMT").removeprefix("UTC")
    return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(zone)


def _plausible(
    read: PrintedTime | None, zone: ZoneInfo, captured_at: datetime | None
) -> PrintedTime | None:
    if read is None:
        return None
    day = read.value.date() if isinstance(read.value, datetime) else read.value
    now = captured_at or datetime.now(UTC)
    if EARLIEST <= day <= now.date():  # in any zone: to ask for its day costs ten times as much
        return read
    return read if EARLIEST <= day <= now.astimezone(zone).date() + _AHEAD else None


def _from_capture(
    text: str, zone: ZoneInfo, captured_at: datetime, year: int | None = None
) -> PrintedTime | None:
    """Forms that only mean something on the day they are seen: 昨天 08:51, 10-08 12:00."""
    if match := _RELATIVE.search(text):
        return _relative(match[0], zone, captured_at)
    for match in _YEARLESS.finditer(text):
        # 12-31, seen in January, is of the year before
        for each in (year, captured_at.year, captured_at.year - 1):
            parts = {**match.groupdict(), "year": str(each or "")}
            read = _plausible(_typed(parts, zone), zone, captured_at) if each else None
            if read:
                return read
    return None


def _relative(text: str, zone: ZoneInfo, captured_at: datetime) -> PrintedTime | None:
    if counted := _COUNTED.fullmatch(text.strip()):
        return _counted_back(counted, captured_at)
    parsed = _dateparser(text, captured_at.replace(tzinfo=None, second=0, microsecond=0))
    if parsed is None or not timedelta(days=-1) <= captured_at.replace(
        tzinfo=None
    ) - parsed <= timedelta(400):
        return None
    if re.search(r"[天日]$|刚刚$", text.strip()):
        return PrintedTime(value=parsed.date(), precision="day")
    return PrintedTime(value=parsed.replace(tzinfo=zone), precision="minute")


def _counted_back(match: re.Match[str], captured_at: datetime) -> PrintedTime | None:
    """The day that 3小时前 names, or the one before it, and no minute."""
    number, half, sign = match.groups()
    if sign not in _UNITS:
        return None
    count = 0.5 if number == "半" else int(number) if number.isdigit() else number_of(number)
    moment = captured_at - (count + bool(half) / 2) * _UNITS[sign]
    return PrintedTime(value=moment.date(), precision="day")


@lru_cache(maxsize=256)
def _dateparser(text: str, captured_at: datetime) -> datetime | None:
    text = re.sub(r"^(今|昨)日", r"\1天", text).replace("分鐘", "分钟").replace("小時", "小时")
    settings = {"RELATIVE_BASE": captured_at, "PREFER_DATES_FROM": "past"}
    parsed: datetime | None = dateparser.parse(text, languages=["zh"], settings=settings)
    return parsed
