"""What is answered at all: GET, for a host that this room answers to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

Scope = Mapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

_METHODS = frozenset({"GET", "HEAD"})


def guarded(app: App, hosts: Collection[str]) -> App:
    """The ASGI application behind a guard.

    A page of another site can lead a browser to a name of its own that stands for this machine
    (DNS rebinding): `hosts` are the values of the header Host that are answered.
    """

    async def guard(scope: Scope, receive: Any, send: Any) -> None:
        refused = _refused(scope, hosts) if scope["type"] == "http" else None
        if refused is None:
            await app(scope, receive, send)
        else:
            await _send(send, *refused)

    return guard


def _refused(scope: Scope, hosts: Collection[str]) -> tuple[int, str] | None:
    named = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    if named not in hosts:
        return 421, "this room does not answer to that host; see archive serve --allow-host"
    if scope["method"] not in _METHODS:
        return 405, "this room is for reading: GET and HEAD"
    return None


async def _send(send: Any, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
