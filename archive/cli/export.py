"""`archive export`: articles out, with a codebook and a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.common import PATH, filter_options, reading
from archive.command import archive_option
from archive.show import many


@click.command()
@click.argument("query", required=False)
@filter_options
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), required=True,
              help="Whole records, or a table.")  # fmt: skip
@click.option("--output", type=PATH, required=True, help="A folder, or a file of that ending.")
@archive_option
def export(folder: Path, query: str | None, form: Any, output: Path, **filters: Any) -> None:
    """Write articles to a file, with codebook and manifest.

    Without QUERY all articles are written. The same query on the same archive gives the same data.
    """
    from archive.export import Selection
    from archive.export import export as write
    from archive.search import Filters

    selection = Selection(query=query, filters=Filters(**filters))
    with reading(folder) as archive:
        exported = write(archive, selection, form, output)
    click.echo(f"{many(exported.articles, 'article')} in {exported.data}")
