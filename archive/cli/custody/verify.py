"""`archive verify`: whether everything is still what was put there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.cli.common import print_json, reading
from archive.model.counting import many
from archive.model.errors import ArchiveError, Damaged, OlderArchive, UsageError
from archive.model.safe_text import visible_line

if TYPE_CHECKING:
    from archive.verification.verification import Verification, Verified


@click.command()
@click.option(
    "--sample",
    metavar="N|P%",
    help="Check only the next N (or P %) records and captures; skip the full-text comparison.",
)
@click.option("--resume", is_flag=True, help="Resume an interrupted verification.")
@click.option(
    "--repair", "mend", is_flag=True, help="Repair what can be made again from whole records."
)
@click.option("--accept", is_flag=True, help="Accept what other programs wrote as it stands.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@archive_option
@trust_option
def verify(folder: Path, *, mend: bool, accept: bool, as_json: bool, **asking: Any) -> None:
    """Compare everything with its digests: records, WARC files and every record in them, the index.

    Tables, views and triggers are compared with those of this version. The command may run beside
    a crawl: the index is then checked in a copy, as large as archive.db. Each problem names what
    was expected and what to do; the last line names what was not compared. Exit code 76: something
    is damaged; 1: another program wrote something, or something could not be checked.
    """
    from archive.db.folder import refuse_backup
    from archive.verification.verification import Verification

    verification = Verification(**asking)
    if verification.sample is not None and (verification.resume or mend):
        raise UsageError("--sample cannot be combined with --resume or --repair")
    if mend or accept:
        refuse_backup(folder)
    if mend:
        _bring_up_to_date(folder)
    if accept:
        _accept(folder)
    done = _verified(folder, verification)
    if mend and done.problems:
        _mend(folder, done)
        done = _verified(folder, Verification())
    if as_json:
        print_json({**asdict(done), "problems": [asdict(each) for each in done.problems]})
    _print_result(done, to_stderr=as_json)
    if done.damaged:
        raise Damaged(f"{folder}: {many(len(done.problems), 'problem')}")
    if done.problems or done.left_out:
        raise click.exceptions.Exit(1)


def _bring_up_to_date(folder: Path) -> None:
    """Let an archive of an earlier version have the tables of this one, which checks them."""
    from archive.backup.upgrade import bring_up_to_date

    try:
        with reading(folder):
            return
    except OlderArchive:
        for told in bring_up_to_date(folder):
            click.echo(visible_line(told), err=True)


def _verified(folder: Path, wanted: Verification) -> Verified:
    from archive.db.folder import is_backup
    from archive.store.archive import Archive
    from archive.verification.verify import record_event
    from archive.verification.verify import verify as check

    kept_as_it_is = is_backup(folder)
    wanted = replace(wanted, remember=not kept_as_it_is)
    with reading(folder) as archive, _resumable(wanted):
        done = check(archive, wanted, _progress)
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    if kept_as_it_is:
        return done
    try:
        with Archive.open(folder) as archive:
            record_event(archive, done, sample=wanted.sample)
    except ArchiveError as error:  # what was found is told all the same
        complain("archive", f"the event of this verification was not written: {error}")
    return done


@contextmanager
def _resumable(wanted: Verification) -> Iterator[None]:
    """Say on an interrupt how the verification goes on, where its state is saved."""
    try:
        yield
    except KeyboardInterrupt:
        if wanted.remember and wanted.sample is None:
            complain("archive", "interrupted; `archive verify --resume` goes on from there")
        raise


def _progress(done: Verified) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{done.phase}: {done.summary()}", err=True, nl=False)


def _mend(folder: Path, done: Verified) -> None:
    from archive.verification.repair import mend

    for repair_line in mend(folder, done.problems):
        for line in repair_line.splitlines():
            click.echo(visible_line(line), err=True)


def _accept(folder: Path) -> None:
    from archive.custody.opening import open_archive
    from archive.verification.repair import accept

    with open_archive(folder) as archive:
        for record in accept(archive):
            click.echo(visible_line(f"accepted as it stands: {record}"), err=True)


def _print_result(done: Verified, *, to_stderr: bool) -> None:
    for problem in done.problems:
        complain("archive", str(problem))
    for line in done.left_out:
        complain("archive", f"not checked: {line}")
    if done.set_aside:
        note = f"{many(done.set_aside, 'capture')} set aside: `harvest set-aside list` says why"
        complain("archive", note)
    if done.unsaved:
        complain("archive", done.unsaved)
    click.echo(f"{done.summary()}; {many(len(done.problems), 'problem')}", err=to_stderr)
