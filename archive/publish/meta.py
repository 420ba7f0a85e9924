"""What only its maker knows of a dataset: title, licence, creators, contact, from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from archive.model.errors import UsageError
from archive.model.suggest import proposed

_KEYWORDS = ("news", "regional news", "republication")


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """A person or body that made the dataset."""

    name: str
    affiliation: str | None = None
    orcid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The description of a dataset. `license` is an SPDX identifier or the address of a text."""

    title: str = "Articles of regional news"
    description: str = (
        "Articles of regional news stations, with their sources, credits and lineage."
    )
    version: str = "1.0.0"
    license: str | None = None
    contact: str | None = None
    publisher: str | None = None
    url: str | None = None
    doi: str | None = None
    language: str = "zh"
    keywords: tuple[str, ...] = _KEYWORDS
    creators: tuple[Creator, ...] = ()
    collection: str | None = None  # why and how the stations were chosen
    limits: str | None = None  # what the dataset is not fit for

    @classmethod
    def read(cls, path: Path) -> Meta:
        """The description in a file. Raises UsageError, which names the key."""
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from error
        except ValueError as error:
            raise UsageError(f"{path}: it is no TOML: {error}") from error
        creators = table.pop("creators", [])
        if not isinstance(creators, list) or not all(isinstance(each, dict) for each in creators):
            raise UsageError(f"{path}: creators: write [[creators]] and below it name = ...")
        keywords = table.pop("keywords", [*_KEYWORDS])
        if not isinstance(keywords, list) or not all(isinstance(each, str) for each in keywords):
            raise UsageError(f"{path}: keywords: write a list of texts")
        return cls(
            **_texts(path, table, {each.name for each in fields(cls)}),
            creators=tuple(Creator(**_creator(path, each)) for each in creators),
            keywords=tuple(keywords),
        )


def _creator(path: Path, table: Mapping[str, Any]) -> dict[str, str]:
    if "name" not in table:
        raise UsageError(f"{path}: creators: each has a name")
    return _texts(path, table, {each.name for each in fields(Creator)})


def _texts(path: Path, table: Mapping[str, Any], known: set[str]) -> dict[str, str]:
    """The keys of a table, which are known and have texts. Raises UsageError."""
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{path}: no such key: {key}; {proposed(key, known)}")
        if not isinstance(value, str):
            raise UsageError(f"{path}: {key}: write a text")
    return dict(table)
