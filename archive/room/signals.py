"""Signals that end a block, so that what it began is ended and removed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_KILLED = 128  # and the number of the signal: the exit code of what a signal ends


@contextmanager
def ended_by(*signals: signal.Signals) -> Iterator[None]:
    """Let these signals end the block; one that is ignored, as under nohup, stays ignored."""
    heard = [each for each in signals if signal.getsignal(each) is not signal.SIG_IGN]
    former = [(each, signal.signal(each, _end)) for each in heard]
    try:
        yield
    finally:
        for each, handler in former:
            signal.signal(each, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(_KILLED + number)
