"""Alarms: changes go to whom `alarms.toml` in the archive's folder names.

Three ways: mail over SMTP, a webhook that gets JSON, a command that gets the lines. One that fails
does not keep the others from being tried.
"""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from smtplib import SMTP, SMTPException
from typing import Any

from archive.files.plain_file import read_bytes
from archive.model.errors import UsageError
from archive.model.suggest import proposed

NAME = "alarms.toml"
_LARGEST = 1 << 16  # bytes of it
_HIGHEST_PORT = 65535
_PATIENCE = 30  # seconds for each way
#: What the network, a server, a file of a password or a program may answer.
_FAILURES = (OSError, ValueError, HTTPException, SMTPException, subprocess.SubprocessError)

#: The keys of each table: whether they must be there, and their type.
_KEYS: dict[str, dict[str, tuple[bool, type]]] = {
    "mail": {
        "to": (True, list), "from": (True, str), "host": (False, str), "port": (False, int),
        "starttls": (False, bool), "user": (False, str), "password_file": (False, str),
    },
    "webhook": {"url": (True, str)},
    "command": {"run": (True, list)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is to be told: a subject line, and the lines of its text."""

    subject: str
    lines: Sequence[str]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines) + "\n"


@dataclass(frozen=True, slots=True)
class Alarms:
    """The tables of `alarms.toml`: mail, webhook, command."""

    folder: Path
    ways: dict[str, dict[str, Any]]

    def send(self, alarm: Alarm) -> dict[str, str]:
        """Send it by each way; gives the problem of each that failed."""
        problems = {}
        for name, table in self.ways.items():
            try:
                _SENDERS[name](alarm, table)
            except _FAILURES as error:
                problems[name] = (
                    f"{self.folder / NAME}: [{name}]: the alarm was not delivered: {error}"
                )
        return problems


def read_alarms(folder: Path) -> Alarms:
    """What `alarms.toml` says; nothing where there is none. Raises UsageError for what is wrong."""
    path = folder / NAME
    if not path.exists():
        return Alarms(folder, {})
    try:
        tables = tomllib.loads(read_bytes(path, _LARGEST).decode())
    except (ValueError, OSError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    for name, table in tables.items():
        if name not in _KEYS or not isinstance(table, dict):
            raise UsageError(f"{path}: there is no table [{name}]; {proposed(name, _KEYS)}")
        _check(f"{path}: [{name}]", table, _KEYS[name])
    return Alarms(folder, tables)


def _check(where: str, table: dict[str, Any], keys: dict[str, tuple[bool, type]]) -> None:
    for key, value in table.items():
        if key not in keys:
            raise UsageError(f"{where}: there is no key {key}; {proposed(key, keys)}")
        wanted = keys[key][1]
        if (
            not isinstance(value, wanted)
            or (isinstance(value, bool) and wanted is not bool)
            or (
                isinstance(value, list)
                and not (value and all(isinstance(each, str) for each in value))
            )
        ):
            name = {list: "a list of texts", str: "a text", int: "a number", bool: "true or false"}
            raise UsageError(f"{where}: {key} must be {name[wanted]}")
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and not text.isprintable():  # it would end a header or a word
                raise UsageError(f"{where}: {key} has a line break or another control character")
    if not 1 <= table.get("port", 1) <= _HIGHEST_PORT:
        raise UsageError(f"{where}: port must be a number from 1 to {_HIGHEST_PORT}")
    for key, (is_needed, _) in keys.items():
        if is_needed and key not in table:
            raise UsageError(f"{where}: {key} is missing")
    if ("user" in table) != ("password_file" in table):
        raise UsageError(f"{where}: user and password_file belong together")
    if not str(table.get("url", "https://")).startswith(("http://", "https://")):
        raise UsageError(f"{where}: url must begin with https:// or http://")


def _mail(alarm: Alarm, table: dict[str, Any]) -> None:
    message = EmailMessage()
    message["Subject"] = alarm.subject
    message["From"] = table["from"]
    message["To"] = ", ".join(table["to"])
    message.set_content(alarm.text)
    host, port = table.get("host", "localhost"), table.get("port", 25)
    with SMTP(host, port, timeout=_PATIENCE, local_hostname=socket.gethostname()) as server:
        if table.get("starttls"):
            server.starttls(context=ssl.create_default_context())
        if "user" in table:
            password = Path(table["password_file"]).read_text("utf-8").strip()
            server.login(table["user"], password)
        server.send_message(message)


def _webhook(alarm: Alarm, table: dict[str, Any]) -> None:
    body = json.dumps({"subject": alarm.subject, "lines": list(alarm.lines)}, ensure_ascii=False)
    request = urllib.request.Request(  # noqa: S310  (the operator's own address)
        table["url"], body.encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310
        pass


def _command(alarm: Alarm, table: dict[str, Any]) -> None:
    subprocess.run(  # noqa: S603  (the operator's own command)
        table["run"], input=alarm.text.encode(), check=True, timeout=_PATIENCE
    )


_SENDERS: dict[str, Callable[[Alarm, dict[str, Any]], None]] = {
    "mail": _mail, "webhook": _webhook, "command": _command,
}  # fmt: skip
