"""What SQL a command executes: `python statements.py FILE PROGRAM ARGUMENTS…` writes it down.

The program is `harvest`, `archive`, or `room`, whose arguments are pages of the reading room. FILE
gets one JSON object a statement: its text with the marks of its values, how many there are or their
names, and `trigger`: one of a trigger's.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

_Found = dict[str, dict[str, Any]]


def _recording(found: _Found) -> type[sqlite3.Connection]:
    """A connection that writes down what it executes."""

    def take(sql: str, values: Any) -> None:
        marks = list(values) if isinstance(values, dict) else len(values)
        found.setdefault(sql, {"sql": sql, "marks": marks, "trigger": False})

    def traced(line: str) -> None:
        if line.startswith("-- "):  # a statement of a trigger; SQLite marks it so
            found.setdefault(line, {"sql": line[3:], "marks": 0, "trigger": True})

    class Recording(sqlite3.Connection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.set_trace_callback(traced)

        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            take(sql, values)
            return super().execute(sql, values)

        def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
            listed = list(rows)
            if listed:
                take(sql, listed[0])
            return super().executemany(sql, listed)

    return Recording


def _ask_room(arguments: list[str]) -> None:
    """Ask the reading room for pages; the last two arguments are `--archive FOLDER`."""
    from archive.room.reading import Reading
    from archive.room.room import Room

    *pages, _, folder = arguments
    room = Room(Reading(Path(folder)))
    for page in pages:
        path, _, query = page.partition("?")
        answer = room.answer(quote(path), quote(query, safe="=&"), "http://127.0.0.1:8001", {})
        assert answer.status == 200, f"{page}: {answer.status}"


def main() -> None:
    """Run the program as a user does; write down its statements, however it ends."""
    file, program, *arguments = sys.argv[1:]
    found: _Found = {}
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    factory = _recording(found)
    sqlite3.connect = lambda *args, **kwargs: connect(*args, **kwargs, factory=factory)  # type: ignore[assignment]
    sys.argv = [program, *arguments]
    try:
        if program == "room":
            _ask_room(arguments)
        else:
            import_module("harvester.cli" if program == "harvest" else "archive.cli").main()
    finally:
        lines = (json.dumps(each, ensure_ascii=False) for each in found.values())
        Path(file).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
