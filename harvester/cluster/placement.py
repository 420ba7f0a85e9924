"""Where shards are run: here in processes of this machine; `ray_placement` has many machines."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from abc import abstractmethod
from contextlib import suppress

from archive.model.closable import Closable
from harvester.cluster.order import Order, Outcome

_PAUSE = 0.2


class Placement(Closable):
    """Runs shards, at most `slots` at a time. At the end what still runs is told to stop."""

    @property
    @abstractmethod
    def slots(self) -> int:
        """How many it runs at a time."""

    @abstractmethod
    def submit(self, order: Order) -> str:
        """Begin a run; its name here."""

    @abstractmethod
    def ended(self, timeout: float) -> dict[str, Outcome | None]:
        """The runs that ended, waiting for one at most so long; None of one that died."""

    @abstractmethod
    def give_up(self, name: str) -> None:
        """Wait no longer for a run that hangs: it is ended, where it can be."""

    @abstractmethod
    def stop(self) -> None:
        """Tell all runs to end early, publishing what they have."""


class LocalProcesses(Placement):
    """Each run is a process of this machine."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._number = 0

    @property
    def slots(self) -> int:
        """As many as were asked for."""
        return self._slots

    def submit(self, order: Order) -> str:
        """Start a process."""
        self._number += 1
        name = f"{order.shard}, {self._number}"
        command = [sys.executable, "-m", "harvester.cluster.work", order.to_json()]
        self._running[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        return name

    def ended(self, timeout: float) -> dict[str, Outcome | None]:
        """The processes that ended."""
        until = time.monotonic() + timeout
        while True:
            over = [name for name, process in self._running.items() if process.poll() is not None]
            if over or time.monotonic() >= until:
                return {name: _outcome(self._running.pop(name)) for name in over}
            time.sleep(_PAUSE)

    def give_up(self, name: str) -> None:
        """Kill the process: it is stopped, or waits for what does not come."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """Send SIGTERM."""
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Wait for what was told to stop."""
        self.stop()
        for process in self._running.values():
            process.wait()


def _outcome(process: subprocess.Popen[str]) -> Outcome | None:
    """What a process told before it ended; None where it died."""
    told = process.stdout.read() if process.stdout is not None else ""
    try:
        return Outcome.from_json(told)
    except (ValueError, TypeError):
        return None
