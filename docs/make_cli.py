"""Writes docs/cli.md from the commands' own --help: `python docs/make_cli.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from archive.cli import cli as archive
from harvester.cli import cli as harvest

TARGET = Path(__file__).with_name("cli.md")
HEAD = """# Commands

Made from `--help` by `python docs/make_cli.py`; a test holds it to what the commands say. Exit
codes are listed in [operations.md](operations.md#exit-codes).
"""


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """The group, its commands and those of its groups, each with the words that call it."""
    yield name, group
    for word, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, name in ((harvest, "harvest"), (archive, "archive")):
        for words, command in commands(group, name):
            context = click.Context(command, info_name=words, max_content_width=100)
            level = "##" if words == name else "###"
            parts.append(f"{level} {words}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
