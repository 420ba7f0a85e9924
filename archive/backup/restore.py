"""Make an archive again from a backup, and apply the decisions that were made since."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from archive.backup.backup import copy_file
from archive.backup.backup_check import difference, examine, poured
from archive.backup.backup_manifest import BESIDE, Listed, Manifest, manifest_of
from archive.backup.backup_register import registered
from archive.custody.opening import open_archive
from archive.db.folder import refuse_within
from archive.files.plain_file import close_like, reading, sync_folder
from archive.model.errors import Damaged, StorageError, UsageError
from archive.model.trust import is_trusting

_VOUCH = "--trust restores what there is, where you know why it differs"


def restore(backup: Path, to: Path, decisions: Path | None = None) -> list[str]:
    """Make an archive from a backup, in a folder that is not there yet or is empty.

    `decisions` is the decisions.jsonl of the archive that was lost: what was taken down since the
    backup was made stays down. Without it that of the archive is taken, if it is still where the
    backup was made of it. Gives what is to be told of decisions. Raises Damaged where the backup is
    not what it was, unless the operator vouches for it, or a line of `decisions` cannot be read.
    """
    from archive.verification.decision_check import refuse_unreadable

    if to.exists() and any(to.iterdir()):
        raise UsageError(f"{to}: there is something in it already; restore to an empty folder")
    refuse_within(to)
    manifest = manifest_of(backup)
    decisions = decisions.resolve() if decisions else _decisions_since(manifest)
    if decisions is not None:
        refuse_unreadable(decisions)
    problems = examine(backup).problems
    if problems and not is_trusting():
        raise Damaged("\n".join([*problems, f"{backup}: Nothing was restored; {_VOUCH}"]))
    unfinished = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        for name, listed in manifest.files.items():
            _bring_back(backup / name, unfinished / name, listed)
        if decisions is not None:
            (unfinished / "decisions.jsonl").unlink(missing_ok=True)
            copy_file(decisions, unfinished / "decisions.jsonl")
        report = _finish(unfinished)
        if to.exists():
            to.rmdir()
        unfinished.rename(to)
        sync_folder(to.parent)
    except OSError as error:
        raise StorageError(f"{to}: nothing was restored: {error}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    obeyed = [f"the decisions in {decisions} are obeyed"] if decisions else []
    return [*problems, *obeyed, *report]


def _bring_back(source: Path, target: Path, listed: Listed) -> None:
    """Copy a file, which may have changed since it was looked at; one that is missing is not there.

    Raises Damaged, or FileNotFoundError, unless the operator vouches for what is there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with reading(source) as before, target.open("xb") as now:
            close_like(before, now)
            actual = poured(before, listed.bytes, now.write)
            now.flush()
            os.fsync(now.fileno())
    except FileNotFoundError:
        if not is_trusting():
            raise
        return
    fault = difference(actual, listed)
    if fault and not is_trusting():
        raise Damaged(f"{source}: {fault}: it has changed just now. Nothing was restored")


def _finish(folder: Path) -> list[str]:
    """Open what was restored: its tables come up to date, and decisions are obeyed."""
    from archive.custody.decision_log import FILE
    from archive.custody.decisions import replay
    from archive.verification import decision_check

    for name in BESIDE:
        (folder / name).mkdir(exist_ok=True)
    with open_archive(folder) as archive:
        decision_check.put_back(folder / FILE, decision_check.applied(archive.connection))
        return [f"{FILE}, line {each.line}: {each.reason}" for each in replay(archive)]


def _decisions_since(manifest: Manifest) -> Path | None:
    """The decisions.jsonl of the archive that a backup was made of, where that still stands."""
    folder = manifest.archive
    if folder is None:
        return None
    known = any(made["at"] == manifest.created for made in registered(folder))
    path = folder / "decisions.jsonl"
    return path if known and path.exists() else None
