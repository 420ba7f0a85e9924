"""The harvester's public Python interface: one page to one article, without network or archive."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from archive.model.article import Article, Capture

if TYPE_CHECKING:
    from harvester.config.stations import Stations

__all__ = ["read_page"]


def read_page(
    page: bytes | str,
    url: str,
    *,
    station: str | None = None,
    station_files: str | Path | None = None,
    captured_at: datetime | None = None,
) -> Article:
    """Read one page as the article at `url`.

    `page` is the page as bytes, in whatever character set, or as text. The host of `url` decides
    which station's layouts read it, unless `station` names one. `station_files` is a folder of
    station files of your own, which are looked at before the shipped ones. `captured_at` is an
    aware datetime, and now if it is not given: some pages print a time without its year.

    Raises NotAnArticle, whose `kind` says what the page is instead; NoStation for an unknown
    `station`; ValueError where `url` is no http(s) address or `captured_at` has no zone.

    >>> from harvester.model.errors import NotAnArticle
    >>> try:
    ...     read_page("", "https://xt.rednet.cn/content/646/51/12345.html")
    ... except NotAnArticle as refusal:
    ...     print(refusal.kind)
    empty
    """
    from harvester.extract.read_article import read_article
    from harvester.model.url import canonical

    address = canonical(url)
    stations = _stations(Path(station_files) if station_files is not None else None)
    chosen = stations.get(station) if station else stations.for_page(address)
    return read_article([_capture(page, address, captured_at)], chosen, address)


def _capture(page: bytes | str, url: str, captured_at: datetime | None) -> Capture:
    """The page as a capture; text is UTF-8, whatever its markup says."""
    moment = captured_at or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError(f"captured_at needs a zone: {moment.isoformat()}")
    labels: tuple[tuple[str, str], ...] = ()
    if isinstance(page, str):
        page = page.encode(errors="replace")
        labels = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture(
        id=f"page:{url}",
        url=url,
        status=200,
        captured_at=moment.astimezone(UTC),
        body=page,
        headers=labels,
    )


@cache
def _stations(folder: Path | None) -> Stations:
    """The station files of a folder, and those that are shipped: read once in a process."""
    from harvester.config.stations import Stations

    return Stations.load(*(() if folder is None else (folder,)))
