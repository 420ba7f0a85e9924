"""Small sites on loopback for tests: what each path answers is told by the test."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: status, headers, body
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A site that is served: its pages may be changed at any time."""

    port: int = 0
    pages: dict[str, Answer | Callable[[], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    scheme: str = "http"

    @property
    def home(self) -> str:
        """Its first page."""
        return f"{self.scheme}://127.0.0.1:{self.port}/"

    def page(self, path: str, html: str, **headers: str) -> None:
        """A page that is found."""
        self.pages[path] = (200, headers, html.encode())

    def links(self, path: str, *targets: str, further: str = "") -> None:
        """A list page."""
        anchors = "".join(f'<li><a href="{target}">题</a></li>' for target in targets)
        self.page(path, f"<html><body><ul>{anchors}</ul>{further}</body></html>")

    def status(self, path: str, status: int, **headers: str) -> None:
        """Any other answer."""
        self.pages[path] = (status, headers, b"")

    def article(self, path: str, title: str, *paragraphs: str, more: str = "") -> None:
        """An article with a time, a source and an editor."""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
        self.page(
            path,
            f"""<html><head><title>{title}</title></head><body><h1 class="t">{title}</h1>
            <div class="time">2026-07-01 08:00 来源：渡口晚报</div>
            <div class="text">{text}</div>{more}<div class="edit">责编：苏晚</div></body></html>""",
        )

    def station(self, folder: Path, name: str = "ferry", **keys: object) -> None:
        """Write the station's file."""
        lines = {
            "title": '"渡口"',
            "home": f'"{self.home}"',
            "delay": "0",
            "id_space": '"ferry"',
            "articles": "['/[ab]/(?P<id>\\d+)\\.html']",
        } | {key: str(value) for key, value in keys.items()}
        text = "".join(f"{key} = {value}\n" for key, value in lines.items())
        text += '[[layout]]\nname = "one"\ntitle = "h1.t"\nbody = "div.text"\n'
        text += 'published = "div.time"\ncredits = "div.edit"\nnext_part = "a.next"\n'
        (folder / "stations").mkdir(parents=True, exist_ok=True)
        (folder / "stations" / f"{name}.toml").write_text(text, encoding="utf-8")


PARAGRAPHS = (
    "清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。",
    "船老大说，从今天起多开一班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。",
)


@contextmanager
def served(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a free port, for as long as the block lasts; of https, where `tls` is given."""
    site = Site(scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            answer = site.pages.get(self.path, (404, {}, b""))
            status, headers, body = answer() if callable(answer) else answer
            self.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_port
        if tls is not None:
            server.socket = tls.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


@contextmanager
def raw_server(talk: Callable[[socket.socket, bytes], None]) -> Iterator[int]:
    """A server that says what `talk` says to what it is asked; robots.txt is free."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

        def answer(connection: socket.socket) -> None:
            with connection:
                try:
                    asked = connection.recv(65536)
                    if b"robots.txt" in asked:
                        connection.sendall(
                            b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        )
                    else:
                        talk(connection, asked)
                except OSError:
                    return  # the client has hung up, as it should

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
