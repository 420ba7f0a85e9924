"""A Ray cluster places the shards; nodes of it are lost, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from support.commands import ROOT
from support.crawled import assert_whole
from support.shards import bring_all, doubled, told

PROGRAM = ROOT / "tests" / "support" / "ray_region.py"
#: A network of its own, in which there is nothing but loopback; else Ray listens on all interfaces.
ALONE = ("unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


def _why_not() -> str | None:
    if find_spec("ray") is None:
        return "ray is not installed: run `make test-cluster`"
    tried = subprocess.run([*ALONE, "true"], capture_output=True, text=True, check=False)
    return f"no network namespace can be made here: {tried.stderr}" if tried.returncode else None


def test_nodes_that_die_lose_their_raylet_or_hang_lose_nothing(tmp_path: Path) -> None:
    if why := _why_not():
        if os.environ.get("CLUSTER_REQUIRED") and "ray" in why.partition(" ")[0]:
            pytest.fail(why)
        pytest.skip(why)
    ran = subprocess.run(
        [*ALONE, sys.executable, PROGRAM, tmp_path, "node", "raylet", "stopped"],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 failed" in ran.stderr
    url = f"file://{tmp_path}/catalogue"
    folders = bring_all(url, tmp_path / "brought")
    assert told(folders) == told([tmp_path / "alone"])
    assert doubled(folders) == []
    for folder in folders:
        assert_whole(folder)
