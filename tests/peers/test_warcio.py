"""warcio, which most tools of web archives use, reads every WARC file that a crawl writes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from support.commands import Demo, Peer
from support.crawled import rows


def files(demo: Demo) -> list[Path]:
    """The WARC files of the crawl."""
    found = sorted((demo.folder / "warc").glob("*.warc.gz"))
    assert found
    return found


def test_warcio_finds_every_digest_right(demo: Demo, peer: Peer) -> None:
    """`warcio check` computes payload and block digests again; it ends with 1 where one differs."""
    for file in files(demo):
        ran = subprocess.run(
            [peer("warcio"), "check", "-v", file], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout
        assert "digest pass" in ran.stdout
        assert "fail" not in ran.stdout


def test_warcio_finds_every_capture_where_the_archive_says_it_is(demo: Demo, peer: Peer) -> None:
    """`warcio index` gives the same records, files and offsets as the table `captures`."""
    indexed = set()
    for file in files(demo):
        fields = "warc-type,warc-record-id,offset"
        command = [peer("warcio"), "index", "-f", fields, file]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for record in map(json.loads, lines.splitlines()):
            if record["warc-type"] in {"response", "revisit"}:
                name = record["warc-record-id"].strip("<>")
                indexed.add((name, file.name, int(record["offset"])))
    held = rows(demo.folder, "SELECT id, warc_file, warc_offset FROM captures")
    assert indexed == set(held)
