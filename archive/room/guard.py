"""What is answered at all: GET, for a host that this room answers to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from archive.room.reading import file_of
from archive.room.room import is_of_room

Scope = Mapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

_METHODS = frozenset({"GET", "HEAD"})


def guarded(app: App, folder: Path, hosts: Collection[str], *, is_private: bool) -> App:
    """The ASGI application behind a guard.

    A page of another site can lead a browser to a name of its own that stands for this machine
    (DNS rebinding): `hosts` are the values of the header Host that are answered. Where not only
    this machine asks (`is_private`), the pages of the room are answered alone: Datasette's own show
    tables of the operator's, and paths of this machine.
    """
    began = file_of(folder)

    async def guard(scope: Scope, receive: Any, send: Any) -> None:
        refused = _refused(scope, hosts) if scope["type"] == "http" else None
        if scope["type"] == "http" and refused is None and not is_of_room(scope["path"]):
            if not is_private:
                refused = 404, "there is no such page"
            elif file_of(folder) != began:
                refused = 503, "archive.db is another file now: start `archive serve` again"
        if refused is None:
            await app(scope, receive, send)
        else:
            await _send(send, *refused)

    return guard


def _refused(scope: Scope, hosts: Collection[str]) -> tuple[int, str] | None:
    named = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
    if named not in hosts:
        return 421, "this room does not answer to that host; see archive serve --allow-host"
    if scope["method"] not in _METHODS:
        return 405, "this room is for reading: GET and HEAD"
    return None


async def _send(send: Any, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
