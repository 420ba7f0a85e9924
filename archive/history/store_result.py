"""What storing an article did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["new", "unchanged", "revised", "completed", "reread", "erased"]


@dataclass(frozen=True, slots=True)
class StoreResult:
    """What was done with an article: its id, and the revision that the captures show."""

    outcome: Outcome
    article: str
    revision: str
