"""Station keys: which keys a station or platform file may have, and what each may say.

Every key of the tables below is told in docs/stations.md; a test sees to it.
"""

# ruff: noqa: TRY004 - whatever a file says wrong, the check that finds it raises ValueError

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, get_args
from zoneinfo import available_timezones

from archive.model.suggest import nearest
from harvester.config.selectors import compile_selector
from harvester.model.places import nearest_place, place_name
from harvester.model.station import Reads
from harvester.model.url import canonical, host_of

Check = Callable[[Any], Any]
Keys = Mapping[str, Check]


def _hint(wanted: str, known: Iterable[str]) -> str:
    like = nearest(wanted, known)
    return f" (did you mean {like}?)" if like else ""


# --- one value: what it is as given to a Station; ValueError says what is expected ----


def text(value: Any) -> str:
    """Some words."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"words in quotes are expected, not {value!r}")
    return value.strip()


def flag(value: Any) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError(f"true or false is expected, not {value!r}")
    return value


def seconds(value: Any) -> float:
    """A number of seconds, at most an hour."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"a number of seconds is expected, not {value!r}")
    if not 0 <= value <= 3600:
        raise ValueError(f"a number of seconds from 0 to 3600 is expected, not {value!r}")
    return float(value)


def day(value: Any) -> date:
    """A day."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"a day without quotes is expected (2022-07-22), not {value!r}")
    return value


def hours(value: Any) -> tuple[time, time]:
    """From when to when, as "22:00-06:00"."""
    written = text(value)
    try:
        first, last = (time.fromisoformat(part.strip()) for part in written.split("-"))
    except ValueError:
        raise ValueError(f'hours as "22:00-06:00" are expected, not {written!r}') from None
    if first == last:
        raise ValueError(f"{written!r} is no time at all")
    return first, last


def address(value: Any) -> str:
    """An http(s) address."""
    written = text(value)
    try:
        canonical(written)
    except ValueError as error:
        raise ValueError(f"an http(s) address is expected: {error}") from None
    return written


def dated_address(value: Any) -> str:
    """An http(s) address with the places of a day in it: {date:%Y%m/%d}."""
    written = text(value)
    try:
        first, second = (written.format(date=date(2022, 7, day)) for day in (1, 2))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise ValueError(f"{written!r} cannot be filled in with a day: {error}") from None
    if first == second:
        raise ValueError(f"{written!r} has no place for a day, such as {{date:%Y%m/%d}}")
    return address(first) and written


def json_path(value: Any) -> str:
    """Names of JSON fields with dots between them: data.list."""
    written = text(value)
    if not all(part.strip() for part in written.split(".")):
        raise ValueError(f"names with dots between them are expected (data.list), not {written!r}")
    return written


def json_link(value: Any) -> str:
    """An address, also one that begins at the list's own, with {fields} of an item."""
    written = text(value)
    if not re.search(r"\{[^{}]+\}", written):
        raise ValueError(f"{written!r} has no place for a field of the item, such as {{url}}")
    return written


def host(value: Any) -> str:
    """A host, with its port where that is not the usual one."""
    written = text(value)
    if "/" in written:
        raise ValueError(f"a host alone is expected (xt.rednet.cn), not {written!r}")
    try:
        return host_of(f"http://{written}/")
    except ValueError:
        raise ValueError(f"{written!r} is no host") from None


def path(value: Any) -> str:
    """The beginning of the path of an address: /xiangtan/."""
    written = text(value)
    if not re.fullmatch(r"/(?:[^/?#\s]+/)+", written):
        raise ValueError(f"a path from / to / is expected (/xiangtan/), not {written!r}")
    return written


def place(value: Any) -> str:
    """A six-digit code of GB/T 2260."""
    if not isinstance(value, str):
        raise ValueError(f'a code in quotes is expected ("430300"), not {value!r}')
    try:
        place_name(value)
    except KeyError:
        like = nearest_place(value.strip())
        hint = f" (did you mean {like}, {place_name(like)}?)" if like else ""
        raise ValueError(f"no such place: {value}{hint}") from None
    return value


def timezone(value: Any) -> str:
    """A time zone of the IANA list."""
    written = text(value)
    if written not in _zones():
        raise ValueError(f"no such time zone: {written}{_zone_hint(written)}")
    return written


@cache
def _zones() -> set[str]:
    return available_timezones()


def _zone_hint(written: str) -> str:
    zones = {zone.lower(): zone for zone in _zones()}
    like = nearest(written, zones)
    return f" (did you mean {zones[like]}?)" if like else ""


def encoding(value: Any) -> str:
    """A text encoding."""
    written = text(value)
    try:
        codecs.lookup(written)
    except LookupError:
        known = ("utf-8", "gb18030", "gbk", "gb2312", "big5")
        raise ValueError(f"no such encoding: {written}{_hint(written, known)}") from None
    return written


def language(value: Any) -> str:
    """A language tag."""
    written = text(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", written):
        raise ValueError(f"a language tag is expected (zh-CN), not {written!r}")
    return written


def reads(value: Any) -> str:
    """What the layouts were tried on."""
    known = get_args(Reads)
    if value not in known:
        hint = _hint(value, known) if isinstance(value, str) else ""
        raise ValueError(f"one of {', '.join(known)} is expected, not {value!r}{hint}")
    return str(value)


def id_space(value: Any) -> str:
    """The name of a series of content ids."""
    written = text(value)
    if not re.fullmatch(r"[a-z0-9-]{1,63}", written) or written == "url":
        raise ValueError(f"a name of a-z, 0-9 and - is expected, other than url, not {written!r}")
    return written


def name(value: Any) -> str:
    """The name of a layout or platform."""
    written = text(value)
    if not re.fullmatch(r"[a-z0-9-]{1,63}", written):
        raise ValueError(f"a name of a-z, 0-9 and - is expected, not {written!r}")
    return written


def selector(value: Any) -> str:
    """A CSS selector of elements, or an XPath, which begins with / or ./ or (."""
    written = text(value)
    compile_selector(written)
    return written


def pattern(value: Any) -> re.Pattern[str]:
    """A regular expression that is found in an address."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"a pattern in single quotes is expected, not {value!r}")
    try:
        with warnings.catch_warnings(action="error"):  # [[a] means something else one day
            compiled = re.compile(value)
    except (re.error, FutureWarning, OverflowError, RecursionError) as error:
        raise ValueError(f"{value!r} is no pattern: {error}") from None
    if compiled.search(""):
        raise ValueError(f"{value!r} is found in every address")
    return compiled


# --- a list of values ------------------------------------------------------------------------


def many(check: Check) -> Check:
    """A list of such values; `[]` says that there are none."""

    def checked(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError(f"a list is expected, in [ ], not {value!r}")
        return tuple(check(each) for each in value)

    checked.__doc__ = f"A list. Each: {check.__doc__}"
    return checked


# --- the tables ------------------------------------------------------------------------------

LAYOUT_KEYS: Keys = {
    "name": name,
    "title": selector,
    "body": selector,
    "published": selector,
    "source": selector,
    "credits": selector,
    "kicker": selector,
    "subtitle": selector,
    "next_part": selector,
    "drop": many(selector),
}

TWIN_KEYS: Keys = {"pattern": pattern, "canonical": text}

#: What a platform gives to its stations; a station may say otherwise.
_SHARED_KEYS: Keys = {
    "publisher": text,
    "language": language,
    "timezone": timezone,
    "encoding": encoding,
    "delay": seconds,
    "pictures": flag,
    "next_page": selector,
    "json_items": json_path,
    "json_link": json_link,
    "json_time": json_path,
    "id_space": id_space,
    "shared_hosts": many(host),
    "articles": many(pattern),
    "parts": many(pattern),
}

PLATFORM_KEYS: Keys = {**_SHARED_KEYS, "domains": many(host), "fingerprint": many(selector)}

STATION_KEYS: Keys = {
    "title": text,
    "reads": reads,
    "platforms": many(name),
    "place": place,
    "home": address,
    "hosts": many(host),
    "paths": many(path),
    "lists": many(address),
    "sitemaps": many(address),
    "dated_lists": many(dated_address),
    "feeds": many(address),
    "json_lists": many(address),
    "hours": hours,
    "formerly": many(text),
    "from": day,
    "until": day,
    **_SHARED_KEYS,
}
