"""What `harvest add` makes of a site, beside a station file written by hand.

The sites are those of the demo, on loopback, and such as `redesign.py` draws: their templates
before and after a change, each a site with a front page and two columns. Of each it is counted how
many articles are wholly right (title, time, source, authors, editors, text) with the file that
`add` writes, and with the one of the demo or the layout that who drew the template would write.

    python benchmarks/add.py --seeds 1 2 --sites 20
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from redesign import Draw, Story, Template, url_of
from support.unknown_sites import fetched

from archive.model.article import Capture
from harvester.config.stations import Stations
from harvester.demo.expected import Expected
from harvester.demo.server import DemoServer
from harvester.extract.read_article import read_article
from harvester.model.errors import NoAnswer, NotAnArticle
from harvester.model.station import Station
from harvester.model.url import is_article
from harvester.survey.station_file import station_toml
from harvester.survey.survey import Fetch, survey

_FIELDS = ("title", "published_at", "source", "authors", "editors", "body")
_HOME = "http://news.lanjiang.example/"
_COLUMNS = {"/yw/": "要闻", "/ms/": "民生"}
_Record = tuple[object, ...]


@dataclass(slots=True)
class Result:
    """The articles of one site."""

    articles: int = 0
    known: int = 0  # by their addresses, with the file of `add`
    right: int = 0
    right_by_hand: int = 0
    has_layout: bool = False
    wrong: list[str] = field(default_factory=list)  # address, and the fields that are


def added(fetch: Fetch, home: str) -> Station:
    """The station that `add` makes of a site. Raises NoAnswer."""
    found = asyncio.run(survey(fetch, home, Stations.load()))
    return station_of(station_toml(found))


def station_of(text: str) -> Station:
    """The station of a file."""
    with tempfile.TemporaryDirectory() as folder:
        stations = Path(folder) / "stations"
        stations.mkdir()
        (stations / "new.toml").write_text(text, encoding="utf-8")
        return Stations.load(Path(folder)).get("new")


def compare(
    new: Station, by_hand: Station, truth: Iterator[tuple[str, _Record]], fetch: Fetch
) -> Result:
    """Read all articles of a site with both stations."""
    result = Result(has_layout=bool(new.layouts))
    for url, expected in truth:
        page = asyncio.run(fetch(url))
        result.articles += 1
        result.known += is_article(url, new)
        result.right_by_hand += not _wrong(page, by_hand, url, expected)
        wrong = _wrong(page, new, url, expected)
        result.right += not wrong
        if wrong:
            result.wrong.append(f"{url}: {', '.join(wrong)}")
    return result


def _wrong(page: Capture, station: Station, url: str, expected: _Record) -> list[str]:
    try:
        record = read_article([page], station, url).to_dict()
    except NotAnArticle as error:
        return [str(error)]
    return [
        name for name, value in zip(_FIELDS, expected, strict=True)
        if record[name] != value
    ]  # fmt: skip


def demo() -> Iterator[tuple[str, Result]]:
    """Each station of the demo."""
    with DemoServer() as server, tempfile.TemporaryDirectory() as folder:
        server.write_stations(Path(folder))
        stations = Stations.load(Path(folder))
        for name, port in server.ports.items():
            new = added(fetched, f"http://127.0.0.1:{port}/")
            own = [each for each in server.region.expected if each.station == name]
            truth = ((each.url, _of_demo(each)) for each in own)
            yield name, compare(new, stations.get(name), truth, fetched)


def _of_demo(each: Expected) -> _Record:
    people = [*each.authors], [*each.editors]
    return (each.title, each.published_at, each.source, *people, each.body)


def drawn(seed: str) -> Iterator[tuple[str, Result]]:
    """A drawn site before and after its change."""
    draw = Draw(seed)
    for when, template in (("before", draw.first), ("after", draw.second)):
        pages = _site(template, draw.stories)

        async def fetch(url: str, pages: dict[str, str] = pages) -> Capture:
            return _capture(url, pages)

        truth = ((url_of(each.number), _of_story(template, each)) for each in draw.stories)
        by_hand = station_of(_by_hand(template))
        yield f"{seed} {when} ({draw.kind})", compare(added(fetch, _HOME), by_hand, truth, fetch)


def _site(template: Template, stories: list[Story]) -> dict[str, str]:
    menu = "".join(f'<a href="{path}">{name}</a>' for path, name in _COLUMNS.items())
    links = "".join(f'<li><a href="{url_of(s.number)}">{s.title}</a></li>' for s in stories)
    pages = {url_of(story.number): template.page(story) for story in stories}
    listed = f"<title>澜江网</title><div>{menu}</div><ul>{links}</ul>"
    return pages | {_HOME: listed} | {_HOME + path[1:]: listed for path in _COLUMNS}


def _by_hand(template: Template) -> str:
    lines = "title = \"澜江\"\narticles = ['/n/(?P<id>\\d+)\\.html']\n"
    layout = template.layout()
    if template.box:
        layout += f'drop = [".{template.names["box"]}"]\n'
    return f'{lines}home = "{_HOME}"\n{layout}'


def _of_story(template: Template, story: Story) -> _Record:
    form = "%Y-%m-%d" if "%H" not in template.time else "%Y-%m-%dT%H:%M:00+08:00"
    form = form.replace(":00+", ":%S+") if "%S" in template.time else form
    printed = template.printed
    return (
        story.title, story.at.astimezone().strftime(form),
        story.source if "source" in printed else None,
        [story.author] if "author" in printed else [],
        [story.editor] if "editor" in printed else [],
        "\n".join("".join(parts) for parts in story.paragraphs),
    )  # fmt: skip


def _capture(url: str, pages: dict[str, str]) -> Capture:
    if url not in pages:
        raise NoAnswer(f"{url}: 404")
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture(id=url, url=url, status=200, captured_at=datetime.now(UTC),
                   body=pages[url].encode(), headers=headers)  # fmt: skip


def main() -> None:
    """Print a line for each site where the two differ, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", nargs="+", default=["1"])
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--totals", action="store_true", help="print no single drawn site")
    given = parser.parse_args()
    for name, result in demo():
        _print(name, [result])
        print(*(f"  {each}" for each in result.wrong), sep="\n", end="\n" if result.wrong else "")
    results: list[Result] = []
    for seed in given.seeds:
        for number in range(given.sites):
            for name, result in drawn(f"{seed}/{number}"):
                results.append(result)
                if not given.totals and result.wrong:
                    _print(name, [result])
                    print(f"  {result.wrong[0]}")
    _print(f"{len(results)} drawn sites", results)


def _print(name: str, results: list[Result]) -> None:
    count = sum(each.articles for each in results)
    known, right, by_hand = (
        sum(getattr(each, key) for each in results) for key in ("known", "right", "right_by_hand")
    )
    learnt = sum(each.has_layout for each in results)
    print(f"{name}: {count} articles, {known} known; wholly right {right / count:.3f}, by hand"
          f" {by_hand / count:.3f}; layouts learnt: {learnt}")  # fmt: skip


if __name__ == "__main__":
    main()
