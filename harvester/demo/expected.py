"""What is true of the demo's articles: the answers that a reader of their pages must find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.model.article import Precision
from harvester.demo.stations import DemoStation
from harvester.demo.story import Story

_STATES = {"gone": "gone", "missing": "gone", "notice": "withdrawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is true of one article, taken from what its page was made of, never from a reader.

    `published_at` is as precise as the page prints it. `paragraphs` counts the lines of `body`.
    `addresses` are all that lead to it, the canonical one of its own station first. `state` is
    live, changed (corrected), gone (410, 404) or withdrawn (a notice).
    """

    key: str
    id: str
    station: str
    url: str
    title: str
    published_at: str
    published_precision: Precision
    source: str | None
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    paragraphs: int
    body: str
    kicker: str | None = None
    subtitle: str | None = None
    original_title: str | None = None
    parts: int = 1
    addresses: tuple[str, ...] = ()
    taken_from: tuple[str, ...] = ()  # ids; several for a roundup
    relation: str | None = None
    template: str | None = None
    state: str = "live"

    @property
    def republished_from(self) -> str | None:
        """The id of the article whose text it carries (of a roundup, the first)."""
        return self.taken_from[0] if self.taken_from else None


def expectations(
    stories: Sequence[Story], stations: Mapping[str, DemoStation]
) -> tuple[Expected, ...]:
    """What is true of each story that may be fetched at all."""
    ids = {story.key: _id(story, stations[story.station]) for story in stories}
    return tuple(_expected(story, stations, ids) for story in stories if story.road != "forbidden")


def _expected(
    story: Story, stations: Mapping[str, DemoStation], ids: Mapping[str, str]
) -> Expected:
    station = stations[story.station]
    at, precision = _as_printed(story.published, station)
    live = "changed" if story.changed else "live"
    return Expected(
        key=story.key,
        id=ids[story.key],
        station=story.station,
        url=station.url(station.path(story)),
        title=story.title,
        published_at=at,
        published_precision=precision,
        source=story.source,
        authors=story.authors,
        editors=station.editors_of(story),
        paragraphs=len(story.blocks),
        body=story.text,
        kicker=story.kicker,
        subtitle=story.subtitle,
        original_title=story.original_title,
        parts=2 if story.split else 1,
        addresses=_addresses(story, stations),
        taken_from=tuple(ids[key] for key in story.taken_from),
        relation=story.relation,
        template=story.template,
        state=_STATES[story.withdrawn] if story.withdrawn else live,
    )


def _id(story: Story, station: DemoStation) -> str:
    return f"{station.id_space}:{station.content_id(story)}"


def _addresses(story: Story, stations: Mapping[str, DemoStation]) -> tuple[str, ...]:
    addresses = []
    for name in filter(None, (story.station, story.also)):
        station = stations[name]
        addresses.append(station.url(station.path(story)))
        if station.platform == "demo-press":
            addresses.append(station.url(station.twin_path(story)))
    if story.road == "moved":
        station = stations[story.station]
        addresses.append(station.url(station.old_path(story)))
    return tuple(addresses)


def _as_printed(moment: datetime, station: DemoStation) -> tuple[str, Precision]:
    if station.platform == "demo-press":
        return moment.isoformat(), "second"
    if station.platform == "demo-cms":
        return moment.replace(second=0).isoformat(), "minute"
    return moment.date().isoformat(), "day"
