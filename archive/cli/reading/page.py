"""`archive page`: the page of an article as it was captured."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.cli.command import read_archive_option
from archive.cli.common import PATH, reading
from archive.model.counting import many
from archive.model.errors import Damaged, NothingFound, UsageError
from archive.model.safe_text import visible_line
from archive.store.naming import cited_in


@click.command()
@click.argument("article", metavar="ID[@REVISION]|ADDRESS")
@click.option("--revision", metavar="N", help="The Nth revision, from 1; or its name.")
@click.option("--part", type=click.IntRange(min=1), default=1, show_default=True,
              help="Which part of a page in several.")  # fmt: skip
@click.option("--output", type=PATH, help="A file; else it is written to the output.")
@read_archive_option
def page(folder: Path, article: str, revision: str | None, part: int, output: Path | None) -> None:
    """Write the page of an article as the server sent it.

    Its content coding (gzip, br …) is undone; its bytes and its character set stay as they are.
    """
    from archive.files.atomic_file import written_whole
    from archive.store.article_details import numbered
    from archive.store.naming import article_named
    from archive.warc.content_coding import CodingError, content

    if output is None and sys.stdout.isatty():
        raise UsageError("a page may steer the terminal: name a file with --output, or use a pipe")
    named, cited = cited_in(article)
    with reading(folder) as archive:
        identifier = article_named(archive.connection, named)
        if revision is not None:
            cited = numbered(archive, identifier, revision)
        archive.article(identifier, cited)
        captures = archive.captures_of(identifier, cited)
        if part > len(captures):
            has = many(len(captures), "captured part") if captures else "no capture"
            raise NothingFound(f"{identifier}: it has {has}")
        shown = captures[part - 1]
        try:
            body = content(shown)
        except CodingError as error:
            raise Damaged(f"{shown.id}: {error}") from error
    if output is None:
        sys.stdout.buffer.write(body)
    else:
        with written_whole(output) as file:
            file.write(body)
    if len(captures) > 1:
        note = f"part {part} of {len(captures)}: {shown.url}; --part names another"
        click.echo(visible_line(note), err=True)
