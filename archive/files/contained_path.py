"""Names out of a database, a record or a list, as files of one folder; or they are refused.

Such a name is of whatever origin the archive is. It is joined to a folder here and nowhere else.
"""

from __future__ import annotations

import re
from pathlib import Path

from archive.model.errors import Damaged

#: How a message ends that a verification tells in another way.
SEE = "; `archive verify` tells what to do"
_LONGEST = 255  # bytes, as file systems have it
#: Room is left for what is put behind such a name: `.open`, `.e12.warc.gz`, `.unfinished`.
_WARC = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{,190}\.warc\.gz")


def inside(folder: Path, name: object, said_by: str) -> Path:
    """The file of this name in `folder`; `said_by` is told where the name leads elsewhere.

    Raises Damaged where it is no plain name.
    """
    return _joined(folder, name, said_by, why_not(name))


def warc_inside(folder: Path, name: object, said_by: str) -> Path:
    """The same for the name of a WARC file."""
    return _joined(folder, name, said_by, why_no_warc(name))


def why_not(name: object) -> str | None:
    """Why a name is not that of a file in a folder; None where it is.

    >>> why_not("a.json"), why_not("../a.json"), why_not("..")
    (None, 'it has a / in it', 'it is that of a folder')
    """
    if not isinstance(name, str):
        return "it is no text"
    for sign in ("/", "\\"):
        if sign in name:
            return f"it has a {sign} in it"
    if name in {"", ".", ".."}:
        return "it is that of a folder" if name else "it is empty"
    if not name.isprintable():
        return "it has characters that cannot be printed"
    return "it is too long" if len(name.encode()) > _LONGEST else None


def why_no_warc(name: object) -> str | None:
    """Why a name is not that of a WARC file of an archive; None where it is.

    >>> why_no_warc("20220722005112-3f9a.e1.warc.gz"), why_no_warc(".bashrc")
    (None, 'no WARC file of an archive is called so')
    """
    why = why_not(name)
    if why is None and not _WARC.fullmatch(str(name)):
        return "no WARC file of an archive is called so"
    return why


def _joined(folder: Path, name: object, said_by: str, why: str | None) -> Path:
    if why is not None:
        named = f"{said_by} names {str(name)[:100]!r} as a file in {folder}"
        raise Damaged(f"{named}: {why}; it is not touched{SEE}")
    return folder / str(name)
