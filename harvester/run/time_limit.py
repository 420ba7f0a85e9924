"""The time that a run was given."""

from __future__ import annotations

import math
import time


class TimeLimit:
    """When the time of a run is over, on the monotonic clock, and whether that ended the run."""

    def __init__(self) -> None:
        self.ends_at = math.inf
        self.is_up = False

    def check(self) -> bool:
        """Whether the time is over; once it is, it stays so."""
        if time.monotonic() >= self.ends_at:
            self.is_up = True
        return self.is_up

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(self.ends_at - time.monotonic(), 0.0)
