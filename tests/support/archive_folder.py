"""An archive of one article, closed; what stands in its folder; and scripts that write to it."""

import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

from support.commands import ROOT

TESTS = ROOT / "tests"


def warcs(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "warc").iterdir())


def whole(folder: Path) -> bool:
    """Whether SQLite finds nothing wrong, and no row points at nothing."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        integrity = connection.execute("PRAGMA integrity_check").fetchall()
        dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    return integrity == [("ok",)] and dangling == []


def run(script: str, folder: Path, **how: object) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own, with the tests' articles at hand."""
    program = "import os, sys\nsys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\n"
    program += "from support.archives import *\n"
    program += (
        "from archive.custody.opening import open_archive\nfolder = Path(sys.argv[2])\n"
        + textwrap.dedent(script)
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(TESTS), str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **how,  # type: ignore[call-overload]
    )
