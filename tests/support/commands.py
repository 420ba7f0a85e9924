"""The commands as a user calls them, and the demo region that one of them crawled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harvester.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
Harvest = Callable[..., "subprocess.CompletedProcess[str]"]
#: Name of another program → the path of its command.
Peer = Callable[[str], Path]


def run_program(module: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a console script's module as a user does, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEWS_")}
    return subprocess.run(
        [sys.executable, "-c", f"from {module} import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment | {"NO_COLOR": "1", "NEWS_WORKERS": "0"},
        check=False,
    )


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
