"""The reading room, asked over HTTP: what it shows, what it refuses, and what it never runs."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from support.archives import ARTICLE, URL, capture, hold
from support.rooms import serving

from archive.custody.decisions import decide, takedown_decision
from archive.model.article import Block
from archive.room.guard import App, guarded
from archive.store.archive import Archive

HOSTILE = '</title><script>alert(1)</script><img src=x onerror=alert(2)>"\u202etxt\x1b]0;x'
PAGE = b"<meta charset=gb18030><script>top.location='http://evil.example/'</script>"
FIRST = "/article/example%3A646"


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Room:
    """A room that is being served."""

    port: int
    folder: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answered:
        """Ask for a path; redirects are not followed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        connection.close()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(answer.status, named, body)


class Elements(HTMLParser):
    """The names of all elements of a page, and of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """An archive with an article of two revisions, a hostile one, and one that was hidden."""
    folder = tmp_path_factory.mktemp("room") / "archive"
    corrected = replace(
        ARTICLE, blocks=(Block(text="七月二十二日，路灯亮了三百二十盏。"), Block(text="居民说好。"))
    )
    with Archive.create(folder) as archive:
        hold(archive, ARTICLE, capture())
        hold(archive, corrected, capture(60))
        for number, title in ((2, HOSTILE), (3, "要撤下的文章")):
            url = f"https://xt.example.cn/content/{number}.html"
            article = replace(
                ARTICLE, id=f"example:{number}", url=url, title=title, source=title,
                blocks=(Block(text=f"{title}路灯"),),
            )  # fmt: skip
            hold(archive, article, capture(number, url=url, body=PAGE))
        decide(archive, takedown_decision("hide", "example:3", "tester", "为隐私", "request"))
    with serving(folder, "--sql") as served:
        yield Room(served.port, folder)


def test_a_word_of_two_characters_is_found_and_marked(room: Room) -> None:
    """Stock full-text search of SQLite finds no word of two Chinese characters."""
    answer = room.ask("/?q=" + quote("路灯"))
    assert answer.status == 200
    assert "湘潭：新建<mark>路灯</mark>三百盏" in answer.body or "<mark>路灯</mark>" in answer.body
    assert "“路灯”：2 篇" in answer.body


def test_the_same_answer_comes_as_json(room: Room) -> None:
    """A program reads what the page shows."""
    found = json.loads(room.ask("/search.json?q=" + quote("title:路灯")).body)
    assert [hit["id"] for hit in found["hits"]] == ["example:646"]
    assert found["facets"]["author"] == [{"name": "付鼎臣", "label": "付鼎臣", "articles": 1}]
    assert found["months"] == [["2022-07", 1]]


def test_what_is_no_operator_is_told(room: Room) -> None:
    """A reader who types a field that does not exist is not left to believe in it."""
    assert "did you mean title:" in room.ask("/?q=" + quote("titel:路灯")).body


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_found_can_be_taken_along(room: Room, form: str) -> None:
    """The same columns as those of `archive export`; a byte order mark lets Excel know UTF-8."""
    answer = room.ask(f"/dataset/articles.{form}?q=" + quote("title:路灯"))
    assert answer.headers["content-disposition"] == f'attachment; filename="articles.{form}"'
    assert "example:646" in answer.body
    assert "example:2" not in answer.body


def test_an_address_in_the_box_leads_to_its_article(room: Room) -> None:
    """Whoever comes with a link wants the article, not words."""
    answer = room.ask("/?q=" + quote(URL, safe=""))
    assert (answer.status, answer.headers["location"]) == (302, FIRST)


def test_an_article_shows_where_its_fields_stood_and_that_its_bytes_are_unchanged(
    room: Room,
) -> None:
    """The digest is computed when the page is asked for."""
    page = room.ask(FIRST).body
    assert "来源:湘潭日报" in page
    assert "刚刚校验：一致" in page
    assert "example:646@20220722015112" in page
    assert "[EB/OL]" in page


def test_the_changes_between_two_revisions_are_marked_by_word(room: Room) -> None:
    """Unchanged sentences are folded."""
    page = room.ask(FIRST + "/changes").body
    assert "<ins>三百二十盏</ins>" in page
    assert "未改动：1 句" in page


def test_the_original_comes_with_a_policy_that_runs_nothing(room: Room) -> None:
    """Captured bytes have an origin of their own: no script of theirs reads the room."""
    answer = room.ask("/article/example%3A2/captured")
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none';")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["memento-datetime"] == "Fri, 22 Jul 2022 00:53:12 GMT"


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=" + quote("路灯"), "/article/example%3A2", "/lineage/example%3A2", "/stations",
     "/station/xiangtan", "/runs", "/?q=" + quote(HOSTILE), "/article/" + quote(HOSTILE, safe=""),
     "/article/example%3A2/original", "/?lang=" + quote(HOSTILE)],
)  # fmt: skip
def test_printed_text_never_becomes_markup(room: Room, path: str) -> None:
    """Whatever a station printed, or a visitor typed."""
    answer = room.ask(path)
    elements = Elements()
    elements.feed(answer.body)
    assert elements.found & {"script", "img", "object", "embed", "style"} == set()
    assert not [name for name in elements.attributes if name.startswith("on")]
    assert not re.search("[\u202e\x1b]", answer.body)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src")


def test_what_was_taken_down_leaves_an_entry_that_says_so(room: Room) -> None:
    """Its text is on no page."""
    answer = room.ask("/article/example%3A3")
    assert answer.status == 410
    assert "为隐私" in answer.body
    assert "要撤下的文章" not in answer.body + room.ask("/?q=" + quote("撤下")).body


@pytest.mark.parametrize("path", ["/timemap/link/", "/timegate/", "/web/20220722005412/"])
def test_the_captures_of_what_was_taken_down_are_not_given_out(room: Room, path: str) -> None:
    """An address is another way to the same page."""
    answer = room.ask(path + "https://xt.example.cn/content/3.html")
    assert answer.status == 410
    assert "gb18030" not in answer.body


@pytest.mark.parametrize(
    ("path", "status"),
    [("/article/example%3A99", 404), ("/article/example%3A646@20010101000000", 404),
     ("/station/none", 404), ("/?q=" + "a" * 3_000, 400), ("/?q=a&q=b", 400), ("/?page=0", 400),
     ("/?from=2022-13", 400), ("/?page=0" + "9" * 40, 400), ("/?state=lost", 400),
     ("/?titel=x", 400), ("/lineage/example%3A3", 410), ("/lineage/none", 404),
     ("/?sort=best", 400), ("/dataset/articles.xls", 400),
     ("/dataset/articles.csv?q=xx", 404), ("/article/example%3A646/changes?since=x", 404),
     ("/web/2022/https://xt.example.cn/", 400), ("/timemap/link/https://none.example/", 404),
     ("/station/xiangtan?year=x", 400)],
)  # fmt: skip
def test_what_cannot_be_answered_gets_a_page_that_says_so(
    room: Room, path: str, status: int
) -> None:
    """With the status that programs expect."""
    answer = room.ask(path)
    assert answer.status == status
    assert '<p class="note">' in answer.body


def test_the_captures_of_an_address_are_told_as_memento_has_it(room: Room) -> None:
    """RFC 7089: a time map, and the capture nearest to a moment."""
    links = room.ask(f"/timemap/link/{URL}").body
    assert links.count('rel="memento"') == 2
    near = room.ask(f"/timegate/{URL}", **{"Accept-Datetime": "Fri, 22 Jul 2022 01:30:00 GMT"})
    at = f"/web/20220722015112/{URL}"
    assert (near.status, near.headers["vary"]) == (302, "accept-datetime, Cookie, Authorization")
    assert near.headers["location"].endswith(at)
    assert room.ask(at).body == "<p>60"


def test_only_reading_and_only_its_own_host(room: Room) -> None:
    """A page of another site can have a browser ask, under a name that it rebinds to loopback."""
    assert room.ask("/", method="POST").status == 405
    assert room.ask("/", Host="evil.example").status == 421


@pytest.mark.parametrize(
    "sql",
    ["select printf('%.*c', 900000000, 'x')", "select format('%.*c', 900000000, 'x')",
     "with x as (select length(printf('%.*c', 900000000, 'x')) a) select * from x",
     "select zeroblob(900000000)"],
)  # fmt: skip
def test_sql_of_a_visitor_makes_no_huge_value(room: Room, sql: str) -> None:
    """SQLite's own printf would count for half a minute and make 900 MB."""
    answer = room.ask("/archive.json?sql=" + quote(sql))
    assert answer.status == 400
    assert json.loads(answer.body)["ok"] is False


@pytest.mark.parametrize(
    "sql",
    ["select file from pragma_database_list",
     "with x as (select file from pragma_database_list) select * from x",
     "select withheld from takedowns",
     "with x as (select * from takedowns) select withheld from x"],
)  # fmt: skip
def test_sql_of_a_visitor_reads_no_path_and_nothing_hidden(room: Room, sql: str) -> None:
    """The packed rows of a hidden article hold its text."""
    found = json.loads(room.ask("/archive.json?_shape=arrays&sql=" + quote(sql)).body)
    assert {value for row in found["rows"] for value in row} == {None}


def test_a_hidden_article_is_in_no_table_of_datasette(room: Room) -> None:
    """A blob can be had by its own address."""
    answer = room.ask("/archive/takedowns.json?_shape=array")
    assert [row["withheld"] for row in json.loads(answer.body)] == [None]
    answer = room.ask("/archive/takedowns/example~3A3.blob?_blob_column=withheld")
    assert (answer.status, answer.body) in [(200, ""), (404, answer.body)]


def test_the_view_of_the_search_works_in_raw_sql(room: Room) -> None:
    """The query as SQL, as the page of a search shows it."""
    sql = "SELECT id FROM search WHERE q = 'title:路灯' ORDER BY rank LIMIT 20"
    found = json.loads(room.ask("/archive.json?_shape=arrays&sql=" + quote(sql)).body)
    assert found["rows"] == [["example:646"]]


def test_english_stands_beside_chinese(room: Room) -> None:
    """One switch, kept by the links of the page."""
    page = room.ask(FIRST + "?lang=en").body
    assert '<html lang="en">' in page
    assert 'href="/article/example%3A646%4020220722015112/original?lang=en"' in page
    assert "Where each field came from" in page


def test_a_moment_beyond_all_calendars_is_refused(room: Room) -> None:
    """Whatever a client sends in Accept-Datetime."""
    far = {"Accept-Datetime": "Mon, 01 Jan 99999999999999 00:00:00 GMT"}
    assert room.ask(f"/timegate/{URL}", **far).status == 400


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--host", "0.0.0.0"), "say with --allow-host under which one"),
        (("--allow-host", "news.example", "--sql"), "--sql is for this machine alone"),
        (("--port", "PORT"), "--port and --host name others"),
    ],
)
def test_a_room_that_cannot_be_opened_says_why(
    room: Room, arguments: tuple[str, ...], told: str
) -> None:
    """Before an address is printed."""
    words = [str(room.port) if word == "PORT" else word for word in arguments]
    command = [sys.executable, "-c", "from archive.cli import main; main()", "serve", *words]
    ran = subprocess.run(
        [*command, "--archive", str(room.folder)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr


@pytest.mark.parametrize("path", ["/archive", "/-/databases.json", "/archive/takedowns.json"])
def test_behind_a_proxy_the_rooms_own_pages_are_answered_alone(room: Room, path: str) -> None:
    """Datasette's pages show all tables, and paths of this machine."""
    hosts = {"room.example"}
    public = guarded(_answers_all, room.folder, hosts, is_private=False)
    private = guarded(_answers_all, room.folder, hosts, is_private=True)
    assert [_status(app, path) for app in (public, private)] == [404, 200]
    assert _status(public, "/article/example%3A646") == 200


async def _answers_all(_scope: object, _receive: object, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


def _status(app: App, path: str) -> int:
    """The status with which an ASGI application answers for the host room.example."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"host", b"Room.Example")]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    asyncio.run(cast("Coroutine[Any, Any, None]", app(scope, None, send)))
    return int(sent[0]["status"])
