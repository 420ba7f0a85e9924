"""What several commands share: opening an archive, options, JSON."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.cli.command import complain
from archive.model.counting import many
from archive.model.errors import NoArchive, UsageError
from archive.model.safe_text import visible_json, visible_line

if TYPE_CHECKING:
    from archive.dataset.export import Exported, Shape
    from archive.dataset.profiles import Profile
    from archive.dataset.selection import Selection
    from archive.db.filters import Filters
    from archive.store.archive import Archive

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)


class _Output(click.Path):
    """A file or folder that is written; `-`, which elsewhere is the standard output, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if str(value) == "-":
            self.fail("name a file or folder (./- is one of that name): it is not printed", param)
        return super().convert(value, param, ctx)


#: What is written to, and never printed.
OUTPUT = _Output(path_type=Path)


def filter_options(command: Command) -> Command:
    """Give a command the options that say which articles are looked at.

    Those that may be given several times reach the command as tuples; `filters_of` takes them all.
    """
    for option in (
        click.option("--lineage", type=click.Choice(["all", "origin"]), default="all",
                     help="origin: one article of each lineage, its origin or the earliest copy."),
        click.option("--state", multiple=True,
                     type=click.Choice(["live", "changed", "gone", "withdrawn"]),
                     help="Only articles in this state; repeatable."),
        click.option("--source", multiple=True,
                     help="Only articles with this source (来源), as printed; repeatable."),
        click.option("--to", "until", metavar="DATE", help="Published until then, included."),
        click.option("--from", "since", metavar="DATE", help="Published since: 2022-07-22, 2022."),
        click.option("--place", multiple=True, metavar="CODE|NAME",
                     help="Only stations of this place and of all places below it: 430300, 43,"
                     " 湘潭; repeatable."),
        click.option("--station", multiple=True, metavar="NAME|GLOB",
                     help="Only articles of the stations of this name, or whose names match;"
                     " repeatable."),
    ):  # fmt: skip
        command = option(command)
    return command


def selection_of(query: str | None, again: Path | None, options: dict[str, Any]) -> Selection:
    """What a query and filters find, or what a file of citations names.

    Raises UsageError where both are given.
    """
    from archive.dataset.cited import citations_in
    from archive.dataset.selection import Selection
    from archive.db.filters import NO_FILTERS

    filters = filters_of(options)
    if again is not None and (query or filters != NO_FILTERS):
        raise UsageError("--again names the articles: without a query and without filters")
    query_notes(query)
    cited = tuple(citations_in(again)) if again else None
    return Selection(query=query, filters=filters, cited=cited, profile=profile_of(options))


def profile_of(options: dict[str, Any]) -> Profile:
    """What of each article is shared. Raises UsageError where two options say it."""
    without_text = options.get("metadata_only", False)
    refuse_together(metadata_only=without_text, profile=options["profile"] != "full")
    profile: Profile = "metadata" if without_text else options["profile"]
    return profile


def query_notes(query: str | None) -> None:
    """Any text is a query; but whoever means a date or a field wants to know that it is none."""
    from archive.search.query_parser import parse

    parsed = parse(query or "")
    for note in parsed.notes:
        complain("archive", note)
    if parsed.only_excludes:
        complain("archive", "the query names only what must not be there; add a word that must")


def report_dataset(made: Exported) -> None:
    """Print what was left out of a dataset, then where it is."""
    if made.interrupted:
        complain("archive", made.interrupted)
    for reason in made.left_out:
        complain("archive", f"left out: {reason}")
    click.echo(visible_line(f"{many(made.articles, 'article')} in {made.data}"))


def filters_of(options: dict[str, Any]) -> Filters:
    """The filters among the options of a command."""
    from archive.db.filters import Filters

    return Filters(**{each.name: options[each.name] for each in fields(Filters)})


def profile_option(command: Command) -> Command:
    """Give a command the option that says what of each article is shared."""
    return click.option(
        "--profile",
        type=click.Choice(["full", "metadata", "nonconsumptive", "pseudonymous"]),
        default="full",
        show_default=True,
        help="What may be shared: everything, no text, counts of words instead of text, or names of"
        " the credits replaced by pseudonyms; docs/data.md says what each does not promise.",
    )(command)


def dataset_options(command: Command) -> Command:
    """Give a command the options that say how a dataset is written; `shape_of` takes them all."""
    for option in (
        click.option("--output", type=OUTPUT, required=True,
                     help="A folder, or a file of that ending."),
        click.option("--partition", type=click.Choice(["year", "month"]),
                     help="Divide Parquet into files by the printed year or month."),
        click.option("--bom/--no-bom", "mark", default=True, show_default=True,
                     help="Begin CSV with a byte order mark, by which spreadsheets know UTF-8."),
        click.option("--with", "related", multiple=True, metavar="TABLES",
                     help="Tables beside the articles: credits, images, lineage, links, revisions,"
                     " captures, coverage, stations; with commas, or repeated."),
        click.option("--metadata-only", is_flag=True,
                     help="Leave out what repeats the text of articles: --profile metadata."),
        profile_option,
        click.option("--columns", multiple=True, metavar="NAMES",
                     help="These columns of the articles, in this order; with commas, or repeated."
                     " docs/data.md lists all."),
        click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet", "jsonld"]),
                     required=True, help="Whole records, a table, or schema.org NewsArticle."),
    ):  # fmt: skip
        command = option(command)
    return command


def shape_of(options: dict[str, Any]) -> Shape:
    """How a dataset is written, as the options of a command say. Raises UsageError."""
    from archive.dataset import parquet
    from archive.dataset.export import Shape

    shape = Shape(
        form=options["form"],
        columns=names_of(options["columns"]),
        related=names_of(options["related"]),
        mark=options["mark"],
        partition=options["partition"],
    )
    if shape.form == "parquet":
        parquet.require()
    elif shape.partition:
        raise UsageError("--partition divides Parquet: say --format parquet")
    return shape


def names_of(given: tuple[str, ...]) -> tuple[str, ...]:
    """Names with commas between them, in one option or several. Raises UsageError for an empty one.

    >>> names_of(("id, title", "body"))
    ('id', 'title', 'body')
    """
    names = tuple(name.strip() for each in given for name in each.split(","))
    if not all(names):
        raise UsageError(f"{', '.join(map(repr, given))}: there is an empty name among these")
    return names


@contextmanager
def reading(folder: Path) -> Iterator[Archive]:
    """The archive, opened for reading; what the disk does wrong is told as such."""
    from archive.db.connection import storage_errors
    from archive.store.archive import Archive

    with storage_errors(folder), Archive.read_only(folder) as archive:
        yield archive


@contextmanager
def making_dataset(then: str) -> Iterator[None]:
    """Say on an interrupt that no file has its name, and what the same command would do then."""
    try:
        yield
    except KeyboardInterrupt:
        complain("archive", f"interrupted, and no file has its name: the same command {then}")
        raise


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


def refuse_together(**given: object) -> None:
    """Raises UsageError where several of these options are given: one of them would be ignored."""
    forms = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if len(forms) > 1:
        raise UsageError(f"{' and '.join(forms)}: say one of them")


def print_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print a table for spreadsheets and programs: no cell is a formula."""
    from archive.dataset.csv import lines

    names = tuple(columns)
    for line in lines(names, ([row[name] for name in names] for row in rows)):
        click.echo(line)


def print_json(value: Any) -> None:
    """Print JSON in which no character steers the terminal."""
    click.echo(visible_json(json.dumps(value, ensure_ascii=False, indent=2)))
