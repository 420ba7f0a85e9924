"""A package as a bag: what BagIt (RFC 8493) asks for beside the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.model.version import __version__
from archive.publish.meta import Meta

#: The files of a bag, in the order in which they are written; the last lists the others.
FILES = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def contents(meta: Meta, as_of: str | None, files: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The contents of all but the last of FILES, for the files of a package in `data/`."""
    payload = [file for file in files if file["name"].startswith("data/")]
    size = sum(file["bytes"] for file in payload)
    about = {
        "Bag-Software-Agent": f"archive {__version__}",
        "Bagging-Date": (as_of or "")[:10],
        "Contact-Email": meta.contact or "",
        "External-Description": meta.title,
        "Payload-Oxum": f"{size}.{len(payload)}",
        "Source-Organization": meta.publisher or "",
    }
    lines = (f"{name}: {' '.join(value.split())}\n" for name, value in about.items() if value)
    return _DECLARATION, "".join(lines), listed(payload)


def listed(files: Sequence[dict[str, Any]]) -> str:
    """A line for each file: its digest and its name."""
    return "".join(f"{file['sha256']}  {file['name']}\n" for file in files)
