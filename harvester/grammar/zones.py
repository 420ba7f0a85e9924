"""The zone of a printed time: named beside it, the station's, or guessed and said to be a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from harvester.model.countries import country, country_of_host
from harvester.model.station import Station

#: Names of zones beside a time. Those that name several (CST, IST, BST) mean one of them by where
#: the page is from; they are not in here but in `_BY_COUNTRY`.
_NAMED = {
    "UTC": "UTC", "GMT": "UTC", "Z": "UTC",
    "ET": "America/New_York", "EST": "Etc/GMT+5", "EDT": "Etc/GMT+4",
    "CT": "America/Chicago", "CDT": "Etc/GMT+5",
    "MT": "America/Denver", "MST": "Etc/GMT+7", "MDT": "Etc/GMT+6",
    "PT": "America/Los_Angeles", "PST": "Etc/GMT+8", "PDT": "Etc/GMT+7",
    "AKT": "America/Anchorage", "HST": "Pacific/Honolulu", "AT": "America/Halifax",
    "ADT": "Etc/GMT+3", "BRT": "America/Sao_Paulo", "ART": "America/Argentina/Buenos_Aires",
    "WET": "Europe/Lisbon", "WEST": "Etc/GMT-1",
    "CET": "Europe/Paris", "CEST": "Etc/GMT-2", "MEZ": "Europe/Berlin", "MESZ": "Etc/GMT-2",
    "EET": "Europe/Helsinki", "EEST": "Etc/GMT-3", "MSK": "Europe/Moscow", "TRT": "Europe/Istanbul",
    "SAST": "Africa/Johannesburg", "EAT": "Africa/Nairobi", "CAT": "Africa/Harare",
    "WAT": "Africa/Lagos", "PKT": "Asia/Karachi", "NPT": "Asia/Kathmandu", "BDT": "Asia/Dhaka",
    "ICT": "Asia/Bangkok", "WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura",
    "HKT": "Asia/Hong_Kong", "MYT": "Asia/Kuala_Lumpur", "SGT": "Asia/Singapore",
    "PHT": "Asia/Manila", "TWT": "Asia/Taipei", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "AWST": "Australia/Perth", "ACST": "Etc/GMT-9", "AEST": "Etc/GMT-10", "AEDT": "Etc/GMT-11",
    "NZST": "Etc/GMT-12", "NZDT": "Etc/GMT-13",
}  # fmt: skip
_BY_COUNTRY = {
    "CST": {"CN": "Asia/Shanghai", "TW": "Asia/Taipei", "US": "Etc/GMT+6", "CA": "Etc/GMT+6"},
    "IST": {"IN": "Asia/Kolkata", "IE": "Europe/Dublin", "IL": "Asia/Jerusalem"},
    "BST": {"GB": "Europe/London", "BD": "Asia/Dhaka"},
}
_NAMES = "|".join(sorted({*_NAMED, *_BY_COUNTRY}, key=len, reverse=True))
#: 2:32 PM ET, 14:32 (MEZ), 2:32 p.m. EST
_AFTER_CLOCK = re.compile(
    rf"\d{{1,2}}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?\s{{0,2}}[(]?({_NAMES})\b", re.I
)
#: 14:32 (GMT+7), 14:32 UTC +05:30
_BEHIND_NAME = re.compile(r"\s?([+-])(\d{1,2})(?::?([0-5]\d))?(?!\d)")
_MOST_HOURS = 14  # of an offset
_OFFSET = re.compile(
    r"\d[:h]?\d\d(?:\.\d{1,9})?\s?(?:Z\b|(?:GMT|UTC)?\s?[+-](?:0\d|1[0-4]):?(?:00|15|30|45)\b)"
)
#: Languages of one country, or of several in one zone, and that country.
_HOME = {
    "de": "DE", "ja": "JP", "ko": "KR", "it": "IT", "pl": "PL", "cs": "CZ", "sk": "SK", "hu": "HU",
    "sv": "SE", "da": "DK", "no": "NO", "nb": "NO", "nn": "NO", "fi": "FI", "et": "EE", "lv": "LV",
    "lt": "LT", "el": "GR", "he": "IL", "tr": "TR", "th": "TH", "vi": "VN", "uk": "UA", "bg": "BG",
    "ro": "RO", "hr": "HR", "sl": "SI", "sr": "RS", "mk": "MK", "sq": "AL", "nl": "NL", "ka": "GE",
    "hy": "AM", "az": "AZ", "is": "IS", "fa": "IR", "hi": "IN", "mr": "IN", "te": "IN", "kn": "IN",
    "ml": "IN", "gu": "IN", "ne": "NP", "si": "LK", "km": "KH", "lo": "LA", "my": "MM", "lb": "LU",
    "ca": "ES", "eu": "ES", "gl": "ES", "zh": "CN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageZone:
    """The zone of the times on a page that name none; `guess` says from what it was guessed."""

    zone: ZoneInfo
    guess: str | None = None

    @property
    def why(self) -> str | None:
        """What the evidence says of a time that was put into the zone."""
        return f"the zone {self.zone.key} is a guess, by {self.guess}" if self.guess else None


def page_zone(
    station: Station, urls: Iterable[str], language: str | None, declared: str | None = None
) -> PageZone | None:
    """The zone of the times that a page prints without one; None where not even a guess is left.

    The station's own counts, then that of the country of a host among its addresses, of the region
    in the language that the page declares (pt-BR), of the country where its language is at home.
    en-US says nothing: templates are made with it.

    >>> page_zone(Station(name="a", title="A"), ["https://a.example/"], "de").why
    'the zone Europe/Berlin is a guess, by the language de'
    """
    if station.timezone is not None:
        return PageZone(ZoneInfo(station.timezone))
    if station.place_zone is not None:
        return PageZone(ZoneInfo(station.place_zone))
    for url in urls:
        if code := country_of_host(_host(url)):
            return _guess(code, f"the country of the host ({code})")
    region = _region(declared)
    if region is not None:
        return _guess(region, f"the declared language {declared}")
    home = _HOME.get((language or "").partition("-")[0])
    return _guess(home, f"the language {language}") if home else None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # [::1 is no host
        return ""


def _region(tag: str | None) -> str | None:
    match = re.fullmatch(r"(?:[a-z]{2,3}[-_](?:[A-Z][a-z]{3}[-_])?)([A-Z]{2})", (tag or "").strip())
    return match[1] if match and match[1] != "US" and country(match[1]) else None


def _guess(code: str, reason: str) -> PageZone | None:
    known = country(code)
    return PageZone(ZoneInfo(known.zone), reason) if known else None


def named_zone(printed: str, host: str) -> tzinfo | None:
    """The zone whose name or offset stands behind a clock time.

    >>> named_zone("March 5, 2026 2:32 PM ET", "www.sample.example").key
    'America/New_York'
    >>> named_zone("March 5, 2026 2:32 PM", "www.sample.example")
    >>> named_zone("5/3/2026, 14:32 (GMT+7)", "www.sample.example").utcoffset(None)
    datetime.timedelta(seconds=25200)
    """
    match = _AFTER_CLOCK.search(printed)
    if match is None:
        return None
    name = match[1].upper()
    if name in ("GMT", "UTC") and (offset := _BEHIND_NAME.match(printed, match.end())):
        return _fixed(*offset.groups())
    if name in _BY_COUNTRY:
        key = _BY_COUNTRY[name].get(country_of_host(host) or "")
    else:
        key = _NAMED[name]
    return None if key is None else UTC if key == "UTC" else ZoneInfo(key)


def _fixed(sign: str, hours: str, minutes: str | None) -> tzinfo | None:
    """The zone of an offset; None where no zone has it."""
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if away > timedelta(hours=_MOST_HOURS):
        return None
    return timezone(-away if sign == "-" else away)


def carries_offset(printed: str) -> bool:
    """Whether a time is printed with its offset: 14:32:00+01:00, 14:32Z.

    >>> carries_offset("2026-03-05T14:32:00+01:00"), carries_offset("2026-03-05 14:32")
    (True, False)
    """
    return bool(_OFFSET.search(printed))
