"""`harvest demo`: what it says when it is run again, interrupted, or in a wrong place."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

from support.commands import Harvest


def right(said: str) -> Iterator[str]:
    """The line that says how many articles are right."""
    return (line for line in said.splitlines() if "articles are right" in line)


def test_the_demo_stays_at_day_2_and_counts_what_was_taken_down(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest, port: int
) -> None:
    """Run again without --day: the reader is not blamed for corrections, nor for an erasure."""
    folder = tmp_path / "demo"
    second = harvest("demo", "--day", 2, "--archive", folder, "--port", port)
    assert second.returncode == 0, second.stdout + second.stderr
    for command in ("erase demo-press:16071921 --yes", "hide demo-press:16022393"):
        why = ("--reason", "asked for", "--basis", "other", "--archive", folder)
        ran = archive_command(*command.split(), *why)
        assert ran.returncode == 0, ran.stderr
    again = harvest("demo", "--archive", folder, "--port", port)
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.startswith(f"{folder} is at day 2 already, and stays there\n")
    assert list(right(again.stdout)) == [
        "held against the texts their pages were printed from, 206 of 206 articles are right in"
        " title, time, source, authors, editors and body; 2 more taken down, by hide or erase"
    ]


def test_an_interrupted_demo_ends_there_with_the_exit_code_of_its_crawl(
    tmp_path: Path, port: int
) -> None:
    """Nothing is compared with articles that it did not come to."""
    folder = tmp_path / "demo"
    program = [sys.executable, "-c", "from harvester.cli import main; main()", "demo"]
    with subprocess.Popen(
        [*program, "--archive", folder, "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        until = monotonic() + 60
        while not any((folder / "warc").glob("*.open")) and monotonic() < until:
            sleep(0.01)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert list(right(said)) == []


def test_the_demo_refuses_a_folder_that_cannot_be_made_as_a_crawl_does(
    tmp_path: Path, harvest: Harvest, port: int
) -> None:
    """The same words, the same exit code."""
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    folder = tmp_path / "file" / "demo"
    ran = harvest("demo", "--archive", folder, "--port", port)
    assert (ran.returncode, ran.stderr) == (
        2, f"harvest: {folder}: no archive can be made here: Not a directory\n",
    )  # fmt: skip
