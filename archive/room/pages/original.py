"""The captured page as it was sent, under a policy that runs nothing; beside its reading."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from archive.model.article import Capture
from archive.model.errors import Damaged, NothingFound
from archive.room.answer import CAPTURE_POLICY, Answer, Page
from archive.room.request import Request
from archive.store.archive import Archive
from archive.store.article_details import dossier
from archive.store.naming import article_named, cited_in
from archive.warc.content_coding import CodingError, content

_MOST_PARTS = 1_000
#: What a browser may show; all else is sent as a file.
_SHOWN = ("text/html", "application/xhtml+xml", "text/plain", "application/json")


def original_page(archive: Archive, request: Request, cited: str) -> Page:
    """The original beside the reading; the original in a frame of its own origin."""
    name, revision = cited_in(cited)
    identifier = article_named(archive.connection, name)
    details = dossier(archive, identifier, revision)
    captures = [each for each in details["captures"] if each["revision"] == details["revision"]]
    part = _asked_part(request, identifier, len(captures))
    data = {
        key: details[key] for key in ("id", "title", "revision", "blocks", "url", "published_at")
    }
    data |= {"part": part, "parts": len(captures), "capture": captures[part - 1]}
    return Page(template="original.html", data=data)


def captured_bytes(archive: Archive, request: Request, cited: str) -> Answer:
    """The payload of a capture, its content coding undone, in the media type that was declared."""
    name, revision = cited_in(cited)
    identifier = article_named(archive.connection, name)
    archive.article(identifier, revision)
    captures = archive.captures_of(identifier, revision)
    part = _asked_part(request, identifier, len(captures))
    return captured(captures[part - 1])


def _asked_part(request: Request, identifier: str, parts: int) -> int:
    """The number of the captured part that is asked for. Raises NothingFound, UsageError."""
    part = request.number("part", 1, most=_MOST_PARTS)
    if not parts:
        raise NothingFound(f"{identifier}: the archive has no captured page of this revision")
    if part > parts:
        raise NothingFound(f"{identifier}: there is no part {part}; it has {parts}")
    return part


def captured(capture: Capture, headers: dict[str, str] | None = None) -> Answer:
    """The payload of a capture under a policy that runs nothing. Raises Damaged."""
    try:
        body = content(capture)
    except CodingError as error:
        raise Damaged(f"{capture.id}: {error}") from error
    declared = (capture.header("content-type") or "application/octet-stream").strip()
    kind = declared.partition(";")[0].strip().lower()
    is_shown = kind in _SHOWN and declared.isascii() and declared.isprintable()
    return Answer(
        body=body,
        content_type=declared if is_shown else "application/octet-stream",
        policy=CAPTURE_POLICY,
        headers={"Memento-Datetime": http_date(capture.captured_at), **(headers or {})},
    )


def http_date(moment: datetime) -> str:
    """A moment in UTC as HTTP writes it.

    >>> from datetime import UTC
    >>> http_date(datetime(2022, 7, 22, 0, 51, 12, tzinfo=UTC))
    'Fri, 22 Jul 2022 00:51:12 GMT'
    """
    return format_datetime(moment, usegmt=True)
