"""`archive search`: one query for a person, or a file of queries for measuring."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import (
    PATH,
    filter_options,
    filters_of,
    print_json,
    query_notes,
    reading,
)
from archive.cli.render import hit_lines
from archive.model.counting import many
from archive.model.errors import NothingFound, UsageError
from archive.model.safe_text import visible_line

if TYPE_CHECKING:
    import sqlite3

    from archive.search.search import Results


_LONGEST_SHOWN = 200  # characters of a query that finds nothing


class _TakesMinus(click.Command):
    """Takes -培训 for a part of the query: no option has a single minus."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Click takes nothing for an option that begins with a blank."""
        spaced = [f" {each}" if re.match("-[^-]", each) else each for each in args]
        return super().parse_args(ctx, spaced)


@click.command(cls=_TakesMinus)
@click.argument("query", required=False)
@filter_options
@click.option(
    "--sort",
    type=click.Choice(["rank", "recent", "date"]),
    default="rank",
    show_default=True,
    help="rank: best match; recent: best match, boosted by date; date: newest first.",
)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--counts", is_flag=True, help="Count the articles by station and by month instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--queries", type=PATH, help='Ask all queries of a file: {"query", "text"} a line.')
@click.option("--output", type=PATH, help="File for the answers to --queries; - prints them.")
@click.option(
    "--mode", type=click.Choice(["words", "question", "auto"]),
    help="All words must be there; any of the rarer ones, as in a question; or all and, failing"
    " that, any. QUERY is taken as words, unless you say otherwise, --queries as auto.",
)  # fmt: skip
@read_archive_option
def search(
    folder: Path, query: str | None, queries: Path | None, output: Path | None, **options: Any
) -> None:
    """Find articles by any Chinese word, of one character or many.

    All words must be there: 人大代表 路灯. Also: "exact phrase", -without, 一 OR 二, begin*, and
    title: author: editor: source: station: place: before a word; after:2022-07 before:2023.
    Traditional and simplified script, full and half width are the same. An address finds the
    article that stands there, and an id its own.
    """
    if queries is not None:
        if query is not None or output is None:
            raise click.UsageError("--queries FILE needs --output FILE, and no QUERY")
        _answer_all(folder, queries, output, options)
    elif query is None:
        raise click.UsageError("say what to search for: archive search QUERY")
    else:
        _refuse_for_questions(options)
        (_count if options["counts"] else _answer)(folder, query.strip(), options)


def _refuse_for_questions(options: dict[str, Any]) -> None:
    """A question is answered best first, by any of its rarer words: there is nothing to count."""
    if options["mode"] in {"question", "auto"} and options["counts"]:
        raise click.UsageError("--counts counts what has all words: leave --mode out")
    if options["mode"] == "question" and options["sort"] != "rank":
        raise click.UsageError("--mode question is answered best first: leave --sort out")


def _answer(folder: Path, query: str, options: dict[str, Any]) -> None:
    from archive.store.naming import proposal

    with reading(folder) as archive:
        results = _at_address(archive.connection, query)
        if results is None:
            query_notes(query)
            results = _results(archive.connection, query, options)
        meant = None if results.total else proposal(archive.connection, query)
    if options["as_json"]:
        print_json(
            {
                "query": query, "total": results.total, "at_least": results.at_least,
                "ranked_newest": results.ranked_newest,
                "hits": [hit.record() for hit in results.hits],
            }
        )  # fmt: skip
    if not results.total:
        asked = f"; {meant}" if meant else ""
        raise NothingFound(f"nothing found for {_shown_query(query)}{asked}")
    if not options["as_json"]:
        click.echo(_total(results))
        for hit in results.hits:
            click.echo("\n" + "\n".join(hit_lines(hit)))


def _shown_query(query: str) -> str:
    """A query as an error shows it: the beginning of a long one."""
    shown = visible_line(query)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def _results(connection: sqlite3.Connection, query: str, options: dict[str, Any]) -> Results:
    from archive.search.search import ask
    from archive.search.search import search as find

    filters, limit, mode = filters_of(options), options["limit"], options["mode"] or "words"
    if mode != "question":
        results = find(connection, query, filters, sort=options["sort"], limit=limit)
    if mode == "question" or (mode == "auto" and not results.total):
        results = ask(connection, query, filters, limit=limit)
    return results


def _at_address(connection: sqlite3.Connection, query: str) -> Results | None:
    """The article of an id or at an address, where the query is one, whatever the filters."""
    from archive.search.search import Results, hit
    from archive.store.naming import address_of

    row = connection.execute(
        "SELECT key FROM articles WHERE id IN (?, ?)", (query, address_of(connection, query))
    ).fetchone()
    return Results(hits=(hit(connection, (row[0], 0.0)),), total=1) if row else None


def _total(results: Results) -> str:
    """How many there are, and whether all were ranked."""
    summary = ("at least " if results.at_least else "") + many(results.total, "article")
    if results.ranked_newest is not None:
        summary += f"; ranked among the newest {results.ranked_newest:,}"
    return summary


def _count(folder: Path, query: str, options: dict[str, Any]) -> None:
    from archive.search.search import counts

    query_notes(query)
    with reading(folder) as archive:
        counted = counts(archive.connection, query, filters_of(options))
    total = sum(counted.stations.values())
    if options["as_json"]:
        print_json(
            {
                "query": query, "total": total,
                "stations": counted.stations, "months": counted.months,
            }
        )  # fmt: skip
    if not total:
        raise NothingFound(f"nothing found for {_shown_query(query)}")
    if not options["as_json"]:
        click.echo(many(total, "article"))
        for counts_of in (counted.stations, counted.months):
            click.echo()
            for name, count in counts_of.items():
                click.echo(f"{count:>9,}  {visible_line(name or 'without a date')}")


def _answer_all(folder: Path, queries: Path, output: Path, options: dict[str, Any]) -> None:
    """Ask each query of a file, and write its hits as a line of another."""
    from archive.files.atomic_file import written
    from archive.search.search import answer

    with reading(folder) as archive, written(output) as file:
        for query, text in _queries(queries):
            hits = answer(
                archive.connection, text, filters_of(options),
                mode=options["mode"] or "auto", limit=options["limit"],
            )  # fmt: skip
            line = {"query": query, "hits": [{"id": id, "score": score} for id, score in hits]}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _queries(path: Path) -> Iterator[tuple[Any, str]]:
    from archive.dataset.load import lines_of
    from archive.files.outside_json import parsed

    for number, line in enumerate(lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            row = parsed(line)
            query, text = row["query"], str(row["text"])
        except (ValueError, TypeError, KeyError) as error:
            expected = '{"query": …, "text": …}'
            raise UsageError(f"{path}, line {number}: expected {expected}") from error
        yield query, text
