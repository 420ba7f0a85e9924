"""What several test modules share: the demo region, crawled once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings
from support.commands import Demo, Harvest, run_program

from harvester.demo.server import DemoServer

# How long an example takes is the machine's matter: no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, harvest: Harvest) -> Iterator[Demo]:
    """Day 1 of the region, crawled whole; tests read it, and copy it before they change it."""
    folder = tmp_path_factory.mktemp("demo")
    with DemoServer() as server:
        server.write_stations(folder)
        result = harvest("crawl", *sorted(server.ports), "--archive", folder)
        yield Demo(server, folder, result)
