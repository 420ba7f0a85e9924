"""The demo region: what its stations answer, and that it is what they say of it."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from parsel import Selector

from archive.model.article import Block
from harvester.config.stations import Stations
from harvester.demo.expected import Expected
from harvester.demo.region import Region
from harvester.demo.server import DemoServer
from harvester.demo.story import blocks_of
from harvester.model.errors import HarvestError
from harvester.model.station import Station
from harvester.model.url import article_id, canonical_form, is_article

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def site() -> Iterator[DemoServer]:
    """The first day, served; a test that turns the day starts its own."""
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="module")
def stations(site: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Station]:
    """The station files that the demo writes, as the harvester reads them."""
    folder = tmp_path_factory.mktemp("demo")
    site.write_stations(folder)
    read = Stations.load(folder)
    assert read.errors == ()
    return {name: read.get(name) for name in site.ports}


@pytest.fixture(scope="module")
def second_day() -> Region:
    """The second day at the usual ports."""
    return Region.build(2)


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    """One exchange without redirects: status, headers in lower case, body as transferred."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def expected_of(region: Region, key: str) -> Expected:
    """What is expected of one article."""
    return next(item for item in (*region.expected, *region.withdrawn) if item.key == key)


def page_text(region: Region, url: str) -> str:
    """What stands at an address, decoded as its station encodes."""
    station = next(each for each in region.stations if each.host == urlsplit(url).netloc)
    return region.pages[station.name][urlsplit(url).path].body.decode(station.encoding)


def links_of_lists(station: Station) -> set[str]:
    """The article addresses, each in its first form, that lists, sitemaps and feeds lead to."""
    assert station.next_page is not None
    found: set[str] = set()
    waiting, seen = list(station.lists), set(station.lists)
    while waiting:
        page = waiting.pop()
        status, _, body = ask(page)
        assert status == 200
        html = Selector(text=body.decode(station.encoding or "utf-8"))
        found |= {urljoin(page, link) for link in html.css("a::attr(href)").getall()}
        following = [
            urljoin(page, link) for link in html.css(station.next_page).xpath("@href").getall()
        ]
        waiting += [link for link in following if link not in seen]
        seen |= set(following)
    for address in (*station.sitemaps, *station.feeds):
        xml = ask(address)[2].decode()
        found |= set(re.findall(r"<(?:loc|link)>(.*?)</", xml))
    return {canonical_form(link, station)[0] for link in found if is_article(link, station)}


# --- what stands where --------------------------------------------------------------------------


def test_lists_sitemaps_and_feeds_lead_to_every_article_and_to_nothing_else(
    site: DemoServer, stations: dict[str, Station]
) -> None:
    """What the files name leads to each expected article, the refused one and no other."""
    led = {link for station in stations.values() for link in links_of_lists(station)}
    ids = Counter(
        article_id(link, stations[name])
        for name, port in site.ports.items()
        for link in led
        if urlsplit(link).port == port
    )
    refused = {f"demo-press:{url.rsplit('/', 1)[1][:-5]}" for url in site.region.refused}
    assert set(ids) == {item.id for item in site.region.expected} | refused
    assert {item.id for item in site.region.expected if ids[item.id] > 1} == {
        expected_of(site.region, "night-road").id,  # on two stations' hosts
    }


def test_every_address_of_an_article_gives_its_id(
    site: DemoServer, stations: dict[str, Station]
) -> None:
    """Canonical, mobile, desk, old and second-host addresses are one article each."""
    by_port = {port: stations[name] for name, port in site.ports.items()}
    for item in site.region.expected:
        assert item.addresses[0] == item.url
        for address in item.addresses:
            station = by_port[urlsplit(address).port or 0]
            assert is_article(address, station)
            assert article_id(address, station) == item.id


def test_every_page_prints_what_is_expected_of_its_article(site: DemoServer) -> None:
    """Title, source, editors and each line of the body stand on the article's pages."""
    for item in site.region.expected:
        pages = [item.url, item.url.replace(".html", "_2.html")][: item.parts]
        html = "\n".join(page_text(site.region, url) for url in pages)
        printed = [item.title, *item.body.split("\n"), *item.authors, *item.editors]
        printed += filter(None, (item.source, item.kicker, item.subtitle, item.original_title))
        assert [text for text in printed if text not in html] == []


def test_one_article_is_expected_whole(site: DemoServer) -> None:
    """The facts of one short article, written here by hand."""
    item = expected_of(site.region, "s-pet")
    port = site.ports["demo-evening"]
    assert (item.station, item.title) == ("demo-evening", "一只白鹭在消防站住了九天")
    assert item.url.startswith(f"http://127.0.0.1:{port}/shxw/202606/t20260616_")
    assert (item.published_at, item.published_precision) == ("2026-06-16T05:36:00+08:00", "minute")
    assert (item.source, item.authors) == ("澜江晚报", ("陶然",))
    assert item.editors in {("马骏喆",), ("谢听雨",)}
    assert (item.paragraphs, item.parts, item.state) == (2, 1, "live")
    assert item.body == (
        "翅膀受伤的白鹭，在南渡消防救援站住了九天。6月15日傍晚，队员们把它带到澜江边放飞，"
        "它飞出去五十多米，又回来绕了一圈。\n"
        "白鹭是在一次树木倒伏的处置中被发现的，队员请兽医给它上了夹板，每天轮流到早市买小鱼。"
        "账单共计四十三元。"
    )


def test_the_region_is_large_and_varied_enough_to_show_the_product(site: DemoServer) -> None:
    """About two hundred articles of eight stations; the words to search for are in several."""
    items = site.region.expected
    assert len(items) >= 200
    assert min(Counter(item.station for item in items).values()) >= 10
    for word in ("人大代表", "路灯", "灌溉", "古桥"):
        assert sum(word in item.body for item in items) >= 8
    assert {item.published_precision for item in items} == {"second", "minute", "day"}
    assert {item.template for item in items} == {None, "weather", "river", "market", "police"}


def test_the_same_day_is_printed_the_same_way_each_time() -> None:
    """Nothing is random, and no clock is read."""
    assert Region.build(1) == Region.build(1)


def test_ids_are_unique_and_numbers_of_two_installations_are_not() -> None:
    """Two stations with the same software print one number for two articles."""
    items = Region.build(1).expected
    assert len({item.id for item in items}) == len(items)
    numbers = Counter(item.id.split(":")[1] for item in items)
    twice = {item.key for item in items if numbers[item.id.split(":")[1]] > 1}
    assert {"s-library-hours", "s-bus-line"} <= twice


# --- who took what from whom --------------------------------------------------------------------


def test_a_reprint_carries_its_parents_text_as_its_relation_says(site: DemoServer) -> None:
    """Identical and retitled bodies are equal, shortened ones part of, extended ones more."""
    by_id = {item.id: item for item in site.region.expected}
    seen = Counter(item.relation for item in by_id.values() if item.relation)
    assert set(seen) == {
        "identical", "retitled", "edited", "shortened", "extended", "excerpt", "roundup",
    }  # fmt: skip
    for item in by_id.values():
        if item.republished_from is None:
            continue
        parent = by_id[item.republished_from]
        mine, theirs = item.body.split("\n"), parent.body.split("\n")
        kept = sum(line in theirs for line in mine)
        assert (item.title == parent.title) >= (item.relation == "identical")
        assert (item.body == parent.body) == (item.relation in {"identical", "retitled"})
        if item.relation == "shortened":
            assert kept == len(mine) < len(theirs)
            assert len(item.body) < 0.7 * len(parent.body)
        if item.relation == "extended":
            assert kept == len(theirs) < len(mine)
            assert len(item.body) > 1.3 * len(parent.body)
        if item.relation == "excerpt":
            assert kept >= 1 or any(line in item.body for line in theirs)


def test_some_reprints_credit_nobody(site: DemoServer) -> None:
    """An uncredited copy names neither the source nor who wrote it."""
    copy = expected_of(site.region, "canteen-bill@demo-evening")
    assert (copy.source, copy.authors) == (None, ())
    assert copy.republished_from == expected_of(site.region, "canteen-bill").id
    assert "南渡融媒" not in page_text(site.region, copy.url)


# --- how the stations answer --------------------------------------------------------------------


def test_a_gbk_station_names_its_encoding_only_in_the_page_and_too_narrowly(
    site: DemoServer,
) -> None:
    """Content-Type has no charset, the page says gb2312, and the bytes need GBK."""
    item = next(each for each in site.region.expected if "沈珺" in each.authors)
    evening = next(
        each
        for each in site.region.expected
        if each.station == "demo-evening" and each.authors == item.authors
    )
    status, headers, body = ask(evening.url)
    assert (status, headers["content-type"]) == (200, "text/html")
    assert b"charset=gb2312" in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("gb2312")
    assert "沈珺" in body.decode("gbk")


def test_a_page_that_the_client_holds_is_answered_with_304(site: DemoServer) -> None:
    """By its tag, or without one by its date; a changed tag brings the page again."""
    url = expected_of(site.region, "plum").url
    _, first, _ = ask(url)
    assert ask(url, If_None_Match=first["etag"])[::2] == (304, b"")
    assert ask(url, If_Modified_Since=first["last-modified"])[::2] == (304, b"")
    assert ask(url, If_None_Match='W/"other"', If_Modified_Since=first["last-modified"])[0] == 200
    assert ask(url, If_Modified_Since="Mon, 01 Jun 2026 00:00:00 GMT")[0] == 200
    assert ask(url, If_Modified_Since="yesterday")[0] == 200


def test_one_station_gives_no_validators(site: DemoServer) -> None:
    """Whether its pages changed can be told from their bytes alone."""
    _, headers, _ = ask(expected_of(site.region, "mediation").url)
    assert not {"etag", "last-modified"} & set(headers)


def test_gzip_is_given_when_it_is_asked_for(site: DemoServer) -> None:
    """The coded body is the plain one, and the answer says that it depends on the question."""
    url = expected_of(site.region, "irrigation").url
    _, plain_headers, plain = ask(url)
    _, headers, coded = ask(url, Accept_Encoding="gzip, deflate")
    assert "content-encoding" not in plain_headers
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
    assert len(coded) < len(plain)
    assert gzip.decompress(coded) == plain


def test_head_tells_the_length_and_sends_nothing(site: DemoServer) -> None:
    """The same headers as GET."""
    url = expected_of(site.region, "irrigation").url
    status, headers, body = ask(url, "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == len(ask(url)[2])


def test_one_connection_carries_several_exchanges(site: DemoServer) -> None:
    """Also after an answer without a body."""
    url = urlsplit(expected_of(site.region, "plum").url)
    connection = http.client.HTTPConnection(url.netloc, timeout=10)
    connection.request("GET", url.path)
    answer = connection.getresponse()
    answer.read()
    sock = connection.sock
    connection.request("GET", url.path, headers={"If-None-Match": answer.headers["ETag"]})
    again = connection.getresponse()
    again.read()
    assert (again.status, connection.sock) == (304, sock)
    connection.close()


def test_an_old_address_is_redirected_to_the_new_one(site: DemoServer) -> None:
    """The list links the old one."""
    item = expected_of(site.region, "queue-hospital")
    old = next(each for each in item.addresses if "/c/2026/" in each)
    status, headers, body = ask(old)
    assert (status, headers["location"], body) == (301, item.url, b"")


def test_robots_forbids_an_article_that_a_list_links(site: DemoServer) -> None:
    """An obedient crawler finds its address and does not ask for it."""
    (refused,) = site.region.refused
    robots = RobotFileParser()
    robots.parse(ask(urljoin(refused, "/robots.txt"))[2].decode().splitlines())
    assert not robots.can_fetch("anybody", refused)
    assert all(robots.can_fetch("anybody", item.url) for item in site.region.expected)
    assert ask(refused)[0] == 200
    lists = [ask(urljoin(refused, f"/channel/7103{page}.html"))[2] for page in ("", "_2")]
    assert any(urlsplit(refused).path.encode() in body for body in lists)


def test_an_unknown_path_is_answered_in_the_stations_style(site: DemoServer) -> None:
    """404, with the station's menu and in its encoding."""
    status, _, body = ask(f"http://127.0.0.1:{site.ports['demo-yuntuo']}/no/such.html")
    assert status == 404
    assert "您访问的页面不存在" in body.decode("gbk")
    assert "乡镇动态" in body.decode("gbk")


def test_pictures_are_pictures(site: DemoServer) -> None:
    """The picture of a page is a PNG at the address that the page names."""
    item = expected_of(site.region, "lamps")
    address = Selector(text=page_text(site.region, item.url)).css("figure img::attr(src)").get("")
    status, headers, body = ask(urljoin(item.url, address))
    assert (status, headers["content-type"], body[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")


def test_what_was_asked_for_is_noted(site: DemoServer) -> None:
    """Time, station, method, whole path and status."""
    url = expected_of(site.region, "plum").url
    ask(f"{url}?utm_source=index", "HEAD")
    _, *noted = site.requests[-1]
    assert noted == ["demo-qingtang", "HEAD", f"{urlsplit(url).path}?utm_source=index", 200]


def test_a_taken_port_is_named() -> None:
    """The message says which port, and what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(HarvestError, match=f"port {port} of 127.0.0.1 is taken"):
            DemoServer(base_port=port)


# --- the second day -----------------------------------------------------------------------------


def test_the_second_day_changes_what_it_says_and_nothing_else(second_day: Region) -> None:
    """Corrected, withdrawn and new articles; every other is expected as before."""
    before = {item.key: item for item in Region.build(1).expected}
    after = {item.key: item for item in second_day.expected}
    gone = {item.key: item.state for item in second_day.withdrawn}
    assert gone == {
        "canteen-bill@demo-evening": "gone",
        "s-photo-walk": "gone",
        "fraud-call@demo-yuntuo": "gone",
        "mediation": "withdrawn",
    }
    assert set(before) - set(after) == set(gone)
    assert set(after) - set(before) == {
        "new-lamps", "new-hearing", "new-rice", "new-boat", "new-heat", "new-river",
        "new-lamps@demo-evening", "new-rice@demo-daily",
    }  # fmt: skip
    changed = {key for key in before if key in after and before[key] != after[key]}
    assert changed == {"lamps", "night-road", "old-bridge", "marathon-old", "tea-factory"}
    assert {after[key].state for key in changed} == {"changed"}


def test_a_correction_leaves_the_reprints_as_they_were(second_day: Region) -> None:
    """The number is put right where it was first printed; others still print the wrong one."""
    assert "三百七十四件" in expected_of(second_day, "lamps").body
    assert "三百四十七件" in expected_of(second_day, "lamps@demo-nandu").body


def test_withdrawn_pages_answer_410_404_and_a_notice() -> None:
    """The day may be turned while the demo is served."""
    with DemoServer() as demo:
        urls = {
            key: expected_of(demo.region, key).url
            for key in ("s-photo-walk", "fraud-call@demo-yuntuo", "mediation")
        }
        assert [ask(url)[0] for url in urls.values()] == [200, 200, 200]
        demo.day = 2
        assert [ask(url)[0] for url in urls.values()] == [410, 404, 200]
        assert "该稿件已撤回" in ask(urls["mediation"])[2].decode()


def test_a_corrected_page_has_a_new_tag_and_an_untouched_one_its_old() -> None:
    """What was held is asked for again with its tag: only the corrected page is sent."""
    with DemoServer() as demo:
        corrected = expected_of(demo.region, "lamps").url
        untouched = expected_of(demo.region, "dyke-watch").url
        tags = {url: ask(url)[1]["etag"] for url in (corrected, untouched)}
        demo.day = 2
        assert ask(corrected, If_None_Match=tags[corrected])[0] == 200
        assert ask(untouched, If_None_Match=tags[untouched])[0] == 304


def test_a_counter_on_the_page_changes_its_bytes_and_not_its_article(second_day: Region) -> None:
    """浏览量 is another on the second day; what is expected is not."""
    first = Region.build(1)
    item = expected_of(first, "well-deputy")
    assert item == expected_of(second_day, "well-deputy")
    assert page_text(first, item.url) != page_text(second_day, item.url)


# --- the text of the demo -----------------------------------------------------------------------


def test_texts_are_written_as_blocks() -> None:
    """Blank lines part them, and a line that is broken in the file is one line of the body."""
    assert blocks_of("一\n二\n\n## 三\n\n!! 四\n") == (
        Block(text="一二"),
        Block(text="三", kind="heading"),
        Block(text="四", kind="caption"),
    )


def test_station_files_are_written_for_the_ports_in_use(
    site: DemoServer, stations: dict[str, Station], tmp_path: Path
) -> None:
    """Hosts hold the port, nothing waits, and layouts say that they were tried on our pages."""
    for name, station in stations.items():
        assert station.hosts == (f"127.0.0.1:{site.ports[name]}",)
        assert (station.delay, station.reads) == (0, "fixture")
        assert station.layouts
        assert station.lists
    assert stations["demo-daily"].sitemaps == (
        f"http://127.0.0.1:{site.ports['demo-daily']}/sitemap.xml",
    )
    site.write_stations(tmp_path)
    assert sorted(path.name for path in (tmp_path / "platforms").iterdir()) == [
        "demo-cms.toml",
        "demo-press.toml",
    ]
