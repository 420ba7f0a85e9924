"""Servers whose TLS is not in order: the run says what is wrong with it, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from support.certificates import NOW, Signed, sign, tls_served
from support.commands import Harvest
from support.crawled import rows

HERE = ["127.0.0.1"]
ROOT = sign("Ferry Root", signs_others=True)
MIDDLE = sign("Ferry Middle", ROOT, signs_others=True)
OTHER_ROOT = sign("Unknown Root", signs_others=True)
LONG_AGO, YESTERDAY = NOW - timedelta(days=300), NOW - timedelta(days=1)
SPENT = sign("Spent Middle", ROOT, signs_others=True, begin=LONG_AGO, end=YESTERDAY)


def crawl(
    folder: Path,
    harvest: Harvest,
    monkeypatch: pytest.MonkeyPatch,
    shown: Sequence[Signed],
    *,
    oldest: bool = False,
    trusted: Sequence[Signed] = (ROOT,),
) -> tuple[int, str]:
    """A crawl of a site that shows these certificates: its exit code, and what it says."""
    roots = folder / "trusted.pem"
    roots.write_bytes(b"".join(each.pem for each in trusted))
    monkeypatch.setenv("SSL_CERT_FILE", str(roots))
    monkeypatch.setenv("NEWS_CONTACT", "test@example.org")
    with tls_served(folder, shown, oldest=oldest) as site:
        site.links("/", "/a/1.html")
        site.article("/a/1.html", "渡船加开一班")
        site.station(folder)
        done = harvest("crawl", "ferry", "--archive", folder)
    return done.returncode, done.stderr


REFUSED: dict[str, tuple[Callable[[], list[Signed]], str]] = {
    "self-signed": (lambda: [sign("ferry", hosts=HERE)], "of 127.0.0.1 is self-signed: tell"),
    "a self-signed root of its own": (
        lambda: [sign("ferry", OTHER_ROOT, hosts=HERE), OTHER_ROOT],
        "leads to a root that is not trusted here (CN=Unknown Root): tell",
    ),
    "an issuer that nobody knows": (
        lambda: [sign("ferry", OTHER_ROOT, hosts=HERE)],
        "has no trusted issuer (CN=Unknown Root); its server sends no intermediate certificate",
    ),
    "no intermediate": (
        lambda: [sign("ferry", MIDDLE, hosts=HERE)],
        "has no trusted issuer (CN=Ferry Middle); its server sends no intermediate certificate",
    ),
    "expired": (
        lambda: [sign("ferry", ROOT, hosts=HERE, begin=LONG_AGO, end=YESTERDAY)],
        f"expired on {YESTERDAY:%F}: tell the station",
    ),
    "an expired intermediate": (
        lambda: [sign("ferry", SPENT, hosts=HERE), SPENT],
        f"has an issuer whose certificate expired on {YESTERDAY:%F}",
    ),
    "not yet valid": (
        lambda: [sign("ferry", ROOT, hosts=HERE, begin=NOW + timedelta(days=9))],
        f"is not valid before {NOW + timedelta(days=9):%F}: is this computer's clock right?",
    ),
    "another host": (
        lambda: [sign("ferry", ROOT, hosts=["www.ferry.example", "10.0.0.1"])],
        "is that of www.ferry.example, 10.0.0.1: tell the station",
    ),
    "the host as common name alone": (
        lambda: [sign("127.0.0.1", ROOT)],
        "names no host: tell the station",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_certificate_that_is_refused_is_told_by_what_is_wrong_with_it(
    tmp_path: Path, harvest: Harvest, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """The operator can do something about each, and it is not the same; nothing is fetched."""
    shown, words = REFUSED[fault]
    code, said = crawl(tmp_path, harvest, monkeypatch, shown())
    assert code == 4
    assert "robots.txt could not be had: TLS: the certificate of 127.0.0.1 " in said
    assert words in said
    assert "Traceback" not in said
    ((state, detail),) = rows(tmp_path, "SELECT state, detail FROM crawl_frontier")
    assert state == "retry"
    assert words in str(detail)
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(0,)]


def test_a_protocol_that_is_too_old_is_told(
    tmp_path: Path, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS 1.0 alone, as an old server speaks it."""
    own = sign("ferry", ROOT, hosts=HERE)
    code, said = crawl(tmp_path, harvest, monkeypatch, [own], oldest=True)
    assert code == 4
    assert "TLS: the server speaks no TLS version from 1.2 on" in said
    assert "Traceback" not in said


def test_a_chain_that_is_whole_is_trusted(
    tmp_path: Path, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate, and the intermediate one that leads to a trusted root."""
    own = sign("ferry", MIDDLE, hosts=HERE)
    code, said = crawl(tmp_path, harvest, monkeypatch, [own, MIDDLE])
    assert code == 0, said
    assert rows(tmp_path, "SELECT title FROM articles") == [("渡船加开一班",)]


def test_an_operator_can_trust_a_certificate_that_signed_itself(
    tmp_path: Path, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the file that SSL_CERT_FILE names, as docs/operations.md says."""
    own = sign("ferry", hosts=HERE)
    code, said = crawl(tmp_path, harvest, monkeypatch, [own], trusted=[own])
    assert code == 0, said
