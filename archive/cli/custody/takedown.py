"""`archive hide`, `archive unhide` and `archive erase`: takedowns, with reason and legal basis."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.cli.command import archive_option, trust_option
from archive.cli.common import login_name, reading
from archive.model.errors import UsageError
from archive.model.safe_text import visible_line

Command = TypeVar("Command", bound=Callable[..., Any])


def _options(command: Command) -> Command:
    for option in (
        trust_option,
        archive_option,
        click.option("--by", help="Who decides it; else your login name."),
        click.option(
            "--basis",
            required=True,
            help="The law, order or policy: 'GDPR Art. 17', '民法典 1028'.",
        ),
        click.option("--reason", required=True, help="Why, in words that may be shown."),
        click.argument("article", metavar="ID"),
    ):
        command = option(command)
    return command


@click.command()
@_options
def hide(folder: Path, article: str, reason: str, basis: str, by: str | None) -> None:
    """Take an article out of every view, search, index and export; `unhide` brings it back.

    Its captures stay in the WARC files, and its history goes on as the station is crawled. Articles
    that share text with it are listed; they stay.
    """
    sharing = _decide("hide", folder, article, by=by, reason=reason, basis=basis)
    click.echo(visible_line(f"{article} is hidden"))
    _warn_of_sharing(article, sharing)


@click.command()
@_options
def unhide(folder: Path, article: str, reason: str, basis: str, by: str | None) -> None:
    """Bring a hidden article back, with what was seen of it meanwhile."""
    _decide("unhide", folder, article, by=by, reason=reason, basis=basis)
    click.echo(visible_line(f"{article} is shown again"))


@click.command()
@_options
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(folder: Path, article: str, yes: bool, **decided: Any) -> None:
    """Erase an article for good: rows, index and captures; its digests and the reason stay.

    WARC files that hold it are written again with a tombstone in its place, and databases that a
    rebuild set aside are removed. Copies elsewhere are not reached: backups that still hold the
    text, feeds and lists that print it, and articles that share text with it, are listed.
    """
    from archive.backup.backup_register import backups_holding
    from archive.custody.remaining_copies import sentences_of, still_printing

    if not yes:
        _ask(article)
    with reading(folder) as archive:
        sentences = sentences_of(archive.connection, article)
    sharing = _decide("erase", folder, article, **decided)
    click.echo(visible_line(f"{article} is erased"))
    _warn_of_sharing(article, sharing)
    click.echo(
        "captures of other pages, such as lists, stay: they may print its headline", err=True
    )
    with reading(folder) as archive:
        for line in still_printing(archive, sentences):
            click.echo(visible_line(line), err=True)
    for backup, state in backups_holding(folder, article):
        click.echo(visible_line(f"backup {backup}: {state}"), err=True)


def _ask(article: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            f"{article}: the command cannot ask for confirmation here; give --yes to erase it"
        )
    click.confirm(visible_line(f"Erase {article} for good?"), abort=True, err=True)


def _decide(kind: Any, folder: Path, article: str, **decided: Any) -> list[str]:
    """Take the decision; the articles that share text with this one, which stay as they are."""
    from archive.backup.backup_register import refuse_decision
    from archive.custody.decisions import decide, takedown_decision
    from archive.custody.opening import open_archive
    from archive.store.takedown import sharing

    refuse_decision(folder, kind)  # before it is opened: that writes
    decided["by"] = decided["by"] or login_name()
    with open_archive(folder) as archive:
        shared = sharing(archive.connection, article)
        decide(archive, takedown_decision(kind, article, **decided))
    return shared


def _warn_of_sharing(article: str, sharing: list[str]) -> None:
    """A takedown is of one article; whoever asked for it may mean its copies too."""
    if sharing:
        warning = f"{article} shares text with articles that stay: {', '.join(sharing)}"
        click.echo(visible_line(warning), err=True)
