"""The spellings of a printed time, turned into one: year, month, day, the clock and its zone.

22/07/2022, 民國111年7月22日, July 22, 2022 and 二〇二二年七月二十二日 are one day; the clock may
stand before it, or behind the name of a zone.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = str.maketrans("〇○零一二两三四五六七八九", "0001223456789")
_HANZI_YEAR = re.compile(
    r"([一二][〇○零九一二三四五六七八]{3})\s?年\s?([一二三四五六七八九十]{1,3})\s?月\s?([一二三四五六七八九十]{1,3})\s?[日号]"
)
_NUMERAL = "[一二三四五六七八九十百零〇○]"
#: 民國115年, 115年3月5日 and 中華民國一百一十五年三月五日 are of 2026.
_REPUBLIC = re.compile(
    rf"(?:中[華华])?民[國国]\s?(?P<year>\d{{2,3}}|{_NUMERAL}{{1,6}})\s?年"
    rf"(?:\s?(?P<month>{_NUMERAL}{{1,3}})\s?月\s?(?P<day>{_NUMERAL}{{1,3}})\s?日)?"
    r"|(?<!\d)(?P<bare>1[0-4]\d)\s?年(?=\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
)
_REPUBLIC_BEGAN = 1911  # its year 0
#: How Taiwan and Hong Kong write the signs of a time.
_SIMPLER = str.maketrans("時點鐘間剛號週兩個", "时点钟间刚号周两个")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
#: February 13, 2022 / 13 Feb. 2022
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?:(?P<m1>[A-Z][a-z]{2,8})\.?\s{1,2}(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?|"
    r"(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s{1,2}(?P<m2>[A-Z][a-z]{2,8})\.?,?)\s{1,2}(?P<year>(?:19|20)\d\d)(?!\d)"
)
#: Wed Jul 01 08:00:00 CST 2026, as Java prints it, or GMT+08:00; Jul  1 without a zone, as C does
_JAVA = re.compile(
    r"(?<![A-Za-z])(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) {1,2}([0-3]?\d)"
    r" (\d\d:\d\d:\d\d)(?: (CST|HKT|UTC|(?:GMT)?[+-]\d\d:?\d\d|GMT))? ((?:19|20)\d\d)(?!\d)"
)
#: 22/07/2022, 22-07-2022 or 07/22/2022, where one of the numbers is no month
_DAY_FIRST = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?P<mark>[/.-])(\d{1,2})(?P=mark)((?:19|20)\d\d)(?![\d/])(?![.-]\d)"
)
#: 7/2/2022, 8:51:12 AM, as scripts print the American form
_AMERICAN = re.compile(
    r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?=,?\s\d{1,2}:\d\d(?::\d\d)?\s[AP]M\b)"
)
#: 22 2022-07 and 07-22 2022, as boxes beside a headline print the day
_DAY_BOX = re.compile(r"(?<![\d:/.-])([0-3]?\d)\s((?:19|20)\d\d)[-/.年]([01]?\d)月?(?![\d:/.月-])")
_YEAR_LAST = re.compile(
    r"(?<![\d:/.-])([01]?\d)[-/.月]([0-3]?\d)日?\s((?:19|20)\d\d)(?![\d:/.年-])"
)
#: 18:57 2025-03-17, 9:20 PM | 2025-3-17: the hour first, where none stands behind the day
_CLOCK_FIRST = re.compile(
    r"^(\D{0,20}?)((?:[上下]午|早上|晚上|凌晨)?\s?\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?)\s{0,3}[|,/·-]?\s{0,3}"
    r"((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?!\s{0,2}\d{1,2}:|\d)"
)
#: 9:20 a.m., 9:20pm
_HALF = re.compile(r"(?<=[\d\s])([ap])(?:\.\s?)?(m)\b\.?", re.I)
#: Zones by their Chinese names, and as they are abbreviated.
_ZONES = {
    "美东": "ET", "美國東部": "ET", "美国东部": "ET", "美東": "ET", "美西": "PT", "美国西部": "PT",
    "美國西部": "PT", "太平洋": "PT", "格林尼治": "GMT", "格林威治": "GMT", "北京": "+08:00",
    "香港": "+08:00", "台北": "+08:00", "新加坡": "+08:00", "马来西亚": "+08:00", "大马": "+08:00",
    "东京": "+09:00", "日本": "+09:00",
}  # fmt: skip
_ZONE_NAME = re.compile(rf"({'|'.join(_ZONES)})(?:标准)?时间")
#: 2025-03-17 HKT 09:20: the zone between the day and the clock
_ZONE_BETWEEN = re.compile(
    r"(?<=[\d日])\s{1,3}([A-Z]{1,3}T|\+0[89]:00)\s{1,3}(\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?)(?!\d)"
)


def fold(text: str) -> str:
    """A text with its times in one spelling: 9:20am 18/03/2026 → 2026-3-18  9:20AM.

    >>> fold("2026年03月18日 HKT 09:20")
    '2026年03月18日 09:20 HKT'
    """
    text = unicodedata.normalize("NFKC", text).replace("\u2236", ":").replace("\ufe30", ":")
    text = re.sub(r"[–—−]", "-", text).translate(_SIMPLER)
    text = _HALF.sub(lambda match: f"{match[1]}{match[2]}".upper(), text)
    text = _REPUBLIC.sub(_in_common_era, text)
    text = _JAVA.sub(_java_in_order, text)
    text = _AMERICAN.sub(r"\3-\1-\2 ", _DAY_FIRST.sub(_year_first, text))
    text = _YEAR_LAST.sub(r"\3-\1-\2 ", _DAY_BOX.sub(r"\2-\3-\1 ", text))
    text = _ENGLISH.sub(_in_order, _HANZI_YEAR.sub(_in_digits, text))
    text = _ZONE_NAME.sub(lambda match: f" {_ZONES[match[1]]} ", text)
    text = _CLOCK_FIRST.sub(r"\1\3 \2", text)
    return _ZONE_BETWEEN.sub(r" \2 \1", text)


def _in_common_era(match: re.Match[str]) -> str:
    printed = match["year"] or match["bare"]
    year = _REPUBLIC_BEGAN + (int(printed) if printed.isdigit() else number_of(printed))
    if match["month"]:
        return f"{year}年{number_of(match['month'])}月{number_of(match['day'])}日"
    return f"{year}年"


def _year_first(match: re.Match[str]) -> str:
    first, second, year = int(match[1]), int(match[3]), match[4]
    if first > 12 >= second:
        return f"{year}-{second}-{first} "
    return f"{year}-{first}-{second} " if second > 12 >= first else match[0]


def _in_order(match: re.Match[str]) -> str:
    printed = (match["m1"] or match["m2"]).lower()
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(printed)), None)
    return f"{match['year']}-{month}-{match['d1'] or match['d2']} " if month else match[0]


def _java_in_order(match: re.Match[str]) -> str:
    """The same with the year first; CST, China's, says no more than the station's own zone."""
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(match[1].lower())), 0)
    zone = "" if match[4] in (None, "CST", "HKT") else match[4]
    return f"{match[5]}-{month}-{match[2]} {match[3]} {zone}" if month else match[0]


def _in_digits(match: re.Match[str]) -> str:
    return f"{match[1].translate(_DIGITS)}年{number_of(match[2])}月{number_of(match[3])}日"


def number_of(hanzi: str) -> int:
    """A number below 200 in Chinese numerals: 二十二 → 22, 一百一十五 → 115."""
    _, hundred, hanzi = hanzi.rpartition("百")
    tens, ten, ones = hanzi.rpartition("十")
    value = int(ones.translate(_DIGITS) or 0) + 100 * bool(hundred)
    return value + 10 * int(tens.translate(_DIGITS) or 1) if ten else value
