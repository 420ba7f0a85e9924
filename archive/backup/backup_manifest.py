"""`backup.json`: which files a backup has, as its maker listed them.

It is read as any file of others is: every name in it leads to a place where a backup has a file,
and what else it says is looked at before it is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.dataset.pseudonyms import KEY
from archive.db.connection import NAME
from archive.db.folder import BACKUP_MANIFEST
from archive.files.contained_path import why_no_warc, why_not
from archive.files.outside_json import LARGEST_LIST, Unreadable, parsed
from archive.files.plain_file import read_bytes
from archive.model.errors import Damaged, NoArchive
from archive.warc.writer import OPEN_SUFFIX

#: Folders whose files a backup has as they are.
BESIDE = ("stations", "platforms", "reports")
#: Files that it has beside them.
ALONE = ("decisions.jsonl", KEY)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ANOTHER = "take another backup"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a backup says of one of its files."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: its files by name, when it was made, and of which archive."""

    files: dict[str, Listed]
    created: str
    archive: Path | None


def manifest_of(backup: Path) -> Manifest:
    """Read it. Raises NoArchive where there is none, and Damaged where it is none of ours."""
    path = backup / BACKUP_MANIFEST
    try:
        content = parsed(read_bytes(path, LARGEST_LIST), largest=LARGEST_LIST)
    except FileNotFoundError:
        raise NoArchive(f"{backup}: no whole backup: it has no {BACKUP_MANIFEST}") from None
    except OSError as error:
        raise Damaged(f"{path}: {error.strerror}; {_ANOTHER}") from error
    except Unreadable as error:
        raise Damaged(f"{path}: {error}; {_ANOTHER}") from error
    if not isinstance(content, dict) or not isinstance(content.get("files"), dict):
        raise Damaged(f"{path}: it lists no files; {_ANOTHER}")
    files = {name: _listed(path, name, about) for name, about in content["files"].items()}
    if NAME not in files:
        raise Damaged(f"{path}: it lists no {NAME}; {_ANOTHER}")
    archive = content.get("archive")
    known = isinstance(archive, str) and archive.isprintable()
    return Manifest(files, str(content.get("created")), Path(str(archive)) if known else None)


def why_no_place(name: str) -> str | None:
    """Why a backup has no file of this name; None where it may have one.

    >>> why_no_place("warc/20220722005112-3f9a.warc.gz"), why_no_place("stations/../../x")
    (None, "'..': it is that of a folder")
    """
    top, *within = name.split("/")
    for part in (top, *within):
        if why := why_not(part):
            return f"{part[:40]!r}: {why}"
    if name in (NAME, *ALONE) or (top in BESIDE and within):
        return None
    if top == "warc" and len(within) == 1:
        return why_no_warc(within[0].removesuffix(OPEN_SUFFIX))
    return "a backup has no such file"


def _listed(path: Path, name: str, about: Any) -> Listed:
    if why := why_no_place(name):
        raise Damaged(f"{path}: it lists {name[:100]!r}: {why}; {_ANOTHER}")
    size, digest = (about.get(key) for key in ("bytes", "sha256")) if isinstance(about, dict) else (
        None, None
    )  # fmt: skip
    if not (isinstance(size, int) and size >= 0 and isinstance(digest, str)):
        raise Damaged(f"{path}: of {name} it does not say bytes and sha256; {_ANOTHER}")
    if not _SHA256.fullmatch(digest):
        raise Damaged(f"{path}: of {name} it says a sha256 that is none; {_ANOTHER}")
    return Listed(size, digest)
