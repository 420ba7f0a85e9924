"""What several commands share: opening an archive, options, JSON."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.model.errors import NoArchive, UsageError
from archive.model.safe_text import visible_json

if TYPE_CHECKING:
    from archive.store.archive import Archive

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)


def filter_options(command: Command) -> Command:
    """Give a command the options that say which articles are looked at."""
    for option in (
        click.option("--source", help="Only articles with this source (来源), as printed."),
        click.option("--to", "until", metavar="DATE", help="Published until then, included."),
        click.option("--from", "since", metavar="DATE", help="Published since: 2022-07-22, 2022."),
        click.option("--station", help="Only articles of the station of this name."),
    ):
        command = option(command)
    return command


@contextmanager
def reading(folder: Path) -> Iterator[Archive]:
    """The archive, opened for reading; what the disk does wrong is told as such."""
    from archive.db.connection import storage_errors
    from archive.store.archive import Archive

    with storage_errors(folder), Archive.read_only(folder) as archive:
        yield archive


@contextmanager
def writing(folder: Path) -> Iterator[Archive]:
    """The archive, opened for writing; made where there is none."""
    from archive.custody.opening import open_archive, open_or_create

    try:
        archive = open_archive(folder)
    except NoArchive:
        archive = open_or_create(folder)
        click.echo(f"archive: made a new archive in {folder}", err=True)
    with archive:
        yield archive


def login_name() -> str:
    """Who calls the command. Raises UsageError where the system knows this user by number only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # the latter since Python 3.13
        raise UsageError("you have no login name here; say who decides it with --by") from None


def print_json(value: Any) -> None:
    """Print JSON in which no character steers the terminal."""
    click.echo(visible_json(json.dumps(value, ensure_ascii=False, indent=2)))
