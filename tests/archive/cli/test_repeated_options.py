"""An option with one value that is given twice is refused, by every command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive.cli import cli as archive
from archive.cli.command import refuse_empty, refuse_repeated
from archive.cli.common import names_of, refuse_together
from archive.model.errors import NoArchive, UsageError
from harvester.cli import cli as harvest


def single_valued(group: click.Command, *path: str) -> Iterator[tuple[list[str], str]]:
    """Each option of each command that takes one value: the command and the option."""
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from single_valued(command, *path, name)
    for option in group.params:
        if isinstance(option, click.Option) and not (option.is_flag or option.multiple):
            yield list(path), option.opts[0]


@pytest.mark.parametrize("group", [archive, harvest], ids=["archive", "harvest"])
def test_an_option_that_is_given_twice_is_refused(group: click.Group) -> None:
    """Who names two stations must not be given the articles of the last one alone."""
    options = list(single_valued(group))
    assert len(options) > 20
    for path, option in options:
        refuse_repeated(group, [*path, option, "a", "--", option])
        for twice in ([option, "a", option, "b"], [f"{option}=a", f"{option}=b"]):
            with pytest.raises(UsageError, match=f"{option} is given 2 times"):
                refuse_repeated(group, [*path, *twice])


@pytest.mark.parametrize("group", [archive, harvest], ids=["archive", "harvest"])
def test_an_option_without_a_value_is_refused(group: click.Group) -> None:
    """`--station "$unset"` must not give the articles of all stations."""
    for path, option in single_valued(group):
        refuse_empty(group, [*path, option, "a", "--", option, ""])
        for empty in ([option, ""], [f"{option}="]):
            with pytest.raises(UsageError, match=f"{option}: its value is empty"):
                refuse_empty(group, [*path, *empty])
    with pytest.raises(UsageError, match="--station: its value is empty"):
        refuse_empty(archive, ["export", "--station", "a", "--station", ""])


@pytest.mark.parametrize("given", [",", " ", "id,,title", "id,"])
def test_an_empty_name_in_a_list_is_refused(given: str) -> None:
    """A list that names nothing would be taken for none."""
    with pytest.raises(UsageError, match="there is an empty name among these"):
        names_of((given,))


def test_two_forms_of_one_answer_are_refused() -> None:
    """One of them would be left out without a word."""
    refuse_together(csv=True, json=False)
    with pytest.raises(UsageError, match="--csv and --json: say one of them"):
        refuse_together(csv=True, json=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--format", "csv", "--output", "-"],
        ["sample", "-n", "1", "--format", "csv", "--output", "-"],
        ["package", "-"],
        ["wacz", "--output", "-"],
        ["backup", "-"],
    ],
)
def test_a_dash_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Elsewhere it is the standard output; a folder of that name is not what was meant."""
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(archive, arguments)
    assert (ran.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "name a file or folder" in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["counts", "titel:路灯"],
        ["export", "titel:路灯", "--format", "csv", "--output", "new"],
        ["sample", "titel:路灯", "-n", "1", "--format", "csv", "--output", "new"],
        ["package", "new", "titel:路灯"],
    ],
)
def test_each_command_that_takes_a_query_notes_what_may_have_been_meant(
    tmp_path: Path, arguments: list[str]
) -> None:
    """A slip in a field's name would give a table of nothing."""
    ran = CliRunner().invoke(archive, [*arguments, "--archive", str(tmp_path)])
    assert "titel: names no field (did you mean title:?)" in ran.stderr
    assert isinstance(ran.exception, NoArchive)
