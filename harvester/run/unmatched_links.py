"""What a station's lists link instead of articles, where no pattern of its file finds any."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harvester.config.toml_string import quoted_pattern
from harvester.discovery.discover import starts
from harvester.document import decoding
from harvester.model.errors import HarvestError
from harvester.survey.address_shape import pattern_of
from harvester.survey.article_links import article_shapes, linked

if TYPE_CHECKING:
    from archive.store.archive import Archive
    from harvester.model.station import Station

_SHOWN = 2  # addresses
_LISTS = 3


def nearest_addresses(archive: Archive, station: Station) -> str | None:
    """The most frequent sort of addresses on its lists that look like articles, and a pattern.

    None where its lists link nothing of that sort, or were never captured.
    """
    for link in starts(station)[:_LISTS]:
        identifier = archive.capture_at(link.url, datetime.now(UTC))
        if link.kind != "list" or identifier is None:
            continue
        page = archive.capture(identifier)
        try:
            text = decoding.text(decoding.content(page), page.header("content-type"))
            links = linked(text, page.url)
        except HarvestError:
            continue
        own = {url: each for url, each in links.items() if urlsplit(url).netloc in station.hosts}
        for group in article_shapes(own).values():
            urls = [each.url for each in group]
            pattern = quoted_pattern(pattern_of(urls))
            return f"{', '.join(urls[:_SHOWN])}: {pattern} would match them"
    return None
