"""What several test modules share: the demo region, crawled once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from harvester.demo.server import DemoServer

Harvest = Callable[..., "subprocess.CompletedProcess[str]"]


def run_program(module: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a console script's module as a user does, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEWS_")}
    return subprocess.run(
        [sys.executable, "-c", f"from {module} import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment | {"NO_COLOR": "1"},
        check=False,
    )


@pytest.fixture(scope="session")
def harvest() -> Harvest:
    """The command `harvest`."""
    return lambda *arguments: run_program("harvester.cli", *arguments)


@pytest.fixture(scope="session")
def archive_command() -> Harvest:
    """The command `archive`."""
    return lambda *arguments: run_program("archive.cli", *arguments)


@pytest.fixture(scope="session")
def port() -> int:
    """The first of eight free ports in a row, as the demo takes them."""
    return next(first for first in range(28080, 60000, 8) if _are_free(first))


def _are_free(first: int) -> bool:
    with ExitStack() as stack:
        try:
            for number in range(first, first + 8):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, harvest: Harvest) -> Iterator[Demo]:
    """Day 1 of the region, crawled whole; tests read it, and copy it before they change it."""
    folder = tmp_path_factory.mktemp("demo")
    with DemoServer() as server:
        server.write_stations(folder)
        result = harvest("crawl", *sorted(server.ports), "--archive", folder)
        yield Demo(server, folder, result)
