"""`harvest demo`: the invented region."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.reading.serve import serve as serve_room


@click.command()
@click.option("--archive", "folder", type=click.Path(path_type=Path), default="demo-archive",
              show_default=True, help="Folder of the demo's archive.")  # fmt: skip
@click.option("--day", type=click.IntRange(1, 2), default=1, show_default=True,
              help="Day 2 brings corrections and withdrawals.")  # fmt: skip
@click.option("--port", type=click.IntRange(1024, 65000), default=18080, show_default=True,
              help="The first of eight loopback ports to serve the region on.")  # fmt: skip
@click.option("--serve", is_flag=True, help="Then open its reading room, on port 8001.")
def demo(folder: Path, day: int, port: int, serve: bool) -> int:
    """Serve a small invented region on loopback, crawl it, and search it."""
    from harvester.demo.show import show

    code = show(folder, day=day, port=port)
    if serve:
        click.get_current_context().invoke(
            serve_room, folder=folder, host="127.0.0.1", port=8001, sql=True
        )
    return code
