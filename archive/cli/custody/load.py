"""`archive load`: records of articles in."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.cli.common import PATH, writing
from archive.model.counting import many
from archive.model.errors import BadRecord

if TYPE_CHECKING:
    from archive.dataset.load import Line

#: Refused lines that are told one by one.
SHOWN_REFUSALS = 20


@click.command()
@click.argument("file", type=PATH)
@click.option("--bulk", is_flag=True, help="Faster, for many records at once.")
@click.option(
    "--mapping",
    metavar="PROGRAM|FILE",
    help="The file is of another program: news-please, fundus, trafilatura, or a TOML file that"
    " says which of its fields are ours.",
)
@click.option("--station", help="The station of all records, whatever they say.")
@archive_option
@trust_option
def load(folder: Path, file: Path, bulk: bool, mapping: str | None, station: str | None) -> None:
    """Load records of articles from a file: JSON lines, or a table (.csv, .tsv).

    FILE may be packed (.gz). Each record has id, station, url and what else is known
    (docs/data.md). With --mapping it may be one JSON list or object as well; a record without an id
    has one of its address. The archive is made if there is none.
    """
    from archive.dataset.load import load as load_lines
    from archive.interchange.foreign_file import mapped_lines
    from archive.interchange.mapping import FieldMapping

    refused = _Refusals(file)
    lines = mapped_lines(file, FieldMapping.named(mapping) if mapping else None, station)
    first = next(lines, None)  # before an archive is made for a file that is not there
    with writing(folder) as archive:
        try:
            loaded = load_lines(
                archive, _counted(_again(first, lines)), bulk=bulk, refuse=refused.add
            )
        except BadRecord as error:
            raise BadRecord(f"{file}: {error}") from error
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in loaded.outcomes.items())
    click.echo(f"{outcomes or 'nothing to load'}; {many(loaded.refused, 'line')} refused")
    if loaded.refused:
        raise click.exceptions.Exit(1)


class _Refusals:
    """Tells of the first refused lines of a file; the summary counts them all."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.count = 0

    def add(self, error: BadRecord) -> None:
        self.count += 1
        if self.count <= SHOWN_REFUSALS:
            complain("archive", f"{self.file}, {error}")
        elif self.count == SHOWN_REFUSALS + 1:
            complain("archive", f"{self.file}: further lines are refused")


def _again(first: Line | None, rest: Iterable[Line]) -> Iterator[Line]:
    if first is not None:
        yield first
    yield from rest


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines; on a terminal, the count is shown as they pass."""
    for number, line in enumerate(lines, start=1):
        if number % 500 == 0 and sys.stderr.isatty():
            click.echo(f"\r{number:,} lines", err=True, nl=False)
        yield line
