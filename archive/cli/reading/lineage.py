"""`archive lineage`: who had a text first, who took it from whom, and what was changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from archive.cli.command import archive_option, read_archive_option, trust_option
from archive.cli.common import PATH, login_name, print_json, reading
from archive.model.counting import many
from archive.model.safe_text import visible_line

_RELATIONS = (
    "none", "identical", "retitled", "edited", "shortened", "extended", "digest",
    "excerpt", "roundup", "shared_passage", "common_source", "template",
)  # fmt: skip


@click.group()
def lineage() -> None:
    """See, write out and make again the lineages of articles.

    A lineage is all articles that carry one text, each with its parent and its relation to it.
    """


@lineage.command()
@click.argument("article", metavar="ID|ADDRESS")
@click.option("--diff", "changes", is_flag=True, help="Show what each copy changed, by words.")
@click.option("--json", "as_json", is_flag=True, help="Print the lineage as JSON.")
@read_archive_option
def show(folder: Path, article: str, changes: bool, as_json: bool) -> None:
    """Show the lineage of an article: who had it, when, how much later, what was changed."""
    from archive.cli.reading.lineage_tree import tree
    from archive.lineage.tree import lineage_tree
    from archive.store.naming import article_named

    with reading(folder) as archive:
        identifier = article_named(archive.connection, article)
        archive.article(identifier)
        lineage = lineage_tree(archive.connection, identifier)
    if as_json:
        print_json(lineage.to_dict())
        return
    click.echo("\n".join(tree(lineage, changes=changes)))


@lineage.command()
@click.option("--output", type=PATH, help="A file; else it is printed.")
@read_archive_option
def export(folder: Path, output: Path | None) -> None:
    """Write all lineages as JSON lines.

    One line for each article: article, lineage, relation to its parent, parent. One for each link
    that joins no lineage: article, other, relation.
    """
    from archive.files.atomic_file import written
    from archive.lineage.tree import export_rows

    with reading(folder) as archive, written(output) as file:
        for row in export_rows(archive.connection):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


@lineage.command()
@archive_option
@trust_option
@click.option("--workers", type=click.IntRange(min=1), metavar="N",
              help="Processes that sign and compare texts; by default one a core.")  # fmt: skip
def rebuild(folder: Path, workers: int | None) -> None:
    """Make all lineages again, from all texts at once.

    Until it is done the old lineages stand. The result does not depend on the number of workers.
    It needs the extra `lineage` (DuckDB).
    """
    from archive.custody.opening import open_archive
    from archive.lineage.rebuild import rebuild as rebuild_all

    def show_step(step: str, articles: int) -> None:
        click.echo(f"{step}: {many(articles, 'article')}", err=True)

    with open_archive(folder) as archive, archive.transaction() as connection:
        articles = rebuild_all(connection, show_step, workers)
        (count,) = connection.execute("SELECT count(*) FROM lineages").fetchone()
    click.echo(f"{many(articles, 'article')}, {many(count, 'lineage')} of two or more")


@lineage.command()
@archive_option
@trust_option
def reconcile(folder: Path) -> None:
    """Look again at what came in since the last time; for cron, after a crawl.

    By then it is known what a station prints under every article, and what came in later.
    """
    from archive.custody.opening import open_archive
    from archive.lineage.reconcile import reconcile as settle_all

    def show_progress(done: int, articles: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done:,} of {many(articles, 'article')}", err=True, nl=False)

    with open_archive(folder) as archive:
        settled = settle_all(archive.connection, archive.transaction, show_progress)
    click.echo(f"{many(settled, 'article')} looked at again")


@lineage.command()
@click.argument("article", metavar="ID|ADDRESS")
@click.argument("other", metavar="ID|ADDRESS")
@click.option("--relation", type=click.Choice(_RELATIONS), required=True,
              help="What the one is to the other; none unties them.")  # fmt: skip
@click.option("--reason", required=True, help="Why; the reason is stored with the decision.")
@click.option("--by", help="Who decides it; else your login name.")
@archive_option
@trust_option
def overrule(folder: Path, article: str, other: str, by: str | None, **words: Any) -> None:
    """Decide how two articles are related, whatever their texts say.

    It is kept in decisions.jsonl and stands when lineages are made again.
    """
    from archive.custody.decisions import decide, overruling
    from archive.custody.opening import open_archive
    from archive.store.naming import article_named

    with open_archive(folder) as archive:
        article, other = (article_named(archive.connection, each) for each in (article, other))
        decision = overruling(
            article, other, words["relation"], by=by or login_name(), reason=words["reason"]
        )
        decide(archive, decision)
    click.echo(visible_line(f"{article} and {other}: {words['relation']}, by decision"))
