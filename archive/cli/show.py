"""`archive show` and `archive log`: one article, and what happened to it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive.cli.common import print_json, reading
from archive.command import archive_option
from archive.show import article_lines
from archive.visible import visible, visible_line


@click.command()
@click.argument("article", metavar="ID[@REVISION]")
@click.option("--evidence", is_flag=True, help="Show where on the page each field was found.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
@archive_option
def show(folder: Path, article: str, evidence: bool, as_json: bool) -> None:
    """Show an article, all its fields, revisions and captures."""
    from archive.dossier import dossier

    identifier, revision = _cited(article)
    with reading(folder) as archive:
        held = dossier(archive, identifier, revision)
    if as_json:
        print_json(held)
    else:
        click.echo(visible("\n".join(article_lines(held, evidence=evidence))))


@click.command()
@click.argument("article", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the events as JSON.")
@archive_option
def log(folder: Path, article: str, as_json: bool) -> None:
    """Show what happened to an article, oldest first."""
    from archive.dossier import events_of

    with reading(folder) as archive:
        events = events_of(archive, article)
    if as_json:
        print_json(events)
        return
    for event in events:
        detail = "" if event["detail"] is None else json.dumps(event["detail"], ensure_ascii=False)
        parts = (event["at"], event["type"], event["revision"] or "-", event["agent"])
        told = "" if event["outcome"] == "success" else event["outcome"]
        click.echo(visible_line("  ".join(filter(None, (*parts, told, detail)))))


def _cited(article: str) -> tuple[str, str | None]:
    """Id and revision of a citation.

    >>> _cited("rednet:11538273@20220722005112"), _cited("a@b:1")
    (('rednet:11538273', '20220722005112'), ('a@b:1', None))
    """
    identifier, _, revision = article.rpartition("@")
    if identifier and revision[:14].isdigit() and len(revision) >= 14:
        return identifier, revision
    return article, None
