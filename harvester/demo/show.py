"""`harvest demo`: serves the region, crawls it, proves the reading, and searches it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.render import article_lines, hit_lines
from archive.db import folder as place
from archive.model.errors import NothingFound, StorageError, TakenDown, UsageError
from archive.search.search import search
from archive.store.archive import Archive
from archive.store.holdings import figures
from harvester.config.stations import Stations
from harvester.crawl.crawl import CrawlOptions, crawl
from harvester.demo.server import DemoServer
from harvester.run import progress
from harvester.run.report import Report

if TYPE_CHECKING:
    from harvester.demo.region import Expected

#: What a page of the demo prints, and what a reader must make of it.
_FIELDS = ("title", "published_at", "source", "authors", "editors", "body")
#: What the books of runs say of a day.
_COMMANDS = {1: "harvest demo", 2: "harvest demo --day 2"}
_QUERY = "人大代表 路灯"


def show(folder: Path, *, day: int, port: int) -> int:
    """Run the whole product once on the invented region; returns the crawl's exit code.

    An archive that has seen day 2 stays there. Raises HarvestError where a port is taken, and what
    opening an archive raises.
    """
    _refuse_real_archive(folder)
    if day == 1 and _has_seen_day_2(folder):
        click.echo(f"{folder} is at day 2 already, and stays there")
        day = 2
    with DemoServer(day=day, base_port=port) as server:
        _write_stations(folder, server)
        click.echo(
            f"澜江, an invented region: {len(server.ports)} stations on 127.0.0.1, "
            f"ports {port}-{port + len(server.ports) - 1}, day {day}\n"
        )
        report = _crawl(folder, server, day)
        expected = server.region.expected
    click.echo("\n".join(progress.summary(report)))
    if report.state != "finished":  # what it did not come to cannot be compared
        return report.exit_code
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


def _has_seen_day_2(folder: Path) -> bool:
    """Whether the books of runs tell of a second day: its corrections are held from then on."""
    if not (folder / "archive.db").exists():
        return False
    with Archive.read_only(folder) as archive:
        commands = "SELECT 1 FROM runs WHERE command = ?"
        return archive.connection.execute(commands, (_COMMANDS[2],)).fetchone() is not None


def _write_stations(folder: Path, server: DemoServer) -> None:
    place.make(folder)
    try:
        server.write_stations(folder)
    except OSError as error:
        where = error.filename or folder
        raise StorageError(f"{where}: {error.strerror}; is the folder writable?") from error


def _crawl(folder: Path, server: DemoServer, day: int) -> Report:
    stations = Stations.load(folder)
    options = CrawlOptions(
        stations=[stations.get(name) for name in sorted(server.ports)],
        recheck=day > 1,
        command=_COMMANDS[day],
    )
    with progress.shown() as on_commit:
        return crawl(folder, options, stations, on_commit=on_commit)


def _prove(archive: Archive, expected: tuple[Expected, ...]) -> list[str]:
    """Hold what was read against what the pages were made from; returns what differs."""
    wrong: list[str] = []
    taken_down = 0
    for item in expected:
        try:
            record = archive.record_of(item.id)
        except TakenDown:
            taken_down += 1
            continue
        except NothingFound:
            wrong.append(f"{item.id} (is not in the archive)")
            continue
        wanted = {
            name: list(value) if isinstance(value := getattr(item, name), tuple) else value
            for name in _FIELDS
        }
        differing = [name for name in _FIELDS if record[name] != wanted[name]]
        if differing:
            wrong.append(f"{item.id} ({', '.join(differing)})")
    compared = len(expected) - taken_down
    click.echo(
        f"\nheld against the texts their pages were printed from, {compared - len(wrong)} of "
        f"{compared} articles are right in title, time, source, authors, editors and body"
        + (f"; {taken_down} more taken down, by hide or erase" if taken_down else "")
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
