"""Standard input, output and error that are closed, full, broken, or in another encoding."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from support.commands import Demo, Harvest
from support.crawled import rows

from archive.cli import cli as archive_cli
from harvester.cli import cli as harvest_cli

ID, OTHER = "demo-press:16071921", "demo-press:16022393"
WHY = ("--reason", "asked for", "--basis", "other")
#: Each command with cheap arguments, and its exit code. DIR is a copy of the demo's archive, NEW
#: something that is not there yet.
COMMANDS: dict[str, tuple[tuple[str, ...], int]] = {
    "archive": (("--help",), 0),
    "archive search": (("路灯",), 0),
    "archive similar": ((ID,), 0),
    "archive names": ((), 0),
    "archive show": ((ID,), 0),
    "archive log": ((ID,), 0),
    "archive stats": ((), 0),
    "archive load": (("DIR/no-records.jsonl",), 2),
    "archive export": (("--format", "jsonl", "--output", "NEW"), 0),
    "archive note": ((ID, "核对过", "--by", "编目员"), 0),
    "archive events": (("--type", "erased"), 3),
    "archive upgrade": ((), 0),
    "archive verify": ((), 0),
    "archive backup": (("NEW",), 0),
    "archive restore": (("DIR", "--check"), 2),
    "archive merge": (("DIR", "--into", "NEW"), 0),
    "archive hide": ((ID, *WHY), 0),
    "archive unhide": ((ID, *WHY), 2),
    "archive erase": ((ID, *WHY), 2),  # nobody can be asked
    "archive page": ((ID,), 0),
    "archive serve": (("--help",), 0),
    "archive redate": (("no-such-run", "--by", "1h", "--reason", "the clock was slow"), 3),
    "archive lineage": (("--help",), 0),
    "archive lineage show": ((ID,), 0),
    "archive lineage export": ((), 0),
    "archive lineage rebuild": ((), 0),
    "archive lineage reconcile": ((), 0),
    "archive lineage overrule": ((ID, OTHER, "--relation", "none", "--reason", "no"), 0),
    "archive reprints": (("--csv",), 0),
    "archive datasette-metadata": ((), 0),
    "archive counts": (("--by", "station,month"), 0),
    "archive doctor": ((), 1),
    "archive coverage": (("--csv",), 0),
    "archive sample": (("-n", "5", "--format", "jsonl", "--output", "NEW"), 0),
    "archive package": (("NEW",), 0),
    "archive cite": ((ID,), 0),
    "archive cdxj": ((), 0),
    "archive wacz": (("--output", "NEW.wacz"), 0),
    "archive cluster": (("--help",), 0),
    "archive cluster export": (("file://DIR/none", "--format", "csv", "--output", "NEW"), 2),
    "archive cluster merge": (("file://DIR/none", "--into", "NEW"), 2),
    "harvest": (("--version",), 0),
    "harvest cluster": (("--help",), 0),
    "harvest cluster init": (("file://DIR/new", "--shards", "2"), 0),
    "harvest cluster add": (("file://DIR/none", "--station-files", "DIR/stations"), 2),
    "harvest cluster run": (("file://DIR/none",), 2),
    "harvest cluster status": (("file://DIR/none",), 2),
    "harvest add": (("nowhere",), 2),
    "harvest read": (("--manifest", "DIR/no-pages.jsonl", "--output", "-"), 1),
    "harvest crawl": (("demo-daily", "--limit", "1"), 0),
    "harvest backfill": (("demo-daily", "--from", "2026-07-01", "--to", "2026-06-01"), 2),
    "harvest run": (("--station", "demo-*", "--dry-run"), 0),
    "harvest schedule": (("--contact", "me@example.org"), 0),
    "harvest status": ((), 0),
    "harvest alarm": ((), 2),
    "harvest hosts": ((), 0),
    "harvest stations": ((), 0),
    "harvest stations enable": (("rednet-hunan",), 0),
    "harvest stations disable": (("demo-daily",), 0),
    "harvest reread": ((), 0),
    "harvest propose": (("demo-daily",), 3),
    "harvest undo-corrections": (("demo-daily",), 0),
    "harvest set-aside": (("--help",), 0),
    "harvest set-aside list": ((), 0),
    "harvest set-aside retry": ((), 0),
    "harvest import": (("DIR/no.warc",), 1),
    "harvest demo": (("--archive", "DIR/archive.lock/new"), 2),
}

FULL = "standard output cannot be written: No space left on device\n"
#: Commands that look for no archive where --archive says.
WITHOUT = (
    "archive",
    "archive cluster",
    "archive cluster export",
    "archive cluster merge",
    "archive lineage",
    "archive restore",
    "archive merge",
    "harvest",
    "harvest cluster",
    "harvest cluster init",
    "harvest cluster add",
    "harvest cluster run",
    "harvest cluster status",
    "harvest set-aside",
    "harvest demo",
)


@pytest.fixture
def folder(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's archive, and three files that hold nothing of use."""
    copy = shutil.copytree(demo.folder, tmp_path / "archive")
    (copy / "no-records.jsonl").write_text("{}\n")
    (copy / "no-pages.jsonl").write_text('{"file": "nowhere.html"}\n')
    (copy / "no.warc").write_text("no record\n")
    return copy


def run(
    words: str, folder: Path, redirections: str = "", *, prepare: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the table."""
    program, *below = words.split()
    arguments = [
        each.replace("DIR", str(folder)).replace("NEW", str(folder.parent / "new.jsonl"))
        for each in COMMANDS[words][0]
    ]
    if words not in WITHOUT:
        arguments += ["--archive", str(folder)]
    return run_in_shell(program, [*below, *arguments], redirections, prepare=prepare, **environment)


def run_in_shell(
    program: str, arguments: list[str], redirections: str, *, prepare: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a program with its streams as a shell redirects them."""
    package = {"archive": "archive", "harvest": "harvester"}[program]
    code = f"{prepare}\nfrom {package}.cli import main; main()"
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirections}', "sh", sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("NEWS_")} | environment,
    )  # fmt: skip


def words_of(name: str, command: click.Command) -> Iterator[str]:
    """The words that call a command and those below it."""
    yield name
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from words_of(f"{name} {word}", below)


def test_every_command_is_tried() -> None:
    """A new one is added to the table above."""
    told = [*words_of("archive", archive_cli), *words_of("harvest", harvest_cli)]
    assert sorted(told) == sorted(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS)
def test_closed_streams_change_nothing(words: str, folder: Path) -> None:
    """A job runner may start a program without any: it does its work, and ends as it would."""
    assert run(words, folder, "<&- >&- 2>&-").returncode == COMMANDS[words][1]


@pytest.mark.parametrize("words", COMMANDS)
def test_help_that_cannot_be_written_ends_with_74(words: str) -> None:
    """Every command ends so, and says why in one line."""
    program, *below = words.split()
    ran = run_in_shell(program, [*below, "--help"], ">/dev/full")
    assert (ran.returncode, ran.stderr.decode()) == (74, f"{program}: {FULL}")


@pytest.mark.parametrize("words", ["search", "note", "lineage export", "reprints"])
def test_an_answer_that_cannot_be_written_ends_with_74(words: str, folder: Path) -> None:
    """A full disk would be taken for an empty answer."""
    ran = run(f"archive {words}", folder, ">/dev/full")
    assert (ran.returncode, ran.stderr.decode()) == (74, f"archive: {FULL}")


@pytest.mark.parametrize(
    ("redirections", "code"),
    [
        ("2>&-", 0), ("2>/dev/full", 0), ("2</dev/null", 0), (">&-", 0), ("<&-", 0),
        (">/dev/full 2>/dev/full", 74), (">/dev/full 2>&-", 74), ("1</dev/null", 74),
    ],
)  # fmt: skip
def test_messages_that_cannot_be_written_change_no_exit_code(
    redirections: str, code: int, folder: Path
) -> None:
    """`archive hide` says on standard output what it did, on standard error which copies stay."""
    assert run("archive hide", folder, redirections).returncode == code


@pytest.mark.parametrize("redirections", ["2>&-", "<&- >&- 2>&-"])
def test_what_is_printed_gets_into_no_file_of_the_archive(
    redirections: str, demo: Demo, tmp_path: Path
) -> None:
    """A file that is opened while a stream is closed gets its number. Here a library prints."""
    folder = tmp_path / "new"
    demo.server.write_stations(folder)
    noise = """
import os, threading, time
def print_on():
    while True:
        for number in (1, 2):
            try:
                os.write(number, b"noise of a library")
            except OSError:
                pass
        time.sleep(0.001)
from archive.cli import streams
set_up = streams.set_up
def noisily():
    set_up()
    threading.Thread(target=print_on, daemon=True).start()
streams.set_up = noisily
"""
    ran = run("harvest crawl", folder, redirections, prepare=noise)
    assert ran.returncode == 0
    (number,) = rows(folder, "SELECT count(*) FROM articles")
    assert number == (1,)
    for path in folder.rglob("*"):
        assert path.is_dir() or b"noise of a library" not in path.read_bytes(), path
    assert run("archive verify", folder).returncode == 0


def test_a_reader_that_ends_first_ends_the_command_as_it_ends_others(folder: Path) -> None:
    """A shell tells 141 of `archive lineage export | head -1`, and nothing else is said."""
    ran = run("archive lineage export", folder, "| head -c 1")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"{", b"")  # of head
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from archive.cli import main; main()", "--help"]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE) as process:
        os.close(writer)
        assert process.communicate(timeout=60) == (None, b"")
    assert process.returncode == -signal.SIGPIPE


def test_a_pipe_that_was_set_not_to_wait_is_waited_for(folder: Path, harvest: Harvest) -> None:
    """Another program that shares it may have set it so; nothing of the answer is lost."""
    asked = ("stations", "--archive", folder)
    command = [sys.executable, "-c", "from harvester.cli import main; main()", *map(str, asked)]
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(command, stdout=writer) as process, os.fdopen(reader, "rb") as answer:
        os.close(writer)
        time.sleep(1)  # the pipe is full by then
        said = answer.read()
        assert process.wait(60) == 0
    assert len(said) > 4096
    assert said.decode() == harvest(*asked).stdout


@pytest.mark.parametrize(
    "locale",
    [
        {"LANG": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=str,
)  # fmt: skip
def test_answers_and_messages_are_utf_8_in_any_locale(
    locale: dict[str, str], folder: Path, harvest: Harvest
) -> None:
    """cron starts programs without a locale; half of what is printed is Chinese."""
    ran = run("harvest stations", folder, **locale)
    assert ran.stdout.decode() == harvest("stations", "--archive", folder).stdout
    (folder / "stations" / "own.toml").write_text('"路灯" = 1\n', "utf-8")
    ran = run("harvest stations", folder, **locale)
    assert "路灯" in ran.stderr.decode()


@pytest.mark.parametrize("program", ["archive", "harvester"])
@pytest.mark.parametrize(
    "arguments",
    [("show", "路\udcff"), ("search", "\udcc2\udcb7\udcb5\udcc6"), ("note", "x:1", "\udcff"),
     ("stations", "--station-files", "\udcff"), ("crawl", "\udcff")],
)  # fmt: skip
def test_an_argument_that_is_not_utf_8_is_told(
    tmp_path: Path, program: str, arguments: tuple[str, ...]
) -> None:
    """As typed in a terminal of GBK: no name and no text of an archive has such bytes."""
    command = [sys.executable, "-c", f"from {program}.cli import main; main()", *arguments]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert result.returncode == 2
    assert b"this argument is not UTF-8" in result.stderr
    assert b"Traceback" not in result.stderr
