"""A room that several processes serve, for more than one core."""

from __future__ import annotations

import signal
import socket
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from support.archives import new_archive
from support.rooms import serving

_SECONDS = 30


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_the_processes_of_a_room_end_together(tmp_path: Path, ending: signal.Signals) -> None:
    """Whatever ends the first: one that was left would hold the port, and an old database."""
    new_archive(tmp_path / "archive").close()
    with serving(tmp_path / "archive", "--processes", "2") as served:
        for _ in range(4):
            http = HTTPConnection("127.0.0.1", served.port, timeout=_SECONDS)
            http.request("GET", "/stations")
            assert http.getresponse().status == 200
            http.close()
        served.process.send_signal(ending)
        served.process.wait(_SECONDS)
        until = time.monotonic() + _SECONDS
        while _answers(served.port) and time.monotonic() < until:
            time.sleep(0.05)
        assert not _answers(served.port)
