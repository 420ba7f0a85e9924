"""The straight line without Scrapy: captures → page → article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harvester.document.deadline import Deadline
from harvester.extract.choose import choose_article
from harvester.extract.read_page import read
from harvester.model.url import article_id

if TYPE_CHECKING:
    from archive.model.article import Article, Capture
    from harvester.model.station import Station


def read_article(captures: Sequence[Capture], station: Station, url: str) -> Article:
    """Read the captures of one publication's parts, in order, as the article at `url`.

    Raises NotAnArticle where they hold none, and where reading them takes too long.
    """
    return Deadline().run(lambda: choose_article(read(captures, station), article_id(url, station)))
