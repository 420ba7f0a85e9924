"""A page that prints no time has the day of its address."""

from __future__ import annotations

import pytest

from archive.model.article import Evidence
from harvester import read_page

TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。",
        "船老大说，从今天起多开一班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。",
        "渡口的管理员说，秋天以前还要换一条新船，票价不变，老人和孩子照旧不收钱，大家可以放心。",
    )
)
PAGE = (
    "<html><head><title>渡船加开一班</title></head>"
    "<body><h1>渡船加开一班</h1>{above}<div>{text}</div></body></html>"
)


def _published(url: str, above: str = "") -> tuple[str | None, list[Evidence]]:
    article = read_page(PAGE.format(above=above, text=TEXT), url)
    chosen = [item for item in article.evidence if item.field == "published" and item.chosen]
    return article.published.iso() if article.published else None, chosen


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2022/07/22/1.html", "2022-07-22"),
        ("20220722/c1234.html", "2022-07-22"),
        ("t20220722_1234.html", "2022-07-22"),
        ("2022-07-22-ferry", "2022-07-22"),
        ("20221341/1.html", None),
        ("content/646/51/12345678.html", None),
    ],
)
def test_the_day_in_an_address_is_that_of_a_page_without_a_time(path: str, day: str | None) -> None:
    """The evidence says that it was printed nowhere else."""
    published, chosen = _published(f"https://ferry.example/{path}")
    assert published == day
    assert [item.where for item in chosen] == (["address"] if day else [])


def test_a_printed_time_counts_before_the_day_of_the_address() -> None:
    """A page may be moved to another folder years later."""
    published, _ = _published(
        "https://ferry.example/20240101/1.html", "<p>2022-07-22 08:51 来源：渡口晚报</p>"
    )
    assert published == "2022-07-22T08:51:00+08:00"
