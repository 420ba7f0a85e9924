"""`archive search`: one query for a person, or a file of queries for measuring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.common import PATH, filter_options, print_json, reading
from archive.command import archive_option
from archive.errors import NothingFound, UsageError
from archive.show import hit_lines, many
from archive.visible import visible_line

if TYPE_CHECKING:
    from archive.search import Filters


@click.command()
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


def _answer(folder: Path, query: str, options: dict[str, Any]) -> None:
    from archive.search import search as find

    with reading(folder) as archive:
        results = find(
            archive.connection, query, _filters(options),
            sort=options["sort"], limit=options["limit"],
        )  # fmt: skip
    if options["as_json"]:
        hits = [hit.record() for hit in results.hits]
        print_json({"query": query, "total": results.total, "hits": hits})
    if not results.total:
        raise NothingFound(f"nothing found for {visible_line(query)}")
    if not options["as_json"]:
        click.echo(many(results.total, "article"))
        for hit in results.hits:
            click.echo("\n" + "\n".join(hit_lines(hit)))


def _filters(options: dict[str, Any]) -> Filters:
    from archive.search import Filters

    return Filters(**{name: options[name] for name in ("station", "source", "since", "until")})


def _answer_all(folder: Path, queries: Path, output: Path, options: dict[str, Any]) -> None:
    """Ask each query of a file, and write its hits as a line of another."""
    from archive.search import answer

    unfinished = output.with_name(f".{output.name}.unfinished")
    with reading(folder) as archive, unfinished.open("w", encoding="utf-8") as file:
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
