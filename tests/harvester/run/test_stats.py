"""A run counts in Scrapy's stats where a spider crawls, and under the same names elsewhere."""

from __future__ import annotations

from scrapy.utils.test import get_crawler

from harvester.model.visit import Address, Visit
from harvester.run.commit import Committed
from harvester.run.stats import RunStats


def committed(station: str, result: str | None, *, unfitted: bool = False) -> Committed:
    """A committed visit of an article."""
    address = Address(url="https://news.example.cn/1.html", station=station, kind="article")
    visit = Visit(address=address, outcome="captured" if result else "gone")
    return Committed(visit=visit, result=result, unfitted=unfitted)


def test_counts_are_kept_by_station_without_a_crawler() -> None:
    """An import and a rebuild count as a crawl does, and report the same figures."""
    stats = RunStats()
    stats.count([committed("ferry", "new"), committed("ferry", "new", unfitted=True)])
    stats.count([committed("harbour", "revised"), committed("tower", None)])
    assert stats.articles() == {"ferry": {"new": 2}, "harbour": {"revised": 1}}
    assert stats.unfitted() == {"ferry": 1}
    assert stats.of("tower").get_stats() == {"news/visit/gone": 1}


def test_a_station_that_is_crawled_is_counted_in_the_stats_of_its_crawler() -> None:
    """With what was counted before its spider began: the captures that a crash left unread."""
    crawler = get_crawler()
    assert crawler.stats is not None
    crawler.stats.set_value("start_time", "now")
    stats = RunStats()
    stats.count([committed("ferry", "new")])
    stats.join("ferry", crawler.stats)
    stats.count([committed("ferry", "unchanged"), committed("harbour", "new")])
    assert crawler.stats.get_stats() == {
        "start_time": "now",
        "news/visit/captured": 2,
        "news/article/new": 1,
        "news/article/unchanged": 1,
    }
    assert stats.articles() == {"ferry": {"new": 1, "unchanged": 1}, "harbour": {"new": 1}}
