"""Serve an archive to browsers: Datasette with the room in front, on loopback unless told else."""

from __future__ import annotations

import ipaddress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archive.db.connection import NAME
from archive.model.errors import UsageError
from archive.room.guard import guarded
from archive.store.archive import Archive


def application(folder: Path, host: str, port: int, names: tuple[str, ...] = ()) -> Any:
    """The ASGI application. Raises what `Archive.read_only` raises, and UsageError.

    `names` are further hosts under which the room answers: those of a proxy before it. SQL of
    visitors is run only where none but this machine can ask.
    """
    _require()
    from datasette.app import Datasette

    Archive.read_only(folder).close()
    datasette = Datasette(
        [str(folder / NAME)],
        settings={
            "default_allow_sql": _is_loopback(host),
            "allow_download": False,
            "sql_time_limit_ms": 2_000,
            "max_returned_rows": 1_000,
        },
    )
    return guarded(datasette.app(), _hosts(host, port, names))


def serve(application: Any, *, host: str, port: int) -> None:
    """Serve an application until a signal comes."""
    import uvicorn

    uvicorn.run(application, host=host, port=port, log_level="warning")


def _require() -> None:
    """Raises UsageError where the extra is not installed."""
    if find_spec("datasette") is None:
        raise UsageError(
            "the reading room needs Datasette: pip install 'regional-news-harvester[room]'"
        )


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
