"""`harvest demo`: serves the region, crawls it, proves the reading, and searches it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.errors import UsageError
from archive.figures import figures
from archive.search import search
from archive.show import article_lines, hit_lines
from archive.store import Archive
from harvester import progress
from harvester.crawl import Order, crawl
from harvester.demo.server import DemoServer
from harvester.report import Report
from harvester.station_files import Stations

if TYPE_CHECKING:
    from harvester.demo.region import Expected

#: What a page of the demo prints, and what a reader must make of it.
_FIELDS = ("title", "published_at", "source", "authors", "editors", "body")
_QUERY = "人大代表 路灯"


def show(folder: Path, *, day: int, port: int) -> int:
    """Run the whole product once on the invented region; returns the crawl's exit code.

    Raises HarvestError where a port is taken, and what opening an archive raises.
    """
    _refuse_real_archive(folder)
    with DemoServer(day=day, base_port=port) as server:
        server.write_stations(folder)
        click.echo(
            f"澜江, an invented region: {len(server.ports)} stations on 127.0.0.1, "
            f"ports {port}-{port + len(server.ports) - 1}, day {day}\n"
        )
        report = _crawl(folder, server, recheck=day > 1)
        expected = server.region.expected
    click.echo("\n".join(progress.summary(report)))
    with Archive.read_only(folder) as archive:
        wrong = _prove(archive, expected)
        _search(archive, folder)
    _next(folder, day)
    return report.exit_code or (1 if wrong else 0)


def _refuse_real_archive(folder: Path) -> None:
    """Invented articles must not get into an archive of real ones."""
    if not (folder / "archive.db").exists():
        return
    with Archive.read_only(folder) as archive:
        names = [station["name"] for station in figures(archive.connection)["stations"]]
    real = next((name for name in names if not name.startswith("demo-")), None)
    if real is not None:
        raise UsageError(
            f"{folder}: this archive holds {real}, which is no station of the demo; "
            "choose another folder with --archive"
        )


def _crawl(folder: Path, server: DemoServer, *, recheck: bool) -> Report:
    stations = Stations.load(folder)
    order = Order(
        stations=[stations.get(name) for name in sorted(server.ports)],
        recheck=recheck,
        command="harvest demo",
    )
    with progress.shown() as on_commit:
        return crawl(folder, order, stations, on_commit=on_commit)


def _prove(archive: Archive, expected: tuple[Expected, ...]) -> list[str]:
    """Hold what was read against what the pages were made from; returns what differs."""
    wrong: list[str] = []
    for item in expected:
        record = archive.record_of(item.id)
        wanted = {
            name: list(value) if isinstance(value := getattr(item, name), tuple) else value
            for name in _FIELDS
        }
        differing = [name for name in _FIELDS if record[name] != wanted[name]]
        if differing:
            wrong.append(f"{item.id} ({', '.join(differing)})")
    click.echo(
        f"\nheld against the texts their pages were printed from, {len(expected) - len(wrong)} of "
        f"{len(expected)} articles are right in title, time, source, authors, editors and body"
    )
    for item_wrong in wrong:
        click.echo(f"  differs: {item_wrong}")
    return wrong


def _search(archive: Archive, folder: Path) -> None:
    results = search(archive.connection, _QUERY, limit=3)
    click.echo(f"\n$ archive search '{_QUERY}' --archive {folder} --limit 3")
    click.echo(f"{results.total} articles")
    for hit in results.hits:
        click.echo("\n".join(["", *hit_lines(hit)]))
    if results.hits:
        click.echo(f"\n$ archive show {results.hits[0].id} --archive {folder}")
        record = archive.record_of(results.hits[0].id)
        click.echo("\n".join(list(article_lines(record))[:14]) + "\n…")


def _next(folder: Path, day: int) -> None:
    if day == 1:
        click.echo("\nNext: corrections and withdrawals")
        click.echo(f"  harvest demo --day 2 --archive {folder}")
    else:
        click.echo("\nNext: what was corrected, and what it said before")
        click.echo(
            f"  sqlite3 {folder}/archive.db "
            '"SELECT article, revision, title, is_current FROM history WHERE article IN'
            ' (SELECT article FROM revisions) ORDER BY article, revision"'
        )
    click.echo(f"  archive stats --archive {folder}")
