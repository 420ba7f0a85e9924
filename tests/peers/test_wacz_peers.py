"""Programs that open WACZ files find ours whole, and index the captures in it as we do."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from support.commands import Demo, Harvest, Peer
from support.crawled import rows
from support.former_warc import former_form


@pytest.fixture(scope="module")
def packed(demo: Demo, archive_command: Harvest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's articles of one station whose pages are in GBK, with their texts."""
    output = tmp_path_factory.mktemp("wacz") / "evening.wacz"
    ran = archive_command(
        "wacz", "--station", "demo-evening", "--text", "--output", output, "--archive", demo.folder
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return output


def run(*command: object) -> str:
    """What a program prints; it must end without an error."""
    words = [str(word) for word in command]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_py_wacz_finds_our_file_valid(packed: Path, peer: Peer) -> None:
    """Its validation compares each digest, and the package with its schema."""
    assert "is valid" in run(peer("wacz"), "validate", "-f", packed)


def test_the_index_in_it_is_that_of_cdxj_indexer(packed: Path, peer: Peer, tmp_path: Path) -> None:
    """Line for line; only the digests of records are more."""
    warc = tmp_path / "data.warc.gz"
    with zipfile.ZipFile(packed) as file:
        warc.write_bytes(file.read("archive/data.warc.gz"))
        ours = gzip.decompress(file.read("indexes/index.cdx.gz")).decode()
    theirs = run(peer("cdxj-indexer"), "--sort", warc)
    assert re.sub(r', "recordDigest": "sha256:[0-9a-f]{64}"', "", ours) == theirs
    assert len(ours.splitlines()) > 20
    assert "fail" not in run(peer("warcio"), "check", "-v", warc)


def test_our_index_mends_files_of_version_0_1(
    demo: Demo, peer: Peer, harvest: Harvest, archive_command: Harvest, tmp_path: Path
) -> None:
    """There cdxj-indexer takes metadata records for pages; our index has the captures alone."""
    folder = tmp_path / "demo"
    shutil.copytree(demo.folder, folder)
    (folder / "archive.db").unlink()
    (warc,) = (folder / "warc").glob("*.warc.gz")
    warc.write_bytes(former_form(warc))
    rebuilt = harvest("reread", "--rebuild", "--archive", folder)
    assert rebuilt.returncode == 0, rebuilt.stderr
    theirs = run(peer("cdxj-indexer"), "--sort", warc).splitlines()
    ours = archive_command("cdxj", "--archive", folder).stdout.splitlines()
    assert len(ours) == len(rows(folder, "SELECT id FROM captures")) > 200
    metadata = [line for line in theirs if '"mime": "application/json", "digest"' in line]
    assert len(metadata) == len(ours)
    assert ours == [line for line in theirs if line not in set(metadata)]
