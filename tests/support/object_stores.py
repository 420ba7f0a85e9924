"""An S3 server on loopback, and a line to it that fails now and then."""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from socket import create_connection, socket
from urllib.parse import urlsplit

#: What speaks with S3, and the server that the tests speak with.
NEEDED = ("s3fs", "moto", "flask")
_SECONDS = 60


def missing() -> str | None:
    """What is not installed of that."""
    gone = [name for name in NEEDED if find_spec(name) is None]
    return f"{', '.join(gone)} not installed: run `make test-cluster`" if gone else None


def credentials(server: str) -> dict[str, str]:
    """What the environment of a program says that speaks with the server."""
    return {
        "AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server without buckets, while the block lasts."""
    with closing(socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + _SECONDS
        while True:
            try:
                create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def make_bucket(server: str, name: str) -> None:
    """Make a bucket, as its owner does."""
    line = http.client.HTTPConnection(urlsplit(server).netloc)
    with closing(line):
        line.request("PUT", f"/{name}", headers={"Host": urlsplit(server).netloc})
        assert line.getresponse().status == 200


class UnsureLine:
    """Stands before a server, and treats a share of the requests badly.

    One is refused (503), one waits, one is done and its answer lost, and so on. `refused` says how
    many were. PUTs to a path that holds `forbidden` are refused with `code` and its status.
    """

    def __init__(
        self,
        server: str,
        share: float = 0,
        *,
        forbidden: str = "\0",
        code: str = "AccessDenied",
        status: int = 403,
    ) -> None:
        chance = random.Random(1)
        whims = threading.Lock()
        address = urlsplit(server).netloc
        self.refused = 0
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with whims:
                    whim = chance.choice(("refuse", "wait", "lose")) if (
                        chance.random() < share
                    ) else ""  # fmt: skip
                    line.refused += bool(whim)
                if self.command == "PUT" and forbidden in self.path:
                    said = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
                    self.send_response(status)
                    self.send_header("Content-Type", "application/xml")
                    self.send_header("Content-Length", str(len(said)))
                    self.end_headers()
                    self.wfile.write(said)
                    return
                if whim == "refuse":
                    self.send_response(503)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                if whim == "wait":
                    time.sleep(0.5)
                with closing(http.client.HTTPConnection(address)) as to:
                    to.putrequest(
                        self.command, self.path, skip_host=True, skip_accept_encoding=True
                    )
                    for name, value in self.headers.items():
                        to.putheader(name, value)
                    to.endheaders(body)
                    answer = to.getresponse()
                    data = answer.read()
                if whim == "lose":
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("connection", "server", "transfer-encoding"):
                        self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer  # noqa: N815

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()
