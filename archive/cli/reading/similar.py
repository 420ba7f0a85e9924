"""`archive similar`: articles like one article."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import read_archive_option
from archive.cli.common import print_json, reading
from archive.cli.render import hit_lines
from archive.model.errors import NothingFound
from archive.model.safe_text import visible_line


@click.command()
@click.argument("article", metavar="ID|ADDRESS")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the articles as JSON.")
@read_archive_option
def similar(folder: Path, article: str, limit: int, as_json: bool) -> None:
    """Find articles that share the rarest words of one article, most alike first.

    Whether one was taken from another is told by `archive lineage show`.
    """
    from archive.search.search import hit
    from archive.search.similar import similar as find
    from archive.store.naming import article_named

    with reading(folder) as archive:
        article = article_named(archive.connection, article)
        archive.article(article)
        alike = find(archive.connection, article, limit=limit)
        hits = [hit(archive.connection, each) for each in alike]
    if as_json:
        print_json({"article": article, "hits": [each.record() for each in hits]})
    if not hits:
        raise NothingFound(f"nothing like {visible_line(article)} found")
    if not as_json:
        click.echo("\n\n".join("\n".join(hit_lines(each)) for each in hits))
