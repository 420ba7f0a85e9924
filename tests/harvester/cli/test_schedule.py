"""Lines for cron and systemd."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from harvester.cli.schedule import Schedule

SCHEDULE = Schedule(
    program="/opt/h/bin/harvest", archive=Path("/srv/news"), contact="a@example.org", every="3h"
)


def test_the_crontab_line_runs_the_archive_and_keeps_what_is_printed() -> None:
    """It can be pasted into a crontab as it is."""
    assert SCHEDULE.crontab() == (
        "7 */3 * * * mkdir -p /srv/news/reports && /opt/h/bin/harvest run --archive /srv/news"
        " --contact a@example.org >> /srv/news/reports/cron.log 2>&1\n"
    )


def test_a_percent_sign_is_escaped_because_cron_ends_the_line_there() -> None:
    """A contact page may hold one."""
    odd = Schedule(program="h", archive=Path("/a%b"), contact="https://a.example/%20")
    assert odd.crontab().count("\\%") == odd.crontab().count("%") == 4
    assert odd.systemd().count("%%") == 3


def test_the_units_call_a_partly_failed_run_and_an_overlap_no_failure() -> None:
    """systemd would mark the unit as failed, and mail, for each dead page."""
    units = SCHEDULE.systemd()
    assert "ExecStart=/opt/h/bin/harvest run --archive /srv/news --contact a@example.org" in units
    assert "SuccessExitStatus=1 75" in units
    assert "OnCalendar=*-*-* 0/3:07:00" in units


def test_a_busy_region_is_looked_at_every_quarter_of_an_hour() -> None:
    """As often as a list is ever read."""
    busy = replace(SCHEDULE, every="15m")
    assert busy.crontab().startswith("7,22,37,52 * * * * mkdir")
    assert "OnCalendar=*-*-* *:7/15:00" in busy.systemd()
