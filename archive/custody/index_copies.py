"""Copies of the database in which a verification compares the words of the full-text index."""

from __future__ import annotations

import shutil
from pathlib import Path

from archive.db.connection import NAME

#: Beginning of the name of such a copy, in the folder of the archive.
COPY = f"{NAME}.verification-"


def remove_copies(folder: Path) -> None:
    """Remove the copies that a dead process left."""
    for left in folder.glob(f"{COPY}*"):
        shutil.rmtree(left, ignore_errors=True)
