"""What is true of saved pages, from files of several formats, in two halves.

A reader is built on one half of the pages, and of the other half only figures are looked at. The
halves are split by family, since the pages of a family share their template: a family is

- in a corpus with a folder for each site (`pages/rednet/2017.html`): the folder;
- in the suite of Fundus (`pages/fundus/de_Taz_2024_10_23.html`): the publisher, `de_Taz`;
- elsewhere (other suites, folders whose names begin with `_`): the page.

A family is built on where the CRC-32 of its name is even, and looked away from where it is odd.
This is the only place that says so: what is fitted and what is listed both ask here.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Half = Literal["built-on", "looked-away"]
HALVES: tuple[Half, Half] = ("built-on", "looked-away")
_DATE = re.compile(r"_\d{4}_\d\d_\d\d.*")


@dataclass(frozen=True, slots=True)
class Truth:
    """One page: where it lies, and the row that says what is true of it.

    The row is of a suite of peers (it names its `suite`), of pages that are no articles (it has
    `kinds`), or of Chinese pages with a source, authors and editors.
    """

    path: Path
    row: Mapping[str, Any]

    @property
    def file(self) -> str:
        """The name of the page, relative to its truth file."""
        return str(self.row["file"])

    @property
    def url(self) -> str | None:
        """The address of the page, where it is known."""
        return self.row.get("url") or None

    @property
    def suite(self) -> str:
        """The suite of peers that a page is from; empty for any other page."""
        return str(self.row.get("suite") or "")

    @property
    def is_article(self) -> bool:
        """Whether the page is an article; the others say what they are (`kinds`)."""
        return "kinds" not in self.row

    @property
    def half(self) -> Half:
        """The half that the page's family is in."""
        return half_of(family_of(self.file, self.suite))


def load(path: Path) -> list[Truth]:
    """The pages of a truth file, in its order."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Truth(path.parent / row["file"], row) for row in rows]


def family_of(file: str, suite: str = "") -> str:
    """The family of a page: its site, its publisher, or the page itself."""
    page = Path(file)
    if suite == "fundus":
        return _DATE.sub("", page.stem)
    if suite or page.parent.name.startswith("_"):
        return page.stem
    return page.parent.name


def half_of(family: str) -> Half:
    """Which half a family is in."""
    return HALVES[zlib.crc32(family.encode()) % 2]
