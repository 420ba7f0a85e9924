"""The programs of others that open what we write, from a virtual environment of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.commands import ROOT, Harvest, Peer

#: Run in the environment of the peers, where playwright is.
collect_ignore = ["browser.py"]


@pytest.fixture(scope="session")
def peer() -> Peer:
    """The path of a peer's command; a missing one fails `make test-peers` and skips elsewhere."""

    def find(name: str) -> Path:
        command = ROOT / ".venv-peers" / "bin" / name
        if not command.exists():
            told = f"{name} is not installed in .venv-peers: run `make test-peers`"
            if os.environ.get("PEERS_REQUIRED"):
                pytest.fail(told)
            pytest.skip(told)
        return command

    return find


@pytest.fixture(scope="session")
def both_days(
    tmp_path_factory: pytest.TempPathFactory, harvest: Harvest, port: int, peer: Peer
) -> Path:
    """The archive of both days: the second has corrections, withdrawals and many revisits."""
    peer("python")  # nothing is crawled where no peer is installed
    folder = tmp_path_factory.mktemp("both-days") / "demo"
    for day in (1, 2):
        ran = harvest("demo", "--day", day, "--archive", folder, "--port", port)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder
