"""The data files say where they are from, and what the readers and the comparison rest on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support.commands import ROOT

from archive.knowledge.media import media_aliases
from archive.knowledge.surnames import surnames
from archive.knowledge.table import read_table

FILES = sorted((ROOT / "archive" / "knowledge").glob("*.tsv"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_says_where_it_is_from_and_of_when(file: Path) -> None:
    """Whoever corrects a row must know what it was taken from."""
    head = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    assert any("Source: " in line for line in head)
    assert any("Date: " in line for line in head)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_name_stands_twice_in_a_file(file: Path) -> None:
    """A second row of one name would change nothing, or what the first one says."""
    table = read_table(file.name)
    columns = {"media.tsv": slice(None), "places.tsv": slice(1, 2)}.get(file.name, slice(1))
    names = [name for row in table for name in row[columns]]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_the_marked_surnames_are_single_ones() -> None:
    """Both marks are read by the first character of a name."""
    known = surnames()
    assert known.frequent <= known.single
    assert known.common <= known.single
    assert known.alone <= known.single - known.frequent
    assert {len(surname) for surname in known.compound} == {2}
    counts = (len(known.single), len(known.compound), len(known.frequent), len(known.common))
    # of the frequent ones, 41 are traditional forms, and 16 further ones are as common in Taiwan
    assert counts == (615, 61, 157, 111)


def test_every_mark_is_one_that_is_read() -> None:
    """A slip in a mark would leave a surname without it."""
    marks = {
        mark for row in read_table("surnames.tsv") for cell in row[1:] for mark in cell.split()
    }
    assert marks == {"frequent", "common", "alone"}


def test_a_medium_is_known_by_its_own_name_too() -> None:
    """新华网 and 新华社 are one, and neither is 红网."""
    names = media_aliases()
    assert names["新华网"] == names["新华社"] == "新华社"
    assert names["红网时刻"] == "红网"
