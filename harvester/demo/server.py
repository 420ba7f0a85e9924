"""Serves the demo region on loopback: one port for each station.

python -m harvester.demo.server --day 2
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from harvester.demo.pages import missing_page
from harvester.demo.press import DemoPage, html_page
from harvester.demo.region import Region
from harvester.demo.stations import BASE_PORT, STATIONS, DemoStation, platform_text
from harvester.model.errors import HarvestError

_HOST = "127.0.0.1"
_PLATFORMS = tuple(dict.fromkeys(s.platform for s in STATIONS if s.platform))


class DemoServer:
    """The stations of the region, each at its port of 127.0.0.1, while the `with` block lasts.

    `base_port` is the first of eight ports in a row; 0 takes free ones. Raises HarvestError where
    a port is taken. `requests` lists what was asked for: (seconds since 1970, station, method,
    path with its query, status). `day` may be set at any time.
    """

    def __init__(self, day: int = 1, base_port: int = 0) -> None:
        self.requests: list[tuple[float, str, str, str, int]] = []
        self._sites: list[_Site] = []
        try:
            for offset, station in enumerate(STATIONS):
                self._sites.append(_Site(self, station, base_port + offset if base_port else 0))
        except HarvestError:
            self.close()
            raise
        self.ports = {site.station.name: site.server_port for site in self._sites}
        self.day = day

    @property
    def day(self) -> int:
        """The day that is served: 1 or 2."""
        return self.region.day

    @day.setter
    def day(self, day: int) -> None:
        self.region = Region.build(day, tuple(self.ports.values()))

    def write_stations(self, folder: Path) -> None:
        """Write station and platform files for these ports into `folder`'s two sub-folders."""
        for name in ("stations", "platforms"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for station in self.region.stations:
            path = folder / "stations" / f"{station.name}.toml"
            path.write_text(station.toml(), encoding="utf-8")
        for name in _PLATFORMS:
            path = folder / "platforms" / f"{name}.toml"
            path.write_text(platform_text(name), encoding="utf-8")

    def close(self) -> None:
        """Free the ports and end every open connection."""
        for site in self._sites:
            site.end()

    def __enter__(self) -> DemoServer:
        for site in self._sites:
            site.begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Site(ThreadingHTTPServer):
    """One station's server; it ends the connections that a crawler keeps open."""

    request_queue_size = 64

    def __init__(self, demo: DemoServer, station: DemoStation, port: int) -> None:
        self.demo = demo
        self.station = station
        self._open: set[socket.socket] = set()
        self._thread: threading.Thread | None = None
        try:
            super().__init__((_HOST, port), _Handler)
        except OSError as error:
            raise HarvestError(
                f"cannot serve the demo: port {port} of {_HOST} is taken ({error.strerror}); "
                f"end the program that uses it, or choose another first port with --port"
            ) from error

    def begin(self) -> None:
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        if self._thread:
            self.shutdown()
            self._thread.join()
        for connection in tuple(self._open):
            self.shutdown_request(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def answer(self, path: str) -> DemoPage:
        """The page at a path, or the station's own 404."""
        region = self.demo.region
        page = region.pages[self.station.name].get(path)
        if page:
            return page
        html = missing_page(self.station, "您访问的页面不存在")
        return replace(html_page(self.station, html, None), status=404)


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD with 304 and gzip."""

    server: _Site
    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    wbufsize = -1  # head and body in one packet: otherwise each answer waits for an ACK
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        page = self.server.answer(urlsplit(self.path).path)
        tag = f'W/"{hashlib.sha256(page.body).hexdigest()[:16]}"'
        status = 304 if page.modified and self._is_known(page, tag) else page.status
        body = b"" if status == 304 else page.body
        self.server.demo.requests.append(
            (time.time(), self.server.station.name, self.command, self.path, status)
        )
        self.send_response(status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.modified:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", format_datetime(page.modified.astimezone(UTC), True))
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _is_known(self, page: DemoPage, tag: str) -> bool:
        """Whether the client holds this page: its tag decides, its date only without a tag."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tag in [item.strip() for item in tags.split(",")]
        since = self.headers.get("If-Modified-Since")
        if since is None or page.modified is None:
            return False
        try:
            return page.modified <= parsedate_to_datetime(since)
        except ValueError:
            return False

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: `DemoServer.requests` holds what was asked for."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the demo until Ctrl-C, after printing its addresses."""
    parser = argparse.ArgumentParser(prog="python -m harvester.demo.server", description=__doc__)
    parser.add_argument("--day", type=int, choices=(1, 2), default=1)
    parser.add_argument("--base-port", type=int, default=BASE_PORT)
    given = parser.parse_args(arguments)
    with DemoServer(day=given.day, base_port=given.base_port) as demo:
        for station in demo.region.stations:
            print(f"{station.url('/')}  {station.title}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("ended")


if __name__ == "__main__":
    main()
