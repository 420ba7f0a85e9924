"""Lines for cron and units for systemd, ready to install."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Which program runs, on which archive, with which contact, every how many hours."""

    program: str
    archive: Path
    contact: str
    hours: int = 2

    @property
    def command(self) -> str:
        """The one line in cron.

        >>> Schedule(program="/opt/h/bin/harvest", archive=Path("/srv/news archive"),
        ...          contact="archive@example.org").command
        "/opt/h/bin/harvest run --archive '/srv/news archive' --contact archive@example.org"
        """
        parts = [self.program, "run", "--archive", str(self.archive), "--contact", self.contact]
        return shlex.join(parts)

    def crontab(self) -> str:
        """One crontab line; minute 7, because the full hour is everybody's."""
        every = "*" if self.hours == 1 else f"*/{self.hours}"
        log = shlex.quote(str(self.archive / "reports" / "cron.log"))
        folder = shlex.quote(str(self.archive / "reports"))
        line = f"mkdir -p {folder} && {self.command} >> {log} 2>&1"
        escaped = line.replace("%", "\\%")  # cron reads a bare % as a line end
        return f"7 {every} * * * {escaped}\n"

    def systemd(self) -> str:
        """A service and a timer, with the names of the files that they belong in."""
        escaped = self.command.replace("%", "%%")
        folder = str(self.archive).replace("%", "%%")
        return f"""# /etc/systemd/system/harvest.service
[Unit]
Description=Gather regional news into {folder}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={escaped}
# 1: done, but some pages failed (see the report); 75: another run is still going
SuccessExitStatus=1 75
KillSignal=SIGTERM
TimeoutStopSec=60

# /etc/systemd/system/harvest.timer
[Unit]
Description=Gather regional news every {self.hours} h

[Timer]
OnCalendar=*-*-* 0/{self.hours}:07:00
RandomizedDelaySec=300
Persistent=true

[Install]
WantedBy=timers.target
"""
