"""The commands as a user calls them, and the demo region that one of them crawled."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from support import fork_server

from harvester.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
Harvest = Callable[..., "subprocess.CompletedProcess[str]"]
#: Name of another program → the path of its command.
Peer = Callable[[str], Path]
#: After which a command is killed.
_SECONDS = 240


class Forks:
    """Runs commands as a user does, each in a process of its own that a fork server forks."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._path = f"{self._folder.name}/socket"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self._path)
            listener.listen()
            number = listener.fileno()
            self._server = subprocess.Popen(
                [sys.executable, fork_server.__file__, str(number)],
                stdin=subprocess.DEVNULL,
                pass_fds=[number],
            )

    def close(self) -> None:
        """End the server."""
        self._server.kill()
        self._server.wait()
        self._folder.cleanup()

    def run(self, module: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a console script's module in a process of its own."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("NEWS_")}
        call = fork_server.Call(
            module=module,
            arguments=[*map(str, arguments)],
            folder=str(Path.cwd()),
            environment=environment | {"NO_COLOR": "1"},
        )
        with ExitStack() as stack:
            output, errors = (stack.enter_context(TemporaryFile()) for _ in range(2))
            line = stack.enter_context(socket.socket(socket.AF_UNIX))
            line.connect(self._path)
            fork_server.send_call(line, call, output.fileno(), errors.fileno())
            code = _end_of(line, call["arguments"])
            return subprocess.CompletedProcess(
                call["arguments"], code, _text(output), _text(errors)
            )


def _end_of(line: socket.socket, arguments: list[str]) -> int:
    """The exit code of a process, which is killed where it takes too long."""
    line.settimeout(_SECONDS)
    with line.makefile() as answers:
        process = int(answers.readline())
        try:
            return int(answers.readline())
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            raise subprocess.TimeoutExpired(arguments, _SECONDS) from None


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Demo:
    """The demo region, served, with the archive folder that a crawl of it made."""

    server: DemoServer
    folder: Path
    result: subprocess.CompletedProcess[str]

    @property
    def names(self) -> list[str]:
        """All stations of the region."""
        return sorted(self.server.ports)
