"""Read the data files of this wing: rows of cells, parted by tabs, under a head of # lines."""

from __future__ import annotations

from pathlib import Path


def read_table(name: str) -> list[list[str]]:
    """The rows of a file of this folder."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0] != "#"]
