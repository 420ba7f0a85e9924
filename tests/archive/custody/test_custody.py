"""Verification, takedowns and backups as an archivist types them, on the crawled demo region."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.commands import Demo, Harvest
from support.crawled import assert_whole, copy_of, held, rows

WHY = ("--reason", "当事人要求", "--basis", "民法典第1028条", "--by", "档案员")


@pytest.fixture
def folder(demo: Demo, tmp_path: Path) -> Path:
    """The crawled region, to be changed."""
    return copy_of(demo, tmp_path / "copy")


def first(folder: Path) -> tuple[str, str]:
    """An article, and a line of its body that stands nowhere else."""
    for identifier, body in rows(folder, "SELECT id, body FROM articles ORDER BY id"):
        for line in str(body).splitlines():
            count = rows(folder, "SELECT count(*) FROM articles WHERE instr(body, ?)", line)
            if len(line) > 20 and count == [(1,)]:
                return str(identifier), line
    raise AssertionError("the demo has no such article")


def test_a_crawled_archive_verifies(folder: Path, archive_command: Harvest) -> None:
    """Everything is looked at; the event says so."""
    done = archive_command("verify", "--archive", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(
        "1 index (not compared: lineage and frontier, which have no digests); 0 problems\n"
    )
    event = archive_command("events", "--type", "fixity check", "--json", "--archive", folder)
    (told,) = json.loads(event.stdout)
    assert (told["type"], told["outcome"], told["detail"]["problem_count"]) == (
        "verification", "success", 0,
    )  # fmt: skip
    sampled = archive_command("verify", "--sample", "10%", "--archive", folder)
    assert sampled.returncode == 0, sampled.stderr


def test_damage_ends_with_76_and_is_told_line_by_line(
    folder: Path, archive_command: Harvest
) -> None:
    """One bit of one WARC record: file, offset and capture are named, and what to do."""
    path = max((folder / "warc").iterdir(), key=lambda each: each.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)

    done = archive_command("verify", "--json", "--archive", folder)

    assert done.returncode == 76
    problems = json.loads(done.stdout)["problems"]
    assert {problem["severity"] for problem in problems} == {"damage"}
    assert any(problem["record"].startswith(f"warc/{path.name}, offset ") for problem in problems)
    assert f"restore it from a backup the file {path.name}" in done.stderr
    again = archive_command("verify", "--repair", "--archive", folder)
    assert again.returncode == 76


def test_what_another_program_wrote_ends_with_1_until_it_is_accepted(
    folder: Path, archive_command: Harvest
) -> None:
    """The stock program or DB Browser: allowed, and told."""
    import sqlite3
    from contextlib import closing

    identifier, _ = first(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("UPDATE articles SET source = '某报' WHERE id = ?", (identifier,))
    done = archive_command("verify", "--archive", folder)
    assert done.returncode == 1
    assert f"article {identifier}: written by another program" in done.stderr
    assert archive_command("verify", "--accept", "--archive", folder).returncode == 0
    assert archive_command("verify", "--archive", folder).returncode == 0


def test_a_hidden_article_is_shown_by_no_command_and_comes_back(
    folder: Path, archive_command: Harvest, harvest: Harvest, tmp_path: Path
) -> None:
    """Search, show, export, reread, rebuild."""
    identifier, line = first(folder)
    before = held(folder)
    done = archive_command("hide", identifier, *WHY, "--archive", folder)
    assert done.returncode == 0, done.stderr

    told = archive_command("show", identifier, "--archive", folder)
    assert told.returncode == 3
    assert "hidden since" in told.stderr
    assert "当事人要求 (民法典第1028条)" in told.stderr
    found = archive_command("search", f'"{line[:12]}"', "--archive", folder)
    assert identifier not in found.stdout
    exported = archive_command(
        "export", "--format", "jsonl", "--output", tmp_path / "out.jsonl", "--archive", folder
    )
    assert exported.returncode == 0, exported.stderr
    assert line not in (tmp_path / "out.jsonl").read_text("utf-8")
    assert line not in harvest("reread", "--archive", folder, "--json").stdout
    rebuilt = harvest("reread", "--rebuild", "--archive", folder)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert archive_command("show", identifier, "--archive", folder).returncode == 3
    assert archive_command("verify", "--archive", folder).returncode == 0

    done = archive_command("unhide", identifier, *WHY, "--archive", folder)
    assert done.returncode == 0, done.stderr
    assert held(folder) == before


def test_an_erased_article_is_neither_crawled_imported_nor_rebuilt(
    demo: Demo, folder: Path, archive_command: Harvest, harvest: Harvest, tmp_path: Path
) -> None:
    """Its text comes back by no way, although the station still prints it."""
    identifier, line = first(folder)
    backup = tmp_path / "backup"
    assert archive_command("backup", backup, "--archive", folder).returncode == 0
    shutil.copytree(folder / "warc", tmp_path / "foreign")
    asked = archive_command("erase", identifier, *WHY, "--archive", folder)
    assert asked.returncode == 2
    assert "--yes" in asked.stderr
    done = archive_command("erase", identifier, *WHY, "--yes", "--archive", folder)
    assert done.returncode == 0, done.stderr
    assert f"backup {backup}" in done.stderr
    everything = len(held(folder))

    warcs = sorted((tmp_path / "foreign").iterdir())
    steps = [
        ("crawl", *demo.names, "--recheck"),
        ("import", *warcs),
        ("reread", "--apply"),
        ("reread", "--rebuild"),
        ("crawl", *demo.names, "--recheck"),
    ]
    for step in steps:
        result = harvest(*step, "--archive", folder)
        assert result.returncode == 0, (step, result.stderr)
        assert len(held(folder)) == everything, step
        assert archive_command("show", identifier, "--archive", folder).returncode == 3
        assert _traces(folder, line) == [], step
        assert_whole(folder)
    verified = archive_command("verify", "--archive", folder)
    assert verified.returncode == 0, verified.stderr

    restored = archive_command(
        "restore", backup, tmp_path / "again", "--decisions", folder / "decisions.jsonl"
    )
    assert restored.returncode == 0, restored.stderr
    assert _traces(tmp_path / "again", line) == []


def _traces(folder: Path, line: str) -> list[str]:
    """Files in which the line stands, also within gzip members."""
    import zlib

    needles = (line.encode(), line.encode("gb18030"))
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        texts, data = [path.read_bytes()], path.read_bytes()
        while path.suffix == ".gz" and data:
            member = zlib.decompressobj(31)
            texts.append(member.decompress(data))
            data = member.unused_data
        if any(needle in text for text in texts for needle in needles):
            found.append(path.name)
    return found


def test_a_backup_is_checked_and_restored(
    folder: Path, archive_command: Harvest, tmp_path: Path
) -> None:
    """Digests first; then it is an archive like the one it was made of."""
    done = archive_command("backup", tmp_path / "backup", "--archive", folder)
    assert done.returncode == 0, done.stderr
    checked = archive_command("restore", tmp_path / "backup", "--check")
    assert checked.returncode == 0, checked.stderr
    restored = archive_command("restore", tmp_path / "backup", tmp_path / "again")
    assert restored.returncode == 0, restored.stderr
    assert held(tmp_path / "again") == held(folder)
    (tmp_path / "backup" / "decisions.jsonl").write_text("?")
    assert archive_command("restore", tmp_path / "backup", "--check").returncode == 76
