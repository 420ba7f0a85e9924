"""`archive upgrade`: the tables of an older archive become those of this version."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option, trust_option


@click.command()
@archive_option
@trust_option
@click.option("--dry-run", is_flag=True, help="Print what would be changed, and change nothing.")
def upgrade(folder: Path, dry_run: bool) -> None:
    """Upgrade an archive that an older version made.

    Copies archive.db first, to archive.db.before-<time>; the WARC files are not touched. An archive
    of this version stays as it is.
    """
    from archive.backup import upgrade as custody

    def show(changes: list[str]) -> None:
        for change in changes:
            click.echo(f"{'would change' if dry_run else 'changes'}: {change}")

    if dry_run:
        pending = custody.changes(folder)
        show(pending)
        is_of_today = not pending
    else:
        copy = custody.upgrade(folder, show)
        is_of_today = copy is None
        if copy is not None:
            click.echo(f"{folder}: its tables are up to date now")
            click.echo(
                f"{copy} holds the database as it was; delete it once `archive verify` is clean"
            )
    if is_of_today:
        click.echo(f"{folder}: its tables are up to date; nothing to do")
