"""Alarms reach a real mail server, a real webhook and a real command, or say why they did not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from support.mailboxes import Mailbox, mail_server

from archive.model.errors import UsageError
from harvester.health.alarms import Alarm, read_alarms

ALARM = Alarm("harvest: 1 change", ["begins: 渡口: silence: no new article"])


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on loopback."""
    with mail_server() as box:
        yield box


def test_a_mail_carries_the_changes_in_chinese(tmp_path: Path, mailbox: Mailbox) -> None:
    """The subject says how many, the text says what and what to do."""
    (tmp_path / "alarms.toml").write_text(mailbox.alarms_toml())
    assert read_alarms(tmp_path).send(ALARM) == {}
    (mail,) = mailbox.read()
    assert (mail["subject"], mail["to"]) == ("harvest: 1 change", "ops@example.org")
    assert mail.get_content().strip() == "begins: 渡口: silence: no new article"


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
