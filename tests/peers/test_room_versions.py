"""The reading room is the same on the Datasette of today and on the coming 1.0."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from support.commands import Peer
from support.rooms import serving

ARTICLE = "demo-daily%3A421365"
PATHS = (
    "/", "/?q=" + quote("路灯"), f"/article/{ARTICLE}", f"/article/{ARTICLE}.json",
    f"/article/{ARTICLE}/captured", f"/lineage/{ARTICLE}", "/media", "/station/demo-daily",
    "/trends?term=" + quote("望月桥"), "/dataset/articles.csv?q=" + quote("望月桥"), "/room.css",
    "/article/none", "/?page=0",
)  # fmt: skip
Ports = dict[str, int]


@pytest.fixture(scope="module")
def ports(both_days: Path, peer: Peer) -> Iterator[Ports]:
    """Version of Datasette → the port at which it serves the room, with SQL."""
    program = peer("../datasette-1/bin/python")
    (packages,) = (program.parents[1] / "lib").glob("python3*/site-packages")
    with ExitStack() as stack:
        yield {
            "0.65": stack.enter_context(serving(both_days, "--sql")).port,
            "1.0": stack.enter_context(serving(both_days, "--sql", PYTHONPATH=str(packages))).port,
        }


def _ask(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_both_are_what_they_are_taken_for(ports: Ports) -> None:
    """The test below would else compare one version with itself."""
    found = {
        name: json.loads(_ask(port, "/-/versions.json")[2])["datasette"]["version"]
        for name, port in ports.items()
    }
    assert {name: version.startswith(name) for name, version in found.items()} == {
        "0.65": True, "1.0": True,
    }  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_the_same_on_both(ports: Ports, path: str) -> None:
    """To the byte, but for its port; with the same policy, and without a cookie."""
    (status, headers, body), (other, others, same) = (_ask(port, path) for port in ports.values())
    assert (status, body) == (other, same)
    named = ("content-security-policy", "content-type", "x-content-type-options")
    assert [headers[name] for name in named] == [others[name] for name in named]
    assert "set-cookie" not in headers.keys() | others.keys()


@pytest.mark.parametrize(
    ("sql", "status"),
    [("select printf('%.*c', 900000000, 'x')", 400), ("select zeroblob(900000000)", 400),
     ("select file from pragma_database_list", 200), ("select withheld from takedowns", 200)],
)  # fmt: skip
def test_sql_of_a_visitor_is_bounded_on_both(ports: Ports, sql: str, status: int) -> None:
    """Each version has its own address for it."""
    path = "?_shape=arrays&sql=" + quote(sql)
    for port, address in zip(
        ports.values(), ("/archive.json", "/archive/-/query.json"), strict=True
    ):
        answered, _, body = _ask(port, address + path)
        assert answered == status
        if status == 200:
            assert {value for row in json.loads(body)["rows"] for value in row} <= {None}
