"""The time that a run was given, or a station within it."""

from __future__ import annotations

import math
import time
from typing import Self


class TimeLimit:
    """When the time is over, on the monotonic clock, and whether that ended what had it."""

    def __init__(self) -> None:
        self.ends_at = math.inf
        self.is_up = False

    @classmethod
    def of(cls, seconds: float | None) -> Self:
        """So many seconds from now; without a number, no limit."""
        limit = cls()
        if seconds is not None:
            limit.ends_at = time.monotonic() + seconds
        return limit

    def check(self) -> bool:
        """Whether the time is over; once it is, it stays so."""
        if time.monotonic() >= self.ends_at:
            self.is_up = True
        return self.is_up

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(self.ends_at - time.monotonic(), 0.0)
