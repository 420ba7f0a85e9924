"""docs/queries.md: each question is answered by the stock sqlite3 program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.commands import ROOT, Demo, Harvest
from support.crawled import copy_of

from archive.custody.opening import open_archive

QUERIES = re.findall(
    r"^## (\d+)\. ([^\n]+)\n\n```sql\n(.*?)```",
    (ROOT / "docs" / "queries.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)
PROGRAM = shutil.which("sqlite3")


@pytest.fixture(scope="module")
def archive(demo: Demo, tmp_path_factory: pytest.TempPathFactory, archive_command: Harvest) -> Path:
    """The demo region with corrections, a withdrawal, a takedown and a verification."""
    folder = copy_of(demo, tmp_path_factory.mktemp("queries") / "archive")
    with open_archive(folder) as held, held.transaction() as connection:
        first, second, third = (
            held.article(row[0])
            for row in connection.execute("SELECT id FROM articles ORDER BY id LIMIT 3").fetchall()
        )
        changed = connection.execute("SELECT * FROM history WHERE article = ?", (first.id,))
        names = [column[0] for column in changed.description if column[0] != "is_current"]
        former = dict(zip([c[0] for c in changed.description], changed.fetchone(), strict=True))
        former |= {"revision": "20000101000000", "revised_at": "2000-01-01T00:00:00Z",
                   "superseded_at": "2001-01-01T00:00:00Z", "title": "旧题目"}  # fmt: skip
        connection.execute(
            f"INSERT INTO revisions ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            [former[name] for name in names],
        )
        connection.execute(
            "INSERT INTO events (at, type, article, agent, outcome, detail)"
            " VALUES ('2001-01-01T00:00:00Z', 'correction', ?, 'test', 'success', ?)",
            (first.id, '{"fields": ["title"]}'),
        )
        connection.execute("UPDATE articles SET state = 'gone' WHERE id = ?", (second.id,))
    for command in (
        ("hide", third.id, "--reason", "待核实", "--basis", "民法典第1028条"),
        ("verify",),
    ):
        done = archive_command(*command, "--archive", folder)
        assert done.returncode == 0, done.stderr
    return folder


def test_there_are_twenty() -> None:
    """Numbered in order."""
    assert [int(number) for number, _, _ in QUERIES] == list(range(1, 21))


@pytest.mark.skipif(PROGRAM is None, reason="the program sqlite3 is not installed")
@pytest.mark.parametrize(
    ("question", "query"), [(q, sql) for _, q, sql in QUERIES], ids=[q for _, q, _ in QUERIES]
)
def test_each_question_is_answered_in_the_stock_program(
    archive: Path, question: str, query: str
) -> None:
    """Without an extension, and with at least one row where the demo has something to say."""
    assert PROGRAM is not None
    done = subprocess.run(
        [PROGRAM, "-readonly", "-bail", str(archive / "archive.db")],
        input=query, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.strip(), question
