"""Draw every page of the reading room at 390 and 1280 pixels, light and dark, as PNG files.

    .venv/bin/python docs/make_screenshots.py FOLDER [--archive DIR]

Without an archive the demo is crawled first. It wants Debian's chromium, and playwright in
`.venv-peers` (`make test-peers` installs it).
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
ARTICLE = "demo-daily:421365"
#: Name of a picture → the page that it shows.
PAGES = {
    "newest": "/",
    "search": "/?q=路灯",
    "article": f"/article/{ARTICLE}",
    "original": f"/article/{ARTICLE}/original",
    "changes": f"/article/{ARTICLE}/changes",
    "changes-beside": f"/article/{ARTICLE}/changes?view=side",
    "lineage": f"/lineage/{ARTICLE}",
    "trends": "/trends?term=望月桥&term=路灯&term=水位",
    "trends-empty": "/trends",
    "places": "/places",
    "place": "/place/990100",
    "person": "/person/罗明溪",
    "media": "/media",
    "medium": "/medium/澜江日报",
    "stations": "/stations",
    "station": "/station/demo-daily",
    "runs": "/runs",
    "missing": "/article/none",
    "english": f"/article/{ARTICLE}?lang=en",
}
#: Codes that no place of GB/T 2260 has, for the demo's invented region.
_PLACES = (("990101", "澜江市南渡区", "demo-nandu"), ("990100", "澜江市", "%"))


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--archive", type=Path, help="an archive of both days of the demo")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        archive = Path(scratch) / "archive"
        if given.archive:
            shutil.copytree(given.archive, archive)
        else:
            for day in ("1", "2"):
                _run("harvester", "demo", "--day", day, "--archive", str(archive))
        _place_stations(archive)
        with _served(archive) as address:
            browser = ROOT / "tests" / "peers" / "browser.py"
            python = ROOT / ".venv-peers" / "bin" / "python"
            pages = [f"{name}={path}" for name, path in PAGES.items()]
            chromium = shutil.which("chromium") or "chromium"
            command = [python, browser, chromium, address, "draw", given.folder, *pages]
            subprocess.run(command, check=True)


def _command(package: str, *words: str) -> list[str]:
    return [sys.executable, "-c", f"from {package}.cli import main; main()", *words]


def _run(package: str, *words: str) -> None:
    subprocess.run(_command(package, *words), check=True, stdout=subprocess.DEVNULL)


def _place_stations(archive: Path) -> None:
    """Give the stations of the demo places, so that their pages have something to show."""
    with closing(sqlite3.connect(archive / "archive.db")) as connection, connection:
        for code, name, station in _PLACES:
            connection.execute(
                "UPDATE stations SET place = ?, place_name = ? WHERE name LIKE ? AND place IS NULL",
                (code, name, station),
            )


@contextmanager
def _served(archive: Path) -> Iterator[str]:
    """The address of the archive's room."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        _command("archive", "serve", "--archive", str(archive), "--port", str(port)),
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
