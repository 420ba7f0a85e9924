"""The names of the files of an export, and the former export whose place it takes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from archive.files.contained_path import why_not
from archive.files.outside_json import LARGEST_LIST, parsed
from archive.model.errors import UsageError

Format = Literal["jsonl", "csv", "parquet", "jsonld"]

#: What a manifest of an earlier version does not say, and what it was.
_BEFORE = {"profile": "full"}
#: What it does not say, and nobody knows.
_UNKNOWN_BEFORE = ("columns", "related", "archive_id")


@dataclass(frozen=True, slots=True)
class FileNames:
    """The names of the files of a dataset; `data` is a folder where it is divided."""

    folder: Path
    data: str
    prefix: str

    @classmethod
    def of(cls, output: Path, form: Format, *, is_divided: bool) -> FileNames:
        """Raises UsageError where `output` has the ending of another form."""
        if output.suffix in {f".{other}" for other in get_args(Format)} - {f".{form}"}:
            raise UsageError(
                f"{output}: a {form} export is asked for; name a folder or a .{form} file"
            )
        if output.suffix != f".{form}":
            return cls(output, "articles" if is_divided else f"articles.{form}", "")
        if is_divided:
            raise UsageError(f"{output}: it is divided into several files; name a folder")
        return cls(output.parent, output.name, f"{output.stem}.")

    def beside(self, name: str) -> str:
        """The name of another file of the dataset."""
        return self.prefix + name

    @property
    def checkpoint(self) -> str:
        """The name of what says how far an unfinished dataset is written."""
        return self.beside("checkpoint.json")

    @property
    def manifest(self) -> str:
        """The name of the manifest."""
        return self.beside("manifest.json")

    def of_any_form(self, tables: Iterable[str]) -> tuple[str, ...]:
        """All names that files and folders of the dataset may have, whatever form it gets."""
        stem = self.prefix.removesuffix(".") or "articles"
        forms = get_args(Format)
        return (
            *(() if self.prefix else (stem,)),
            *(f"{stem}.{form}" for form in forms),
            *(self.beside(f"{table}.{form}") for table in tables for form in forms),
            self.beside("codebook.md"),
            self.manifest,
        )

    def former_files(self, tables: Iterable[str], request: dict[str, Any]) -> tuple[str, ...]:
        """The files and folders of the export that stands there, which this one replaces.

        Raises UsageError where they, or what has a name of this one and its `tables`, are others',
        or where something else was asked for than what is `asked` now.
        """
        manifest = self.folder / self.manifest
        there = _manifest_in(manifest)
        tops = _tops_of(there)
        if not manifest.exists():  # an export was killed while it gave the files their names
            there = _manifest_in(unfinished(self.folder, self.manifest))
            tops = _tops_of(there)
            tops = tops if tops[:1] == (self.data,) else ()
        elif tops[:1] != (self.data,):
            raise UsageError(
                f"{manifest}: it belongs to {tops[0] if tops else 'something else'}, and an export"
                f" of {self.data} would replace it; name another folder or file"
            )
        if tops:
            _refuse_another(manifest, there, request)
        former = {top for top in tops if why_not(top) is None and top.startswith(self.prefix)}
        if manifest.exists():
            former.add(self.manifest)
        names = (self.data, *map(self.beside, tables), self.beside("codebook.md"))
        refuse_others(self.folder, names, former)
        return tuple(former)


def unfinished(folder: Path, name: str) -> Path:
    """Where a file of a dataset is written until all of them get their names.

    >>> unfinished(Path("july"), "articles/year=2022/part-0.parquet").as_posix()
    'july/.articles.unfinished/year=2022/part-0.parquet'
    """
    top, *below = name.split("/")
    return folder.joinpath(f".{top}.unfinished", *below)


def refuse_others(folder: Path, names: Iterable[str], former: Collection[str]) -> None:
    """Raises UsageError where one of the names is taken, and not by the former dataset."""
    for name in names:
        if name not in former and os.path.lexists(folder / name):
            raise UsageError(
                f"{folder / name}: it is no part of an earlier dataset, and would be replaced;"
                " name another folder or file"
            )


def _manifest_in(path: Path) -> dict[str, Any]:
    """What a manifest says; nothing where there is none."""
    try:
        manifest = parsed(path.read_bytes(), largest=LARGEST_LIST)
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _tops_of(manifest: dict[str, Any]) -> tuple[str, ...]:
    """The files and folders that a manifest vouches for; none where it is not of an export."""
    try:
        return tuple(dict.fromkeys(file["name"].partition("/")[0] for file in manifest["files"]))
    except (LookupError, TypeError, AttributeError):
        return ()


def _refuse_another(manifest: Path, there: dict[str, Any], request: dict[str, Any]) -> None:
    """Raises UsageError where a dataset of other articles, or of other fields, would be lost."""
    compared = (key for key in request if key in there or key not in _UNKNOWN_BEFORE)
    others = [key for key in compared if there.get(key, _BEFORE.get(key)) != request[key]]
    if others:
        raise UsageError(
            f"{manifest}: the dataset there was made with another {' and '.join(others)}, and would"
            " be replaced; name another folder or file, or remove it"
        )
