"""Lines for cron and systemd."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
import pytest

from harvester.cli.schedule import Schedule, schedule

SCHEDULE = Schedule(
    program="/opt/h/bin/harvest", archive=Path("/srv/news"), contact="a@example.org", every="3h"
)


def test_the_crontab_line_lets_cron_mail_what_has_changed() -> None:
    """It can be pasted into a crontab as it is, and hides nothing that the run prints."""
    assert SCHEDULE.crontab() == (
        "7 */3 * * * /opt/h/bin/harvest run --quiet --archive /srv/news --contact a@example.org\n"
    )
    some = replace(SCHEDULE, stations=("rednet-*",))
    assert some.crontab().endswith(" --station 'rednet-*'\n")


def test_a_percent_sign_is_escaped_because_cron_ends_the_line_there() -> None:
    """A contact page may hold one."""
    odd = Schedule(program="h", archive=Path("/a%b"), contact="https://a.example/%20")
    assert odd.crontab().count("\\%") == odd.crontab().count("%") == 2
    assert odd.systemd().count("%%") == 6


def test_the_units_call_a_partly_failed_run_and_an_overlap_no_failure() -> None:
    """systemd would mark the unit as failed, and mail, for each dead page."""
    units = SCHEDULE.systemd()
    assert (
        "ExecStart=/opt/h/bin/harvest run --quiet --archive /srv/news --contact a@example.org"
        in units
    )
    assert "SuccessExitStatus=1 75" in units
    assert "OnCalendar=*-*-* 0/3:07:00" in units


def test_a_run_that_fails_whole_sends_an_alarm() -> None:
    """A full disk, a damaged archive, no station that answers: exit codes 74, 76 and 4."""
    units = SCHEDULE.systemd()
    assert "OnFailure=harvest-alarm.service" in units
    assert (
        "ExecStart=/opt/h/bin/harvest alarm --archive /srv/news --text "
        '"harvest.service failed; `journalctl -u harvest` says why"' in units
    )


def test_a_busy_region_is_looked_at_every_quarter_of_an_hour() -> None:
    """As often as a list is ever read."""
    busy = replace(SCHEDULE, every="15m")
    assert busy.crontab().startswith("7,22,37,52 * * * * /opt")
    assert "OnCalendar=*-*-* *:7/15:00" in busy.systemd()


def test_a_path_with_quotes_dollars_and_backslashes_stays_one_word_for_systemd() -> None:
    """systemd reads its own quotes, not a shell's, and expands `$NAME`."""
    odd = replace(SCHEDULE, archive=Path('/srv/a "b" $c\\d %e'))
    units = odd.systemd()
    assert r' --archive "/srv/a \"b\" $$c\\d %%e" ' in units
    assert r'ReadWritePaths="/srv/a \"b\" $c\\d %%e"' in units


def test_a_line_break_in_a_path_is_refused(tmp_path: Path) -> None:
    """The rest of the path would be a line of its own in the crontab."""
    arguments = ["--archive", str(tmp_path / "a\nb"), "--contact", "a@example.org"]
    with pytest.raises(click.UsageError, match="no line can be printed with"):
        schedule.main(arguments, standalone_mode=False)
