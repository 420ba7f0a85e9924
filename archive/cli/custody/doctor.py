"""`archive doctor`: what an operator should see to, in a second."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.command import archive_option
from archive.cli.common import print_json
from archive.model.safe_text import visible_line

#: How each state is printed, and which exit code it has.
_MARKS = {"well": ("   ", 0), "see to it": ("!  ", 1), "damaged": ("!!!", 76)}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the signs as JSON.")
@archive_option
def doctor(folder: Path, as_json: bool) -> int:
    """Look at the archive and its computer quickly, and say what to see to.

    The disk, the owner of the folder, a run under way, the age of the last backup and verification,
    whether archive.db opens and the WARC files are there, the clock, and what is set aside. Exit
    code 1: something is to be seen to; 76: something is damaged. `archive verify` looks at every
    record.
    """
    from archive.backup.doctor import examine

    signs = list(examine(folder))
    if as_json:
        print_json([asdict(sign) for sign in signs])
    else:
        for sign in signs:
            click.echo(visible_line(f"{_MARKS[sign.state][0]} {sign.subject:<13} {sign.found}"))
    return max(_MARKS[sign.state][1] for sign in signs)
