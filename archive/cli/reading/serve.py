"""`archive serve`: the reading room, in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0, with --allow-host, lets other machines in.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME[:PORT]",
    help="A further name under which the room is asked for, as by a proxy; repeatable.",
)
@click.option(
    "--sql",
    is_flag=True,
    help="Let visitors write SQL, on this machine alone. A query of theirs can keep it busy.",
)
@archive_option
def serve(folder: Path, host: str, port: int, names: tuple[str, ...], sql: bool) -> None:
    """Show the archive in a browser: search, articles, originals, revisions, lineages.

    It reads only. Needs the extra `room`.
    """
    from archive.room import server

    application = server.application(folder, host, port, names, sql=sql)
    click.echo(f"{server.address_of(host, port)}  (Ctrl+C ends it)")
    server.serve(application, host=host, port=port)
