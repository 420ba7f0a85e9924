"""docs/scrapy.md can be followed: its files make a project that runs beside the stations."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from support.commands import ROOT
from support.sites import Site, served

PAGE = (ROOT / "docs" / "scrapy.md").read_text(encoding="utf-8")
FILES = re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The files of the page, in a folder that holds the archive as well."""
    for name, text in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("weather.example", "127.0.0.1"), encoding="utf-8")
    return tmp_path


def scrapy(folder: Path, *arguments: str) -> None:
    """Run Scrapy's command in the project; it must end well."""
    environment = os.environ | {"NEWS_ARCHIVE": "news", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "scrapy", *arguments]
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr


def ferry(site: Site, folder: Path) -> None:
    """A station with two articles, and a page of another sort."""
    site.links("/", "/a/1.html", "/a/2.html")
    site.article("/a/1.html", "渡船加开一班")
    site.article("/a/2.html", "渡口新修台阶")
    site.page("/weather.html", "<h1>明天有雾</h1>")
    site.station(folder / "news")


def test_a_spider_and_a_pipeline_of_ones_own_run_beside_the_stations(project: Path) -> None:
    """The options -a, -s and -o as the page shows them; the feed holds records, in UTF-8."""
    with served() as site:
        ferry(site, project)
        scrapy(project, "crawl", "ferry", "-a", "limit=1", "-s", "LOG_LEVEL=ERROR", "-o", "a.jsonl")
        scrapy(project, "crawl", "weather", "-a", f"url={site.home}weather.html")
    written = (project / "a.jsonl").read_text(encoding="utf-8")
    assert "渡" in written
    (record,) = map(json.loads, written.splitlines())
    assert record["published_at"] == "2026-07-01T08:00:00+08:00"
    titles = (project / "titles.txt").read_text(encoding="utf-8").splitlines()
    assert titles == [record["title"], "明天有雾"]


def test_the_settings_of_a_spider_of_ones_own_put_back_what_stations_do_without(
    project: Path,
) -> None:
    """Nothing is asked for twice, and neither an error page nor another host reaches the spider."""
    with served() as site:
        ferry(site, project)
        (project / "newsroom" / "spiders" / "links.py").write_text(
            "from newsroom.spiders.weather import Weather\n\n\n"
            'class Links(Weather):\n    name = "links"\n\n'
            "    def parse(self, response):\n"
            '        yield {"title": f"{response.status} {response.url}"}\n'
            '        for path in ("/a/1.html", "/a/1.html", "/none.html", "//localhost:1/"):\n'
            "            yield response.follow(path)\n",
            encoding="utf-8",
        )
        scrapy(project, "crawl", "links", "-a", f"url={site.home}weather.html")
        titles = (project / "titles.txt").read_text(encoding="utf-8").splitlines()
        assert titles == [f"200 {site.home}weather.html", f"200 {site.home}a/1.html"]


def test_the_package_names_its_settings_for_scrapyd() -> None:
    """An egg's entry point is how scrapyd finds a project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["entry-points"]["scrapy"]["settings"]
    assert import_module(named).BOT_NAME == "regional-news-harvester"
