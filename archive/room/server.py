"""Serve an archive to browsers: Datasette with the room in front, on loopback unless told else."""

from __future__ import annotations

import ipaddress
import signal
import socket
from contextlib import closing, suppress
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from types import FrameType
from typing import Any

from archive.db.connection import NAME
from archive.files.outside_json import LARGEST
from archive.files.plain_file import read_bytes, replace
from archive.model.errors import StorageError, UsageError
from archive.publish.datasette import FILE, as_json, is_unchanged, metadata
from archive.room.guard import guarded
from archive.room.processes import share
from archive.store.archive import Archive

_HTTP = 80


def application(
    folder: Path, host: str, port: int, names: tuple[str, ...] = (), *, sql: bool = False
) -> Any:
    """The ASGI application. Raises what `Archive.read_only` raises.

    `names` are further hosts under which the room answers: those of a proxy before it. Datasette's
    own pages are shown where none but this machine can ask; `sql` lets visitors write SQL there.
    """
    from datasette.app import Datasette
    from datasette.plugins import pm

    from archive.room import plugin

    with Archive.read_only(folder) as archive:
        told = metadata(archive.connection)
    if not pm.is_registered(plugin):
        pm.register(plugin, "room")
    # 1.0 takes the queries from its configuration, which former versions do not have.
    further = {"config": told} if "config" in signature(Datasette).parameters else {}
    datasette = Datasette(
        [str(folder / NAME)],
        metadata=told,
        **further,
        settings={
            "default_allow_sql": sql,
            "allow_download": False,
            "sql_time_limit_ms": 2_000,
            "max_returned_rows": 1_000,
        },
    )
    is_private = _is_private(host, names)
    return guarded(datasette.app(), folder, _hosts(host, port, names), is_private=is_private)


def refuse_impossible(host: str, port: int, names: tuple[str, ...], *, sql: bool) -> None:
    """Raises UsageError where the room cannot be served so, before anything is read or copied."""
    if find_spec("datasette") is None:
        raise UsageError(
            "the reading room needs Datasette: pip install 'regional-news-harvester[room]'"
        )
    if sql and not _is_private(host, names):
        raise UsageError("--sql is for this machine alone: leave --host and --allow-host out")
    if _is_any(host) and not names:
        raise UsageError(
            f"{host} is no name: say with --allow-host under which one it is asked for"
        )
    _refuse_taken(host, port)


def leave_metadata(folder: Path) -> str | None:
    """Write the metadata beside the archive for stock Datasette; the room does without the file.

    A file of another's making, or one that was changed, stays: what to do about it is returned.
    """
    path = folder / FILE
    with suppress(OSError, StorageError), Archive.read_only(folder) as archive:
        if path.exists() and not is_unchanged(read_bytes(path, LARGEST)):
            return (
                f"{path} stays as it is: `archive serve` did not write it, or it was changed;"
                " `archive datasette-metadata` prints what would stand there"
            )
        replace(path, as_json(metadata(archive.connection)).encode())
    return None


def serve(application: Any, *, host: str, port: int, processes: int = 1) -> None:
    """Serve an application until a signal comes."""
    with closing(_listening(host, port)) as listener:
        if processes == 1:
            _serve(application, listener)
        else:
            share(listener, lambda shared: _serve(application, shared), processes)


def _serve(application: Any, listener: socket.socket) -> None:
    """Serve what comes to a socket. After a signal, what is being answered is answered."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
    heard: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        server.should_exit = True

    # uvicorn sees to the other two signals that end it in the same way
    former = signal.getsignal(signal.SIGHUP)
    if former is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, end)
    try:
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    finally:
        signal.signal(signal.SIGHUP, former)
    for number in heard:
        signal.raise_signal(number)


def _is_private(host: str, names: tuple[str, ...]) -> bool:
    """Whether none but this machine can ask."""
    return _is_loopback(host) and not names


def _is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host.

    >>> [_is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0")]
    [True, True, True, False]
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_any(host: str) -> bool:
    """Whether a host stands for all addresses of this machine: 0.0.0.0 and ::."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _refuse_taken(host: str, port: int) -> None:
    """Raises UsageError where nothing can listen there."""
    try:
        _listening(host, port).close()
    except OSError as error:
        raise UsageError(
            f"{host} port {port}: {error.strerror or error}; --port and --host name others"
        ) from error


def _listening(host: str, port: int) -> socket.socket:
    """A socket that is bound there. Raises OSError.

    It names its protocol: asyncio, which looks for it, would else leave small answers waiting 40 ms
    for others to be sent with (Nagle's algorithm).
    """
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made


def address_of(host: str, port: int) -> str:
    """The address of the room, as a browser takes it.

    >>> address_of("::1", 8001)
    'http://[::1]:8001/'
    """
    return f"http://{_bracketed(host)}:{port}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _hosts(host: str, port: int, names: tuple[str, ...]) -> frozenset[str]:
    """The values of the header Host that are answered, in lower case.

    >>> sorted(_hosts("127.0.0.2", 80, ("News.Example",)))[:3]
    ['127.0.0.1', '127.0.0.1:80', '127.0.0.2']
    """
    own = [_bracketed(host), *(["localhost", "127.0.0.1", "[::1]"] if _is_loopback(host) else [])]
    http = own if port == _HTTP else []
    return frozenset(each.lower() for each in (*http, *(f"{name}:{port}" for name in own), *names))
