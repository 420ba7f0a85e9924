"""Programs that index and replay WARC files serve each page of both days of the demo."""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from support.commands import Harvest, Peer
from support.crawled import rows

from archive.store.archive import Archive

INDEXED = {"response", "revisit"}


def files(folder: Path) -> list[Path]:
    """The WARC files of an archive."""
    found = sorted((folder / "warc").glob("*.warc.gz"))
    assert found
    return found


def run(*command: object, folder: Path | None = None) -> str:
    """What a program prints; it must end without an error."""
    words = [str(word) for word in command]
    ran = subprocess.run(words, capture_output=True, text=True, cwd=folder, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def places_in(cdxj: str) -> list[tuple[str, str, int]]:
    """The address, file and offset of each line of an index."""
    lines = [json.loads(line.split(" ", 2)[2]) for line in cdxj.splitlines() if line[0] != "!"]
    return sorted((line["url"], line["filename"], int(line["offset"])) for line in lines)


def places_held(folder: Path) -> list[tuple[Any, ...]]:
    """The same of each capture that the archive holds."""
    return sorted(rows(folder, "SELECT url, warc_file, warc_offset FROM captures"))


@pytest.fixture(scope="module")
def collection(
    both_days: Path, peer: Peer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, int]]:
    """A pywb collection with the files of the archive, served on loopback: its folder and port."""
    folder = tmp_path_factory.mktemp("pywb")
    run(peer("wb-manager"), "init", "c", folder=folder)
    run(peer("wb-manager"), "add", "c", *files(both_days), folder=folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [peer("wayback"), "-p", str(port), "-b", "127.0.0.1"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _wait_for(port, server)
            yield folder, port
        finally:
            server.terminate()
            server.wait(60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "pywb ended before it answered"
        try:
            socket.create_connection(("127.0.0.1", port), 10).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("pywb does not answer")


def replayed(port: int, moment: str, url: str, kind: str) -> tuple[int, bytes]:
    """Status and body that pywb gives for the capture of an address at a moment.

    `kind` is id_ for the bytes as captured, and mp_ for the page with its links rewritten.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    at = re.sub("[^0-9]", "", moment)[:14]
    connection.request("GET", f"/c/{at}{kind}/{url}")
    response = connection.getresponse()
    body = response.read()
    packed = response.getheader("Content-Encoding") == "gzip"
    connection.close()
    return response.status, gzip.decompress(body) if packed else body


def test_pywb_replays_each_capture_as_it_was_captured(
    both_days: Path, collection: tuple[Path, int]
) -> None:
    """Pages, lists, redirects and errors; of a 304 and of a page unchanged, what they refer to."""
    held = rows(both_days, "SELECT id, url, captured_at, status, revisit_of FROM captures")
    assert {status for _, _, _, status, _ in held} == {200, 301, 304, 404, 410}
    kinds = {status for _, _, _, status, original in held if original}
    assert kinds == {200, 304}
    wrong = []
    with Archive.read_only(both_days) as archive:
        for capture, url, moment, _, original in held:
            true = archive.capture(str(capture))
            if true.status == 304:
                true = archive.capture(str(original))
            body = true.body
            if true.header("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            if replayed(collection[1], str(moment), str(url), "id_") != (true.status, body):
                wrong.append((url, moment))
    assert wrong == []


def test_pywb_replays_each_revision_of_each_article_with_its_headline(
    both_days: Path, collection: tuple[Path, int]
) -> None:
    """Also on pages in GBK, with links rewritten, as a browser gets them."""
    held = rows(
        both_days,
        """SELECT h.title, c.url, c.captured_at FROM history AS h
           JOIN revision_captures AS r ON r.article = h.article AND r.revision = h.revision
           JOIN captures AS c ON c.id = r.capture
           WHERE r.capture = (SELECT min(capture) FROM revision_captures AS f
                              WHERE f.article = r.article AND f.revision = r.revision)""",
    )
    assert len(held) > len(rows(both_days, "SELECT id FROM articles"))
    encodings = set()
    wrong = []
    for title, url, moment in held:
        status, body = replayed(collection[1], str(moment), str(url), "mp_")
        encoding = "gb18030" if re.search(rb"charset=[\"']?gb", body, re.I) else "utf-8"
        encodings.add(encoding)
        if status != 200 or _letters(str(title)) not in _letters(body.decode(encoding)):
            wrong.append((title, url, status))
    assert wrong == []
    assert encodings == {"gb18030", "utf-8"}


def _letters(page: str) -> str:
    """The text of a page without elements and blanks."""
    return re.sub(r"\s", "", html.unescape(re.sub("<[^>]*>", "", page)))


def test_pywb_indexes_captures_and_nothing_else(
    both_days: Path, collection: tuple[Path, int]
) -> None:
    """Metadata under a page's address would be served instead of the page."""
    cdxj = (collection[0] / "collections/c/indexes/index.cdxj").read_text()
    assert places_in(cdxj) == places_held(both_days)


def test_cdxj_indexer_indexes_captures_and_nothing_else(both_days: Path, peer: Peer) -> None:
    """Its lines are sorted by address; browsers of WACZ files look pages up in them."""
    cdxj = run(peer("cdxj-indexer"), "--sort", *files(both_days))
    assert places_in(cdxj) == places_held(both_days)
    assert all(one <= other for one, other in pairwise(cdxj.splitlines()))


def test_our_index_is_that_of_cdxj_indexer_line_for_line(
    both_days: Path, peer: Peer, archive_command: Harvest
) -> None:
    """So a collection can be served by either."""
    ours = archive_command("cdxj", "--archive", both_days)
    assert ours.returncode == 0, ours.stderr
    theirs = run(peer("cdxj-indexer"), "--sort", *files(both_days))
    assert ours.stdout.splitlines() == theirs.splitlines()


def test_our_index_has_what_pywb_looks_up(
    both_days: Path, collection: tuple[Path, int], archive_command: Harvest
) -> None:
    """Keys, moments, digests and places; pywb writes another media type where there is none."""
    ours = archive_command("cdxj", "--archive", both_days).stdout
    theirs = (collection[0] / "collections/c/indexes/index.cdxj").read_text()
    assert looked_up(ours) == looked_up(theirs)


def looked_up(cdxj: str) -> list[tuple[str, ...]]:
    """What pywb finds and reads a record by, line by line."""
    names = ("url", "digest", "length", "offset", "filename")
    lines = [line.split(" ", 2) for line in cdxj.splitlines()]
    return [(key, at, *(json.loads(fields)[name] for name in names)) for key, at, fields in lines]


def test_what_was_erased_is_in_no_index(
    both_days: Path, tmp_path: Path, peer: Peer, archive_command: Harvest
) -> None:
    """The record in its place names no address."""
    folder = tmp_path / "demo"
    shutil.copytree(both_days, folder)
    url = "SELECT url FROM addresses WHERE article = 'demo-press:16071921'"
    gone = {str(address) for (address,) in rows(folder, url)}
    reason = ("--reason", "asked for", "--basis", "other", "--yes", "--archive", folder)
    ran = archive_command("erase", "demo-press:16071921", *reason)
    assert ran.returncode == 0, ran.stderr
    places = places_in(run(peer("cdxj-indexer"), *files(folder)))
    assert places == places_held(folder)
    assert gone
    assert not gone & {place[0] for place in places}


def test_py_wacz_packs_the_files_as_they_are(both_days: Path, tmp_path: Path, peer: Peer) -> None:
    """Its index has each capture, and its own validation finds nothing wrong."""
    packed = tmp_path / "demo.wacz"
    run(peer("wacz"), "create", "-o", packed, *files(both_days))
    said = run(peer("wacz"), "validate", "-f", packed)
    assert "is valid" in said
    with zipfile.ZipFile(packed) as wacz:
        cdxj = gzip.decompress(wacz.read("indexes/index.cdx.gz")).decode()
    assert places_in(cdxj) == places_held(both_days)


_FASTWARC = """
import json, sys
from fastwarc.warc import ArchiveIterator
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        for record in ArchiveIterator(file):
            fields = dict(record.headers)
            kind = fields["WARC-Type"]
            print(json.dumps([kind, fields["WARC-Record-ID"], len(record.reader.read())]))
"""


def test_fastwarc_reads_every_record(both_days: Path, peer: Peer) -> None:
    """It is what large studies read WARC files with."""
    lines = run(peer("python"), "-c", _FASTWARC, *files(both_days)).splitlines()
    read = [json.loads(line) for line in lines]
    captures = {name.strip("<>") for kind, name, _ in read if kind in INDEXED}
    assert captures == {str(name) for (name,) in rows(both_days, "SELECT id FROM captures")}
    kinds = [kind for kind, _, _ in read]
    assert kinds.count("request") == kinds.count("metadata") == len(captures)


def test_warcio_finds_every_digest_of_both_days_right(both_days: Path, peer: Peer) -> None:
    """Revisits and metadata records have digests too."""
    assert "fail" not in run(peer("warcio"), "check", "-v", *files(both_days))
