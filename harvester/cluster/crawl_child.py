"""`harvest`, as a child of a worker that holds a shard: it ends where the worker falls silent.

The worker writes a byte to its standard input with each renewal of the lease. Where none comes for
three quarters of the time that the lease lasts, or the worker is dead, the run is told to stop, as
by SIGTERM: what was kept is whole, as ever. So no two machines visit a host at once, also where a
worker is stopped and its children are not.

    python -m harvester.cluster.crawl_child SECONDS run --archive DIR ...
"""

from __future__ import annotations

import os
import runpy
import select
import signal
import sys
import threading
import time

_GRACE = 5.0


def main() -> None:
    """Run the command that the arguments name, and watch."""
    seconds, *arguments = sys.argv[1:]
    beats = os.dup(0)
    os.set_inheritable(beats, False)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)  # no process that this one starts has the worker's end
    os.close(nothing)
    threading.Thread(target=_watch, args=(beats, float(seconds) * 0.75), daemon=True).start()
    sys.argv = ["harvest", *arguments]
    runpy.run_module("harvester.cli", run_name="__main__", alter_sys=True)


def _watch(beats: int, seconds: float) -> None:
    """Read beats as they come; then ask this process to stop, ask again, and end it."""
    while True:
        ready, _, _ = select.select([beats], [], [], seconds)
        if not ready or not os.read(beats, 4096):
            break
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
        os.kill(os.getpid(), number)
        time.sleep(_GRACE)


if __name__ == "__main__":
    main()
