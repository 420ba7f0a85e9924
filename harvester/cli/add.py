"""`harvest add`: from the address of a site to a station that works."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import archive_option
from archive.model.errors import UsageError
from archive.model.safe_text import visible_line
from harvester.cli.common import contact_option, load, station_files_option, web_address
from harvester.model.errors import NoAnswer

if TYPE_CHECKING:
    from archive.model.article import Article
    from harvester.config.stations import Stations
    from harvester.survey.survey import Sample, Survey

_FIELDS = ("title", "published_at", "source", "authors", "editors", "body")
#: The field of evidence that speaks of them, where it has another name.
_EVIDENCE = {"published_at": "published", "authors": "credits", "editors": "credits"}
_SHOWN = 40  # signs of a value


def _station_name(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    """A name that a station file may have; a usage error where it is none."""
    from harvester.config import keys

    try:
        return None if given is None else keys.name(given)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument("url", callback=web_address)
@click.option("--name", callback=_station_name,
              help="The station's name; without it, one is made of the host.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show the station file, and write nothing.")
@archive_option
@station_files_option
@contact_option
def add(
    url: str, name: str | None, dry_run: bool, folder: Path, more: Path | None, contact: str | None
) -> int:
    """Look at a site, and write the station file that fits it.

    Reads its robots.txt, front page, some columns, feeds and sitemaps, the JSON behind pages that
    scripts fill, and some articles; prints how they were read. Writes the file into `stations/` of
    the archive, and the pages that were read beside it, as a manifest for `harvest read`.
    """
    from harvester.crawl.fetch import run_with_fetch
    from harvester.survey.station_file import station_faults, station_name, station_toml
    from harvester.survey.survey import survey

    stations = load(more, folder)
    _refuse_known(stations, url)
    if name is not None:
        _refuse_taken(stations, name)
    found = run_with_fetch(lambda fetch: survey(fetch, url, stations), [url], contact=contact)
    _refuse_known(stations, found.home)
    if not found.articles:
        raise NoAnswer(f"{url}: {_why_none(found)}; no station file was written")
    if name is None:
        name = station_name(found.host)
        _refuse_taken(stations, name)
    for line in _table(found):
        click.echo(visible_line(line))
    text = station_toml(found)
    if faults := station_faults(name, text, found, stations):
        raise NoAnswer(f"{url}: {'; '.join(faults)}; no station file was written")
    if dry_run:
        click.echo(f"\n# stations/{name}.toml\n{text}", nl=False)
        return 0
    path = _write(folder, name, text, found.samples)
    command = ("harvest", "crawl", name, "--limit", "10", "--archive", str(folder))
    click.echo(f"\n{path} is written; try it: {shlex.join(command)}")
    return 0


def _refuse_known(stations: Stations, url: str) -> None:
    """UsageError where an address is a station's: of two files with one host one cannot be used."""
    if (known := stations.for_url(url)) is not None:
        raise UsageError(f"{url}: its host is that of the station {known.name} already")


def _refuse_taken(stations: Stations, name: str) -> None:
    """UsageError where a station has the name, also one of the catalogue."""
    if stations.has_name(name):
        raise UsageError(f"{name}: a station has this name already; choose another --name")


def _why_none(found: Survey) -> str:
    if not found.samples:
        return "no links to articles were found on its pages, in its feeds or behind its scripts"
    refusals = ", ".join(dict.fromkeys(each.refusal or "" for each in found.samples))
    return f"of {len(found.samples)} pages that look like articles none could be read ({refusals})"


def _table(found: Survey) -> list[str]:
    """What was found, and for each field how many samples have it, and where it stands."""
    addresses = sum(map(len, found.shapes.values()))
    lines = [
        f"{found.home}  {found.title}",
        f"{len(found.lists)} lists, {len(found.feeds)} feeds, {len(found.sitemaps)} sitemaps,"
        f" {addresses} addresses of articles; platform: {found.platform or 'none known'}",
        f"{len(found.articles)} of {len(found.samples)} samples read",
    ]
    for field in _FIELDS:
        having = [article for article in found.articles if article.to_dict()[field]]
        share = f"{len(having)}/{len(found.articles)}"
        lines.append(f"  {field:<13} {share:>5}  {_example(having, field)}".rstrip())
    return lines


def _example(having: Sequence[Article], field: str) -> str:
    """The value of the first sample that has one, and where on the page it stands."""
    if not having:
        return ""
    value = having[0].to_dict()[field]
    written = value if isinstance(value, str) else "、".join(value)
    name = _EVIDENCE.get(field, field)
    where = [
        each.where for each in having[0].evidence
        if each.field == name and each.chosen and (name != "credits" or value[0] in each.printed)
    ]  # fmt: skip
    return " ".join(written.split())[:_SHOWN] + (f"  ({where[0]})" if where else "")


def _write(folder: Path, name: str, text: str, samples: Sequence[Sample]) -> Path:
    """Write the file and its pages; UsageError where there is one already."""
    from archive.db.folder import make
    from archive.files.plain_file import replace

    make(folder)
    path = folder / "stations" / f"{name}.toml"
    if path.exists():
        raise UsageError(f"{path}: it is there already; choose another --name")
    pages = folder / "stations" / f"{name}.pages"
    pages.mkdir(exist_ok=True)
    rows = []
    for number, sample in enumerate(samples, 1):
        replace(pages / f"{number}.html", sample.capture.body)
        row = {"file": f"{number}.html", "url": sample.capture.url, "station": name}
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    replace(pages / "manifest.jsonl", "".join(rows).encode())
    replace(path, text.encode())
    return path
