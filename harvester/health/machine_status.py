"""The status of the computer: room on its disk, the age of the last backup and verification."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.backup.backup_register import registered
from archive.verification.verification_state import last_verified

_DAY = 86_400
#: Days of which the growth is taken.
_GROWTH = 30
#: Days that can be foreseen: of an archive of one day a pace would say some thousand years.
_FORESEEN = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineStatus:
    """Bytes, and days; None where it is not known."""

    free: int
    grown_per_day: int  # bytes of WARC files a day, over the last 30
    days_left: int | None  # until the disk is full, at that pace; None: more than ten years
    backup_at: str | None  # when the last backup was made, UTC
    verified_at: str | None  # when the last full verification ended, UTC


def machine_status(folder: Path) -> MachineStatus:
    """The state of the disk that holds an archive, and of what is to be done now and then."""
    free = shutil.disk_usage(folder).free
    grown = _growth(folder / "warc")
    days_left = free // grown if grown else _FORESEEN
    backups = [str(each["at"]) for each in registered(folder) if each.get("at")]
    return MachineStatus(
        free=free,
        grown_per_day=grown,
        days_left=days_left if days_left < _FORESEEN else None,
        backup_at=max(backups, default=None),
        verified_at=last_verified(folder),
    )


def _growth(folder: Path) -> int:
    """Bytes a day that were written to a folder, by the times of its files."""
    now = datetime.now(UTC).timestamp()
    files = [path.stat() for path in folder.iterdir()] if folder.is_dir() else []
    if not files:
        return 0
    recent = [each for each in files if each.st_mtime > now - _GROWTH * _DAY]
    first = min(each.st_mtime for each in files)
    days = min(_GROWTH, max(1.0, (now - first) / _DAY))
    return int(sum(each.st_size for each in recent) / days)
