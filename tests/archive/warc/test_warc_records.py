"""The records of a capture: response, request, and what comes back from them."""

import gzip
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.warc_files import PAGE, block_of, capture, warcio_check, written

from archive.model.article import Capture
from archive.model.capture_fields import UnfitCapture
from archive.warc import (
    Stored,
    read,
    stored_in,
)


def test_every_digest_of_every_record_passes_warcio_check(tmp_path):
    """warcio verifies sha256 digests in hexadecimal, of plain, coded, empty and chunked bodies."""
    path, _ = written(
        tmp_path,
        capture(1),
        capture(2, body=gzip.compress(PAGE), headers=(("Content-Encoding", "gzip"),)),
        capture(3, body=b"", status=404, reason="Not Found"),
        capture(4, headers=(("Transfer-Encoding", "chunked"),)),
        capture(5, headers=(), request_headers=()),
        capture(6, body=b"\xff\xd8jpeg", headers=(("Content-Type", "image/jpeg"),)),
    )

    checked = warcio_check(path)

    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") == 1 + 3 * 6
    assert checked.stdout.count("Record-ID") == 1 + 3 * 6
    assert "no digest" not in checked.stdout


def test_the_response_stands_as_it_was_sent(tmp_path):
    """Status line, headers with their repetitions, and the body with its content coding."""
    body = gzip.compress(PAGE)
    path, _ = written(
        tmp_path,
        capture(body=body, headers=(("Content-Encoding", "gzip"), ("Via", "a"), ("Via", "b"))),
    )

    assert block_of(path, "response") == (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nVia: a\r\nVia: b\r\n\r\n" + body
    )


def test_the_request_keeps_its_query_and_names_its_host(tmp_path):
    """Without them the exchange could not be repeated."""
    path, _ = written(tmp_path, capture())

    assert block_of(path, "request") == (
        b"GET /content/646.html?from=list&page=2 HTTP/1.1\r\n"
        b"Host: xt.example.cn\r\nUser-Agent: harvester\r\nAccept: */*\r\n\r\n"
    )


@pytest.mark.parametrize("year", [1, 9999])
def test_a_moment_that_no_capture_can_have_is_named_as_people_write_it(tmp_path, year):
    """Other people's WARC files have such; the message is for an archivist."""
    moment = datetime(year, 1, 1, tzinfo=UTC)
    with pytest.raises(UnfitCapture, match=f"^captured_at cannot be {year:04}-01-01T00:00:00"):
        written(tmp_path, capture(captured_at=moment))


def test_a_header_cannot_break_out_of_its_record(tmp_path):
    """A line break within a name or a value becomes harmless; the record stays whole."""
    evil = capture(headers=(("X-Evil", "a\r\n\r\nWARC/1.1\r\n"), ("X:\r\nY", "b")))
    with pytest.raises(UnfitCapture, match="url cannot be"):
        capture(url="https://xt.example.cn/a\r\nWARC-Type: request")
    path, (location,) = written(tmp_path, evil)

    got = read(tmp_path, location)

    assert got.headers == (("X-Evil", "a WARC/1.1 "), ("X___Y", "b"))
    assert got.body == PAGE
    assert warcio_check(path).returncode == 0


def test_the_transfer_coding_is_renamed_because_it_was_removed(tmp_path):
    """Other tools would try to remove it again; what is read back says it as it was sent."""
    sent = capture(headers=(("Transfer-Encoding", "chunked"),))
    path, (location,) = written(tmp_path, sent)

    assert b"X-Archive-Orig-Transfer-Encoding: chunked" in block_of(path, "response")
    assert read(tmp_path, location) == sent


def test_a_content_length_that_lies_is_kept_as_sent(tmp_path):
    """The record's own length is right all the same."""
    sent = capture(headers=(("Content-Length", "999999"),))
    path, (location,) = written(tmp_path, sent)

    assert read(tmp_path, location) == sent
    assert warcio_check(path).returncode == 0


header_text = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=40)
header_name = st.text("ABCdefXYZ-_0189!~", min_size=1, max_size=20).filter(
    lambda name: (
        name.lower() not in {"host", "x-archive-orig-transfer-encoding"}
        and (name.lower() != "transfer-encoding" or name == "Transfer-Encoding")
    )
)
headers = st.lists(st.tuples(header_name, header_text), max_size=8).map(tuple)
captures = st.builds(
    Capture,
    id=st.uuids().map(lambda u: f"urn:uuid:{u}"),
    url=st.sampled_from(
        ["http://a.cn", "https://a.cn:8443/新闻/1.html?q=湘潭&b=", "http://u:p@a.cn/%E6%B9%98#x"]
    ),
    status=st.integers(100, 599),
    captured_at=st.datetimes(datetime(1995, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  (the zone is given beside)
    body=st.binary(max_size=300),
    headers=headers,
    request_headers=headers,
    method=st.sampled_from(["GET", "HEAD"]),
    reason=header_text,
    protocol=st.sampled_from(["HTTP/1.0", "HTTP/1.1", "h2"]),
    ip=st.sampled_from([None, "192.0.2.1", "2001:db8::1"]),
    station=st.none() | st.text(max_size=5),
    run=st.none() | st.just("3f9a2c1b"),
    found=st.none() | st.text(max_size=20),
    kind=st.sampled_from(["page", "list", "robots", "part"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(captures, min_size=1, max_size=4, unique_by=lambda each: each.id))
def test_what_is_read_equals_what_was_kept(tmp_path, kept):
    """Any headers and any body, at random access and in order."""
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()

    path, locations = written(folder, *kept)

    assert [read(folder, location) for location in locations] == kept
    in_order = list(stored_in(path))
    assert [item.capture for item in in_order if isinstance(item, Stored)] == kept
    assert [item.location for item in in_order if isinstance(item, Stored)] == locations


def test_a_moment_is_kept_to_the_microsecond(tmp_path):
    """WARC 1.1 allows it, and two captures may stand within one second."""
    moment = datetime(2022, 7, 22, 0, 51, 12, 7, tzinfo=UTC)
    _, (location,) = written(tmp_path, capture(captured_at=moment))

    assert read(tmp_path, location).captured_at - moment == timedelta(0)
