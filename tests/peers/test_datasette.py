"""Datasette and sqlite-utils open archive.db as it stands, and search it."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.commands import Demo, Peer
from support.crawled import rows

from archive.publish.datasette import as_json, metadata
from archive.store.archive import Archive

FOUND = ["demo-press:16071921", "demo-evening:405405", "demo-press:16022393", "demo-nandu:404290"]
QUERY = "人大代表 路灯"


#: Datasette's program in the environment of the peers → how it is given the metadata.
VERSIONS = {
    "datasette": ("--metadata",),
    "../datasette-1/bin/datasette": ("--metadata", "--config"),
}


@pytest.fixture(scope="module", params=VERSIONS)
def address(
    demo: Demo, peer: Peer, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The archive, served by Datasette on loopback, with the metadata that we make."""
    told = tmp_path_factory.mktemp("metadata") / "metadata.json"
    program = peer(request.param)
    with Archive.read_only(demo.folder) as archive:
        told.write_text(as_json(metadata(archive.connection)), "utf-8")
    yield from _served(program, demo, [word for o in VERSIONS[request.param] for word in (o, told)])


@pytest.fixture(scope="module", params=VERSIONS)
def plain_address(demo: Demo, peer: Peer, request: pytest.FixtureRequest) -> Iterator[str]:
    """The archive, served by Datasette that was told nothing of it."""
    yield from _served(peer(request.param), demo, [])


def _served(program: Path, demo: Demo, options: list[str | Path]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "serve", demo.folder / "archive.db", *options]
    with subprocess.Popen([*command, "--host", "127.0.0.1", "--port", str(port)]) as server:
        _wait_for(f"http://127.0.0.1:{port}/-/versions.json", server)
        yield f"http://127.0.0.1:{port}/archive"
        server.terminate()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "Datasette ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Datasette does not answer")


def answer(url: str, **parameters: str) -> Any:
    """The rows that Datasette gives as JSON."""
    asked = urllib.parse.urlencode(parameters | {"_shape": "array"})
    with urllib.request.urlopen(f"{url}.json?{asked}", timeout=60) as response:
        return json.load(response)


def test_datasette_serves_a_table(address: str, demo: Demo) -> None:
    """Whoever publishes an archive needs no program of ours."""
    held = rows(demo.folder, "SELECT id, title FROM articles ORDER BY id LIMIT 100")
    served = answer(f"{address}/articles", _sort="id", _size="100")
    assert [(row["id"], row["title"]) for row in served] == held


def test_datasette_searches_the_search_view(address: str) -> None:
    """Chinese words, ranked, by a filter on the view and by SQL."""
    filtered = answer(f"{address}/search", q=QUERY)
    assert sorted(row["id"] for row in filtered) == sorted(FOUND)
    sql = "SELECT id FROM search WHERE q = :q ORDER BY rank"
    assert [row["id"] for row in answer(address, sql=sql, q=QUERY)] == FOUND


def test_datasette_offers_no_search_that_finds_nothing(plain_address: str) -> None:
    """A box of its own would ask for 人大代表 as one word, which the index has in pairs."""
    for table in ("articles", "articles_fts", "articles_seg"):
        try:
            with urllib.request.urlopen(f"{plain_address}/{table}?_size=1", timeout=60) as response:
                page = response.read().decode()
        except urllib.error.HTTPError as error:  # the index takes it longer than its limit
            assert table != "articles"
            page = error.read().decode()
        assert 'name="_search"' not in page


def test_the_metadata_gives_datasette_queries_that_answer(address: str) -> None:
    """As typed: `json_quote` keeps a phrase in its quotation marks."""
    assert [row["id"] for row in answer(f"{address}/find", q=QUERY)] == FOUND
    phrase = answer(f"{address}/find", q='"人大代表 路灯"')
    assert phrase == []
    months = answer(f"{address}/months_of_station", station="demo-daily")
    assert months[0] == {"month": "2026-06", "articles": 40}


def test_the_metadata_hides_the_internals(address: str) -> None:
    """Sixty tables in a row hide the twelve that are meant to be read."""
    with urllib.request.urlopen(f"{address}.json", timeout=60) as response:
        tables = json.load(response)["tables"]
    hidden = {table["name"] for table in tables if table["hidden"]}
    assert {"articles_fts", "lineage_postings", "crawl_frontier", "month_counts"} <= hidden
    assert {"articles", "captures", "stations", "events"}.isdisjoint(hidden)


def test_sqlite_utils_searches_and_counts(demo: Demo, peer: Peer) -> None:
    """On the command line, as data journalists do."""

    def ask(sql: str, *parameters: str) -> Any:
        command = [peer("sqlite-utils"), "query", demo.folder / "archive.db", sql, *parameters]
        return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)

    found = ask("SELECT id FROM search WHERE q = :q ORDER BY rank", "-p", "q", QUERY)
    assert [row["id"] for row in found] == FOUND
    assert ask("SELECT count(*) AS n FROM articles") == [{"n": 204}]


def test_sqlite_utils_does_not_search_the_index_by_itself(demo: Demo, peer: Peer) -> None:
    """It would find no word of three characters; so it finds no index, and says so."""
    for table in ("articles", "articles_fts"):
        command = [peer("sqlite-utils"), "search", demo.folder / "archive.db", table, "付鼎臣"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 1
        assert "is not configured for full-text search" in ran.stderr
