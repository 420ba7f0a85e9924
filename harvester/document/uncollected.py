"""Reading a page without Python's search for cycles, which walks all that a process holds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off the search for cycles: a page makes many objects, and next to none in cycles.

    It costs a sixth of a reading, and more in a process that holds much else. What is no more
    used is freed all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
