"""`archive redate`: when captures were made whose clock was wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.cli.command import archive_option, trust_option
from archive.cli.common import login_name
from archive.model.errors import UsageError
from archive.model.safe_text import visible_line

_SHIFT = re.compile(r"([+-]?)(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9})s)?")


@click.command()
@click.argument("subject", metavar="CAPTURE|RUN")
@click.option("--to", metavar="MOMENT",
              help="When it was made, or the first of a run: 2026-07-02T08:00:00Z.")  # fmt: skip
@click.option("--by", "shift", metavar="DURATION",
              help="How much later than its clock said: -26480d, 8h, -1d12h.")  # fmt: skip
@click.option("--reason", required=True, help="Why, in words that may be shown.")
@click.option("--decided-by", metavar="NAME", help="Who decides it; else your login name.")
@archive_option
@trust_option
def redate(
    folder: Path, subject: str, to: str | None, shift: str | None, reason: str,
    decided_by: str | None,
) -> None:  # fmt: skip
    """Decide when a capture was made, or those of a run, because a clock was wrong.

    The revisions of all articles that were seen in them are put in their order again. It is kept in
    decisions.jsonl and stands when archive.db is made again; the WARC files stay as they are.
    """
    from archive.custody.decisions import decide, redating
    from archive.custody.opening import open_archive

    if (to is None) == (shift is None):
        raise UsageError("say either --to MOMENT or --by DURATION")
    moment = None if to is None else _moment(to)
    seconds = None if shift is None else _seconds(shift)
    with open_archive(folder) as archive:
        by = decided_by or login_name()
        decide(archive, redating(subject, by, reason, to=moment, shift=seconds))
    click.echo(visible_line(f"redated: {subject}"))


def _moment(text: str) -> str:
    """A moment in UTC as decisions hold it. Raises UsageError."""
    from archive.db.events import utc

    try:
        moment = datetime.fromisoformat(text)
        return utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text!r} is no moment: write 2026-07-02T08:00:00Z") from error


def _seconds(text: str) -> int:
    """The seconds of a duration.

    >>> _seconds("-1d12h"), _seconds("90s")
    (-129600, 90)
    """
    match = _SHIFT.fullmatch(text)
    if not match or not any(match.groups()[1:]):
        raise UsageError(f"{text!r} is no duration: write -26480d, 8h or -1d12h")
    days, hours, minutes, seconds = (int(each or 0) for each in match.groups()[1:])
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if not total:
        raise UsageError(f"{text!r} moves nothing")
    return -total if match[1] == "-" else total
