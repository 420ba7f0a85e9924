"""Several processes that serve at one address, for more than one core; they end together."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from archive.room.signals import ended_by


def share(listener: socket.socket, serve: Callable[[socket.socket], None], processes: int) -> None:
    """Let so many processes serve what comes to a socket, until a signal comes or one ends.

    Where this process dies, whatever it dies of, the others end too.
    """
    alive, held = os.pipe()
    began: list[int] = []
    with ended_by(signal.SIGTERM, signal.SIGHUP):
        try:
            for _ in range(processes):
                process = os.fork()
                if not process:
                    _serve(listener, serve, alive, held)
                began.append(process)
            os.wait()
        finally:
            for process in began:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGTERM)
            for process in began:
                with suppress(ChildProcessError):
                    os.waitpid(process, 0)


def _serve(
    listener: socket.socket, serve: Callable[[socket.socket], None], alive: int, held: int
) -> NoReturn:
    """Serve as one of them. What the first process began is not to be ended here."""
    for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)
    os.close(held)
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()
    try:
        serve(listener)
    finally:
        os._exit(0)


def _end_with(alive: int) -> None:
    """End this process once the first one, which alone holds the other end of a pipe, is gone."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
