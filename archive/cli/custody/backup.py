"""`archive backup` and `archive restore`: a copy at one moment, and back."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.cli.common import OUTPUT, PATH, reading
from archive.model.counting import many
from archive.model.errors import Damaged, UsageError
from archive.model.safe_text import visible_line


@click.command()
@click.argument("to", type=OUTPUT)
@click.option(
    "--link", is_flag=True, help="Make hard links to the WARC files, on the same disk, not copies."
)
@click.option(
    "--after", type=PATH, metavar="BACKUP",
    help="An earlier backup on the same disk as TO: WARC files that it holds are not copied again.",
)  # fmt: skip
@archive_option
def backup(folder: Path, to: Path, link: bool, after: Path | None) -> None:
    """Copy the archive to a new folder TO, also while it is being crawled.

    TO has its name only once everything is written; backup.json in it has the SHA-256 of each file.
    A WARC file that is not what was stored is copied and told. Exit code 76: there is one.
    """
    from archive.backup.backup import backup as copy

    with reading(folder) as archive:
        made = copy(archive, to, link=link, after=after)
    size = f"{made.bytes / 1e6:,.1f} MB"
    click.echo(visible_line(f"{many(made.files, 'file')}, {size} in {to}"))
    for line in made.damaged:
        complain("archive", line)
    if made.damaged:
        damaged = many(len(made.damaged), "damaged file")
        raise Damaged(f"{to}: the backup was made, with {damaged}")


@click.command()
@click.argument("backup", metavar="BACKUP", type=PATH)
@click.argument("to", type=OUTPUT, required=False)
@click.option(
    "--check", "only_check", is_flag=True, help="Check the whole backup; restore nothing."
)
@click.option(
    "--decisions", type=PATH, help="decisions.jsonl of the lost archive, to apply later takedowns."
)
@trust_option
def restore(backup: Path, to: Path | None, only_check: bool, decisions: Path | None) -> None:
    """Make an archive in the new folder TO from a backup; all of it is checked first.

    Files, schema, names, records and captures of the backup are verified; where something is wrong,
    nothing is restored, unless you --trust it. With --check nothing is written at all. Takedowns
    are obeyed, also later ones where the archive still stands or --decisions is given.
    """
    from archive.backup.restore import restore as restore_backup

    if only_check:
        _check(backup)
        return
    if to is None:
        raise UsageError("the folder TO is missing: archive restore BACKUP TO")
    for message in restore_backup(backup, to, decisions):
        complain("archive", message)
    click.echo(visible_line(f"restored to {to}"))


def _check(backup: Path) -> None:
    from archive.backup.backup_check import examine

    done = examine(backup)
    for problem in done.problems:
        complain("archive", problem)
    if done.problems:
        raise Damaged(f"{backup}: {many(len(done.problems), 'problem')}")
    click.echo(visible_line(f"{backup} is whole: {done.summary}"))
