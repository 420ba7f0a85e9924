"""What storing an article did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["new", "unchanged", "revised", "completed", "reread", "erased", "suspected"]


@dataclass(frozen=True, slots=True)
class StoreResult:
    """What was done with an article: its id, and the revision that the captures show.

    `suspected`: nothing, because the difference may be that of the markup; `doubt` says why.
    """

    outcome: Outcome
    article: str
    revision: str
    doubt: str | None = None
