"""The plugin of Datasette: the room's pages stand before Datasette's own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette import Response, hookimpl

from archive.db.connection import NAME
from archive.room.answer import Answer
from archive.room.reading import Reading
from archive.room.room import Room

# Datasette lets each error in an SQL function be printed to the standard error output. Ours raise
# where a text is none; SQLite tells whoever asked.
sqlite3.enable_callback_tracebacks(False)

_PATHS = (
    r"/(\.json)?$",
    r"/search(\.json)?$",
    r"/(article|dataset|lineage|medium|person|place|station)/.+$",
    r"/(media|places|runs|stations|trends)(\.json)?$",
    r"/(timemap|timegate|web)/.+$",
)
_THREADS = 4
#: Bytes of one value that a query of a visitor may make.
_LARGEST = 10_000_000
_WIDEST = 10_000
#: Columns of `takedowns` that are no visitor's: the packed rows, and who decided.
_HIDDEN = frozenset({"withheld", "by"})


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The room's pages, where one of the databases is an archive."""
    folder = _folder(datasette)
    if folder is None:
        return []
    room = Room(Reading(folder))
    threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="room")

    async def page(request: Any) -> Response:
        origin = f"{request.scheme}://{request.host}"
        call = partial(room.answer, request.path, request.query_string, origin, request.headers)
        return _response(await asyncio.get_running_loop().run_in_executor(threads, call))

    async def style() -> Response:
        sheet = files("archive.room").joinpath("room.css").read_bytes()
        return _response(Answer(body=sheet, content_type="text/css; charset=utf-8"))

    return [(r"/room\.css$", style), *((path, page) for path in _PATHS)]


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Bound what a query of a visitor can make, and what it can read.

    SQLite's own printf('%.*c', 900000000, 'x') counts to 900,000,000 in one step, in which no limit
    of time is heard; what is taken down stays in `takedowns`, packed.
    """
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
    for name in ("printf", "format"):
        conn.create_function(name, -1, _padded, deterministic=True)
    conn.set_authorizer(_authorised)


def _padded(form: str, width: int, sign: str) -> str:
    """The one form of printf that the views of an archive use: a sign behind so many blanks.

    >>> _padded("%*c", 3, "x")
    '  x'
    """
    if form != "%*c" or not 0 <= width <= _WIDEST:
        raise ValueError("the reading room knows printf('%*c', width, sign) alone")
    return sign[:1].rjust(width)


def _authorised(
    action: int, table: str | None, column: str | None, _schema: str | None, _view: str | None
) -> int:
    """What SQLite asks about each part of a statement; what is hidden is read as NULL."""
    is_hidden = action == sqlite3.SQLITE_READ and (
        table == "pragma_database_list" or (table == "takedowns" and column in _HIDDEN)
    )
    return sqlite3.SQLITE_IGNORE if is_hidden else sqlite3.SQLITE_OK


def _folder(datasette: Any) -> Path | None:
    """The folder of the archive among the databases that are served."""
    paths = (database.path for database in datasette.databases.values() if database.path)
    return next((Path(path).parent for path in paths if Path(path).name == NAME), None)


def _response(answer: Answer) -> Response:
    return Response(
        body=answer.body,
        status=answer.status,
        headers=answer.all_headers(),
        content_type=answer.content_type,
    )
