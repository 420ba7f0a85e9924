"""`archive cluster`: what concerns all shards of a catalogue; docs/scale.md tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from archive.cli.command import complain
from archive.cli.common import (
    OUTPUT,
    dataset_options,
    filter_options,
    making_dataset,
    reading,
    report_dataset,
    selection_of,
    shape_of,
)
from archive.cli.progress import progress
from archive.model.counting import many
from archive.model.safe_text import visible_line

_catalogue_argument = click.argument("url", metavar="CATALOG")


@click.group()
def cluster() -> None:
    """Take the shards of a catalogue together: s3://bucket/path, or file:///folder.

    One shard is read by the commands for one archive: --archive s3://bucket/path#shard-07.
    """


@cluster.command()
@_catalogue_argument
@click.option("--into", "to", type=OUTPUT, required=True, help="The new archive, a new folder.")
def merge(url: str, to: Path) -> None:
    """Make one archive of all shards, as `archive merge` does."""
    _merge(url, to)


@cluster.command()
@_catalogue_argument
@click.argument("query", required=False)
@filter_options
@dataset_options
def export(url: str, query: str | None, output: Path, **options: Any) -> None:
    """Write articles of all shards to a file, as `archive export` of the merged archive does.

    Shards are brought here and merged into a temporary folder, which must have room for them.
    """
    from archive.dataset.export import export as write

    selection, shape = selection_of(query, None, options), shape_of(options)
    with (
        _merged(url) as folder,
        making_dataset("begins anew"),
        reading(folder) as archive,
        progress("articles") as show,
    ):
        report_dataset(write(archive, selection, shape, output, show))


@contextmanager
def _merged(url: str) -> Iterator[Path]:
    from archive.files.scratch import scratch_folder

    with scratch_folder() as scratch:
        _merge(url, scratch / "merged", link=True)
        yield scratch / "merged"


def _merge(url: str, to: Path, *, link: bool = False) -> None:
    from archive.cluster.bringing import all_shards
    from archive.merging.merge import merge as merge_archives

    with progress("records") as tell:
        merged = merge_archives(all_shards(url), to, link=link, on_progress=tell)
    for note in merged.notes:
        complain("archive", note)
    line = f"{many(merged.articles, 'article')} of {many(merged.stations, 'station')} merged"
    click.echo(visible_line(line), err=True)
