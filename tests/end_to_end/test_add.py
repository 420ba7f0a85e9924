"""A site is looked at politely: `harvest add`, `harvest read URL`, `harvest stations --live`."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Harvest
from support.sites import served
from support.unknown_sites import PRINTED, gbk_tables


def test_an_address_becomes_a_station_file_and_pages_to_read_again(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Shown first; then written, and checked against the site."""
    with served() as site:
        gbk_tables(site)
        shown = harvest("add", site.home, "--name", "ferry", "--dry-run", "--archive", tmp_path)
        assert shown.returncode == 0, shown.stderr
        assert "  title           6/6  青棠新桥今日建成通车" in shown.stdout
        assert not (tmp_path / "stations").exists()
        added = harvest("add", site.home, "--name", "ferry", "--archive", tmp_path)
        command = f"harvest crawl ferry --limit 10 --archive {tmp_path}"
        assert added.stdout.endswith(f"try it: {command}\n")
        checked = harvest("stations", "--check", "--live", "--archive", tmp_path)
        assert (checked.returncode, checked.stderr) == (0, "")
        page = f"{site.home}html/2026-09/08/content_55012.htm"
        read = harvest("read", page, "--json", "--archive", tmp_path)
        record = json.loads(read.stdout)
        assert (record["title"], record["station"]) == (PRINTED[0].title, "ferry")
    pages = tmp_path / "stations" / "ferry.pages"
    again = harvest("read", "--manifest", pages / "manifest.jsonl", "--archive", tmp_path)
    titles = [json.loads(line)["title"] for line in again.stdout.splitlines()]
    assert titles == [each.title for each in PRINTED[:6]]


def test_a_site_whose_robots_txt_forbids_it_is_left_alone(tmp_path: Path, harvest: Harvest) -> None:
    """Nothing but robots.txt is asked for."""
    with served() as site:
        site.page("/robots.txt", "User-agent: *\nDisallow: /\n")
        refused = harvest("add", site.home, "--archive", tmp_path)
        assert site.asked == ["/robots.txt"]
    assert refused.returncode == 1
    assert refused.stderr == f"harvest: {site.home}: not allowed by robots.txt\n"


def test_an_address_that_leads_to_a_known_station_is_refused(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Of two files with one host one cannot be used: a station that worked would stop."""
    with served() as former, served() as site:
        gbk_tables(site)
        site.station(tmp_path)
        former.status("/", 302, Location=site.home)
        refused = harvest("add", former.home, "--name", "other", "--archive", tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == (
        f"harvest: {site.home}: its host is that of the station ferry already\n"
    )
    assert sorted(path.name for path in (tmp_path / "stations").iterdir()) == ["ferry.toml"]


def test_a_redirect_to_no_address_is_no_answer(harvest: Harvest) -> None:
    """What a server sends is not a mistake of the program."""
    with served() as site:
        site.status("/moved", 302, Location="http://[bad/")
        ended = harvest("read", f"{site.home}moved")
    assert ended.returncode == 1
    assert ended.stderr == f"harvest: {site.home}moved: it leads to no address: Invalid IPv6 URL\n"


def test_patterns_that_match_nothing_are_told_with_the_addresses_that_were_seen(
    tmp_path: Path, harvest: Harvest
) -> None:
    """After a redesign, or a slip in the file: the mend is printed."""
    with served() as site:
        gbk_tables(site)
        site.station(tmp_path, articles="['/news/\\d+\\.html']")
        ran = harvest("crawl", "ferry", "--archive", tmp_path)
    assert (
        f"ferry: no article was ever read from it; its lists link"
        f" {site.home}html/2026-09/08/content_55012.htm,"
        f" {site.home}html/2026-09/09/content_55013.htm:"
        r" '/html/\d{4}-\d{1,2}/\d{1,2}/content_(?P<id>\d+)\.htm' would match them" in ran.stderr
    )
