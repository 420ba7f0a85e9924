"""A mail server on loopback that keeps what arrives."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink


class Mailbox(Sink):
    """Keeps what arrives at a port."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep one mail."""
        self.mails.append(envelope.content)
        return "250 OK"

    def read(self) -> list[EmailMessage]:
        """The mails that have arrived."""
        return [cast("EmailMessage", message_from_bytes(each, policy=default))
                for each in self.mails]  # fmt: skip

    def lines(self) -> list[str]:
        """The lines of all mails."""
        return [line for mail in self.read() for line in mail.get_content().splitlines()]

    def alarms_toml(self) -> str:
        """The file alarms.toml that sends mail here."""
        return (
            f'[mail]\nto = ["ops@example.org"]\nfrom = "harvest@example.org"\n'
            f'host = "127.0.0.1"\nport = {self.port}\n'
        )


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server on a free port, for as long as the block lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox(port)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
