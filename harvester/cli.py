"""The command `harvest`: for operators."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from archive.cli import archive_option, run_command, shown

from archive import __version__
from archive.errors import NothingFound
from harvester.errors import HarvestError, StationError

if TYPE_CHECKING:
    from harvester.crawl import Order
    from harvester.station_files import Stations

_DAY = click.DateTime(["%Y-%m-%d"])
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
_stations_option = click.option(
    "--stations",
    "stations_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A further folder of station files, read before the archive's own and the shipped ones.",
)
_contact_option = click.option(
    "--contact",
    envvar="NEWS_CONTACT",
    show_envvar=True,
    help="A mail address or page that stations can write to; part of the User-Agent.",
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harvest")
def cli() -> None:
    """Gather the pages of regional stations, keep them, and read them."""


@cli.command()
@click.argument("file", type=_EXISTING, required=False)
@click.option("--url", help="The address that the page was saved from.")
@click.option("--station", help="Read it as a page of this station.")
@click.option("--manifest", type=_EXISTING, help="JSON lines that name many pages.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write records."
)
@_stations_option
@_json_option
def read(
    file: Path | None,
    url: str | None,
    station: str | None,
    manifest: Path | None,
    output: Path | None,
    stations_folder: Path | None,
    as_json: bool,
) -> int:
    """Read one saved page and print its record; or many, named by a manifest."""
    from harvester.saved import read_file, read_manifest

    stations = _load(stations_folder, archive=None)
    if manifest is not None and file is None:
        return _write_records(read_manifest(manifest, stations), output)
    if file is None or manifest is not None:
        raise click.UsageError("give either FILE or --manifest")
    article = read_file(file, url=url, station=station, stations=stations)
    if as_json:
        record = {"file": str(file)} | article.record()
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
        return 0
    from archive.show import article_lines

    for line in article_lines(article.record()):
        click.echo(line)
    return 0


def _write_records(records: Iterator[dict[str, Any]], output: Path | None) -> int:
    """One JSON line a record; 1 where some pages gave a reason instead."""
    errors = 0
    with _opened(output) as write:
        for record in records:
            errors += "error" in record
            write(json.dumps(record, ensure_ascii=False) + "\n")
    if errors:
        click.echo(f"harvest: {errors} pages gave no article; their rows say why", err=True)
    return 1 if errors else 0


@contextmanager
def _opened(output: Path | None) -> Iterator[Callable[[str], object]]:
    """Standard output, or a file that gets its name when it is whole."""
    if output is None:
        yield sys.stdout.write
        return
    partial = output.with_name(output.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        yield file.write
    partial.replace(output)


@cli.command()
@click.argument("names", metavar="STATION...", nargs=-1, required=True)
@archive_option
@_stations_option
@_contact_option
@click.option("--limit", type=click.IntRange(1), help="Visit at most this many articles each.")
@click.option("--since", type=_DAY, help="Leave articles known to be older for another run.")
@click.option("--max-time", type=click.FloatRange(1), help="Seconds until no more is taken.")
@click.option("--recheck", is_flag=True, help="Visit every known article again.")
@click.option("--verbose", is_flag=True, help="Log each step.")
def crawl(
    names: Sequence[str], archive: Path, stations_folder: Path | None, contact: str | None,
    limit: int | None, since: datetime | None, max_time: float | None, recheck: bool,
    verbose: bool,
) -> int:  # fmt: skip
    """Crawl the named stations once."""
    from harvester.crawl import Order

    stations = _load(stations_folder, archive=archive)
    order = Order(
        stations=[stations.get(name) for name in names], limit=limit,
        since=since.date() if since else None, max_time=max_time, recheck=recheck,
        contact=contact, log_level="INFO" if verbose else "WARNING",
    )  # fmt: skip
    return _crawl(archive, order, stations)


@cli.command()
@archive_option
@_contact_option
@click.option(
    "--stations", "glob", metavar="GLOB",
    help="Only stations with such names; without it, all that are not marked unverified.",
)  # fmt: skip
@click.option("--max-time", type=click.FloatRange(1), help="Seconds until no more is taken.")
@click.option("--verbose", is_flag=True, help="Log each step.")
def run(
    archive: Path, contact: str | None, glob: str | None, max_time: float | None, verbose: bool
) -> int:
    """Crawl all stations that are due, side by side: the one line in cron."""
    from fnmatch import fnmatchcase

    from harvester.crawl import Order

    stations = _load(None, archive=archive)
    today = date.today()  # noqa: DTZ011  (the operator's own day, as cron counts it)
    chosen = [
        station
        for station in stations
        if (fnmatchcase(station.name, glob) if glob else station.reads != "unverified")
        and station.is_open(today)
    ]
    if not chosen:
        raise NothingFound(f"no station matches {glob}; `harvest stations` lists them")
    order = Order(
        stations=chosen, max_time=max_time, contact=contact, command="harvest run",
        log_level="INFO" if verbose else "WARNING",
    )  # fmt: skip
    code = _crawl(archive, order, stations)
    for problem in stations.errors:
        click.echo(f"harvest: {problem}", err=True)
    return code or (1 if stations.errors else 0)


def _crawl(archive: Path, order: Order, stations: Stations) -> int:
    from harvester import progress
    from harvester.crawl import crawl as crawl_stations

    with progress.shown() as on_commit:
        report = crawl_stations(archive, order, stations, on_commit=on_commit)
    for line in progress.summary(report):
        click.echo(shown(line), err=True)
    return report.exit_code


@cli.command()
@archive_option
@_contact_option
@click.option("--hours", type=click.IntRange(1, 12), default=2, show_default=True,
              help="How many hours lie between two runs.")  # fmt: skip
@click.option("--systemd", is_flag=True, help="Print systemd units instead of a crontab line.")
def schedule(archive: Path, contact: str | None, hours: int, systemd: bool) -> int:
    """Print the crontab line, or the systemd units, that run this archive."""
    from harvester.schedule import Schedule

    if not contact:
        raise click.UsageError("a scheduled crawl needs --contact")
    program = shutil.which("harvest") or sys.argv[0]
    lines = Schedule(program=program, archive=archive.absolute(), contact=contact, hours=hours)
    click.echo(lines.systemd() if systemd else lines.crontab(), nl=False)
    return 0


@cli.command()
@archive_option
@_stations_option
@_json_option
def stations(archive: Path, stations_folder: Path | None, as_json: bool) -> int:
    """List the stations: name, place, what their layouts were tried on, title."""
    known = _load(stations_folder, archive=archive)
    if as_json:
        rows = [
            {
                "name": station.name, "title": station.title, "place": station.place,
                "place_name": station.place_name, "reads": station.reads,
                "platforms": list(station.platforms), "home": station.home,
            }
            for station in known
        ]  # fmt: skip
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for station in known:
            name = f"{station.name:<24} {station.reads:<11} {'+'.join(station.platforms):<12}"
            click.echo(f"{name} {station.title}  {station.place_name or ''}".rstrip())
    for problem in known.errors:
        click.echo(f"harvest: {problem}", err=True)
    return StationError.exit_code if known.errors else 0


@cli.command()
@archive_option
@_stations_option
@click.option("--station", help="Only articles of this station.")
@click.option("--apply", "apply", is_flag=True, help="Change the archive, not only report.")
@click.option("--rebuild", is_flag=True, help="Make archive.db again from WARC and decisions.")
@_json_option
def reread(
    archive: Path, stations_folder: Path | None, station: str | None, apply: bool, rebuild: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Read kept captures again, offline; report what would change, or change it."""
    from harvester import reread as rereading

    known = _load(stations_folder, archive=archive)
    if rebuild:
        counts = rereading.rebuild(archive, known)
        click.echo(
            f"rebuilt {archive}: {counts['captures']} captures, {counts['articles']} articles"
        )
        return 0
    changes = rereading.reread(archive, known, station=station, apply=apply)
    total = 0
    for change in changes:
        total += 1
        if as_json:
            click.echo(json.dumps(change.row(), ensure_ascii=False))
        else:
            click.echo(shown(str(change)))
    if not as_json:
        done = "changed" if apply else "would change; --apply changes them"
        click.echo(f"{total} readings {done}", err=True)
    return 0


@cli.command("import")
@click.argument("files", metavar="WARC...", nargs=-1, required=True, type=_EXISTING)
@archive_option
@_stations_option
def import_(files: Sequence[Path], archive: Path, stations_folder: Path | None) -> int:
    """Take captures from WARC files, also from other people's crawls, and read them."""
    from harvester.importing import import_files

    known = _load(stations_folder, archive=archive)
    imported = import_files(archive, files, known)
    for problem in imported.problems:
        click.echo(f"harvest: {shown(problem)}", err=True)
    click.echo(imported.summary())
    return 1 if imported.problems else 0


@cli.command()
@click.option("--archive", type=click.Path(file_okay=False, path_type=Path), show_default=True,
              default=Path("demo-archive"), help="Where to hold the demo.")  # fmt: skip
@click.option("--day", type=click.IntRange(1, 2), default=1, show_default=True,
              help="Day 2 brings corrections and withdrawals.")  # fmt: skip
@click.option("--port", type=click.IntRange(1024, 65000), default=18080, show_default=True,
              help="The first of the loopback ports to serve on.")  # fmt: skip
def demo(archive: Path, day: int, port: int) -> int:
    """Serve a small invented region on loopback, crawl it, and search it."""
    from harvester.demo.show import show

    return show(archive, day=day, port=port)


def _load(folder: Path | None, *, archive: Path | None) -> Stations:
    from harvester.station_files import Stations

    return Stations.load(*(place for place in (folder, archive) if place is not None))


def main() -> None:
    """The console script `harvest`."""
    run_command(cli, "harvest", (HarvestError,))
