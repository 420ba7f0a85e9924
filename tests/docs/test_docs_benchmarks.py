"""benchmarks/README.md names every script, so that none is kept that nobody knows how to run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from support.commands import ROOT
from support.saved_pages import PARAGRAPHS, story

FOLDER = ROOT / "benchmarks"
PAGE = (FOLDER / "README.md").read_text("utf-8")


def test_every_script_is_named_and_no_other() -> None:
    """With its command, or as a part of others."""
    named = set(re.findall(r"[`/](\w+\.py)\b", PAGE))
    assert named == {path.name for path in FOLDER.glob("*.py")}


def _reading(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FOLDER / "reading.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_failures_are_listed_of_pages_that_may_be_built_on_alone(tmp_path: Path) -> None:
    """A reader that was mended by looking at the other half would be measured on what it knows.

    The CRC-32 of qingtang is 2281350696, which is even; that of jiangzhou is 1417744025, which is
    odd. Both pages are empty, and so both are refused.
    """
    for site in ("qingtang", "jiangzhou"):
        (tmp_path / "pages" / site).mkdir(parents=True)
        (tmp_path / "pages" / site / "1.html").write_text("")
    rows = [
        {"file": f"pages/{site}/1.html", "kinds": ["list"]} for site in ("qingtang", "jiangzhou")
    ]
    truth = tmp_path / "truth.jsonl"
    truth.write_text("\n".join(map(json.dumps, rows)))
    assert _reading(str(truth), "--failures", "kind").stdout == (
        "pages/qingtang/1.html: not an article: empty page\n"
    )
    refused = _reading(str(truth), "--failures", "kind", "--half", "looked-away")
    assert refused.returncode == 2
    assert "pages of the looked-away half are not listed" in refused.stderr


def test_a_mutation_rewrites_a_page_and_not_its_truth(tmp_path: Path) -> None:
    """`item: em` is built on and `row: aside` looked away from: of that only totals are printed.

    The CRC-32 of their names are 124281334 and 2572258897.
    """
    (tmp_path / "pages" / "qingtang").mkdir(parents=True)
    row = {
        "file": "pages/qingtang/1.html",
        "title": "青棠镇三百盏路灯亮了",
        "published": "2022-07-22T08:51:00+08:00",
        "published_precision": "time",
        "source": "青棠日报",
        "authors": [],
        "editors": [],
        "body": "\n".join(PARAGRAPHS),
    }
    (tmp_path / row["file"]).write_text(story("2022-07-22 08:51　来源：青棠日报"), "utf-8")
    truth = tmp_path / "truth.jsonl"
    truth.write_text(json.dumps(row))
    command = [sys.executable, str(FOLDER / "mutations.py"), str(truth), "--one-in", "1"]
    names = ["--mutations", "item: em", "row: aside"]
    done = subprocess.run([*command, *names], capture_output=True, text=True, check=True)
    rows = [line.split(" | ")[:4] for line in done.stdout.splitlines()[2:]]
    assert rows == [
        ["| item: em", "1", "", ""],
        ["| all 1 built-on", "1", "", ""],
        ["| all 1 looked-away", "1", "", ""],
    ]
