"""The programs of others that open what we write, from a virtual environment of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.commands import ROOT, Peer


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
