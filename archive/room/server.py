"""Serve an archive to browsers: Datasette with the room in front, on loopback unless told else."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any

from archive.db.connection import NAME
from archive.model.errors import UsageError
from archive.room.guard import guarded
from archive.store.archive import Archive


def serve(folder: Path, *, host: str, port: int, names: tuple[str, ...] = ()) -> None:
    """Serve until a signal comes. Raises what `Archive.read_only` raises, and UsageError.

    `names` are further hosts under which the room answers: those of a proxy before it.
    """
    uvicorn = _required()
    Archive.read_only(folder).close()
    uvicorn.run(application(folder, host, port, names), host=host, port=port, log_level="warning")


def application(folder: Path, host: str, port: int, names: tuple[str, ...] = ()) -> Any:
    """The ASGI application. SQL of visitors is run only where none but this machine can ask."""
    from datasette.app import Datasette

    local = _is_loopback(host)
    datasette = Datasette(
        [str(folder / NAME)],
        settings={
            "default_allow_sql": local,
            "allow_download": False,
            "sql_time_limit_ms": 2_000,
            "max_returned_rows": 1_000,
        },
    )
    return guarded(datasette.app(), _hosts(host, port, names))


def _required() -> Any:
    try:
        import datasette  # noqa: F401  (the extra brings both)
        import uvicorn
    except ImportError:
        raise UsageError(
            "the reading room needs Datasette: pip install 'regional-news-harvester[room]'"
        ) from None
    return uvicorn


def _is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host.

    >>> [_is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0")]
    [True, True, True, False]
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _hosts(host: str, port: int, names: tuple[str, ...]) -> list[str]:
    """The values of the header Host that are answered."""
    own = ["localhost", "127.0.0.1", "[::1]"] if _is_loopback(host) else [host]
    return [f"{name}:{port}" for name in own] + (own if port == 80 else []) + list(names)
