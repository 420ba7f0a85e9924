"""The command `archive`, run as a user runs it: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

Ran = subprocess.CompletedProcess[str]
Command = Callable[..., Ran]

RECORDS = (
    {
        "id": "demo:1", "station": "north", "url": "https://north.example/1",
        "title": "路灯亮了", "published_at": "2022-07-22T08:51:12+08:00", "source": "北县日报",
        "authors": ["林小禾", "周一"], "editors": ["孙晚"],
        "body": "北縣人大代表走進小區。\n路燈亮\u202e了\x1b]0;x\x07。",
    },
    {
        "id": "demo:2", "station": "south", "url": "https://south.example/2",
        "title": "培训开班", "published_at": "2022-07-23", "body": "人大代表培训。",
    },
)  # fmt: skip
PROGRAM = [sys.executable, "-c", "from archive.cli import main; main()"]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, archive_command: Command) -> Path:
    """The folder of an archive with two loaded articles; tests only read it."""
    folder = tmp_path_factory.mktemp("cli")
    records = folder / "records.jsonl"
    records.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), "utf-8")
    ran = archive_command("load", records, "--archive", folder / "archive")
    assert ran.stdout == "2 new; 0 lines refused\n"
    assert ran.stderr == f"archive: made a new archive in {folder / 'archive'}\n"
    return folder / "archive"


@pytest.fixture
def captured(tmp_path: Path) -> Path:
    """The folder of an archive with one article, captured twice, corrected once."""
    from dataclasses import replace

    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on)"
                " VALUES ('xiangtan', '湘潭站', 'fixture')"
            )
        hold(archive, ARTICLE, capture())
        hold(archive, replace(ARTICLE, title="湘潭：新建路灯四百盏"), capture(60))
    return tmp_path / "archive"


def test_search_prints_hits_that_cannot_steer_the_terminal(
    archive_command: Command, loaded: Path
) -> None:
    """The count, then headline, what is known, and a snippet of the original."""
    ran = archive_command("search", "路灯", "--archive", loaded)
    assert ran.returncode == 0
    assert ran.stdout == (
        "1 article\n"
        "\n"
        "路灯亮了\n"
        "demo:1 · north · 2022-07-22T08:51:12+08:00 · "
        "来源 北县日报 · 作者 林小禾、周一 · 编辑 孙晚\n"
        "北縣人大代表走進小區。 路燈亮�了␛]0;x␇。\n"
    )


def test_search_gives_json_to_programs(archive_command: Command, loaded: Path) -> None:
    """Query, exact count, hits; what steers a terminal is escaped."""
    ran = archive_command("search", "人大 -培训", "--json", "--archive", loaded)
    answer = json.loads(ran.stdout)
    assert (answer["query"], answer["total"]) == ("人大 -培训", 1)
    (hit,) = answer["hits"]
    assert hit["id"] == "demo:1"
    assert hit["snippet"]["marks"] == [[2, 4]]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], ["demo:2", "demo:1"]),
        (["--sort", "date", "--limit", "1"], ["demo:2"]),
        (["--station", "north"], ["demo:1"]),
        (["--from", "2022-07-23"], ["demo:2"]),
        (["--to", "2022-07-22"], ["demo:1"]),
        (["--source", "北县日报"], ["demo:1"]),
    ],
)
def test_search_narrows(
    archive_command: Command, loaded: Path, options: list[str], ids: list[str]
) -> None:
    """By station, days and source; sorted and cut as asked."""
    ran = archive_command("search", "人大代表", "--json", *options, "--archive", loaded)
    assert [hit["id"] for hit in json.loads(ran.stdout)["hits"]] == ids


def test_searching_in_vain_ends_with_3(archive_command: Command, loaded: Path) -> None:
    """One line says so."""
    ran = archive_command("search", "火星", "--archive", loaded)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr == "archive: nothing found for 火星\n"


def test_hits_are_coloured_on_a_terminal_only(loaded: Path) -> None:
    """And not where NO_COLOR is set."""
    for no_color, coloured in (("", True), ("1", False)):
        ours, theirs = pty.openpty()
        subprocess.run(
            [*PROGRAM, "search", "路灯"], stdout=theirs, check=True,
            env=os.environ | {"NEWS_ARCHIVE": str(loaded), "NO_COLOR": no_color},
        )  # fmt: skip
        os.close(theirs)
        printed = os.read(ours, 10_000).decode()
        os.close(ours)
        assert ("\x1b[31m\x1b[1m路燈\x1b[0m亮�了␛]0;x␇。" in printed) == coloured
        assert ("路燈亮�了␛]0;x␇。" in printed) != coloured


def test_a_file_of_queries_is_answered(
    archive_command: Command, loaded: Path, tmp_path: Path
) -> None:
    """All the words; where no article has them all, any of them."""
    queries = tmp_path / "queries.jsonl"
    texts = {"name": "孙晚", "question": "北县的路灯什么时候亮？", "vain": "火星"}
    rows = (json.dumps({"query": query, "text": text}) for query, text in texts.items())
    queries.write_text("\n".join(rows), "utf-8")
    hits = tmp_path / "hits.jsonl"
    ran = archive_command("search", "--queries", queries, "--output", hits, "--archive", loaded)
    assert (ran.returncode, ran.stderr) == (0, "")
    answers = [json.loads(line) for line in hits.read_text().splitlines()]
    assert [(row["query"], [hit["id"] for hit in row["hits"]]) for row in answers] == [
        ("name", ["demo:1"]),
        ("question", ["demo:1"]),
        ("vain", []),
    ]
    assert answers[0]["hits"][0]["score"] > 0


def test_show_prints_every_field(archive_command: Command, captured: Path) -> None:
    """What the article says, its evidence, addresses, revisions, and where its captures stand."""
    with closing(sqlite3.connect(captured / "archive.db")) as connection:
        warc, offset, length = connection.execute(
            "SELECT warc_file, warc_offset, warc_length FROM captures ORDER BY captured_at"
        ).fetchone()
    cited = f"{ARTICLE.id}@20220722005112"
    ran = archive_command("show", cited, "--evidence", "--archive", captured)
    assert ran.returncode == 0
    for line in (
        "湘潭：新建路灯三百盏",
        "revision             20220722005112",
        "state                changed",
        "published_at         2022-07-22T08:30:00+08:00",
        "source               湘潭日报",
        "reporter             付鼎臣 (记者)",
        "editor               凌雨晴, 湘潭站 (编辑)",
        "居民说好。",
        "  canonical  https://xt.example.cn/content/646.html",
        "  20220722005112  湘潭：新建路灯三百盏",
        "  20220722015112  湘潭：新建路灯四百盏",
        f"  2022-07-22T00:51:12Z  200  {warc}  offset {offset}  length {length}",
        "  source             label 来源: 来源:湘潭日报",
    ):
        assert line in ran.stdout.splitlines()


def test_show_gives_the_record_to_programs(archive_command: Command, captured: Path) -> None:
    """All keys of the record, and what is held beside it."""
    ran = archive_command("show", ARTICLE.id, "--json", "--archive", captured)
    record = json.loads(ran.stdout)
    assert record["title"] == "湘潭：新建路灯四百盏"
    assert record.keys() - ARTICLE.to_dict().keys() == {
        "revision", "state", "first_seen_at", "last_seen_at", "addresses", "revisions", "captures",
    }  # fmt: skip


def test_log_tells_what_happened(archive_command: Command, captured: Path) -> None:
    """Oldest first; a note is among it."""
    noted = archive_command(
        "note", ARTICLE.id, "与印刷版核对过", "--by", "archivist", "--archive", captured
    )
    assert noted.returncode == 0
    ran = archive_command("log", ARTICLE.id, "--json", "--archive", captured)
    told = [(event["type"], event["agent"]) for event in json.loads(ran.stdout)]
    assert [kind for kind, _ in told] == ["new", "correction", "note"]
    assert told[2] == ("note", "archivist")
    plain = archive_command("log", ARTICLE.id, "--archive", captured).stdout.splitlines()
    assert plain[0].startswith("2022-07-22T00:51:12Z  new  20220722005112  archive 0.2.0")
    assert "与印刷版核对过" in plain[2]


def test_stats_counts_station_by_station(archive_command: Command, captured: Path) -> None:
    """Articles by state, revisions, captures, first and last, and how often fields are filled."""
    ran = archive_command("stats", "--archive", captured)
    assert ran.stdout == (
        "1 article, 2 revisions, 2 captures\n"
        "\n"
        "xiangtan  湘潭站\n"
        "  1 article, 2 revisions, 2 captures (1 changed)\n"
        "  published 2022-07-22T08:30:00+08:00 … 2022-07-22T08:30:00+08:00\n"
        "  seen 2022-07-22T00:51:12Z … 2022-07-22T01:51:12Z\n"
        "  filled: title 100%, published_at 100%, source 100%, authors 100%, editors 100%,"
        " body 100%, complete 100%\n"
    )
    counted = json.loads(archive_command("stats", "--json", "--archive", captured).stdout)
    assert counted["stations"][0]["states"] == {"live": 0, "changed": 1, "gone": 0, "withdrawn": 0}
    assert counted["stations"][0]["filled"]["source"] == 1.0


def test_stats_tells_of_an_empty_archive(archive_command: Command, tmp_path: Path) -> None:
    """Nothing is held, and that is no error."""
    new_archive(tmp_path / "archive").close()
    ran = archive_command("stats", "--archive", tmp_path / "archive")
    assert (ran.returncode, ran.stdout) == (0, "0 articles, 0 revisions, 0 captures\n")


def test_load_names_file_line_and_key(archive_command: Command, tmp_path: Path) -> None:
    """The other lines are loaded; the exit code is 1."""
    records = tmp_path / "records.jsonl"
    records.write_text(json.dumps(RECORDS[0]) + '\n{"id": "demo:3", "station": "north"}\n', "utf-8")
    ran = archive_command("load", records, "--bulk", "--archive", tmp_path / "archive")
    assert (ran.returncode, ran.stdout) == (1, "1 new; 1 line refused\n")
    assert f"archive: {records}, line 2: url: expected a text, found nothing\n" in ran.stderr


def test_load_refuses_another_file(archive_command: Command, tmp_path: Path) -> None:
    """It is named, the exit code is 2."""
    other = tmp_path / "other.csv"
    other.write_text("id,title\n" * 50)
    ran = archive_command("load", other, "--archive", tmp_path / "archive")
    assert ran.returncode == 2
    lines = ran.stderr.splitlines()
    assert lines == [
        f"archive: {other}: it has no column url; its columns are id, title;"
        " a mapping may say which, and another `delimiter` than ','"
    ]


def test_export_writes_what_a_query_finds(
    archive_command: Command, loaded: Path, tmp_path: Path
) -> None:
    """And says where."""
    output = tmp_path / "july"
    ran = archive_command(
        "export", "人大代表", "--station", "north", "--format", "csv", "--output", output,
        "--archive", loaded,
    )  # fmt: skip
    assert ran.stdout == f"1 article in {output / 'articles.csv'}\n"
    assert sorted(path.name for path in output.iterdir()) == [
        "articles.csv",
        "codebook.md",
        "manifest.json",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["show", "demo:9"], 3, "archive: demo:9: no such article in "),
        (["log", "demo:9"], 3, "archive: demo:9: no such article in "),
        (["note", "demo:9", "x"], 3, "archive: demo:9: no such article in "),
        (["search", "人大", "--from", "July"], 2, "archive: 'July' is no date: "),
        (["search"], 2, "Error: say what to search for"),
        (["search", "--queries", "none.jsonl"], 2, "Error: --queries FILE needs --output FILE"),
        (["load", "none.jsonl"], 2, "archive: none.jsonl: cannot be read to its end"),
        (["frobnicate"], 2, "Error: No such command 'frobnicate'"),
        (["export", "火星", "--format", "csv", "--output", "x"], 3, "archive: no article matches"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    archive_command: Command, loaded: Path, arguments: list[str], code: int, message: str
) -> None:
    """No traceback; the exit code says what kind it was."""
    ran = archive_command(*arguments, "--archive", loaded)
    assert ran.returncode == code
    assert ran.stderr.splitlines()[-1].startswith(message)
    assert "Traceback" not in ran.stderr


def test_a_folder_without_an_archive_is_told(archive_command: Command, tmp_path: Path) -> None:
    """And none is made by looking."""
    ran = archive_command("stats", "--archive", tmp_path / "none")
    assert ran.returncode == 2
    assert ran.stderr == f"archive: {tmp_path / 'none'}: there is no archive in this folder\n"
    assert not (tmp_path / "none").exists()


def test_a_damaged_database_is_told(archive_command: Command, loaded: Path, tmp_path: Path) -> None:
    """Exit code 76, and no traceback."""
    shutil.copytree(loaded, tmp_path / "archive")
    path = tmp_path / "archive/archive.db"
    path.write_bytes(path.read_bytes()[:8192] + b"\xff" * 200_000)
    ran = archive_command("search", "人大", "--archive", tmp_path / "archive")
    assert ran.returncode == 76
    assert "Traceback" not in ran.stderr


def test_a_reader_that_stops_reading_ends_the_command_quietly(loaded: Path) -> None:
    """`archive show … | head -1`."""
    ran = subprocess.run(
        ["sh", "-c", '"$@" | head -c 1', "sh", *PROGRAM, "show", "demo:1"],
        capture_output=True,
        check=True,
        env=os.environ | {"NEWS_ARCHIVE": str(loaded)},
    )
    assert ran.stderr == b""


@pytest.mark.parametrize(
    "command",
    [
        ["note", "demo:1", "核对过原报"],
        ["hide", "demo:1", "--reason", "asked for", "--basis", "other"],
        ["lineage", "overrule", "demo:1", "demo:2", "--relation", "none", "--reason", "no"],
    ],
    ids=" ".join,
)
def test_a_user_without_a_login_name_is_asked_for_a_name(
    command: list[str], loaded: Path, tmp_path: Path
) -> None:
    """In a container, under a bare number: it is not a bug of ours, and nothing is decided."""
    folder = shutil.copytree(loaded, tmp_path / "archive")
    bare = """
import pwd
def unknown(number):
    raise KeyError(number)
pwd.getpwuid = unknown
from archive.cli import main
main()"""
    ran = subprocess.run(
        [sys.executable, "-c", bare, *command, "--archive", folder],
        capture_output=True, text=True, check=False, env={"PATH": os.defpath},
    )  # fmt: skip
    told = "archive: you have no login name here; say who decides it with --by\n"
    assert (ran.returncode, ran.stderr) == (2, told)
    assert not (folder / "decisions.jsonl").exists()


def test_an_interrupt_ends_with_130(loaded: Path, tmp_path: Path) -> None:
    """Ctrl-C while a file is loaded, here one that never ends."""
    endless = tmp_path / "endless.jsonl"
    os.mkfifo(endless)
    load = [*PROGRAM, "load", endless, "--archive", tmp_path / "archive"]
    # Opened for both, it does not wait for a reader: the program may have died.
    with (
        os.fdopen(os.open(endless, os.O_RDWR), "w") as file,
        subprocess.Popen(load, stderr=subprocess.PIPE) as running,
    ):
        try:
            file.write(json.dumps(RECORDS[0]) + "\n")
            file.flush()
            while not (tmp_path / "archive/archive.db").exists():
                assert running.poll() is None
                time.sleep(0.01)
            running.send_signal(signal.SIGINT)
            _, told = running.communicate(timeout=20)
        finally:
            running.kill()
    assert running.returncode == 130
    assert b"Traceback" not in told


def test_an_interrupted_export_says_what_comes_next(loaded: Path, tmp_path: Path) -> None:
    """Ctrl-C after the articles, before the codebook: no half dataset, and no guess what to do."""
    signalled = (
        "import os, signal; from archive.dataset import export;"
        " export.codebooks = lambda book: os.kill(os.getpid(), signal.SIGINT); "
    )
    ran = subprocess.run(
        [*PROGRAM[:-1], signalled + PROGRAM[-1], "export", "--format", "csv", "--output",
         tmp_path / "out", "--archive", loaded],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr == (
        "archive: interrupted, and no file has its name: the same command goes on from the last"
        " checkpoint (the first is made after 8 MB), or begins anew where there is none yet or the"
        " archive is written to meanwhile\n\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_bug_of_ours_ends_with_70(loaded: Path) -> None:
    """With the traceback, and a line that asks to report it."""
    bug = "from archive.store import article_details; article_details.events_of = None; "
    program = [*PROGRAM[:-1], bug + PROGRAM[-1]]
    ran = subprocess.run(
        [*program, "log", "demo:1", "--archive", loaded],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 70
    lines = ran.stderr.splitlines()
    assert lines[0].startswith("Traceback")
    assert lines[-1] == "archive: this is a bug of ours; please report it with the lines above"


def test_every_command_has_help_and_takes_an_archive(archive_command: Command) -> None:
    """So that `--archive` never has to be guessed."""
    commands = ("search", "show", "stats", "load", "export", "note", "log")
    listed = archive_command("--help").stdout
    for command in commands:
        assert f"  {command} " in listed
        assert "--archive PATH" in archive_command(command, "--help").stdout
