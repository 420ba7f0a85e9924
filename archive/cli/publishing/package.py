"""`archive package` and `archive cite`: datasets that can be cited, and how they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import (
    OUTPUT,
    PATH,
    filter_options,
    profile_option,
    reading,
    report_dataset,
    selection_of,
)
from archive.cli.progress import progress
from archive.model.safe_text import visible

_CITED = re.compile(r"(.+)@(\d{14}(?:-\d+)?)")


@click.command()
@click.argument("directory", type=OUTPUT)
@click.argument("query", required=False)
@filter_options
@profile_option
@click.option(
    "--meta",
    "description",
    type=PATH,
    help="TOML: title, description, version, license, contact, url, doi, [[creators]] …",
)
@click.option(
    "--again",
    type=PATH,
    help="A former package or export (its folder, or its articles): the same revisions.",
)
@read_archive_option
def package(
    folder: Path,
    directory: Path,
    query: str | None,
    description: Path | None,
    again: Path | None,
    **options: Any,
) -> None:
    """Write a dataset that describes itself to DIRECTORY: data, codebook, coverage, citation.

    Each table is there as CSV and as Parquet, described for frictionless (datapackage.json) and for
    mlcroissant (croissant.json). The same state of the archive, selection, description and version
    of the program give the same bytes.
    """
    from archive.dataset import parquet
    from archive.publish.meta import Meta
    from archive.publish.package import package as write

    parquet.require()
    selection = selection_of(query, again, options)
    meta = Meta.read(description) if description else Meta()
    with reading(folder) as archive, progress("articles") as show:
        report_dataset(write(archive, selection, meta, directory, show))


@click.command()
@click.argument("what", metavar="ID[@REVISION]|PACKAGE")
@click.option(
    "--style",
    type=click.Choice(["bibtex", "ris", "gbt7714"]),
    default="gbt7714",
    show_default=True,
    help="For LaTeX, for reference managers, or as GB/T 7714 has it.",
)
@read_archive_option
def cite(folder: Path, what: str, style: Any) -> None:
    """Print how an article, at one revision, or a package is cited.

    PACKAGE is a folder that `archive package` made; the citation holds the digest of its list of
    checksums.
    """
    from archive.publish.cite import article_reference, package_reference
    from archive.publish.reference import written
    from archive.store.naming import article_named

    if Path(what).is_dir():
        reference = package_reference(Path(what))
    else:
        with reading(folder) as archive:
            cited = _CITED.fullmatch(what)
            given, revision = cited.groups() if cited else (what, None)
            article = article_named(archive.connection, given)
            reference = article_reference(archive, article, revision)
    click.echo(visible(written(reference, style)))
