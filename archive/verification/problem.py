"""One problem that `archive verify` reports: the record, what is wrong, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What can be made again from captures, and what only a backup has.
REREAD = "`harvest reread --rebuild` makes it again from its captures"
BACKUP = "restore it from a backup"
REPAIR = "`archive verify --repair` mends it"
LOOK = "look at it; `archive verify --accept` vouches for it as it stands"

Severity = Literal["damage", "difference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is not as it was. `difference`: another program wrote it, nothing is broken.

    `repair` names the step of `--repair` that can mend it: schema, index, waiting, capture,
    article, fixity, characters, decisions.
    """

    record: str
    found: str
    remedy: str
    severity: Severity = "damage"
    repair: str | None = None

    def __str__(self) -> str:
        return f"{self.record}: {self.found}; {self.remedy}"
