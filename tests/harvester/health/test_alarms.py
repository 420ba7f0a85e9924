"""Alarms reach a real mail server, a real webhook and a real command, or say why they did not."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from archive.model.errors import UsageError
from harvester.health.alarms import Alarm, read_alarms

ALARM = Alarm("harvest: 1 change", ["begins: 渡口: silence: no new article"])


class Mailbox(Sink):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep one mail."""
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A mail server on loopback, and its port."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def test_a_mail_carries_the_changes_in_chinese(
    tmp_path: Path, mailbox: tuple[Mailbox, int]
) -> None:
    """The subject says how many, the text says what and what to do."""
    box, port = mailbox
    (tmp_path / "alarms.toml").write_text(
        f'[mail]\nto = ["ops@example.org"]\nfrom = "harvest@example.org"\nhost = "127.0.0.1"\n'
        f"port = {port}\n"
    )
    assert read_alarms(tmp_path).send(ALARM) == {}
    (mail,) = (message_from_bytes(each, policy=default) for each in box.mails)
    assert (mail["subject"], mail["to"]) == ("harvest: 1 change", "ops@example.org")
    assert mail.get_content().strip() == "begins: 渡口: silence: no new article"  # type: ignore[attr-defined]


def test_a_webhook_gets_json_and_a_command_gets_lines(tmp_path: Path) -> None:
    """One way that fails does not keep the others from being tried."""
    bodies: list[bytes] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        Thread(target=server.handle_request).start()
        (tmp_path / "alarms.toml").write_text(
            '[mail]\nto = ["a@example.org"]\nfrom = "h@example.org"\nhost = "127.0.0.1"\nport = 9\n'
            f'[webhook]\nurl = "http://127.0.0.1:{server.server_port}/"\n'
            f'[command]\nrun = ["tee", "{tmp_path}/alarm"]\n'
        )
        problems = read_alarms(tmp_path).send(ALARM)
    assert [json.loads(body) for body in bodies] == [
        {"subject": "harvest: 1 change", "lines": ["begins: 渡口: silence: no new article"]}
    ]
    assert (tmp_path / "alarm").read_text("utf-8") == "begins: 渡口: silence: no new article\n"
    assert list(problems) == ["mail"]
    expected = f"{tmp_path}/alarms.toml: [mail]: the alarm was not delivered: "
    assert problems["mail"].startswith(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[mial]\n", "there is no table [mial]; did you mean mail?"),
        ("[webhook]\n", "[webhook]: url is missing"),
        (
            '[webhook]\nurl = "http://x/"\nurll = 1\n',
            "[webhook]: there is no key urll; did you mean url?",
        ),
        ('[command]\nrun = "date"\n', "[command]: run must be a list of texts"),
        ("[command\n", "cannot be read: "),
        (
            '[webhook]\nurl = "hooks.example/x"\n',
            "[webhook]: url must begin with https:// or http://",
        ),
        (
            '[mail]\nto = ["a@b.c"]\nfrom = "a@b.c"\nuser = "a"\n',
            "[mail]: user and password_file belong together",
        ),
        (
            '[mail]\nto = ["a@b\\nBcc: c@d"]\nfrom = "x"',
            "[mail]: to has a line break or another control character",
        ),
        (
            '[command]\nrun = ["/bin/true", "a\\u0000b"]',
            "[command]: run has a line break or another control character",
        ),
        (
            '[mail]\nto = ["a@b"]\nfrom = "x"\nport = 70000',
            "[mail]: port must be a number from 1 to 65535",
        ),
        ('[mail]\nto = ["a@b"]\nfrom = "x"\nport = true', "[mail]: port must be a number"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    """It must not show only on the day when an alarm is due."""
    (tmp_path / "alarms.toml").write_text(text)
    with pytest.raises(UsageError) as raised:
        read_alarms(tmp_path)
    assert message in str(raised.value)
