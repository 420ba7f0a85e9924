"""What becomes of addresses on sites that move, fail, forget and change: nothing is lost."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.commands import Harvest
from support.crawled import Crawled, rows
from support.sites import PARAGRAPHS, served


@pytest.fixture
def ferry(tmp_path: Path, harvest: Harvest) -> Iterator[Crawled]:
    """A station with an empty front page."""
    with served() as site:
        site.links("/")
        site.station(tmp_path)
        yield Crawled(site, tmp_path, harvest)


def test_a_duplicate_is_visited_when_the_address_it_defers_to_redirects_to_it(
    ferry: Crawled,
) -> None:
    """Sites that move to other addresses link both forms for a while."""
    ferry.site.links("/", "/a/1.html", "/b/1.html")
    ferry.site.status("/a/1.html", 301, Location="/b/1.html")
    ferry.site.article("/b/1.html", "渡船加开一班")
    ferry.crawl()
    assert ferry.articles() == [("ferry:1", "渡船加开一班", "live")]


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_duplicate_is_visited_when_the_address_it_defers_to_fails(
    status: int, ferry: Crawled
) -> None:
    """The article is read where it still can be had."""
    ferry.site.links("/", "/a/1.html", "/b/1.html")
    ferry.site.status("/a/1.html", status)
    ferry.site.article("/b/1.html", "渡船加开一班")
    ferry.crawl(expect=0 if status == 404 else 1)
    assert ferry.articles() == [("ferry:1", "渡船加开一班", "live")]


@pytest.mark.parametrize("status", [403, 502])
def test_a_correction_is_seen_at_a_second_address_when_the_first_one_fails_for_good(
    status: int, ferry: Crawled
) -> None:
    """An hour's trouble changes nothing; after five failures the article stands at the other."""
    ferry.site.links("/", "/a/1.html", "/b/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    ferry.site.status("/a/1.html", status)
    ferry.site.article("/b/1.html", "渡船加开两班")
    ferry.crawl("--recheck", expect=1)
    assert "/b/1.html" not in ferry.site.asked
    ferry.change("UPDATE crawl_frontier SET tries = 4 WHERE url LIKE '%/a/1.html'")
    ferry.crawl("--recheck", expect=1)
    assert ferry.articles() == [("ferry:1", "渡船加开两班", "changed")]
    assert ferry.revisions() == [("渡船加开一班",)]


def test_an_article_whose_id_is_made_of_its_address_keeps_it_when_the_address_changes(
    ferry: Crawled,
) -> None:
    """Ids follow from the first address; the site moved its pages, it published nothing."""
    ferry.site.station(ferry.folder, id_space='""')
    text = (ferry.folder / "stations" / "ferry.toml").read_text("utf-8")
    text = text.replace('id_space = ""\n', "")
    (ferry.folder / "stations" / "ferry.toml").write_text(text, "utf-8")
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    ((first, _, _),) = ferry.articles()
    ferry.site.status("/a/1.html", 301, Location="/b/1.html")
    ferry.site.article("/b/1.html", "渡船加开两班")
    ferry.crawl("--recheck")
    assert ferry.articles() == [(first, "渡船加开两班", "changed")]
    assert rows(ferry.folder, "SELECT url FROM articles") == [(ferry.site.home + "b/1.html",)]


def test_an_article_that_leads_to_one_with_another_content_id_is_gone(ferry: Crawled) -> None:
    """The station itself says that they are two."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    ferry.site.status("/a/1.html", 301, Location="/a/2.html")
    ferry.site.article("/a/2.html", "渡船加开两班")
    ferry.crawl("--recheck")
    assert ferry.articles() == [
        ("ferry:1", "渡船加开一班", "gone"),
        ("ferry:2", "渡船加开两班", "live"),
    ]


def test_what_was_found_under_a_former_name_of_a_station_is_watched_on(ferry: Crawled) -> None:
    """The file was renamed; its articles are due as before."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.site.station(ferry.folder, "landing")
    (ferry.folder / "stations" / "ferry.toml").unlink()
    assert ferry.harvest("crawl", "landing", "--archive", ferry.folder).returncode == 0
    ferry.site.station(ferry.folder, formerly='["landing", "渡口在线"]')
    (ferry.folder / "stations" / "landing.toml").unlink()
    ferry.site.article("/a/1.html", "渡船加开两班")
    ferry.crawl("--recheck")
    assert ferry.articles() == [("ferry:1", "渡船加开两班", "changed")]
    assert rows(ferry.folder, "SELECT DISTINCT station FROM crawl_frontier") == [("ferry",)]


def test_a_further_page_of_a_list_that_failed_once_is_read_in_the_next_run(
    ferry: Crawled,
) -> None:
    """下一页 answered 500: its articles are found as soon as it answers again."""
    ferry.site.links("/", "/a/1.html", further='<a href="/index_2.html">下一页</a>')
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.site.status("/index_2.html", 500)
    ferry.crawl(expect=1)
    ferry.site.links("/index_2.html", "/a/2.html")
    ferry.site.article("/a/2.html", "浮桥修好了")
    with closing(sqlite3.connect(ferry.folder / "archive.db")) as database:
        database.execute("UPDATE crawl_frontier SET due_at = '2026-01-01T00:00:00Z'")
        database.commit()
    ferry.crawl()
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开一班", "浮桥修好了"]


def test_sitemaps_of_an_unchanged_index_are_read_again(tmp_path: Path, harvest: Harvest) -> None:
    """The index stays the same while its sitemaps grow; addresses may be relative."""
    with served() as site:
        site.links("/")
        site.station(tmp_path, sitemaps=f'["{site.home}sitemap.xml"]')
        ferry = Crawled(site, tmp_path, harvest)
        index = "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>"
        site.page("/sitemap.xml", index)
        sitemap = "<urlset>{}</urlset>"
        entry = f"<url><loc>{site.home}a/{{}}.html</loc></url>"
        site.page("/s1.xml", sitemap.format(entry.format(1)))
        site.article("/a/1.html", "渡船加开一班")
        ferry.crawl()
        site.page("/s1.xml", sitemap.format(entry.format(1) + entry.format(2)))
        site.article("/a/2.html", "浮桥修好了")
        ferry.crawl()
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开一班", "浮桥修好了"]


def test_a_passing_redirect_to_the_front_page_does_not_end_the_watch(ferry: Crawled) -> None:
    """302 to / during maintenance: tried again, and the correction is seen."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    ferry.site.status("/a/1.html", 302, Location="/")
    ferry.crawl("--recheck", expect=1)
    assert ferry.articles() == [("ferry:1", "渡船加开一班", "live")]
    state, outcome, detail = ferry.outcome("/a/1.html") or ("", "", "")
    assert (state, outcome) == ("retry", "failed")
    assert str(detail).endswith("which is no article")
    ferry.site.article("/a/1.html", "渡船加开两班")
    ferry.crawl("--recheck")
    assert ferry.articles() == [("ferry:1", "渡船加开两班", "changed")]


def test_an_article_moved_for_good_to_the_front_page_is_gone(ferry: Crawled) -> None:
    """301 to / is how some systems delete."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    ferry.site.status("/a/1.html", 301, Location="/")
    ferry.crawl("--recheck")
    assert ferry.articles() == [("ferry:1", "渡船加开一班", "gone")]


def test_a_correction_in_the_second_part_is_seen_although_the_first_is_the_same(
    ferry: Crawled,
) -> None:
    """An article in parts is always asked for whole."""
    ferry.site.links("/", "/a/1.html")
    more = '<a class="next" href="/a/1_2.html">下一页</a>'
    ferry.site.article("/a/1.html", "渡船加开一班", *PARAGRAPHS, more=more)
    ferry.site.article(
        "/a/1_2.html", "渡船加开一班", "第二部分：票价仍是两元，学生半价，老人免票。"
    )
    ferry.crawl()
    assert rows(ferry.folder, "SELECT complete, body LIKE '%两元%' FROM articles") == [(1, 1)]
    ferry.site.article(
        "/a/1_2.html", "渡船加开一班", "第二部分：票价改为三元，学生半价，老人免票。"
    )
    ferry.crawl("--recheck")
    assert rows(ferry.folder, "SELECT body LIKE '%三元%', state FROM articles") == [(1, "changed")]
    assert rows(ferry.folder, "SELECT role FROM addresses ORDER BY role") == [
        ("canonical",), ("part",),
    ]  # fmt: skip


def test_a_second_part_that_was_missing_completes_the_article_without_a_revision(
    ferry: Crawled,
) -> None:
    """Incomplete, asked for again, complete: one reading of one revision."""
    ferry.site.links("/", "/a/1.html")
    more = '<a class="next" href="/a/1_2.html">下一页</a>'
    ferry.site.article("/a/1.html", "渡船加开一班", *PARAGRAPHS, more=more)
    ferry.site.status("/a/1_2.html", 503)
    ferry.crawl()
    assert rows(ferry.folder, "SELECT complete FROM articles") == [(0,)]
    ferry.site.article(
        "/a/1_2.html", "渡船加开一班", "第二部分：票价仍是两元，学生半价，老人免票。"
    )
    ferry.crawl("--recheck")
    assert rows(ferry.folder, "SELECT complete, state FROM articles") == [(1, "live")]
    assert ferry.revisions() == []


def test_a_part_that_a_killed_run_did_not_fetch_is_fetched_by_the_next_one(
    ferry: Crawled,
) -> None:
    """The first part was kept, and is read; the rest is asked for at once, not after a day."""
    more = '<a class="next" href="/a/1_2.html">下一页</a>'
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班", *PARAGRAPHS, more=more)
    with ferry.hanging_at("/a/1_2.html") as process:
        process.kill()
    ferry.site.article("/a/1_2.html", "渡船加开一班", "第二部分：票价仍是两元，老人免票。")
    ferry.crawl()
    assert rows(ferry.folder, "SELECT complete, body LIKE '%两元%' FROM articles") == [(1, 1)]
    assert ferry.revisions() == []


def test_a_mended_station_file_finds_articles_on_a_list_that_did_not_change(
    ferry: Crawled,
) -> None:
    """The first file's pattern was wrong; the same bytes are read with the second."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.site.station(ferry.folder, articles="['/wrong/(?P<id>\\d+)']")
    ferry.crawl(expect=1)
    assert ferry.articles() == []
    ferry.site.station(ferry.folder)
    ferry.crawl()
    assert ferry.articles() == [("ferry:1", "渡船加开一班", "live")]


def test_a_server_that_asks_for_rest_gets_it_and_the_next_run_knows(ferry: Crawled) -> None:
    """429 with Retry-After: 3600: nothing more is asked, in this run or the next."""
    ferry.site.links("/", "/a/1.html", "/a/2.html", "/a/3.html")
    ferry.site.status("/a/1.html", 429, Retry_After="3600")
    said = ferry.crawl(expect=1)
    assert "answered 429: left alone until" in said
    asked = list(ferry.site.asked)
    assert "/a/2.html" not in asked
    said = ferry.crawl(expect=4)
    assert "left alone until" in said
    assert ferry.site.asked == asked


def test_a_short_retry_after_is_waited_for(ferry: Crawled) -> None:
    """The next request to the host goes out no sooner than it asked."""
    times: list[float] = []
    ferry.site.links("/", "/a/1.html", "/a/2.html")

    def busy() -> tuple[int, dict[str, str], bytes]:
        times.append(time.monotonic())
        return 503, {"Retry-After": "2"}, b""

    def calm() -> tuple[int, dict[str, str], bytes]:
        times.append(time.monotonic())
        return 404, {}, b""

    ferry.site.pages |= {"/a/1.html": busy, "/a/2.html": calm}
    ferry.crawl(expect=1)
    first, second = times
    assert second - first >= 2


def test_a_crawl_delay_in_robots_txt_is_kept(ferry: Crawled) -> None:
    """The site's wish is longer than the station's delay of nothing."""
    ferry.site.page("/robots.txt", "User-agent: *\nCrawl-delay: 1\n")
    times: list[float] = []

    def page() -> tuple[int, dict[str, str], bytes]:
        times.append(time.monotonic())
        return 404, {}, b""

    ferry.site.links("/", "/a/1.html", "/a/2.html", "/a/3.html")
    ferry.site.pages |= {f"/a/{number}.html": page for number in (1, 2, 3)}
    ferry.crawl(expect=1)
    assert all(later - earlier >= 1 for earlier, later in pairwise(times))


def test_a_station_that_answers_none_of_its_lists_is_told(ferry: Crawled) -> None:
    """A silent station is a warning even if it gave articles last year."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    ferry.site.status("/", 500)
    assert "ferry: none of its lists was read in this run" in ferry.crawl(expect=4)


def test_a_template_that_no_layout_fits_is_noted(ferry: Crawled) -> None:
    """The generic reader takes over, and the report tells the operator to look."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班", *PARAGRAPHS * 2)
    pages = ferry.site.pages["/a/1.html"]
    assert not callable(pages)
    ferry.site.pages["/a/1.html"] = (
        200, {}, pages[2].replace(b'class="t"', b"").replace(b'class="text"', b""),
    )  # fmt: skip
    said = ferry.crawl()
    assert "ferry: 1 article fitted no layout" in said
    (report,) = (ferry.folder / "reports").glob("*.json")
    assert json.loads(report.read_text("utf-8"))["exit_code"] == 0


def test_an_article_that_was_not_yet_committed_when_the_process_died_is_read_from_its_capture(
    ferry: Crawled,
) -> None:
    """Kept but not acknowledged: the next run adopts the record and reads it first."""
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    with closing(sqlite3.connect(ferry.folder / "archive.db")) as database:
        (name,) = database.execute("SELECT DISTINCT warc_file FROM captures").fetchone()
        # as if the process had died between the sync of the WARC and the first commit
        for table in (
            "sightings", "revision_captures", "credits", "addresses", "articles", "captures",
        ):  # fmt: skip
            database.execute(f"DELETE FROM {table}")
        database.execute("UPDATE crawl_watermark SET captures = 0")
        database.execute("DELETE FROM crawl_frontier")
        database.commit()
    warc = ferry.folder / "warc" / name
    warc.rename(warc.with_name(name + ".open"))
    ferry.site.status("/a/1.html", 404)
    ferry.crawl()
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开一班"]


def test_stations_on_one_host_share_its_turn_and_its_robots_txt(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Three stations with a delay ask one host no faster than one would."""
    times: list[float] = []

    def page() -> tuple[int, dict[str, str], bytes]:
        times.append(time.monotonic())
        return 404, {}, b""

    with served() as shared, served() as one, served() as two, served() as three:
        for number, (name, site) in enumerate({"east": one, "north": two, "west": three}.items()):
            site.links("/", f"{shared.home}a/{number}.html")
            shared.pages[f"/a/{number}.html"] = page
            hosts = f'["127.0.0.1:{shared.port}"]'
            site.station(tmp_path, name, delay=1, shared_hosts=hosts)
        result = harvest("crawl", "east", "north", "west", "--archive", tmp_path)
        asked = [path for path in shared.asked if path == "/robots.txt"]
    assert result.returncode in {0, 1}, result.stderr
    assert len(asked) == 1
    assert len(times) == 3, result.stderr
    # a quarter of the pause is left to chance
    assert all(later - earlier >= 0.74 for earlier, later in pairwise(times))


def test_two_signals_stop_a_run_at_once(ferry: Crawled) -> None:
    """While a server does not answer, the second SIGTERM ends it within seconds, resumable."""
    ferry.site.links("/", "/a/1.html")
    with ferry.hanging_at("/a/1.html") as process:
        process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 128 + signal.SIGTERM
    assert rows(ferry.folder, "SELECT state FROM runs") == [("interrupted",)]
    assert rows(ferry.folder, "SELECT count(*) FROM crawl_frontier WHERE state = 'leased'") == [
        (0,)
    ]


def test_a_backfill_walks_lists_back_to_the_first_day_and_reads_dated_indexes(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Known pages of the list are walked too; what is older than asked for is not fetched."""
    with served() as site:
        days = {3: "2026/07/03", 2: "2026/07/02", 1: "2026/06/01"}
        site.station(
            tmp_path,
            articles="['/\\d{4}/\\d\\d/\\d\\d/(?P<id>\\d+)\\.html']",
            lists=f'["{site.home}"]',
            dated_lists=f'["{site.home}issue/{{date:%Y%m/%d}}.html"]',
        )
        for number, day in days.items():
            page = "/" if number == 3 else f"/index_{4 - number}.html"
            further = f'<a href="/index_{5 - number}.html">下一页</a>' if number > 1 else ""
            site.links(page, f"/{day}/{number}.html", further=further)
            site.article(f"/{day}/{number}.html", f"第{number}次开船")
        site.links("/issue/202607/02.html", "/2026/07/02/9.html")
        site.article("/2026/07/02/9.html", "电子报里的一篇")
        ferry = Crawled(site, tmp_path, harvest)
        ferry.crawl("--limit", 1)  # yesterday and today have no issue
        result = harvest("backfill", "ferry", "--from", "2026-07-02", "--to", "2026-07-03",
                         "--archive", tmp_path)  # fmt: skip
    assert result.returncode in {0, 1}, result.stderr
    assert result.stdout == (  # all pages of this site print 1 July
        "ferry: 0 articles of 0 of 2 days; 0 addresses still due; no article of 2026-07-02 to"
        " 2026-07-03\n"
    )
    titles = [title for _, title, _ in ferry.articles()]
    assert sorted(map(str, titles)) == ["电子报里的一篇", "第2次开船", "第3次开船"]
    assert "/2026/06/01/1.html" not in site.asked
    found = rows(tmp_path, "SELECT max(lists_due), max(lists_read) > 0 FROM coverage")
    assert found == [(5, 1)]


def test_a_day_on_which_nobody_looked_differs_from_one_without_news(ferry: Crawled) -> None:
    """The view `coverage` counts lists due and lists read."""
    ferry.site.status("/", 500)
    ferry.crawl(expect=4)
    assert rows(ferry.folder, "SELECT lists_due, lists_read FROM coverage") == [(1, 0)]
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    with closing(sqlite3.connect(ferry.folder / "archive.db")) as database:
        database.execute("UPDATE crawl_frontier SET due_at = '2026-01-01T00:00:00Z'")
        database.commit()
    ferry.crawl()
    assert rows(ferry.folder, "SELECT lists_due, lists_read FROM coverage") == [(1, 1)]


def test_a_station_is_asked_only_in_its_own_hours(ferry: Crawled) -> None:
    """Outside of them nothing is fetched, and that is no failure."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    first, last = (now + timedelta(hours=hours) for hours in (2, 4))
    ferry.site.station(ferry.folder, hours=f'"{first:%H:%M}-{last:%H:%M}"')
    assert "ferry: outside the hours that its file gives" in ferry.crawl()
    assert ferry.site.asked == []
    ferry.site.station(ferry.folder, hours=f'"{now - timedelta(hours=1):%H:%M}-{last:%H:%M}"')
    ferry.site.links("/", "/a/1.html")
    ferry.site.article("/a/1.html", "渡船加开一班")
    ferry.crawl()
    assert len(ferry.articles()) == 1
