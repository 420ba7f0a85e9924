"""`archive upgrade`: the tables of an older archive become those of this version."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option, trust_option
from archive.model.version import __version__


@click.command()
@archive_option
@trust_option
@click.option("--dry-run", is_flag=True, help="Print what would be changed, and change nothing.")
def upgrade(folder: Path, dry_run: bool) -> int:
    """Upgrade an archive that an older version made.

    Copies archive.db first, to archive.db.before-<time>; the WARC files are not touched. An archive
    of this version stays as it is.
    """
    from archive.backup import upgrade as custody

    changes = custody.changes(folder)
    if not changes:
        click.echo(f"{folder}: its tables are those of version {__version__}; nothing to do")
        return 0
    for change in changes:
        click.echo(f"{'would change' if dry_run else 'changes'}: {change}")
    if not dry_run:
        copy = custody.upgrade(folder)
        click.echo(f"{folder}: upgraded to version {__version__}")
        click.echo(f"{copy} holds the database as it was; delete it once `archive verify` is clean")
    return 0
