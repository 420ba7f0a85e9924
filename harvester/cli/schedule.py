"""`harvest schedule`: lines for cron and units for systemd, ready to install."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from archive.cli.command import archive_option, complain
from harvester.cli.common import (
    NONE_ON,
    contact_option,
    load,
    open_today,
    station_files_option,
    station_option,
    wanted_or_on,
)

#: How often → minutes and hours of a crontab line, moments of a timer. Minute 7, because the full
#: hour is everybody's.
EVERY = {
    "15m": ("7,22,37,52", "*", "*:7/15"),
    "30m": ("7,37", "*", "*:7/30"),
    "1h": ("7", "*", "*:07"),
} | {f"{hours}h": ("7", f"*/{hours}", f"0/{hours}:07") for hours in (2, 3, 4, 6, 8, 12)}

#: Words that systemd takes without quotes.
_PLAIN = re.compile(r"[\w@%+=:,./-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Which program runs, on which archive, with which contact, how often, as which user.

    Lists are read at most as often as runs begin; a run with nothing due ends within seconds.
    """

    program: str
    archive: Path
    contact: str
    every: str = "1h"  # of `EVERY`
    stations: Sequence[str] = ()  # names and globs
    station_files: Path | None = None
    user: str = "harvest"

    @property
    def words(self) -> list[str]:
        """The run, word by word."""
        words = [self.program, "run", "--quiet", "--archive", str(self.archive)]
        words += ["--contact", self.contact]
        if self.station_files:
            words += ["--station-files", str(self.station_files)]
        return [*words, *(word for name in self.stations for word in ("--station", name))]

    @property
    def command(self) -> str:
        """The one line in cron.

        >>> Schedule(program="/opt/h/bin/harvest", archive=Path("/srv/news archive"),
        ...          contact="archive@example.org").command
        "/opt/h/bin/harvest run --quiet --archive '/srv/news archive' --contact archive@example.org"
        """
        return shlex.join(self.words)

    def crontab(self) -> str:
        """One crontab line. What the run prints, cron mails."""
        minutes, hours, _ = EVERY[self.every]
        escaped = self.command.replace("%", "\\%")  # cron reads a bare % as a line end
        return f"{minutes} {hours} * * * {escaped}\n"

    def systemd(self) -> str:
        """A service, its timer, and the service that sends an alarm when it fails.

        Each with the name of the file that it belongs in.
        """
        moments = EVERY[self.every][2]
        folder = str(self.archive).replace("%", "%%")
        alarm = _exec_line(
            [self.program, "alarm", "--archive", str(self.archive), "--text",
             "harvest.service failed; `journalctl -u harvest` says why"]
        )  # fmt: skip
        return f"""# /etc/systemd/system/harvest.service
[Unit]
Description=Gather regional news into {folder}
Wants=network-online.target
After=network-online.target
OnFailure=harvest-alarm.service

[Service]
Type=oneshot
User={self.user}
ExecStart={_exec_line(self.words)}
# 1: done, but some stations failed, which alarms report; 75: another run is still going
SuccessExitStatus=1 75
KillSignal=SIGTERM
TimeoutStopSec=60
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={_quoted(str(self.archive))}

# /etc/systemd/system/harvest-alarm.service
[Unit]
Description=Report that gathering news into {folder} failed

[Service]
Type=oneshot
User={self.user}
ExecStart={alarm}

# /etc/systemd/system/harvest.timer
[Unit]
Description=Gather regional news every {self.every}

[Timer]
OnCalendar=*-*-* {moments}:00
RandomizedDelaySec=120
Persistent=true

[Install]
WantedBy=timers.target
"""


def _exec_line(words: Sequence[str]) -> str:
    r"""Words as systemd reads a command: in its own quotes, and a dollar sign doubled.

    >>> print(_exec_line(["/bin/a", 'b "c"', "d$e\\f", "5%"]))
    /bin/a "b \"c\"" "d$$e\\f" 5%%
    """
    return " ".join(_quoted(word).replace("$", "$$") for word in words)


def _quoted(word: str) -> str:
    """A word or path as systemd reads it; a percent sign begins a specifier there."""
    if not _PLAIN.fullmatch(word):
        word = '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return word.replace("%", "%%")


def _refuse_unprintable(words: Sequence[str]) -> None:
    """Raises UsageError for what would end a line of a crontab or unit in its middle."""
    for word in words:
        if not word.isprintable():
            raise click.UsageError(f"no line can be printed with {word!r} in it")


@click.command()
@archive_option
@station_files_option
@station_option
@contact_option
@click.option("--every", type=click.Choice(list(EVERY)), default="1h", show_default=True,
              help="How often a run starts; a list is read at most as often.")  # fmt: skip
@click.option("--systemd", is_flag=True, help="Print systemd units instead of a crontab line.")
def schedule(
    folder: Path, more: Path | None, wanted: Sequence[str], contact: str | None, every: str,
    systemd: bool,
) -> int:  # fmt: skip
    """Print the crontab line, or the systemd units, that run this archive."""
    from harvester.run.contact import is_contact

    if not is_contact(contact):
        raise click.UsageError("a scheduled crawl needs --contact, a mail address or a page")
    program = shutil.which("harvest") or str(Path(sys.argv[0]).absolute())
    lines = Schedule(
        program=program, archive=folder.absolute(), contact=contact, every=every, stations=wanted,
        station_files=more and more.absolute(), user=pwd.getpwuid(os.getuid()).pw_name,
    )  # fmt: skip
    _refuse_unprintable([*lines.words, lines.user])
    on = wanted_or_on(load(more, folder), wanted, folder)
    if not on:  # its runs would say so, too
        complain("harvest", NONE_ON)
    open_today(on)
    click.echo(lines.systemd() if systemd else lines.crontab(), nl=False)
    return 0
