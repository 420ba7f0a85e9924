"""`harvest cluster`: many machines, each with some of the stations; docs/scale.md tells when."""

from __future__ import annotations

import json
import secrets
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.command import complain
from archive.model.counting import many
from archive.model.errors import NothingFound, UsageError
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    complain_of,
    contact_option,
    json_option,
    load,
    max_time_option,
    verbose_option,
    workers_option,
)

if TYPE_CHECKING:
    from archive.cluster.catalogue import Catalogue
    from archive.cluster.state import Seen
    from harvester.cluster.driver import Driver
    from harvester.cluster.placement import Placement

_catalogue_argument = click.argument("url", metavar="CATALOG")


@click.group()
def cluster() -> None:
    """Gather with many machines: shards of stations, their snapshots in one catalogue.

    CATALOG is the address of the catalogue: s3://bucket/path, or file:///folder on a disk that all
    machines share.
    """


@cluster.command()
@_catalogue_argument
@click.option(
    "--shards", type=click.IntRange(1, 10_000), required=True,
    help="How many archives the stations are divided into.",
)  # fmt: skip
def init(url: str, shards: int) -> None:
    """Make a catalogue of empty shards."""
    from archive.cluster import catalogue as catalogues
    from archive.cluster.objects import opened

    digits = max(2, len(str(shards - 1)))
    catalogues.create(opened(url), [f"shard-{number:0{digits}d}" for number in range(shards)])
    click.echo(visible_line(f"{url}: a catalogue of {many(shards, 'shard')}"))


@cluster.command()
@_catalogue_argument
@click.argument("names", metavar="[STATION]...", nargs=-1)
@click.option(
    "--station-files", "more", metavar="DIR", required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of station files, read before the shipped ones.",
)  # fmt: skip
def add(url: str, names: Sequence[str], more: Path) -> int:
    """Give stations to shards, or hold their changed files; those of these names, or all of DIR.

    Stations of one host or one id space go to one shard. A station that has a shard stays there.
    """
    from archive.cluster import catalogue as catalogues
    from archive.cluster.objects import opened
    from harvester.cluster import grouping

    stations = load(more)
    chosen = stations.chosen(names) if names else [
        station for station in stations if station.name not in stations.shipped
    ]  # fmt: skip
    complain_of(stations)
    if not chosen:
        raise NothingFound(f"{more}: there is no station file in it; name stations, or another DIR")
    added = catalogues.add(
        opened(url),
        {station.name: grouping.marks(station) for station in chosen},
        {station.name: grouping.files(station, stations, more) for station in chosen},
    )
    for shard in added.shards:
        own = [station.name for station in chosen if added.stations[station.name].shard == shard]
        if own:
            click.echo(visible_line(f"{shard}  {', '.join(own)}"))
    return 1 if stations.errors else 0


@cluster.command()
@_catalogue_argument
@json_option
def status(url: str, as_json: bool) -> int:
    """Show each shard: who holds it, how old it is, what waits to be visited, what failed."""
    from archive.cluster import catalogue as catalogues
    from archive.cluster.objects import opened
    from archive.cluster.state import read_state

    objects = opened(url)
    catalogue = catalogues.read(objects)
    rows = [_row(catalogue, shard, read_state(objects, shard)) for shard in catalogue.shards]
    if as_json:
        click.echo(json.dumps({"catalogue": catalogue.id, "shards": rows}, indent=1))
        return 0
    click.echo("shard        stations  articles  backlog  last run              due at")
    for row in rows:
        click.echo(visible_line(_line(row)))
        if row["failures"]:
            click.echo(visible_line(f"    {many(row['failures'], 'failure')}: {row['failure']}"))
        if row["holder"]:
            click.echo(visible_line(f"    {row['holder']}"))
    return 0


@cluster.command()
@_catalogue_argument
@click.option(
    "--work", type=click.Path(file_okay=False, path_type=Path),
    help="Folder in which shards are run; what it holds of a shard is not fetched again."
    "  [default: a folder of the system for temporary files]",
)  # fmt: skip
@click.option(
    "--slots", type=click.IntRange(1), default=2, show_default=True,
    help="How many shards are run at once on this machine.",
)  # fmt: skip
@click.option(
    "--lease", type=click.FloatRange(2), default=60, show_default=True, metavar="SECONDS",
    help="Give up a run that is not heard of for so long.",
)  # fmt: skip
@click.option(
    "--ray", "ray", metavar="ADDRESS",
    help="Run shards on the machines of a Ray cluster, one for each CPU, instead of here: `auto`,"
    " or host:port.",
)  # fmt: skip
@contact_option
@max_time_option
@workers_option
@verbose_option
def run(
    url: str, work: Path | None, slots: int, lease: float, ray: str | None, contact: str | None,
    max_time: float | None, workers: int, verbose: bool,
) -> int:  # fmt: skip
    """Run each shard of which something is due once, as `harvest run` does, and publish it.

    This is the command for cron or a systemd timer. Several machines may give it at once.
    """
    from archive.cluster import catalogue as catalogues
    from archive.cluster.objects import opened
    from harvester.cluster.driver import Driver
    from harvester.cluster.order import Order

    objects = opened(url)
    catalogue = catalogues.read(objects)
    if not catalogue.stations:
        raise NothingFound(f"{url}: it has no stations; `harvest cluster add` gives it some")
    options = [
        *(("--contact", contact) if contact else ()),
        *(("--max-time", str(max_time)) if max_time else ()),
        *(("--workers", str(workers)) if workers else ()),
        *(("--verbose",) if verbose else ()),
    ]
    order = Order(
        catalogue=url, shard="", work=str(work or Path(tempfile.gettempdir()) / "harvest-cluster"),
        driver=secrets.token_hex(8), seconds=lease, pause=min(10.0, lease / 4), options=options,
    )  # fmt: skip
    with _placement(slots, ray) as placement:
        driver = Driver(objects, catalogue, placement, order, on_message=_say)
        _heed_signals(driver)
        passed = driver.run()
    click.echo(
        f"{many(len(passed.done), 'shard')} published, {len(passed.failed)} failed,"
        f" {len(passed.not_due)} not due, {many(passed.resubmitted, 'resubmission')}",
        err=True,
    )
    return passed.exit_code


def _placement(slots: int, ray: str | None) -> Placement:
    if ray is None:
        from harvester.cluster.placement import LocalProcesses

        return LocalProcesses(slots)
    try:
        from harvester.cluster.ray_placement import RayCluster
    except ImportError as error:
        raise UsageError(
            f"--ray: Ray is not installed ({error.name}): install"
            " regional-news-harvester[cluster]; docs/scale.md tells how"
        ) from None
    return RayCluster(ray)


def _heed_signals(driver: Driver) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: driver.stop())


def _say(line: str) -> None:
    complain("harvest", line)


def _row(catalogue: Catalogue, shard: str, seen: Seen) -> dict[str, Any]:
    from archive.cluster.lease import held_by

    state, report = seen.state, seen.state.report
    holder = state.holder and held_by(shard, state, seen.age)
    if holder and seen.lapsed:
        holder = f"{holder}: its lease has lapsed"
    return {
        "shard": shard, "stations": catalogue.stations_of(shard),
        "articles": report.get("articles", 0), "captures": report.get("captures", 0),
        "backlog": report.get("backlog", 0), "run": report.get("run"),
        "ended_at": report.get("ended_at"), "due_at": report.get("due_at"),
        "exit_code": report.get("exit_code"), "snapshot": state.snapshot, "fence": state.fence,
        "holder": holder, "failures": state.failures, "failure": state.failure,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['shard']:<12} {len(row['stations']):>8} {row['articles']:>9,} {row['backlog']:>8,}"
        f"  {row['ended_at'] or 'never':<20}  {row['due_at'] or '-'}"
    )
