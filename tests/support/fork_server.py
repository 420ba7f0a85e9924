"""A process that has imported the commands, and forks a process for each command of a test.

A command in a new interpreter spends more time on imports than on its work. A fork is a process of
its own all the same: with its own working folder, environment, streams and exit code. Tests that
send signals, close streams or limit resources start an interpreter instead.

    python fork_server.py LISTENER

LISTENER is the number of a socket that listens. Each connection to it brings one `Call` and two
files, for standard output and standard error. The answers are two lines: the number of the process,
and at its end the exit code.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TypedDict

from scrapy.settings import default_settings as scrapy

#: What commands import only where they need it.
_LIBRARIES = (
    "dateparser.search",
    "htmldate",
    "py3langid",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.crawler",
    "trafilatura.readability_lxml",
)
#: Bytes of a call that are received at once.
_BLOCK = 65_536


class Call(TypedDict):
    """A console script's module, and what its process starts with."""

    module: str
    arguments: list[str]
    folder: str
    environment: dict[str, str]


def send_call(line: socket.socket, call: Call, output: int, errors: int) -> None:
    """Send a call and the files for its streams."""
    message = json.dumps(call).encode()
    sent = socket.send_fds(line, [message], [output, errors])
    line.sendall(message[sent:])
    line.shutdown(socket.SHUT_WR)


def _receive_call(line: socket.socket) -> tuple[Call, list[int]]:
    message, files, _, _ = socket.recv_fds(line, _BLOCK, 2)
    while block := line.recv(_BLOCK):
        message += block
    call: Call = json.loads(message)
    return call, files


def _import_all() -> None:
    for package in ("archive", "harvester"):
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    parts = (*scrapy.EXTENSIONS_BASE, *scrapy.DOWNLOADER_MIDDLEWARES_BASE)
    for library in (*_LIBRARIES, *(part.rpartition(".")[0] for part in parts)):
        import_module(library)
    assert "twisted.internet.reactor" not in sys.modules  # each crawl makes its own
    gc.freeze()  # else each process would go through all of it at its end


def _serve(listener: socket.socket) -> Call:
    """Answer connections for ever; returns in the process of each command."""
    with listener:
        while True:
            line, _ = listener.accept()
            with line:
                if os.fork() == 0:
                    return _answer(line)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _answer(line: socket.socket) -> Call:
    """Fork once more, and tell how that process ends; returns in it."""
    call, files = _receive_call(line)
    process = os.fork()
    if process:
        line.sendall(f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    for number, file in enumerate(files, start=1):
        os.dup2(file, number)
        os.close(file)
    return call


def _begin(call: Call) -> None:
    """Be as a new interpreter is that was started with `python -c`."""
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.argv = ["-c", *call["arguments"]]
    sys.path[0] = ""
    import_module(call["module"]).main()


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[2])
    _import_all()
    _begin(_serve(socket.socket(fileno=int(sys.argv[1]))))
