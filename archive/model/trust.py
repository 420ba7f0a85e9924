"""Whether the operator vouches for what an archive or a WARC file of other origin says of itself.

`--trust`, or the variable NEWS_TRUST. Without it, an archive whose schema has what could run when
it is written to is refused, and so is a backup that is not what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TRUSTING = ContextVar("trusting", default=False)


def is_trusting() -> bool:
    """Whether what is of other origin is believed."""
    return _TRUSTING.get()


@contextmanager
def trusting() -> Iterator[None]:
    """Within the block it is."""
    token = _TRUSTING.set(True)
    try:
        yield
    finally:
        _TRUSTING.reset(token)
