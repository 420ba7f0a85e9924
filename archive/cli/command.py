"""What the commands `archive` and `harvest` share: two options, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.cli import streams
from archive.model.errors import NO_MEMORY, ArchiveError, StorageError, UsageError
from archive.model.safe_text import visible_line
from archive.model.trust import trusting

Command = TypeVar("Command", bound=Callable[..., Any])


class _Folder(click.Path):
    """The folder of an archive; of a command that only reads, also the address of a shard."""

    def __init__(self, *, of_shards: bool) -> None:
        super().__init__(path_type=Path)
        self._of_shards = of_shards

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str) or "://" not in value:
            return super().convert(value, param, ctx)
        if not self._of_shards:
            raise UsageError(
                f"{value}: this command needs a folder; a shard is read by commands that only"
                " read, and written to by `harvest cluster run`"
            )
        from archive.cluster.bringing import shard_at

        return shard_at(value)


def archive_option(command: Command) -> Command:
    """Give a command the option --archive."""
    return _archive_option(_Folder(of_shards=False), "Folder of the archive.")(command)


def read_archive_option(command: Command) -> Command:
    """Give a command that only reads the option --archive, which may be a shard's address."""
    told = "Folder of the archive, or the address of a shard: s3://bucket/catalogue#shard."
    return _archive_option(_Folder(of_shards=True), told)(command)


def _archive_option(kind: _Folder, told: str) -> Callable[[Command], Command]:
    return click.option(
        "--archive",
        "folder",
        type=kind,
        envvar="NEWS_ARCHIVE",
        default="news-archive",
        show_default=True,
        show_envvar=True,
        help=told,
    )


def trust_option(command: Command) -> Command:
    """Give a command that writes, or that reads what it was given, the option --trust."""
    return click.option(
        "--trust",
        is_flag=True,
        envvar="NEWS_TRUST",
        show_envvar=True,
        expose_value=False,
        callback=_trust,
        help="Vouch for what is of other origin; docs/operations.md tells what is refused without.",
    )(command)


def _trust(context: click.Context, _: click.Parameter, given: bool) -> None:
    if given:
        context.with_resource(trusting())


def run(group: click.Group, name: str, errors: tuple[type[Exception], ...] = ()) -> None:
    """Run a command line; end with the exit code that the documentation promises.

    `errors` are exceptions raised on purpose beside ArchiveError; each has an `exit_code`.
    """
    streams.set_up()
    code = _exit_code(group, name, (ArchiveError, *errors))
    try:
        sys.stdout.flush()
    except StorageError as error:
        complain(name, str(error))
        code = error.exit_code
    sys.exit(code)


def _exit_code(group: click.Group, name: str, expected: tuple[type[Exception], ...]) -> int:
    """Run the command; say what went wrong, and how that ends."""
    try:
        _refuse_other_encodings(sys.argv[1:])
        refuse_repeated(group, sys.argv[1:])
        refuse_empty(group, sys.argv[1:])
        return group.main(prog_name=name, standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except expected as error:
        complain(name, str(error))
        return getattr(error, "exit_code", 1)
    except (OSError, MemoryError) as error:
        # a traceback would need more memory
        complain(name, NO_MEMORY if isinstance(error, MemoryError) else str(error))
        return StorageError.exit_code
    except Exception:
        import traceback

        traceback.print_exc()
        complain(name, "this is a bug of ours; please report it with the lines above")
        return 70


def _refuse_other_encodings(arguments: Sequence[str]) -> None:
    """Raise UsageError for an argument that is not UTF-8, unless it names a file that is there.

    No text of an archive has such bytes (they come as half characters), and none can be printed.
    """
    for argument in arguments:
        if any("\ud800" <= sign <= "\udfff" for sign in argument) and not Path(argument).exists():
            raise UsageError(f"this argument is not UTF-8: {argument!a}; set the terminal to it")


def refuse_repeated(group: click.Command, arguments: Sequence[str]) -> None:
    """Raise UsageError for an option with one value that is given twice: click takes the last."""
    options, rest = _options_of(group, arguments)
    given = [argument.partition("=")[0] for argument in rest]
    for option in options:
        times = sum(given.count(name) for name in option.opts)
        if times > 1 and not option.multiple:
            raise UsageError(f"{option.opts[0]} is given {times} times, and takes one value")


def refuse_empty(group: click.Command, arguments: Sequence[str]) -> None:
    """Raise UsageError for an option with an empty value: `--station "$unset"` asks for none."""
    options, rest = _options_of(group, arguments)
    names = {name for option in options for name in option.opts}
    for argument, following in pairwise((*rest, "none follows")):
        name, equals, value = argument.partition("=")
        if name in names and (value if equals else following) == "":
            raise UsageError(f"{name}: its value is empty; leave the option out, or give it one")


def _options_of(
    group: click.Command, arguments: Sequence[str]
) -> tuple[list[click.Option], list[str]]:
    """The options of the command that is called which take a value, and its arguments."""
    command, rest = group, list(arguments)
    while isinstance(command, click.Group) and rest and rest[0] in command.commands:
        command = command.commands[rest.pop(0)]
    if "--" in rest:
        rest = rest[: rest.index("--")]
    options = [each for each in command.params if isinstance(each, click.Option)]
    return [option for option in options if not option.is_flag], rest


def complain(name: str, message: str) -> None:
    """Say on the error stream what is wrong, each line under the program's name."""
    for line in message.splitlines():
        click.echo(f"{name}: {visible_line(line)}", err=True)
