"""The command `harvest`, for operators: read, crawl, run, schedule, hosts, reread, import.

Whatever is slow to import is imported inside the command that needs it.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import __version__
from archive.command import archive_option, complain
from archive.command import run as run_command
from archive.errors import NothingFound
from archive.output import written
from archive.visible import visible, visible_line
from harvester.errors import HarvestError, StationError
from harvester.schedule import EVERY, Schedule

if TYPE_CHECKING:
    from harvester.crawl import Order
    from harvester.station import Station
    from harvester.station_files import Stations

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
_stations_option = click.option(
    "--stations",
    "more",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A further folder of station files, read before the archive's own and the shipped ones.",
)
_contact_option = click.option(
    "--contact",
    envvar="NEWS_CONTACT",
    show_envvar=True,
    help="A mail address or page that stations can write to; part of the User-Agent.",
)
_max_time_option = click.option(
    "--max-time", type=click.FloatRange(1), help="Seconds after which nothing more is begun."
)
_verbose_option = click.option("--verbose", is_flag=True, help="Log each step.")
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="harvest")
def cli() -> None:
    """Gather the pages of regional stations, keep them as sent, and read them."""


@cli.command()
@click.argument("file", type=_FILE, required=False)
@click.option("--url", help="The address that the page was saved from.")
@click.option("--station", help="Read it as a page of the station of this name.")
@click.option("--manifest", type=_FILE, help='Many pages: {"file", "url"?, "station"?} a line.')
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="For --manifest.")
@archive_option
@_stations_option
@_json_option
def read(
    file: Path | None, url: str | None, station: str | None, manifest: Path | None,
    output: Path | None, folder: Path, more: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Read one saved page and print its record; or many, named by a manifest."""
    from archive.show import article_lines
    from harvester.saved import read_file, read_manifest

    stations = _load(more, folder)
    if manifest is not None and file is None:
        return _write_records(read_manifest(manifest, stations), output)
    if file is None or manifest is not None:
        raise click.UsageError("give either FILE or --manifest")
    record = read_file(file, url=url, station=station, stations=stations).record()
    if as_json:
        click.echo(json.dumps({"file": str(file)} | record, ensure_ascii=False, indent=1))
    else:
        click.echo(visible("\n".join(article_lines(record, evidence=True))))
    return 0


def _write_records(records: Iterator[dict[str, Any]], output: Path | None) -> int:
    """One JSON line a row; 1 where some pages gave a reason instead of a record."""
    errors = 0
    with written(output) as file:
        for record in records:
            errors += "error" in record
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    if errors:
        complain("harvest", f"{errors} pages gave no article; their rows say why")
    return 1 if errors else 0


@cli.command()
@click.argument("names", metavar="STATION...", nargs=-1, required=True)
@archive_option
@_stations_option
@_contact_option
@click.option("--limit", type=click.IntRange(1), help="Visit at most so many articles of each.")
@click.option(
    "--since", type=_DAY, metavar="DATE",
    help="Leave articles that are known to be older for another run.",
)  # fmt: skip
@_max_time_option
@click.option("--recheck", is_flag=True, help="Visit every known article again.")
@_verbose_option
def crawl(
    names: Sequence[str], folder: Path, more: Path | None, contact: str | None,
    limit: int | None, since: datetime | None, max_time: float | None, recheck: bool,
    verbose: bool,
) -> int:  # fmt: skip
    """Crawl the named stations once, all their lists."""
    from harvester.crawl import Order
    from harvester.visit import Days

    stations = _load(more, folder)
    order = Order(
        stations=[stations.get(name) for name in dict.fromkeys(names)], limit=limit,
        days=Days(since=since.date() if since else None), max_time=max_time, recheck=recheck,
        contact=contact, log_level="INFO" if verbose else "WARNING",
    )  # fmt: skip
    return _crawl(folder, order, stations)


@cli.command()
@click.argument("name", metavar="STATION")
@click.option("--from", "since", type=_DAY, metavar="DATE", required=True, help="The first day.")
@click.option("--to", "until", type=_DAY, metavar="DATE", help="The last day; else today.")
@archive_option
@_stations_option
@_contact_option
@_max_time_option
@_verbose_option
def backfill(
    name: str, since: datetime, until: datetime | None, folder: Path, more: Path | None,
    contact: str | None, max_time: float | None, verbose: bool,
) -> int:  # fmt: skip
    """Walk a station's lists back in time.

    Page by page, and by the indexes of past issues.
    """
    from harvester.crawl import Order
    from harvester.visit import Days

    days = Days(since=since.date(), until=until.date() if until else None)
    if days.until is not None and days.until < since.date():
        raise click.UsageError("--to is before --from")
    stations = _load(more, folder)
    order = Order(
        stations=[stations.get(name)], days=days, deep=True, max_time=max_time, contact=contact,
        command="harvest backfill", log_level="INFO" if verbose else "WARNING",
    )  # fmt: skip
    return _crawl(folder, order, stations)


@cli.command()
@archive_option
@_contact_option
@click.option(
    "--stations", "glob", metavar="GLOB",
    help="Only stations with such names; without it, all that are not marked unverified.",
)  # fmt: skip
@_max_time_option
@click.option("--dry-run", is_flag=True, help="Say what is due, and fetch nothing.")
@_verbose_option
def run(
    folder: Path, contact: str | None, glob: str | None, max_time: float | None, dry_run: bool,
    verbose: bool,
) -> int:  # fmt: skip
    """Crawl what is due of all stations, side by side.

    The one line in cron.
    """
    from harvester.crawl import Order

    stations = _load(folder)
    chosen = _chosen(stations, glob, folder)
    if not chosen:
        _complain_of(stations)
        raise NothingFound(f"no station matches {glob}; `harvest stations` lists them")
    if dry_run:
        from harvester.due import due

        for line in due(folder, chosen):
            click.echo(visible_line(line))
        _complain_of(stations)
        return 0
    order = Order(
        stations=chosen, max_time=max_time, contact=contact, command="harvest run", due_only=True,
        log_level="INFO" if verbose else "WARNING",
    )  # fmt: skip
    code = _crawl(folder, order, stations)
    _complain_of(stations)
    return code or (1 if stations.errors else 0)


def _chosen(stations: Stations, glob: str | None, folder: Path) -> list[Station]:
    """The stations of a run; says which ones of the archive's own folder are left out, and why."""
    from harvester.station_files import names_in

    today = date.today()  # noqa: DTZ011  (the operator's own day, as cron counts it)
    chosen, own = [], names_in(folder)
    for station in stations:
        if glob and not fnmatchcase(station.name, glob):
            continue
        if not glob and station.reads == "unverified":
            why = f"it is marked unverified; `--stations {station.name}` crawls it all the same"
        elif not station.is_open(today):
            why = "today is not within the days (`from`, `until`) of its file"
        else:
            chosen.append(station)
            continue
        if station.name in own:
            complain("harvest", f"{station.name} is skipped: {why}")
    return chosen


def _crawl(folder: Path, order: Order, stations: Stations) -> int:
    from harvester import progress
    from harvester.crawl import crawl as crawl_stations

    with progress.shown() as on_commit:
        report = crawl_stations(folder, order, stations, on_commit=on_commit)
    for line in progress.summary(report):
        click.echo(visible_line(line), err=True)
    return report.exit_code


@cli.command()
@archive_option
@_contact_option
@click.option("--every", type=click.Choice(list(EVERY)), default="1h", show_default=True,
              help="How often a run begins: lists are read at most as often.")  # fmt: skip
@click.option("--systemd", is_flag=True, help="Print systemd units instead of a crontab line.")
def schedule(folder: Path, contact: str | None, every: str, systemd: bool) -> int:
    """Print the crontab line, or the systemd units, that run this archive."""
    from harvester.contact import is_contact

    if not is_contact(contact):
        raise click.UsageError("a scheduled crawl needs --contact, a mail address or a page")
    program = shutil.which("harvest") or str(Path(sys.argv[0]).absolute())
    lines = Schedule(program=program, archive=folder.absolute(), contact=contact, every=every)
    _chosen(_load(folder), None, folder)  # those that its runs will skip are told
    click.echo(lines.systemd() if systemd else lines.crontab(), nl=False)
    return 0


@cli.command()
@archive_option
@click.option("--release", metavar="HOST", help="Let the next run ask this host again.")
@_json_option
def hosts(folder: Path, release: str | None, as_json: bool) -> int:
    """List the hosts that are left alone, until when, and why."""
    from harvester import rests

    if release is not None:
        released = rests.release(folder, release)
        click.echo(f"{released.host} may be asked again; it was left alone until {released.until}")
        return 0
    found = rests.at_rest(folder)
    if as_json:
        click.echo(json.dumps([asdict(rest) for rest in found], ensure_ascii=False, indent=1))
        return 0
    lines = [f"{rest.host}  until {rest.until}  {rest.reason}" for rest in found]
    for line in lines or ["no host is left alone"]:
        click.echo(visible_line(line))
    return 0


@cli.command("stations")
@archive_option
@_stations_option
@_json_option
def stations_command(folder: Path, more: Path | None, as_json: bool) -> int:
    """List the stations: name, what it was tried on, platforms, title, place; and what is wrong."""
    stations = _load(more, folder)
    rows = [
        {
            "name": station.name, "reads": station.reads, "platforms": list(station.platforms),
            "title": station.title, "place": station.place, "place_name": station.place_name,
            "home": station.home,
        }
        for station in stations
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            platforms = "+".join(row["platforms"] or [])
            line = f"{row['name']:<24} {row['reads']:<11} {platforms:<11} {row['title']}"
            click.echo(visible_line(f"{line}  {row['place_name'] or ''}".rstrip()))
    _complain_of(stations)
    return StationError.exit_code if stations.errors else 0


@cli.command()
@archive_option
@_stations_option
@click.option("--station", help="Only articles of the station of this name.")
@click.option("--apply", "apply", is_flag=True, help="Change the archive; else only report.")
@click.option("--rebuild", is_flag=True, help="Make archive.db again from WARC and decisions.")
@_json_option
def reread(
    folder: Path, more: Path | None, station: str | None, apply: bool, rebuild: bool, as_json: bool
) -> int:
    """Read kept captures again, offline; report what would change, or change it."""
    from harvester import reread as rereading
    from harvester.held_stations import with_held
    from harvester.report import counted

    if rebuild and (apply or station):
        raise click.UsageError("--rebuild makes everything again; it goes with no other choice")
    stations = with_held(folder, _load(more, folder), lambda line: complain("harvest", line))
    if station is not None:
        stations.for_name(station)
    if rebuild:
        rebuilt = rereading.rebuild(folder, stations)
        for told in (*rebuilt.told, *rebuilt.problems):
            complain("harvest", told)
        if rebuilt.lost:
            complain("harvest", f"{folder}/archive.db stays as it was: captures are missing")
            return 1
        loaded = f" ({rebuilt.taken_over} of them loaded)" if rebuilt.taken_over else ""
        counts = f"{counted(rebuilt.captures, 'capture')}, {counted(rebuilt.articles, 'article')}"
        click.echo(f"{counts}{loaded} in {folder}")
        return 1 if rebuilt.problems else 0
    total = problems = 0
    for change in rereading.reread(folder, stations, station=station, apply=apply):
        total += change.problem is None
        problems += change.problem is not None
        told = json.dumps(change.row(), ensure_ascii=False) if as_json else str(change)
        click.echo(visible_line(told))
    done = "changed" if apply else "would change; --apply changes them"
    click.echo(f"{total} readings {done}", err=True)
    if problems:
        complain("harvest", f"{problems} could not be read again; their lines say why")
    return 1 if problems else 0


@cli.command("import")
@click.argument("files", metavar="WARC...", nargs=-1, required=True, type=_FILE)
@archive_option
@_stations_option
def import_command(files: Sequence[Path], folder: Path, more: Path | None) -> int:
    """Take captures from WARC files, also from other people's crawls, and read them."""
    from harvester.importing import import_files

    imported = import_files(folder, files, _load(more, folder))
    for problem in imported.problems:
        complain("harvest", problem)
    click.echo(imported.summary())
    return 1 if imported.problems else 0


@cli.command()
@click.option("--archive", "folder", type=click.Path(path_type=Path), default="demo-archive",
              show_default=True, help="Folder of the demo's archive.")  # fmt: skip
@click.option("--day", type=click.IntRange(1, 2), default=1, show_default=True,
              help="Day 2 brings corrections and withdrawals.")  # fmt: skip
@click.option("--port", type=click.IntRange(1024, 65000), default=18080, show_default=True,
              help="The first of eight loopback ports to serve the region on.")  # fmt: skip
def demo(folder: Path, day: int, port: int) -> int:
    """Serve a small invented region on loopback, crawl it, and search it."""
    from harvester.demo.show import show

    return show(folder, day=day, port=port)


def _load(*folders: Path | None) -> Stations:
    from harvester.station_files import Stations

    return Stations.load(*(folder for folder in folders if folder is not None))


def _complain_of(stations: Stations) -> None:
    for problem in stations.errors:
        complain("harvest", problem)


def main() -> None:
    """The console script `harvest`."""
    run_command(cli, "harvest", (HarvestError,))


if __name__ == "__main__":
    main()
