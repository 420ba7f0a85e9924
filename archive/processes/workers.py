"""Worker processes that apply pure functions to many tasks, with the results in order.

The result is the same for any number of processes; with one, all is done in place. The workers
ignore Ctrl-C, which the parent handles, and end when the parent has ended, however it ended.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

from archive.model.closable import Closable

#: How processes are started. A spawned one runs the main script again, up to `if __name__ == …`,
#: which scripts of other people may lack; beyond Linux the system's libraries forbid forking.
_START = "fork" if sys.platform == "linux" else "spawn"
_AHEAD = 2  # tasks for each process that are made before the first result is read

Task = TypeVar("Task")
Result = TypeVar("Result")


class Workers(Closable):
    """So many processes; a context manager. One process works in place and starts no other."""

    def __init__(self, processes: int, start: str = _START) -> None:
        self._ahead = _AHEAD * processes
        self._pool: ProcessPoolExecutor | None = None
        if processes > 1:
            context = get_context(start)
            self._pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)

    def close(self) -> None:
        """Drop the tasks that have not begun, wait for the others and end the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def kill(self) -> None:
        """End the processes at once, whatever they are doing."""
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):
                process.kill()

    @property
    def are_in_place(self) -> bool:
        """Whether all is done in this process."""
        return self._pool is None

    def begin(self, function: Callable[[Task], Result], task: Task) -> Callable[[], Result]:
        """Begin one task beside the others; what is returned waits for its result.

        In place it is done only then.
        """
        if self._pool is None:
            return partial(function, task)
        return self._pool.submit(function, task).result

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Apply a function to each task; gives the results in the order of the tasks.

        Only a few tasks are made ahead, so that any number of them takes little memory.
        """
        if self._pool is None:
            yield from map(function, tasks)
            return
        left = iter(tasks)
        begun: deque[Future[Result]] = deque(
            self._pool.submit(function, task) for task in islice(left, self._ahead)
        )
        while begun:
            result = begun.popleft().result()
            begun.extend(self._pool.submit(function, task) for task in islice(left, 1))
            yield result


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Prepare a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
