"""An archive of other origin, served: what its schema and rows are made to do harms nobody."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from support.archives import ARTICLE, capture, hold, new_archive
from support.rooms import serving

from archive.model.article import Article, Block

#: Bytes of memory that the server may ever have taken; SQLite alone would make values of 900 MB.
_MOST_MEMORY = 700_000_000
_SECONDS = 60
_FOREIGN = """
    CREATE TRIGGER evil AFTER INSERT ON captures BEGIN DELETE FROM articles; END;
    CREATE VIEW endless AS WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n)
        SELECT max(x) AS x FROM n;
    CREATE VIEW huge AS SELECT zeroblob(900000000) AS x, printf('%.*c', 900000000, 'x') AS y;
    CREATE VIEW reads AS SELECT readfile('/etc/passwd') AS x, load_extension('/tmp/evil.so') AS y;
    DROP VIEW bylines;
    CREATE VIEW bylines AS SELECT * FROM endless, huge;
    UPDATE articles SET blocks = '[[[[' WHERE id = 'example:2';
    UPDATE articles SET published_at = 'yesterday', source = x'ff00fe' WHERE id = 'example:3';
    UPDATE stations SET home = 'javascript:alert(1)', place = '43''; --', timezone = '../../etc';
"""


@dataclass(frozen=True)
class Foreign:
    """The room of such an archive, and the digest that its database had before."""

    pid: int
    port: int
    folder: Path
    digest: str

    def ask(self, path: str, method: str = "GET") -> tuple[int, bytes]:
        """Status and body of the answer, which must come in time."""
        began = time.monotonic()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=2 * _SECONDS)) as http:
            http.request(method, path)
            answer = http.getresponse()
            body = answer.read()
            assert answer.getheader("set-cookie") is None
        assert time.monotonic() - began < _SECONDS
        return answer.status, body


def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / "archive.db").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Foreign]:
    """Served without --sql, as it is unless somebody says so."""
    folder = tmp_path_factory.mktemp("foreign") / "archive"
    with new_archive(folder) as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES ('xiangtan', '湘潭站', 'x')"
            )
        for number in range(5):
            article = _article(number)
            hold(archive, article, capture(number, url=article.url))
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("PRAGMA trusted_schema = ON")
        connection.executescript(_FOREIGN)
        huge = "x" * 70_000_000
        connection.execute("INSERT INTO runs (id, command, stations, started_at, state, counts,"
            " version) VALUES ('r', 'c', 'x', 'x', 'failed', ?, '1')", (huge,))  # fmt: skip
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with serving(folder) as served:
        yield Foreign(served.process.pid, served.port, folder, _digest(folder))


def _article(number: int) -> Article:
    """All but the first carry one text: what is wrong with one is met on the pages of all."""
    article = replace(ARTICLE, id=f"example:{number}", url=f"https://xt.example.cn/{number}")
    return article if number else replace(article, blocks=(Block(text="渡口今天停航。"),))


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=" + quote("路灯"), "/stations", "/station/xiangtan", "/places", "/media", "/runs",
     "/article/example%3A1", "/article/example%3A2", "/article/example%3A3",
     "/article/example%3A4", "/lineage/example%3A3", "/trends?term=" + quote("路灯"),
     "/person/" + quote("付鼎臣"), "/medium/" + quote("湘潭日报"), "/station/xiangtan?year=2022",
     "/dataset/articles.csv?q=" + quote("路灯"), "/archive", "/archive/huge", "/archive/endless",
     "/archive/bylines", "/archive/reads", "/archive/articles", "/archive/huge.csv"],
)  # fmt: skip
def test_no_page_of_a_foreign_archive_takes_long_or_much(foreign: Foreign, path: str) -> None:
    """A page, or a page that says why there is none; the server stays as it was."""
    status, body = foreign.ask(path)
    is_of_datasette = path.startswith("/archive")
    assert status in {200, 302, 400, 404, 503} | ({500} if is_of_datasette else set())
    assert b"root:" not in body
    assert len(body) < 80_000_000
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{foreign.pid}/status").read_text("utf-8"))
    assert peak is not None
    assert int(peak[1]) * 1024 < _MOST_MEMORY
    assert _digest(foreign.folder) == foreign.digest
    assert foreign.ask("/article/example%3A0")[0] == 200


def test_without_asking_for_it_nobody_writes_sql(foreign: Foreign) -> None:
    """--sql is for this machine, and for who says it."""
    status, _ = foreign.ask("/archive.json?sql=" + quote("select 1"))
    assert status in {400, 403}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/archive/articles", "/-/create-token"])
def test_only_get_and_head_are_answered(foreign: Foreign, method: str, path: str) -> None:
    """Datasette 1.0 writes where it is asked to."""
    assert foreign.ask(path, method)[0] == 405
