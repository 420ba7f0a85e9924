"""The first record of a WARC file: who wrote it, when, and for which archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from archive.warc.record import Record, bracket, header_lines, parse_header_lines, sealed, warc_date
from archive.warc.warc_fields import WARC_FIELDS

#: The field of a warcinfo record that names the archive.
_ARCHIVE = "archive"
_MOST_OF_A_WARCINFO = 1 << 16  # bytes


@dataclass(frozen=True, slots=True)
class Maker:
    """Who writes a WARC file: the program, as what it asks servers, and for which archive."""

    software: str
    user_agent: str | None = None
    archive: str | None = None


def warcinfo_record(file: str, run: str, maker: Maker, at: datetime) -> Record:
    """The first record of a file: who wrote it and when, in which format, for which archive."""
    about = [
        ("software", maker.software),
        ("format", "WARC File Format 1.1"),
        (
            "conformsTo",
            "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        ),
        ("isPartOf", run),
    ]
    if maker.archive:
        about.append((_ARCHIVE, maker.archive))
    if maker.user_agent:
        about.append(("http-header-user-agent", maker.user_agent))
    identifier = "urn:uuid:" + str(uuid5(UUID(int=0), f"warcinfo {file}"))
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", bracket(identifier)),
        ("WARC-Date", warc_date(at)),
        ("WARC-Filename", file),
        ("Content-Type", WARC_FIELDS),
    ]
    return sealed(fields, header_lines(tuple(about)).encode())


def archive_named(warcinfo: Record) -> str | None:
    """The id of the archive that a file says it was written for; None where it does not say."""
    lines = warcinfo.block[:_MOST_OF_A_WARCINFO].decode("utf-8", "replace")
    fields = dict(reversed(parse_header_lines(lines.replace("\r\n", "\n").replace("\n", "\r\n"))))
    return fields.get(_ARCHIVE)
