"""The command `archive`, for archivists and researchers: search, show, load, export.

Whatever is slow to import is imported inside the command that needs it, so that `archive --help`
answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive import __version__
from archive.command import archive_option, complain, run
from archive.errors import BadRecord, NoArchive, NothingFound, UsageError
from archive.show import article_lines, hit_lines
from archive.visible import visible, visible_json, visible_line

if TYPE_CHECKING:
    from archive.search import Filters
    from archive.store import Archive

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)
SHOWN_REFUSALS = 20


def main() -> None:
    """The console script `archive`."""
    run(cli, "archive")


def filter_options(command: Command) -> Command:
    """Give a command the options that say which articles are looked at."""
    for option in (
        click.option("--source", help="Only with this source (来源), as printed."),
        click.option("--to", "until", metavar="DATE", help="Published until then, included."),
        click.option("--from", "since", metavar="DATE", help="Published since: 2022-07-22, 2022."),
        click.option("--station", help="Only of the station of this name."),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="archive")
def cli() -> None:
    """Search, read and hand out an archive of regional news."""


@cli.command()
@click.argument("query", required=False)
@filter_options
@click.option("--sort", type=click.Choice(["rank", "date"]), default="rank", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--queries", type=PATH, help='Ask all queries of a file: {"query", "text"} a line.')
@click.option("--output", type=PATH, help="File for the answers to --queries.")
@click.option(
    "--mode", type=click.Choice(["words", "question", "auto"]), default="auto", show_default=True,
    help="How --queries are read: all their words, any of them, or all and, failing that, any.",
)  # fmt: skip
@archive_option
def search(
    folder: Path, query: str | None, queries: Path | None, output: Path | None, **options: Any
) -> None:
    """Find articles by any Chinese word, of one character or many.

    All words must be there: 人大代表 路灯. Also: "exact phrase", -without, 一 OR 二, begin*, and
    title: author: editor: source: station: before a word. Traditional and simplified script, full
    and half width are the same.
    """
    if queries is not None:
        if query is not None or output is None:
            raise click.UsageError("--queries FILE needs --output FILE, and no QUERY")
        _answer_all(folder, queries, output, options)
    elif query is None:
        raise click.UsageError("say what to search for: archive search QUERY")
    else:
        _answer(folder, query, options)


@cli.command()
@click.argument("article", metavar="ID[@REVISION]")
@click.option("--evidence", is_flag=True, help="Show where on the page each field was found.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
@archive_option
def show(folder: Path, article: str, evidence: bool, as_json: bool) -> None:
    """Show an article, all its fields, revisions and captures."""
    from archive.dossier import dossier

    identifier, revision = _cited(article)
    with _reading(folder) as archive:
        held = dossier(archive, identifier, revision)
    if as_json:
        _print_json(held)
    else:
        click.echo(visible("\n".join(article_lines(held, evidence=evidence))))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@archive_option
def stats(folder: Path, as_json: bool) -> None:
    """Count articles, revisions and captures, station by station."""
    from archive.figures import figures

    with _reading(folder) as archive:
        counted = figures(archive.connection)
    if as_json:
        _print_json(counted)
        return
    click.echo(_counts(counted))
    for station in counted["stations"]:
        click.echo(visible("\n".join(_station_lines(station))))


@cli.command()
@click.argument("file", type=PATH)
@click.option("--bulk", is_flag=True, help="Faster, for many records at once.")
@archive_option
def load(folder: Path, file: Path, bulk: bool) -> None:
    """Load records of articles from a file, one JSON object a line.

    FILE ends in .jsonl or .jsonl.gz. Each record has id, station, url and what else is known
    (docs/data.md). The archive is made if there is none.
    """
    from archive.load import lines_of
    from archive.load import load as load_lines

    refused = _Refusals(file)
    lines = lines_of(file)
    first = next(lines, None)  # before an archive is made for a file that is not there
    with _writing(folder) as archive:
        try:
            loaded = load_lines(
                archive, _counted(_again(first, lines)), bulk=bulk, refuse=refused.add
            )
        except BadRecord as error:
            raise BadRecord(f"{file}: {error}") from error
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in loaded.outcomes.items())
    click.echo(f"{outcomes or 'nothing to load'}; {_many(loaded.refused, 'line')} refused")
    if loaded.refused:
        sys.exit(1)


@cli.command()
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
    with _reading(folder) as archive:
        exported = write(archive, selection, form, output)
    click.echo(f"{_many(exported.articles, 'article')} in {exported.data}")


@cli.command()
@click.argument("article", metavar="ID")
@click.argument("text")
@click.option("--by", help="Who remarks it; else your login name.")
@archive_option
def note(folder: Path, article: str, text: str, by: str | None) -> None:
    """Add a remark to an article.

    It is kept in decisions.jsonl and shown by `archive log`.
    """
    import getpass

    from archive.decisions import decide
    from archive.decisions import note as remark
    from archive.store import Archive

    with Archive.open(folder) as archive:
        decide(archive, remark(article, by or getpass.getuser(), text))
    click.echo(visible_line(f"noted on {article}"))


@cli.command()
@click.argument("article", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the events as JSON.")
@archive_option
def log(folder: Path, article: str, as_json: bool) -> None:
    """Show what happened to an article, oldest first."""
    from archive.dossier import events_of

    with _reading(folder) as archive:
        events = events_of(archive, article)
    if as_json:
        _print_json(events)
        return
    for event in events:
        detail = "" if event["detail"] is None else json.dumps(event["detail"], ensure_ascii=False)
        parts = (event["at"], event["type"], event["revision"] or "-", event["agent"])
        told = "" if event["outcome"] == "success" else event["outcome"]
        click.echo(visible_line("  ".join(filter(None, (*parts, told, detail)))))


# --- opening ----------------------------------------------------------------------------------


@contextmanager
def _reading(folder: Path) -> Iterator[Archive]:
    from archive.database import storage_errors
    from archive.store import Archive

    with storage_errors(folder), Archive.read_only(folder) as archive:
        yield archive


@contextmanager
def _writing(folder: Path) -> Iterator[Archive]:
    """The archive, opened for writing; made where there is none."""
    from archive.store import Archive

    try:
        archive = Archive.open(folder)
    except NoArchive:
        archive = Archive.create(folder)
        click.echo(f"archive: made a new archive in {folder}", err=True)
    with archive:
        yield archive


# --- searching --------------------------------------------------------------------------------


def _answer(folder: Path, query: str, options: dict[str, Any]) -> None:
    from archive.search import search as find

    with _reading(folder) as archive:
        results = find(
            archive.connection, query, _filters(options),
            sort=options["sort"], limit=options["limit"],
        )  # fmt: skip
    if options["as_json"]:
        hits = [hit.record() for hit in results.hits]
        _print_json({"query": query, "total": results.total, "hits": hits})
    if not results.total:
        raise NothingFound(f"nothing found for {visible_line(query)}")
    if not options["as_json"]:
        click.echo(_many(results.total, "article"))
        for hit in results.hits:
            click.echo("\n" + "\n".join(hit_lines(hit)))


def _filters(options: dict[str, Any]) -> Filters:
    from archive.search import Filters

    return Filters(**{name: options[name] for name in ("station", "source", "since", "until")})


def _answer_all(folder: Path, queries: Path, output: Path, options: dict[str, Any]) -> None:
    """Ask each query of a file, and write its hits as a line of another."""
    from archive.search import answer

    unfinished = output.with_name(f".{output.name}.unfinished")
    with _reading(folder) as archive, unfinished.open("w", encoding="utf-8") as file:
        for query, text in _queries(queries):
            hits = answer(
                archive.connection, text, _filters(options),
                mode=options["mode"], limit=options["limit"],
            )  # fmt: skip
            line = {"query": query, "hits": [{"id": id, "score": score} for id, score in hits]}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    unfinished.rename(output)


def _queries(path: Path) -> Iterator[tuple[Any, str]]:
    from archive.load import lines_of

    for number, line in enumerate(lines_of(path), start=1):
        try:
            row = json.loads(line)
            query, text = row["query"], str(row["text"])
        except (ValueError, TypeError, KeyError) as error:
            expected = '{"query": …, "text": …}'
            raise UsageError(f"{path}, line {number}: expected {expected}") from error
        yield query, text


# --- showing ----------------------------------------------------------------------------------


def _cited(article: str) -> tuple[str, str | None]:
    """Id and revision of a citation.

    >>> _cited("rednet:11538273@20220722005112"), _cited("a@b:1")
    (('rednet:11538273', '20220722005112'), ('a@b:1', None))
    """
    identifier, _, revision = article.rpartition("@")
    if identifier and revision[:14].isdigit() and len(revision) >= 14:
        return identifier, revision
    return article, None


def _counts(counted: dict[str, Any]) -> str:
    return ", ".join(
        _many(counted[noun + "s"], noun) for noun in ("article", "revision", "capture")
    )


def _many(count: int, noun: str) -> str:
    """A count with its noun.

    >>> _many(1, "article"), _many(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _station_lines(station: dict[str, Any]) -> Iterator[str]:
    states = ", ".join(f"{count:,} {state}" for state, count in station["states"].items() if count)
    yield ""
    yield f"{station['name']}  {station['title']}"
    yield f"  {_counts(station)}{states and f' ({states})'}"
    if station["articles"]:
        for what, first, last in (
            ("published", station["first_published"], station["last_published"]),
            ("seen", station["first_seen_at"], station["last_seen_at"]),
        ):
            yield f"  {what} {first or '-'} … {last or '-'}"
        shares = (f"{field} {share:.0%}" for field, share in station["filled"].items())
        yield "  filled: " + ", ".join(shares)


def _print_json(value: Any) -> None:
    click.echo(visible_json(json.dumps(value, ensure_ascii=False, indent=2)))


# --- telling ----------------------------------------------------------------------------------


class _Refusals:
    """Tells of the first refused lines of a file; the summary counts them all."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.count = 0

    def add(self, error: BadRecord) -> None:
        self.count += 1
        if self.count <= SHOWN_REFUSALS:
            complain("archive", f"{self.file}, {error}")
        elif self.count == SHOWN_REFUSALS + 1:
            complain("archive", f"{self.file}: further lines are refused")


def _again(first: bytes | None, rest: Iterable[bytes]) -> Iterator[bytes]:
    if first is not None:
        yield first
    yield from rest


def _counted(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same lines; on a terminal, the count is shown as they pass."""
    for number, line in enumerate(lines, start=1):
        if number % 500 == 0 and sys.stderr.isatty():
            click.echo(f"\r{number:,} lines", err=True, nl=False)
        yield line


if __name__ == "__main__":
    main()
