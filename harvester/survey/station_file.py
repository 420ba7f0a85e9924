"""The station file that a survey proposes, as TOML."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from harvester.config.stations import Stations
from harvester.config.toml_string import quoted, quoted_pattern
from harvester.model.places import place_name
from harvester.model.url import is_article
from harvester.redesign.layout_toml import layout_toml
from harvester.survey.address_shape import pattern_of
from harvester.survey.place_guess import guessed_place
from harvester.survey.survey import Survey

_SECOND_LEVEL = frozenset(("com", "net", "org", "gov", "edu", "ac"))
#: Signs of a host that a name of a station cannot have.
_NOT_IN_NAMES = re.compile(r"[^a-z0-9-]+")


def station_name(host: str) -> str:
    """A name for the station of a host.

    >>> station_name("xt.rednet.cn"), station_name("www.gz.com.cn"), station_name("127.0.0.1:81")
    ('rednet-xt', 'gz', 'site-127-0-0-1-81')
    >>> station_name("old_town.example"), station_name("[::1]:8000")
    ('old-town', 'site-1-8000')
    """
    name = urlsplit(f"//{host}").hostname or ""
    labels = name.split(".")
    if ":" in name or all(label.isdigit() for label in labels):
        return f"site-{_NOT_IN_NAMES.sub('-', host).strip('-')}"
    labels = labels[:-1] if len(labels) > 1 else labels
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    own = [label for label in reversed(labels) if label not in ("www", "news")]
    return _NOT_IN_NAMES.sub("-", "-".join(own or labels)).strip("-")[:63] or "site"


def station_toml(found: Survey) -> str:
    """The text of the station's file; whoever takes it looks it over."""
    place = guessed_place(found.title, *(a.source or "" for a in found.articles[:1]))
    lines = [
        "# Proposed by `harvest add`: look it over.",
        f"title     = {quoted(found.title or found.host)}",
        'reads     = "unverified"',
    ]
    if found.platform:
        lines.append(f"platforms = [{quoted(found.platform)}]")
    if place:
        lines.append(f"place     = {quoted(place)}  # {place_name(place)}")
    lines.append(f"home      = {quoted(found.home)}")
    for key, addresses in (
        ("lists", found.lists), ("feeds", found.feeds), ("sitemaps", found.sitemaps),
        ("json_lists", [found.json_list.url] if found.json_list else []),
    ):  # fmt: skip
        if addresses and addresses != [found.home]:
            listed = "".join(f"    {quoted(address)},\n" for address in addresses)
            lines.append(f"{key} = [\n{listed}]")
    if found.json_list:
        if found.json_list.items:  # else the whole answer is the list
            lines.append(f"json_items = {quoted(found.json_list.items)}")
        lines.append(f"json_link = {quoted(found.json_list.link)}")
        if found.json_list.time:
            lines.append(f"json_time = {quoted(found.json_list.time)}")
    if not found.platform:
        patterns = dict.fromkeys(pattern_of(urls) for urls in found.shapes.values())
        listed = "".join(f"    {quoted_pattern(each)},\n" for each in patterns)
        lines.append(f"articles = [\n{listed}]")
    if found.layout:
        lines += ["", layout_toml(found.layout).rstrip()]
    return "\n".join(lines) + "\n"


def station_faults(name: str, text: str, found: Survey, stations: Stations) -> list[str]:
    """What keeps a file from being the station of its survey: errors, and unmatched samples.

    Where a platform reads the pages, its patterns match most samples, and need not match all.
    """
    station, problems = stations.with_file(name, text)
    if station is None or found.platform:
        return list(problems)
    return [
        f"{article.url} is matched by none of its patterns"
        for article in found.articles
        if not is_article(article.url, station)
    ]
