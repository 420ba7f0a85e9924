"""A reading room that is served by `archive serve`, as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """The process, and the port of 127.0.0.1 at which it answers."""

    process: subprocess.Popen[str]
    port: int


@contextmanager
def serving(folder: Path, *words: str, **environment: str) -> Iterator[Served]:
    """The room of an archive, which answers from the beginning of the block to its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from archive.cli import main; main()", "serve", *words]
    process = subprocess.Popen(
        [*command, "--archive", str(folder), "--port", str(port)],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)) or process.poll() is not None:
                    break
            time.sleep(0.1)
        yield Served(process, port)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)
