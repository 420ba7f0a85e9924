"""What cannot be recorded, decoded or read is set aside with its bytes; everything else goes on."""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.archives import START, capture, new_archive
from support.commands import Harvest
from support.crawled import assert_whole, rows
from support.sites import Site, raw_server

from archive.custody.opening import open_archive
from archive.model.article import Capture
from archive.model.capture_fields import UnfitCapture
from archive.store import set_aside
from archive.store.archive import Archive
from archive.warc import WarcWriter
from harvester.config.stations import Stations
from harvester.offline.importing import import_files
from harvester.offline.reread import rebuild

PAGE = """<html><head><title>{0}</title></head><body><h1 class="t">{0}</h1>
<div class="time">2026-07-01 08:00 来源：渡口晚报</div><div class="text">
<p>清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。</p>
<p>船老大说，从今天起多开一班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。</p></div>
<div class="edit">责编：苏晚</div></body></html>"""


def article(title: str) -> bytes:
    return PAGE.format(title).encode()


def answer(status: bytes, body: bytes, *headers: bytes) -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Type: text/html; charset=utf-8", *headers]
    lines += [b"Content-Length: %d" % len(body), b"Connection: close", b"", b""]
    return b"\r\n".join(lines) + body


@contextmanager
def ferry(folder: Path, *odd: bytes) -> Iterator[Site]:
    """A station of loopback: a list of three articles, the middle ones answering as told."""
    pages = {b"/a/1.html": answer(b"200 OK", article("渡船加开一班"))}
    pages |= {b"/b/%d.html" % number: each for number, each in enumerate(odd, start=5)}
    pages[b"/a/9.html"] = answer(b"200 OK", article("码头装上路灯"))
    links = b"".join(b"<a href='%s'>t</a>" % path for path in pages)
    pages[b"/"] = answer(b"200 OK", links)

    def talk(connection: socket.socket, asked: bytes) -> None:
        connection.sendall(pages.get(asked.split()[1], answer(b"404 No", b"")))

    with raw_server(talk) as port:
        site = Site(port=port)
        site.station(folder)
        yield site


def record(
    kind: str, url: str, block: bytes, *fields: str, date: str = "2026-03-12T03:00:00Z"
) -> bytes:
    """A WARC record as any program may write it."""
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {date}",
             *fields, f"Content-Length: {len(block)}"]  # fmt: skip
    if not any(field.startswith("WARC-Record-ID") for field in fields):
        lines.append(f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url + date)}>")
    head = "\r\n".join(lines).encode("utf-8", "surrogateescape")
    return gzip.compress(head + b"\r\n\r\n" + block + b"\r\n\r\n", mtime=0)


def response(title: str, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\n\r\n" + article(title)


def listed(harvest: Harvest, folder: Path) -> list[dict[str, Any]]:
    result = harvest("set-aside", "list", "--archive", folder, "--json")
    assert result.returncode == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def counted_everywhere(harvest: Harvest, archive_command: Harvest, folder: Path) -> set[int]:
    """How much is set aside, as the table, the command and `verify` count it."""
    verified = json.loads(archive_command("verify", "--archive", folder, "--json").stdout)
    table = rows(folder, "SELECT count(*) FROM set_aside")[0][0]
    return {int(str(table)), len(listed(harvest, folder)), verified["set_aside"]}


@pytest.mark.parametrize("status", [b"99999999999999999999 OK", b"-5 OK", b"0 OK", b"1000 OK"])
def test_an_answer_whose_status_is_none_is_set_aside_and_the_crawl_goes_on(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest, status: bytes
) -> None:
    """It used to end every later command with 70, while `verify` found no problem."""
    folder = tmp_path / "archive"
    with ferry(tmp_path, answer(status, article("没有状态"))):
        first = harvest("crawl", "ferry", "--archive", folder, "--station-files", tmp_path)
        again = harvest("crawl", "ferry", "--archive", folder, "--station-files", tmp_path)
    assert first.returncode == 1, first.stderr
    assert "1 capture set aside in this run: `harvest set-aside list` says why" in first.stderr
    assert again.returncode != 70, again.stderr
    assert rows(folder, "SELECT title FROM articles ORDER BY id") == [
        ("渡船加开一班",), ("码头装上路灯",)]  # fmt: skip
    (aside,) = listed(harvest, folder)
    assert aside["reason"] == f"status cannot be {int(status.split()[0])}"
    assert counted_everywhere(harvest, archive_command, folder) == {1}
    outcome = "SELECT outcome, detail FROM crawl_frontier WHERE url LIKE '%/b/5.html'"
    assert rows(folder, outcome) == [("quarantined", aside["reason"])]

    rebuilt = harvest("reread", "--rebuild", "--archive", folder, "--station-files", tmp_path)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "1 set aside" in rebuilt.stdout
    assert counted_everywhere(harvest, archive_command, folder) == {1}
    assert_whole(folder)


UNFIT = {
    "status": record("response", "http://news.example/2", response("二", b"9" * 20 + b" OK")),
    "no status": record("response", "http://news.example/2", response("二", b"OK")),
    "long address": record("response", "http://news.example/" + "a" * 5000, response("二")),
    "date before the web": record(
        "response", "http://news.example/2", response("二"), date="0001-01-01T00:00:00+14:00"),
    "date at the end": record(
        "response", "http://news.example/2", response("二"), date="9999-12-31T23:59:59-14:00"),
    "no date": record("response", "http://news.example/2", response("二"), date="yesterday"),
    "altered": record("response", "http://news.example/2", response("二"),
                      "WARC-Block-Digest: sha1:" + "A" * 32),
    "control characters": record("response", "http://news.example/\x01\x02", response("二")),
    "no host": record("response", "http://[::1/a", response("二")),
    "port": record("response", "http://news.example:99999/a", response("二")),
    "long label": record("response", f"http://{'a' * 70}.example/a", response("二")),
    "bad IDN": record("response", "http://xn--新闻.example/a", response("二")),
    "dots": record("response", "http://..../a", response("二")),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNFIT)
def test_a_foreign_record_that_makes_no_capture_is_set_aside_with_its_bytes(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest, kind: str
) -> None:
    """The records before and behind it are read; importing twice and a rebuild add nothing."""
    file = tmp_path / "other.warc.gz"
    before = record("response", "http://news.example/1", response("渡船加开一班"))
    behind = record("response", "http://news.example/3", response("码头装上路灯"))
    file.write_bytes(before + UNFIT[kind] + behind)
    folder = tmp_path / "archive"
    imported = harvest("import", file, "--archive", folder)
    assert imported.returncode == 1, imported.stderr
    assert ", 1 set aside, " in imported.stdout
    assert rows(folder, "SELECT title FROM articles ORDER BY url") == [
        ("渡船加开一班",), ("码头装上路灯",)]  # fmt: skip
    assert counted_everywhere(harvest, archive_command, folder) == {1}

    harvest("import", file, "--archive", folder)
    assert counted_everywhere(harvest, archive_command, folder) == {1}
    rebuilt = harvest("reread", "--rebuild", "--archive", folder)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert counted_everywhere(harvest, archive_command, folder) == {1}
    assert archive_command("verify", "--archive", folder).returncode == 0
    (aside,) = listed(harvest, folder)
    text = b"".join(gzip.decompress(path.read_bytes()) for path in folder.glob("warc/*.gz"))
    assert aside["warc_file"] or aside["capture"]
    assert text.count("赶集的人站满了甲板".encode()) == 3


def test_what_a_dead_run_kept_and_makes_no_capture_is_set_aside_when_it_is_adopted(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """A record that an older version wrote: the next writer opens the archive all the same."""
    folder = tmp_path / "archive"
    assert harvest("import", _file(tmp_path, "渡船加开一班"), "--archive", folder).returncode == 0
    writer = WarcWriter(folder / "warc", "dead0001")
    writer.append(capture(1, station=None, url="http://news.example/5"))
    writer.append(capture(2, station=None, url="http://news.example/6"))
    writer.abandon()
    (path,) = folder.glob("warc/*.open")
    members = [gzip.compress(part.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 99999999999999999999 O"))
               if b"/5" in part else gzip.compress(part)
               for part in _members(path.read_bytes())]  # fmt: skip
    members = [gzip.compress(_measured(gzip.decompress(member))) for member in members]
    path.write_bytes(b"".join(members))

    noted = harvest("import", _file(tmp_path, "码头装上路灯", 2), "--archive", folder)
    assert noted.returncode != 70, noted.stderr
    assert rows(folder, "SELECT count(*) FROM captures WHERE url LIKE '%/6'") == [(1,)]
    assert counted_everywhere(harvest, archive_command, folder) == {1}
    assert "status line" in listed(harvest, folder)[0]["reason"] or "status" in str(
        listed(harvest, folder)[0]["reason"]
    )
    harvest("reread", "--rebuild", "--archive", folder)
    assert counted_everywhere(harvest, archive_command, folder) == {1}


def _file(tmp_path: Path, title: str, number: int = 1) -> Path:
    path = tmp_path / f"{number}.warc.gz"
    path.write_bytes(record("response", f"http://news.example/{number}", response(title)))
    return path


def _members(data: bytes) -> Iterator[bytes]:
    """The gzip members of a file, unpacked."""
    import zlib

    while data:
        stream = zlib.decompressobj(31)
        yield stream.decompress(data)
        data = stream.unused_data


def _measured(data: bytes) -> bytes:
    """The record with the Content-Length that it has."""
    head, _, rest = data.partition(b"\r\n\r\n")
    lines = [
        b"Content-Length: %d" % (len(rest) - 4) if line.startswith(b"Content-Length") else line
        for line in head.split(b"\r\n")
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + rest


def test_what_can_be_read_after_all_is_taken_back(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """As when a later version understands it; a rebuild gives the same."""
    folder = tmp_path / "archive"
    assert harvest("import", _file(tmp_path, "渡船加开一班"), "--archive", folder).returncode == 0
    whole = record("response", "http://news.example/7", response("灯塔换了新灯"))
    block = gzip.decompress(whole)
    with open_archive(folder) as archive:
        from archive.warc import SetAside

        archive.keep_aside(
            SetAside.of(
                block, "application/warc", url="http://news.example/7", reason="unknown", found="x"
            )
        )
        archive.keep_aside(
            SetAside.of(
                b"no record",
                "application/warc",
                url="http://news.example/8",
                reason="why",
                found="x",
            )
        )
        with archive.transaction():
            pass  # fmt: skip
    assert counted_everywhere(harvest, archive_command, folder) == {2}

    tried = harvest("set-aside", "retry", "--archive", folder)
    assert tried.returncode == 1
    assert tried.stdout == "2 tried again, 1 still set aside\n"
    assert rows(folder, "SELECT title FROM articles ORDER BY url") == [
        ("渡船加开一班",), ("灯塔换了新灯",)]  # fmt: skip
    (left,) = listed(harvest, folder)
    assert (left["url"], left["tries"]) == ("http://news.example/8", 2)
    harvest("reread", "--rebuild", "--archive", folder)
    assert counted_everywhere(harvest, archive_command, folder) == {1}
    assert len(rows(folder, "SELECT id FROM articles")) == 2


def test_what_is_set_aside_of_one_station_can_be_listed_and_tried_alone(
    tmp_path: Path, harvest: Harvest
) -> None:
    """A record without a capture is of the station to which its address belongs."""
    folder = tmp_path / "archive"
    harvest("import", _file(tmp_path, "渡船加开一班"), "--archive", folder)
    with open_archive(folder) as archive:
        from archive.warc import SetAside

        for host in ("news.example", "other.example"):
            archive.keep_aside(
                SetAside.of(
                    host.encode(), "application/warc", url=f"http://{host}/8", reason="x", found="x"
                )
            )
        with archive.transaction():
            pass  # fmt: skip
    one = ("--station", "host:other.example", "--archive", folder)
    shown = json.loads(harvest("set-aside", "list", "--json", *one).stdout)
    assert [each["url"] for each in shown] == ["http://other.example/8"]
    assert harvest("set-aside", "retry", *one).stdout == "1 tried again, 1 still set aside\n"
    assert [each["tries"] for each in listed(harvest, folder)] == [1, 2]
    wrong = harvest("set-aside", "list", "--station", "ferry", "--archive", folder)
    assert (wrong.returncode, "ferry: no such station" in wrong.stderr) == (2, True)
    assert harvest("set-aside", "list", "--station", "fer*", "--archive", folder).returncode == 3


def test_a_number_that_names_nothing_is_told(tmp_path: Path, harvest: Harvest) -> None:
    """Exit code 3, as for anything that is not found."""
    folder = tmp_path / "archive"
    harvest("import", _file(tmp_path, "渡船加开一班"), "--archive", folder)
    result = harvest("set-aside", "retry", "5", "--archive", folder)
    assert (result.returncode, result.stdout) == (3, "")
    assert "5: nothing of this number is set aside" in result.stderr


def test_a_backup_holds_what_is_set_aside(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """Also where its WARC file holds nothing else."""
    file = tmp_path / "other.warc.gz"
    file.write_bytes(UNFIT["status"])
    folder = tmp_path / "archive"
    harvest("import", file, "--archive", folder)
    assert archive_command("backup", tmp_path / "b", "--archive", folder).returncode == 0
    shutil.rmtree(folder)
    assert archive_command("restore", tmp_path / "b", folder).returncode == 0
    assert counted_everywhere(harvest, archive_command, folder) == {1}
    assert archive_command("verify", "--archive", folder).returncode == 0


def test_what_came_from_an_erased_article_and_was_set_aside_is_erased_with_it(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """It may print the same text."""
    file = tmp_path / "other.warc.gz"
    secret = article("秘密").replace("赶集的人".encode(), "某甲".encode())
    odd = record("response", "http://news.example/1", b"HTTP/1.1 77 OK\r\n\r\n" + secret)
    file.write_bytes(record("response", "http://news.example/1", response("渡船")) + odd)
    folder = tmp_path / "archive"
    harvest("import", file, "--archive", folder)
    ((identifier,),) = rows(folder, "SELECT id FROM articles")
    result = archive_command("erase", identifier, "--reason", "r", "--basis", "b", "--by", "x",
                             "--yes", "--archive", folder)  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert counted_everywhere(harvest, archive_command, folder) == {0}
    text = b"".join(gzip.decompress(path.read_bytes()) for path in folder.glob("warc/*"))
    assert "某甲".encode() not in text


# --- any value of every field -------------------------------------------------------------------

_TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.characters(), max_size=10),  # half characters among them
    st.sampled_from(["", "\ud800", "a" * 5000, "\x00", "../x", "http://[::1/a", "1" * 30, "新闻"]),
)
_ANYTHING: st.SearchStrategy[Any] = st.one_of(
    _TEXTS, st.none(), st.integers(), st.binary(max_size=5), st.booleans(), st.floats(),
    st.lists(st.integers(), max_size=2), st.datetimes(), st.just(10**40),
    st.datetimes(timezones=st.just(timezone(timedelta(hours=14)))),
)  # fmt: skip
_PAIRS = st.lists(st.tuples(_TEXTS, _TEXTS), max_size=3).map(tuple)
_URLS = st.one_of(_TEXTS, _TEXTS.map("http://".__add__), _TEXTS.map("http://a.example/".__add__))
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.one_of(st.uuids().map(lambda each: f"urn:uuid:{each}"), _ANYTHING),
    "url": st.one_of(_URLS, _ANYTHING),
    "status": st.one_of(st.integers(), st.just(200), _ANYTHING),
    "captured_at": st.one_of(st.datetimes(timezones=st.just(UTC)), st.just(START), _ANYTHING),
    "body": st.one_of(st.binary(max_size=20), _ANYTHING),
    "headers": st.one_of(_PAIRS, _ANYTHING),
    "request_headers": st.one_of(_PAIRS, _ANYTHING),
} | {
    name: st.one_of(st.just(usual), _ANYTHING)
    for name, usual in {"method": "GET", "reason": "OK", "protocol": "HTTP/1.1", "ip": None,
                        "station": None, "run": None, "found": None, "kind": "page"}.items()
}  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Archive]:
    """An archive for all examples."""
    with new_archive(tmp_path) as archive:
        yield archive


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(given_fields=st.fixed_dictionaries(_FIELDS))
def test_whatever_is_a_capture_can_be_recorded_and_is_read_back_as_it_was(
    opened: Archive, given_fields: dict[str, Any]
) -> None:
    """The one boundary: a capture is refused where it is built, or nothing later fails of it."""
    try:
        made = Capture(**given_fields)
    except UnfitCapture:
        return
    opened.write_capture(made)
    with opened.transaction():
        opened.index_capture(made)
    held = opened.capture(made.id)
    assert (held.url, held.status, held.body) == (made.url, made.status, made.body)
    with closing(opened.connection.execute("SELECT count(*) FROM captures")) as cursor:
        assert cursor.fetchone()[0] > 0


_NAMED = st.dictionaries(
    st.sampled_from(["WARC-Record-ID", "WARC-Date", "WARC-IP-Address", "WARC-Concurrent-To",
                     "WARC-Refers-To", "WARC-Payload-Digest", "WARC-Block-Digest",
                     "WARC-Profile", "WARC-Refers-To-Date", "Content-Type"]),
    st.one_of(
        _TEXTS, st.sampled_from(["9999-12-31T23:59:59-14:00", "<urn:x>", "sha1:" + "A" * 32])),
)  # fmt: skip
_BLOCKS = st.one_of(
    st.binary(max_size=60),
    st.tuples(_TEXTS, st.integers(), _TEXTS, _TEXTS).map(
        lambda t: f"{t[0]} {t[1]} {t[2]}\r\n{t[3]}: {t[0]}\r\n\r\n<p>".encode(
            "utf-8", "backslashreplace")),
    st.dictionaries(_TEXTS, _ANYTHING.filter(lambda v: not isinstance(v, bytes | datetime)))
    .map(lambda said: json.dumps({"host_header": "added", **said}).encode()),
    st.just(response("渡船加开一班")),
)  # fmt: skip
_RECORDS = st.tuples(
    st.sampled_from(["response", "resource", "revisit", "request", "metadata", "set-aside", "x"]),
    _URLS, _BLOCKS, _NAMED,
)  # fmt: skip


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # each example rebuilds an archive: none is shrunk
)
@given(st.lists(_RECORDS, min_size=30, max_size=60))
def test_no_record_of_a_warc_file_ends_an_import_or_a_rebuild(
    tmp_path_factory: pytest.TempPathFactory, given_records: list[Any]
) -> None:
    """What was kept stays kept; what is set aside is counted the same before and after."""
    folder = tmp_path_factory.mktemp("records")
    good = record("response", "http://news.example/1", response("渡船加开一班"))
    members = [good, *(_odd(*each) for each in given_records)]
    (folder / "odd.warc.gz").write_bytes(b"".join(members))
    stations = Stations.load()
    import_files(folder / "archive", [folder / "odd.warc.gz"], stations)
    before = _counts(folder / "archive")
    rebuild(folder / "archive", stations)
    assert _counts(folder / "archive") == before

    for path in (folder / "archive" / "warc").glob("*.warc.gz"):  # as a dead run may leave them
        path.rename(path.with_name(f"{path.name}.open"))
    (folder / "archive" / "archive.db").unlink()
    rebuild(folder / "archive", stations)
    assert _counts(folder / "archive") == before


def _odd(kind: str, url: str, block: bytes, named: dict[str, str]) -> bytes:
    fields = {"WARC-Type": kind, "WARC-Target-URI": url,
              "WARC-Date": "2026-03-12T03:00:00Z",
              "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>", **named}  # fmt: skip
    lines = [f"{name}: {' '.join(value.split())}" for name, value in fields.items()]
    head = "\r\n".join(["WARC/1.0", *lines, f"Content-Length: {len(block)}"])
    data = head.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + block + b"\r\n\r\n"
    return gzip.compress(data, mtime=0)


def _counts(folder: Path) -> tuple[int, int]:
    with Archive.read_only(folder) as archive:
        captures = archive.connection.execute("SELECT count(*) FROM captures").fetchone()[0]
        return captures, set_aside.count(archive.connection)
