"""Every command and option is documented."""

from __future__ import annotations

import runpy

import click
import pytest
from support.commands import ROOT

from archive.cli import cli as archive
from harvester.cli import cli as harvest

DOCS = ROOT / "docs"
COMMANDS = [
    (f"{name} {word}", command)
    for group, name in ((harvest, "harvest"), (archive, "archive"))
    for word, command in group.commands.items()
]


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    """`python docs/make_cli.py` makes it again."""
    made = runpy.run_path(str(DOCS / "make_cli.py"))["page"]()
    assert (DOCS / "cli.md").read_text("utf-8") == made


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_each_command_and_option_says_what_it_is_for(words: str, command: click.Command) -> None:
    """A user who asks for help gets it."""
    assert command.help, words
    undescribed = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.help and not option.show_default
    ]
    assert undescribed == []


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_each_command_is_shown_in_use(words: str, command: click.Command) -> None:
    """The README or a page of docs shows it in a line that can be typed."""
    pages = [DOCS.parent / "README.md", *DOCS.glob("*.md")]
    text = "\n".join(page.read_text("utf-8") for page in pages if page.name != "cli.md")
    assert words in text, command
