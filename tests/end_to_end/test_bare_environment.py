"""The printed cron line and units in an environment as bare as theirs.

No variable is set, the working folder is `/`, and standard error is closed.
"""

from __future__ import annotations

import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.mailboxes import Mailbox, mail_server
from support.sites import Site, served

from harvester.cli.schedule import Schedule

PROGRAM = Path(sys.executable).parent / "harvest"
LISTS = "ferry: lists: none of its lists names an article, on pages that did"


def run_bare(command: str) -> tuple[int, str]:
    """What cron's shell runs: its exit code, and what cron would mail."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} 2>&-"],
        env={}, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """Where alarms go."""
    with mail_server() as box:
        yield box


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> Iterator[Scheduled]:
    """A station whose archive is run by cron; the name of its folder is not ASCII."""
    folder = tmp_path_factory.mktemp("bare") / "档案"
    folder.mkdir()
    with served() as site:
        site.links("/", "/a/1.html")
        site.article("/a/1.html", "渡船加开一班")
        site.station(folder)
        (folder / "alarms.toml").write_text(mailbox.alarms_toml())
        yield Scheduled(site, folder)


class Scheduled:
    """A site, its archive, and what `harvest schedule` prints for it."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.lines = Schedule(program=str(PROGRAM), archive=folder, contact="a@example.org")

    def cron(self) -> tuple[int, str]:
        """Run the command of the crontab line."""
        return run_bare(self.lines.crontab().split(" ", 5)[5].strip())

    def unit(self, name: str) -> tuple[int, str]:
        """Run the command of a unit."""
        unit = self.lines.systemd().partition(f"/{name}\n")[2]
        return run_bare(shlex.join(shlex.split(unit.partition("ExecStart=")[2].split("\n")[0])))

    def sleep_a_day(self) -> None:
        """What was counted was counted a day earlier, and all lists are due."""
        with closing(sqlite3.connect(self.folder / "archive.db")) as database:
            database.execute("UPDATE crawl_tallies SET day = date(day, '-1 day')")
            database.execute("UPDATE crawl_frontier SET due_at = '2026-01-01' WHERE is_start")
            database.commit()


def test_the_printed_command_ends_in_the_right_code_and_mails_what_has_changed(
    scheduled: Scheduled, mailbox: Mailbox
) -> None:
    """Nothing is printed where all is well; a list that names nothing any more is, once."""
    assert scheduled.cron() == (0, "")
    scheduled.site.links("/")
    scheduled.sleep_a_day()
    code, printed = scheduled.unit("harvest.service")
    assert (code, printed.partition(" -- ")[0]) == (1, f"begins: {LISTS}")
    assert [mail["to"] for mail in mailbox.read()] == ["ops@example.org"]
    assert mailbox.lines() == printed.splitlines()
    scheduled.sleep_a_day()
    assert scheduled.cron() == (1, "")
    scheduled.site.links("/", "/a/1.html")
    scheduled.sleep_a_day()
    assert scheduled.cron() == (0, f"ends: {LISTS}\n")
    assert mailbox.lines()[1:] == [f"ends: {LISTS}"]


def test_the_unit_that_runs_when_the_service_failed_sends_its_text(
    scheduled: Scheduled, mailbox: Mailbox
) -> None:
    """By mail, with the words that the unit names."""
    code, _ = scheduled.unit("harvest-alarm.service")
    assert code == 0
    text = "harvest.service failed; `journalctl -u harvest` says why"
    assert mailbox.lines()[-1] == f"{scheduled.folder}: {text}"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_finds_nothing_wrong_with_the_printed_units(
    scheduled: Scheduled, tmp_path: Path
) -> None:
    """A misspelt setting is ignored at run time, and nobody reads the journal."""
    for part in scheduled.lines.systemd().split("# /etc/systemd/system/")[1:]:
        name, _, text = part.partition("\n")
        (tmp_path / name).write_text(text.replace("User=harvest", "User=root"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
