"""`archive serve`: the reading room, in a browser."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from archive.cli.command import archive_option, complain


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
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer, where many read at once: as many as there are cores.",
)
@click.option(
    "--sql",
    is_flag=True,
    help="Let visitors write SQL, on this machine alone. A query of theirs can keep it busy.",
)
@click.option(
    "--snapshot",
    "is_copied",
    is_flag=True,
    help="Serve a copy of the database as it stands now; it is removed at the end.",
)
@archive_option
def serve(
    folder: Path,
    host: str,
    port: int,
    names: tuple[str, ...],
    processes: int,
    sql: bool,
    is_copied: bool,
) -> None:
    """Show the archive in a browser: search, articles, originals, revisions, lineages.

    It reads only, but leaves datasette-metadata.json for stock Datasette beside the archive: a file
    of that name that is yours, or that you changed, stays. Needs the extra `room`.
    """
    from archive.room import server
    from archive.room.snapshot import snapshot

    server.refuse_impossible(host, port, names, sql=sql)
    note = None if is_copied else server.leave_metadata(folder)
    if note is not None:
        complain("archive", note)
    with snapshot(folder) if is_copied else nullcontext(folder) as served:
        application = server.application(served, host, port, names, sql=sql)
        click.echo(f"{server.address_of(host, port)}  (Ctrl+C ends it)")
        server.serve(application, host=host, port=port, processes=processes)
