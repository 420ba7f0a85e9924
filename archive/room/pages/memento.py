"""Memento (RFC 7089): the captures of a page's address, and the one nearest to a moment.

Lists and feeds are left out: they may print what was taken down elsewhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from archive.db.sql import one, rows
from archive.model.errors import NothingFound, TakenDown, UsageError
from archive.room.answer import Answer, moved
from archive.room.pages.original import captured, http_date
from archive.room.request import Request
from archive.store.archive import Archive
from archive.store.takedown import takedown_of

_STAMP = "%Y%m%d%H%M%S"
_CAPTURES = (
    "SELECT id, captured_at FROM captures WHERE url = ? AND status = 200"
    " AND kind IN ('page', 'part') ORDER BY captured_at, id"
)


def timemap(archive: Archive, request: Request, url: str) -> Answer:
    """All captures of an address, in the format application/link-format."""
    found = _captures(archive, url)
    base = request.origin
    lines = [
        f'<{_safe(url)}>; rel="original"',
        f'<{base}/timemap/link/{_safe(url)}>; rel="self"; type="application/link-format"',
        f'<{base}/timegate/{_safe(url)}>; rel="timegate"',
        *(
            f'<{base}/web/{moment.strftime(_STAMP)}/{_safe(url)}>; rel="memento";'
            f' datetime="{http_date(moment)}"'
            for moment, _ in found
        ),
    ]
    body = ",\n".join(lines) + "\n"
    return Answer(body=body.encode(), content_type="application/link-format; charset=utf-8")


def timegate(archive: Archive, request: Request, url: str) -> Answer:
    """Lead to the capture nearest to the moment of Accept-Datetime; without one, to the last."""
    found = _captures(archive, url)
    asked = request.headers.get("accept-datetime")
    moment = _asked(asked) if asked else found[-1][0]
    nearest = min(found, key=lambda each: abs(each[0] - moment))[0]
    return moved(
        f"{request.origin}/web/{nearest.strftime(_STAMP)}/{_safe(url)}",
        Vary="accept-datetime",
        Link=f'<{_safe(url)}>; rel="original",'
        f' <{request.origin}/timemap/link/{_safe(url)}>; rel="timemap"',
    )


def memento(archive: Archive, request: Request, stamp: str, url: str) -> Answer:
    """The capture of an address that was made nearest to a moment of 14 digits."""
    try:
        moment = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise UsageError(f"{stamp[:40]}: it is no moment; write 20220722005112") from None
    at, identifier = min(_captures(archive, url), key=lambda each: abs(each[0] - moment))
    if at != moment:
        return moved(f"{request.origin}/web/{at.strftime(_STAMP)}/{_safe(url)}")
    return captured(
        archive.capture(identifier),
        headers={
            "Link": f'<{_safe(url)}>; rel="original",'
            f' <{request.origin}/timemap/link/{_safe(url)}>; rel="timemap",'
            f' <{request.origin}/timegate/{_safe(url)}>; rel="timegate"'
        },
    )


def _captures(archive: Archive, url: str) -> list[tuple[datetime, str]]:
    """The captures of an address that succeeded, by time. Raises NothingFound, TakenDown."""
    down = one(
        archive.connection, "SELECT article FROM takedown_addresses WHERE url = ? LIMIT 1", url
    )
    takedown = down and takedown_of(archive.connection, down["article"])
    if takedown:
        raise TakenDown(takedown.describe())
    found = [
        (datetime.fromisoformat(row["captured_at"]), row["id"])
        for row in rows(archive.connection, _CAPTURES, url)
    ]
    if not found:
        raise NothingFound(f"{url}: no capture of this address is held")
    return found


def _asked(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        raise UsageError(f"Accept-Datetime: {text[:60]!r} is no date of HTTP") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _safe(url: str) -> str:
    """An address that cannot end the header or the brackets it stands in."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")
