"""`archive show` and `archive log`: one article, and what happened to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import read_archive_option
from archive.cli.common import print_json, reading
from archive.cli.render import article_lines, diff_lines, event_line
from archive.model.safe_text import visible, visible_line
from archive.store.naming import cited_in

if TYPE_CHECKING:
    from archive.model.article import Article


@click.command()
@click.argument("article", metavar="ID[@REVISION]|ADDRESS")
@click.option("--evidence", is_flag=True, help="Show where on the page each field was found.")
@click.option(
    "--diff", is_flag=True, help="Show what the station changed since the revision before."
)
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
@read_archive_option
def show(folder: Path, article: str, evidence: bool, diff: bool, as_json: bool) -> None:
    """Show an article, all its fields, revisions and captures.

    It is named by its id or by one of its addresses.
    """
    from archive.store.article_details import before, dossier
    from archive.store.naming import article_named

    named, revision = cited_in(article)
    if diff:
        with reading(folder) as archive:
            identifier = article_named(archive.connection, named)
            former, was = before(archive, identifier, revision)
            now = archive.article(identifier, revision)
        _show_diff(former, was, now, as_json=as_json)
        return
    with reading(folder) as archive:
        identifier = article_named(archive.connection, named)
        details = dossier(archive, identifier, revision)
    if as_json:
        print_json(details)
    else:
        click.echo(visible("\n".join(article_lines(details, evidence=evidence))))


@click.command()
@click.argument("article", metavar="ID|ADDRESS")
@click.option("--json", "as_json", is_flag=True, help="Print the events as JSON.")
@read_archive_option
def log(folder: Path, article: str, as_json: bool) -> None:
    """Show what happened to an article, oldest first."""
    from archive.store.article_details import events_of
    from archive.store.naming import article_named

    with reading(folder) as archive:
        events = events_of(archive, article_named(archive.connection, article))
    if as_json:
        print_json(events)
        return
    for event in events:
        click.echo(event_line(event))


def _show_diff(former: str, was: Article, now: Article, *, as_json: bool) -> None:
    from archive.history.changes import changes

    changed = changes(was, now)
    if as_json:
        print_json({"id": now.id, "former_revision": former, "changed": changed})
        return
    click.echo(visible_line(f"{now.id}: changed since {former}"))
    for line in diff_lines(changed):
        click.echo(line)
