"""What several test modules share: the demo region, crawled once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import settings
from support import object_stores
from support.archives import ARTICLE, capture, hold
from support.commands import Demo, Forks, Harvest

from archive.store.archive import Archive
from harvester.demo.server import DemoServer

# A program that keeps no bytecode compiles all modules that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes is the machine's matter: no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A process inherits which signals are ignored: nohup ignores SIGHUP, a shell SIGINT for what it
# starts with `&`. A handler that does nothing is not inherited: the programs of the tests get both.
for _ignorable in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_ignorable) is signal.SIG_IGN:
        signal.signal(_ignorable, lambda *_: None)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Packed bytes hold the time of their making: workers would give one test two names."""
    return "bytes" if isinstance(val, bytes) and not val.isascii() else None


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """What runs the commands, each in a process of its own."""
    with closing(Forks()) as running:
        yield running


@pytest.fixture(scope="session")
def harvest(forks: Forks) -> Harvest:
    """The command `harvest`."""
    return lambda *arguments: forks.run("harvester.cli", *arguments)


@pytest.fixture(scope="session")
def archive_command(forks: Forks) -> Harvest:
    """The command `archive`."""
    return lambda *arguments: forks.run("archive.cli", *arguments)


#: Ports that one worker of pytest-xdist may take; those of 28 workers are below the ports that
#: Linux gives to outgoing connections (32768 and above).
_PORTS_OF_A_WORKER = 160


@pytest.fixture(scope="session")
def port(worker_id: str) -> int:
    """The first of eight free ports in a row, as the demo takes them; each worker has its own."""
    worker = int(worker_id.removeprefix("gw")) % 28 if worker_id != "master" else 0
    first = 28080 + worker * _PORTS_OF_A_WORKER
    return next(each for each in range(first, first + _PORTS_OF_A_WORKER, 8) if _are_free(each))


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


@pytest.fixture(scope="session")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with one article, closed; tests copy it."""
    folder = tmp_path_factory.mktemp("one-article")
    with Archive.create(folder) as archive:
        hold(archive, ARTICLE, capture())
    return folder


@pytest.fixture
def folder(tmp_path: Path, one_article: Path) -> Path:
    """The folder of an archive with one article, closed."""
    return shutil.copytree(one_article, tmp_path / "archive")


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """An S3 server with the bucket `news`; address and credentials are in the environment."""
    if told := object_stores.missing():
        if os.environ.get("CLUSTER_REQUIRED"):
            pytest.fail(told)
        pytest.skip(told)
    with object_stores.s3_server() as server, pytest.MonkeyPatch.context() as patch:
        object_stores.make_bucket(server, "news")
        for name, value in object_stores.credentials(server).items():
            patch.setenv(name, value)
        yield server


@pytest.fixture(params=["file", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address at which nothing stands yet: in a folder, and in a bucket."""
    if request.param == "file":
        return f"file://{tmp_path / 'catalogue'}"
    request.getfixturevalue("s3")
    return f"s3://news/{tmp_path.name}"
