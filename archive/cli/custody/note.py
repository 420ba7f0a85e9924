"""`archive note`: a remark on an article."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option, trust_option
from archive.cli.common import login_name
from archive.model.safe_text import visible_line


@click.command()
@click.argument("article", metavar="ID|ADDRESS")
@click.argument("text")
@click.option("--by", help="Who remarks it; else your login name.")
@archive_option
@trust_option
def note(folder: Path, article: str, text: str, by: str | None) -> None:
    """Add a remark to an article.

    It is kept in decisions.jsonl and shown by `archive log`.
    """
    from archive.custody.decisions import decide
    from archive.custody.decisions import note as remark
    from archive.custody.opening import open_archive
    from archive.store.naming import article_named

    with open_archive(folder) as archive:
        article = article_named(archive.connection, article)
        decide(archive, remark(article, by or login_name(), text))
    click.echo(visible_line(f"noted on {article}"))
