"""What a person sees of long work: how much is done, how fast, and how long it will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

#: Seconds between two tellings: on a terminal, where a line is written over, and in a log.
_ON_TERMINAL, _IN_LOG = 0.5, 30.0


@contextmanager
def progress(noun: str) -> Iterator[Callable[[int, int], None]]:
    """Tell on the error stream of work under way; gives what to call with done and total."""
    shown = _Shown(noun, is_terminal=sys.stderr.isatty())
    try:
        yield shown.tell
    finally:
        shown.end()


class _Shown:
    """One line that is written over on a terminal; a line now and then elsewhere."""

    def __init__(self, noun: str, *, is_terminal: bool) -> None:
        self._noun = noun
        self._is_terminal = is_terminal
        self._began = self._last = time.monotonic()
        self._has_line = False
        self._before: int | None = None  # what was done when it was first told of

    def tell(self, done: int, total: int) -> None:
        """Tell of it, if the last time is long enough ago."""
        now = time.monotonic()
        if self._before is None:
            self._before, self._began = done, now
        if now - self._last < (_ON_TERMINAL if self._is_terminal else _IN_LOG):
            return
        self._last = now
        line = described(self._noun, done, total, now - self._began, self._before)
        if self._is_terminal:
            click.echo(f"\r\033[K{line}", err=True, nl=False)
            self._has_line = True
        else:
            click.echo(f"archive: {line}", err=True)

    def end(self) -> None:
        """Leave the line."""
        if self._has_line:
            click.echo("\r\033[K", err=True, nl=False)


def described(noun: str, done: int, total: int, seconds: float, before: int = 0) -> str:
    """The state of work in words; `before` was done before these seconds began.

    >>> described("articles", 50_000, 200_000, 2.0)
    '50,000 of 200,000 articles (25 %), 25,000 a second, 6 s left'
    >>> described("articles", 150_000, 200_000, 2.0, 100_000)
    '150,000 of 200,000 articles (75 %), 25,000 a second, 2 s left'
    """
    rate = (done - before) / seconds if seconds else 0.0
    left = f", {(total - done) / rate:,.0f} s left" if rate else ""
    share = f"{100 * done / max(total, 1):.0f} %"
    return f"{done:,} of {total:,} {noun} ({share}), {rate:,.0f} a second{left}"
